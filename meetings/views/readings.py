"""The record of who read what is confidential, for the data protection officer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings import selectors
from meetings.exports import as_download, table
from meetings.forms import ReadingsForm
from meetings.selectors.readings import Read

PER_PAGE = 100


@never_cache
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Page by page, newest first; by title, person and time."""
    form = ReadingsForm(request.GET)
    rows = selectors.readings_or_404(request.user, form.sought())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "readings": selectors.with_names(page.object_list),
        "officers": selectors.officers_of(request.user),
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
    }
    return render(request, "meetings/readings.html", context, status=200 if form.is_valid() else 400)


@never_cache
@require_safe
def readings_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as a table for a spreadsheet."""
    form = ReadingsForm(request.GET)
    rows = selectors.readings_or_404(request.user, form.sought())
    if not form.is_valid():
        return readings(request)
    return as_download(_table(selectors.with_names(rows)), "Zugriffe.csv")


def _table(found: list[Read]) -> str:
    headings = (
        _("First"),
        _("Last"),
        _("Times"),
        _("Who"),
        _("What"),
        _("Way"),
        _("Meeting"),
        _("Body"),
        _("Kind"),
        _("No."),
    )
    return table(headings, map(_values, found))


def _values(read: Read) -> tuple[Any, ...]:
    row = read.row
    times = [f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" for at in (row.at, row.last_at)]
    return (
        *times,
        row.count,
        read.who,
        row.title,
        row.get_way_display(),
        row.meeting.title if row.meeting else "",
        row.meeting.body.name if row.meeting else str(row.body),
        row.what,
        row.key,
    )
