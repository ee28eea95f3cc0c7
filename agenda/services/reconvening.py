"""A meeting convened again because the first one lacked a quorum (GO NRW section 49(2))."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agenda import events
from agenda.enums import ItemState
from agenda.models import AgendaItem
from agenda.selectors import outline_of
from agenda.services.planning import add_item
from agenda.services.presenters import add_presenter
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import lack_established_at, reconvening_notice, rules_for
from meetings.services import create_meeting, lock_meeting

KEPT = ("format", "legal_basis", "hall", "video_link")
CARRIED = ("title", "subtitle", "public_title", "treatment", "planned_minutes", "draft_resolution")


@transaction.atomic
def reconvene_meeting(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Plan another meeting for what was put off because the body was not quorate (erneute Einberufung).

    The draft is linked to the first meeting, carries the notice that the law demands, and its items need no quorum.
    Files stay with the first meeting. 409 `meeting.reconvened_already`, `meeting.nothing_put_off`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "agenda.reconvene_meeting", meeting)
    if meeting.reconvened.exclude(state=MeetingState.CANCELLED).exists():
        raise DomainError("meeting.reconvened_already", _("This meeting has been convened again already."))
    items = list(_put_off(meeting))
    if not items:
        raise DomainError("meeting.nothing_put_off", _("Nothing was put off because of the lack of a quorum."))
    again = _draft(meeting, actor)
    _carry_over(items, again, actor)
    record(meeting, events.MEETING_RECONVENED, actor=actor, again=again.pk)
    again.refresh_from_db()
    return again


def _put_off(meeting: Meeting) -> Iterator[AgendaItem]:
    """In reading order what was never called, and what was postponed after the lack had been established."""
    since = lack_established_at(meeting)
    told = meeting.events.filter(name=events.ITEM_POSTPONED.name, at__gte=since) if since else meeting.events.none()
    postponed = {event.data["item"] for event in told}
    items = AgendaItem.objects.filter(meeting=meeting, state__in=[ItemState.PENDING, ItemState.POSTPONED])
    found = {item.pk: item for item in items if item.state == ItemState.PENDING or item.pk in postponed}
    return (found[line.key] for line in outline_of(meeting) if line.key in found)


def _draft(first: Meeting, actor: Actor) -> Meeting:
    starts_at = _another_day(first)
    with translation.override(settings.LANGUAGE_CODE):
        title = _("{title} (convened again)").format(title=first.title[:450])
    return create_meeting(
        body=first.body,
        actor=actor,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + (first.ends_at - first.starts_at) if first.ends_at else None,
        remark=reconvening_notice(first),
        reconvened_from=first,
        rehearsal_of=first.rehearsal_of,
        **{name: getattr(first, name) for name in KEPT},
    )


def _another_day(first: Meeting) -> datetime:
    """A proposal that keeps the notice period: a week later at the same hour, or as soon as the notice allows."""
    begin = timezone.localtime(first.starts_at)
    today = timezone.localdate()
    notice = rules_for(first.body, today).notice_days + 1
    days = max(7, (today - begin.date()).days + notice)
    there = timezone.make_aware(begin.replace(tzinfo=None) + timedelta(days=days))
    return there.astimezone(UTC)  # in which a meeting takes as long as before, also where the clocks are changed


def _carry_over(items: list[AgendaItem], again: Meeting, actor: Actor) -> None:
    made: dict[int | None, AgendaItem] = {}
    for item in items:
        data = {name: getattr(item, name) for name in CARRIED}
        carried = add_item(meeting=again, actor=actor, part=item.part, parent=made.get(item.parent_id), **data)
        carried.quorum_waived = True
        carried.save(update_fields=["quorum_waived"])
        made[item.pk] = carried
        for guest in item.presenters.all():
            names = {name: getattr(guest, name) for name in ("name", "organisation", "email", "is_demo")}
            add_presenter(item=carried, actor=actor, **names)
