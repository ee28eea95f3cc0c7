"""The mails about notices, in the language they were asked in; they say no more than the public agenda does."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from agenda import selectors
from agenda.models import ItemNotice
from agenda.selectors.notices import Due, News
from meetings.services import letter


def confirmation(notice: ItemNotice, minutes: int, language: str, address: str) -> EmailMessage:
    """Asks the owner of the address whether the notice is wanted."""
    with translation.override(language):
        item = notice.item
        context = {"item": item, "number": selectors.number_of(item), "minutes": minutes, "address": address}
        return _mail(notice, _("Please confirm: notice before item {number}"), "agenda/mail/notice_confirm.txt", context)


def notice_mail(due: Due) -> EmailMessage:
    """Says that the item comes soon, has been called or will not come up; ends with the link that ends the notice."""
    notice = due.notice
    with translation.override(notice.language):
        item, off = notice.item, settings.SITE_URL + reverse("agenda:cancel_notice", args=[selectors.cancel_token(notice)])
        page = settings.SITE_URL + reverse("meetings:public", args=[item.meeting_id])
        context = {"item": item, "number": due.number, "expected_at": due.expected_at, "page": page, "off": off, "news": due.news}
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
