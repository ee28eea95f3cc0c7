"""Every kind of motion on procedure: what is accepted does what its row says, and no row lacks anything."""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from agenda import selectors, services
from agenda.models import AgendaRules, ProceduralMotion
from agenda.procedural_kinds import BINDS_THE_VOTE, KINDS, NOTHING_NOW
from agenda.services.procedure import decide_procedural, lock_procedural
from agenda.services.procedure_effects import CLOSED, EFFECTS
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.agenda.test_procedure import code, hear_points_of_order, speak
from tests.resolved import RESOLVED
from voting import services as voting
from voting.majority import RULES

FOLLOWS = {
    "end_debate": {"list_open": False, "debate_closed": True},
    "end_list": {"list_open": False},
    "refer": {"item": "postponed"},
    "postpone": {"item": "postponed"},
    "interrupt": {"meeting": "interrupted"},
    "close_meeting": {},
    "exclude_public": {},
    "readmit_public": {},
    "roll_call": {"vote": "roll_call"},
    "secret_vote": {"vote": "poll.secret_demanded"},
    "remove_item": {"item": "withdrawn"},
    "speaking_time": {"seconds": 180},
}
"""What an accepted motion of each kind changes at once; nothing where the next step leads the desk there."""

PENDING = {
    "item": "open",
    "meeting": "running",
    "public": "public",
    "list_open": True,
    "debate_closed": False,
    "seconds": 300,
    "vote": "open",
}


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
def mover(running, clerk, body, seat):
    """A member of a body of fifteen, so that a fifth are three."""
    body.statutory_seats = 15
    body.save()
    person = seat("member").person
    meetings.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    return actor_for(person.user, body_id=running.body_id, meeting=running)


def standing(item, clerk):
    """How everything stands that a motion on procedure may change."""
    item.refresh_from_db()
    meeting = Meeting.objects.get(pk=item.meeting_id)
    listed = selectors.list_of(item)
    found = {
        "item": item.state,
        "meeting": meeting.state,
        "public": meeting.publicity,
        "list_open": listed.is_open,
        "debate_closed": listed.debate_closed_at is not None,
        "seconds": selectors.times_on(item).seconds,
    }
    return found | {"vote": method(item, clerk) if (item.state, meeting.state) == ("open", "running") else "open"}


def method(item, clerk):
    """How the vote on the matter is taken now, or why it is not."""
    if ProceduralMotion.objects.filter(item=item, kind="secret_vote").exists():
        return code(voting.create_poll, item=item, actor=clerk, open_now=True)
    return voting.create_poll(item=item, actor=clerk, open_now=True).method


@pytest.mark.parametrize("kind", FOLLOWS)
def test_an_accepted_motion_does_what_is_expected_of_its_kind(item, mover, clerk, kind):
    motion = services.move_procedural(item=item, kind=kind, detail="3 Minuten", actor=mover)
    hear_points_of_order(item, clerk)
    decide_procedural(*lock_procedural(motion, clerk), accepted=True)

    assert standing(item, clerk) == PENDING | FOLLOWS[kind]


def test_every_kind_is_tried_here_and_in_the_language_of_the_house():
    with translation.override("de"):
        german = {name: str(kind.label) for name, kind in KINDS.items()}
    with translation.override("en"):
        untranslated = [name for name, kind in KINDS.items() if str(kind.label) == german[name]]

    assert (list(KINDS), untranslated) == (list(FOLLOWS), [])


def test_every_row_says_what_follows_from_it():
    lost = [name for name, kind in KINDS.items() if (kind.effect in EFFECTS) == (kind.effect in NOTHING_NOW)]
    idle = EFFECTS.keys() - {kind.effect for kind in KINDS.values()}
    closing = {name for name, kind in KINDS.items() if kind.closes in CLOSED}
    binding = {name for name, kind in KINDS.items() if kind.binds}

    assert (lost, idle) == ([], set())
    assert closing == {name for name, kind in KINDS.items() if kind.effect == "close"}
    assert binding == {name for name, kind in KINDS.items() if kind.effect == BINDS_THE_VOTE}


def test_what_a_row_names_of_the_rules_is_there():
    rules = AgendaRules()

    assert [name for name, kind in KINDS.items() if getattr(rules, kind.majority) not in RULES] == []
    assert [name for name, kind in KINDS.items() if kind.supporters and not getattr(rules, kind.supporters)] == []


def refused(item, mover):
    """The kinds that this person cannot move without further words, and why."""
    found = {}
    for kind in FOLLOWS:
        try:
            motion = services.move_procedural(item=item, kind=kind, actor=mover)
        except DomainError as refusal:
            found[kind] = refusal.code
        else:
            services.withdraw_procedural(motion=motion, actor=mover)
    return found


def test_two_kinds_need_words_and_two_whoever_has_not_spoken(item, mover, clerk, body):
    silent = {"refer": "procedure.detail_missing", "speaking_time": "procedure.detail_missing"}
    spoken = silent | {"end_debate": "procedure.has_spoken", "end_list": "procedure.has_spoken"}

    assert refused(item, mover) == silent
    speak(item, mover, clerk)
    assert refused(item, mover) == spoken
    AgendaRules.objects.create(institution=body.institution, body=body, valid_from="2020-01-01", closure_rule="anybody")
    assert refused(item, mover) == silent


def test_only_the_grounds_of_an_exclusion_stay_out_of_the_journal(item, mover):
    for kind in FOLLOWS:
        services.withdraw_procedural(
            motion=services.move_procedural(item=item, kind=kind, detail="Weil.", actor=mover), actor=mover
        )
    told = item.meeting.events.filter(name="agenda.procedure.explained").values_list("data", flat=True)

    assert FOLLOWS.keys() - {data["purpose"] for data in told} == {"exclude_public"}


def test_two_kinds_hold_without_a_vote(item, mover):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    needed = {kind: selectors.needed_supporters(meeting, kind) for kind in FOLLOWS}

    assert {kind: number for kind, number in needed.items() if number} == {"roll_call": 3, "secret_vote": 3}


OUT = "exclude_public"


@pytest.mark.parametrize(
    ("publicity", "missing"), [("public", "readmit_public"), ("closing", OUT), ("non_public", OUT)]
)
def test_the_public_is_either_in_or_out(item, publicity, missing):
    Meeting.objects.filter(pk=item.meeting_id).update(publicity=publicity)
    html = render_shared(panel_named("procedure"), Meeting.objects.get(pk=item.meeting_id), "desk")

    assert re.findall(r'<option value="([a-z_]+)"', html) == [kind for kind in FOLLOWS if kind != missing]


@pytest.mark.parametrize(("kind", "majority"), [("interrupt", "two_thirds_cast"), ("postpone", "members")])
def test_the_row_names_the_majority(item, mover, clerk, body, monkeypatch, kind, majority):
    rules = {"institution": body.institution, "body": body, "valid_from": "2020-01-01"}
    AgendaRules.objects.create(**rules, procedural_majority="two_thirds_cast", extension_majority="members")
    monkeypatch.setitem(KINDS, "postpone", replace(KINDS["postpone"], majority="extension_majority"))
    motion = services.move_procedural(item=item, kind=kind, actor=mover)
    hear_points_of_order(item, clerk)
    poll = voting.put_procedural_to_vote(motion=motion, actor=clerk)

    assert poll.majority_rule == majority
