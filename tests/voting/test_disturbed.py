"""A vote while somebody cannot be reached, and while the meeting is interrupted."""

import pytest
from django.utils import timezone

from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.registry import next_step
from tests.conftest import names_of
from voting import services


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


@pytest.fixture
def lost(voters, open_poll, running):
    """An open vote of two in which the connection of the one who takes part remotely is lost."""
    voters(1)
    (remote,) = voters(1)
    poll = open_poll()
    running.attendances.filter(person=remote.person_id).update(mode="remote", unreachable_since=timezone.now())
    return poll, remote.person_id


def test_close_poll_names_whom_it_cannot_reach_and_changes_nothing(lost, clerk, running):
    poll, _person = lost
    before = names_of(running)

    with pytest.raises(DomainError) as error:
        services.close_poll(poll=poll, actor=clerk)

    poll.refresh_from_db()
    assert (error.value.code, error.value.status, "Mira Member 2" in str(error.value)) == (
        "poll.electors_unreachable",
        409,
        True,
    )
    assert (poll.state, names_of(running)) == ("open", before)


def test_close_poll_by_an_explicit_decision_is_recorded(lost, clerk, running):
    poll, person = lost

    closed = services.close_poll(poll=poll, despite_unreachable=[person], actor=clerk)

    event = running.events.last()
    assert (closed.state, event.name, event.data["people"]) == ("closed", "voting.poll.closed_despite", [person])


def test_the_decision_holds_only_for_those_it_names(lost, clerk, running):
    poll, person = lost
    other = running.attendances.exclude(person=person).get()
    running.attendances.filter(pk=other.pk).update(mode="remote", unreachable_since=timezone.now())

    assert refusal(services.close_poll, poll=poll, despite_unreachable=[person], actor=clerk) == (
        "poll.electors_unreachable",
        409,
    )


def test_an_elector_whose_presence_has_ended_by_the_loss_counts_as_unreachable(lost, clerk, running):
    poll, person = lost
    row = running.attendances.filter(person=person)
    row.update(unreachable_since=None, left_at=timezone.now(), end_reason="disruption")
    ended = refusal(services.close_poll, poll=poll, actor=clerk)
    row.update(end_reason="left")

    assert ended == ("poll.electors_unreachable", 409)
    assert services.close_poll(poll=poll, actor=clerk).state == "closed"


def test_the_closing_button_names_them_and_carries_the_decision(lost, clerk, running, signed_in):
    _poll, person = lost
    running.refresh_from_db()
    step = next_step(running)
    html = render_shared(panel_named("poll"), running, Audience.DESK)

    answer = signed_in(clerk.user).post(step.url, dict(step.fields), headers={"accept": "application/json"})

    assert step.fields == (("despite_unreachable", str(person)),)
    assert "Mira Member 2" in str(step.confirm)
    assert f'name="despite_unreachable" value="{person}"' in html
    assert answer.status_code == 200


def test_an_interrupted_meeting_freezes_the_vote_and_the_sheet_says_so(voters, open_poll, cast, running, clerk):
    (mira,) = voters(1)
    poll = open_poll()
    interrupted = meetings.interrupt_meeting(meeting=running, cause="disruption", actor=clerk)

    sheet = render_personal(panel_named("my_ballot"), interrupted, [mira.person_id])[mira.person_id]

    assert refusal(services.close_poll, poll=poll, actor=clerk) == ("state.not_now", 409)
    assert refusal(cast, poll=poll, actor=mira) == ("state.not_now", 409)
    assert "Die Sitzung ist unterbrochen; die Abstimmung ruht." in sheet
    assert 'name="choice"' not in sheet


def test_an_excluded_elector_cannot_vote_any_more(voters, open_poll, cast, running, clerk):
    mira, _other = voters(2)
    poll = open_poll()
    meetings.exclude_person(meeting=running, person=mira.user.person, actor=clerk)

    assert refusal(cast, poll=poll, actor=mira) == ("permission.excluded", 403)
    poll.refresh_from_db()
    following = services.close_poll(poll=poll, actor=clerk)
    services.declare_result(poll=following, actor=clerk)
    assert open_poll(question="Noch einmal?").electors.count() == 1
