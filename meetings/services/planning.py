"""Planning a meeting: its first data and their changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import events
from meetings.enums import MeetingFormat
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Body, Meeting
from meetings.permissions import Actor, require
from meetings.selectors import actor_for, reconvening_notice
from meetings.services.attendance import empty_list_of_the_postponed
from meetings.services.locking import lock_meeting
from meetings.video.configured import is_configured


class MeetingData(TypedDict, total=False):
    """What can be planned; times are aware datetimes."""

    title: str
    format: str
    legal_basis: str
    hall: str
    video_link: str
    video_system: str
    starts_at: datetime
    ends_at: datetime | None
    remark: str


@transaction.atomic
def create_meeting(
    *,
    body: Body,
    actor: Actor,
    reconvened_from: Meeting | None = None,
    rehearsal_of: Meeting | None = None,
    **data: Unpack[MeetingData],
) -> Meeting:
    """Plan a meeting of a body as a draft (Sitzung anlegen); nobody but the desk sees it yet.

    `reconvened_from` is the meeting that lacked a quorum when this one is convened again for it, `rehearsal_of` the one
    that is rehearsed with this one. Raises `DomainError` 403 for others, 400 `data.invalid`, 409 `meeting.needs_hall`,
    `meeting.ends_before_start`, `meeting.needs_quorum_notice`, `meeting.video_not_set_up`, `meeting.body_rehearses` for
    a meeting of simulated members that would be no rehearsal: everybody would see it; `body.ended`.
    """
    fresh = actor_for(actor.user, body_id=body.pk)
    require(fresh, "meetings.create_meeting")
    if body.rehearsal_of_id is not None and rehearsal_of is None:
        raise DomainError("meeting.body_rehearses", _("This body only rehearses. Plan the meeting for the real body."))
    check_goes_on(body)
    meeting = Meeting(body=body, reconvened_from=reconvened_from, rehearsal_of=rehearsal_of, **data)
    _check(meeting)
    meeting.save(force_insert=True)
    record(meeting, events.MEETING_CREATED, actor=fresh)
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, actor: Actor, version: int, **data: Unpack[MeetingData]) -> Meeting:
    """Change the data of a meeting that is not over (Sitzung bearbeiten).

    `version` is the one the person saw: 409 `meeting.changed_meanwhile` when somebody was faster. The names of
    the changed fields go into the journal, their content does not.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.edit_meeting", meeting)
    if meeting.version != version:
        raise DomainError(
            "meeting.changed_meanwhile", _("Somebody else has changed this meeting meanwhile. Nothing was saved.")
        )
    changed = _apply(meeting, data)
    if changed:
        _check(meeting)
        meeting.version += 1
        meeting.save(update_fields=[*changed, "version"])
        record(meeting, events.MEETING_EDITED, actor=actor, fields=sorted(changed))
        empty_list_of_the_postponed(meeting, actor)
    return meeting


def check_goes_on(body: Body) -> None:
    """Refuse with 409 `body.ended` where the body has ended."""
    if Body.objects.filter(pk=body.pk, ended_on__isnull=False).exists():
        raise DomainError("body.ended", _("This body has ended; no further meeting of it can be planned."))


def _apply(meeting: Meeting, data: Any) -> list[str]:
    data = meeting.tidied(data)
    changed = [name for name, value in data.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, data[name])
    return changed


def _check(meeting: Meeting) -> None:
    try:
        meeting.clean_fields(exclude=["body"])
    except ValidationError as error:
        raise DomainError("data.invalid", error.messages[0], status=400) from None
    for _field, fault in faults_of(meeting):
        raise fault


def faults_of(meeting: Meeting) -> Iterator[tuple[str, DomainError]]:
    """Everything that keeps a meeting from being planned so, each with the field where it is mended; a missing value
    is none.
    """
    if meeting.format == MeetingFormat.HYBRID and not meeting.hall.strip():
        yield "hall", DomainError("meeting.needs_hall", _("A hybrid meeting needs a hall (section 5 DigiSiVO)."))
    if not is_configured(meeting.video_system):
        yield (
            "video_system",
            DomainError("meeting.video_not_set_up", _("This video system is not set up here. Choose another one.")),
        )
    if meeting.ends_at is not None and meeting.starts_at is not None and meeting.ends_at <= meeting.starts_at:
        yield "ends_at", DomainError("meeting.ends_before_start", _("The meeting would end before it begins."))
    yield from _lack_of_notice(meeting)


def _lack_of_notice(meeting: Meeting) -> Iterator[tuple[str, DomainError]]:
    """The second invitation must say expressly that no quorum is needed (GO NRW section 49(2) sentence 2)."""
    if (
        meeting.reconvened_from is not None
        and (notice := reconvening_notice(meeting.reconvened_from)) not in meeting.remark
    ):
        words = _("The law requires this notice in the remark: {notice}").format(notice=notice)
        yield "remark", DomainError("meeting.needs_quorum_notice", words)
