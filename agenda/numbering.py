"""From the tree of items to their numbers: Ö 1, Ö 2.1, N 1. Pure: no Django, no database.

The number follows from part, nesting and order alone, over all items of a meeting; so it is the same for everybody,
whatever they may see, and an item that is withdrawn or postponed keeps its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LETTERS = {"public": "Ö", "non_public": "N"}


class Node(NamedTuple):
    """An item as far as its number needs it; `key` is unique, `parent` the key of the item above."""

    key: int
    parent: int | None
    part: str
    position: int


class Numbered(NamedTuple):
    """An item's number and how deep it stands (0 = top level)."""

    key: int
    number: str
    depth: int


def number_items(nodes: Iterable[Node]) -> list[Numbered]:
    """All items in reading order, public part first, each below its parent; the order of `nodes` does not matter."""
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.position, node.key)):
        below[node.parent].append(node)
    return [numbered for part in LETTERS for numbered in _part(part, below)]


def _part(part: str, below: dict[int | None, list[Node]]) -> Iterator[Numbered]:
    tops = [node for node in below.get(None, []) if node.part == part]
    waiting = [(node, f"{LETTERS[part]} {place}", 0) for place, node in enumerate(tops, 1)][::-1]
    while waiting:
        node, number, depth = waiting.pop()
        yield Numbered(node.key, number, depth)
        children = below.get(node.key, [])
        waiting += [(child, f"{number}.{place}", depth + 1) for place, child in enumerate(children, 1)][::-1]
