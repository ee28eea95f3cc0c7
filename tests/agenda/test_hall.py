"""What the hall display has its stages for, and the line of the meeting."""

from __future__ import annotations

import pytest

from agenda.panels.items import STOPS
from agenda.services import add_item, close_item, open_item
from meetings.enums import Audience, MeetingState
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.services import cancel_meeting, close_meeting, convene_meeting, interrupt_meeting, open_meeting

pytestmark = pytest.mark.any_database


def shown(meeting: Meeting, panel: str = "current_item", audience: Audience = Audience.SCREEN) -> str:
    return render_shared(panel_named(panel), Meeting.objects.get(pk=meeting.pk), audience)


def context(meeting: Meeting, panel: str) -> dict:
    return panel_named(panel).context(Meeting.objects.get(pk=meeting.pk), Audience.SCREEN)


@pytest.fixture
def items(meeting, clerk):
    return [add_item(meeting=meeting, part="public", title=f"Punkt {number}", actor=clerk) for number in range(1, 4)]


def test_the_stage_follows_the_meeting(items, convened, clerk):
    stages = [context(convened, "current_item")["stage"]]
    running = open_meeting(meeting=convened, actor=clerk)
    stages.append(context(running, "current_item")["stage"])
    open_item(item=items[0], actor=clerk)
    stages.append(context(running, "current_item")["stage"])
    interrupt_meeting(meeting=running, minutes=15, actor=clerk)
    stages.append(context(running, "current_item")["stage"])

    assert stages == ["before", "between", "item", "recess"]


def test_a_cancelled_meeting_is_over(items, convened, clerk):
    assert context(cancel_meeting(meeting=convened, actor=clerk), "current_item")["stage"] == "over"


def test_a_closed_meeting_is_over(running, clerk):
    closed = close_meeting(meeting=running, actor=clerk)
    assert closed.state == MeetingState.CLOSED
    assert context(closed, "current_item")["stage"] == "over"


@pytest.mark.parametrize("is_held", [True, False])
def test_when_it_is_over_nothing_comes_next_whatever_is_left(items, convened, clerk, is_held):
    if is_held:
        ended = close_meeting(meeting=open_meeting(meeting=convened, actor=clerk), actor=clerk)
    else:
        ended = cancel_meeting(meeting=convened, actor=clerk)
    for audience in (Audience.SCREEN, Audience.DESK):
        for panel in ("route", "current_item", "comes_next"):
            told = panel_named(panel).context(Meeting.objects.get(pk=ended.pk), audience)
            assert told["following"] is None


def test_other_screens_keep_their_own_fragment(items, running, clerk):
    open_item(item=items[0], actor=clerk)
    assert "hall__no" in shown(running)
    assert "hall__no" not in shown(running, audience=Audience.PUBLIC)


def test_the_line_says_what_is_through_what_runs_and_what_comes(items, running, clerk):
    open_item(item=items[0], actor=clerk)
    close_item(item=items[0], actor=clerk)
    open_item(item=items[1], actor=clerk)
    route = context(running, "route")

    assert [stop["kind"] for stop in route["stops"]] == ["done", "now", "next"]
    assert route["following"].title == "Punkt 3"


def test_the_line_tells_nothing_of_non_public_items(items, meeting, clerk):
    secret = add_item(meeting=meeting, part="non_public", title="Geheimes Vorhaben", actor=clerk)
    running = open_meeting(meeting=convene_meeting(meeting=meeting, actor=clerk), actor=clerk)
    kinds = [context(running, "route")["stops"][-1]["kind"]]
    type(secret).objects.filter(pk=secret.pk).update(state="closed")
    kinds.append(context(running, "route")["stops"][-1]["kind"])

    assert kinds == ["later", "later"]
    assert "Geheimes" not in shown(running, "route")


@pytest.mark.parametrize(("opened", "first", "last"), [(0, 1, STOPS), (19, 15, 25), (39, 30, 40)])
def test_of_a_long_agenda_the_line_shows_where_it_stands(meeting, clerk, opened: int, first: int, last: int):
    rows = [add_item(meeting=meeting, part="public", title=f"Punkt {number}", actor=clerk) for number in range(1, 41)]
    running = open_meeting(meeting=convene_meeting(meeting=meeting, actor=clerk), actor=clerk)
    open_item(item=rows[opened], actor=clerk)
    numbers = [stop["row"].number for stop in context(running, "route")["stops"]]

    assert (numbers[0], numbers[-1], len(numbers)) == (f"Ö {first}", f"Ö {last}", STOPS)
