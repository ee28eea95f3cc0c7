"""What an amendment changes (Textvergleich, Synopse), word by word: pure, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

KEPT, REMOVED, INSERTED = "kept", "removed", "inserted"
WORDS = re.compile(r"\S+\s*|\s+")
LARGEST = 1_000_000
"""Pairs of words beyond which the changed middle is shown as replaced as a whole, so that no text can keep a
computer busy.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row that were kept, removed or inserted, with the space behind them."""

    kind: str
    text: str


class Word(str):
    """A word with the white space behind it, which does not count when words are compared."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.rstrip() == other.rstrip()

    def __hash__(self) -> int:
        return hash(self.rstrip())


@lru_cache(maxsize=256)
def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other: kept and inserted words are the new text, kept and removed ones the words of
    the old.

    Words are compared, not the white space behind them: what is only wrapped or spaced another way is kept, as the new
    text has it.
    """
    before, after = [Word(piece) for piece in WORDS.findall(old)], [Word(piece) for piece in WORDS.findall(new)]
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    middle = _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    parts = [(KEPT, after[:head]), *middle, (KEPT, after[len(after) - tail :])]
    return tuple(_apart(Piece(kind, "".join(words)) for kind, words in parts if words))


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What was removed stands apart from a kept word that is the last one of the new text, and so has no space
    behind it.
    """
    kept = ""
    for piece in pieces:
        apart = piece.kind == REMOVED and kept and not kept[-1].isspace()
        yield Piece(REMOVED, f" {piece.text}") if apart else piece
        kept = piece.text if piece.kind == KEPT else ""


def _same(one: list[Word], other: list[Word]) -> int:
    """How many words both begin with."""
    return next(
        (place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _middle(before: list[Word], after: list[Word]) -> Iterator[tuple[str, list[Word]]]:
    if len(before) * len(after) > LARGEST:
        yield from ((REMOVED, before), (INSERTED, after))
        return
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after).get_opcodes():
        if step == "equal":
            yield KEPT, after[new_from:new_to]
        else:
            yield from ((REMOVED, before[old_from:old_to]), (INSERTED, after[new_from:new_to]))
