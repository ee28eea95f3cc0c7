"""Under pressure nobody has to guess: the next step, what stands beside a name, and how a sentence of the journal
reads.
"""

from uuid import uuid4

import pytest
from django.utils import translation

from agenda import services as agenda
from meetings import services
from meetings.enums import Audience
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.registry import next_step
from meetings.selectors import actor_for
from tests.resolved import RESOLVED
from voting import services as voting

pytestmark = pytest.mark.any_database


def shown(name, meeting, audience=Audience.DESK):
    meeting.refresh_from_db()
    return render_shared(panel_named(name), meeting, audience)


def own_part(meeting, person):
    meeting.refresh_from_db()
    return "".join(
        render_personal(panel_named(name), meeting, [person.pk])[person.pk] for name in ("my_measure", "my_part")
    )


def last_sentence(meeting, language="de"):
    with translation.override(language):
        return sentence_of(meeting.events.order_by("seq").last())


@pytest.fixture
def mira(seat, running, clerk):
    """A member who takes part remotely, entered at the desk."""
    row = seat("member")
    services.record_arrival(meeting=running, person=row.person, mode="remote", actor=clerk)
    return row.person


@pytest.fixture
def items(running, clerk):
    """Two public items with something to decide, and a non-public one."""
    rows = [("public", "Haushalt"), ("public", "Später"), ("non_public", "Vergabe")]
    return [
        agenda.add_item(
            meeting=running, resolution=RESOLVED, actor=clerk, part=part, title=title, draft_resolution="Ja."
        )
        for part, title in rows
    ]


def deal_with(item, clerk, *, vote=True):
    item = agenda.open_item(item=item, actor=clerk)
    if vote:
        take_vote(item, clerk)
    agenda.close_item(item=item, actor=clerk)


def take_vote(item, clerk):
    poll = voting.create_poll(item=item, actor=clerk, open_now=True)
    voting.declare_result(poll=voting.close_poll(poll=poll, actor=clerk), actor=clerk)


@pytest.fixture
def disturbed(running, mira, items, clerk):
    """Returns a function: an item is dealt with while Mira is disturbed, and the disturbance remedied."""

    def make(*, vote):
        row = services.record_disruption(meeting=running, person=mira, trouble="no_sound", actor=clerk)
        deal_with(items[0], clerk, vote=vote)
        services.settle_disruption(meeting=running, disruption=row.pk, ground="remedied", actor=clerk)
        running.refresh_from_db()

    return make


def offered(meeting):
    meeting.refresh_from_db()
    step = next_step(meeting)
    with translation.override("de"):
        return str(step.label) if step else ""


def press_next(meeting, client):
    step = next_step(meeting)
    return client.post(step.url, dict(step.fields)).status_code


def test_the_next_steps_lead_through_the_repetition_of_an_item(running, disturbed, signed_in, clerk):
    disturbed(vote=False)
    client, told = signed_in(clerk.user), []
    for _ in range(4):
        told.append(offered(running))
        assert press_next(running, client) == 302

    assert told == ["Ö 1 wieder aufnehmen", "Ö 1 schließen", "Als wiederholt vermerken: Ö 1 Haushalt", "Ö 2 aufrufen"]


def test_the_next_steps_lead_through_the_repetition_of_a_vote(running, disturbed, signed_in, clerk):
    disturbed(vote=True)
    client, told = signed_in(clerk.user), []
    for _ in range(8):
        told.append(offered(running))
        assert press_next(running, client) == 302

    assert told == [
        "Ö 1 wieder aufnehmen",
        "Abstimmung wiederholen",
        "Abstimmung schließen",
        "Ergebnis feststellen",
        "Als wiederholt vermerken: Ö 1 Ja.",
        "Ö 1 schließen",
        "Als wiederholt vermerken: Ö 1 Haushalt",
        "Ö 2 aufrufen",
    ]


def test_the_form_that_excludes_the_public_stands_open_when_it_comes_next(running, items, clerk):
    services.check_quorum(meeting=running, actor=clerk)
    closed = shown("publicity", running)
    for item in items[:2]:
        deal_with(item, clerk, vote=False)

    assert offered(running) == "Öffentlichkeit ausschließen"
    assert ("publicity__exclude" in closed, 'class="publicity__exclude" open' in closed) == (True, False)
    assert 'class="publicity__exclude" open' in shown("publicity", running)


def test_an_excluded_member_is_not_offered_as_an_arrival(running, mira, clerk):
    services.exclude_person(meeting=running, person=mira, actor=clerk)

    row = next(part for part in shown("roll", running).split("<li") if mira.name in part)
    assert ("ausgeschlossen" in row, "arrival/" in row) == (True, False)


def test_whoever_is_called_to_order_or_loses_the_floor_reads_it(running, mira, items, clerk):
    agenda.open_item(item=items[0], actor=clerk)
    before = own_part(running, mira)
    services.call_to_order(meeting=running, person=mira, actor=clerk)
    called = own_part(running, mira)
    services.call_to_order(meeting=running, person=mira, warned=True, actor=clerk)
    warned = own_part(running, mira)
    services.call_to_order(meeting=running, person=mira, actor=clerk)
    services.withdraw_floor(meeting=running, person=mira, actor=clerk)
    withdrawn = own_part(running, mira)
    agenda.close_item(item=items[0], actor=clerk)

    assert "Sie wurden zur Ordnung gerufen." not in before
    assert ("Sie wurden zur Ordnung gerufen." in called, "Folgen" in called, "Folgen" in warned) == (True, False, True)
    assert "Ihnen wurde zu TOP Ö 1 das Wort entzogen." in withdrawn
    assert "my-part__measure" not in own_part(running, mira)


def test_the_public_reads_that_the_meeting_is_interrupted(running, items, clerk):
    agenda.open_item(item=items[0], actor=clerk)
    services.interrupt_meeting(meeting=running, cause="break", actor=clerk)

    assert "Die Sitzung ist unterbrochen." in shown("current_item", running, Audience.SCREEN)
    services.resume_meeting(meeting=running, actor=clerk)
    assert "Die Sitzung ist unterbrochen." not in shown("current_item", running, Audience.SCREEN)


@pytest.mark.parametrize("audience", [Audience.DESK, Audience.PARTICIPANT])
def test_without_a_video_conference_its_panel_is_empty(running, audience):
    assert shown("video", running, audience) == ""


def test_whoever_leaves_has_left_and_whoever_is_excluded_counts_as_absent(running, mira, clerk):
    services.record_departure(meeting=running, person=mira, actor=clerk)
    left = last_sentence(running), last_sentence(running, "en")
    services.record_arrival(meeting=running, person=mira, mode="hall", actor=clerk)
    services.exclude_person(meeting=running, person=mira, actor=clerk)

    assert left == (f"{mira.name} hat die Sitzung verlassen.", f"{mira.name} has left the meeting.")
    assert last_sentence(running) == f"{mira.name} gilt ab jetzt als abwesend."


def test_a_ballot_reads_by_its_word_and_an_erased_one_as_three_dots(running, mira, items, clerk):
    item = agenda.open_item(item=items[0], actor=clerk)
    poll = voting.create_poll(item=item, actor=clerk, open_now=True)
    voter = poll.electors.get(person=mira)
    voting.cast_ballot(
        poll=poll, choice="yes", ballot_id=uuid4(), actor=actor_for(voter.person.user, body_id=running.body_id)
    )
    told = last_sentence(running), last_sentence(running, "en")
    running.events.order_by("seq").last().secrets.all().delete()

    assert told == ("Eine Stimme wurde abgegeben: Ja (Fassung 1).", "A vote was cast: Yes (version 1).")
    assert last_sentence(running) == "Eine Stimme wurde abgegeben: ... (Fassung 1)."
