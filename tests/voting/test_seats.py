"""Seats and votes: one ballot per seat, whoever sits on it; and no vote while a quorum is lacking."""

import pytest
from django.db import IntegrityError, transaction

from meetings import registry
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.selectors import actor_for
from voting import services
from voting.models import Ballot, Elector


@pytest.fixture
def swap(running, clerk, seat):
    """A member who is away and the substitute on their seat."""
    member, substitute = seat("member"), seat("substitute")
    meetings.record_arrival(meeting=running, person=substitute.person, mode="hall", actor=clerk)
    meetings.take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)
    return member, substitute


def arrive(meeting, row, clerk):
    meetings.record_arrival(meeting=meeting, person=row.person, mode="hall", actor=clerk)
    return actor_for(row.person.user, body_id=meeting.body_id, meeting=meeting)


def test_a_substitute_on_a_seat_is_in_the_electorate_for_it(swap, open_poll, cast, body, running):
    member, substitute = swap

    poll = open_poll()

    elector = poll.electors.get()
    assert (elector.person, elector.seat) == (substitute.person, member)
    cast(poll, actor_for(substitute.person.user, body_id=body.pk, meeting=running))
    assert Ballot.objects.count() == 1


def test_a_substitute_without_a_seat_has_no_vote(voters, open_poll, cast):
    voters(1)
    (substitute,) = voters(1, role="substitute")
    poll = open_poll()

    with pytest.raises(DomainError) as error:
        cast(poll, substitute)

    assert (error.value.code, poll.electors.count()) == ("ballot.not_entitled", 1)


def test_no_seat_changes_hands_while_a_vote_is_open(swap, running, clerk, open_poll, cast):
    member, substitute = swap
    poll = open_poll()
    cast(poll, actor_for(substitute.person.user, body_id=running.body_id, meeting=running))
    late = arrive(running, member, clerk)

    with pytest.raises(DomainError) as back:
        meetings.hand_back_seat(meeting=running, seat=member, actor=clerk)
    with pytest.raises(DomainError) as second:
        cast(poll, late)

    assert (back.value.code, second.value.code, Ballot.objects.count()) == ("seat.poll_open", "ballot.not_entitled", 1)
    services.close_poll(poll=poll, actor=clerk)
    meetings.hand_back_seat(meeting=running, seat=member, actor=clerk)


def test_a_substitute_who_comes_into_an_open_vote_casts_nothing(running, clerk, seat, open_poll, cast):
    member, substitute = seat("member"), seat("substitute")
    voter = arrive(running, member, clerk)
    poll = open_poll()
    cast(poll, voter)
    meetings.record_departure(meeting=running, person=member.person, actor=clerk)
    late = arrive(running, substitute, clerk)
    meetings.take_seat(meeting=running, seat=member, person=substitute.person, actor=clerk)

    with pytest.raises(DomainError) as error:
        cast(poll, late)

    assert (error.value.code, Ballot.objects.count()) == ("ballot.not_entitled", 1)


def test_the_database_takes_a_seat_once_into_an_electorate(swap, open_poll, seat):
    member, _substitute = swap
    poll = open_poll()

    with pytest.raises(IntegrityError), transaction.atomic():
        Elector.objects.create(poll=poll, person=seat("member").person, seat=member)


def test_after_a_formal_lack_no_vote_is_opened_until_a_quorum_is_found(running, clerk, voters, open_poll):
    voters(2)
    meetings.check_quorum(meeting=running, actor=clerk)
    with pytest.raises(DomainError) as error:
        open_poll()

    voters(1)
    with pytest.raises(DomainError) as still:
        open_poll()
    meetings.check_quorum(meeting=running, actor=clerk)

    assert (error.value.code, error.value.status, still.value.code) == ("quorum.lacking", 409, "quorum.lacking")
    assert open_poll().electors.count() == 3


def test_a_lack_that_nobody_has_established_stops_no_vote(running, voters, open_poll):
    voters(1)

    assert open_poll().electors.count() == 1


def test_a_vote_that_is_open_is_closed_although_a_lack_was_found(running, clerk, voters, open_poll):
    voters(1)
    poll = open_poll()
    meetings.check_quorum(meeting=running, actor=clerk)

    assert services.close_poll(poll=poll, actor=clerk).is_counted


def test_an_item_put_off_for_want_of_a_quorum_needs_none(running, clerk, item, voters, open_poll):
    voters(1)
    meetings.check_quorum(meeting=running, actor=clerk)
    item.quorum_waived = True
    item.save()

    assert open_poll().electors.count() == 1


def test_next_step_is_a_check_where_a_vote_would_be_refused_for_want_of_a_quorum(running, item, clerk, voters):
    def step():
        running.refresh_from_db()
        found = registry.next_step(running)
        return str(found.label), bool(found.confirm)

    voters(2)
    meetings.check_quorum(meeting=running, actor=clerk)
    lacking = step()
    voters(1)
    enough = step()
    meetings.check_quorum(meeting=running, actor=clerk)

    assert (lacking, enough) == (("Beschlussfähigkeit feststellen", True), ("Beschlussfähigkeit feststellen", False))
    assert step()[0] == "Zur Abstimmung stellen"
