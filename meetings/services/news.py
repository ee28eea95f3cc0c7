"""What has come in at the desk and can wait."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meetings import events, registry
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import put_off
from meetings.services.locking import lock_meeting


@transaction.atomic
def put_off_news(*, meeting: Meeting, news: str, actor: Actor) -> Meeting:
    """Put aside what has come in (auf später legen): on no desk of the meeting it stands above any more.

    It stays where it is dealt with, at its item, and in the list behind the number. 404 for what does not wait; 409
    `news.put_off_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.put_off_news", meeting)
    with override(settings.LANGUAGE_CODE):
        title = next((one.title for one in registry.news_of(meeting) if one.key == news), None)
    if title is None:
        raise not_found()
    if news in put_off(meeting):
        raise DomainError("news.put_off_already", _("This has been put aside already."))
    record(meeting, events.NEWS_PUT_OFF, actor=actor, secrets={"title": title}, news=news)
    return meeting
