"""Hands and names entered at the desk, mixed with devices, never counted twice (REQ-73); roll calls (REQ-75,
REQ-76).
"""

import re

import pytest

from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.registry import next_step
from meetings.selectors import actor_for
from tests.conftest import names_of
from voting import selectors, services
from voting.models import Ballot, Elector, HandCount, VotingRules


def code(action, **data):
    with pytest.raises(DomainError) as error:
        action(**data)
    return error.value.code


def counts(poll):
    return poll.yes_count, poll.no_count, poll.abstain_count, poll.not_voted_count


def elector(poll, actor):
    return Elector.objects.get(poll=poll, person=actor.person_id)


@pytest.fixture
def remote(running, seat, body):
    """`remote(2)`: so many council members at home."""

    def make(number):
        actors = [actor_for(seat("member").person.user, body_id=body.pk) for _ in range(number)]
        for actor in actors:
            meetings.join_meeting(meeting=running, mode="remote", actor=actor)
        return [actor_for(actor.user, body_id=body.pk, meeting=running) for actor in actors]

    return make


def test_enter_hands_counts_them(voters, open_poll, clerk):
    voters(5)
    poll = open_poll(method="hands")

    services.enter_hands(poll=poll, yes=3, no=1, abstain=1, actor=clerk)
    poll = services.close_poll(poll=poll, actor=clerk)

    assert (counts(poll), poll.outcome) == ((3, 1, 1, 0), "adopted")
    assert selectors.record_of(poll).by_name is False


def test_enter_hands_again_replaces_the_numbers_and_keeps_the_old_ones(voters, open_poll, clerk):
    voters(3)
    poll = open_poll(method="hands")

    services.enter_hands(poll=poll, yes=3, no=0, abstain=0, actor=clerk)
    services.enter_hands(poll=poll, yes=1, no=2, abstain=0, actor=clerk)

    assert list(HandCount.objects.values_list("version", "yes", "superseded").order_by("version")) == [
        (1, 3, True),
        (2, 1, False),
    ]
    assert counts(services.close_poll(poll=poll, actor=clerk)) == (1, 2, 0, 0)


def test_enter_hands_can_close_in_the_same_step(voters, open_poll, clerk):
    voters(2)
    poll = open_poll(method="hands")

    services.enter_hands(poll=poll, yes=1, no=0, abstain=0, close=True, actor=clerk)

    poll.refresh_from_db()
    assert (poll.state, counts(poll)) == ("closed", (1, 0, 0, 1))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"yes": 3, "no": 1, "abstain": 0}, "hands.too_many"),
        ({"yes": -1, "no": 0, "abstain": 0}, "hands.negative"),
        ({"yes": 2**40, "no": 0, "abstain": 0}, "hands.negative"),
        ({"yes": 1, "no": 0, "abstain": 0, "casting": "maybe"}, "hands.casting_unknown"),
    ],
)
def test_enter_hands_refuses_what_cannot_be(voters, open_poll, clerk, running, numbers, expected):
    voters(3)
    poll = open_poll(method="hands")
    before = names_of(running)

    assert code(services.enter_hands, poll=poll, actor=clerk, **numbers) == expected
    assert (HandCount.objects.count(), names_of(running)) == (0, before)


def test_enter_hands_is_for_the_desk(voters, open_poll):
    mira = voters(1)[0]
    poll = open_poll(method="hands")

    assert code(services.enter_hands, poll=poll, yes=1, no=0, abstain=0, actor=mira) == "permission.denied"


def test_a_vote_by_hands_is_not_closed_before_they_were_counted(voters, open_poll, clerk):
    voters(2)
    poll = open_poll(method="hands")

    assert code(services.close_poll, poll=poll, actor=clerk) == "hands.missing"


def test_whoever_raises_a_hand_cannot_cast_on_a_device(voters, open_poll, cast, clerk):
    mira = voters(1)[0]
    poll = open_poll(method="hands")

    with pytest.raises(DomainError) as error:
        cast(poll, mira)

    assert (error.value.code, Ballot.objects.count()) == ("ballot.by_hand", 0)


def test_mixed_counts_hands_in_the_hall_and_devices_of_the_remote_once(voters, remote, open_poll, cast, clerk):
    hall, home = voters(4), remote(3)
    poll = open_poll(method="mixed")
    for actor, choice in zip(home, ("yes", "no", "abstain"), strict=True):
        cast(poll, actor, choice)

    with pytest.raises(DomainError) as refused:
        cast(poll, hall[0])
    assert code(services.enter_hands, poll=poll, yes=5, no=0, abstain=0, actor=clerk) == "hands.too_many"
    services.enter_hands(poll=poll, yes=3, no=1, abstain=0, actor=clerk)
    poll = services.close_poll(poll=poll, actor=clerk)

    assert refused.value.code == "ballot.by_hand"
    assert (counts(poll), poll.outcome) == ((4, 2, 1, 0), "adopted")


def test_mixed_by_name_shows_everybody(voters, remote, open_poll, cast, clerk):
    hall, home = voters(2), remote(1)
    poll = open_poll(method="mixed")
    cast(poll, home[0], "no")
    services.enter_votes(poll=poll, choices={elector(poll, hall[0]).pk: "abstain"}, rest="yes", actor=clerk)
    poll = services.close_poll(poll=poll, actor=clerk)

    record = selectors.record_of(poll)
    assert counts(poll) == (1, 1, 1, 0)
    assert (record.by_name, [len(line.names) for line in record.lines]) == (True, [1, 1, 1, 0])


def test_enter_votes_all_yes_but(voters, open_poll, clerk):
    people = voters(5)
    poll = open_poll(method="hands")
    exceptions = {elector(poll, people[1]).pk: "no", elector(poll, people[3]).pk: "abstain"}

    services.enter_votes(poll=poll, choices=exceptions, rest="yes", actor=clerk)

    assert counts(services.close_poll(poll=poll, actor=clerk)) == (3, 1, 1, 0)


def test_enter_votes_again_changes_only_what_differs(voters, open_poll, clerk, running):
    people = voters(2)
    poll = open_poll(method="hands")
    services.enter_votes(poll=poll, choices={}, rest="yes", actor=clerk)

    services.enter_votes(
        poll=poll, choices={elector(poll, people[0]).pk: "no", elector(poll, people[1]).pk: "yes"}, actor=clerk
    )

    assert list(Ballot.objects.order_by("pk").values_list("choice", "version", "superseded", "source")) == [
        ("yes", 1, True, "hands"),
        ("yes", 1, False, "hands"),
        ("no", 2, False, "hands"),
    ]
    assert names_of(running).count("voting.ballot.entered") == 3


def test_names_replace_numbers_and_numbers_do_not_come_after_names(voters, open_poll, clerk):
    voters(2)
    poll = open_poll(method="hands")
    services.enter_hands(poll=poll, yes=2, no=0, abstain=0, actor=clerk)

    services.enter_votes(poll=poll, choices={}, rest="no", actor=clerk)

    assert code(services.enter_hands, poll=poll, yes=2, no=0, abstain=0, actor=clerk) == "hands.by_name_already"
    assert counts(services.close_poll(poll=poll, actor=clerk)) == (0, 2, 0, 0)


def test_enter_votes_refuses_what_cannot_be(voters, remote, open_poll, make_item, cast, clerk):
    voters(1)
    home = remote(1)[0]
    poll = open_poll(method="mixed")
    remote_elector = elector(poll, home).pk

    assert code(services.enter_votes, poll=poll, choices={remote_elector: "yes"}, actor=clerk) == "hands.by_device"
    assert code(services.enter_votes, poll=poll, choices={4711: "yes"}, actor=clerk) == "not_found"
    assert code(services.enter_votes, poll=poll, choices={}, rest="maybe", actor=clerk) == "ballot.choice_unknown"
    assert code(services.enter_votes, poll=poll, choices={}, actor=clerk) == "hands.nothing"
    assert Ballot.objects.count() == 0


def test_an_open_vote_on_devices_takes_no_hands(voters, open_poll, clerk):
    voters(1)
    poll = open_poll(method="open")

    assert code(services.enter_hands, poll=poll, yes=1, no=0, abstain=0, actor=clerk) == "hands.none"
    assert code(services.enter_votes, poll=poll, choices={}, rest="yes", actor=clerk) == "hands.none"


def test_weighted_hands_are_entered_by_name(voters, open_poll, clerk, body):
    people = voters(2)
    body.memberships.filter(person=people[0].person_id).update(vote_weight=3)
    poll = open_poll(method="hands")

    assert code(services.enter_hands, poll=poll, yes=2, no=0, abstain=0, actor=clerk) == "hands.weighted"
    services.enter_votes(poll=poll, choices={elector(poll, people[0]).pk: "no"}, rest="yes", actor=clerk)
    poll = services.close_poll(poll=poll, actor=clerk)
    assert (counts(poll), poll.present_count, poll.outcome) == ((1, 3, 0, 0), 4, "rejected")


@pytest.mark.parametrize(("casting", "outcome"), [("yes", "adopted"), ("no", "rejected"), ("", "rejected")])
def test_the_casting_vote_decides_a_tie_of_hands(voters, item, clerk, body, casting, outcome):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", casting_vote=True)
    voters(4)
    poll = services.create_poll(item=item, method="hands", open_now=True, actor=clerk)
    services.enter_hands(poll=poll, yes=2, no=2, abstain=0, casting=casting, actor=clerk)
    poll = services.close_poll(poll=poll, actor=clerk)

    assert (poll.outcome, poll.casting) == (outcome, casting)
    assert poll.casting == "" or "Stimme" in selectors.sentence_for(poll)


def test_the_casting_vote_is_the_ballot_of_whoever_presides(running, voters, item, cast, clerk, body):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", casting_vote=True)
    chair, other = voters(1, role="chair")[0], voters(1)[0]
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    cast(poll, chair, "yes")
    cast(poll, other, "no")

    poll = services.close_poll(poll=poll, actor=clerk)

    assert (poll.outcome, poll.casting, counts(poll)) == ("adopted", "yes", (1, 1, 0, 0))


@pytest.mark.parametrize(
    ("known", "another", "expected"), [(False, "no", ("rejected", "")), (True, "yes", ("adopted", ""))]
)
def test_there_is_a_casting_vote_only_where_the_rules_know_one_and_only_at_a_tie(
    running, voters, item, cast, clerk, body, known, another, expected
):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", casting_vote=known)
    chair, other = voters(1, role="chair")[0], voters(1)[0]
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    cast(poll, chair, "yes")
    cast(poll, other, another)

    poll = services.close_poll(poll=poll, actor=clerk)

    assert (poll.outcome, poll.casting) == expected


def test_a_roll_call_calls_the_names_in_order_and_enters_the_answers(voters, open_poll, clerk, running):
    people = voters(3)
    poll = open_poll(method="roll_call")
    order = [row.person_id for row in poll.electors.order_by("position")]
    assert order == [actor.person_id for actor in people]

    poll = services.call_elector(poll=poll, actor=clerk)
    called = [poll.called.person_id]
    for answer in ("yes", "no"):
        poll = services.call_elector(poll=poll, answer=answer, actor=clerk)
        called.append(poll.called.person_id)
    poll = services.call_elector(poll=poll, answer="abstain", actor=clerk)

    assert (called, poll.called.person_id) == (order, order[-1])
    assert code(services.call_elector, poll=poll, actor=clerk) == "roll_call.all_called"
    assert counts(services.close_poll(poll=poll, actor=clerk)) == (1, 1, 1, 0)
    assert names_of(running).count("voting.elector.called") == 3


def test_a_roll_call_passes_over_whoever_answered_on_a_device(voters, open_poll, cast, clerk):
    people = voters(3)
    poll = open_poll(method="roll_call")
    cast(poll, people[0], "no")

    poll = services.call_elector(poll=poll, actor=clerk)

    assert poll.called.person_id == people[1].person_id
    assert (
        code(services.enter_votes, poll=poll, choices={elector(poll, people[0]).pk: "yes"}, actor=clerk)
        == "hands.by_device"
    )


def test_whoever_answered_aloud_does_not_vote_on_a_device_as_well(voters, open_poll, cast, clerk):
    mira = voters(1)[0]
    poll = services.call_elector(poll=open_poll(method="roll_call"), actor=clerk)
    services.call_elector(poll=poll, answer="yes", actor=clerk)

    with pytest.raises(DomainError) as error:
        cast(poll, mira, "no")

    assert (error.value.code, Ballot.objects.get().choice) == ("ballot.by_hand", "yes")


def test_somebody_can_be_called_again(voters, open_poll, clerk):
    people = voters(2)
    poll = services.call_elector(poll=open_poll(method="roll_call"), actor=clerk)
    poll = services.call_elector(poll=poll, actor=clerk)

    poll = services.call_elector(poll=poll, elector=elector(poll, people[0]).pk, actor=clerk)
    services.call_elector(poll=poll, answer="no", actor=clerk)

    assert list(Ballot.objects.values_list("elector__person", "choice")) == [(people[0].person_id, "no")]


def test_call_elector_refuses_what_cannot_be(voters, open_poll, clerk):
    voters(1)
    poll = open_poll(method="roll_call")

    assert code(services.call_elector, poll=poll, answer="yes", actor=clerk) == "not_found"
    assert code(services.call_elector, poll=poll, elector=4711, actor=clerk) == "not_found"
    poll = services.call_elector(poll=poll, actor=clerk)
    assert code(services.call_elector, poll=poll, answer="maybe", actor=clerk) == "ballot.choice_unknown"
    assert code(services.enter_hands, poll=poll, yes=1, no=0, abstain=0, actor=clerk) == "hands.roll_call"
    assert Ballot.objects.count() == 0


def test_only_a_roll_call_calls_names(voters, open_poll, clerk):
    voters(1)

    assert code(services.call_elector, poll=open_poll(method="hands"), actor=clerk) == "poll.no_roll_call"


@pytest.mark.parametrize(
    ("order", "expected"), [("name", [0, 1, 2]), ("chair_last", [1, 2, 0]), ("faction", [1, 2, 0])]
)
def test_the_order_of_a_roll_call_is_the_bodys(voters, item, clerk, body, order, expected):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", roll_call_order=order)
    people = [*voters(1, role="chair"), *voters(2)]
    body.memberships.filter(person=people[0].person_id).update(faction=None)

    poll = services.create_poll(item=item, method="roll_call", open_now=True, actor=clerk)

    assert [row.person_id for row in poll.electors.order_by("position")] == [
        people[place].person_id for place in expected
    ]


@pytest.fixture
def rest_is_for(body):
    return VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", hands_order="rest_is_for"
    )


def sent(browser, poll, **numbers):
    answer = browser.post(f"/polls/{poll.pk}/hands/", numbers, headers={"Accept": "application/json"})
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"no": "1", "abstain": "1", "yes": ""}, (3, 1, 1)),
        ({"no": "2", "abstain": "", "yes": ""}, (3, 2, 0)),
        ({"no": "0", "yes": ""}, (5, 0, 0)),
        ({"no": "1", "abstain": "1", "yes": "2"}, (2, 1, 1)),  # somebody did not vote
    ],
)
def test_the_rest_is_for_where_the_body_counts_so(rest_is_for, voters, open_poll, clerk, signed_in, numbers, expected):
    voters(5)
    poll = open_poll(method="hands")
    assert sent(signed_in(clerk.user), poll, **numbers) == (200, "")
    row = HandCount.objects.get(poll=poll)
    assert (row.yes, row.no, row.abstain) == expected


def test_the_rest_is_never_less_than_nobody(rest_is_for, voters, open_poll, clerk, signed_in):
    voters(2)
    poll = open_poll(method="hands")
    assert sent(signed_in(clerk.user), poll, no="2", abstain="1") == (400, "hands.too_many")
    assert not HandCount.objects.exists()


def test_without_that_rule_nobody_is_for_unasked(voters, open_poll, clerk, signed_in):
    voters(3)
    poll = open_poll(method="hands")
    assert sent(signed_in(clerk.user), poll, no="1", abstain="", yes="") == (200, "")
    assert HandCount.objects.get(poll=poll).counts == {"yes": 0, "no": 1, "abstain": 0}
    assert code(services.enter_hands, poll=poll, yes=None, no=1, abstain=0, actor=clerk) == "hands.incomplete"


@pytest.mark.parametrize("order", ["each", "rest_is_for"])
def test_an_empty_form_neither_counts_nor_closes(rest_is_for, voters, open_poll, clerk, signed_in, order):
    VotingRules.objects.update(hands_order=order)
    voters(3)
    poll = open_poll(method="hands")
    assert sent(signed_in(clerk.user), poll, no="", abstain=" ", yes="", close="1") == (400, "hands.incomplete")
    poll.refresh_from_db()
    assert (poll.state, HandCount.objects.exists()) == ("open", False)


@pytest.mark.parametrize(
    ("order", "fields", "words"),
    [
        ("each", ["yes", "no", "abstain"], "Wer ist dafür? – Wer ist dagegen? – Wer enthält sich?"),
        ("rest_is_for", ["no", "abstain", "yes"], "Wer ist dagegen? – Wer enthält sich? – Damit stimmen alle"),
    ],
)
def test_the_desk_asks_in_the_order_of_the_bodys_rules(rest_is_for, voters, open_poll, order, fields, words):
    VotingRules.objects.update(hands_order=order)
    voters(3)
    poll = open_poll(method="hands")
    html = render_shared(panel_named("poll"), Meeting.objects.get(pk=poll.meeting_id), Audience.DESK)
    form = html[html.index("/hands/") :]
    assert re.findall(r'id="hands-(yes|no|abstain)"', form) == fields
    first, last = re.findall(r"<input id=\"hands-[^>]*>", form)[:: len(fields) - 1]
    assert ("aria-keyshortcuts" in first, "aria-keyshortcuts" in last) == (True, False)
    assert ("data-is-rest" in last) == (order == "rest_is_for")
    assert next_step(Meeting.objects.get(pk=poll.meeting_id)).words.startswith(words)


def test_an_answer_pressed_twice_is_entered_for_nobody_else(voters, open_poll, clerk, signed_in):
    voters(3)
    poll = open_poll(method="roll_call")
    services.call_elector(poll=poll, actor=clerk)
    step = next_step(Meeting.objects.get(pk=poll.meeting_id))
    sends = dict(step.answers[0].fields)
    browser = signed_in(clerk.user)
    told = [browser.post(step.answers[0].url, sends, headers={"Accept": "application/json"}) for _ in range(2)]

    assert [answer.status_code for answer in told] == [200, 409]
    assert told[1].json()["code"] == "roll_call.gone_on"
    first = Elector.objects.get(pk=sends["called"])
    assert [(ballot.elector, ballot.choice) for ballot in Ballot.objects.all()] == [(first, "yes")]
    again = next_step(Meeting.objects.get(pk=poll.meeting_id))
    assert dict(again.answers[0].fields)["called"] != sends["called"]
    assert "called" in dict(again.fields)
