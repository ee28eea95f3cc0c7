import json
import uuid

import pytest
from django.urls import reverse

from tests.publicity import open_secret
from voting import services
from voting.models import Ballot, Poll, VotingRules

pytestmark = pytest.mark.any_database

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def at_ballot(signed_in):
    """POST a ballot as somebody; keyword `as_json` sends a JSON body."""

    def post(poll, user, data, **extra):
        url = reverse("voting:cast_ballot", args=[poll.pk])
        return signed_in(user).post(url, data, **{**JSON, **extra})

    return post


def test_cast_ballot_answers_201_then_200_with_the_same_receipt(voters, open_poll, at_ballot):
    mira = voters(1)[0]
    poll, data = open_poll(), {"choice": "yes", "ballot_id": str(uuid.uuid4())}

    first, again = at_ballot(poll, mira.user, data), at_ballot(poll, mira.user, data)

    assert (first.status_code, again.status_code, first.json() == again.json()) == (201, 200, True)
    assert first.json() == {
        "poll": poll.pk,
        "choice": "yes",
        "version": 1,
        "seq": Ballot.objects.get().seq,
        "ballot_id": data["ballot_id"],
    }
    assert first.headers["Cache-Control"] == "no-store, private"


def test_cast_ballot_takes_a_json_body(voters, open_poll, at_ballot):
    mira = voters(1)[0]
    body = json.dumps({"choice": "abstain", "ballot_id": str(uuid.uuid4())})

    answer = at_ballot(open_poll(), mira.user, body, content_type="application/json")

    assert (answer.status_code, answer.json()["choice"]) == (201, "abstain")


def test_cast_ballot_without_script_goes_back_to_the_room(voters, open_poll, at_ballot):
    mira = voters(1)[0]
    poll = open_poll()

    answer = at_ballot(poll, mira.user, {"choice": "no", "ballot_id": str(uuid.uuid4())}, headers={})

    assert (answer.status_code, answer.url) == (302, reverse("meetings:room", args=[poll.meeting_id]))


BAD = [
    ("[1]", 400, "ballot.malformed"),
    ("[" * 3000, 400, "ballot.malformed"),
    ('{"choice": 1, "ballot_id": "x"}', 400, "ballot.malformed"),
    ('{"choice": "yes", "ballot_id": "x"}', 400, "ballot.id_malformed"),
    ('{"choice": "yes"}', 400, "ballot.id_malformed"),
    ('{"choice": "maybe", "ballot_id": "00000000-0000-4000-8000-000000000000"}', 400, "ballot.choice_unknown"),
    ('{"choice": "' + "y" * 5000 + '"}', 413, "ballot.too_large"),
    ("\xff", 400, "ballot.malformed"),
]


@pytest.mark.parametrize(("sent", "status", "code"), BAD)
def test_cast_ballot_refuses_bad_input_in_words(voters, open_poll, at_ballot, sent, status, code):
    mira = voters(1)[0]

    answer = at_ballot(open_poll(), mira.user, sent.encode("latin-1"), content_type="application/json")

    assert (answer.status_code, answer.json()["code"], bool(answer.json()["message"])) == (status, code, True)
    assert Ballot.objects.count() == 0


def test_cast_ballot_shows_what_is_stored_when_it_may_not_change(voters, open_poll, at_ballot, body):
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", ballot_may_change=False
    )
    mira = voters(1)[0]
    poll = open_poll()
    first = at_ballot(poll, mira.user, {"choice": "no", "ballot_id": str(uuid.uuid4())})

    second = at_ballot(poll, mira.user, {"choice": "yes", "ballot_id": str(uuid.uuid4())})

    assert (second.status_code, second.json()["code"], second.json()["stored"]) == (
        409,
        "ballot.already_cast",
        first.json(),
    )


def test_cast_ballot_by_a_stranger_is_told_to_sign_in(voters, open_poll, at_ballot):
    voters(1)
    poll, data = open_poll(), {"choice": "no", "ballot_id": str(uuid.uuid4())}

    told, led = at_ballot(poll, None, data), at_ballot(poll, None, data, headers={})

    assert (told.status_code, told.json()["code"]) == (403, "session.missing")
    assert led.url.startswith(reverse("account_login"))


def test_cast_ballot_takes_no_get(voters, open_poll, signed_in):
    mira = voters(1)[0]

    assert signed_in(mira.user).get(reverse("voting:cast_ballot", args=[open_poll().pk])).status_code == 405


@pytest.mark.parametrize("name", ["cast_ballot", "open_poll", "close_poll", "declare_result", "discard_poll"])
def test_a_non_public_poll_is_404_for_everybody_outside(make_item, clerk, voters, actor, signed_in, name):
    voters(1)
    secret = open_secret(item=make_item(part="non_public"), actor=clerk)
    poll = services.create_poll(item=secret, actor=clerk, open_now=True)

    statuses = {
        role: signed_in(actor(role).user).post(reverse(f"voting:{name}", args=[poll.pk]), **JSON).status_code
        for role in ("public", "administrator")
    }

    assert statuses == {"public": 404, "administrator": 404}


def test_a_draft_is_404_for_members_and_there_for_the_desk(item, clerk, actor, signed_in):
    draft = services.create_poll(item=item, actor=clerk)
    url = reverse("voting:discard_poll", args=[draft.pk])

    assert signed_in(actor("member").user).post(url, **JSON).status_code == 404
    assert signed_in(clerk.user).post(url, **JSON).status_code == 200


def test_the_desk_creates_opens_closes_and_declares(item, clerk, voters, signed_in):
    voters(1)
    desk = signed_in(clerk.user)

    created = desk.post(reverse("voting:create_poll", args=[item.pk]), {"question": "Wollen wir?", "open": "1"}, **JSON)
    poll = Poll.objects.get()
    closed = desk.post(reverse("voting:close_poll", args=[poll.pk]), **JSON)
    declared = desk.post(reverse("voting:declare_result", args=[poll.pk]))

    poll.refresh_from_db()
    assert (created.status_code, closed.status_code, declared.status_code) == (200, 200, 302)
    assert (poll.question, poll.state) == ("Wollen wir?", "declared")


def test_create_poll_that_cannot_open_leaves_nothing(item, clerk, signed_in):
    answer = signed_in(clerk.user).post(
        reverse("voting:create_poll", args=[item.pk]), {"question": "?", "open": "1"}, **JSON
    )

    assert (answer.status_code, answer.json()["code"], Poll.objects.count()) == (409, "poll.no_electorate", 0)
