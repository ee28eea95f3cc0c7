"""Ballots cast in company: the same outcomes, rows and chain as cast one by one; a refused one spoils nothing."""

import threading
import time
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.urls import reverse

from agenda import services as agenda
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.journal import chain
from meetings.journal.export import export_lines
from meetings.models import EventSecret, Meeting, User
from meetings.selectors import actor_for, actors_for, viewers_for
from tests.conftest import names_of
from tests.publicity import open_secret
from tests.voting.test_exactly_once import at_once
from voting import services
from voting.models import Ballot
from voting.services.together import Cast, Line, cast_together
from voting.services.urn import Urn


def cast_of(poll, actor, choice="yes", ballot_id=None):
    return Cast(actor.user, poll.pk, choice, ballot_id or uuid.uuid4())


def outcome_of(call):
    try:
        return call()
    except DomainError as error:
        return error


def said(outcomes):
    """Receipts without what differs between two meetings, and the codes of refusals."""
    return [
        (outcome.status, outcome.code)
        if isinstance(outcome, DomainError)
        else (outcome[0]["choice"], outcome[0]["version"], outcome[1])
        for outcome in outcomes
    ]


def rows(poll):
    ballots = Ballot.objects.filter(elector__poll=poll).order_by("seq")
    return list(ballots.values_list("elector__person", "choice", "version", "superseded", "seq"))


def story(meeting):
    """The journal as far as chance has no part in it: names, actors, audiences, open keys, opened secrets."""
    events = meeting.events.order_by("seq").prefetch_related("secrets")
    keep = ("elector", "version")
    return [
        (
            event.seq,
            event.name,
            event.actor,
            event.audience,
            [event.data.get(key) for key in keep],
            [s.value for s in event.secrets.all()],
        )
        for event in events
    ]


def mixed(people, stranger):
    """Ballots of every kind, good and bad, as (actor, choice, id)."""
    twice, taken = uuid.uuid4(), uuid.uuid4()
    mira, theo, vera, absent = people
    return [
        (mira, "yes", twice),
        (theo, "no", taken),
        (stranger, "yes", uuid.uuid4()),
        (mira, "yes", twice),
        (vera, "maybe", uuid.uuid4()),
        (mira, "no", uuid.uuid4()),
        (vera, "yes", taken),
        (absent, "yes", uuid.uuid4()),
        (vera, "abstain", uuid.uuid4()),
        (mira, "abstain", uuid.uuid4()),
    ]


EXPECTED = [
    ("yes", 1, True),
    ("no", 1, True),
    (403, "ballot.not_entitled"),
    ("yes", 1, False),
    (400, "ballot.choice_unknown"),
    ("no", 2, True),
    (409, "ballot.id_taken"),
    (409, "state.not_now"),
    ("abstain", 1, True),
    ("abstain", 3, True),
]


@pytest.fixture
def played(running, voters, open_poll, clerk):
    """Play the same ballots in one way, then take the poll back as it was and play them in the other."""
    people = voters(4)
    poll = open_poll()
    meetings.leave_meeting(meeting=running, actor=people[3])
    return poll, mixed(people, clerk)


def test_batch_answers_every_ballot_as_a_single_cast_does(played):
    poll, ballots = played

    together = cast_together(poll.meeting_id, [cast_of(poll, *ballot) for ballot in ballots])

    assert said(together) == EXPECTED


def test_batch_leaves_the_same_rows_and_a_valid_chain_as_singles(played):
    poll, ballots = played
    found = []
    for way in ("singly", "together"):
        before = transaction.savepoint()
        if way == "singly":
            outcomes = [
                outcome_of(
                    lambda a=actor, c=choice, i=key: services.cast_ballot(poll=poll, choice=c, ballot_id=i, actor=a)
                )
                for actor, choice, key in ballots
            ]
        else:
            outcomes = cast_together(poll.meeting_id, [cast_of(poll, *ballot) for ballot in ballots])
        meeting = Meeting.objects.get(pk=poll.meeting_id)
        whole = chain.verify(list(export_lines(meeting)))
        found.append((said(outcomes), rows(poll), story(meeting), whole == meeting.last_seq))
        transaction.savepoint_rollback(before)

    assert found[0] == found[1]
    assert found[0][0] == EXPECTED
    assert found[0][3] is True


def test_batch_of_refused_ballots_leaves_everything_untouched(played):
    poll, ballots = played
    before = names_of(poll.meeting), EventSecret.objects.count()

    outcomes = cast_together(poll.meeting_id, [cast_of(poll, *ballots[place]) for place in (2, 4, 7)])

    assert said(outcomes) == [EXPECTED[place] for place in (2, 4, 7)]
    assert (Ballot.objects.count(), (names_of(poll.meeting), EventSecret.objects.count())) == (0, before)


def test_batch_of_thirty_costs_no_more_queries_than_one_of_three(
    running, voters, open_poll, django_assert_max_num_queries
):
    people = voters(30)
    poll = open_poll()
    with django_assert_max_num_queries(22):
        cast_together(running.pk, [cast_of(poll, actor) for actor in people[:3]])
    with django_assert_max_num_queries(22):
        cast_together(running.pk, [cast_of(poll, actor) for actor in people])

    assert Ballot.objects.filter(superseded=False).count() == 30


def test_batch_announces_its_ballots_once_and_names_all_whom_they_concern(
    running, voters, open_poll, monkeypatch, django_capture_on_commit_callbacks
):
    announced = []
    monkeypatch.setattr("meetings.journal.book.announce", lambda about, *hint: announced.append(hint))
    people = voters(3)
    poll = open_poll()
    announced.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cast_together(running.pk, [cast_of(poll, actor) for actor in people])

    running.refresh_from_db()
    assert [hint for hint in announced if hint[2] == "voting.ballot.cast"] == [
        (running.pk, running.last_seq, "voting.ballot.cast", {actor.person_id for actor in people})
    ]


def test_batch_that_fails_as_a_whole_is_cast_one_by_one(running, voters, open_poll, monkeypatch):
    """As when another meeting takes one of the ids at this very moment: the others do not suffer for it."""
    people = voters(3)
    poll = open_poll()
    real, cursed = Urn.write, uuid.uuid4()

    def write(urn):
        if cursed in urn.stored:
            raise IntegrityError("taken")
        real(urn)

    monkeypatch.setattr(Urn, "write", write)
    casts = [cast_of(poll, people[0]), cast_of(poll, people[1], ballot_id=cursed), cast_of(poll, people[2])]
    outcomes = cast_together(running.pk, casts)

    assert [type(outcome) for outcome in outcomes] == [tuple, IntegrityError, tuple]
    assert [row[0] for row in rows(poll)] == [people[0].person_id, people[2].person_id]
    running.refresh_from_db()
    assert chain.verify(list(export_lines(running))) == running.last_seq


def test_batch_while_the_database_is_not_to_be_had_is_not_tried_again(running, voters, open_poll, monkeypatch):
    people = voters(2)
    poll = open_poll()
    tries = []

    def write(urn):
        tries.append(urn)
        raise OperationalError("gone")

    monkeypatch.setattr(Urn, "write", write)
    with pytest.raises(OperationalError):
        cast_together(running.pk, [cast_of(poll, actor) for actor in people])

    assert (len(tries), Ballot.objects.count()) == (1, 0)


def test_rights_of_many_are_those_of_each(running, seat, body, clerk, voters, make_item):
    """Members here and away, an advisory member, a substitute, the recused and the excluded, strangers: asked
    together or alone.
    """
    here = voters(3)
    away = [
        actor_for(seat(role).person.user, body_id=body.pk)
        for role in ("member", "advisory_member", "substitute", "deputy_chair")
    ]
    away[3:3] = voters(1, "expert_citizen")
    meetings.exclude_person(meeting=running, person=here[1].user.person, actor=clerk)
    secret = make_item(part="non_public", draft_resolution="Zuschlag an X")
    agenda.enter_recusal(item=secret, person=here[2].person_id, actor=clerk)
    stranger = User.objects.create_user("fremd@example.org")
    idle = User.objects.create_user("inaktiv@example.org", is_active=False)
    boss = User.objects.create_user("chef@example.org", is_superuser=True)
    open_secret(item=secret, actor=clerk)
    meeting = Meeting.objects.get(pk=running.pk)
    users = [
        User.objects.get(pk=user.pk)
        for user in [*(actor.user for actor in [*here, *away, clerk]), stranger, idle, boss]
    ]

    together = actors_for(users, meeting)

    watching = viewers_for(User.objects.filter(pk__in=together).select_related("person"), meeting)

    assert together == {user.pk: actor_for(user, body_id=meeting.body_id, meeting=meeting) for user in users}
    assert watching == {pk: replace(actor, votes=False, present=False) for pk, actor in together.items()}
    assert {(actor.present, actor.excluded, actor.outside) for actor in together.values()} >= {
        (True, False, False), (False, True, False), (False, False, True), (False, False, False),
    }  # fmt: skip


class Storing:
    """Stands in for the transaction: notes how many it was given, and waits at the first one until told to go on."""

    def __init__(self, monkeypatch, error=None):
        self.sizes, self.error = [], error
        self.begun, self.go_on = threading.Event(), threading.Event()
        monkeypatch.setattr("voting.services.together._cast_in", self)

    def __call__(self, poll, casts):
        self.sizes.append(len(casts))
        if len(self.sizes) == 1:
            self.begun.set()
            assert self.go_on.wait(30)
        if len(self.sizes) == 2 and self.error:
            raise self.error
        return [({"choice": cast.choice}, True) for cast in casts]

    def crowd(self, line, count):
        """One ballot, then `count` more while it is being stored; the outcomes of all."""
        outcomes = [None] * (count + 1)

        def cast(number):
            outcomes[number] = line.cast(Cast(None, 1, str(number), uuid.uuid4()))

        threads = [threading.Thread(target=cast, args=[number]) for number in range(count + 1)]
        threads[0].start()
        assert self.begun.wait(30)
        for thread in threads[1:]:
            thread.start()
        until = time.monotonic() + 30
        while len(line._waiting) < count and time.monotonic() < until:
            time.sleep(0.01)
        self.go_on.set()
        for thread in threads:
            thread.join(30)
        return outcomes


def test_requests_that_come_meanwhile_share_the_next_transaction(monkeypatch):
    storing = Storing(monkeypatch)

    outcomes = storing.crowd(Line(1), 5)

    assert storing.sizes == [1, 5]
    assert outcomes == [({"choice": str(number)}, True) for number in range(6)]


def test_requests_whose_transaction_fails_all_learn_it_and_hold_up_nobody(monkeypatch):
    error = OperationalError("gone")
    storing, line = Storing(monkeypatch, error), Line(1)

    outcomes = storing.crowd(line, 3)

    assert outcomes[1:] == [error] * 3
    assert line.cast(Cast(None, 1, "later", uuid.uuid4())) == ({"choice": "later"}, True)


@pytest.mark.django_db(transaction=True)
def test_requests_of_a_hall_at_once_are_each_stored_once(running, voters, open_poll, signed_in):
    people = voters(6)
    poll = open_poll()
    url = reverse("voting:cast_ballot", args=[poll.pk])
    browsers = [signed_in(actor.user) for actor in people]

    def post(browser):
        return lambda: browser.post(
            url, {"choice": "yes", "ballot_id": str(uuid.uuid4())}, headers={"Accept": "application/json"}
        )

    answers = at_once(*map(post, browsers))

    assert [answer.status_code for answer in answers] == [201] * 6
    assert sorted(answer.json()["seq"] for answer in answers) == [row[4] for row in rows(poll)]
    running.refresh_from_db()
    assert chain.verify(list(export_lines(running))) == running.last_seq


@pytest.mark.django_db(transaction=True)
def test_an_id_that_somebody_takes_after_it_was_looked_up_stores_neither_ballot_nor_event(
    running, voters, open_poll, monkeypatch
):
    """Another meeting has another lock: its ballot may come between the look and the insert."""
    mira, theo = voters(2)
    poll, taken = open_poll(), uuid.uuid4()
    cast_together(running.pk, [cast_of(poll, theo, "no", taken)])
    before = rows(poll), story(running)
    look = Urn.__init__

    def look_too_early(urn, *args):
        look(urn, *args)
        urn.stored = {}

    monkeypatch.setattr(Urn, "__init__", look_too_early)
    outcomes = cast_together(running.pk, [cast_of(poll, mira, "yes", taken)])

    assert said(outcomes) == [(409, "ballot.id_taken")]
    assert (rows(poll), story(running)) == before
