"""Writing into the journal: each event numbered, chained to the one before, and announced once it is committed."""

from __future__ import annotations

import secrets as random
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.enums import Audience
from meetings.journal import chain
from meetings.journal.announce import announce
from meetings.journal.kinds import EventKind
from meetings.models import EventSecret, Journaled, MeetingEvent
from meetings.permissions import Actor

BLIND = "blind"
"""A random value in non-public events that hold no salted one: nobody can find out by trying what stands behind
their hash.
"""


def record(
    subject: Journaled,
    kind: EventKind,
    *,
    actor: Actor,
    audience: Audience | None = None,
    secrets: dict[str, Any] | None = None,
    only_for: int | None = None,
    **data: Any,
) -> MeetingEvent:
    """Append one event to the journal of a meeting, or of whatever has one, and announce it when the transaction
    commits.

    The row must be locked together with its journal (`services.lock_meeting`, `services.lock`). `secrets` are names and
    free text: the chain holds a salted commitment, the value lies beside it. `only_for` is the id of the one person
    whose own panel changes. Raises ValueError for keys that the kind does not declare.
    """
    entries = Entries(subject)
    event = entries.add(kind, actor=actor, audience=audience, secrets=secrets, only_for=only_for, **data)
    entries.write()
    return event


class Entries:
    """Events of one transaction: numbered and chained as they are added, written together by `write`.

    Nothing is in the journal before `write`, which has to come in the same transaction, under the same lock.
    """

    def __init__(self, subject: Journaled) -> None:
        self.subject = subject
        self._events: list[MeetingEvent] = []
        self._secrets: list[EventSecret] = []
        self._concerned: dict[str, set[int] | None] = {}

    def add(
        self,
        kind: EventKind,
        *,
        actor: Actor,
        audience: Audience | None = None,
        secrets: dict[str, Any] | None = None,
        only_for: int | None = None,
        **data: Any,
    ) -> MeetingEvent:
        """One more event, as `record` takes it; the journal's number and head move on with it."""
        opened = secrets or {}
        if set(data) != set(kind.keys) or set(opened) != set(kind.secrets):
            raise ValueError(f"{kind.name} takes the keys {kind.keys} and the secrets {kind.secrets}")
        salts = {key: random.token_hex(16) for key in opened}
        committed = {key: {"commitment": chain.commitment(value, salts[key])} for key, value in opened.items()}
        seen_by = audience or kind.audience
        if seen_by != Audience.PUBLIC and not committed:
            data = {**data, BLIND: random.token_hex(16)}
        event = self._append(kind, actor, seen_by, {**data, **committed})
        self._secrets += [
            EventSecret(event=event, key=key, value=value, salt=salts[key]) for key, value in opened.items()
        ]
        known = self._concerned.get(kind.name, set())
        self._concerned[kind.name] = None if only_for is None or known is None else known | {only_for}
        return event

    def _append(self, kind: EventKind, actor: Actor, audience: Audience, data: dict[str, Any]) -> MeetingEvent:
        journal = self.subject.journal
        event = MeetingEvent(
            journal=journal,
            seq=journal.last_seq + 1,
            at=timezone.now(),
            actor=actor.reference(),
            name=kind.name,
            audience=audience,
            data=data,
            previous_hash=journal.head,
        )
        event.hash = chain.event_hash(event.previous_hash, body_of(event, self.subject))
        journal.last_seq, journal.head = event.seq, event.hash
        self._events.append(event)
        return event

    def write(self) -> None:
        """Insert what was added, with the journal's new number and head; announced when the transaction commits."""
        if not self._events:
            return
        MeetingEvent.objects.bulk_create(self._events)
        EventSecret.objects.bulk_create(self._secrets)
        self.subject.journal.save(update_fields=["last_seq", "head"])
        about, seq = str(self.subject._meta.model_name), self.subject.last_seq
        for name, people in self._concerned.items():
            transaction.on_commit(partial(announce, about, self.subject.pk, seq, name, people), robust=True)
        self._events, self._secrets, self._concerned = [], [], {}


def body_of(event: MeetingEvent, subject: Journaled) -> dict[str, Any]:
    """The part of an event that is hashed, as it stands in an export."""
    return {
        **subject.named,
        "seq": event.seq,
        "at": stamp(event.at),
        "actor": event.actor,
        "name": event.name,
        "audience": str(event.audience),
        "data": event.data,
    }


def stamp(moment: datetime) -> str:
    """A moment as it stands in what is hashed and signed."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
