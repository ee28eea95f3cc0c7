"""The one door for POST: a row is found with the rights of who asks, one service is called, and the answer leads
back to a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings.fields import Field, Sent
from meetings.http import answer
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.permissions.predicates import desk
from meetings.selectors import meeting_or_404

View = Callable[[HttpRequest, int], HttpResponse]
Back = str | Callable[[Actor, Any], str]
"""A face of the meeting ("desk"), or what makes the address from who acts and what the service answered."""


@dataclass(frozen=True, slots=True)
class Find:
    """How a row is found from the number in the address (404 as for whoever may not know of it), and what services
    call it.
    """

    called: str
    by: Callable[[Any, int], tuple[Actor, Any]]


MEETING = Find("meeting", meeting_or_404)


def act(
    find: Find,
    service: Callable[..., Any],
    back: Back = "desk",
    also: Callable[[Sent, Any], dict[str, Any]] | None = None,
    **fields: Field,
) -> View:
    """The view of one service, named like it; `fields` and `also` (which sees the row too) say what it takes from the
    form.

    Raises what finding, fields and service raise.
    """

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row = find.by(request.user, pk)
        sent = {name: field(request.POST, name) for name, field in fields.items()}
        more = also(request.POST, row) if also else {}
        done = service(**{find.called: row}, actor=actor, **sent, **more)
        return answer(request, _now(meeting_of(done)), way_back(actor, done, back))

    view.__name__ = service.__name__
    view.__doc__ = service.__doc__
    return view


def _now(meeting: Meeting) -> Meeting:
    """With the number of its last event: the row that a service answered may hold the meeting of before."""
    meeting.journal.refresh_from_db()
    return meeting


def meeting_of(done: Any) -> Meeting:
    """The meeting to which what a service answered belongs."""
    while not isinstance(done, Meeting):
        done = next(
            getattr(done, name)
            for name in ("meeting", "item", "poll", "part", "release", "disruption")
            if hasattr(done, name)
        )
    return done


def way_back(actor: Actor, done: Any, back: Back) -> str:
    """The address of the page that is shown next."""
    return to_face(back, done) if isinstance(back, str) else back(actor, done)


def to_face(face: str, done: Any) -> str:
    """The address of a face of the meeting: its desk, its room, its page."""
    return reverse(f"meetings:{face}", args=[meeting_of(done).pk])


def to_desk_or_room(actor: Actor, done: Any) -> str:
    """Back to the face of the meeting that this person works with."""
    return to_face("desk" if desk(actor) else "room", done)
