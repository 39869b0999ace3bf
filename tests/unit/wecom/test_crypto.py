from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise import WeChatCrypto

from bot.demo.wecom.crypto import encrypt, pad, sign
from bot.platforms.errors import BadDelivery, BadSignature, Malformed
from bot.platforms.wecom.crypto import CallbackCrypto
from tests.unit.wecom.vectors import BY_NAME, VECTORS, Vector

V2 = BY_NAME["V2"]


def crypto(vector: Vector = V2) -> CallbackCrypto:
    return CallbackCrypto(vector.token, vector.aes_key, vector.receive_id)


def opened(sealed: str, vector: Vector = V2) -> bytes:
    """*sealed* opened after signing it anew, so that only what is inside can be wrong."""
    signature = sign(vector.token, vector.timestamp, vector.nonce, sealed)
    return crypto(vector).open(signature, vector.timestamp, vector.nonce, sealed)


def enciphered(whole: bytes, vector: Vector = V2) -> str:
    """A buffer exactly as given, encrypted without padding."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = base64.b64decode(vector.aes_key + "=")
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(whole) + encryptor.finalize()).decode()


def buffer(message: bytes, receive_id: bytes = V2.receive_id.encode(), length: int | None = None) -> bytes:
    size = len(message) if length is None else length
    return b"r" * 16 + size.to_bytes(4, "big") + message + receive_id


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_every_vector_opens(vector: Vector) -> None:
    plain = crypto(vector).open(vector.signature, vector.timestamp, vector.nonce, vector.sealed)
    assert plain == vector.plain.encode()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_the_far_side_seals_every_vector_alike(vector: Vector) -> None:
    sealed = encrypt(vector.aes_key, vector.plain, vector.receive_id, vector.random16.encode())
    assert sealed == vector.sealed
    assert sign(vector.token, vector.timestamp, vector.nonce, sealed) == vector.signature


@given(st.text(max_size=200), st.binary(min_size=16, max_size=16))
def test_wechatpy_reads_the_same_from_every_message(words: str, random16: bytes) -> None:
    sealed = encrypt(V2.aes_key, words, V2.receive_id, random16)
    signature = sign(V2.token, "1", "2", sealed)
    theirs = WeChatCrypto(V2.token, V2.aes_key, V2.receive_id)
    assert crypto().open(signature, "1", "2", sealed).decode() == words
    assert theirs.decrypt_message({"Encrypt": sealed}, signature, "1", "2") == words


@pytest.mark.parametrize("place", range(40))
def test_one_wrong_digit_of_the_signature_is_refused(place: int) -> None:
    wrong = "0" if V2.signature[place] != "0" else "1"
    forged = V2.signature[:place] + wrong + V2.signature[place + 1 :]
    with pytest.raises(BadSignature):
        crypto().open(forged, V2.timestamp, V2.nonce, V2.sealed)


@pytest.mark.parametrize("signature", ["", V2.signature.upper(), V2.signature + "0", "签名", "\ud800"])
def test_anything_but_the_signature_itself_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        crypto().open(signature, V2.timestamp, V2.nonce, V2.sealed)


def test_a_bad_signature_is_refused_before_anything_is_decrypted() -> None:
    with pytest.raises(BadSignature):
        crypto().open(V2.signature, V2.timestamp, V2.nonce, "not base64 at all")


def test_a_cut_ciphertext_is_refused() -> None:
    cut = base64.b64encode(base64.b64decode(V2.sealed)[:-16]).decode()
    with pytest.raises(BadDelivery):
        opened(cut)


@pytest.mark.parametrize(
    "receive_id", ["ww1a2b3c4d5e6f7082", "ww1a2b3c4d5e6f708", "ww1a2b3c4d5e6f70811", "", " "]
)
def test_a_message_for_another_corp_is_refused(receive_id: str) -> None:
    with pytest.raises(BadSignature):
        opened(encrypt(V2.aes_key, V2.plain, receive_id, b"r" * 16))


@pytest.mark.parametrize("length", [0xFFFFFFFF, 0x80000000, 1000, 24])
def test_a_length_beyond_the_buffer_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        opened(enciphered(pad(buffer(b"hi", b"", length))))


def test_a_length_into_the_receiver_changes_who_it_is_for() -> None:
    with pytest.raises(BadSignature):
        opened(enciphered(pad(buffer(b"hi", length=3))))


@pytest.mark.parametrize("count", [0, 33, 64, 255])
def test_a_pad_byte_outside_one_to_thirty_two_is_refused(count: int) -> None:
    whole = buffer(b"x" * (64 - 20 - 18 - 1))
    with pytest.raises(Malformed):
        opened(enciphered(whole + bytes([count])))


def test_every_pad_byte_is_checked() -> None:
    padded = bytearray(pad(buffer(b"hi")))
    padded[-2] ^= 1
    with pytest.raises(Malformed):
        opened(enciphered(bytes(padded)))


@pytest.mark.parametrize(
    "sealed",
    ["", "A", "====", "AAAA", V2.sealed + "\n", V2.sealed[:-1], V2.sealed + "====", "é" * 64,
     V2.sealed[:40] + " " + V2.sealed[40:]],
)  # fmt: skip
def test_base64_is_read_strictly(sealed: str) -> None:
    with pytest.raises(Malformed):
        opened(sealed)


@given(st.binary(max_size=200))
def test_no_garbage_raises_anything_but_a_bad_delivery(garbage: bytes) -> None:
    with pytest.raises(BadDelivery):
        opened(base64.b64encode(garbage).decode())


@pytest.mark.parametrize("key", ["", "a" * 42, "a" * 44, "!" * 43, V2.aes_key + "="])
def test_a_wrong_key_is_refused_at_start(key: str) -> None:
    with pytest.raises(ValueError, match="43 letters and digits"):
        CallbackCrypto("token", key, "corp")
