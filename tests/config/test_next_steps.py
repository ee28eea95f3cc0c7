"""The order of the desk's next steps over all rooms, and what it comes to in the course of a meeting."""

import pytest
from django.utils import translation

from agenda import services as agenda
from meetings import registry
from meetings import services as meetings
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.agenda.test_procedure import hear_points_of_order
from tests.resolved import RESOLVED
from voting import services as voting

ORDER = """
course._first_steps course._resume_step formalities._convening items._quorum_step steps._call steps._close steps._declare
steps._settle_dispute steps._put_procedure quorum._requested_check floor._speaker_step items._closing_step steps._repeat_annulled steps._open_prepared
formalities._step steps._repeat steps._put_to_the_vote items._repeat_step items._close_step items._publicity_step recusals._hand_over_step items._call_step
course._last_step items._reconvene_step panels_minutes._minutes_step
"""

DECISION = {"treatment": "decision", "draft_resolution": "Yes."}
FLOOR, REST = "Establish the quorum | Give the floor to Mira Member", "Close item Ö 1 | Call item Ö 2 | Close the meeting"


def test_the_order_over_all_rooms():
    finders = [next((cell.cell_contents for cell in finder.__closure__ or ()), finder) for _, finder in registry._step_finders]

    assert [f"{finder.__module__.split('.')[-1]}.{finder.__name__}" for finder in finders] == ORDER.split()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def due(meeting):
    """Whatever any room would offer now, the first of it on the button."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    found = [str(step.label) for _, finder in registry._step_finders if (step := finder(fresh)) is not None]
    first = registry.next_step(fresh)
    assert found[:1] == ([str(first.label)] if first else [])
    return " | ".join(found)


@pytest.fixture
def items(meeting, clerk):
    """Two public items with something to decide, and a non-public one."""
    rows = [("public", "One"), ("public", "Two"), ("non_public", "Three")]
    return [
        agenda.add_item(
            meeting=meeting, resolution=RESOLVED, actor=clerk, part=part, title=title, treatment="decision", draft_resolution="Yes."
        )
        for part, title in rows
    ]


@pytest.fixture
def people(seat):
    return [seat("member").person for _ in range(3)]


@pytest.fixture
def opened(meeting, items, people, clerk, chair):
    """The meeting, opened, with three members; the chair presides."""
    meetings.convene_meeting(meeting=meeting, actor=clerk)
    meetings.open_meeting(meeting=meeting, actor=clerk)
    for person in (*people, chair.user.person):
        meetings.record_arrival(meeting=meeting, person=person, mode="hall", actor=clerk)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def chair(actor):
    return actor("chair")


def of(person, meeting):
    return actor_for(person.user, body_id=meeting.body_id, meeting=Meeting.objects.get(pk=meeting.pk))


def test_up_to_the_first_item(meeting, items, clerk):
    told = [due(meeting)]
    meetings.convene_meeting(meeting=meeting, actor=clerk)
    told.append(due(meeting))
    meetings.open_meeting(meeting=meeting, actor=clerk)
    told.append(due(meeting))
    meetings.note_formality(meeting=meeting, formality="convening", actor=clerk)
    told.append(due(meeting))
    meetings.check_quorum(meeting=meeting, actor=clerk)
    told.append(due(meeting))

    assert told == [
        "Convene the meeting",
        "Open the meeting",
        "Record: convened properly | Establish the quorum | Record: convened properly | Call item Ö 1 | Close the meeting",
        "Establish the quorum | Record: conflicts of interest pointed out | Call item Ö 1 | Close the meeting",
        "Record: conflicts of interest pointed out | Call item Ö 1 | Close the meeting",
    ]


def test_on_an_open_item(opened, items, people, clerk):
    first, mira = items[0], of(people[0], opened)
    agenda.open_item(item=first, actor=clerk)
    agenda.open_list(item=first, actor=clerk)
    told = [due(opened)]
    agenda.ask_for_floor(item=first, actor=mira)
    meetings.request_quorum_check(meeting=opened, actor=mira)
    told.append(due(opened))
    agenda.enter_recusal(item=first, person=people[1].pk, disputed=True, actor=clerk)
    told.append(due(opened))
    motion = agenda.move_procedural(item=first, kind="interrupt", actor=mira)
    hear_points_of_order(first, clerk)
    told.append(due(opened))
    agenda.withdraw_procedural(motion=motion, actor=clerk)
    meetings.interrupt_meeting(meeting=opened, actor=clerk)
    told.append(due(opened))

    assert told == [
        f"Put to the vote | {REST}",
        f"{FLOOR} | Put to the vote | {REST}",
        f"Let the body decide about Mira Member 2 | {FLOOR} | Put to the vote | {REST}",
        f"Let the body decide about Mira Member 2 | Vote on the procedure: Interruption of the meeting | {FLOOR} | Put to the vote | {REST}",
        "Resume the meeting",
    ]


def test_in_and_after_a_vote(opened, items, people, clerk):
    agenda.open_item(item=items[0], actor=clerk)
    agenda.open_list(item=items[0], actor=clerk)
    agenda.ask_for_floor(item=items[0], actor=of(people[0], opened))
    meetings.request_quorum_check(meeting=opened, actor=of(people[0], opened))
    poll = voting.create_poll(item=items[0], method="roll_call", actor=clerk)
    told = [due(opened)]
    voting.open_poll(poll=poll, actor=clerk)
    told.append(due(opened))
    voting.close_poll(poll=poll, actor=clerk)
    told.append(due(opened))
    voting.declare_result(poll=poll, actor=clerk)
    voting.annul_poll(poll=poll, ground="Wrong.", actor=clerk)
    voting.create_poll(item=items[0], actor=clerk)
    told.append(due(opened))

    assert told == [
        f"{FLOOR} | Open the prepared vote | {REST}",
        f"Call Clara Chair | Close the vote | {FLOOR} | {REST}",
        f"Declare the result | {FLOOR} | {REST}",
        f"{FLOOR} | Repeat the vote | Open the prepared vote | {REST}",
    ]


def test_while_something_has_to_be_repeated(opened, items, people, clerk):
    row = meetings.record_disruption(meeting=opened, person=people[0], trouble="no_sound", actor=clerk)
    agenda.open_item(item=items[0], actor=clerk)
    poll = voting.create_poll(item=items[0], actor=clerk, open_now=True)
    voting.declare_result(poll=voting.close_poll(poll=poll, actor=clerk), actor=clerk)
    agenda.close_item(item=items[0], actor=clerk)
    meetings.settle_disruption(meeting=opened, disruption=row.pk, ground="remedied", actor=clerk)
    told = [due(opened)]
    agenda.reopen_item(item=items[0], actor=clerk)
    told.append(due(opened))

    assert told == [
        "Take up item Ö 1 again | Take up item Ö 1 again | Call item Ö 2 | Close the meeting",
        f"Repeat the vote | {REST}",
    ]


def test_between_the_parts_and_after_the_close(opened, items, clerk, chair):
    meetings.check_quorum(meeting=opened, actor=clerk)
    for item in items[:2]:
        agenda.close_item(item=agenda.open_item(item=item, actor=clerk), actor=clerk)
    agenda.enter_recusal(item=items[2], person=chair.user.person.pk, actor=clerk)
    told = [due(opened)]
    Meeting.objects.filter(pk=opened.pk).update(publicity="closing")
    told.append(due(opened))
    Meeting.objects.filter(pk=opened.pk).update(publicity="public")
    meetings.close_meeting(meeting=opened, actor=clerk)
    told.append(due(opened))
    Meeting.objects.filter(pk=opened.pk).update(lacks_quorum=True)
    told.append(due(opened))

    assert told == [
        "Exclude the public | Hand over presiding | Call item N 1 | Close the meeting",
        "Ask the public channels again | Hand over presiding | Call item N 1 | Close the meeting",
        "Complete and release the minutes",
        "Convene again after lack of quorum | Complete and release the minutes",
    ]
