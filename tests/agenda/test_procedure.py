"""Motions on procedure: before everything else, one for, one against, then a vote; what is accepted takes effect
(REQ-64, REQ-67).
"""

import uuid

import pytest
from django.utils import translation

from agenda import selectors, services
from agenda.models import AgendaRules, ProceduralMotion
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.registry import next_step
from meetings.selectors import actor_for
from tests.resolved import RESOLVED
from voting import services as voting


@pytest.fixture
def item(running, clerk):
    """The open item with an open list."""
    found = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Bericht", draft_resolution="Ja.", actor=clerk
    )
    services.open_item(item=found, actor=clerk)
    services.open_list(item=found, actor=clerk)
    return found


@pytest.fixture
def member(running, clerk, seat):
    def make(mode="hall", role="member"):
        person = seat(role).person
        meetings.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)
        return actor_for(person.user, body_id=running.body_id, meeting=running)

    return make


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def speak(item, who, clerk, kind="contribution"):
    row = services.ask_for_floor(item=item, kind=kind, actor=who)
    services.call_speaker(request=row, actor=clerk)
    services.end_speech(request=row, actor=clerk)


def hear_points_of_order(item, clerk):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    for row in selectors.waiting(selectors.requests_of(meeting, item)):
        if row.kind == "point_of_order":
            services.call_speaker(request=row, actor=clerk)
            services.end_speech(request=row, actor=clerk)


def resolve(motion, clerk, *voters, choice="yes"):
    hear_points_of_order(motion.item, clerk)
    poll = voting.put_procedural_to_vote(motion=motion, actor=clerk)
    for voter in voters:
        voting.cast_ballot(poll=poll, choice=choice, ballot_id=uuid.uuid4(), actor=voter)
    voting.close_poll(poll=poll, actor=clerk)
    voting.declare_result(poll=poll, actor=clerk)
    motion.refresh_from_db()
    motion.item.refresh_from_db()
    return motion


def due(item):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    return [(row.name, row.kind) for row in selectors.waiting(selectors.requests_of(meeting, item))]


def test_the_mover_and_one_against_come_before_all_others(item, member, clerk):
    first, mover, other = member(), member(), member()
    services.ask_for_floor(item=item, actor=first)
    motion = services.move_procedural(item=item, kind="end_debate", actor=mover)
    services.oppose_procedural(motion=motion, actor=other)

    assert [kind for _, kind in due(item)] == ["point_of_order", "point_of_order", "contribution"]
    assert [name for name, _ in due(item)][:2] == [mover.user.person.name, other.user.person.name]
    assert code(services.oppose_procedural, motion=motion, actor=first) == "procedure.opposed_already"


def test_an_accepted_end_of_the_debate_closes_it(item, member, clerk):
    first, mover = member(), member()
    services.ask_for_floor(item=item, actor=first)
    motion = resolve(services.move_procedural(item=item, kind="end_debate", actor=mover), clerk, first, mover)

    assert (motion.state, due(item), selectors.list_of(item).debate_closed_at is not None) == ("accepted", [], True)


def test_a_rejected_one_changes_nothing(item, member, clerk):
    first, mover = member(), member()
    services.ask_for_floor(item=item, actor=first)
    motion = resolve(
        services.move_procedural(item=item, kind="end_debate", actor=mover), clerk, first, mover, choice="no"
    )

    assert (motion.state, len(due(item)), selectors.list_of(item).is_open) == ("rejected", 1, True)


@pytest.mark.parametrize(
    ("kind", "detail", "state"),
    [("postpone", "", "postponed"), ("refer", "Bauausschuss", "postponed"), ("remove_item", "", "withdrawn")],
)
def test_the_item_is_put_off_referred_or_removed(item, member, clerk, kind, detail, state):
    mover = member()
    motion = resolve(services.move_procedural(item=item, kind=kind, detail=detail, actor=mover), clerk, mover)

    assert (motion.state, motion.item.state) == ("accepted", state)


def test_the_meeting_is_interrupted_the_list_closed_the_time_changed(running, item, member, clerk):
    mover = member()
    resolve(services.move_procedural(item=item, kind="speaking_time", detail="3 Minuten", actor=mover), clerk, mover)
    resolve(services.move_procedural(item=item, kind="end_list", actor=mover), clerk, mover)
    resolve(services.move_procedural(item=item, kind="interrupt", actor=mover), clerk, mover)
    meeting = Meeting.objects.get(pk=running.pk)

    assert (selectors.times_on(item).seconds, selectors.list_of(item).is_open, meeting.state) == (
        180,
        False,
        "interrupted",
    )


def test_whoever_has_spoken_cannot_move_the_close_unless_the_rules_let_them(item, member, clerk, body):
    spoke = member()
    speak(item, spoke, clerk)
    refused = code(services.move_procedural, item=item, kind="end_list", actor=spoke)
    AgendaRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", closure_rule="anybody")

    assert refused == "procedure.has_spoken"
    assert services.move_procedural(item=item, kind="end_list", actor=spoke).state == "moved"


def test_a_roll_call_holds_without_a_vote_once_a_fifth_demands_it(item, member, clerk, body):
    body.statutory_seats = 15
    body.save()
    mover, second, third = member(), member(), member()
    motion = services.move_procedural(item=item, kind="roll_call", actor=mover)
    services.support_procedural(motion=motion, actor=second)
    twice = code(services.support_procedural, motion=motion, actor=second)
    before = ProceduralMotion.objects.get(pk=motion.pk).state
    services.support_procedural(motion=motion, actor=third)

    assert (twice, before, ProceduralMotion.objects.get(pk=motion.pk).state) == (
        "procedure.supported_already",
        "moved",
        "accepted",
    )
    poll = voting.create_poll(item=item, actor=clerk, open_now=True)
    assert (poll.method, poll.votes_by_name) == ("roll_call", "live")


def test_where_a_secret_vote_was_demanded_no_open_one_is_taken(item, member, clerk, body):
    body.statutory_seats = 15
    body.save()
    mover = member()
    motion = resolve(services.move_procedural(item=item, kind="secret_vote", actor=mover), clerk, mover)

    assert motion.state == "accepted"
    assert code(voting.create_poll, item=item, actor=clerk, open_now=True) == "poll.secret_demanded"


def test_the_next_step_leads_through_it(item, member, clerk):
    mover = member()
    motion = services.move_procedural(item=item, kind="interrupt", actor=mover)
    first = next_step(Meeting.objects.get(pk=item.meeting_id))
    hear_points_of_order(item, clerk)
    then = next_step(Meeting.objects.get(pk=item.meeting_id))

    assert "/call/" in first.url
    assert then.url == f"/procedure/{motion.pk}/vote/"


def test_what_is_not_possible_is_said_and_leaves_nothing(item, member, clerk):
    mover, other = member(), member()
    motion = services.move_procedural(item=item, kind="interrupt", actor=mover)

    assert code(services.move_procedural, item=item, kind="end_list", actor=other) == "procedure.another_pending"
    assert code(services.oppose_procedural, motion=motion, actor=mover) == "procedure.own"
    assert code(services.support_procedural, motion=motion, actor=other) == "procedure.needs_none"
    services.withdraw_procedural(motion=motion, actor=mover)
    assert code(services.withdraw_procedural, motion=motion, actor=clerk) == "procedure.decided"
    assert code(services.move_procedural, item=item, kind="refer", actor=other) == "procedure.detail_missing"
    assert code(services.move_procedural, item=item, kind="nonsense", actor=other) == "procedure.kind_unknown"
    voting.create_poll(item=item, actor=clerk, open_now=True)
    assert code(services.move_procedural, item=item, kind="interrupt", actor=other) == "vote.being_taken"
    assert ProceduralMotion.objects.count() == 1


def test_a_guest_without_a_seat_moves_nothing(item, member):
    assert (
        code(services.move_procedural, item=item, kind="interrupt", actor=member(role="advisory_member"))
        == "procedure.no_seat"
    )


def test_leaving_the_item_settles_what_was_moved(item, member, clerk):
    motion = services.move_procedural(item=item, kind="interrupt", actor=member())
    services.close_item(item=item, actor=clerk)
    motion.refresh_from_db()

    assert motion.state == "settled"


def test_the_reasons_of_an_exclusion_stay_inside(running, item, member, clerk):
    mover = member()
    services.move_procedural(item=item, kind="exclude_public", detail="Kanariengrund", actor=mover)
    meeting = Meeting.objects.get(pk=running.pk)
    public, inside = (
        render_shared(panel_named("procedure"), meeting, audience) for audience in ("public", "participant")
    )

    assert ("Kanariengrund" in public, "Kanariengrund" in inside) == (False, True)
    assert "Kanariengrund" not in str(list(running.events.values_list("data", flat=True)))


def test_the_journal_reads_right_in_both_languages(running, item, member):
    services.move_procedural(item=item, kind="end_debate", actor=member())
    event = running.events.get(name="agenda.procedure.moved")

    assert sentence_of(event) == "Mira Member makes a procedural motion: End of the debate."
    with translation.override("de"):
        assert sentence_of(event) == "Mira Member stellt einen Antrag zur Geschäftsordnung: Schluss der Aussprache."
