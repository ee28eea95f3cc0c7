"""The persons of one's bodies: the list, and the table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.enums import Role
from meetings.exports import as_download, table
from meetings.forms_people import (
    STANDING_LABELS,
    PeopleSoughtForm,
    as_day,
)
from meetings.models import Body
from meetings.permissions import require
from meetings.selectors import people as kept_people
from meetings.selectors.people import Kept

PER_PAGE = 50


def _list(request: HttpRequest) -> tuple[list[Body], PeopleSoughtForm, list[Kept], list[Kept]]:
    """The bodies of whoever asks, what is sought, all their persons and those who fit."""
    actor, bodies = kept_people.keeper_of(request.user)
    require(actor, "meetings.see_people")
    form = PeopleSoughtForm(request.GET)
    everybody = kept_people.people_of(bodies)
    return bodies, form, everybody, kept_people.people_sought(everybody, form.sought())


@never_cache
@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The persons of one's bodies, page by page, as they are sought."""
    bodies, form, everybody, found = _list(request)
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "bodies": bodies,
        "roles": Role.choices,
        "factions": kept_people.factions_among(everybody),
        "standings": STANDING_LABELS.items(),
        "wanted": wanted,
        "more": f"&{urlencode(wanted)}" if wanted else "",
        "query": urlencode(wanted),
        "is_administrator": request.user.is_superuser,
    }
    return render(request, "meetings/people.html", context)


@never_cache
@login_required
@require_safe
def people_csv(request: HttpRequest) -> HttpResponse:
    """The same persons as a table for a spreadsheet, a row for each membership; it can be taken in again."""
    found = _list(request)[3]
    headings = (
        _("title"),
        _("given name"),
        _("family name"),
        _("function"),
        _("body"),
        _("role"),
        _("faction"),
        _("voting right"),
        _("rank"),
        _("from"),
        _("to"),
        _("e-mail"),
        _("telephone"),
        _("postal address"),
        _("account"),
    )
    return as_download(table(headings, (row for kept in found for row in _rows(kept))), "Personen.csv")


def _rows(kept: Kept) -> Iterator[tuple[Any, ...]]:
    person, contact = kept.person, kept.contact
    reached = (contact.email or kept.email, contact.phone, contact.address) if contact else (kept.email, "", "")
    for row in kept.memberships:
        yield (
            person.honorific,
            person.given_name,
            person.family_name,
            person.function,
            row.body.name,
            row.get_role_display(),
            row.faction or "",
            _("yes") if row.voting_right else _("no"),
            row.rank or "",
            as_day(row.starts_on),
            as_day(row.ends_on),
            *reached,
            _("yes") if person.user_id else _("no"),
        )
