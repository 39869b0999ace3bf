"""The sender's cryptography against the published vectors and against an independent receiver."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from wechatpy.enterprise import WeChatCrypto

from bot.demo.wecom.crypto import Sealer, encrypt, pad, sign
from bot.demo.wecom.events import cdata


@dataclass(frozen=True)
class Vector:
    name: str
    token: str
    aes_key: str
    receiveid: str
    timestamp: str
    nonce: str
    random16: str
    plaintext: str
    encrypted: str
    signature: str


VECTORS = [Vector(**one) for one in json.loads((Path(__file__).parent / "crypto_vectors.json").read_text())]
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def test_all_six_published_vectors_are_read() -> None:
    assert [vector.name for vector in VECTORS] == ["V1", "V2", "V3", "V4", "V5", "V6"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_published_vector_is_encrypted_to_the_byte(vector: Vector) -> None:
    random16 = vector.random16.encode()
    assert encrypt(vector.aes_key, vector.plaintext, vector.receiveid, random16) == vector.encrypted


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_published_vector_is_signed_the_same(vector: Vector) -> None:
    assert sign(vector.token, vector.timestamp, vector.nonce, vector.encrypted) == vector.signature


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_sealing_puts_both_together(vector: Vector) -> None:
    sealer = Sealer(vector.token, vector.aes_key, vector.receiveid)
    sealed = sealer.seal(
        vector.plaintext,
        timestamp=int(vector.timestamp),
        nonce=vector.nonce,
        random16=vector.random16.encode(),
    )
    assert sealed.encrypt == vector.encrypted
    assert sealed.query() == {
        "msg_signature": vector.signature,
        "timestamp": vector.timestamp,
        "nonce": vector.nonce,
    }


@given(some.text(max_size=300))
def test_an_independent_receiver_opens_what_was_sealed(text: str) -> None:
    xml = f"<xml>{cdata(text)}</xml>"
    sealed = Sealer("token", KEY, "ww1").seal(xml, timestamp=1763712000)
    opened = WeChatCrypto("token", KEY, "ww1").decrypt_message(
        {"Encrypt": sealed.encrypt}, sealed.signature, sealed.timestamp, sealed.nonce
    )
    assert opened == xml


@given(some.binary(max_size=200))
def test_padding_fills_blocks_of_32_and_is_never_absent(data: bytes) -> None:
    padded = pad(data)
    count = padded[-1]
    assert len(padded) % 32 == 0
    assert 1 <= count <= 32
    assert padded == data + bytes([count]) * count


def test_sealing_twice_gives_different_ciphertexts_and_nonces() -> None:
    sealer = Sealer("token", KEY, "ww1")
    one, two = (sealer.seal("same", timestamp=1) for _ in range(2))
    assert one.encrypt != two.encrypt
    assert one.nonce != two.nonce


def test_a_key_of_42_characters_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="42 characters, need 43"):
        Sealer("token", KEY[:-1], "ww1")


def test_cdata_cannot_be_broken_out_of() -> None:
    assert cdata("a]]><Evil/>") == "<![CDATA[a]]]]><![CDATA[><Evil/>]]>"


def test_characters_that_xml_forbids_are_left_out_of_cdata() -> None:
    assert cdata("a\x00\x0bb\ud800\ufffe👍\n") == "<![CDATA[ab👍\n]]>"
