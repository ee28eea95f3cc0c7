"""The roll from a file: everybody on it, or nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import EnteredBy
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Attendance, Meeting
from meetings.permissions import Actor, require
from meetings.presence import stamp
from meetings.selectors import entries_to_make, read_roll, roll_stamp, unread_stamp
from meetings.selectors.rolls import Entry
from meetings.services import seats
from meetings.services.attendance import check_not_too_early, enter
from meetings.services.locking import lock_meeting


@transaction.atomic
def import_roll(*, meeting: Meeting, text: str, seen: str, unread: str = "", actor: Actor) -> Meeting:
    """Enter everybody whom the file names and the preview promised (Anwesenheitsliste einlesen), in one go.

    `seen` is what the preview showed (`selectors.roll_stamp`): 409 `roll.changed_meanwhile` when it would be something
    else now. `unread` names the columns that the person knows to be left out (`selectors.unread_stamp`): 409
    `roll.columns_unread` when there are others. 400 `roll.empty` when there is nobody to enter, and what `rolls.read`
    refuses; 409 `attendance.too_early`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.import_roll", meeting)
    check_not_too_early(meeting)
    found = read_roll(meeting, text)
    entries = entries_to_make(found.entries)
    if unread_stamp(found.unread) != unread:
        says = _(
            "These columns of the file are not read: {columns}. Say that they do not matter, or take another file."
        )
        raise DomainError("roll.columns_unread", says.format(columns=", ".join(found.unread)))
    if roll_stamp(entries) != seen:
        says = _("The list has changed meanwhile. Nothing was entered; look at the preview again.")
        raise DomainError("roll.changed_meanwhile", says)
    if not entries:
        raise DomainError("roll.empty", _("The file names nobody who can be entered."), status=400)
    for entry in entries:
        _enter(meeting, entry, actor)
    return meeting


def _enter(meeting: Meeting, entry: Entry, actor: Actor) -> Attendance:
    """The seat is taken from now on, whatever the time in the file: somebody else may have held it until a moment
    ago.
    """
    person = entry.person
    if person is None:
        raise ValueError("an entry without a fault has a person")
    at = _not_before_the_last_departure(meeting, entry)
    row = enter(meeting, person, entry.mode, EnteredBy.IMPORT, at)
    keys: dict[str, Any] = {
        "person": person.pk,
        "mode": entry.mode,
        "since": stamp(at),
        "time": f"{timezone.localtime(at):%H:%M:%S}",
    }
    record(meeting, events.PERSON_IMPORTED, actor=actor, secrets={"name": person.name}, **keys)
    seats.on_arrival(meeting, person, timezone.now())
    return row


def _not_before_the_last_departure(meeting: Meeting, entry: Entry) -> datetime:
    """Somebody who was here before and left cannot have come again earlier than that."""
    at = entry.arrived_at or timezone.now()
    last = meeting.attendances.filter(person=entry.person).aggregate(last=Max("left_at"))["last"]
    return max(at, last) if last else at
