"""The journal as it leaves the house, whole or without what is not public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from meetings.enums import Audience
from meetings.journal import chain
from meetings.journal.book import body_of
from meetings.journal.heads import public_heads
from meetings.journal.kinds import all_kinds
from meetings.models import Journaled, MeetingEvent


def export_lines(subject: Journaled, *, public_only: bool = False) -> Iterator[str]:
    """The journal as canonical JSON lines for `chain.verify`.

    With `public_only` nothing of the non-public part is in it: of each run of its events stand number, count and the
    last hash, no kind, time, person or id. A run ends early where a head that the public may know was signed.
    """
    subject.journal.refresh_from_db()
    header = {"format": chain.FORMAT, **subject.named, "events": subject.last_seq, "head": subject.head}
    yield chain.canonical(header).decode()
    events = subject.events.filter(seq__lte=subject.last_seq).prefetch_related("secrets").iterator(chunk_size=500)
    lines = (
        _public_lines(subject, events) if public_only else (_exported(event, subject, opens=True) for event in events)
    )
    for line in lines:
        yield chain.canonical(line).decode()


def _public_lines(subject: Journaled, events: Iterable[MeetingEvent]) -> Iterator[dict[str, Any]]:
    ends, kept, withheld, last = public_heads(subject), _kept_with(subject), 0, ""
    for event in events:
        shown = event.audience == Audience.PUBLIC or _belongs(event, kept)
        if withheld and (shown or event.seq - 1 in ends):
            yield chain.withheld(event.seq - 1, withheld, last)
            withheld = 0
        if shown:
            yield _exported(event, subject, opens=event.audience == Audience.PUBLIC)
        else:
            withheld, last = withheld + 1, event.hash
    if withheld:
        yield chain.withheld(subject.last_seq, withheld, last)


def _kept_with(subject: Journaled) -> dict[str, tuple[str, set[Any]]]:
    """By event name: the key, and the values at it that public events have; what follows of a public vote counts it
    anew.
    """
    began, found = subject.events.filter(audience=Audience.PUBLIC), {}
    for kind in all_kinds():
        if kind.kept_with is not None:
            name, key = kind.kept_with
            found[kind.name] = key, {data.get(key) for data in began.filter(name=name).values_list("data", flat=True)}
    return found


def _belongs(event: MeetingEvent, kept: dict[str, tuple[str, set[Any]]]) -> bool:
    key, values = kept.get(event.name, ("", set()))
    return key in event.data and event.data[key] in values


def _exported(event: MeetingEvent, subject: Journaled, *, opens: bool) -> dict[str, Any]:
    """Without what the journal is about, which stands in the header."""
    line = {**body_of(event, subject), "previous_hash": event.previous_hash, "hash": event.hash}
    line = {key: value for key, value in line.items() if key not in subject.named}
    if opens:
        opened = {secret.key: {"value": secret.value, "salt": secret.salt} for secret in event.secrets.all()}
        line.update({"opened": opened} if opened else {})
    return line
