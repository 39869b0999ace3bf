"""Reads WeCom's XML: small, flat and trusted no further than it must be.

Not wechatpy's ``parse_message``: it knows neither card nor customer events, loses leading and trailing
spaces of what people write, and has no limits.

What has exactly the flat form WeCom writes is taken apart by a pattern, ten times faster; everything else,
if it is XML at all, goes through expat. Both give the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn
from xml.parsers import expat

from bot.platforms.errors import Malformed

DEEPEST = 8
MOST_ELEMENTS = 4000
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_LEAF = rb"<((?!Encrypt>)[A-Za-z]+)>(?:<!\[CDATA\[[\w.@-]*\]\]>|[\w.@-]*)</\%d>\s*"
_USUAL_ENVELOPE = re.compile(
    rb"\s*<xml>\s*(?:" + _LEAF % 1 + rb")*"
    rb"<Encrypt>(?:<!\[CDATA\[([A-Za-z0-9+/=]+)\]\]>|([A-Za-z0-9+/=]+))</Encrypt>\s*"
    rb"(?:" + _LEAF % 4 + rb")*</xml>\s*"
)
_USUAL_LEAF = re.compile(
    r"(<([A-Za-z][A-Za-z_]*)>"
    r"(?:<!\[CDATA\[([^\x00-\x08\x0b-\x1f\ufffe\uffff]*?)\]\]>|([^<&\]\x00-\x1f\ufffe\uffff]*))"
    r"</\2>)"
)
_BOM = b"\xef\xbb\xbf"

Element = Mapping[str, Any]
"""Children by name, each a list in document order of texts and elements."""


def envelope(body: bytes) -> str:
    """The sealed text of a callback's body: the single ``Encrypt`` directly below the root.

    Raises ``Malformed``. The body is anybody's: no declaration of any kind may stand in it, quoted or not.
    """
    usual = _USUAL_ENVELOPE.fullmatch(body)
    if usual:
        return (usual[2] or usual[3]).decode("ascii")
    if b"<!" in body and any(not body.startswith(b"[CDATA[", at + 2) for at in _marks(body)):
        raise Malformed("declarations are refused")
    sealed = _parse(body).get("Encrypt", ())
    if len(sealed) != 1 or not isinstance(sealed[0], str):
        raise Malformed("not exactly one Encrypt")
    return sealed[0]


def message(body: bytes) -> Element:
    """The root's children of a decrypted message; a person may quote a declaration, nothing else may."""
    if (flat := _flat(body)) is not None:
        return flat
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        outside = _unquoted(body)
        if b"<!DOCTYPE" in outside or b"<!ENTITY" in outside:
            raise Malformed("declarations are refused")
    return _parse(body)


def first(element: Element, name: str) -> str:
    """Text of the first child of that name, empty when there is none."""
    found = element.get(name)
    return found[0] if found and isinstance(found[0], str) else ""


def elements(element: Element, name: str) -> list[Element]:
    """The children of that name that have children themselves."""
    return [child for child in element.get(name, ()) if isinstance(child, dict)]


def texts(element: Element, name: str) -> list[str]:
    """The texts of all children of that name."""
    return [child for child in element.get(name, ()) if isinstance(child, str)]


def _flat(body: bytes) -> Element | None:
    """The children when all of them are plain texts, written the way WeCom writes them; else None."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not (text.startswith("<xml><") and text.endswith("></xml>")):
        return None
    children: dict[str, list[str]] = {}
    covered = len("<xml></xml>")
    for leaf, name, quoted, bare in _USUAL_LEAF.findall(text):
        if "]]>" in quoted:  # two quotations in one element
            return None
        covered += len(leaf)
        if name in children:
            children[name].append(quoted or bare)
        else:
            children[name] = [quoted or bare]
    return children if covered == len(text) else None


def _unquoted(body: bytes) -> bytes:
    """What stands outside quotations; in one pass, however often one is opened."""
    pieces: list[bytes] = []
    position = 0
    while (start := body.find(b"<![CDATA[", position)) >= 0:
        end = body.find(b"]]>", start)
        if end < 0:
            raise Malformed("a quotation without end")
        pieces.append(body[position:start])
        position = end + len(b"]]>")
    pieces.append(body[position:])
    return b" ".join(pieces)


def _marks(body: bytes) -> list[int]:
    """Where ``<!`` stands."""
    return [found.start() for found in re.finditer(rb"<!", body)]


def _parse(body: bytes) -> Element:
    _check_encoding(body)
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError:
        raise Malformed("not well-formed XML") from None
    root = reader.stack[0].get("xml")
    if not root or not isinstance(root[0], dict):
        raise Malformed("root is not an xml element with children")
    return root[0]


def _check_encoding(body: bytes) -> None:
    """UTF-8 without NUL, and nothing that claims to be something else."""
    if b"\0" in body:
        raise Malformed("NUL bytes")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if body.startswith((b"<?xml", _BOM)) or b"<?xml" in body[:64]:
        declared = _DECLARED.search(body, 0, 512)
        if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
            raise Malformed("declares another encoding than UTF-8")


class _Reader:
    """Collects elements as expat reports them."""

    __slots__ = ("_left", "_pieces", "parser", "stack")

    def __init__(self) -> None:
        self.stack: list[dict[str, Any]] = [{}]
        self._pieces: list[str] = []
        self._left = MOST_ELEMENTS
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        self.parser = parser

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._left -= 1
        if len(self.stack) > DEEPEST or self._left < 0:
            raise Malformed("too deep or too many elements")
        self.stack.append({})
        self._pieces.clear()

    def _end(self, name: str) -> None:
        value = self.stack.pop() or "".join(self._pieces)
        self._pieces.clear()
        siblings = self.stack[-1].get(name)
        if siblings is None:
            self.stack[-1][name] = [value]
        else:
            siblings.append(value)


def _refuse(*_: object) -> NoReturn:
    raise Malformed("declarations are refused")
