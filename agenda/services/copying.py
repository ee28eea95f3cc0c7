"""A new meeting that begins as a copy of an earlier one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from agenda import events
from agenda.enums import ItemState
from agenda.models import AgendaItem
from agenda.selectors import items_in_order
from agenda.services.planning import add_item
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import rules_for
from meetings.services import create_meeting, lock_meeting

KEPT = ("format", "legal_basis", "hall", "video_link", "video_system")
CARRIED = ("title", "subtitle", "public_title", "treatment", "planned_minutes")
COUNT = re.compile(r"(?<!\d)(\d{1,4})(?=\. )")


@transaction.atomic
def copy_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Plan the next meeting of a body with the data and the agenda of this one (Sitzung kopieren); the title counts up.

    The draft lies four weeks later at the same hour, or as soon as the notice allows, and waits to be corrected. What
    was withdrawn, what was moved, drafts of resolutions, presenters and files stay with the first meeting: they belong
    to what was decided then.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "agenda.copy_meeting", meeting)
    again = _draft(meeting, actor)
    _carry_over(meeting, again, actor)
    again, actor = lock_meeting(again, actor)
    record(again, events.MEETING_COPIED, actor=actor, source=meeting.pk)
    return again


def _draft(first: Meeting, actor: Actor) -> Meeting:
    starts_at = _another_day(first)
    return create_meeting(
        body=first.body,
        actor=actor,
        title=counted_up(first.title),
        starts_at=starts_at,
        ends_at=starts_at + (first.ends_at - first.starts_at) if first.ends_at else None,
        rehearsal_of=first.rehearsal_of,
        **{name: getattr(first, name) for name in KEPT},
    )


def counted_up(title: str) -> str:
    """The first ordinal of a title one higher: "11. Sitzung" becomes "12. Sitzung"; without one the title stays."""
    return COUNT.sub(lambda found: str(int(found[1]) + 1), title, count=1)[:500]


def _another_day(first: Meeting) -> datetime:
    begin, today = timezone.localtime(first.starts_at), timezone.localdate()
    soonest = today + timedelta(days=rules_for(first.body, today).notice_days + 1)
    weeks = max(4, -(-(soonest - begin.date()).days // 7))
    there = timezone.make_aware(begin.replace(tzinfo=None) + timedelta(weeks=weeks))
    return there.astimezone(UTC)  # in which a meeting takes as long as before, also where the clocks are changed


def _carry_over(first: Meeting, again: Meeting, actor: Actor) -> None:
    made: dict[int | None, AgendaItem] = {}
    for item in items_in_order(first):
        if item.state == ItemState.WITHDRAWN or (item.parent_id and item.parent_id not in made):
            continue
        data = {name: getattr(item, name) for name in CARRIED}
        made[item.pk] = add_item(meeting=again, actor=actor, part=item.part, parent=made.get(item.parent_id), **data)
