"""The open sockets of one meeting, found by what they see and by who sits at them, without a walk through all of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from meetings.enums import Audience
from meetings.live.outlets import Outlet
from meetings.live.rights import Visitor

Key = tuple[Audience, str]


@dataclass(eq=False, slots=True)
class Subscriber:
    """One open socket. `audience` and `person_id` are what its rights said last, never what the socket claims.

    `seq` is the last event it says it has seen; 0 once it gets whole pictures. `heard` is when the last frame of the
    page came, by this process's clock. `window` is the size of its window, where the page of a hall display tells it.
    """

    visitor: Visitor
    language: str
    outlet: Outlet
    close: Callable[[int], None]
    audience: Audience
    person_id: int | None = None
    seq: int = 0
    connection: UUID = field(default_factory=uuid4)
    heard: float = field(default_factory=monotonic)
    window: tuple[int, int] | None = None

    @property
    def key(self) -> Key:
        return self.audience, self.language


class Crowd:
    """Subscribers in groups; what an event costs apart from writing depends on the groups, not on the sockets.

    Those `arriving` are in no group yet: nothing is sent to them until their rights were read together with a picture.
    """

    def __init__(self) -> None:
        self.arriving: set[Subscriber] = set()
        self.by_key: dict[Key, set[Subscriber]] = {}
        self.by_visitor: dict[Visitor, set[Subscriber]] = {}
        self.persons: set[Subscriber] = set()

    def __bool__(self) -> bool:
        return bool(self.by_visitor)

    def __iter__(self) -> Iterator[Subscriber]:
        return (subscriber for group in list(self.by_key.values()) for subscriber in list(group))

    def everybody(self) -> list[Subscriber]:
        """All open sockets, those that wait for their first picture among them."""
        return [subscriber for group in self.by_visitor.values() for subscriber in group]

    def expect(self, subscriber: Subscriber) -> None:
        """A socket has come; it waits for its first picture."""
        self.arriving.add(subscriber)
        self.by_visitor.setdefault(subscriber.visitor, set()).add(subscriber)

    def admit(self, subscriber: Subscriber) -> None:
        """From now on it gets what its group gets, unless it has gone."""
        if subscriber in self.arriving:
            self.arriving.discard(subscriber)
            self.add(subscriber)

    def add(self, subscriber: Subscriber) -> None:
        self.by_key.setdefault(subscriber.key, set()).add(subscriber)
        self.by_visitor.setdefault(subscriber.visitor, set()).add(subscriber)
        if subscriber.person_id is not None:
            self.persons.add(subscriber)

    def discard(self, subscriber: Subscriber) -> None:
        self.arriving.discard(subscriber)
        _discard(self.by_key, subscriber.key, subscriber)
        _discard(self.by_visitor, subscriber.visitor, subscriber)
        self.persons.discard(subscriber)

    def move(self, subscriber: Subscriber, audience: Audience, person_id: int | None) -> None:
        """Let a socket see what it may see from now on; one that has gone meanwhile stays away."""
        back = self.add if subscriber in self.by_key.get(subscriber.key, ()) else None
        back = self.expect if subscriber in self.arriving else back
        self.discard(subscriber)
        subscriber.audience, subscriber.person_id = audience, person_id
        if back is not None:
            back(subscriber)


def _discard(groups: dict[Any, set[Subscriber]], name: Any, subscriber: Subscriber) -> None:
    group = groups.get(name, set())
    group.discard(subscriber)
    if not group:
        groups.pop(name, None)
