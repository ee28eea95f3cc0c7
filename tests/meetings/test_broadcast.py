"""What a broadcast sends: nothing that the group has on its screens already, everything to newcomers, all of it when
it must be whole.
"""

import asyncio
import json
import time

import pytest

from meetings.enums import Audience
from meetings.live.broadcast import AT_ONCE, Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.dirt import CALM, HANDFUL, LONGEST
from meetings.live.pictures import Picture
from meetings.live.rights import Visitor

KEY = (Audience.PUBLIC, "de")


class Screen:
    """An outlet that keeps what it got."""

    behind = False

    def __init__(self):
        self.frames = []

    def put(self, frame):
        self.frames.append(json.loads(frame.text).get("panels", {}))

    def drop(self):
        pass

    def close(self):
        pass


def picture(seq, **html):
    return Picture(seq, {Audience.PUBLIC: seq}, {KEY: html}, {})


@pytest.fixture
def broadcast():
    return Broadcast(1)


@pytest.fixture
def screen(broadcast):
    return enter(broadcast)


def enter(broadcast):
    subscriber = Subscriber(
        Visitor(None, None, None, Audience.PUBLIC), "de", Screen(), lambda code: None, Audience.PUBLIC
    )
    broadcast.subscribers.add(subscriber)
    return subscriber


def test_what_a_group_has_on_its_screens_is_not_sent_again(broadcast, screen):
    broadcast.show(picture(1, poll="", status="5 present"))
    broadcast.show(picture(2, poll="", status="6 present"))
    broadcast.show(picture(3, poll="", status="6 present"))

    assert screen.outlet.frames == [{"poll": "", "status": "5 present"}, {"status": "6 present"}]


def test_the_whole_picture_is_sent_even_when_nothing_is_new(broadcast, screen):
    broadcast.show(picture(1, status="open"))
    broadcast.show(picture(2, status="open"), whole=True)
    broadcast.show(picture(3, status="shut"), whole=True)
    broadcast.show(picture(4, status="open"))

    assert [frame["status"] for frame in screen.outlet.frames] == ["open", "open", "shut", "open"]


def test_a_newcomer_who_got_something_newer_is_not_left_with_it(broadcast, screen, monkeypatch):
    """The list was drawn anew for the newcomer, and is as before when the others are pushed to."""
    broadcast.show(picture(1, status="5 present"))
    broadcast.pictures.clear()

    async def drawn(meeting_id, order):
        return picture(2, status="6 present")

    monkeypatch.setattr("meetings.live.screens.draw", drawn)
    late = enter(broadcast)
    asyncio.run(broadcast.welcome(late))
    broadcast.show(picture(3, status="5 present"))

    assert [frame["status"] for frame in late.outlet.frames] == ["6 present", "5 present"]
    assert [frame["status"] for frame in screen.outlet.frames] == ["5 present", "5 present"]


@pytest.fixture
def drawing(monkeypatch):
    """What the database holds now: set it, and whoever draws gets it."""
    now = {}

    async def drawn(meeting_id, order):
        return picture(9, **{name: now.get(name, "") for name in order.shared[KEY]})

    monkeypatch.setattr("meetings.live.screens.draw", drawn)
    return now


def test_a_newcomer_who_came_before_a_push_gets_it_although_the_others_need_nothing(broadcast, screen, drawing):
    """Back from a lost connection while something is heard that changes nothing for those who stayed."""
    drawing.update(poll="item 6", status="open")
    broadcast.show(picture(1, poll="item 6", status="open"))
    broadcast.dirt.shared |= {"poll"}
    broadcast.pictures.clear()
    late = enter(broadcast)
    asyncio.run(broadcast.welcome(late))
    broadcast.dirt.shared.clear()
    broadcast.show(picture(2, poll="item 6"))

    assert shown(late)["poll"] == "item 6"


def test_the_frame_of_a_newcomer_holds_what_was_pushed_since_the_last_one_came(broadcast, screen, drawing):
    drawing.update(poll="item 2", status="open")
    asyncio.run(broadcast.welcome(enter(broadcast)))
    broadcast.show(picture(2, poll="item 6"))
    late = enter(broadcast)
    asyncio.run(broadcast.welcome(late))

    assert shown(late)["poll"] == "item 6"


def test_what_moved_with_the_clock_and_moves_back_is_sent_again(broadcast, screen, drawing):
    broadcast.show(picture(1, agenda="about 18:00"))
    drawing.update(agenda="about 18:10")
    broadcast.drift.take = lambda: {"agenda"}
    asyncio.run(broadcast.watch(heartbeat=False))
    broadcast.show(picture(2, agenda="about 18:00"))

    assert [frame["agenda"] for frame in screen.outlet.frames] == ["about 18:00", "about 18:10", "about 18:00"]


def shown(subscriber):
    """What stands on the screen after all frames."""
    return {name: html for frame in subscriber.outlet.frames for name, html in frame.items()}


def test_what_only_mentions_those_who_come_can_wait_until_something_else_touches_it(broadcast):
    """Where ten a second come, every screen would else be written to ten times a second; the desk's own roll goes
    out at once.
    """
    broadcast.pushed_at = dict.fromkeys(("procedure", "roll"), time.monotonic())
    broadcast.dirt.add("meetings.attendance.arrived", {7})
    first = broadcast._take_ripe().shared & {"procedure", "roll"}
    broadcast.dirt.add("agenda.procedure.moved", None)
    second = broadcast._take_ripe().shared & {"procedure", "roll"}

    assert (first, second) == ({"roll"}, {"procedure"})


def test_rights_of_all_are_read_anew_where_their_grounds_have_moved_else_of_newcomers_alone(broadcast, monkeypatch):
    orders = []

    async def drawn(meeting_id, order):
        orders.append(
            (order.known, {visitor.user_id for visitor in order.unsure}, {visitor.user_id for visitor in order.here})
        )
        return Picture(1, {}, {}, {}, {}, ("running",))

    monkeypatch.setattr("meetings.live.screens.draw", drawn)
    enter(broadcast)
    for user in (1, 2):
        visitor = Visitor(user, "key", "hash", Audience.PARTICIPANT)
        late = Subscriber(visitor, "de", Screen(), lambda code: None, Audience.PARTICIPANT, user)
        broadcast.subscribers.expect(late)
        asyncio.run(broadcast.welcome(late))

    assert orders == [(None, {1}, {None, 1}), (("running",), {2}, {None, 1, 2})]


def cast_by(broadcast, *people):
    broadcast.dirt.add("voting.ballot.cast", set(people))


def sheets(broadcast):
    return broadcast._take_ripe().personal.get("my_ballot", set())


def test_what_only_ballots_touch_goes_out_at_most_four_times_a_second(broadcast):
    broadcast.pushed_at = dict.fromkeys(("poll", "next_step"), time.monotonic() - 0.2)
    cast_by(broadcast, 7)
    first = broadcast._take_ripe().shared
    broadcast.pushed_at = dict.fromkeys(("poll", "next_step"), time.monotonic() - 0.3)
    second = broadcast._take_ripe().shared

    assert (first, second) == (set(), {"poll", "next_step"})


def test_the_sheets_of_those_who_have_cast_follow_when_the_burst_is_over_some_at_a_time(broadcast):
    """They have their receipts; a hall of five hundred sheets must not stand before the next ballots."""
    cast_by(broadcast, *range(30))
    cast_by(broadcast, *range(30, 50))
    at_once = sheets(broadcast)
    broadcast.dirt.calm_last -= CALM
    first, second = sheets(broadcast), sheets(broadcast)

    assert at_once == set()
    assert (len(first), first | second, bool(broadcast.dirt.calm)) == (HANDFUL, set(range(50)), False)


def test_sheets_wait_for_a_burst_that_goes_on_but_not_for_ever(broadcast):
    cast_by(broadcast, 7)
    broadcast.dirt.calm_last -= CALM
    cast_by(broadcast, 8)
    while_it_goes_on = sheets(broadcast)
    broadcast.dirt.calm_since -= LONGEST

    assert (while_it_goes_on, sheets(broadcast)) == (set(), {7, 8})


def test_what_concerns_everybody_does_not_wait_for_the_burst(broadcast):
    cast_by(broadcast, 7, 8)
    broadcast.dirt.add("voting.poll.closed", None)

    assert sheets(broadcast) is None
    assert not broadcast.dirt.calm


def test_one_ballot_draws_the_sheet_of_its_voter_only(broadcast):
    cast_by(broadcast, 7)
    broadcast.dirt.calm_last -= CALM

    assert sheets(broadcast) == {7}


async def test_a_heartbeat_reaches_a_full_hall_a_few_at_a_time(broadcast):
    everybody = [enter(broadcast) for _ in range(2 * AT_ONCE + 1)]

    def reached():
        return sum(bool(subscriber.outlet.frames) for subscriber in everybody)

    beating = asyncio.create_task(broadcast._beat())
    await asyncio.sleep(0)
    first = reached()
    await beating

    assert (first, reached()) == (AT_ONCE, len(everybody))
