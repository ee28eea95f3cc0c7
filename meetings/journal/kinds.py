"""What an event kind is, and the register of all kinds of all rooms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise

from meetings.enums import Audience

_NAME = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event: `room.noun.participle`, its keys, who may see it, and its sentence for the record.

    `keys` stand openly in the chain (ids, numbers, codes), `secrets` as salted commitments (names, free text).
    `changes_rights` makes every open socket's audience be worked out anew, `in_minutes` puts the sentence there.
    `in_bursts` says that many may come within one second: what they touch is drawn anew a little later, together.
    `patience` is for how many seconds what shows such events can wait to be drawn anew; what is for the desk alone
    never waits. After one that is `signed` the journal's head is signed, by the service that records it (`sign_head`).
    `choices` says which keys hold codes of which list, or with which words, so that the sentence shows words.
    `kept_with` names a kind and a key: an event that has the value of a public one of that kind there stays in public
    exports, not opened, whoever else sees it live.
    """

    name: str
    sentence: str | Promise
    keys: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    audience: Audience = Audience.PUBLIC
    in_minutes: bool = False
    changes_rights: bool = False
    in_bursts: bool = False
    patience: float = 0.0
    signed: bool = False
    choices: tuple[tuple[str, type[TextChoices] | Mapping[str, str | Promise]], ...] = ()
    kept_with: tuple[str, str] | None = None


_kinds: dict[str, EventKind] = {}


def declare(kind: EventKind) -> EventKind:
    """Enter a kind into the register; a second one of the name, or a stray name, is a programming error."""
    if not _NAME.fullmatch(kind.name):
        raise ValueError(f"{kind.name} is not room.noun.participle")
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"event {kind.name} is declared twice")
    return kind


def kind_of(name: str) -> EventKind:
    """The kind of that name; KeyError when no room declares it."""
    return _kinds[name]


def all_kinds() -> list[EventKind]:
    """Every kind of every room, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def signed_kinds() -> list[str]:
    """The names of the kinds after which a head is signed."""
    return [kind.name for kind in all_kinds() if kind.signed]
