"""The sender's half of WeCom's callback cryptography.

Written from the document alone and independently of the product's own decryption, so that each checks the
other: encrypt and sign live here, verify and decrypt live in ``bot/platforms/wecom``.

Source: WeCom docs, path 90968 "加解密方案说明"; read 2026-11.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BYTES = 32
"""PKCS#7 block of WeCom's padding: 32, not AES's own 16."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One encrypted, signed payload and the query parameters that go with it."""

    encrypt: str
    signature: str
    timestamp: str
    nonce: str

    def query(self) -> dict[str, str]:
        """Query parameters of the callback request."""
        return {"msg_signature": self.signature, "timestamp": self.timestamp, "nonce": self.nonce}


@dataclass(frozen=True, slots=True)
class Sealer:
    """Encrypts and signs with one application's token and EncodingAESKey (43 characters)."""

    token: str
    aes_key: str
    receiveid: str

    def __post_init__(self) -> None:
        if len(self.aes_key) != 43:
            raise ValueError(f"EncodingAESKey: {len(self.aes_key)} characters, need 43")

    def seal(
        self, plaintext: str, *, timestamp: int, nonce: str | None = None, random16: bytes | None = None
    ) -> Sealed:
        """Encrypt and sign *plaintext*; *timestamp* is in Unix seconds, the rest is drawn unless given."""
        nonce = str(secrets.randbelow(10**10)) if nonce is None else nonce
        random16 = secrets.token_bytes(16) if random16 is None else random16
        encrypted = encrypt(self.aes_key, plaintext, self.receiveid, random16)
        signature = sign(self.token, str(timestamp), nonce, encrypted)
        return Sealed(encrypt=encrypted, signature=signature, timestamp=str(timestamp), nonce=nonce)


def encrypt(aes_key: str, plaintext: str, receiveid: str, random16: bytes) -> str:
    """Base64 of AES-256-CBC over ``random16 + BE32(length) + plaintext + receiveid``, padded to 32 bytes."""
    key = base64.b64decode(aes_key + "=")
    message = plaintext.encode()
    whole = random16 + len(message).to_bytes(4, "big") + message + receiveid.encode()
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(pad(whole)) + encryptor.finalize()).decode()


def pad(data: bytes) -> bytes:
    """PKCS#7 to a multiple of 32 bytes; 32 more when it already is one."""
    count = BLOCK_BYTES - len(data) % BLOCK_BYTES
    return data + bytes([count]) * count


def sign(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """Lower-case hexadecimal SHA-1 of the four strings, sorted and joined."""
    joined = "".join(sorted([token, timestamp, nonce, encrypted]))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()
