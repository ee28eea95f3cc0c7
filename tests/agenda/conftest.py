"""Small helpers for an agenda: `add("title")` puts an item on the draft of tomorrow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from agenda import services
from agenda.models import AgendaItem
from meetings.models import Meeting
from meetings.permissions import Actor
from tests.resolved import RESOLVED


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in the language they are written in; German ones are asked for."""
    with translation.override("en"):
        yield


Add = Callable[..., AgendaItem]


@pytest.fixture
def add(meeting: Meeting, clerk: Actor) -> Add:
    def make(title: str, part: str = "public", parent: AgendaItem | None = None, **data: Any) -> AgendaItem:
        return services.add_item(
            meeting=meeting, resolution=RESOLVED, actor=clerk, part=part, parent=parent, title=title, **data
        )

    return make


@pytest.fixture
def items(add: Add) -> dict[str, AgendaItem]:
    """Ö 1 greeting, Ö 2 report with Ö 2.1 figures, Ö 3 news; N 1 contract."""
    report = None
    made = {"greeting": add("Greeting", treatment="opening"), "report": (report := add("Report"))}
    made["figures"] = add("Figures", parent=report, planned_minutes=15)
    made["news"] = add("News", planned_minutes=5)
    made["contract"] = add("Contract with X", "non_public", subtitle="secret price", public_title="A contract")
    return made
