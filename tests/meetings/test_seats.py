"""Seats: one holder each at any time, substitutes in their order, and what the journal says about it."""

import pytest
from django.db import IntegrityError, transaction

from meetings import journal, services
from meetings.errors import DomainError
from meetings.models import Faction, RulesOfProcedure, SeatHolding
from meetings.selectors import actor_for, next_substitutes, quorum_of
from tests.conftest import names_of


@pytest.fixture
def come(running, clerk):
    """Tick somebody as present in the hall."""

    def make(*rows):
        for row in rows:
            services.record_arrival(meeting=running, person=row.person, mode="hall", actor=clerk)

    return make


@pytest.fixture
def go(running, clerk):
    def make(row):
        services.record_departure(meeting=running, person=row.person, actor=clerk)

    return make


@pytest.fixture
def stand_in(running, clerk):
    """Let a substitute take a member's seat."""

    def make(member, substitute):
        return services.take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)

    return make


@pytest.fixture
def hand_back(running, clerk):
    return lambda member: services.hand_back_seat(meeting=running, seat=member, actor=clerk)


@pytest.fixture
def release(running, clerk):
    return lambda member: services.release_seat(meeting=running, seat=member, actor=clerk)


def holders(meeting):
    """Who holds whose seat now: {member: holder}."""
    rows = meeting.seat_holdings.filter(until__isnull=True).select_related("seat__person", "person")
    return {row.seat.person.family_name: row.person.family_name for row in rows}


def refusal(action, *args):
    with pytest.raises(DomainError) as error:
        action(*args)
    return error.value


def order_is(meeting, order):
    RulesOfProcedure.objects.create(
        institution=meeting.body.institution, body=meeting.body, valid_from="2020-01-01", substitute_order=order
    )


def last_sentence(meeting):
    return journal.sentence_of(meeting.events.prefetch_related("secrets").order_by("seq").last())


def test_a_member_holds_their_seat_while_they_are_there(running, seat, come, go):
    member = seat("member")
    come(member)
    held = holders(running)
    go(member)

    row = SeatHolding.objects.get()
    interval = running.attendances.get()
    assert (held, holders(running)) == ({"Member": "Member"}, {})
    assert (row.since, row.until) == (interval.arrived_at, interval.left_at)


@pytest.mark.parametrize("role", ["advisory_member", "substitute", "clerk"])
def test_whoever_has_no_voting_seat_gets_none_by_coming(running, seat, come, role):
    come(seat(role))

    assert holders(running) == {}


def test_a_substitute_takes_the_seat_of_an_absent_member(running, seat, come, stand_in):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)

    stand_in(member, substitute)

    assert holders(running) == {"Member": "Substitute"}
    assert names_of(running)[-1] == "meetings.seat.taken"
    assert last_sentence(running) == "Sami Substitute nimmt in Vertretung den Sitz von Mira Member ein."


def test_the_member_who_comes_gets_the_seat_by_the_desk_in_one_event(running, seat, come, stand_in, hand_back):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)
    stand_in(member, substitute)
    come(member)
    between, seq = holders(running), running.events.count()

    hand_back(member)

    assert (between, holders(running)) == ({"Member": "Substitute"}, {"Member": "Member"})
    assert running.events.count() == seq + 1
    assert last_sentence(running) == "Die Vertretung endet: Sami Substitute gibt den Sitz an Mira Member zurück."
    first, second = SeatHolding.objects.order_by("pk")
    assert first.until == second.since


def test_a_substitute_who_goes_leaves_the_seat_free(running, seat, come, go, stand_in):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)
    stand_in(member, substitute)

    go(substitute)

    assert (holders(running), names_of(running)[-1]) == ({}, "meetings.attendance.left")


def test_a_substitute_who_goes_leaves_the_seat_to_the_member_who_waits(running, seat, come, go, stand_in):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)
    stand_in(member, substitute)
    come(member)

    go(substitute)

    assert (holders(running), names_of(running)[-1]) == ({"Member": "Member"}, "meetings.seat.resumed")


def test_a_seat_can_be_released_while_its_member_is_away(running, seat, come, stand_in, release, hand_back):
    member, substitute = seat("member"), seat("substitute")
    come(substitute)
    stand_in(member, substitute)
    early = refusal(hand_back, member)

    release(member)

    assert (early.code, holders(running), names_of(running)[-1]) == ("seat.member_absent", {}, "meetings.seat.released")
    stand_in(member, substitute)
    come(member)
    assert refusal(release, member).code == "seat.member_present"


def test_take_seat_is_refused_where_it_makes_no_sense(running, seat, come, stand_in, release):
    here, away, other = seat("member"), seat("member"), seat("member")
    first, second, absent = seat("substitute"), seat("substitute"), seat("substitute")
    come(here, first, second)

    assert refusal(stand_in, here, first).code == "seat.member_present"
    assert refusal(stand_in, away, absent).code == "seat.substitute_absent"
    assert (refusal(stand_in, away, here).status, refusal(stand_in, first, second).status) == (404, 404)
    stand_in(away, first)
    assert refusal(stand_in, away, second).code == "seat.taken"
    assert refusal(stand_in, other, first).code == "seat.has_another"
    assert refusal(release, other).code == "seat.not_substituted"
    assert holders(running) == {"Member": "Member", "Member 2": "Substitute"}


@pytest.mark.parametrize("name", ["take_seat", "hand_back_seat", "release_seat"])
@pytest.mark.parametrize("role", ["member", "substitute", "advisory_member", "administrator", "public"])
def test_only_the_desk_moves_seats(running, seat, actor, name, role):
    member, substitute = seat("member"), seat("substitute")
    person = {"person": substitute.person} if name == "take_seat" else {}

    with pytest.raises(DomainError) as error:
        getattr(services, name)(meeting=running, seat=member, actor=actor(role), **person)

    assert (error.value.status, SeatHolding.objects.count()) == (403, 0)


def test_a_seat_of_another_body_does_not_exist_here(running, seat, come, stand_in, institution):
    from meetings.models import Body, Membership

    foreign = Membership.objects.create(
        person=seat("member").person,
        body=Body.objects.create(institution=institution, name="Anderer"),
        role="member",
        voting_right=True,
        starts_on="2020-01-01",
    )
    substitute = seat("substitute")
    come(substitute)

    assert refusal(stand_in, foreign, substitute).status == 404


def test_by_rank_it_is_the_turn_of_the_lowest_number_that_is_there(running, seat, come, stand_in):
    member, other = seat("member"), seat("member")
    _first, second, third = seat("substitute"), seat("substitute"), seat("substitute")
    come(third, second)
    early = refusal(stand_in, member, third)

    stand_in(member, second)
    stand_in(other, third)

    assert (early.code, "Sami Substitute 2" in str(early)) == ("seat.not_next", True)
    assert holders(running) == {"Member": "Substitute 2", "Member 2": "Substitute 3"}


def test_by_faction_ones_own_comes_first_and_the_others_by_rank(running, seat, come, faction, stand_in):
    order_is(running, "faction")
    green = Faction.objects.create(term=faction.term, name="Fraktion Grün", short_name="Grün")
    blue, lone = seat("member"), seat("member", faction=None)
    stranger, own = seat("substitute", faction=green), seat("substitute", faction=faction)
    come(stranger, own)

    assert refusal(stand_in, blue, stranger).code == "seat.not_next"
    assert [row.pk for row in next_substitutes(running, lone)] == [stranger.pk]
    stand_in(blue, own)


def test_without_an_order_any_substitute_may_come(running, seat, come, stand_in):
    order_is(running, "free")
    member, first, second = seat("member"), seat("substitute"), seat("substitute")
    come(first, second)

    stand_in(member, second)

    assert holders(running) == {"Member": "Substitute 2"}


def test_the_database_allows_one_holder_per_seat_and_one_seat_per_person(running, seat, come):
    member, other = seat("member"), seat("member")
    substitute = seat("substitute")
    come(member, substitute)
    now = SeatHolding.objects.get().since

    for held, holder in ((member, substitute), (other, member)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatHolding.objects.create(meeting=running, seat=held, person=holder.person, since=now)


def test_an_actor_votes_when_they_hold_a_seat_in_the_meeting(running, seat, body, come, stand_in):
    member, substitute = seat("member"), seat("substitute")
    votes = lambda row: actor_for(row.person.user, body_id=body.pk, meeting=running).votes  # noqa: E731
    come(substitute)
    before = (votes(member), votes(substitute))

    stand_in(member, substitute)

    assert (before, (votes(member), votes(substitute))) == ((False, False), (False, True))
    assert actor_for(member.person.user, body_id=body.pk).votes


@pytest.mark.parametrize(("council_member", "sides"), [(True, (1, 0)), (False, (0, 1))])
def test_a_substitute_counts_as_what_they_are_not_as_whom_they_replace(
    running, seat, come, stand_in, council_member, sides
):
    member, substitute = seat("expert_citizen"), seat("substitute", council_member=council_member)
    come(substitute)

    stand_in(member, substitute)

    found = quorum_of(running)
    assert (found.council, found.experts) == sides
