"""A running meeting with an open decision, and people who may vote on it."""

import uuid

import pytest

from agenda import services as agenda
from meetings import services as meetings
from meetings.selectors import actor_for, hall_code
from tests.resolved import RESOLVED
from voting import services


@pytest.fixture
def make_item(running, clerk):
    """Put an item on the agenda of the running meeting."""

    def make(**fields):
        defaults = {
            "part": "public",
            "title": "Neue Software",
            "treatment": "decision",
            "draft_resolution": "Der Ausschuss stimmt zu.",
        }
        return agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, **{**defaults, **fields})

    return make


@pytest.fixture
def item(make_item, clerk):
    """The open public decision."""
    return agenda.open_item(item=make_item(), actor=clerk)


@pytest.fixture
def voters(running, seat, body):
    """`voters(3)`: so many council members who are present in the hall, ready to act."""

    def make(count, role="member"):
        actors = [actor_for(seat(role).person.user, body_id=body.pk) for _ in range(count)]
        for actor in actors:
            meetings.join_meeting(meeting=running, mode="hall", code=hall_code(running), actor=actor)
        return [actor_for(actor.user, body_id=body.pk, meeting=running) for actor in actors]

    return make


@pytest.fixture
def open_poll(item, clerk):
    """Open a vote on the open item; who is present by then may vote."""

    def make(**fields):
        return services.create_poll(item=item, actor=clerk, open_now=True, **fields)

    return make


@pytest.fixture
def cast():
    """Cast with a fresh id, or with the given one."""

    def make(poll, actor, choice="yes", ballot_id=None):
        return services.cast_ballot(poll=poll, choice=choice, ballot_id=ballot_id or uuid.uuid4(), actor=actor)

    return make


@pytest.fixture
def counted(voters, open_poll, cast, clerk):
    """`counted("yyn-")`: a closed poll in which these votes were cast; `a` abstains, `-` does not vote."""

    def make(votes, **fields):
        people = voters(len(votes))
        poll = open_poll(**fields)
        for actor, vote in zip(people, votes, strict=True):
            if vote != "-":
                cast(poll, actor, {"y": "yes", "n": "no", "a": "abstain"}[vote])
        return services.close_poll(poll=poll, actor=clerk)

    return make
