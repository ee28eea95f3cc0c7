"""The ballot as a frame on the open socket: exactly once, by the same rules as its HTTP twin, and answered to this
socket alone.
"""

import asyncio
import json
import uuid
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from config.asgi import application
from meetings import services as meetings
from meetings.models import Meeting, User
from tests.meetings.test_live import browser, frames_until
from tests.publicity import open_secret
from voting import services
from voting.models import Ballot, VotingRules

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = ((b"host", b"localhost"), (b"origin", b"http://localhost"))


@asynccontextmanager
async def room_of(meeting, user, headers=PAGE, view="room"):
    """The page of somebody in the room, with its whole picture."""
    cookies = await sync_to_async(browser)(user)
    communicator = WebsocketCommunicator(
        application, f"/ws/meetings/{meeting.pk}/?seq=0&view={view}&lang=de", [*headers, *cookies]
    )
    accepted, _ = await communicator.connect(timeout=10)
    assert accepted
    try:
        await frames_until(communicator, "panels")
        yield communicator
    finally:
        await communicator.disconnect(timeout=10)


def frame_of(poll, choice="yes", ballot_id=None, **other):
    return {"type": "ballot", "poll": poll.pk, "choice": choice, "ballot_id": str(ballot_id or uuid.uuid4()), **other}


async def send(page, frame):
    await page.send_to(text_data=json.dumps(frame))
    return (await frames_until(page, "ballot"))[-1]


def stored(poll):
    return list(
        Ballot.objects.filter(elector__poll=poll).order_by("seq").values_list("choice", "version", "superseded")
    )


def seq_of(meeting):
    return Meeting.objects.values_list("journal__last_seq", flat=True).get(pk=meeting.pk)


@pytest.fixture
def poll_of(voters, open_poll):
    """An open poll and so many who may vote in it."""

    def make(count=1, **fields):
        people = voters(count)
        return open_poll(**fields), *people

    return make


@pytest.fixture
def refused(running):
    """Send a frame as somebody; the answer, which must have left everything as it was."""

    async def make(actor, frame, **options):
        before = await sync_to_async(seq_of)(running)
        async with room_of(running, actor and actor.user, **options) as page:
            answer = await send(page, frame)
        assert (await sync_to_async(seq_of)(running), await Ballot.objects.acount()) == (before, 0)
        assert answer["message"]
        return answer["status"], answer["code"]

    return make


async def test_ballot_is_stored_and_answered_with_the_receipt(running, poll_of):
    poll, mira = await sync_to_async(poll_of)()
    frame = frame_of(poll)
    async with room_of(running, mira.user) as page:
        answer = await send(page, frame)

    ballot = await Ballot.objects.aget()
    receipt = {"poll": poll.pk, "choice": "yes", "version": 1, "seq": ballot.seq, "ballot_id": frame["ballot_id"]}
    assert (answer["ballot_id"], answer["status"], answer["receipt"]) == (frame["ballot_id"], 201, receipt)
    assert {**answer, "seq": 0} == {
        "seq": 0,
        "type": "ballot",
        "ballot_id": frame["ballot_id"],
        "status": 201,
        "receipt": receipt,
    }


async def test_ballot_is_answered_to_its_own_socket_only(running, poll_of):
    poll, mira, theo = await sync_to_async(poll_of)(2)
    async with (
        room_of(running, mira.user) as page,
        room_of(running, theo.user) as other,
        room_of(running, None, view="public") as citizen,
    ):
        await send(page, frame_of(poll))
        seen = [frame["type"] for watching in (other, citizen) for frame in await frames_until(watching, "panels")]

    assert "ballot" not in seen


async def test_ballot_with_one_id_over_socket_and_request_is_stored_once(running, poll_of):
    poll, mira = await sync_to_async(poll_of)()
    frame = frame_of(poll, "no")

    def post():
        client = Client()
        client.force_login(mira.user)
        data = {"choice": "no", "ballot_id": frame["ballot_id"]}
        return client.post(reverse("voting:cast_ballot", args=[poll.pk]), data, headers={"Accept": "application/json"})

    async with room_of(running, mira.user) as page:
        first = await send(page, frame)
        twin = await sync_to_async(post)()
        again = await send(page, frame)

    assert (first["status"], twin.status_code, again["status"]) == (201, 200, 200)
    assert first["receipt"] == twin.json() == again["receipt"]
    assert await sync_to_async(stored)(poll) == [("no", 1, False)]


async def test_ballot_cast_by_request_first_gives_its_receipt_to_the_frame(running, poll_of, cast):
    poll, mira = await sync_to_async(poll_of)()
    ballot_id = uuid.uuid4()
    receipt, _ = await sync_to_async(cast)(poll, mira, "abstain", ballot_id)
    async with room_of(running, mira.user) as page:
        answer = await send(page, frame_of(poll, "yes", ballot_id))

    assert (answer["status"], answer["receipt"]) == (200, receipt)


async def test_ballot_with_a_new_id_changes_the_choice(running, poll_of):
    poll, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        await send(page, frame_of(poll, "yes"))
        answer = await send(page, frame_of(poll, "no"))

    assert (answer["status"], answer["receipt"]["version"]) == (201, 2)
    assert await sync_to_async(stored)(poll) == [("yes", 1, True), ("no", 2, False)]


async def test_ballot_that_may_not_change_is_refused_with_what_is_stored(running, poll_of, body):
    rules = {"institution": body.institution, "body": body, "valid_from": "2020-01-01", "ballot_may_change": False}
    await VotingRules.objects.acreate(**rules)
    poll, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        first = await send(page, frame_of(poll, "yes"))
        answer = await send(page, frame_of(poll, "no"))

    assert (answer["status"], answer["code"], answer["stored"]) == (409, "ballot.already_cast", first["receipt"])
    assert answer["message"] == "Ihre Stimme ist gespeichert und kann nicht mehr geändert werden: Ja."
    assert await sync_to_async(stored)(poll) == [("yes", 1, False)]


MALFORMED = [
    ({"ballot_id": "x"}, 400, "ballot.id_malformed"),
    ({"ballot_id": "\ud800"}, 400, "ballot.id_malformed"),
    ({"ballot_id": 7}, 400, "ballot.malformed"),
    ({"ballot_id": None}, 400, "ballot.malformed"),
    ({"choice": ["yes", "no"]}, 400, "ballot.malformed"),
    ({"choice": "maybe"}, 400, "ballot.choice_unknown"),
    ({"choice": ""}, 400, "ballot.choice_unknown"),
    ({"choice": "y\0es"}, 400, "ballot.choice_unknown"),
    ({"poll": "1"}, 400, "ballot.malformed"),
    ({"poll": True}, 400, "ballot.malformed"),
    ({"poll": 1.0}, 400, "ballot.malformed"),
    ({"poll": None}, 400, "ballot.malformed"),
    ({"poll": -1}, 404, "not_found"),
    ({"poll": 0}, 404, "not_found"),
    ({"poll": 10**300}, 404, "not_found"),
    ({"poll": 999_999}, 404, "not_found"),
]


async def test_ballot_that_makes_no_sense_is_refused_in_words_and_the_socket_stays(running, poll_of):
    poll, mira = await sync_to_async(poll_of)()
    before = await sync_to_async(seq_of)(running)
    answers = []
    async with room_of(running, mira.user) as page:
        for wrong, _status, _code in MALFORMED:
            answers.append(await send(page, {**frame_of(poll), **wrong}))
            await asyncio.sleep(0.06)  # not more than twenty a second
        unchanged = await sync_to_async(seq_of)(running), await Ballot.objects.acount()
        last = await send(page, frame_of(poll))

    assert [(answer["status"], answer["code"]) for answer in answers] == [
        (status, code) for _, status, code in MALFORMED
    ]
    assert all(answer["message"] for answer in answers)
    assert json.dumps(answers, ensure_ascii=False).encode()  # as the server writes them
    assert (unchanged, last["status"]) == ((before, 0), 201)


async def test_ballot_frame_without_any_key_is_answered(running, poll_of):
    _, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        answer = await send(page, {"type": "ballot"})

    assert (answer["status"], answer["code"], answer["ballot_id"]) == (400, "ballot.malformed", "")


async def test_ballot_of_somebody_without_a_vote_is_refused(poll_of, refused, clerk):
    poll, _ = await sync_to_async(poll_of)()

    assert await refused(clerk, frame_of(poll)) == (403, "ballot.not_entitled")


async def test_ballot_of_somebody_who_has_left_is_refused(running, poll_of, refused):
    poll, mira = await sync_to_async(poll_of)()
    await sync_to_async(meetings.leave_meeting)(meeting=running, actor=mira)

    assert await refused(mira, frame_of(poll)) == (409, "state.not_now")


async def test_ballot_into_a_closed_poll_is_refused(poll_of, refused, clerk):
    poll, mira = await sync_to_async(poll_of)()
    await sync_to_async(services.close_poll)(poll=poll, actor=clerk)

    assert await refused(mira, frame_of(poll)) == (409, "poll.closed")


async def test_ballot_while_the_meeting_is_interrupted_is_refused(running, poll_of, refused, clerk):
    poll, mira = await sync_to_async(poll_of)()
    await sync_to_async(meetings.interrupt_meeting)(meeting=running, actor=clerk)

    assert await refused(mira, frame_of(poll)) == (409, "state.not_now")


async def test_ballot_into_a_poll_of_another_meeting_is_not_found(running, poll_of, body, clerk):
    """Even though the same person might cast it there: this socket is open to this meeting."""
    poll, mira = await sync_to_async(poll_of)()
    data = {"title": "Nebenan", "starts_at": running.starts_at, "format": "in_person", "hall": "Saal 2"}
    other = await sync_to_async(meetings.create_meeting)(body=body, actor=clerk, **data)
    other = await sync_to_async(meetings.convene_meeting)(meeting=other, actor=clerk)
    async with room_of(other, mira.user) as page:
        answer = await send(page, frame_of(poll))

    assert (answer["status"], answer["code"], await Ballot.objects.acount()) == (404, "not_found", 0)


async def test_ballot_into_a_prepared_poll_is_not_found(item, voters, clerk, refused):
    mira = (await sync_to_async(voters)(1))[0]
    draft = await sync_to_async(services.create_poll)(item=item, actor=clerk)

    assert await refused(mira, frame_of(draft)) == (404, "not_found")


async def test_ballot_into_a_hidden_poll_is_not_found_for_whoever_may_not_know_of_it(make_item, voters, clerk, refused):
    await sync_to_async(voters)(1)
    secret = await sync_to_async(
        lambda: open_secret(item=make_item(part="non_public", draft_resolution="Zuschlag"), actor=clerk)
    )()
    poll = await sync_to_async(services.create_poll)(item=secret, actor=clerk, open_now=True)
    stranger = await sync_to_async(User.objects.create_user)("fremd@example.org")

    class Stranger:
        user = stranger

    assert await refused(Stranger, frame_of(poll)) == (404, "not_found")


async def test_ballot_without_a_session_is_refused(poll_of, refused):
    poll, _ = await sync_to_async(poll_of)()

    assert await refused(None, frame_of(poll), view="public") == (403, "session.missing")


async def test_ballot_on_a_socket_that_names_no_origin_is_refused(poll_of, refused):
    """Whoever has a cookie and no page could be made to cast by anybody who can reach the socket."""
    poll, mira = await sync_to_async(poll_of)()

    assert await refused(mira, frame_of(poll), headers=PAGE[:1]) == (403, "ballot.origin")


@pytest.mark.parametrize("origin", [b"http://localhost:9000", b"https://localhost", b""])
async def test_ballot_from_a_page_of_another_origin_of_the_host_is_refused(poll_of, refused, origin):
    poll, mira = await sync_to_async(poll_of)()

    headers = [PAGE[0], (b"origin", origin)]
    async with AsyncExitStack() as stack:
        try:
            page = await stack.enter_async_context(room_of(poll.meeting, mira.user, headers))
        except AssertionError:
            return  # not even let in
        answer = await send(page, frame_of(poll))

    assert (answer["status"], answer["code"], await Ballot.objects.acount()) == (403, "ballot.origin", 0)


async def test_ballot_after_the_session_was_deleted_is_refused(running, poll_of):
    poll, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        await Session.objects.all().adelete()
        answer = await send(page, frame_of(poll))

    assert (answer["status"], answer["code"], await Ballot.objects.acount()) == (403, "session.missing", 0)


async def change_password(user):
    user.set_password("another long password")
    await user.asave()


async def deactivate(user):
    user.is_active = False
    await user.asave()


@pytest.mark.parametrize("change", [change_password, deactivate])
async def test_ballot_after_the_account_has_changed_is_refused(running, poll_of, change):
    poll, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        await change(await User.objects.aget(pk=mira.user.pk))
        answer = await send(page, frame_of(poll))

    assert (answer["status"], answer["code"], await Ballot.objects.acount()) == (403, "session.missing", 0)


async def test_ballot_while_the_database_is_not_to_be_had_is_no_receipt(running, poll_of, monkeypatch):
    from django.db import OperationalError

    def fail(*_):
        raise OperationalError("gone")

    poll, mira = await sync_to_async(poll_of)()
    async with room_of(running, mira.user) as page:
        with monkeypatch.context() as patched:
            patched.setattr("voting.frames.cast_together", fail)
            lost = await send(page, frame_of(poll))
        then = await send(page, frame_of(poll))

    assert (lost["status"], lost["code"], then["status"]) == (503, "server.unavailable", 201)


async def test_ballots_of_a_hall_come_to_be_stored_together(running, poll_of, monkeypatch):
    """What arrives while a batch is written goes into the next: far fewer transactions than ballots, and every
    receipt right.
    """
    import voting.frames

    sizes, real = [], voting.frames.cast_together

    def noted(meeting, casts):
        sizes.append(len(casts))
        return real(meeting, casts)

    monkeypatch.setattr("voting.frames.cast_together", noted)
    poll, *people = await sync_to_async(poll_of)(12)
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(room_of(running, actor.user)) for actor in people]
        answers = await asyncio.gather(*(send(page, frame_of(poll)) for page in pages))

    assert [answer["status"] for answer in answers] == [201] * 12
    assert len({answer["receipt"]["seq"] for answer in answers}) == 12
    assert (sum(sizes), len(sizes) < 12) == (12, True)
