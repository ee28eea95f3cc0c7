"""The pages of the agenda room: the editor, one item at the desk, and a presenter's personal page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda import selectors
from agenda.enums import Part, Treatment
from agenda.forms import ItemForm, PresenterForm
from agenda.models import AgendaItem
from agenda.nesting import divide, nest
from agenda.panels import rows
from agenda.places import Moves
from agenda.registry import tell_editor_parts, tell_presenter_parts
from meetings.enums import Audience
from meetings.errors import not_found
from meetings.http import of_one_moment
from meetings.memo import read_once
from meetings.permissions import Actor, can, require
from meetings.registry import tabs_for
from meetings.selectors import audience_of, meeting_or_404

SECONDS = re.compile(r'\sdata-(?:left|spent)-ms="-?\d+"')


@login_required
@require_safe
@of_one_moment
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda editor: both parts on one page."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "agenda.see_agenda", meeting)
    entries = selectors.agenda_of(meeting, Audience.DESK)
    moves = selectors.moves_of(entries)
    context = {
        "meeting": meeting,
        "tabs": tabs_for(actor, meeting),
        "parts": [
            {"part": part, "lines": _lines([row for row in entries if row.part == part], moves)} for part in Part
        ],
        "may_edit": can(actor, "agenda.add_item", meeting),
        "categories": selectors.categories_to_choose(meeting),
        "treatments": Treatment.choices,
        "changes": selectors.changes_of(meeting),
        "added": request.GET.get("added", ""),
        "more": tell_editor_parts.ask(meeting, actor),
    }
    return render(request, "agenda/agenda.html", context)


def _lines(found: list[selectors.Row], moves: dict[int, Moves]) -> list[dict[str, Any]]:
    entries, places = nest([row for row in found if row.item]), _places(found)
    return [
        {
            "entry": entry,
            "row": entry.row,
            "item": entry.row.item,
            "moves": moves[entry.row.item.pk],
            "place": places[entry.row.item.pk],
        }
        for entry in entries
        if entry.row.item
    ]


def _places(found: list[selectors.Row]) -> dict[int, int]:
    """Which one each item is among those beside it."""
    count, places = Counter[int | None](), {}
    for row in found:
        if row.item:
            count[row.item.parent_id] += 1
            places[row.item.pk] = count[row.item.parent_id]
    return places


@login_required
@require_safe
@of_one_moment
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item at the desk: its words, its presenters with their links, its note."""
    actor, found = selectors.item_or_404(request.user, pk)
    require(actor, "agenda.see_item", found)
    return render(request, "agenda/item.html", item_context(request, actor, found))


@require_safe
@of_one_moment
def item_page(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """One item for everybody who may see it; its address names no title, so that one of a non-public item stands in
    no list of pages.
    """
    actor, found = selectors.item_or_404(request.user, item_pk)
    if found.meeting_id != pk:
        raise not_found()
    audience = audience_of(actor)
    read_once(found.meeting)
    lines = [line for line in rows.lines_of(found.meeting, actor, audience) if line["item"] is not None]
    here = next((place for place, line in enumerate(lines) if line["item"].pk == item_pk), None)
    if here is None:
        raise not_found()
    shown = {"is_own_page": True, "is_desk": audience == Audience.DESK, "notices": rows.tells(found.meeting, audience)}
    beside = {"before": lines[here - 1] if here else None, "after": lines[here + 1] if here + 1 < len(lines) else None}
    return render(
        request, "agenda/item_page.html", {"meeting": found.meeting, "line": lines[here], "shown": shown, **beside}
    )


def item_context(request: HttpRequest, actor: Actor, found: AgendaItem, **more: Any) -> dict[str, Any]:
    """What `agenda/item.html` needs; `more` replaces parts of it after a refusal."""
    return {
        "meeting": found.meeting,
        "tabs": tabs_for(actor, found.meeting),
        "item": found,
        "number": selectors.number_of(found),
        "form": ItemForm(instance=found),
        "presenter_form": PresenterForm(),
        "presenters": [
            {"presenter": presenter, "link": request.build_absolute_uri(_link(presenter))}
            for presenter in found.presenters.all()
        ],
        "may_edit": can(actor, "agenda.edit_item", found),
        "motions": selectors.motion_lines(found.meeting, found),
        **more,
    }


def _link(presenter: Any) -> str:
    return reverse("agenda:presenter", args=[selectors.presenter_token(presenter)])


@never_cache
@require_safe
def presenter(request: HttpRequest, token: str) -> HttpResponse:
    """A presenter's personal link: when my item is expected, whether I am asked in, and how long I may speak."""
    context = _outlook(token)
    context |= {"token": token, "tag": _tag(render_to_string("agenda/_presenter.html", context))}
    return _private(render(request, "live/presenter.html", context))


@never_cache
@require_safe
def presenter_live(request: HttpRequest, token: str) -> HttpResponse:
    """What moves of that page; 304 while nothing has changed but the seconds of a running clock."""
    html = render_to_string("agenda/_presenter.html", _outlook(token))
    whole = HttpResponse(html, headers={"ETag": _tag(html)})
    return _private(get_conditional_response(request, etag=_tag(html), response=whole) or whole)


def _outlook(token: str) -> dict[str, Any]:
    guest = selectors.presenter_by_token(token)
    read_once(guest.item.meeting)
    turn, outlook = selectors.turn_of(guest), selectors.outlook_for(guest)
    return {
        "presenter": guest,
        "item": guest.item,
        "meeting": guest.item.meeting,
        "outlook": outlook,
        "parts": divide(outlook.rows),
        "turn": turn,
        "more": tell_presenter_parts.ask(guest, token),
    }


def _tag(html: str) -> str:
    """The page counts a clock's seconds by itself, so they are no change."""
    still = SECONDS.sub("", html)
    return f'"{hashlib.sha256(still.encode()).hexdigest()[:32]}"'


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
