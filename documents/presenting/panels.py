"""What is presented, on every kind of screen, and what a presenter's personal page has of it."""

from __future__ import annotations

from typing import Any

from agenda.enums import ItemState
from agenda.models import Presenter
from agenda.registry import tell_presenter_parts
from agenda.selectors import number_of
from documents.presenting import selectors
from documents.presenting.enums import Width
from documents.presenting.models import Presentation
from documents.presenting.services.presenters import guest_of
from meetings.enums import Audience
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import can
from meetings.registry import PagePart

TOUCHED_BY = (
    "documents.presentation.",
    "documents.file.",
    "agenda.item.",
    "agenda.presenter.",
    "meetings.meeting.",
    "meetings.public.",
)
MOST_NUMBERS = 60
"""So many pages can be jumped to by a button each on a presenter's page."""
MOST_LETTERS = 2000
"""So much of a page's text goes to all screens; the reader of papers has all of it."""


def _slides(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    shown = selectors.presented_to(meeting, audience)
    context = _told(shown) if shown else {}
    if audience == Audience.DESK:
        context["files"] = selectors.to_present(meeting, audience) if meeting.is_open else []
    return context


def _told(shown: Presentation, token: str = "") -> dict[str, Any]:
    """One page of what is presented; with a token, by the addresses of a presenter's link."""
    at = {"picture": shown.page, "before": shown.page - 1, "after": shown.page + 1}
    places = {
        name: selectors.picture_address(shown.file, page, Width.SLIDE, token)
        for name, page in at.items()
        if 1 <= page <= shown.pages
    }
    return {
        "presented": shown,
        "number": number_of(shown.file.item),
        "places": places,
        "words": selectors.words_on(shown)[:MOST_LETTERS],
    }


register_panel(
    Panel(
        "slides",
        TOUCHED_BY,
        "documents/desk/slides.html",
        _slides,
        hall="documents/hall/slides.html",
        room="documents/room/slides.html",
        beside=selectors.turned_to,
    )
)


@tell_presenter_parts
def slides_part(presenter: Presenter, token: str) -> PagePart:
    """The own slides until the item is called, and from then on what can be presented."""
    meeting, actor = presenter.item.meeting, guest_of(presenter)
    shown = selectors.presentation_of(meeting)
    files = selectors.files_of_presenter(presenter)
    mine = shown if shown is not None and shown.file in files else None
    told: dict[str, Any] = {
        "token": token,
        "own": selectors.slides_of(presenter),
        "may_put": can(actor, "documents.put_slides", presenter),
        "may_present": presenter.item.state == ItemState.OPEN and meeting.is_open,
        "files": files,
        "presented": None,
        "numbers": range(1, min(mine.pages, MOST_NUMBERS) + 1) if mine else (),
    }
    return PagePart("documents/presenter_slides.html", told | (_told(mine, token) if mine else {}))
