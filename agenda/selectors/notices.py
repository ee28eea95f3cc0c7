"""Who wants to be told before which item, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem, ItemNotice
from agenda.selectors.forecast import TAKES_NO_TIME, expected_times
from agenda.selectors.items import number_of
from meetings.enums import Audience, MeetingState
from meetings.errors import DomainError, not_found
from meetings.memo import read_once
from meetings.models import Meeting

CONFIRM_SALT, CANCEL_SALT = "agenda.notice.confirm", "agenda.notice.cancel"
CONFIRM_WITHIN = timedelta(hours=24)
SLACK = timedelta(minutes=1)
NEVER_BEGUN = timedelta(days=2)
"""A convened meeting that has not been opened so long after its time is not held any more: nobody is told of its
items.
"""


class News(StrEnum):
    """What somebody is to be told."""

    SOON = "soon"
    NOW = "now"
    OFF = "off"


class Due(NamedTuple):
    """A notice that is due, and what the mail says; nothing that the public agenda does not say."""

    notice: ItemNotice
    news: News
    number: str
    expected_at: datetime


def notice_item_or_404(pk: int) -> AgendaItem:
    """The item that anybody may ask a notice for: public, of a convened meeting that is no rehearsal; 404 alike for
    hidden and absent.
    """
    known = AgendaItem.objects.filter(part=Part.PUBLIC, meeting__convened_at__isnull=False, meeting__rehearsal_of=None)
    item = known.select_related("meeting__body__institution").filter(pk=pk).first()
    if item is None:
        raise not_found()
    return item


def may_have_notice(item: AgendaItem) -> bool:
    """Whether the item still waits, in a meeting whose items people are told of: only what will be sent is promised."""
    return item.state == ItemState.PENDING and tells_of_items(item.meeting, timezone.now())


def tells_of_items(meeting: Meeting, now: datetime) -> bool:
    """Whether mails about a meeting's items are sent at all: everybody knows of it, it is not over, nor has its time
    passed without it.
    """
    if not meeting.is_published or meeting.rehearsal_of_id is not None:
        return False
    return meeting.is_open or (meeting.state == MeetingState.CONVENED and meeting.starts_at > now - NEVER_BEGUN)


def confirm_token(notice: ItemNotice, minutes: int, language: str) -> str:
    """What the confirmation link holds: the row and what was asked for, no address; good for a day."""
    return signing.dumps([notice.pk, minutes, language], salt=CONFIRM_SALT)


def notice_to_confirm(token: str) -> ItemNotice:
    """The notice behind a confirmation link with what was asked for; 410 `notice.link_over` when forged, late or
    gone.
    """
    try:
        pk, minutes, language = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN)
    except (signing.BadSignature, ValueError):
        raise _link_over() from None
    notice = _notices().filter(pk=pk).first()
    if notice is None or not notice.item.is_public:
        raise _link_over()
    notice.minutes, notice.language = minutes, language
    return notice


def _link_over() -> DomainError:
    return DomainError(
        "notice.link_over",
        _("This link is no longer valid. You can ask for the notice again on the agenda."),
        status=410,
    )


def cancel_token(notice: ItemNotice) -> str:
    """What the link holds that ends a notice; it holds for good."""
    return signing.Signer(salt=CANCEL_SALT).sign_object([notice.pk])


def notice_to_cancel(token: str) -> int:
    """The number of the notice behind such a link, be it there or not; 404 for what was not signed here."""
    try:
        (pk,) = signing.Signer(salt=CANCEL_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise not_found() from None
    return int(pk)


def due_notices(now: datetime) -> list[Due]:
    """Every notice that is to be sent now. One query while nobody waits for anything."""
    rows = _notices().filter(confirmed_at__isnull=False, item__part=Part.PUBLIC).order_by("item__meeting", "pk")
    found: list[Due] = []
    for meeting, notices in groupby(rows, key=lambda notice: notice.item.meeting):
        found += _due_of(meeting, list(notices), now)
    return found


def news_at(pk: int, now: datetime) -> Due | None:
    """What the owner of one notice is to be told at this moment, whether or not a mail was written before; None when
    nothing.
    """
    notice = _notices().filter(pk=pk, item__part=Part.PUBLIC).first()
    if notice is None:
        return None
    notice.sent_at = None
    return next(_due_of(notice.item.meeting, [notice], now), None)


def _notices() -> QuerySet[ItemNotice]:
    return ItemNotice.objects.select_related("item__meeting__body__institution")


def _due_of(meeting: Meeting, notices: list[ItemNotice], now: datetime) -> Iterator[Due]:
    read_once(meeting)
    times = expected_times(meeting, Audience.PUBLIC)
    for notice in notices:
        notice.item.meeting = meeting
        if notice.item_id not in times:
            continue
        news = _news(notice, meeting, times[notice.item_id], now)
        if news is not None:
            yield Due(notice, news, number_of(notice.item), times[notice.item_id])


def _news(notice: ItemNotice, meeting: Meeting, expected: datetime, now: datetime) -> News | None:
    if meeting.state == MeetingState.CANCELLED or notice.item.state in TAKES_NO_TIME:
        return News.OFF
    if notice.sent_at is not None or meeting.state == MeetingState.CLOSED:
        return None
    if notice.item.state == ItemState.OPEN:
        return News.NOW
    is_near = now - SLACK <= expected <= now + timedelta(minutes=notice.minutes)
    return News.SOON if is_near and notice.item.state == ItemState.PENDING else None
