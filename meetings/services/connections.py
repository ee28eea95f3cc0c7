"""Lost and restored connections: noted by the program itself, so nobody's permission is asked.

Sockets and polling pages leave signs of life (`LiveConnection`); `watch_over` compares them with the list of those
present.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from meetings import events
from meetings.enums import AttendanceMode, EnteredBy, GapReason
from meetings.journal import record
from meetings.models import Attendance, LiveConnection, Meeting
from meetings.permissions import Actor
from meetings.presence import stamp
from meetings.selectors import findings, open_meeting_of
from meetings.selectors.connections import SILENT_AFTER, Finding
from meetings.services import seats
from meetings.services.attendance import close, enter
from meetings.services.disruptions import note_detected
from meetings.services.locking import lock_meeting

KEPT_FOR = timedelta(days=1)
"""After that the last sign of life of somebody is of no use; the journal keeps what came of it."""
POLLING = UUID("5a1f3c52-64b1-4a0e-9a3b-2f0f3a0d7c11")
SYSTEM = Actor()


def note_connections(meeting_id: int, opened: Mapping[UUID, int], alive: Collection[UUID]) -> None:
    """Write down new sockets (whose they are), and renew those that were heard of. Nothing to say costs no query."""
    now = timezone.now()
    if opened:
        rows = [
            LiveConnection(meeting_id=meeting_id, person_id=person, key=key, seen_at=now)
            for key, person in opened.items()
        ]
        with transaction.atomic():
            before = LiveConnection.objects.filter(meeting=meeting_id, person__in=set(opened.values()))
            before.filter(seen_at__lt=now - SILENT_AFTER).delete()

            LiveConnection.objects.bulk_create(rows, ignore_conflicts=True)
    if alive:
        LiveConnection.objects.filter(key__in=alive).update(seen_at=now)


def note_polling(meeting: Meeting, person_id: int) -> None:
    """A page that cannot open a socket and asks every few seconds is a sign of life, too; for those remote only."""
    if not meeting.attendances.filter(person=person_id, mode=AttendanceMode.REMOTE).exists():
        return
    key = uuid5(POLLING, f"{meeting.pk}:{person_id}")
    said = {"meeting": meeting, "person_id": person_id, "seen_at": timezone.now()}
    LiveConnection.objects.update_or_create(key=key, defaults=said)


def settle_clock(meeting_id: int) -> None:
    """After the clock was put back: signs of life from the future count as given now, or nobody would be missed
    until then.
    """
    now = timezone.now()
    LiveConnection.objects.filter(meeting=meeting_id, seen_at__gt=now).update(seen_at=now)


def forget_connections() -> None:
    """Delete the last signs of life of past days."""
    LiveConnection.objects.filter(seen_at__lt=timezone.now() - KEPT_FOR).delete()


def watch_over(meeting_id: int, *, now: datetime | None = None, patient: bool = False) -> int:
    """Let the list of those present follow the connections; answers how much was written.

    It only reads as long as nothing has changed; otherwise it locks the meeting and looks again, so that of several
    processes one writes.
    """
    moment = now or timezone.now()
    meeting = open_meeting_of(meeting_id)
    if meeting is None or not findings(meeting, moment, patient=patient):
        return 0
    with transaction.atomic():
        locked, _ = lock_meeting(meeting, SYSTEM)
        found = findings(locked, moment, patient=patient) if locked.is_open else []
        for finding in found:
            _WRITERS[finding.what](locked, finding, moment)
    return len(found)


def _lose(meeting: Meeting, finding: Finding, now: datetime) -> None:
    row = finding.attendance
    row.unreachable_since = finding.seen
    row.save(update_fields=["unreachable_since"])
    keys: dict[str, Any] = {"person": row.person_id, "since": stamp(finding.seen), "time": _clock(finding.seen)}
    record(
        meeting, events.CONNECTION_LOST, actor=SYSTEM, only_for=row.person_id, secrets={"name": row.person.name}, **keys
    )


def _find(meeting: Meeting, finding: Finding, now: datetime) -> None:
    row = finding.attendance
    row.unreachable_since = None
    row.save(update_fields=["unreachable_since"])
    record(
        meeting,
        events.CONNECTION_RESTORED,
        actor=SYSTEM,
        only_for=row.person_id,
        secrets={"name": row.person.name},
        person=row.person_id,
    )


def _end(meeting: Meeting, finding: Finding, now: datetime) -> None:
    """End the presence at the moment of the loss: from then on this person saw and heard nothing (GO NRW sections
    47a, 58a).
    """
    row = finding.attendance
    at = close(row, GapReason.DISRUPTION, max(row.unreachable_since or finding.seen, row.arrived_at))
    keys: dict[str, Any] = {"person": row.person_id, "until": stamp(at), "time": _clock(at)}
    record(meeting, events.PERSON_LOST, actor=SYSTEM, only_for=row.person_id, secrets={"name": row.person.name}, **keys)
    seats.on_departure(meeting, row.person, at, SYSTEM)
    note_detected(meeting=meeting, person=row.person, began_at=at)


def _heal(meeting: Meeting, finding: Finding, now: datetime) -> None:
    before: Attendance = finding.attendance
    row = enter(meeting, before.person, before.mode, EnteredBy.SYSTEM, max(now, before.left_at or now))
    keys: dict[str, Any] = {"person": row.person_id, "mode": row.mode, "since": stamp(row.arrived_at)}
    record(meeting, events.PERSON_HEALED, actor=SYSTEM, secrets={"name": before.person.name}, **keys)
    seats.on_arrival(meeting, before.person, row.arrived_at)


_WRITERS = {"lost": _lose, "back": _find, "over": _end, "healed": _heal}


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M:%S}"
