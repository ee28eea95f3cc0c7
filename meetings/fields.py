"""What a form sends, read in one way for every room: texts, numbers, rows, choices. Pure, apart from the error for what
cannot be.

A field is a function of what was sent and of its own name; `acts.act` calls it. What is typed is checked by the
service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from meetings.errors import not_found

Sent = Mapping[str, str]
Field = Callable[[Sent, str], Any]
LONGEST_NUMBER, LONGEST_KEY = 9, 18
"""Digits: what a column of numbers takes, and what a column of keys takes, without asking the database."""


def is_whole(text: str, longest: int = LONGEST_NUMBER) -> bool:
    """Whether this is a whole number from zero, in figures 0 to 9 alone and of so many at most."""
    return text.isascii() and text.isdigit() and len(text) <= longest


def text(sent: Sent, name: str) -> str:
    """The words as they were typed; none when the field is missing."""
    return sent.get(name, "")


def text_or(otherwise: str) -> Field:
    """The words, or these where the field is missing."""
    return lambda sent, name: sent.get(name, otherwise)


def flag(word: str = "yes") -> Field:
    """Whether this very word was sent: a ticked box, a pressed button."""
    return lambda sent, name: sent.get(name) == word


def choice(values: Mapping[str, Any]) -> Field:
    """What a word stands for; None for any other."""
    return lambda sent, name: values.get(sent.get(name, ""))


def number(sent: Sent, name: str) -> int:
    """A number from zero; whatever else was sent is zero, which the service refuses where it means nothing."""
    return number_or(0)(sent, name)


def number_or(otherwise: int) -> Field:
    """A number from zero; whatever else was sent counts as `otherwise`."""
    return lambda sent, name: int(sent[name]) if is_whole(sent.get(name, "")) else otherwise


def key_of(words: str) -> int | None:
    """A row's key; None for what can be none."""
    return int(words) if is_whole(words, LONGEST_KEY) else None


def key(sent: Sent, name: str) -> int:
    """A row's key; 404 for what can be none, as for a row that does not exist."""
    found = key_of(sent.get(name, ""))
    if found is None:
        raise not_found()
    return found


def key_if_sent(sent: Sent, name: str) -> int:
    """A row's key, 0 where nothing was sent; 404 for what can be none."""
    return key(sent, name) if sent.get(name) else 0


def key_or_none(sent: Sent, name: str) -> int | None:
    """What a button says it knew of; None where it says nothing that can be meant."""
    return key_of(sent.get(name, ""))


def keys(sent: Sent, name: str) -> set[int]:
    """Keys with commas between them; what can be none is left out."""
    return {found for words in sent.get(name, "").split(",") if (found := key_of(words)) is not None}


def numbered(sent: Sent, beginning: str) -> dict[int, str]:
    """Fields named `<beginning><key>` in which something was chosen, by their key; 404 for a key that can be none."""
    return {
        key({"": name.removeprefix(beginning)}, ""): value
        for name, value in sent.items()
        if name.startswith(beginning) and value
    }
