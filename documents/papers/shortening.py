"""Differences in short, for a screen on which there is room for a few lines: pure, no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenda.differences import KEPT, Piece

AROUND, LONGEST, MOST = 40, 160, 6
"""So many letters of kept words beside a change, of a change itself, and so many pieces."""
CUT = "… "


def in_short(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The changes with a few words around each; what is left out is marked with dots."""
    short = list(_cut(pieces))
    return tuple(short[:MOST]) + ((Piece(KEPT, CUT),) if len(short) > MOST else ())


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(pieces):
        if piece.kind != KEPT:
            yield Piece(piece.kind, _head(piece.text, LONGEST))
        elif len(piece.text) > 2 * AROUND:
            before = _head(piece.text, AROUND) if place else CUT
            behind = _tail(piece.text) if place < len(pieces) - 1 else ""
            yield Piece(KEPT, f"{before}{behind}")
        else:
            yield piece


def _head(text: str, most: int) -> str:
    """The beginning, cut between two words."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[:most]} {CUT}"


def _tail(text: str) -> str:
    return text[-AROUND:].partition(" ")[2] or text[-AROUND:]
