"""The journal: one spine for audit, live view, resume and minutes."""

from __future__ import annotations

import secrets as random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise

from meetings import chain
from meetings.enums import Audience
from meetings.event_kinds import EventKind, all_kinds, kind_of
from meetings.keyring import sign
from meetings.live.announce import announce
from meetings.models import EventSecret, Meeting, MeetingEvent, SignedHead
from meetings.permissions import Actor
from meetings.spoken import filled

ERASED = "..."
BLIND = "blind"
"""A random value in non-public events that hold no salted one: nobody can find out by trying what stands behind their hash."""
HEAD_FORMAT = "ratssaal-head/1"
SIGNED_AFTER = ("voting.poll.declared", "voting.poll.annulled", "voting.result.recounted", "meetings.meeting.closed")
"""After these a head is signed; the rooms above that sign call the first three their own."""


def record(
    meeting: Meeting,
    kind: EventKind,
    *,
    actor: Actor,
    audience: Audience | None = None,
    secrets: dict[str, Any] | None = None,
    only_for: int | None = None,
    **data: Any,
) -> MeetingEvent:
    """Append one event to the meeting's journal and announce it when the transaction commits.

    The meeting row must be locked (`services.lock_meeting`). `secrets` are names and free text: the chain holds
    a salted commitment, the value lies beside it. `only_for` is the id of the one person whose own panel changes.
    Raises ValueError for keys that the kind does not declare.
    """
    entries = Entries(meeting)
    event = entries.add(kind, actor=actor, audience=audience, secrets=secrets, only_for=only_for, **data)
    entries.write()
    return event


class Entries:
    """Events of one transaction: numbered and chained as they are added, written together by `write`.

    Nothing is in the journal before `write`, which has to come in the same transaction, under the same lock of the meeting.
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
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
        """One more event, as `record` takes it; the meeting's number and head move on with it."""
        opened = secrets or {}
        if set(data) != set(kind.keys) or set(opened) != set(kind.secrets):
            raise ValueError(f"{kind.name} takes the keys {kind.keys} and the secrets {kind.secrets}")
        salts = {key: random.token_hex(16) for key in opened}
        committed = {key: {"commitment": chain.commitment(value, salts[key])} for key, value in opened.items()}
        seen_by = audience or kind.audience
        if seen_by != Audience.PUBLIC and not committed:
            data = {**data, BLIND: random.token_hex(16)}
        event = self._append(kind, actor, seen_by, {**data, **committed})
        self._secrets += [EventSecret(event=event, key=key, value=value, salt=salts[key]) for key, value in opened.items()]
        known = self._concerned.get(kind.name, set())
        self._concerned[kind.name] = None if only_for is None or known is None else known | {only_for}
        return event

    def _append(self, kind: EventKind, actor: Actor, audience: Audience, data: dict[str, Any]) -> MeetingEvent:
        meeting = self.meeting
        event = MeetingEvent(
            meeting=meeting,
            seq=meeting.last_seq + 1,
            at=timezone.now(),
            actor=actor.reference(),
            name=kind.name,
            audience=audience,
            data=data,
            previous_hash=meeting.head,
        )
        event.hash = chain.event_hash(event.previous_hash, body_of(event))
        meeting.last_seq, meeting.head = event.seq, event.hash
        self._events.append(event)
        return event

    def write(self) -> None:
        """Insert what was added, with the meeting's new number and head; announced when the transaction commits."""
        if not self._events:
            return
        MeetingEvent.objects.bulk_create(self._events)
        EventSecret.objects.bulk_create(self._secrets)
        self.meeting.save(update_fields=["last_seq", "head"])
        for name, people in self._concerned.items():
            transaction.on_commit(partial(announce, self.meeting.pk, self.meeting.last_seq, name, people), robust=True)
        self._events, self._secrets, self._concerned = [], [], {}


def body_of(event: MeetingEvent) -> dict[str, Any]:
    """The part of an event that is hashed, as it stands in an export."""
    return {
        "meeting": event.meeting_id,
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


def sign_head(meeting: Meeting) -> None:
    """Sign the journal of a locked meeting as it stands now, in the transaction of what was recorded last.

    Called after a declared result, an annulment, a recount and the close. 503 as `keyring.sign`.
    """
    if not meeting.signed_heads.filter(seq=meeting.last_seq).exists():  # what follows from a vote may have closed the meeting
        SignedHead(meeting=meeting, **signed_now(meeting)).save(force_insert=True)


def signed_now(meeting: Meeting, **more: str) -> dict[str, Any]:
    """The journal's head with a signature of this moment."""
    stands: dict[str, Any] = {"seq": meeting.last_seq, "head": meeting.head, "at": timezone.now(), **more}
    key, signature = sign(head_message(meeting.pk, **stands))
    return {**stands, "key": key, "signature": signature}


def exported_heads(meeting: Meeting, *, form: str = "") -> list[dict[str, Any]]:
    """All signed heads for an export; the present state is signed for it where no head covers it yet, and not stored.

    With the digest of a public `form` those after public results alone, for when something was decided in the non-public part is
    nobody's business, and a last one that is signed for this very form: what it withholds cuts the chain, so the file is signed too.
    """
    heads = meeting.signed_heads.filter(seq__lte=meeting.last_seq).order_by("seq")
    rows: list[dict[str, Any]] = [dict(row) for row in heads.values("seq", "head", "at", "key", "signature")]
    if form:
        shown = public_heads(meeting)
        rows = [row for row in rows if row["seq"] in shown and row["seq"] != meeting.last_seq]
    if meeting.last_seq and (not rows or rows[-1]["seq"] != meeting.last_seq):
        rows.append(signed_now(meeting, **({"form": form} if form else {})))
    return [{**row, "at": stamp(row["at"])} for row in rows]


def public_heads(meeting: Meeting) -> set[int]:
    """The numbers of the events after which the public may know a signed head: the first one after each public result, and the close."""
    signed = sorted(meeting.signed_heads.values_list("seq", flat=True))
    shown = meeting.events.filter(name__in=SIGNED_AFTER, audience=Audience.PUBLIC).values_list("seq", flat=True)
    return {next((seq for seq in signed if seq >= wanted), 0) for wanted in shown} - {0}


def head_message(meeting: int, seq: int, head: str, at: datetime, **more: str) -> bytes:
    """What is signed: the format keeps it apart from everything else that the key might ever sign."""
    return chain.canonical({"format": HEAD_FORMAT, "meeting": meeting, "seq": seq, "head": head, "at": stamp(at), **more})


def export_lines(meeting: Meeting, *, public_only: bool = False) -> Iterator[str]:
    """The journal as canonical JSON lines for `chain.verify`.

    With `public_only` nothing of the non-public part is in it: of each run of its events stand number, count and the last hash, no
    kind, time, person or id. A run ends early where a head that the public may know was signed.
    """
    meeting.refresh_from_db(fields=["last_seq", "head"])
    header = {"format": chain.FORMAT, "meeting": meeting.pk, "events": meeting.last_seq, "head": meeting.head}
    yield chain.canonical(header).decode()
    events = meeting.events.filter(seq__lte=meeting.last_seq).prefetch_related("secrets").iterator(chunk_size=500)
    lines = _public_lines(meeting, events) if public_only else (_exported(event, opens=True) for event in events)
    for line in lines:
        yield chain.canonical(line).decode()


def _public_lines(meeting: Meeting, events: Iterable[MeetingEvent]) -> Iterator[dict[str, Any]]:
    ends, kept, withheld, last = public_heads(meeting), _kept_with(meeting), 0, ""
    for event in events:
        shown = event.audience == Audience.PUBLIC or _belongs(event, kept)
        if withheld and (shown or event.seq - 1 in ends):
            yield chain.withheld(event.seq - 1, withheld, last)
            withheld = 0
        if shown:
            yield _exported(event, opens=event.audience == Audience.PUBLIC)
        else:
            withheld, last = withheld + 1, event.hash
    if withheld:
        yield chain.withheld(meeting.last_seq, withheld, last)


def _kept_with(meeting: Meeting) -> dict[str, tuple[str, set[Any]]]:
    """By event name: the key, and the values at it that public events have; what follows of a public vote counts it anew."""
    began, found = meeting.events.filter(audience=Audience.PUBLIC), {}
    for kind in all_kinds():
        if kind.kept_with is not None:
            name, key = kind.kept_with
            found[kind.name] = key, {data.get(key) for data in began.filter(name=name).values_list("data", flat=True)}
    return found


def _belongs(event: MeetingEvent, kept: dict[str, tuple[str, set[Any]]]) -> bool:
    key, values = kept.get(event.name, ("", set()))
    return key in event.data and event.data[key] in values


def _exported(event: MeetingEvent, *, opens: bool) -> dict[str, Any]:
    line = {**body_of(event), "previous_hash": event.previous_hash, "hash": event.hash}
    del line["meeting"]
    if opens:
        opened = {secret.key: {"value": secret.value, "salt": secret.salt} for secret in event.secrets.all()}
        line.update({"opened": opened} if opened else {})
    return line


def sentence_of(event: MeetingEvent) -> str:
    """The event as a sentence for the record; an erased value shows as three dots."""
    kind = kind_of(event.name)
    words = dict(kind.choices)
    values = {key: _readable(value) for key, value in event.data.items()}
    values |= {secret.key: secret.value for secret in event.secrets.all()}
    values |= {key: _word(words[key], values[key]) for key in words if values.get(key, ERASED) != ERASED}
    return filled(str(kind.sentence), _Values(values))


class _Values(dict[str, Any]):
    """What an event of an earlier version of its kind does not have reads as three dots, like what was erased."""

    def __missing__(self, key: str) -> str:
        return ERASED


def _word(words: type[TextChoices] | Mapping[str, str | Promise], code: str) -> str:
    """The word of a code: as its list labels it, or as the kind wants it within the sentence."""
    return str(words.get(code, ERASED) if isinstance(words, Mapping) else words(code).label)


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return ERASED
    return ", ".join(map(str, value)) if isinstance(value, list) else value
