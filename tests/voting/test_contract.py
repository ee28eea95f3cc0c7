"""What anything outside may rely on (docs/live.md): the ballot over HTTP, who may reach what, plain forms without a
script.
"""

import json
import uuid

import pytest
from django.urls import reverse

from meetings import services as meetings
from tests.publicity import open_secret
from voting import services
from voting.models import Ballot, Poll, VotingRules

JSON = {"Accept": "application/json"}
GERMAN_AND_ENGLISH = ["Sie haben in dieser Abstimmung kein Stimmrecht.", "You have no vote in this poll."]
ACTIONS = ["open_poll", "close_poll", "declare_result", "discard_poll", "cast_ballot"]


def url(name, row):
    return reverse(f"voting:{name}", args=[row.pk])


def ballot(choice="yes", ballot_id=None):
    return {"choice": choice, "ballot_id": str(ballot_id or uuid.uuid4())}


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk.user)


@pytest.fixture
def poll(voters, open_poll):
    """An open poll with one elector, `poll.voter`."""
    (voter,) = voters(1)
    poll = open_poll()
    poll.voter = voter
    return poll


@pytest.fixture
def browser(poll, signed_in):
    """The elector's browser."""
    return signed_in(poll.voter.user)


def test_cast_ballot_answers_with_the_receipt_and_with_the_same_one_again(poll, browser):
    sent = ballot()

    first = browser.post(url("cast_ballot", poll), sent, headers=JSON)
    again = browser.post(url("cast_ballot", poll), sent, headers=JSON)

    poll.meeting.refresh_from_db()
    receipt = {
        "poll": poll.pk,
        "choice": "yes",
        "version": 1,
        "seq": poll.meeting.last_seq,
        "ballot_id": sent["ballot_id"],
    }
    assert (first.status_code, first.json()) == (201, receipt)
    assert (again.status_code, again.json()) == (200, receipt)


def test_cast_ballot_takes_a_json_object(poll, browser):
    response = browser.post(
        url("cast_ballot", poll), json.dumps(ballot("abstain")), content_type="application/json", headers=JSON
    )

    assert (response.status_code, response.json()["choice"]) == (201, "abstain")


def test_cast_ballot_without_a_script_goes_back_to_the_room(poll, browser):
    response = browser.post(url("cast_ballot", poll), ballot("no"))

    assert (response.status_code, response.headers["Location"]) == (302, f"/meetings/{poll.meeting_id}/room/")
    assert Ballot.objects.get().choice == "no"


def test_cast_ballot_is_never_kept_by_a_cache(poll, browser):
    answers = [browser.post(url("cast_ballot", poll), sent, headers=JSON) for sent in (ballot(), ballot("maybe"))]

    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store, private"] * 2


MALFORMED = [
    ({}, 400),
    ({"choice": "yes"}, 400),
    ({"choice": "yes", "ballot_id": "7"}, 400),
    ({"choice": "maybe", "ballot_id": str(uuid.UUID(int=7))}, 400),
    ({"choice": "", "ballot_id": str(uuid.UUID(int=7))}, 400),
    ({"choice": "yes\0", "ballot_id": str(uuid.UUID(int=7))}, 400),
]


@pytest.mark.parametrize(("fields", "status"), MALFORMED)
@pytest.mark.parametrize("kind", ["form", "json"])
def test_cast_ballot_refuses_malformed_fields(poll, browser, fields, status, kind):
    sent = {"data": fields} if kind == "form" else {"data": json.dumps(fields), "content_type": "application/json"}

    response = browser.post(url("cast_ballot", poll), **sent, headers=JSON)

    assert response.status_code == status
    assert set(response.json()) == {"code", "message"}
    assert not Ballot.objects.exists()


BODIES = [
    ("", 400),
    ("nonsense", 400),
    ("[]", 400),
    ('"yes"', 400),
    ("null", 400),
    ('{"choice": ["yes"], "ballot_id": 7}', 400),
    ("[" * 2000, 400),
    (b"\xff\xfe", 400),
    ('{"choice": "' + "x" * 5000 + '"}', 413),
]


@pytest.mark.parametrize(("content", "status"), BODIES, ids=range(len(BODIES)))
def test_cast_ballot_refuses_bodies_that_are_no_ballot(poll, browser, content, status):
    response = browser.post(url("cast_ballot", poll), content, content_type="application/json", headers=JSON)

    assert response.status_code == status
    assert set(response.json()) == {"code", "message"}


def test_cast_ballot_says_what_is_stored_when_it_may_not_change(body, voters, open_poll, signed_in):
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", ballot_may_change=False
    )
    (voter,) = voters(1)
    poll, browser = open_poll(), signed_in(voter.user)
    receipt = browser.post(url("cast_ballot", poll), ballot("no"), headers=JSON).json()

    refused = browser.post(url("cast_ballot", poll), ballot("yes"), headers=JSON)

    assert refused.status_code == 409
    assert (refused.json()["code"], refused.json()["stored"]) == ("ballot.already_cast", receipt)


def test_cast_ballot_after_the_close_is_refused_but_answers_for_what_is_stored(poll, browser, clerk):
    stored = ballot()
    receipt = browser.post(url("cast_ballot", poll), stored, headers=JSON).json()
    services.close_poll(poll=poll, actor=clerk)

    late = browser.post(url("cast_ballot", poll), ballot("no"), headers=JSON)
    again = browser.post(url("cast_ballot", poll), stored, headers=JSON)

    assert (late.status_code, late.json()["code"]) == (409, "poll.closed")
    assert (again.status_code, again.json()) == (200, receipt)


@pytest.mark.parametrize("role", ["clerk", "advisory_member", "substitute", "member", "administrator"])
def test_cast_ballot_is_refused_to_others_by_name(poll, signed_in, actor, role):
    response = signed_in(actor(role).user).post(url("cast_ballot", poll), ballot(), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (403, "ballot.not_entitled")
    assert not Ballot.objects.exists()


def test_cast_ballot_with_a_session_that_has_ended_keeps_the_door_open(poll, client):
    by_script = client.post(url("cast_ballot", poll), ballot(), headers=JSON)
    by_form = client.post(url("cast_ballot", poll), ballot())

    assert (by_script.status_code, by_script.json()["code"]) == (403, "session.missing")
    assert by_form.headers["Location"] == f"/accounts/login/?next=/meetings/{poll.meeting_id}/room/"


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_is_a_post(poll, desk, name):
    assert desk.get(url(name, poll)).status_code == 405


@pytest.fixture
def hidden(running, make_item, clerk, voters):
    """An open poll on a non-public item."""
    voters(1)
    item = open_secret(
        item=make_item(part="non_public", title="Vergabe", draft_resolution="Zuschlag an X"), actor=clerk
    )
    return services.create_poll(item=item, actor=clerk, open_now=True)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_non_public_poll_answers_outsiders_like_one_that_does_not_exist(hidden, signed_in, actor, name):
    absent = Poll(pk=hidden.pk + 1000)
    for browser in (signed_in(None), signed_in(actor("administrator").user)):
        answers = [browser.post(url(name, poll), ballot(), headers=JSON) for poll in (hidden, absent)]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_a_non_public_item_takes_no_poll_from_outsiders(hidden, signed_in):
    assert signed_in(None).post(url("create_poll", hidden.item), {"question": "?"}, headers=JSON).status_code == 404


@pytest.mark.parametrize("name", ACTIONS)
def test_a_prepared_poll_is_hidden_from_everybody_but_the_desk(item, clerk, signed_in, actor, name):
    draft = services.create_poll(item=item, actor=clerk)

    assert signed_in(actor("member").user).post(url(name, draft), ballot(), headers=JSON).status_code == 404


def test_the_desk_runs_a_poll_with_plain_forms(item, voters, desk):
    voters(1)
    home = f"/meetings/{item.meeting_id}/desk/"

    made = desk.post(url("create_poll", item), {"question": "Wollen wir das?", "open": "1"})
    poll = Poll.objects.get()
    went = [made, *(desk.post(url(name, poll)) for name in ("close_poll", "declare_result"))]

    assert [(answer.status_code, answer.headers["Location"]) for answer in went] == [(302, home)] * 3
    poll.refresh_from_db()
    assert (poll.question, poll.state, poll.declared_outcome) == ("Wollen wir das?", "declared", "rejected")


def test_create_poll_without_opening_prepares_and_discard_poll_removes(item, desk):
    desk.post(url("create_poll", item), {"question": "Später?", "open": ""})
    poll = Poll.objects.get()
    assert poll.state == "draft"

    desk.post(url("discard_poll", poll))

    assert not Poll.objects.exists()


def test_create_poll_to_be_opened_without_electors_leaves_nothing(item, desk):
    response = desk.post(url("create_poll", item), {"question": "?", "open": "1"}, headers=JSON)

    assert (response.status_code, response.json()["code"]) == (409, "poll.no_electorate")
    assert not Poll.objects.exists()


@pytest.mark.parametrize("role", ["member", "expert_citizen", "advisory_member", "substitute", "administrator"])
@pytest.mark.parametrize("name", ["close_poll", "open_poll", "declare_result", "discard_poll"])
def test_the_course_of_a_poll_is_the_desks(poll, signed_in, actor, role, name):
    response = signed_in(actor(role).user).post(url(name, poll), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (403, "permission.denied")


def test_a_refusal_speaks_the_persons_language(poll, signed_in, actor):
    browser = signed_in(actor("advisory_member").user)

    answers = [
        browser.post(url("cast_ballot", poll), ballot(), headers={**JSON, "Accept-Language": code})
        for code in ("de", "en")
    ]

    assert [answer.json()["message"] for answer in answers] == GERMAN_AND_ENGLISH


def test_a_question_is_shown_as_typed(item, voters, desk, client):
    voters(1)
    question = "<b>„Größe“</b> & 'שלום' " + "x" * 500

    desk.post(url("create_poll", item), {"question": question, "open": "1"})

    page = client.get(f"/meetings/{item.meeting_id}/public/").content.decode()
    assert "&lt;b&gt;„Größe“&lt;/b&gt; &amp; &#x27;שלום&#x27;" in page
    assert "<b>„Größe" not in page


def test_cast_ballot_of_somebody_who_left_stays_and_cannot_be_changed(poll, browser, running):
    browser.post(url("cast_ballot", poll), ballot("yes"), headers=JSON)
    meetings.leave_meeting(meeting=running, actor=poll.voter)

    response = browser.post(url("cast_ballot", poll), ballot("no"), headers=JSON)

    assert response.status_code == 409
    assert Ballot.objects.get().choice == "yes"
