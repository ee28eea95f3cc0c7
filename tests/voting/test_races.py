"""What happens at the same instant, with real transactions and real threads on the database of the run."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from meetings.errors import DomainError
from meetings.journal import chain
from meetings.journal.export import export_lines
from voting import services
from voting.models import Ballot, Poll

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; each result, or the code of its refusal."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def casting(poll, actor, choice="yes", ballot_id=None):
    ballot_id = ballot_id or uuid.uuid4()
    return lambda: services.cast_ballot(poll=poll, choice=choice, ballot_id=ballot_id, actor=actor)


def test_cast_ballot_twice_at_once_with_one_id_stores_once(voters, open_poll):
    mira = voters(1)[0]
    poll, ballot_id = open_poll(), uuid.uuid4()

    answers = at_once(*(casting(poll, mira, "yes", ballot_id) for _ in range(4)))

    assert sorted(created for _, created in answers) == [False, False, False, True]
    assert len({tuple(sorted(receipt.items())) for receipt, _ in answers}) == 1
    assert Ballot.objects.count() == 1


def test_cast_ballot_twice_at_once_with_two_ids_leaves_one_that_counts(voters, open_poll, clerk):
    mira = voters(1)[0]
    poll = open_poll()

    answers = at_once(*(casting(poll, mira, choice) for choice in ("yes", "no", "abstain")))
    closed = services.close_poll(poll=poll, actor=clerk)

    last = max((receipt for receipt, _ in answers), key=lambda receipt: receipt["version"])
    assert sorted(receipt["version"] for receipt, _ in answers) == [1, 2, 3]
    assert getattr(closed, f"{last['choice']}_count") == 1
    assert closed.yes_count + closed.no_count + closed.abstain_count == 1


def test_close_poll_against_cast_ballot_counts_exactly_what_got_a_receipt(voters, open_poll, clerk):
    people = voters(8)
    for _ in range(3):
        poll = open_poll()
        calls = [casting(poll, actor, "yes" if number % 2 else "no") for number, actor in enumerate(people)]

        closed, *answers = at_once(lambda poll=poll: services.close_poll(poll=poll, actor=clerk), *calls)

        stored = [answer[0] for answer in answers if not isinstance(answer, str)]
        assert {answer for answer in answers if isinstance(answer, str)} <= {"poll.closed"}
        assert closed.yes_count == sum(receipt["choice"] == "yes" for receipt in stored)
        assert closed.no_count == sum(receipt["choice"] == "no" for receipt in stored)
        assert closed.not_voted_count == len(people) - len(stored)
        assert Ballot.objects.filter(elector__poll=poll).count() == len(stored)
        services.declare_result(poll=closed, actor=clerk)


def test_open_poll_twice_at_once_opens_one(voters, item, clerk):
    voters(1)
    drafts = [services.create_poll(item=item, question=f"Frage {number}", actor=clerk) for number in range(2)]

    answers = at_once(*(lambda draft=draft: services.open_poll(poll=draft, actor=clerk) for draft in drafts))

    assert sorted(answer if isinstance(answer, str) else "opened" for answer in answers) == [
        "opened",
        "poll.another_open",
    ]
    assert Poll.objects.filter(state="open").count() == 1


def test_the_journal_of_a_rush_is_whole(running, voters, open_poll):
    people = voters(6)
    poll = open_poll()

    at_once(*(casting(poll, actor) for actor in people))

    running.refresh_from_db()
    assert chain.verify(export_lines(running)) == running.last_seq
