"""Which face shows which character, so that no text of a PDF ever shows an empty box.

First Fira Sans; what it lacks is written in its plain form where that says the same (a ligature, a hyphen that does not
break), then in another face (`fonts.FALLBACK`), and where none has it, as its code in brackets: [U+4E2D]. See
docs/limits.md.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from documents.pdf.fonts import FAMILY, face_for, known

BREAKS = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
SPACES = dict.fromkeys(map(ord, "\u2007\u202f"), "\u00a0") | {ord("\t"): " ", ord("\x1f"): " "}
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
SAYS_THE_SAME = frozenset({"", "<compat>", "<noBreak>", "<wide>", "<narrow>", "<small>", "<font>", "<square>"})
SHAPES = frozenset({"<initial>", "<medial>", "<final>", "<isolated>"})
"""Kinds of decomposition that lose nothing. "10⁵" would become "105", "5½" would become "51/2", so those are not
among them.
"""
UNKNOWN = ""
"""The face of what no face has."""


def cleaned(content: object) -> str:
    """The text as it can be shown: one kind of line end, tabs as spaces, composed letters, nothing invisible."""
    words = unicodedata.normalize("NFC", str(content).replace("\r\n", "\n").replace("\r", "\n"))
    words = words.translate(BREAKS | SPACES | HYPHENS)
    if {*map(ord, words)} <= _usual():
        return words
    return "".join(
        " " if unicodedata.category(char) == "Zs" and char != "\u00a0" else char for char in words if _is_seen(char)
    )


@cache
def _usual() -> frozenset[int]:
    """What needs no second look: it is in Fira Sans, is seen, and is no odd kind of space."""
    odd = (chr(code) for code in known() if code not in {0x20, 0xA0})
    return frozenset(
        {0x20, 0xA0, 10} | {ord(char) for char in odd if _is_seen(char) and unicodedata.category(char) != "Zs"}
    )


def _is_seen(char: str) -> bool:
    if char == "\n":
        return True
    return unicodedata.category(char) not in INVISIBLE and not any(ord(char) in selectors for selectors in SELECTORS)


def runs(content: object) -> list[tuple[str, str]]:
    """The text in pieces of one face each; what nothing can show is of the face `UNKNOWN`."""
    words = cleaned(content)
    if not {*map(ord, words)} - known() - {10}:
        return [(FAMILY, words)] if words else []
    pairs = (pair for char in words for pair in _pairs(char))
    return [(face, "".join(char for _, char in group)) for face, group in groupby(pairs, key=lambda pair: pair[0])]


def is_plain(content: str) -> bool:
    """Whether a text is one line that Fira Sans shows as it stands."""
    return content.isprintable() and runs(content) in ([(FAMILY, content)], [])


def markup(content: object) -> str:
    """The text for a paragraph: whatever looks like markup in it is shown as typed, line ends stay."""
    return "".join(_marked(face, words) for face, words in runs(content))


def replaced(words: str) -> str:
    """What stands for characters that no face has: their codes."""
    return f"[{' '.join(f'U+{ord(char):04X}' for char in words)}]"


def _marked(face: str, words: str) -> str:
    shown = escape(words if face else replaced(words)).replace("\n", "<br/>")
    return f'<font name="{face}">{shown}</font>' if face not in {FAMILY, UNKNOWN} else shown


@lru_cache(maxsize=4096)
def _pairs(char: str) -> tuple[tuple[str, str], ...]:
    if char == "\n" or ord(char) in known():
        return ((FAMILY, char),)
    if plain := _plain_form(char):
        return tuple((FAMILY, letter) for letter in plain)
    if face := face_for(ord(char)):
        return ((face, char),)
    return _in_other_faces(_parts_of(char, SAYS_THE_SAME | SHAPES)) or ((UNKNOWN, char),)


def _plain_form(char: str) -> str:
    """The same in letters that Fira Sans has; "" where there is no such form."""
    parts = [part if ord(part) in known() else _plain_form(part) for part in _parts_of(char, SAYS_THE_SAME)]
    return "".join(parts) if all(parts) else ""


def _in_other_faces(parts: str) -> tuple[tuple[str, str], ...]:
    faces = [FAMILY if ord(part) in known() else face_for(ord(part)) for part in parts]
    return tuple(zip(faces, parts, strict=True)) if all(faces) else ()


def _parts_of(char: str, kinds: frozenset[str]) -> str:
    """What a character is made of, where that is of one of these kinds; "" where it is not."""
    words = unicodedata.decomposition(char).split()
    kind = words.pop(0) if words and words[0].startswith("<") else ""
    return "".join(chr(int(code, 16)) for code in words).translate(HYPHENS) if kind in kinds else ""
