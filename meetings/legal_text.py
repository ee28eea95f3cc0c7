"""Text of a legal page: paragraphs, headings ("# "), lists ("- ") and gaps ("[[...]]"). Pure: no Django, no
database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GAP = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`kind` "heading"), a list ("list") or a paragraph ("text") with its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text; an empty line stands between two of them."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    return [
        _block(lines)
        for lines in ([line.strip() for line in part.split("\n") if line.strip()] for part in parts)
        if lines
    ]


def _block(lines: list[str]) -> Block:
    if len(lines) == 1 and lines[0].startswith("# "):
        return Block("heading", (lines[0][2:].strip(),))
    if all(line.startswith("- ") for line in lines):
        return Block("list", tuple(line[2:].strip() for line in lines))
    return Block("text", tuple(lines))


def gaps_in(text: str) -> list[str]:
    """What is still to be filled in."""
    return [" ".join(gap.split()) for gap in GAP.findall(text)]
