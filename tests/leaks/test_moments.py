"""Nobody is sent what they may not see at that moment, in whatever order the hints of a change arrive, or where none
comes.

The broadcasts here are real ones that draw from the database; only their sockets are lists. A change is committed while
its hints are held back, then each broadcast hears them in another order: what was drawn after the first one must not
reach somebody whose right ended in the same transaction.
"""

import asyncio
import itertools
import json
from datetime import date

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction

from agenda import services as agenda
from agenda.models import AgendaItem
from config.asgi import application  # noqa: F401  (sets up what the sockets need)
from meetings import services
from meetings.enums import Audience
from meetings.live.broadcast import Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.rights import Visitor
from meetings.models import Meeting, Membership, User
from meetings.selectors import actor_for
from tests.publicity import leave_public
from tests.resolved import RESOLVED

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CANARY = "Kanarienpreis"


class Page:
    """An outlet that keeps every frame, and a socket that notes its close."""

    behind = False

    def __init__(self):
        self.frames, self.code = [], None

    def put(self, frame):
        self.frames.append(frame.text)

    def drop(self):
        pass

    def close(self):
        pass

    def closed(self, code):
        self.code = code

    @property
    def knows(self):
        return any(CANARY in frame for frame in self.frames)

    @property
    def told(self):
        """The audiences that the page was moved to."""
        return [frame["audience"] for frame in map(json.loads, self.frames) if frame["type"] == "audience"]


class World:
    """A running meeting with a non-public item, Mira who will lose her right, and Otto who keeps his."""

    def __init__(self, running, clerk, seat, signed_in, monkeypatch):
        self.meeting, self.clerk, self.signed_in = running, clerk, signed_in
        self.mira, self.otto = (self.enter(seat("member").person) for _ in range(2))
        given = {"part": "non_public", "title": "Vertrag", "resolution": RESOLVED, "actor": clerk}
        self.item = agenda.add_item(meeting=running, draft_resolution="Entwurf", **given)
        self.other = agenda.add_item(meeting=running, draft_resolution="Anderes", **given)
        self.hints = []
        monkeypatch.setattr("meetings.journal.book.announce", lambda about, *hint: self.hints.append(hint))

    def enter(self, person):
        services.record_arrival(meeting=self.meeting, person=person, mode="hall", actor=self.clerk)
        return person

    def now(self, person):
        return actor_for(person.user, body_id=self.meeting.body_id, meeting=Meeting.objects.get(pk=self.meeting.pk))

    def sit(self, broadcast, person, wanted=Audience.PARTICIPANT):
        session = self.signed_in(person.user).session
        visitor = Visitor(person.user.pk, session.session_key, person.user.get_session_auth_hash(), wanted)
        page = Page()
        broadcast.subscribers.expect(Subscriber(visitor, "de", page, page.closed, wanted, person.pk))
        return page

    def leave_for(self, item):
        leave_public(self.meeting, self.clerk)
        agenda.open_item(item=item, actor=self.clerk)

    def speak_of_it(self):
        """Content that everybody may see who may see the open item."""
        self.other.refresh_from_db()
        agenda.move_motion(item=self.other, text=CANARY, actor=self.now(self.otto))


@pytest.fixture
def world(running, clerk, seat, signed_in, monkeypatch):
    return World(running, clerk, seat, signed_in, monkeypatch)


def call_it(world):
    """The item is called: the recusal begins with it."""
    agenda.open_item(item=world.item, actor=world.clerk)


def declare(world):
    world.speak_of_it()
    agenda.declare_recusal(item=world.other, actor=world.now(world.mira))


def exclude(world):
    world.speak_of_it()
    services.exclude_person(meeting=world.meeting, person=world.mira, actor=world.clerk)


def end_membership(world):
    world.speak_of_it()
    Membership.objects.filter(person=world.mira).update(ends_on=date(2021, 1, 1))


def move_account(world):
    world.speak_of_it()
    User.objects.filter(pk=world.mira.user_id).update(is_active=False)


def change_password(world):
    world.speak_of_it()
    world.mira.user.set_password("something else entirely")
    world.mira.user.save()


def end_session(world):
    world.speak_of_it()
    mine = [
        row.pk for row in Session.objects.all() if row.get_decoded().get("_auth_user_id") == str(world.mira.user_id)
    ]
    Session.objects.filter(pk__in=mine).delete()


def hand_over(world):
    """Who presides changes nothing of what Mira may see, but comes between."""
    world.speak_of_it()
    agenda.declare_recusal(item=world.other, actor=world.now(world.mira))
    services.hand_over_presiding(meeting=world.meeting, person=world.otto, for_item=True, actor=world.clerk)


CHANGES = [call_it, declare, exclude, end_membership, move_account, change_password, end_session, hand_over]


async def settled(broadcast):
    """Wait until the broadcast has pushed all it has heard of; what waits for a pause in a burst is nobody's secret
    here.
    """
    async with asyncio.timeout(20):
        while broadcast._pusher is not None and not broadcast._pusher.done():
            await broadcast._pusher


def begin(world, change):
    if (
        change is call_it
    ):  # a draft is known to everybody of the body before its item is called, but to whoever is recused
        AgendaItem.objects.filter(pk=world.item.pk).update(draft_resolution=CANARY)
        agenda.declare_recusal(item=world.item, actor=world.now(world.mira))
        leave_public(world.meeting, world.clerk)
    else:
        world.leave_for(world.other)
    world.hints.clear()


@sync_to_async
def commit(world, change):
    with transaction.atomic():
        change(world)
    return list(world.hints)


@pytest.mark.parametrize("change", CHANGES)
async def test_whoever_loses_the_right_in_a_transaction_is_sent_nothing_of_it(world, change):
    await sync_to_async(begin)(world, change)
    count = 6
    broadcasts = [Broadcast(world.meeting.pk) for _ in range(count)]
    pages = [
        [await sync_to_async(world.sit)(broadcast, person) for person in (world.mira, world.otto)]
        for broadcast in broadcasts
    ]
    for broadcast in broadcasts:
        await broadcast.welcome_all(list(broadcast.subscribers.arriving))
    hints = await commit(world, change)
    orders = list(itertools.permutations(hints))
    picked = [orders[place * len(orders) // count] for place in range(count)]

    for broadcast, order in zip(broadcasts, picked, strict=True):
        for _meeting, *hint in order:
            broadcast.hear(*hint)
            await settled(broadcast)

    assert [(mira.knows, otto.knows) for mira, otto in pages] == [(False, True)] * count
    assert all(mira.told == ["public"] or mira.code in (4401, 4404) for mira, _ in pages)


async def test_no_hint_at_all_and_a_newcomer_who_lost_the_right_on_the_threshold(world):
    """The right was read, then it ended, then the first picture was asked for, which was drawn for the others
    already.
    """
    await sync_to_async(begin)(world, call_it)
    broadcast = Broadcast(world.meeting.pk)
    late, first = [await sync_to_async(world.sit)(broadcast, person) for person in (world.mira, world.otto)]
    here = {subscriber.outlet: subscriber for subscriber in broadcast.subscribers.arriving}
    await broadcast.welcome(here[first])
    (hint, *_rest) = await commit(world, call_it)
    broadcast.hear(*hint[1:])
    await settled(broadcast)
    await broadcast.welcome(here[late])

    assert (late.knows, first.knows) == (False, True)
    assert late.told == ["public"]


async def test_a_socket_that_waits_for_its_first_picture_is_moved_too(world):
    await sync_to_async(begin)(world, call_it)
    broadcast = Broadcast(world.meeting.pk)
    late, first = [await sync_to_async(world.sit)(broadcast, person) for person in (world.mira, world.otto)]
    here = {subscriber.outlet: subscriber for subscriber in broadcast.subscribers.arriving}
    await broadcast.welcome(here[first])
    for _meeting, *hint in await commit(world, call_it):
        broadcast.hear(*hint)
        await settled(broadcast)

    assert (late.knows, late.told, first.knows) == (False, ["public"], True)


async def test_a_socket_waits_for_its_first_picture(world):
    await sync_to_async(begin)(world, call_it)
    broadcast = Broadcast(world.meeting.pk)
    late, first = [await sync_to_async(world.sit)(broadcast, person) for person in (world.otto, world.mira)]
    here = {subscriber.outlet: subscriber for subscriber in broadcast.subscribers.arriving}
    await broadcast.welcome(here[first])
    for _meeting, *hint in await commit(world, call_it):
        broadcast.hear(*hint)
        await settled(broadcast)
    before = list(late.frames)
    await broadcast.welcome(here[late])

    assert (before, late.knows, late.told) == ([], True, [])


async def test_whoever_comes_back_gets_no_picture_of_the_time_outside(world):
    """The item has been left and no hint has come: what was drawn for the others meanwhile is not for those who
    return.
    """
    await sync_to_async(begin)(world, call_it)
    await commit(world, call_it)
    broadcast = Broadcast(world.meeting.pk)
    mira, otto = [await sync_to_async(world.sit)(broadcast, person) for person in (world.mira, world.otto)]
    await broadcast.welcome_all(list(broadcast.subscribers.arriving))
    known = otto.knows
    await sync_to_async(agenda.close_item)(item=world.item, actor=world.clerk)
    await broadcast.watch(heartbeat=False)
    await settled(broadcast)

    assert (known, mira.knows) == (True, False)
    assert mira.told[-1] == "participant"


async def test_a_page_that_resumes_without_a_picture_is_asked_for_its_rights_too(world):
    await sync_to_async(begin)(world, call_it)
    broadcast = Broadcast(world.meeting.pk)
    mira = await sync_to_async(world.sit)(broadcast, world.mira)
    (subscriber,) = broadcast.subscribers.arriving
    subscriber.seq = (await Meeting.objects.aget(pk=world.meeting.pk)).last_seq
    await commit(world, call_it)
    await broadcast.welcome(subscriber)

    assert (mira.knows, mira.told) == (False, ["public"])


def test_a_page_and_a_poll_read_rights_and_content_at_one_moment(world, monkeypatch):
    """Mira's rights have been read; before anything is drawn her item is called, by another connection, as in life."""
    from threading import Thread

    begin(world, call_it)
    client = world.signed_in(world.mira.user)
    from meetings.views import pages

    read = pages.selectors.meeting_or_404

    def read_and_wait(user, pk):
        found = read(user, pk)
        if not world.hints:
            calling = Thread(target=in_own_connection, args=(world,))
            calling.start()
            calling.join()
        return found

    monkeypatch.setattr(pages.selectors, "meeting_or_404", read_and_wait)
    answers = {}
    for name in ("live/?view=room&seq=0", "room/"):
        world.hints.clear()
        answers[name] = CANARY in client.get(f"/meetings/{world.meeting.pk}/{name}").content.decode()
        agenda.take_back_item(item=world.item, actor=world.clerk)

    assert answers == {"live/?view=room&seq=0": False, "room/": False}
    assert world.hints


def in_own_connection(world):
    from django.db import connection

    try:
        call_it(world)
    finally:
        connection.close()
