"""What may happen to a result afterwards: annulled and held again, objected to, counted again, recomputed without
somebody.
"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from agenda import services as agenda
from agenda.models import Motion
from meetings.errors import DomainError
from meetings.journal import sentence_of
from tests.conftest import names_of
from voting import selectors, services
from voting.models import Ballot, Poll, PollRemark


def code(action, **data):
    with pytest.raises(DomainError) as error:
        action(**data)
    return error.value.code


def last_sentence(meeting):
    return sentence_of(meeting.events.latest("seq"))


@pytest.fixture
def hands(voters, open_poll, clerk):
    """`hands(3, 2)`: a closed vote of five by show of hands."""

    def make(yes, no, abstain=0, people=None):
        voters(people or yes + no + abstain)
        poll = open_poll(method="hands")
        services.enter_hands(poll=poll, yes=yes, no=no, abstain=abstain, actor=clerk)
        return services.close_poll(poll=poll, actor=clerk)

    return make


@pytest.mark.parametrize("state", ["open", "closed", "declared"])
def test_annul_poll_keeps_what_was_cast(voters, open_poll, cast, clerk, running, state):
    mira = voters(1)[0]
    poll = open_poll()
    cast(poll, mira)
    if state != "open":
        poll = services.close_poll(poll=poll, actor=clerk)
    if state == "declared":
        poll = services.declare_result(poll=poll, actor=clerk)

    poll = services.annul_poll(poll=poll, ground="Falscher Antrag", actor=clerk)

    assert (poll.state, Ballot.objects.count()) == ("annulled", 1)
    assert last_sentence(running) == "Die Abstimmung zu TOP Ö 1 wurde für ungültig erklärt: Falscher Antrag"


def test_annul_poll_wants_a_ground_and_the_desk(counted, clerk, actor, running):
    poll = counted("y")

    assert code(services.annul_poll, poll=poll, ground="  ", actor=clerk) == "poll.no_ground"
    assert code(services.annul_poll, poll=poll, ground="x" * 2001, actor=clerk) == "poll.ground_too_long"
    assert code(services.annul_poll, poll=poll, ground="Grund", actor=actor("member")) == "permission.denied"
    assert "voting.poll.annulled" not in names_of(running)


def test_a_vote_is_annulled_once(counted, clerk):
    poll = services.annul_poll(poll=counted("y"), ground="Grund", actor=clerk)

    assert code(services.annul_poll, poll=poll, ground="Grund", actor=clerk) == "state.not_now"
    assert code(services.declare_result, poll=poll, actor=clerk) == "state.not_now"


def test_a_declared_vote_that_is_annulled_changes_nothing_but_its_state(counted, clerk):
    poll = services.declare_result(poll=counted("yyn"), actor=clerk)
    services.annul_poll(poll=poll, ground="Grund", actor=clerk)

    for change in ("yes_count = 0", "state = 'declared'", "declared_outcome = 'rejected'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE voting_poll SET {change} WHERE id = {poll.pk}")


def test_annulling_sets_the_motion_back(voters, item, cast, clerk):
    mira = voters(1)[0]
    motion = agenda.move_motion(item=item, text="Wir vertagen.", person=mira.person_id, actor=clerk)
    poll = services.create_poll(item=item, motion=motion.pk, open_now=True, actor=clerk)
    cast(poll, mira)
    poll = services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)
    before = Motion.objects.get(pk=motion.pk).state

    services.annul_poll(poll=poll, ground="Verwechslung", actor=clerk)

    assert (before, Motion.objects.get(pk=motion.pk).state) == ("accepted", "moved")


def test_a_vote_on_procedure_that_had_its_effect_is_not_annulled(voters, item, cast, clerk):
    mira = voters(1)[0]
    moved = agenda.move_procedural(item=item, kind="interrupt", actor=mira)
    agenda.strike_request(request=item.speaking_requests.get(), actor=clerk)
    poll = services.put_procedural_to_vote(motion=moved, actor=clerk)
    cast(poll, mira, "no")
    poll = services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)

    assert code(services.annul_poll, poll=poll, ground="Grund", actor=clerk) == "poll.took_effect"


def test_repeat_poll_holds_the_same_words_again_and_the_new_result_holds(counted, cast, clerk, running):
    old = services.annul_poll(poll=counted("yn"), ground="Doppelt gedrückt", actor=clerk)

    again = services.repeat_poll(poll=old, actor=clerk)
    services.close_poll(poll=again, actor=clerk)
    services.declare_result(poll=again, actor=clerk)

    old.refresh_from_db()
    assert (again.question, again.repeats_id, old.state) == (old.question, old.pk, "repeated")
    assert last_sentence(running).startswith("Die für ungültig erklärte Abstimmung zu TOP Ö 1 wurde wiederholt")
    assert [(record.poll.pk, record.poll.is_void) for record in selectors.polls_for(running, "public")] == [
        (old.pk, True),
        (again.pk, False),
    ]


def test_repeat_poll_wants_an_annulled_vote_and_repeats_it_once(counted, clerk):
    poll = services.declare_result(poll=counted("y"), actor=clerk)

    assert code(services.repeat_poll, poll=poll, actor=clerk) == "poll.not_annulled"
    services.annul_poll(poll=poll, ground="Grund", actor=clerk)
    again = services.repeat_poll(poll=poll, actor=clerk)
    services.annul_poll(poll=again, ground="Grund", actor=clerk)
    assert code(services.repeat_poll, poll=poll, actor=clerk) == "poll.repeated_already"
    assert services.repeat_poll(poll=again, method="hands", actor=clerk).method == "hands"


def test_an_annulled_vote_shows_on_the_screens_and_the_next_step_repeats_it(counted, clerk, running, signed_in):
    services.annul_poll(poll=counted("y"), ground="Grund", actor=clerk)

    desk = signed_in(clerk.user).get(f"/meetings/{running.pk}/desk/").content.decode()
    public = (
        signed_in(None)
        .get(f"/meetings/{running.pk}/live/?view=public&seq=0", headers={"accept": "application/json"})
        .json()["panels"]["poll"]
    )

    assert "Abstimmung wiederholen" in desk
    assert "Ungültig: Abstimmung zu TOP Ö 1" in public


def test_object_to_result_is_noted_beside_the_result(counted, clerk, running, seat):
    poll = services.declare_result(poll=counted("yn"), actor=clerk)
    person = poll.electors.first().person

    services.object_to_result(poll=poll, person=person.pk, text="Ich wurde\nnicht gezählt", actor=clerk)

    record = selectors.record_of(poll)
    assert [(note.kind, note.text) for note in record.notes] == [
        ("objection", f"{person.name}: Ich wurde nicht gezählt")
    ]
    assert (
        last_sentence(running)
        == f"{person.name} erhebt Einspruch gegen das Ergebnis der Abstimmung zu TOP Ö 1: Ich wurde nicht gezählt"
    )
    assert code(services.object_to_result, poll=poll, person=4711, text="x", actor=clerk) == "not_found"
    assert code(services.object_to_result, poll=poll, person=person.pk, text="", actor=clerk) == "poll.no_ground"


def test_recount_result_of_hands_stands_beside_the_declared_one_and_holds(hands, clerk, running):
    poll = services.declare_result(poll=hands(3, 2), actor=clerk)

    services.recount_result(poll=poll, ground="Zweifel", hands={"yes": 2, "no": 3, "abstain": 0}, actor=clerk)

    poll.refresh_from_db()
    record = selectors.record_of(poll)
    assert (poll.declared_outcome, poll.yes_count, record.outcome) == ("adopted", 3, "rejected")
    assert [note.kind for note in record.notes] == ["first", "recount"]
    assert "Mehrheitlich beschlossen: 3 Ja, 2 Nein" in record.notes[0].sentence
    assert record.sentence == "Mehrheitlich abgelehnt: 2 Ja, 3 Nein"
    assert (
        last_sentence(running)
        == "Nachzählung der Abstimmung zu TOP Ö 1: „Mehrheitlich abgelehnt: 2 Ja, 3 Nein“ Grund: Zweifel"
    )


def test_a_recount_before_the_declaration_is_what_is_declared(hands, clerk, running):
    poll = hands(3, 2)
    services.recount_result(poll=poll, ground="Zweifel", hands={"yes": 2, "no": 3, "abstain": 0}, actor=clerk)

    poll = services.declare_result(poll=poll, actor=clerk)

    assert (poll.outcome, poll.declared_outcome) == ("adopted", "rejected")


def test_a_recount_that_turns_the_outcome_decides_the_motion_anew(voters, item, clerk):
    people = voters(3)
    motion = agenda.move_motion(item=item, text="Wir vertagen.", person=people[0].person_id, actor=clerk)
    poll = services.create_poll(item=item, motion=motion.pk, method="hands", open_now=True, actor=clerk)
    services.enter_hands(poll=poll, yes=2, no=1, abstain=0, actor=clerk)
    poll = services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)

    services.recount_result(
        poll=poll, kind="correction", ground="Zahlendreher", hands={"yes": 1, "no": 2, "abstain": 0}, actor=clerk
    )

    assert Motion.objects.get(pk=motion.pk).state == "rejected"


def test_counting_the_stored_votes_once_more_gives_the_same(counted, clerk):
    poll = services.declare_result(poll=counted("yyna"), actor=clerk)

    row = services.recount_result(poll=poll, ground="Auf Verlangen", actor=clerk)

    assert (row.yes_count, row.no_count, row.abstain_count, row.outcome) == (2, 1, 1, "adopted")


def test_recount_result_refuses_what_cannot_be(hands, clerk, actor):
    poll = hands(2, 1)

    recount = {"poll": poll, "actor": clerk}
    assert code(services.recount_result, ground="", **recount) == "poll.no_ground"
    assert code(services.recount_result, ground="x", kind="objection", **recount) == "recount.kind_unknown"
    assert (
        code(services.recount_result, ground="x", hands={"yes": 9, "no": 0, "abstain": 0}, **recount)
        == "hands.too_many"
    )
    assert code(services.recount_result, poll=poll, ground="x", actor=actor("member")) == "permission.denied"
    assert PollRemark.objects.count() == 0


def test_votes_by_name_are_not_counted_in_hands_afterwards(counted, clerk):
    hands = {"yes": 1, "no": 0, "abstain": 0}

    assert code(services.recount_result, poll=counted("y"), ground="x", hands=hands, actor=clerk) in {
        "recount.by_name",
        "hands.none",
    }


def test_remarks_never_change(hands, clerk):
    row = services.recount_result(poll=hands(2, 1), ground="x", actor=clerk)

    for statement in (
        f"UPDATE voting_pollremark SET text = 'y' WHERE id = {row.pk}",
        f"DELETE FROM voting_pollremark WHERE id = {row.pk}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_take_by_acclamation_counts_nothing(voters, item, clerk, running):
    voters(3)

    poll = services.take_by_acclamation(item=item, actor=clerk)
    poll = services.declare_result(poll=poll, actor=clerk)

    record = selectors.record_of(poll)
    assert (record.sentence, record.lines, record.counts, record.by_name) == (
        "Ohne Widerspruch beschlossen",
        (),
        (),
        False,
    )
    with translation.override("en"):
        assert selectors.sentence_for(poll) == "Adopted without objection"


def test_an_acclamation_stands_in_the_row_and_in_the_journal_without_numbers(voters, item, clerk, running):
    voters(3)

    poll = services.declare_result(poll=services.take_by_acclamation(item=item, actor=clerk), actor=clerk)

    told = {event.name: {secret.key: secret.value for secret in event.secrets.all()} for event in running.events.all()}
    closed, declared = told["voting.poll.closed"], told["voting.poll.declared"]
    assert (poll.yes_count, poll.no_count, poll.abstain_count, poll.not_voted_count) == (0, 0, 0, 0)
    assert (closed["counts"], closed["choices"], closed["outcome"]) == ({}, {}, "adopted")
    assert (declared["counts"], declared["outcome"], declared["result"]) == (
        {},
        "adopted",
        "Ohne Widerspruch beschlossen",
    )


def test_whoever_objects_to_an_acclamation_gets_a_vote(voters, item, clerk):
    voters(2)
    poll = services.annul_poll(
        poll=services.take_by_acclamation(item=item, actor=clerk), ground="Widerspruch", actor=clerk
    )

    again = services.repeat_poll(poll=poll, actor=clerk)

    assert (again.method, again.state) == ("open", "open")


def test_nothing_is_recounted_or_recomputed_where_nothing_was_counted(voters, item, clerk):
    voters(1)
    poll = services.take_by_acclamation(item=item, actor=clerk)

    assert code(services.recount_result, poll=poll, ground="x", actor=clerk) == "recount.acclamation"
    assert not selectors.may_be_recomputed(poll)


def without(poll, name_part=0):
    elector = selectors.electors_of(poll)[name_part]
    return selectors.without(poll, selectors.elector_in(poll, elector.pk))


def test_without_a_decisive_vote_the_outcome_is_another(counted, clerk):
    poll = services.declare_result(poll=counted("yn" + "y"), actor=clerk)

    found = without(poll)

    assert found.is_decisive
    assert [(case.choice, case.standing.counts["yes"], case.standing.outcome) for case in found.cases] == [
        ("yes", 1, "rejected")
    ]
    assert found.cases[0].sentence == "Bei Stimmengleichheit abgelehnt: 1 Ja, 1 Nein"
    assert Poll.objects.get(pk=poll.pk).yes_count == 2


def test_without_an_idle_vote_it_is_the_same(counted, clerk):
    found = without(services.declare_result(poll=counted("-yy"), actor=clerk))

    assert ([case.choice for case in found.cases], found.is_decisive) == (["not_voted"], False)


def test_where_hands_were_counted_every_possible_way_is_shown(hands, clerk):
    found = without(services.declare_result(poll=hands(2, 1, 0), actor=clerk))

    assert [(case.choice, case.is_other) for case in found.cases] == [("yes", True), ("no", False)]


def test_the_page_shows_old_and_new_side_by_side(counted, clerk, signed_in):
    poll = services.declare_result(poll=counted("yyn"), actor=clerk)
    elector = selectors.electors_of(poll)[0]

    client = signed_in(clerk.user)
    page = client.get(f"/polls/{poll.pk}/recomputed/?elector={elector.pk}").content.decode()

    assert "Mehrheitlich beschlossen: 2 Ja, 1 Nein" in page
    assert "Bei Stimmengleichheit abgelehnt: 1 Ja, 1 Nein" in page
    assert client.get(f"/polls/{poll.pk}/recomputed/?elector=4711").status_code == 404
    assert client.get(f"/polls/{poll.pk}/recomputed/?elector=abc").status_code == 404
