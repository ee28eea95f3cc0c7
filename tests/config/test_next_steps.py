"""The order of the desk's next steps over all rooms, and what it comes to in the course of a meeting."""

import ast
import inspect
import io

import pytest
from django.core.management import call_command
from django.utils import translation

from agenda import services as agenda
from agenda.models import SpeakingRequest
from meetings import registry
from meetings import services as meetings
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.agenda.test_procedure import hear_points_of_order
from tests.resolved import RESOLVED
from tests.test_architecture import ROOMS, ROOT
from voting import services as voting

pytestmark = pytest.mark.any_database

ORDER = [
    "meetings.convene_or_open",
    "meetings.resume",
    "agenda.find_convening",
    "agenda.find_quorum",
    "voting.call_elector",
    "voting.close_poll",
    "voting.declare_result",
    "voting.decide_dispute",
    "voting.decide_procedure",
    "meetings.check_on_request",
    "agenda.give_floor",
    "agenda.hear_presenter",
    "agenda.close_channels",
    "voting.repeat_annulled",
    "voting.open_prepared",
    "agenda.note_formality",
    "voting.repeat_disturbed",
    "voting.put_to_vote",
    "agenda.repeat_item",
    "agenda.close_item",
    "agenda.change_publicity",
    "agenda.hand_over",
    "agenda.call_item",
    "meetings.close",
    "agenda.reconvene",
    "documents.release_minutes",
]
"""As approved: a step that is moved changes what the desk is offered."""

DECISION = {"treatment": "decision", "draft_resolution": "Yes."}
FLOOR, REST = (
    "Establish the quorum | Give the floor to Mira Member",
    "Close item Ö 1 | Call item Ö 2 | Close the meeting",
)
PROCEDURE = "Vote on the procedure: Interruption of the meeting"


def test_the_order_over_all_rooms():
    assert list(registry.all_steps()) == ORDER


def test_the_order_can_be_printed():
    output = io.StringIO()
    call_command("steps", stdout=output)
    lines = [line.split(maxsplit=2) for line in output.getvalue().splitlines()]

    assert [line[:2] for line in lines] == [[str(place), name] for place, name in enumerate(ORDER, start=1)]
    assert [line for line in lines if not line[2].endswith(".")] == []


def finders_written():
    """Every function of our rooms that takes a meeting and answers a step, unless another one of its file calls it."""
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            functions = [
                node
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.FunctionDef)
            ]
            called = {node.id for function in functions for node in ast.walk(function) if isinstance(node, ast.Name)}
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield from (
                f"{module}.{function.name}" for function in functions if finds(function) and function.name not in called
            )


def finds(function):
    returns = function.returns is not None and ast.unparse(function.returns) == "Step | None"
    return returns and [ast.unparse(given) for given in function.args.args] == ["meeting: Meeting"]


def test_every_step_that_was_written_is_in_the_order():
    listed = {name: inspect.unwrap(finder) for name, finder in registry.all_steps().items()}
    rooms = {name: finder.__module__.split(".")[0] for name, finder in listed.items()}
    written = set(finders_written()) - {
        "meetings.registry.next_step",
        "meetings.registry.following_step",
        "voting.steps.found",
    }

    assert written - {f"{finder.__module__}.{finder.__name__}" for finder in listed.values()} == set()
    assert rooms == {name: name.split(".")[0] for name in ORDER}


def test_each_room_has_one_page_of_them():
    offering = [
        path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.py") if offers(path)
    ]

    assert sorted(offering) == sorted(f"{room}/next_steps.py" for room in ROOMS if room != "config")


def offers(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.Call) and ast.unparse(node.func).endswith("offer_steps") for node in nodes)


def nothing(meeting):
    """Never due."""


@pytest.mark.parametrize(
    ("name", "finder", "after"),
    [
        ("meetings.close", nothing, ""),
        ("meetings.again", registry.all_steps()["meetings.close"], ""),
        ("meetings.new", nothing, "meetings.nobody_offers_this"),
    ],
    ids=["name", "finder", "after"],
)
def test_no_step_is_offered_twice_or_nowhere(name, finder, after):
    with pytest.raises(ValueError, match="next step"):
        registry.offer_steps({name: finder}, after=after)

    assert list(registry.all_steps()) == ORDER


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def due(meeting):
    """Whatever any room would offer now, the first of it on the button."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    found = [str(step.label) for finder in registry.all_steps().values() if (step := finder(fresh)) is not None]
    first = registry.next_step(fresh)
    assert found[:1] == ([str(first.label)] if first else [])
    return " | ".join(found)


@pytest.fixture
def items(meeting, clerk):
    """Two public items with something to decide, and a non-public one."""
    rows = [("public", "One"), ("public", "Two"), ("non_public", "Three")]
    return [
        agenda.add_item(
            meeting=meeting,
            resolution=RESOLVED,
            actor=clerk,
            part=part,
            title=title,
            treatment="decision",
            draft_resolution="Yes.",
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
        "Record: convened properly | Establish the quorum | Record: convened properly | Call item Ö 1 | Close the "
        "meeting",
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
        f"Let the body decide about Mira Member 2 | {PROCEDURE} | {FLOOR} | Put to the vote | {REST}",
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


def test_who_presents_comes_before_the_vote_and_may_be_passed_over(opened, items, clerk):
    first = items[0]
    gita, hugo = (agenda.add_presenter(item=first, name=name, actor=clerk) for name in ("Gita", "Hugo"))
    agenda.open_item(item=first, actor=clerk)
    told = [due(opened)]
    agenda.enter_request(item=first, presenter=gita.pk, kind="presentation", actor=clerk)
    told.append(due(opened))
    speech = SpeakingRequest.objects.get()
    agenda.call_speaker(request=speech, without_media=True, actor=clerk)
    agenda.end_speech(request=speech, actor=clerk)
    told.append(due(opened))
    waits = agenda.enter_request(item=first, presenter=hugo.pk, kind="presentation", actor=clerk)
    agenda.strike_request(request=waits, actor=clerk)
    told.append(due(opened))

    vote = f"Put to the vote | {REST}"
    assert told == [
        f"Put Gita on the list | {vote}",
        f"Give the floor to Gita | Put Hugo on the list | {vote}",
        f"Put Hugo on the list | {vote}",
        vote,
    ]
