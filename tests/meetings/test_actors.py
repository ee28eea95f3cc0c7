"""Who somebody is: all bodies of a person, at no more questions than the rights in one."""

import pytest

from meetings import services
from meetings.models import Body, Institution, Membership, User
from meetings.permissions import Actor
from meetings.selectors import actor_for, actors_for, viewers_for

pytestmark = pytest.mark.django_db
YESTERDAY, TODAY, TOMORROW = "2020-01-01", "2020-01-02", "2199-01-01"


@pytest.fixture
def mira(actor):
    return actor("member")


@pytest.fixture
def elsewhere(body):
    """Makes another body, of another institution."""

    def make(name, member=None, starts_on=TODAY, ends_on=None):
        other = Body.objects.create(institution=Institution.objects.create(name=f"Stadt {name}"), name=name)
        if member is not None:
            Membership.objects.create(
                person_id=member, body=other, role="chair", starts_on=starts_on, ends_on=ends_on, voting_right=True
            )
        return other

    return make


def everyway(user, meeting):
    """The actor as each of the three ways has it."""
    again = User.objects.select_related("person").get(pk=user.pk)
    return [
        actor_for(again, body_id=meeting.body_id, meeting=meeting),
        *(ask([again], meeting)[user.pk] for ask in (actors_for, viewers_for)),
    ]


def test_an_actor_knows_all_bodies_of_the_person_today(running, mira, elsewhere):
    rat = elsewhere("Rat", mira.person_id)
    elsewhere("Beirat", mira.person_id, ends_on=TODAY, starts_on=YESTERDAY)
    elsewhere("Kreistag", mira.person_id, starts_on=TOMORROW)
    elsewhere("Fremde")

    found = everyway(mira.user, running)

    assert [actor.bodies for actor in found] == [{running.body_id, rat.pk}] * 3
    assert {actor.roles for actor in found} == {mira.roles}
    assert [actor.votes for actor in found] == [
        actor_for(mira.user, body_id=running.body_id, meeting=running).votes
    ] * 2 + [False]


def test_what_somebody_is_elsewhere_gives_no_rights_here(running, elsewhere, seat):
    person = seat("member").person
    rat = elsewhere("Rat", person.pk)
    Membership.objects.filter(person=person, body=running.body).update(starts_on=YESTERDAY, ends_on=TODAY)

    for actor in (
        *everyway(person.user, running),
        actor_for(person.user, body_id=running.body_id),
        actor_for(person.user, body_id=None),
    ):
        assert (actor.person_id, actor.bodies, actor.roles, actor.votes) == (person.pk, {rat.pk}, frozenset(), False)


def test_whoever_is_excluded_does_not_count_as_one_of_the_body(running, mira, clerk, elsewhere):
    rat = elsewhere("Rat", mira.person_id)
    services.exclude_person(meeting=running, person=mira.user.person, actor=clerk)

    assert [(actor.bodies, actor.roles) for actor in everyway(mira.user, running)] == [({rat.pk}, frozenset())] * 3
    assert actor_for(mira.user, body_id=rat.pk).bodies == {running.body_id, rat.pk}


def test_the_public_belongs_to_no_body(running):
    assert actor_for(None, body_id=running.body_id) == Actor(body_id=running.body_id, bodies=frozenset())


def test_the_bodies_cost_no_question(running, mira, elsewhere, django_assert_num_queries):
    for number in range(5):
        elsewhere(f"Rat {number}", mira.person_id)
    user = User.objects.get(pk=mira.user.pk)

    with django_assert_num_queries(1):
        assert len(actor_for(user, body_id=running.body_id).bodies) == 6
    with django_assert_num_queries(4):
        actors_for([user], running)
    with django_assert_num_queries(3):
        viewers_for(User.objects.filter(pk=user.pk).select_related("person"), running)
