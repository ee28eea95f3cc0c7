"""The mails about notices, in the language they were asked in; they say no more than the public agenda does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from agenda import selectors
from agenda.models import ItemNotice
from agenda.selectors.notices import CONFIRM_WITHIN, Due, News
from meetings import post
from meetings.models import Outgoing
from meetings.services import letter


def _confirmation_now(mail: Outgoing) -> EmailMessage | None:
    """While the item still waits in public, and the wish is there."""
    notice = ItemNotice.objects.select_related("item__meeting").filter(pk=mail.about or 0).first()
    waits = notice is not None and notice.item.is_public and selectors.may_have_notice(notice.item)
    return post.rebuilt(mail) if waits else None


def _notice_now(mail: Outgoing) -> EmailMessage | None:
    """What there is to say at this moment: nothing when the wish or the item's public part is gone, or the news is
    no longer this one.
    """
    due = selectors.news_at(mail.about or 0, timezone.now())
    if due is None or (due.news == News.OFF) != (mail.kind == OFF.name):
        return None
    return notice_mail(due)


def _settle(mail: Outgoing, sent: bool) -> None:
    """What came to nothing is due again, with the news there is then."""
    if not sent:
        ItemNotice.objects.filter(pk=mail.about or 0).update(sent_at=None)


def _settle_off(mail: Outgoing, sent: bool) -> None:
    """Told that the item will not come up, the wish is over; what came to nothing is due again."""
    row = ItemNotice.objects.filter(pk=mail.about or 0, confirmed_at=None)
    if sent:
        row.delete()
    else:
        row.update(confirmed_at=timezone.now())


FLOOD = 500
CONFIRMATION = post.register(
    post.Kind(
        "agenda.confirm_notice",
        _lazy("Confirmation of a notice before an item"),
        CONFIRM_WITHIN,
        harmless=True,
        private=True,
        most=FLOOD,
        now=_confirmation_now,
    )
)
_SOON: dict[str, Any] = {"pauses": post.SOON, "harmless": True, "private": True, "now": _notice_now}
NOTICE = post.register(
    post.Kind("agenda.notice", _lazy("Notice before an item"), timedelta(hours=1), settled=_settle, **_SOON),
)
OFF = post.register(
    post.Kind(
        "agenda.notice_off",
        _lazy("Notice that an item will not come up"),
        timedelta(days=1),
        settled=_settle_off,
        **_SOON,
    ),
)


def under_way() -> QuerySet:
    """The notices whose owners are being told that the item will not come up."""
    return Outgoing.objects.outstanding(OFF.name).values("about")


def confirmation(notice: ItemNotice, minutes: int, language: str, address: str) -> EmailMessage:
    """Asks the owner of the address whether the notice is wanted."""
    with translation.override(language):
        item = notice.item
        context = {"item": item, "number": selectors.number_of(item), "minutes": minutes, "address": address}
        return _mail(
            notice, _("Please confirm: notice before item {number}"), "agenda/mail/notice_confirm.txt", context
        )


def notice_mail(due: Due) -> EmailMessage:
    """Says that the item comes soon, has been called or will not come up; ends with the link that ends the notice."""
    notice = due.notice
    with translation.override(notice.language):
        item, off = (
            notice.item,
            settings.SITE_URL + reverse("agenda:cancel_notice", args=[selectors.cancel_token(notice)]),
        )
        page = settings.SITE_URL + reverse("meetings:public", args=[item.meeting_id])
        context = {
            "item": item,
            "number": due.number,
            "expected_at": due.expected_at,
            "page": page,
            "off": off,
            "news": due.news,
        }
        mail = _mail(notice, _subject(due.news), "agenda/mail/notice.txt", context)
    mail.extra_headers |= {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail


def _subject(news: News) -> str:
    if news == News.OFF:
        return _("Item {number} will not come up")
    return _("Item {number} is being called") if news == News.NOW else _("Item {number} comes up soon")


def _mail(notice: ItemNotice, subject: str, template: str, context: dict[str, Any]) -> EmailMessage:
    meeting = notice.item.meeting
    text = render_to_string(template, {"meeting": meeting, **context})
    words = f"{subject.format(number=context['number'])}, {meeting}"
    return letter(subject=words, text=text, to=notice.email, institutions=[meeting.body.institution])
