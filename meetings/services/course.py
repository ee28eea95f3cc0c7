"""The course of a meeting: convened, opened, interrupted, resumed, closed; cancelled; a closing corrected."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.event_kinds import EventKind
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.registry import run_close_checks
from meetings.services.locking import lock_meeting
from meetings.services.publicity import end_non_public_part


def _move(meeting: Meeting, actor: Actor, state: MeetingState, kind: EventKind, **times: Any) -> Meeting:
    meeting.state = state
    for name, value in times.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["state", *times])
    record(meeting, kind, actor=actor)
    return meeting


@transaction.atomic
def convene_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Publish a draft with its agenda (Sitzung einberufen); from now on the public sees it."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.convene_meeting", meeting)
    return _move(meeting, actor, MeetingState.CONVENED, events.MEETING_CONVENED, convened_at=timezone.now())


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Call off a meeting that has not begun (Sitzung absagen); its page and calendar say so.

    A draft that was never convened stays as unknown to everybody else as it was.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.cancel_meeting", meeting)
    return _move(meeting, actor, MeetingState.CANCELLED, events.MEETING_CANCELLED)


@transaction.atomic
def open_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Open a convened meeting (Sitzung eröffnen); its real beginning is taken to the second."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.open_meeting", meeting)
    return _move(meeting, actor, MeetingState.RUNNING, events.MEETING_OPENED, opened_at=timezone.now())


@transaction.atomic
def interrupt_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Interrupt a running meeting (Sitzung unterbrechen)."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.interrupt_meeting", meeting)
    return _move(meeting, actor, MeetingState.INTERRUPTED, events.MEETING_INTERRUPTED)


@transaction.atomic
def resume_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Go on after an interruption (Sitzung fortsetzen)."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.resume_meeting", meeting)
    return _move(meeting, actor, MeetingState.RUNNING, events.MEETING_RESUMED)


@transaction.atomic
def close_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Close a running meeting (Sitzung schließen).

    409 when a room above still has something open, such as a poll (`registry.check_before_close`).
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.close_meeting", meeting)
    run_close_checks(meeting)
    end_non_public_part(meeting)
    return _move(meeting, actor, MeetingState.CLOSED, events.MEETING_CLOSED, closed_at=timezone.now())


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Take back a closing made by mistake on the same day (Schließen berichtigen); both events stay visible."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.reopen_meeting", meeting)
    if timezone.localdate(meeting.closed_at) != timezone.localdate():
        raise DomainError("meeting.closed_for_good", _("A meeting can be reopened only on the day on which it was closed."))
    return _move(meeting, actor, MeetingState.RUNNING, events.MEETING_REOPENED, closed_at=None)
