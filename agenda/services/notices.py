"""Notices by mail before an item (Benachrichtigung): asked for, confirmed by mail, sent once, ended; addresses go
with the meeting.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import selectors
from agenda.enums import Part
from agenda.models import AgendaItem, ItemNotice
from agenda.selectors.notices import CONFIRM_WITHIN, NEVER_BEGUN, Due, News
from agenda.services import letters
from meetings import post
from meetings.enums import MeetingState
from meetings.errors import DomainError

MINUTES = (5, 15, 30)
LONGEST = 254
OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def ask_notice(*, item: AgendaItem, email: str, minutes: int, language: str, link: Callable[[str], str]) -> None:
    """Write the mail by which somebody confirms the wish to be told before a public item; needs no account.

    Answers the same whether the address is known or not. 400 `notice.email_invalid`, `notice.minutes_unknown`;
    409 `notice.too_late`. `link` makes the address from the token.
    """
    address = check_notice(item=item, email=email, minutes=minutes)
    known = {"minutes": minutes, "language": language, "asked_at": timezone.now()}
    notice, _made = ItemNotice.objects.get_or_create(item=item, email=address, defaults=known)
    token = selectors.confirm_token(notice, minutes, language)
    letter = letters.confirmation(notice, minutes, language, link(token))
    post.enqueue(letter, letters.CONFIRMATION, meeting=item.meeting, about=notice.pk)


def check_notice(*, item: AgendaItem, email: str, minutes: int) -> str:
    """Refuse what `ask_notice` refuses; answers the address as it is kept."""
    _check_waits(item)
    return _checked(email, minutes)


def _check_waits(item: AgendaItem) -> None:
    if not selectors.may_have_notice(item):
        raise DomainError("notice.too_late", _("This item is no longer waiting to be called."))


def _checked(email: str, minutes: int) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > LONGEST:
        raise DomainError("notice.email_invalid", _("This is not an e-mail address."), status=400)
    if minutes not in MINUTES:
        raise DomainError("notice.minutes_unknown", _("Choose how long before."), status=400)
    return address


@transaction.atomic
def confirm_notice(*, token: str) -> ItemNotice:
    """The address's owner confirms by the mailed link; 410 `notice.link_over`, 409 `notice.too_late`.

    Asking again for another time replaces the time once it has been confirmed.
    """
    notice = selectors.notice_to_confirm(token)
    _check_waits(notice.item)
    same = ItemNotice.objects.filter(pk=notice.pk, confirmed_at__isnull=False, minutes=notice.minutes)
    if same.exists():
        same.update(language=notice.language)
    else:
        fields = {
            "confirmed_at": timezone.now(),
            "sent_at": None,
            "minutes": notice.minutes,
            "language": notice.language,
        }
        ItemNotice.objects.filter(pk=notice.pk).update(**fields)
    return notice


@transaction.atomic
def cancel_notice(*, token: str) -> None:
    """End a notice and forget the address; pressing the link again does no harm. 404 for what was not signed here."""
    ItemNotice.objects.filter(pk=selectors.notice_to_cancel(token)).delete()


@transaction.atomic
def tell(due: Due) -> bool:
    """Write one due mail into the outbox; of several processes one does. What comes of it, `settle` is told."""
    if not _claim(due):
        return False
    kind = letters.OFF if due.news == News.OFF else letters.NOTICE
    post.enqueue(letters.notice_mail(due), kind, meeting=due.notice.item.meeting, about=due.notice.pk)
    return True


def _claim(due: Due) -> bool:
    """That the item will not come up ends the notice, so it takes its confirmation back."""
    unsent = ItemNotice.objects.filter(pk=due.notice.pk, confirmed_at=due.notice.confirmed_at)
    if due.news == News.OFF:
        return unsent.update(confirmed_at=None) == 1
    return unsent.filter(sent_at__isnull=True).update(sent_at=timezone.now()) == 1


def forget_notices(now: datetime) -> int:
    """Delete the addresses of meetings that are over, and what nobody has confirmed within a day; answers how many.

    Whoever is still to be told that an item was put off is kept for a day at most.
    """
    rows = over_notices(now)
    return rows.delete()[0] if rows.exists() else 0


def over_notices(now: datetime) -> QuerySet[ItemNotice]:
    """What `forget_notices` deletes."""
    over = Q(item__meeting__state__in=OVER)
    told = (Q(confirmed_at__isnull=True) & ~Q(pk__in=letters.under_way())) | ~(
        Q(item__state__in=selectors.TAKES_NO_TIME) | Q(item__meeting__state=MeetingState.CANCELLED)
    )
    closed_long_ago = Q(item__meeting__closed_at__lt=now - KEPT_FOR) | Q(item__meeting__starts_at__lt=now - KEPT_FOR)
    unconfirmed = Q(confirmed_at__isnull=True, asked_at__lt=now - CONFIRM_WITHIN) & ~Q(pk__in=letters.under_way())
    hidden = ~Q(item__part=Part.PUBLIC)
    never_begun = Q(item__meeting__state=MeetingState.CONVENED, item__meeting__starts_at__lte=now - NEVER_BEGUN)
    gone = (over & (told | closed_long_ago)) | unconfirmed | hidden | never_begun
    return ItemNotice.objects.filter(gone)
