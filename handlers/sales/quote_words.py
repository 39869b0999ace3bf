"""How quotes and contracts are named and spoken of (``quoting.toml``), as plain questions to a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

from handlers.sales.packaged import table
from nlp import lazy_pattern

_SENTENCE_END = lazy_pattern(r"[。！!？?；;\n]")
_NOISE = lazy_pattern(r"[\s，,。.！!～~…、:：;；\"'“”‘’()（）\-—*]+")
_LONGEST_QUOTE_CHARS = 80
_LONGEST_SENTENCE_CHARS = 200
_LONGEST_REPLY_CHARS = 60


def named(words: str) -> Literal["quote", "contract"] | None:
    """What a name calls a file; the last word decides."""
    plain = _plain(words)
    quote, contract = (_last(plain, key) for key in ("quote", "contract"))
    if quote < 0 and contract < 0:
        return None
    return "quote" if quote > contract else "contract"


def named_in(text: str) -> tuple[Literal["quote", "contract"], int, int] | None:
    """The first sentence that names a quote or contract without denying or asking: kind, start, end."""
    start = 0
    for part in re.split(r"(?<=[。！!？?；;\n])", text):
        kind = named(part)
        if (
            kind is not None
            and not never(part)
            and not _any("said", "not_handed").search(_plain(part.strip()))
        ):
            return kind, *_trimmed(text, start, start + len(part))
        start += len(part)
    return None


def never(words: str) -> bool:
    """Whether the words rule a quote or contract out (海报价格, 简历, 付款回单 …)."""
    return bool(_any("names", "never").search(_plain(words)))


def handed_over(sentence_text: str) -> bool:
    """Whether a sentence says that something went out to the customer."""
    plain = _plain(sentence_text)
    return bool(_any("said", "handed").search(plain)) and not _any("said", "not_handed").search(plain)


def carries_paper(name: str, mime: str) -> bool:
    """Whether such a file can be a quote: a document, a sheet, a picture."""
    files = table("quoting.toml")["files"]
    extension = _plain(name).rpartition(".")[2] if "." in name else ""
    if extension in files["documents"] or extension in files["pictures"]:
        return True
    return mime.startswith("image/") or any(part in mime for part in files["document_mimes"])


def stem(name: str) -> str:
    """The name without its extension."""
    head, dot, extension = name.rpartition(".")
    return head if dot and len(extension) <= 7 else name


def only_acknowledges(text: str) -> bool:
    """Whether a reply is 收到, 谢谢, 好的, a thumb up, and nothing else."""
    plain = _reply(text)
    if not plain:
        return any(unicodedata.category(each) in _EMOJI for each in text)
    return not only_greets(text) and bool(_all("acknowledging").fullmatch(plain))


def only_greets(text: str) -> bool:
    """Whether a message says hello and nothing else, or cannot be read at all ([图片])."""
    plain = _reply(text)
    return bool(plain) and bool(_all("greeting").fullmatch(plain))


def has_substance(text: str) -> bool:
    """Whether a message speaks of an offer: its price, its terms, yes or no, a question."""
    return bool(_any("answered", "substance").search(_plain(text).strip()))


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around these characters begins and ends, its closing mark left out."""
    left, right = max(0, start - _LONGEST_SENTENCE_CHARS), min(len(text), end + _LONGEST_SENTENCE_CHARS)
    begin = max((mark.end() for mark in _SENTENCE_END.finditer(text, left, start)), default=left)
    stop = _SENTENCE_END.search(text, end, right)
    if stop is None:
        return _trimmed(text, begin, right)
    return _trimmed(text, begin, stop.end() if stop.group() in "?？" else stop.start())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces at the ends, and not longer than fits on a card."""
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    return start, max(start, min(end, start + _LONGEST_QUOTE_CHARS))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _reply(text: str) -> str:
    """A short reply without marks, spaces and emoji; a long text as it is, since it is never only that."""
    plain = _plain(text)
    if len(plain) > _LONGEST_REPLY_CHARS:
        return plain
    return "".join(each for each in _NOISE.sub("", plain) if unicodedata.category(each) not in _EMOJI)


_EMOJI = frozenset({"So", "Sk", "Cn", "Cf", "Mn"})


def _last(plain: str, key: str) -> int:
    return max((found.end() for found in _any("names", key).finditer(plain)), default=-1)


@cache
def _any(section: str, key: str) -> re.Pattern[str]:
    return _pattern(table("quoting.toml")[section][key], "(?:{})")


@cache
def _all(key: str) -> re.Pattern[str]:
    """One or more of these, each taken whole: no way back, so no text can make it slow."""
    return _pattern(table("quoting.toml")["answered"][key], "(?:{})++")


def _pattern(alternatives: Sequence[str], shape: str) -> re.Pattern[str]:
    return re.compile(shape.format("|".join(alternatives)))
