"""Real transactions in threads on a database file: a close, a cast and a repeated cast never pass each other."""

import threading
import uuid

import pytest
from django.db import connection

from meetings.errors import DomainError
from voting import services
from voting.models import Ballot, Poll

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; what each returned, or its refusal, in the order of the calls."""
    start, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            start.wait(timeout=10)
            outcomes[place] = call()
        except DomainError as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=entry) for entry in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def casting(poll, actor, choice="yes", ballot_id=None):
    ballot_id = ballot_id or uuid.uuid4()
    return lambda: services.cast_ballot(poll=poll, choice=choice, ballot_id=ballot_id, actor=actor)


def closing(poll, actor):
    return lambda: services.close_poll(poll=poll, actor=actor)


def counts_of(poll):
    poll = Poll.objects.get(pk=poll.pk)
    return poll.yes_count, poll.no_count, poll.abstain_count, poll.not_voted_count


def test_cast_ballot_with_one_id_by_two_persons_at_once_serves_one(transactional_db, voters, open_poll):
    first, second = voters(2)
    poll, ballot_id = open_poll(), uuid.uuid4()

    answers = at_once(casting(poll, first, ballot_id=ballot_id), casting(poll, second, ballot_id=ballot_id))

    assert [error.code for error in answers if isinstance(error, DomainError)] == ["ballot.id_taken"]
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("round_number", range(3))
def test_close_poll_counts_exactly_the_acknowledged_ballots(transactional_db, voters, open_poll, clerk, round_number):
    people = voters(6)
    poll = open_poll()
    calls = [casting(poll, voter) for voter in people]
    calls.insert(round_number * 3, closing(poll, clerk))

    answers = at_once(*calls)

    receipts = [answer[0] for answer in answers if isinstance(answer, tuple)]
    refused = [answer.code for answer in answers if isinstance(answer, DomainError)]
    assert set(refused) <= {"poll.closed"}
    assert len(receipts) + len(refused) == 6
    assert counts_of(poll) == (len(receipts), 0, 0, len(refused))
    closed = poll.meeting.events.get(name="voting.poll.closed")
    assert all(receipt["seq"] < closed.seq for receipt in receipts)


def test_close_poll_twice_at_once_counts_once(transactional_db, voters, open_poll, clerk):
    voters(1)
    poll = open_poll()

    answers = at_once(closing(poll, clerk), closing(poll, clerk))

    assert [answer.code for answer in answers if isinstance(answer, DomainError)] == ["state.not_now"]
    assert poll.meeting.events.filter(name="voting.poll.closed").count() == 1
