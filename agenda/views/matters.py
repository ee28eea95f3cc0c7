"""What of an item is in which part: the list before a move to the public part, and the releases one by one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import selectors, services
from agenda.forms import PlaceForm
from agenda.models import AgendaItem
from agenda.places import Place
from agenda.views.finders import ITEM
from meetings.acts import act
from meetings.errors import DomainError
from meetings.fields import key_if_sent, text
from meetings.permissions import can, require
from meetings.registry import tabs_for


@login_required
@require_safe
def matters(request: HttpRequest, pk: int) -> HttpResponse:
    """What a move would make public, and what arose in the non-public part and stays there; `place` is where the
    item is to go.
    """
    actor, item = selectors.item_or_404(request.user, pk)
    require(actor, "agenda.see_matters", item)
    context = {
        "meeting": item.meeting,
        "tabs": tabs_for(actor, item.meeting),
        "item": item,
        "number": selectors.number_of(item),
        "matters": selectors.matters_of(item),
        "may_release": can(actor, "agenda.release_matter", item),
        "changes": selectors.categories_to_choose(item.meeting),
        **(_move(request, item) if not item.is_public and can(actor, "agenda.move_item", item) else {}),
    }
    return render(request, "agenda/matters.html", context)


def _move(request: HttpRequest, item: AgendaItem) -> dict[str, Any]:
    revealed, numbers = selectors.revealed_by(item), selectors.numbers_of(item.meeting)
    return {
        "place": _place(request),
        "revealed": [
            {"row": row, "number": numbers[row.pk], "matters": selectors.matters_of(row)} for row in _of(revealed, item)
        ],
        "stamp": selectors.reveal_stamp(revealed),
    }


def _of(rows: list[AgendaItem], item: AgendaItem) -> list[AgendaItem]:
    for row in rows:
        row.meeting = item.meeting
    return rows


def _place(request: HttpRequest) -> Place:
    """Where the page before wanted it; without that at the end of the public part."""
    form = PlaceForm({"place": request.GET.get("place", ".public.")})
    if not form.is_valid():
        raise DomainError("form.invalid", _("This position is not known."), status=400)
    return Place(*form.cleaned_data["place"])


release_matter = act(
    ITEM,
    services.release_matter,
    lambda actor, item: reverse("agenda:matters", args=[item.pk]),
    kind=text,
    seen=text,
    key=key_if_sent,
)
