"""The course of a meeting: convened, opened, interrupted, resumed, closed; cancelled; a closing corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import MeetingState, RecessCause
from meetings.errors import DomainError
from meetings.journal import record, sign_head
from meetings.journal.kinds import EventKind
from meetings.models import Meeting, Recess
from meetings.permissions import Actor, require
from meetings.registry import (
    check_before_close,
    check_before_reopening,
    follow_close,
    follow_interruption,
    postpone_rest,
)
from meetings.selectors import course_stamp
from meetings.services.disruptions import settle_for_resuming
from meetings.services.locking import lock_meeting
from meetings.services.publicity import end_non_public_part

LONGEST_RECESS = 24 * 60
"""Minutes."""


def _move(
    meeting: Meeting,
    actor: Actor,
    state: MeetingState,
    kind: EventKind,
    said: dict[str, Any] | None = None,
    **times: Any,
) -> Meeting:
    meeting.state = state
    for name, value in times.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["state", *times])
    record(meeting, kind, actor=actor, **(said or {}))
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
def interrupt_meeting(
    *, meeting: Meeting, cause: str = RecessCause.BREAK, minutes: int = 0, offered: str = "", actor: Actor
) -> Meeting:
    """Interrupt a running meeting (Sitzung unterbrechen); votes, and all that needs a running meeting, stand still.

    `minutes` is how long it is expected to take, 0 where nobody knows; the hall display counts them down and nothing
    else follows from them. `offered` is the state that the button was made for (`selectors.course_stamp`): 409
    `meeting.changed_meanwhile`. 400 `meeting.cause_unknown`, `meeting.recess_too_long` above a day.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.interrupt_meeting", meeting)
    _check_offered(meeting, offered)
    if cause not in RecessCause.values:
        raise DomainError("meeting.cause_unknown", _("Choose why the meeting is interrupted."), status=400)
    if minutes > LONGEST_RECESS:
        raise DomainError(
            "meeting.recess_too_long", _("A recess takes a day at most; adjourn the meeting instead."), status=400
        )
    meeting = interrupt(meeting, RecessCause(cause), actor, minutes)
    if minutes:
        until = meeting.recesses.get(ended_at__isnull=True).until
        record(meeting, events.RECESS_ANNOUNCED, actor=actor, time=f"{timezone.localtime(until):%H:%M}")
    return meeting


def interrupt(meeting: Meeting, cause: RecessCause, actor: Actor, minutes: int = 0) -> Meeting:
    """Begin a recess of a locked, running meeting; `minutes` is how long it is expected to take, 0 for nobody knows."""
    follow_interruption.ask(meeting, actor)
    now = timezone.now()
    until = _on_the_minute(now + timedelta(minutes=minutes)) if minutes else None
    Recess.objects.create(meeting=meeting, cause=cause, started_at=now, until=until)
    return _move(meeting, actor, MeetingState.INTERRUPTED, events.MEETING_INTERRUPTED, {"cause": str(cause)})


def _on_the_minute(moment: datetime) -> datetime:
    """Rounded up, for that is how it is announced."""
    return (moment + timedelta(seconds=59)).replace(second=0, microsecond=0)


@transaction.atomic
def resume_meeting(
    *, meeting: Meeting, grounds: Mapping[int, str] | None = None, offered: str = "", actor: Actor
) -> Meeting:
    """Go on after an interruption (Sitzung fortsetzen).

    Each open disturbance that stops the meeting needs its ground in `grounds`, by its id: 409
    `disruption.ground_missing`; 400 `disruption.ground_unknown`; 409 `meeting.changed_meanwhile` as above.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.resume_meeting", meeting)
    _check_offered(meeting, offered)
    settle_for_resuming(meeting, grounds or {}, actor)
    since = _end_recess(meeting)
    return _move(meeting, actor, MeetingState.RUNNING, events.MEETING_RESUMED, {"since": since})


def _check_offered(meeting: Meeting, offered: str) -> None:
    if offered and offered != course_stamp(meeting):
        raise DomainError(
            "meeting.changed_meanwhile", _("The meeting has gone on meanwhile. Nothing was done; look again.")
        )


def _end_recess(meeting: Meeting) -> str:
    """End the recess; answers when it began, by the clock of the house."""
    recess = meeting.recesses.filter(ended_at__isnull=True).first()
    if recess is None:
        return "..."
    recess.ended_at = max(timezone.now(), recess.started_at)
    recess.save(update_fields=["ended_at"])
    return f"{timezone.localtime(recess.started_at):%H:%M:%S}"


@transaction.atomic
def adjourn_meeting(*, meeting: Meeting, offered: str = "", actor: Actor) -> Meeting:
    """End a running meeting before its agenda is through (Sitzung vertagen): what waits is postponed, then it is
    closed.

    409 `meeting.agenda_through` when nothing waits, `meeting.changed_meanwhile`, and what `close_meeting` says.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.adjourn_meeting", meeting)
    _check_offered(meeting, offered)
    check_before_close.ask(meeting)
    record(meeting, events.MEETING_ADJOURNED, actor=actor)
    if not sum(postpone_rest.ask(meeting, actor)):
        raise DomainError("meeting.agenda_through", _("The agenda is completed: close the meeting instead."))
    return _close(meeting, actor)


@transaction.atomic
def close_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Close a running meeting (Sitzung schließen).

    409 when a room above still has something open, such as a poll (`registry.check_before_close`).
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.close_meeting", meeting)
    check_before_close.ask(meeting)
    return _close(meeting, actor)


def _close(meeting: Meeting, actor: Actor) -> Meeting:
    """Close now, with any part without the public; never before the opening: a clock that was put back keeps no
    meeting open.
    """
    moment = timezone.now()
    closed_at = max(moment, meeting.opened_at or moment)
    end_non_public_part(meeting, closed_at)
    _move(meeting, actor, MeetingState.CLOSED, events.MEETING_CLOSED, closed_at=closed_at)
    follow_close.ask(meeting, actor)
    sign_head(meeting)
    return meeting


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Take back a closing made by mistake on the same day (Schließen berichtigen); both events stay visible.

    409 `meeting.closed_for_good`, and what a room above refuses, such as released minutes
    (`registry.check_before_reopening`).
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.reopen_meeting", meeting)
    if timezone.localdate(meeting.closed_at) != timezone.localdate():
        raise DomainError(
            "meeting.closed_for_good", _("A meeting can be reopened only on the day on which it was closed.")
        )
    check_before_reopening.ask(meeting)
    return _move(meeting, actor, MeetingState.RUNNING, events.MEETING_REOPENED, closed_at=None)
