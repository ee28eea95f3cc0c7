"""The outbox as whoever may see it sees it: what waits, what was not taken, what was possibly sent, what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from meetings.enums import MailState
from meetings.errors import not_found
from meetings.models import Body, Outgoing
from meetings.permissions import Actor, can
from meetings.post.kinds import kind_of, mask
from meetings.selectors.actors import actor_for

PER_PAGE = 50
WORRIES = Q(state=MailState.POSSIBLY_SENT) | Q(state=MailState.FAILED)


@dataclass(frozen=True, slots=True)
class Shown:
    """One mail as it is shown; the address of somebody who is no part of the institution is masked."""

    row: Outgoing
    kind: Any
    to: str
    may_go_again: bool


def mails_of(body: Body | None, page: Any) -> Page[Outgoing]:
    """The mails of a body, or those of no body (accounts, reports of barriers): what needs somebody first, then the
    newest.
    """
    worry = Case(When(WORRIES, settled_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        Outgoing.objects.filter(body=body)
        .select_related("again_by")
        .defer("text")
        .order_by(worry, "-created_at", "-pk")
    )
    return Paginator(rows, PER_PAGE).get_page(page)


def as_shown(actor: Actor, row: Outgoing) -> Shown:
    """One of these mails in the form in which this person may see it."""
    kind = kind_of(row)
    to = mask(row.recipient) if kind.private else row.recipient
    return Shown(row, kind.label, to, can(actor, "meetings.send_mail_again", row))


def troubled_mails(body: Body | None) -> int:
    """How many mails were not taken or possibly sent, and wait for somebody."""
    return _troubled().filter(body=body).count()


def _troubled() -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(WORRIES, settled_at=None)


def mail_or_404(user: Any, pk: int) -> tuple[Actor, Outgoing]:
    """A mail and what this user is in its body; 404 alike for those who may not see it and for what is not there."""
    mail = Outgoing.objects.filter(pk=pk).first()
    if mail is None:
        raise not_found()
    actor = actor_for(user, body_id=mail.body_id)
    if not can(actor, "meetings.see_mails"):
        raise not_found()
    return actor, mail
