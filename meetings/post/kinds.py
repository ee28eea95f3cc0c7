"""The kinds of mails: how long each is of use, how often it is tried, and what its room has to say before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils.functional import Promise

from meetings.models import Outgoing
from meetings.post.writing import rebuilt

ORDINARY = (60, 300, 900, 3600)
SOON = (30, 60, 120)
AT_ONCE = (2, 5, 15, 30)
"""Seconds before the second, third, ... attempt; the last one is repeated until the mail is of no use any more."""


def _nothing(mail: Outgoing, sent: bool) -> None:
    """Most kinds have nothing to note."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail.

    `life` is how long it is tried: afterwards it is given up and its text erased. `harmless`: when nobody knows whether
    it left, it is sent once more by itself, for two copies do no harm. `private`: the address belongs to somebody who
    is no part of the institution; it is shown to nobody and masked for good when the mail is settled. `most` bounds how
    many may be under way at a time. `now` words the mail at the moment of sending, None when it is of no use any more;
    `settled` is told what came of it.
    """

    name: str
    label: str | Promise
    life: timedelta
    pauses: tuple[int, ...] = ORDINARY
    harmless: bool = False
    private: bool = False
    most: int | None = None
    now: Callable[[Outgoing], EmailMessage | None] = rebuilt
    settled: Callable[[Outgoing, bool], None] = _nothing

    def pause_after(self, attempts: int) -> timedelta:
        """How long a mail rests after so many attempts."""
        return timedelta(seconds=self.pauses[min(max(attempts, 1), len(self.pauses)) - 1])


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; another one of the same name is a programming error."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"mail kind {kind.name} is registered twice")
    return kind


def kind_of(mail: Outgoing) -> Kind:
    """The kind of a mail; one that no room knows any more is sent as it was written, and its address shown to
    nobody.
    """
    return _kinds.get(mail.kind) or Kind(mail.kind, mail.kind, timedelta(days=1), private=True)


def mask(address: str) -> str:
    """An address of which nobody can write to anybody: a…@example.org."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
