"""What a result shows: faction by faction, the seat chart, weights, the rule in words, names while a vote is open."""

import pytest

from meetings.models import Faction
from voting import selectors, services
from voting.enums import ELECTRONIC, MajorityRule, Method
from voting.majority import RULES
from voting.models import VotingRules


def test_every_majority_has_a_name():
    assert set(MajorityRule.values) == set(RULES)


def test_what_needs_an_approval_are_the_ways_on_members_devices():
    assert {Method.OPEN, Method.MIXED} == ELECTRONIC


@pytest.fixture
def by_faction(body, faction, voters, item, cast, clerk):
    """A declared vote of three of the blue faction, one of the green one, and one of none."""
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", results_by_faction=True
    )
    green = Faction.objects.create(term=faction.term, name="Fraktion Grün", short_name="Grün")
    people = voters(5)
    body.memberships.filter(person=people[3].person_id).update(faction=green)
    body.memberships.filter(person=people[4].person_id).update(faction=None)
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    for actor, choice in zip(people, ("yes", "yes", "no", "no", "abstain"), strict=True):
        cast(poll, actor, choice)
    return services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)


def test_a_result_names_the_numbers_of_each_faction_where_the_rules_want_them(by_faction):
    record = selectors.record_of(by_faction)

    assert (
        record.factions_sentence == "Dafür: 2 (2 Blau); dagegen: 2 (1 Blau, 1 Grün); Enthaltungen: 1 (1 fraktionslos)"
    )
    assert [name for name, _ in record.factions] == ["Blau", "Grün", ""] or sorted(
        name for name, _ in record.factions
    ) == [
        "",
        "Blau",
        "Grün",
    ]


def test_the_seat_chart_seats_factions_together(by_faction):
    places = selectors.record_of(by_faction).places

    assert [place.faction for place in places] == ["Blau", "Blau", "Blau", "Grün", ""]
    assert [place.choice for place in places] == ["yes", "yes", "no", "no", "abstain"]


def test_the_chart_is_drawn_with_names_and_letters(by_faction, running, signed_in):
    panel = (
        signed_in(None)
        .get(f"/meetings/{running.pk}/live/?view=public&seq=0", headers={"accept": "application/json"})
        .json()["panels"]["poll"]
    )

    assert panel.count("<circle") == 5
    assert "<title>Mira Member (Blau): Ja</title>" in panel
    assert 'role="img" aria-label="Sitzplan: Bei Stimmengleichheit abgelehnt: 2 Ja, 2 Nein, 1 Enthaltung"' in panel


def test_a_body_that_shows_no_names_has_no_chart_and_no_numbers_of_factions(body, item, voters, cast, clerk):
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", results_by_faction=True, votes_by_name="never"
    )
    mira = voters(1)[0]
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    cast(poll, mira)
    record = selectors.record_of(services.close_poll(poll=poll, actor=clerk))

    closed = poll.meeting.events.get(name="voting.poll.closed").secrets.get(key="choices")
    assert (record.places, record.factions_sentence, record.names, closed.value) == ((), "", (), {})


def test_weights_count(body, voters, item, cast, clerk):
    heavy, light = voters(2)
    body.memberships.filter(person=heavy.person_id).update(vote_weight=3)
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    cast(poll, heavy, "no")
    cast(poll, light, "yes")

    poll = services.close_poll(poll=poll, actor=clerk)

    assert (poll.yes_count, poll.no_count, poll.not_voted_count, poll.present_count, poll.outcome) == (
        1,
        3,
        0,
        4,
        "rejected",
    )


@pytest.mark.parametrize(("shown", "visible"), [("live", True), ("after_close", False)])
def test_names_are_shown_while_the_vote_is_open_only_where_the_rules_say_so(
    body, voters, item, cast, clerk, running, signed_in, shown, visible
):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", votes_by_name=shown)
    mira = voters(1)[0]
    poll = services.create_poll(item=item, open_now=True, actor=clerk)
    cast(poll, mira, "no")

    panel = (
        signed_in(None)
        .get(f"/meetings/{running.pk}/live/?view=public&seq=0", headers={"accept": "application/json"})
        .json()["panels"]["poll"]
    )

    assert ("Mira Member" in panel) is visible


BAD = [
    ("hands", {"yes": "viele"}, 400, "hands.negative"),
    ("hands", {"yes": "-1"}, 400, "hands.negative"),
    ("hands", {"yes": "9" * 30}, 400, "hands.negative"),
    ("hands", {"yes": "2"}, 400, "hands.too_many"),
    ("names", {"elector-abc": "yes"}, 404, "not_found"),
    ("names", {"elector-4711": "yes"}, 404, "not_found"),
    ("names", {"rest": "vielleicht"}, 400, "ballot.choice_unknown"),
    ("names", {}, 400, "hands.nothing"),
    ("call", {}, 409, "poll.no_roll_call"),
    ("admit", {"person": "x"}, 404, "not_found"),
    ("way", {"elector": "", "way": "hands"}, 404, "not_found"),
    ("annul", {"ground": "\0 "}, 400, "poll.no_ground"),
    ("objection", {"text": "x"}, 409, "state.not_now"),
    ("recount", {"ground": "x"}, 409, "state.not_now"),
    ("repeat", {}, 409, "poll.not_annulled"),
    ("close", {}, 409, "hands.missing"),
]


@pytest.mark.parametrize(("action", "data", "status", "code"), BAD)
def test_bad_input_gets_a_stable_code_and_stores_nothing(
    voters, open_poll, clerk, running, signed_in, action, data, status, code
):
    voters(1)
    poll = open_poll(method="hands")
    before = running.events.count()

    answer = signed_in(clerk.user).post(f"/polls/{poll.pk}/{action}/", data, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert running.events.count() == before


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [({"method": "pigeon"}, 400, "poll.method_unknown"), ({"method": "roll_call", "motion": "x"}, 404, "not_found")],
)
def test_a_vote_is_not_opened_in_an_unknown_way(voters, item, clerk, signed_in, data, status, code):
    voters(1)

    answer = signed_in(clerk.user).post(
        f"/items/{item.pk}/polls/", {**data, "open": "1"}, headers={"accept": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"], item.polls.count()) == (status, code, 0)
