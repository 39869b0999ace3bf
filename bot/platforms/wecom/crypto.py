"""Signature and encryption of callbacks: the one place that touches wechatpy.

wechatpy 1.8.18 contributes the cipher (AES-256-CBC with the key's first half as vector), which is sound.
Everything around it is ours, because there it compares signatures with ``!=``, skips characters outside
base64, does not look at the padding, takes any length field, keeps no size limit and raises whatever
happens to break. Here every failure is ``BadSignature`` or ``Malformed``.

Source: WeCom docs, path 90968 "加解密方案说明"; read 2026-11.
"""

from __future__ import annotations

import binascii
import hmac
from hashlib import sha1

from wechatpy.crypto.base import WeChatCipher

from bot.platforms.errors import BadSignature, Malformed

_HEADER_BYTES = 20  # 16 random, 4 length
_BLOCK_BYTES = 16
_MOST_PADDING = 32
_PADDINGS = tuple(bytes([count]) * count for count in range(_MOST_PADDING + 1))


class CallbackCrypto:
    """Opens what WeCom sealed for one application; not for several threads at once.

    ``receive_id`` is the corp id. ``ValueError`` for an ``aes_key`` that is not 43 characters of base64: the
    last one may carry bits beyond the key, as the console's own keys do.
    """

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        if len(aes_key) != 43 or not (aes_key.isascii() and aes_key.isalnum()):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        key = binascii.a2b_base64(aes_key.encode() + b"=")
        self._token = token.encode()
        self._receive_id = receive_id.encode()
        # One decryptor for all messages: where one begins, the block before it stands in for the vector.
        # That changes its first block only, 16 random bytes nobody reads; a fresh one costs ten times more.
        self._decryptor = WeChatCipher(key).cipher.decryptor()

    def open(self, signature: str, timestamp: str, nonce: str, sealed: str) -> bytes:
        """The message inside *sealed*.

        Raises ``BadSignature`` when it is not signed by WeCom or addressed to somebody else, ``Malformed``
        when it is signed but damaged. Nothing is decrypted before the signature stands.
        """
        ciphertext = sealed.encode("utf-8", "surrogatepass")
        if not self._is_signed(signature, timestamp, nonce, ciphertext):
            raise BadSignature("signature does not match")
        message, receive_id = _unpack(self._decrypt(ciphertext))
        if not hmac.compare_digest(receive_id, self._receive_id):
            raise BadSignature("sealed for another receiver")
        return message

    def _is_signed(self, signature: str, timestamp: str, nonce: str, sealed: bytes) -> bool:
        stamp = timestamp.encode("utf-8", "surrogatepass")
        once = nonce.encode("utf-8", "surrogatepass")
        expected = sha1(b"".join(sorted((self._token, stamp, once, sealed)))).hexdigest()  # noqa: S324 - the protocol's
        return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass"))

    def _decrypt(self, sealed: bytes) -> bytes:
        if len(sealed) % 4 or sealed.endswith(b"==="):  # strict_mode lets padding after whole groups pass
            raise Malformed("not base64")
        try:
            ciphertext = binascii.a2b_base64(sealed, strict_mode=True)
        except binascii.Error:
            raise Malformed("not base64") from None
        if len(ciphertext) < 2 * _BLOCK_BYTES or len(ciphertext) % _BLOCK_BYTES:
            raise Malformed("not whole cipher blocks")
        plain: bytes = self._decryptor.update(ciphertext)
        return plain


def _unpack(plain: bytes) -> tuple[bytes, bytes]:
    """Message and receiver of a decrypted buffer: 16 random bytes, length, message, receiver, padding."""
    padding = plain[-1]
    if not 1 <= padding <= _MOST_PADDING or not plain.endswith(_PADDINGS[padding]):
        raise Malformed("wrong padding")
    end = _HEADER_BYTES + int.from_bytes(plain[16:_HEADER_BYTES], "big")
    if end > len(plain) - padding:
        raise Malformed("wrong length")
    return plain[_HEADER_BYTES:end], plain[end : len(plain) - padding]
