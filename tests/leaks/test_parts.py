"""An item goes from the non-public part to the public one and back: what arose in the one never shows in the other.

Title, subtitle and draft resolution are the item's own words: they become public with the move, as its mover was shown.
"""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from agenda import services as agenda
from agenda.models import AgendaItem
from meetings import services as meetings
from meetings.journal.export import export_lines
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.leaks.crawl import ALL, ask, room_addresses
from tests.leaks.planted import DESK, DRAFT, MAIL, SECRET, Planted
from tests.leaks.test_sockets import _socket, frames_of
from tests.revealed import to_non_public, to_public
from voting import services as voting

pytestmark = [pytest.mark.long, pytest.mark.any_database]

OWN_WORDS = ("title", "subtitle", "draftresolution")
PHASES = ("excluded", "moved", "open", "speaking", "changed", "back", "closed")
FORBIDDEN = (DRAFT, SECRET, DESK, MAIL)


class Moving(Planted):
    """The planted world with a guest, a motion on procedure and a statement besides, whose non-public item is moved."""

    def open_secret(self):
        super().open_secret()
        agenda.open_list(item=self.secret, actor=self.clerk)
        agenda.enter_request(item=self.secret, guest=self.word(SECRET, "guest"), actor=self.clerk)
        agenda.enter_request(item=self.secret, guest=self.word(SECRET, "statement"), kind="statement", actor=self.clerk)
        voting.declare_result(poll=voting.close_poll(poll=self.hidden_poll, actor=self.clerk), actor=self.clerk)
        member = actor_for(self.people["member"].user, body_id=self.body.pk, meeting=self.fresh(self.secret).meeting)
        agenda.move_procedural(item=self.secret, kind="refer", detail=self.word(SECRET, "detail"), actor=member)

    def fresh(self, item):
        return AgendaItem.objects.select_related("meeting__body__institution").get(pk=item.pk)

    def movement(self):
        """There and back; stops at each place for a look."""
        self.leave_public()
        yield "excluded"
        self.open_secret()
        agenda.take_back_item(item=self.secret, actor=self.clerk)
        own = {word for item in (self.secret, self.below) for word in self.words_of(item)}
        to_public(self.fresh(self.secret), self.clerk)
        self.canaries |= dict.fromkeys(own, "revealed")
        yield "moved"
        meetings.readmit_public(meeting=self.fresh(self.secret).meeting, actor=self.clerk)
        agenda.open_item(item=self.secret, actor=self.clerk)
        yield "open"
        statement = self.secret.speaking_requests.get(kind="statement")
        agenda.call_speaker(request=statement, actor=self.clerk)
        yield "speaking"
        agenda.end_speech(request=statement, actor=self.clerk)
        self.change_everything()
        yield "changed"
        agenda.take_back_item(item=self.secret, actor=self.clerk)
        to_non_public(self.fresh(self.secret), self.clerk)
        yield "back"
        agenda.withdraw_item(item=self.fresh(self.secret), actor=self.clerk)
        to_public(self.fresh(self.secret), self.clerk)
        meetings.close_meeting(meeting=self.fresh(self.secret).meeting, actor=self.clerk)
        yield "closed"

    def words_of(self, item):
        item = self.fresh(item)
        return {item.title, item.subtitle, item.draft_resolution}

    def change_everything(self):
        """What was moved there is supported, reworded and taken back in the public part; a presenter is taken off."""
        for motion in self.secret.motions.filter(is_amendment=False):
            agenda.edit_motion(
                motion=motion, text=self.word(SECRET, "reworded"), version=motion.version, actor=self.clerk
            )
            agenda.withdraw_motion(motion=motion, actor=self.clerk)
        agenda.remove_presenter(presenter=self.hidden_presenter, actor=self.clerk)


@pytest.fixture
def world(db):
    return Moving()


def addresses(world):
    """The hidden presenter's link is not tried: that guest may read it."""
    return room_addresses(world, world.links()["own"])


def test_no_address_tells_what_arose_in_the_other_part(world):
    found = {}
    for phase in world.movement():
        outputs = {url: "\n".join(ask(Client(), url, ALL if phase == "open" else ())) for url in addresses(world)}
        told = {url: world.found(text, kinds=FORBIDDEN) - world.found(url) for url, text in outputs.items()}
        found[phase] = {url: words for url, words in told.items() if words}
        journal = "\n".join(export_lines(Meeting.objects.get(pk=world.meeting.pk), public_only=True))
        found[phase] |= {"journal": words} if (words := world.found(journal, kinds=FORBIDDEN)) else {}

    assert found == {phase: {} for phase in PHASES}


def test_the_same_search_finds_the_words_at_the_desk_and_in_the_whole_journal(world):
    """Else the search would find nothing anywhere."""
    outputs = []
    for phase in world.movement():
        if phase in {"open", "changed"}:
            outputs += ["\n".join(ask(world.client("clerk"), url)) for url in addresses(world)]

    places = {word[4:] for word in world.found(*outputs, kinds=(SECRET,))}
    assert {"guest", "statement", "detail", "reasons", "amended", "reworded", "written", "question"} <= places


def test_nobody_who_did_something_there_is_named_in_the_public_journal(world):
    """Neither by id nor as the one who did it: of the events of that part stand number and hash alone."""
    for phase in world.movement():
        lines = [json.loads(line) for line in export_lines(Meeting.objects.get(pk=world.meeting.pk), public_only=True)][
            1:
        ]
        shown = [line for line in lines if "withheld" not in line]
        hidden = [line for line in lines if "withheld" in line]
        assert (phase, {frozenset(line) for line in hidden}) == (phase, {frozenset({"seq", "withheld", "hash"})})
        kept = {"voting.ballot.cast", "voting.ballot.entered", "voting.hands.counted", "voting.elector.moved"}
        assert {line["name"] for line in shown if line["audience"] != "public"} <= kept
        assert not any(line["data"].get("poll") == world.hidden_poll.pk for line in shown)


@pytest.mark.django_db(transaction=True)
async def test_no_frame_tells_it_either():
    world = await sync_to_async(Moving)()
    found, movement = {}, world.movement()
    async with AsyncExitStack() as stack:
        seats = [("public", "public"), ("public", "screen"), ("clerk", "screen")]
        pages = {seat: await stack.enter_async_context(_socket(world, *seat)) for seat in seats}
        while (phase := await sync_to_async(next)(movement, None)) is not None:
            heard = await asyncio.gather(*map(frames_of, pages.values()))
            found |= {
                (phase, seat): world.found(*frames, kinds=FORBIDDEN) for seat, frames in zip(pages, heard, strict=True)
            }

    assert (len(found), {key: words for key, words in found.items() if words}) == (3 * len(PHASES), {})
