"""The public out and in again: every public way must have answered "closed" before anything non-public is dealt
with.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events, registry
from meetings.enums import Publicity
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import ChannelClosure, Confidentiality, LiveServer, Meeting, NonPublicPart
from meetings.permissions import Actor, require
from meetings.selectors import non_public_part, person_of, present_people, rules_of
from meetings.services.locking import lock_meeting
from meetings.typed import one_line

LONGEST_MOTION = 1000
SILENT = timedelta(seconds=12)
"""After two heartbeats and a bit a server is gone, and its sockets with it."""
logger = logging.getLogger(__name__)


@transaction.atomic
def exclude_public(*, meeting: Meeting, category: str, motion: str, actor: Actor) -> NonPublicPart:
    """Begin a non-public part (Öffentlichkeit ausschließen), on a matter of the standing orders or an accepted motion.

    Every screen of the public shows the notice from now on; non-public items open only when all public ways have
    answered (`close_channels`). The ground goes to participants alone. 400 `publicity.ground_missing`,
    `publicity.category_unknown`. Source: GO NRW section 48(2), DigiSiVO section 3(3).
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.exclude_public", meeting)
    category, motion = _check_ground(meeting, category, one_line(motion))
    part = NonPublicPart.objects.create(meeting=meeting, category=category, motion=motion, begun_at=timezone.now())
    ChannelClosure.objects.bulk_create(ChannelClosure(part=part, channel=key) for key in _ways(meeting))
    _turn(meeting, Publicity.CLOSING)
    record(meeting, events.PUBLIC_EXCLUDED, actor=actor)
    record(meeting, events.GROUND_GIVEN, actor=actor, secrets={"ground": category or motion})
    return part


def _check_ground(meeting: Meeting, category: str, motion: str) -> tuple[str, str]:
    known = rules_of(meeting).non_public_categories
    if category and category not in known:
        raise DomainError(
            "publicity.category_unknown", _("Choose a matter that the rules of procedure name."), status=400
        )
    if not category and not motion:
        raise DomainError(
            "publicity.ground_missing", _("Name the matter, or the motion that was accepted."), status=400
        )
    if len(motion) > LONGEST_MOTION:
        raise DomainError("data.invalid", _("The motion is too long."), status=400)
    return category, motion


def _ways(meeting: Meeting) -> list[str]:
    """All ways of the public into this meeting: those the rooms have registered, and each server with open sockets."""
    servers = LiveServer.objects.filter(seen_at__gte=timezone.now() - SILENT)
    registered = [key for key, channel in registry.public_channels().items() if channel.exists(meeting)]
    return [*registered, *(server.channel for server in servers)]


def _turn(meeting: Meeting, publicity: Publicity) -> None:
    meeting.publicity = publicity
    meeting.save(update_fields=["publicity"])
    registry.follow_publicity.ask(meeting)


def close_channels(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Ask every way that has not answered yet (Öffentliche Kanäle schließen); one that fails is named at the desk.

    Asking takes time and holds no lock; servers answer for their sockets by themselves (`answer_for_channel`).
    """
    meeting = Meeting.objects.select_related("body__institution").get(pk=meeting.pk)
    require(actor, "meetings.close_channels", meeting)
    part = non_public_part(meeting)
    waiting = part.closures.filter(closed_at__isnull=True) if part else ChannelClosure.objects.none()
    for channel in waiting.values_list("channel", flat=True):
        if channel in registry.public_channels():
            answer_for_channel(meeting_id=meeting.pk, channel=channel, fault=_ask(channel, meeting))
    meeting.refresh_from_db()
    return meeting


def _ask(channel: str, meeting: Meeting) -> str:
    try:
        return registry.public_channels()[channel].close(meeting)
    except Exception:
        logger.exception("the public way %s of meeting %s could not be closed", channel, meeting.pk)
        return str(_("does not answer"))


@transaction.atomic
def answer_for_channel(*, meeting_id: int, channel: str, fault: str = "") -> None:
    """Note the answer of one public way; when the last one is closed, non-public items may be opened.

    `fault` is empty for "closed". The program itself answers for its sockets, so no permission is asked.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    part = non_public_part(meeting)
    closure = part.closures.filter(channel=channel, closed_at__isnull=True).first() if part else None
    if part is None or closure is None:
        return
    closure.closed_at, closure.fault = (None if fault else timezone.now()), fault[:500]
    closure.save(update_fields=["closed_at", "fault"])
    if fault:
        record(meeting, events.CHANNEL_FAILED, actor=Actor(), channel=channel, secrets={"fault": fault[:500]})
    _go_on_when_closed(meeting, part)


def _go_on_when_closed(meeting: Meeting, part: NonPublicPart) -> None:
    if meeting.publicity != Publicity.CLOSING or part.closures.filter(closed_at__isnull=True).exists():
        return
    part.closed_at = timezone.now()
    part.save(update_fields=["closed_at"])
    _turn(meeting, Publicity.NON_PUBLIC)
    record(meeting, events.PUBLIC_GONE, actor=Actor())


@transaction.atomic
def readmit_public(*, meeting: Meeting, actor: Actor) -> Meeting:
    """End the non-public part (Öffentlichkeit wiederherstellen); 409 while a room above still has something
    non-public open.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.readmit_public", meeting)
    registry.check_before_readmitting.ask(meeting)
    end_non_public_part(meeting)
    record(meeting, events.PUBLIC_READMITTED, actor=actor)
    return meeting


def end_non_public_part(meeting: Meeting, at: datetime | None = None) -> None:
    """Let a locked meeting be public again, from a moment or from now on; nothing happens to one that is."""
    meeting.non_public_parts.filter(readmitted_at__isnull=True).update(readmitted_at=at or timezone.now())
    _turn(meeting, Publicity.PUBLIC)


@transaction.atomic
def confirm_confidentiality(*, meeting: Meeting, actor: Actor) -> Confidentiality:
    """Say that nobody else sees or hears (Vertraulichkeit bestätigen); once per non-public part.

    409 `confidentiality.not_remote` for somebody who does not take part remotely. Source: DigiSiVO section 3(3), GO NRW
    section 30(1).
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.confirm_confidentiality", meeting)
    person, part = person_of(actor), non_public_part(meeting)
    attendance = present_people(meeting).get(person.pk)
    if part is None or attendance is None or attendance.mode != "remote":
        raise DomainError("confidentiality.not_remote", _("Only those who take part remotely need to confirm this."))
    word, is_new = Confidentiality.objects.get_or_create(
        part=part, person=person, defaults={"confirmed_at": timezone.now()}
    )
    if is_new:
        record(meeting, events.CONFIDENTIALITY_CONFIRMED, actor=actor, person=person.pk, secrets={"name": person.name})
    return word
