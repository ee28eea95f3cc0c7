import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from agenda import services as agenda
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from tests.conftest import names_of
from tests.publicity import open_secret
from voting import events, selectors, services
from voting.models import Ballot, Elector, Poll, VotingRules
from voting.services.ballots import AlreadyCast


def refusal(service, **arguments):
    """The code and status with which a service refuses."""
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


def events_since(meeting, seq):
    return [
        event.name.removeprefix("voting.") for event in meeting.events.filter(seq__gt=seq, name__startswith="voting.")
    ]


def test_create_poll_takes_the_draft_resolution(item, clerk):
    poll = services.create_poll(item=item, actor=clerk)

    assert (poll.question, poll.state, poll.majority_rule) == ("Der Ausschuss stimmt zu.", "draft", "simple")
    event = poll.meeting.events.last()
    assert (event.name, event.audience) == ("voting.poll.created", "desk")


@pytest.mark.parametrize(
    "role", ["member", "expert_citizen", "advisory_member", "substitute", "administrator", "public"]
)
def test_the_course_of_a_poll_is_refused_to_others_and_leaves_nothing(item, clerk, actor, voters, role):
    voters(1)
    other = actor(role)
    draft = services.create_poll(item=item, actor=clerk)
    seq = draft.meeting.last_seq

    refusals = [
        refusal(services.create_poll, item=item, actor=other),
        refusal(services.open_poll, poll=draft, actor=other),
        refusal(services.discard_poll, poll=draft, actor=other),
        refusal(services.close_poll, poll=draft, actor=other),
        refusal(services.declare_result, poll=draft, actor=other),
    ]

    assert refusals == [("permission.denied", 403)] * 5
    draft.meeting.refresh_from_db()
    assert (draft.meeting.last_seq, Poll.objects.count()) == (seq, 1)


WORDLESS = [("", "poll.no_question"), (" \n\0", "poll.no_question"), ("x" * 20001, "poll.question_too_long")]


@pytest.mark.parametrize(("question", "code"), WORDLESS)
def test_create_poll_refuses_words_that_are_none(make_item, clerk, question, code):
    bare = make_item(draft_resolution="")

    assert refusal(services.create_poll, item=bare, question=question, actor=clerk) == (code, 400)


def test_create_poll_refuses_an_unknown_majority(item, clerk, body):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", majority_rule="moon")

    assert refusal(services.create_poll, item=item, actor=clerk) == ("poll.rule_unknown", 409)


def test_create_poll_refuses_an_item_that_is_done(item, clerk):
    closed = agenda.close_item(item=item, actor=clerk)

    assert refusal(services.create_poll, item=closed, actor=clerk) == ("state.not_now", 409)


def test_discard_poll_removes_a_draft_and_stays_in_the_journal(item, clerk):
    draft = services.create_poll(item=item, actor=clerk)

    services.discard_poll(poll=draft, actor=clerk)

    assert (Poll.objects.count(), names_of(draft.meeting)[-1]) == (0, "voting.poll.discarded")
    assert refusal(services.open_poll, poll=draft, actor=clerk) == ("poll.gone", 409)


def test_open_poll_freezes_who_is_present_with_a_vote(running, item, clerk, voters, actor):
    mira, theo = voters(2)
    voters(1, role="advisory_member")
    actor("member")
    meetings.leave_meeting(meeting=running, actor=theo)
    poll = services.open_poll(poll=services.create_poll(item=item, actor=clerk), actor=clerk)
    late = voters(1)[0]

    assert list(poll.electors.values_list("person", flat=True)) == [mira.person_id]
    assert poll.electors.get().faction.short_name == "Blau"
    assert refusal(services.cast_ballot, poll=poll, choice="yes", ballot_id=uuid.uuid4(), actor=late) == (
        "ballot.not_entitled",
        403,
    )


def test_open_poll_without_an_electorate_is_refused_and_create_with_open_leaves_nothing(item, clerk):
    assert refusal(services.create_poll, item=item, actor=clerk, open_now=True) == ("poll.no_electorate", 409)
    assert (Poll.objects.count(), events_since(item.meeting, 0)) == (0, [])


def test_open_poll_needs_an_open_item_in_a_running_meeting(running, make_item, clerk, voters):
    voters(1)
    item = make_item()
    poll = services.create_poll(item=item, actor=clerk)

    with pytest.raises(DomainError) as error:
        services.open_poll(poll=poll, actor=clerk)
    agenda.open_item(item=item, actor=clerk)
    meetings.interrupt_meeting(meeting=running, actor=clerk)

    assert str(error.value.message) == "Der Punkt wird zurzeit nicht behandelt; rufen Sie ihn zuerst auf."
    assert refusal(services.open_poll, poll=poll, actor=clerk) == ("state.not_now", 409)


def test_open_poll_is_refused_beside_an_open_and_beside_an_undeclared_one(item, clerk, voters, open_poll):
    voters(1)
    first, second = open_poll(), services.create_poll(item=item, actor=clerk)

    beside_open = refusal(services.open_poll, poll=second, actor=clerk)
    services.close_poll(poll=first, actor=clerk)
    beside_closed = refusal(services.open_poll, poll=second, actor=clerk)
    services.declare_result(poll=first, actor=clerk)

    assert (beside_open[0], beside_closed[0]) == ("poll.another_open", "poll.not_declared")
    assert services.open_poll(poll=second, actor=clerk).state == "open"


def test_the_words_of_a_poll_do_not_follow_the_item(item, clerk, voters, open_poll):
    voters(1)
    poll = open_poll()

    agenda.edit_item(item=item, actor=clerk, version=item.version, draft_resolution="Etwas ganz anderes.")

    poll.refresh_from_db()
    assert poll.question == "Der Ausschuss stimmt zu."


def test_cast_ballot_stores_once_and_answers_the_same_id_with_the_same_receipt(voters, open_poll, cast):
    mira, *_ = voters(2)
    poll, ballot_id = open_poll(), uuid.uuid4()

    first, again = cast(poll, mira, "no", ballot_id), cast(poll, mira, "yes", ballot_id)

    seq = poll.meeting.events.get(name="voting.ballot.cast").seq
    receipt = {"poll": poll.pk, "choice": "no", "version": 1, "seq": seq, "ballot_id": str(ballot_id)}
    assert (first, again) == ((receipt, True), (receipt, False))
    assert Ballot.objects.count() == 1


def test_cast_ballot_again_replaces_the_choice_and_keeps_the_old_receipt(voters, open_poll, cast, clerk):
    mira, *_ = voters(2)
    poll, first_id = open_poll(), uuid.uuid4()
    first, _ = cast(poll, mira, "no", first_id)

    second, _ = cast(poll, mira, "abstain")
    services.close_poll(poll=poll, actor=clerk)

    poll.refresh_from_db()
    assert (second["version"], second["choice"]) == (2, "abstain")
    assert (poll.yes_count, poll.no_count, poll.abstain_count, poll.not_voted_count) == (0, 0, 1, 1)
    assert cast(poll, mira, "no", first_id) == (first, False)


def test_cast_ballot_refuses_an_id_that_somebody_else_used(voters, open_poll, cast):
    mira, theo = voters(2)
    poll, ballot_id = open_poll(), uuid.uuid4()
    cast(poll, mira, "no", ballot_id)

    assert refusal(services.cast_ballot, poll=poll, choice="yes", ballot_id=ballot_id, actor=theo) == (
        "ballot.id_taken",
        409,
    )
    assert Ballot.objects.count() == 1


def test_cast_ballot_refuses_an_id_of_an_earlier_poll(voters, open_poll, cast, clerk):
    mira = voters(1)[0]
    poll, ballot_id = open_poll(), uuid.uuid4()
    cast(poll, mira, "yes", ballot_id)
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)

    assert refusal(services.cast_ballot, poll=open_poll(), choice="yes", ballot_id=ballot_id, actor=mira) == (
        "ballot.id_taken",
        409,
    )


def test_cast_ballot_says_what_is_stored_when_it_may_not_change(voters, open_poll, cast, body):
    VotingRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", ballot_may_change=False
    )
    mira = voters(1)[0]
    poll = open_poll()
    receipt, _ = cast(poll, mira, "no")

    with pytest.raises(AlreadyCast) as error:
        cast(poll, mira, "yes")

    assert (error.value.code, error.value.status, error.value.receipt) == ("ballot.already_cast", 409, receipt)


@pytest.mark.parametrize("role", ["clerk", "advisory_member", "substitute", "administrator", "public"])
def test_cast_ballot_is_refused_to_whoever_is_not_in_the_electorate(voters, open_poll, actor, role):
    voters(1)
    poll = open_poll()
    seq = poll.meeting.last_seq

    answer = refusal(services.cast_ballot, poll=poll, choice="yes", ballot_id=uuid.uuid4(), actor=actor(role))

    poll.meeting.refresh_from_db()
    assert (answer, poll.meeting.last_seq, Ballot.objects.count()) == (("ballot.not_entitled", 403), seq, 0)


def test_cast_ballot_after_the_close_and_the_declaration_is_refused(voters, open_poll, cast, clerk):
    mira, theo = voters(2)
    poll, ballot_id = open_poll(), uuid.uuid4()
    receipt, _ = cast(poll, mira, "yes", ballot_id)

    closed = services.close_poll(poll=poll, actor=clerk)
    late = refusal(services.cast_ballot, poll=poll, choice="no", ballot_id=uuid.uuid4(), actor=theo)
    services.declare_result(poll=closed, actor=clerk)
    later = refusal(services.cast_ballot, poll=poll, choice="no", ballot_id=uuid.uuid4(), actor=mira)

    assert (late, later) == (("poll.closed", 409), ("poll.closed", 409))
    assert cast(poll, mira, "no", ballot_id) == (receipt, False)


def test_cast_ballot_waits_while_the_meeting_is_interrupted_and_for_whoever_has_left(
    running, voters, open_poll, cast, clerk
):
    mira, theo = voters(2)
    poll = open_poll()
    arguments = {"poll": poll, "choice": "yes", "ballot_id": uuid.uuid4()}
    meetings.leave_meeting(meeting=running, actor=theo)

    left = refusal(services.cast_ballot, **arguments, actor=theo)
    meetings.interrupt_meeting(meeting=running, actor=clerk)
    interrupted = refusal(services.cast_ballot, **arguments, actor=mira)
    meetings.resume_meeting(meeting=running, actor=clerk)

    assert (left, interrupted) == (("state.not_now", 409), ("state.not_now", 409))
    assert cast(poll, mira)[1] is True


@pytest.mark.parametrize("choice", ["", "maybe", "YES", "yes "])
def test_cast_ballot_refuses_an_unknown_choice(voters, open_poll, choice):
    mira = voters(1)[0]

    answer = refusal(services.cast_ballot, poll=open_poll(), choice=choice, ballot_id=uuid.uuid4(), actor=mira)

    assert answer == ("ballot.choice_unknown", 400)


def test_close_poll_counts_and_proposes(counted):
    poll = counted("yyyna-")

    assert (poll.yes_count, poll.no_count, poll.abstain_count, poll.not_voted_count) == (3, 1, 1, 1)
    assert (poll.state, poll.outcome, poll.declared_outcome) == ("closed", "adopted", None)


PROPOSALS = {"yn": "rejected", "ya": "adopted", "aa": "rejected", "--": "rejected", "n-": "rejected"}


@pytest.mark.parametrize(("votes", "outcome"), PROPOSALS.items())
def test_close_poll_proposes_by_simple_majority(counted, votes, outcome):
    assert counted(votes).outcome == outcome


def test_close_poll_twice_is_refused(counted, clerk):
    poll = counted("y")

    assert refusal(services.close_poll, poll=poll, actor=clerk) == ("state.not_now", 409)


def test_declare_result_before_the_close_is_refused(voters, open_poll, clerk):
    voters(1)

    assert refusal(services.declare_result, poll=open_poll(), actor=clerk) == ("state.not_now", 409)


def test_declare_result_records_the_sentence_made_from_the_counts(counted, clerk):
    poll = services.declare_result(poll=counted("yyna"), actor=clerk)

    event = poll.meeting.events.last()
    assert (poll.state, poll.declared_outcome, event.name) == ("declared", "adopted", "voting.poll.declared")
    assert "Mehrheitlich beschlossen: 2 Ja, 1 Nein, 1 Enthaltung" in sentence_of(event)


def test_declare_result_is_final(counted, clerk):
    poll = services.declare_result(poll=counted("y"), actor=clerk)

    assert refusal(services.declare_result, poll=poll, actor=clerk) == ("state.not_now", 409)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Poll.objects.filter(pk=poll.pk).update(declared_outcome="rejected")


def test_the_database_keeps_ballots_and_electorates_as_they_were(voters, open_poll, cast, clerk):
    mira = voters(1)[0]
    poll = open_poll()
    cast(poll, mira, "yes")

    for change in (
        lambda: Ballot.objects.update(choice="no"),
        lambda: Ballot.objects.all().delete(),
        lambda: Elector.objects.update(faction=None),
        lambda: Poll.objects.filter(pk=poll.pk).update(yes_count=3),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    services.close_poll(poll=poll, actor=clerk)
    late = {"elector": Elector.objects.get(), "choice": "no", "version": 2, "seq": 99, "superseded": True}
    with pytest.raises(IntegrityError, match="not open"), transaction.atomic():
        Ballot.objects.create(**late, ballot_id=uuid.uuid4(), cast_at=poll.opened_at)


def test_the_whole_course_leaves_its_events_for_the_right_eyes(running, make_item, clerk, voters, cast):
    mira = voters(1)[0]
    secret = open_secret(item=make_item(part="non_public", title="Vergabe"), actor=clerk)
    seq = secret.meeting.last_seq
    poll = services.create_poll(item=secret, actor=clerk, open_now=True)
    cast(poll, mira)
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)

    told = running.events.filter(seq__gt=seq)
    assert events_since(running, seq) == ["poll.created", "poll.opened", "ballot.cast", "poll.closed", "poll.declared"]
    assert {event.audience for event in told} == {"desk", "participant"}


def test_no_event_holds_a_choice_or_a_count_in_the_open(counted, clerk):
    poll = services.declare_result(poll=counted("yn"), actor=clerk)

    for event in poll.meeting.events.filter(name__startswith="voting."):
        opened = {key for key, value in event.data.items() if not isinstance(value, dict)}
        assert opened <= {"poll", "item", "number", "elector", "version", *events.FROZEN}


def test_an_open_poll_keeps_item_and_meeting_open(running, item, clerk, voters, open_poll):
    voters(1)
    poll = open_poll()

    open_refusals = [
        refusal(agenda.close_item, item=item, actor=clerk),
        refusal(meetings.close_meeting, meeting=running, actor=clerk),
    ]
    services.close_poll(poll=poll, actor=clerk)
    closed_refusals = [
        refusal(agenda.postpone_item, item=item, actor=clerk),
        refusal(agenda.take_back_item, item=item, actor=clerk),
    ]
    services.declare_result(poll=poll, actor=clerk)

    assert open_refusals[0] == ("poll.still_open", 409)
    assert open_refusals[1][1] == 409
    assert closed_refusals == [("poll.not_declared", 409)] * 2
    assert agenda.close_item(item=item, actor=clerk).state == "closed"


def test_polls_for_gives_items_results_and_names(counted, clerk):
    services.declare_result(poll=counted("yn-"), actor=clerk)

    record = selectors.polls_for(Poll.objects.get().meeting, Audience.PUBLIC)[0]

    assert record.item.title == "Neue Software"
    assert [number for _, number in record.counts] == [1, 1, 0, 1]
    assert [len(names) for _, names in record.names] == [1, 1, 1]
    assert record.outcome == "rejected"


def test_polls_for_prints_no_names_where_the_rules_say_so(counted, body):
    VotingRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", votes_by_name="never")
    poll = counted("yn-")

    record = selectors.polls_for(poll.meeting, Audience.DESK)[0]

    assert (record.names, {line.names for line in record.lines}) == ((), {()})


def test_polls_for_hides_the_non_public_part_even_when_the_item_is_moved_later(running, make_item, clerk, voters):
    voters(1)
    secret = open_secret(item=make_item(part="non_public"), actor=clerk)
    poll = services.create_poll(item=secret, actor=clerk, open_now=True)
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)
    type(secret).objects.filter(pk=secret.pk).update(part="public")

    seen = {audience: len(selectors.polls_for(running, audience)) for audience in Audience}

    assert seen == {"public": 0, "participant": 1, "desk": 1, "screen": 0}


@pytest.mark.parametrize("polls", [1, 3])
def test_polls_for_asks_the_database_four_times(
    counted, voters, open_poll, cast, clerk, django_assert_num_queries, polls
):
    poll = counted("yn-")
    services.declare_result(poll=poll, actor=clerk)
    for _ in range(polls - 1):
        services.declare_result(poll=services.close_poll(poll=open_poll(), actor=clerk), actor=clerk)

    with django_assert_num_queries(4):
        assert (
            len([line for record in selectors.polls_for(poll.meeting, Audience.DESK) for line in record.lines])
            == 4 * polls
        )
