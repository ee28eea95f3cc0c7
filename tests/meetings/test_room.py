"""What a room sends: nothing that the group has on its screens already, everything to newcomers, all of it when it must be whole."""

import asyncio
import json

import pytest

from meetings.enums import Audience
from meetings.live.crowd import Subscriber
from meetings.live.pictures import Picture, Visitor
from meetings.live.room import Room

KEY = (Audience.PUBLIC, "de")


class Screen:
    """An outlet that keeps what it got."""

    behind = False

    def __init__(self):
        self.frames = []

    def put(self, frame):
        self.frames.append(json.loads(frame.text)["panels"])

    def close(self):
        pass


def picture(seq, **html):
    return Picture(seq, {Audience.PUBLIC: seq}, {KEY: html}, {})


@pytest.fixture
def room():
    return Room(1)


@pytest.fixture
def screen(room):
    return enter(room)


def enter(room):
    subscriber = Subscriber(Visitor(None, None, None, Audience.PUBLIC), "de", Screen(), lambda code: None, Audience.PUBLIC)
    room.subscribers.add(subscriber)
    return subscriber


def test_what_a_group_has_on_its_screens_is_not_sent_again(room, screen):
    room.show(picture(1, poll="", status="5 present"))
    room.show(picture(2, poll="", status="6 present"))
    room.show(picture(3, poll="", status="6 present"))

    assert screen.outlet.frames == [{"poll": "", "status": "5 present"}, {"status": "6 present"}]


def test_the_whole_picture_is_sent_even_when_nothing_is_new(room, screen):
    room.show(picture(1, status="open"))
    room.show(picture(2, status="open"), whole=True)
    room.show(picture(3, status="shut"), whole=True)
    room.show(picture(4, status="open"))

    assert [frame["status"] for frame in screen.outlet.frames] == ["open", "open", "shut", "open"]


def test_a_newcomer_who_got_something_newer_is_not_left_with_it(room, screen, monkeypatch):
    """The list was drawn anew for the newcomer, and is as before when the others are pushed to."""
    room.show(picture(1, status="5 present"))
    room.pictures.clear()

    async def drawn(meeting_id, order):
        return picture(2, status="6 present")

    monkeypatch.setattr("meetings.live.room.draw", drawn)
    late = enter(room)
    asyncio.run(room.welcome(late))
    room.show(picture(3, status="5 present"))

    assert [frame["status"] for frame in late.outlet.frames] == ["6 present", "5 present"]
    assert [frame["status"] for frame in screen.outlet.frames] == ["5 present", "5 present"]
