"""Reads of the legal pages, which are for everybody; what is still open is for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from meetings.enums import LegalKind
from meetings.errors import not_found
from meetings.fields import key_of
from meetings.legal_text import gaps_in
from meetings.models import Institution, LegalPage, Membership


@dataclass(frozen=True, slots=True)
class Words:
    """A legal page as it is shown: its text and language, and since when it stands; None for a template's text."""

    text: str
    language: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that is not ready: how many gaps it has, and its row if there is one; `kind` None when the contact
    address is missing.
    """

    institution: Institution
    kind: LegalKind | None
    language: str
    gaps: int
    row: LegalPage | None


def institution_or_404(pk: int) -> Institution:
    """An institution; that there is one is no secret."""
    found = Institution.objects.filter(pk=pk).first()
    if found is None:
        raise not_found()
    return found


def institutions_for(body: str) -> list[Institution]:
    """The institution of that body, where there are several; all of them when the number says nothing."""
    found = list(Institution.objects.order_by("name"))
    if len(found) > 1 and (key := key_of(body)) is not None:
        own = list(Institution.objects.filter(bodies=key, bodies__rehearsal_of=None))
        return own or found
    return found


def institutions_of(email: str) -> list[Institution]:
    """Those in whose bodies the account of that address belongs to somebody; the only one there is, also for an address
    without.

    Asks the same of the database for every address: nobody learns from the time who has an account.
    """
    everywhere = list(Institution.objects.order_by("name"))
    own = set(Membership.objects.filter(person__user__email=email).values_list("body__institution", flat=True))
    return [row for row in everywhere if row.pk in own] or (everywhere if len(everywhere) == 1 else [])


def legal_words(institution: Institution, kind: LegalKind, language: str) -> Words:
    """The institution's own words, if need be in its other language; else the template's in the reader's."""
    rows = {row.language: row for row in LegalPage.objects.filter(institution=institution, kind=kind)}
    row = rows.get(language) or rows.get(settings.LANGUAGE_CODE) or next(iter(rows.values()), None)
    if row is not None:
        return Words(row.text, row.language, row.changed_at)
    return Words(template_text(institution, kind, language), language, None)


def template_text(institution: Institution | None, kind: LegalKind, language: str) -> str:
    """What is delivered with the program, with the marked gaps."""
    feedback = settings.SITE_URL + reverse("meetings:send_feedback", args=[institution.pk]) if institution else ""
    context = {
        "institution": institution or "[[…]]",
        "address": settings.SITE_URL,
        "feedback": feedback,
        "email": institution.contact_email if institution else "",
    }
    with translation.override(language):
        return render_to_string(f"meetings/legal/{kind}.{language}.txt", context)


def open_pages() -> list[OpenPage]:
    """What the administrator still has to write: pages in the house's language, gaps in any other, and addresses for
    questions.
    """
    rows = {(row.institution_id, row.kind, row.language): row for row in LegalPage.objects.all()}
    found: list[OpenPage] = []
    for institution in Institution.objects.order_by("name"):
        if not institution.contact_email:
            found.append(OpenPage(institution, None, "", 0, None))
        for kind in (kind for kind in LegalKind if not institution.legal_address(kind)):
            found += _open_of(institution, kind, rows)
    return found


def _open_of(institution: Institution, kind: LegalKind, rows: dict[tuple[int, str, str], LegalPage]) -> list[OpenPage]:
    found = []
    for language, _name in settings.LANGUAGES:
        row = rows.get((institution.pk, kind, language))
        if row is not None:
            gaps = len(gaps_in(row.text))
        else:
            gaps = len(gaps_in(template_text(institution, kind, language))) if language == settings.LANGUAGE_CODE else 0
        if gaps:
            found.append(OpenPage(institution, kind, language, gaps, row))
    return found
