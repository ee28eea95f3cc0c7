"""POST for every service about conflicts of interest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.models import AgendaItem, Recusal
from agenda.views.finders import RECUSAL
from meetings.acts import Find, View, act, to_face
from meetings.errors import not_found
from meetings.fields import Field, flag, number, text
from meetings.permissions import Actor


def _of_chosen_item(service: Callable[..., Recusal], back: str, **fields: Field) -> View:
    """The view of a service that takes the item which was chosen in a meeting's form."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        def chosen(user: Any, meeting: int) -> tuple[Actor, AgendaItem]:
            actor, item = selectors.item_or_404(user, number(request.POST, "item"))
            if item.meeting_id != meeting:
                raise not_found()
            return actor, item

        return act(Find("item", chosen), service, back, **fields)(request, pk)

    view.__name__, view.__doc__ = service.__name__, service.__doc__
    return view


def _own_room(actor: Actor, recusal: Recusal) -> str:
    return to_face("room" if recusal.person_id == actor.person_id else "desk", recusal)


declare_recusal = _of_chosen_item(services.declare_recusal, "room", ground=text)
enter_recusal = _of_chosen_item(services.enter_recusal, "desk", person=number, ground=text, disputed=flag())
take_back_recusal = act(RECUSAL, services.take_back_recusal, _own_room)
