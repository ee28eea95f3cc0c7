"""Telling chair and clerk of a body what changed in who belongs to it: by mail, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings import post
from meetings.models import Body, BodyRecord, Membership, User
from meetings.selectors.core import PLANNERS
from meetings.selectors.records import in_words
from meetings.services.letters import letter

CHANGES = post.register(post.Kind("meetings.changes", _lazy("Changes in who belongs to the body"), timedelta(days=3)))
MOST = 200
"""So many changes stand in one mail; the others follow in the next."""


def tell_changes() -> int:
    """Write what nobody has been told yet into the outbox, body by body; answers how many letters.

    Of several processes one gets each change. Rehearsals are told to nobody, and where there is neither chair nor clerk
    the history alone keeps it.
    """
    waiting = BodyRecord.objects.filter(told_at=None)
    bodies = Body.objects.filter(pk__in=waiting.values("body")).select_related("institution")
    return sum(
        _tell(body, list(waiting.filter(body=body).select_related("person").order_by("pk")[:MOST])) for body in bodies
    )


@transaction.atomic
def _tell(body: Body, rows: list[BodyRecord]) -> int:
    claimed = [row for row in rows if _claim(row)]
    letters = list(_letters(body, claimed)) if claimed and not body.rehearsal_of_id else []
    for letter_to_one in letters:
        post.enqueue(letter_to_one, CHANGES, body=body)
    return len(letters)


def _claim(row: BodyRecord) -> bool:
    return BodyRecord.objects.filter(pk=row.pk, told_at=None).update(told_at=timezone.now()) == 1


def _letters(body: Body, rows: list[BodyRecord]) -> Iterator[EmailMessage]:
    """One letter for each reader: they need not know each other's address."""
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + reverse("meetings:body", args=[body.pk])
        text = render_to_string(
            "meetings/mail/changes.txt", {"body": body, "lines": in_words(rows), "address": address}
        )
        subject = _("Changes in who belongs to {body}").format(body=" ".join(body.name.split())[:200])
        for email in _readers(body, rows):
            yield letter(subject=subject, text=text, to=email, institutions=[body.institution])


def _readers(body: Body, rows: list[BodyRecord]) -> list[str]:
    """Chair, deputies and clerks of today, and those who were until one of these changes: whoever is put out hears of
    it, too.

    Also where the account is closed: otherwise it could be closed for the time of a change.
    """
    today = Membership.objects.on(timezone.localdate()).filter(body=body, role__in=PLANNERS)
    before = [row.before for row in rows if row.before]
    people = {state["person"] for state in before if state.get("role") in PLANNERS}
    accounts = {state["user"] for state in before if state.get("user")}
    wanted = Q(person__memberships__in=today) | Q(person__in=people) | Q(pk__in=accounts)
    return list(User.objects.filter(wanted).order_by("email").values_list("email", flat=True).distinct())
