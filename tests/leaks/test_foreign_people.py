"""Nobody learns by trying numbers who belongs to another body: the answer is that for a number which nobody has."""

import re

import pytest

from meetings.models import Body, Membership, Person
from tests.conftest import make_user
from tests.matrix.test_matrix import Undo, rows
from tests.matrix.world import World, shut
from tests.undone import undone

NAME, NOBODY = "Zwetschgenberger", 10**7
FIELDS = ("person", "seat", "elector")
pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        other = Body.objects.create(institution=world.body.institution, name="Anderer Ausschuss", statutory_seats=3)
        world.foreigner = Person.objects.create(
            family_name=NAME, given_name="Zora", user=make_user("zwetschge@example.org")
        )
        world.seat_there = Membership.objects.create(
            person=world.foreigner, body=other, role="member", voting_right=True, starts_on="2020-01-01"
        )
        yield world
        transaction.set_rollback(True)


def names(world):
    """Every address that takes a person, in its path or in its form, with the field."""
    posts = [
        name
        for name, method, _answers in rows()
        if method == "POST" and name.split(":")[0] in ("meetings", "agenda", "voting")
    ]
    return [(name, field) for name in posts for field in FIELDS if field in world.data(name) or field == "person"]


def told(world, client, url, data):
    """Status and words of an answer whose effects are undone, without the number that was sent."""
    answer = None
    try:
        with undone():
            answer = client.post(url, data)
            raise Undo
    except Undo:
        pass
    shut(answer)
    words = b"" if answer.streaming else answer.content
    return answer.status_code, re.sub(
        rf"\b({world.foreigner.pk}|{world.seat_there.pk}|{NOBODY})\b", "N", words.decode()
    )


@pytest.mark.parametrize("role", ["clerk", "chair", "member"])
def test_a_number_of_another_body_is_answered_as_one_that_nobody_has(world, role):
    client, wrong = world.client(role), {}
    for name, field in names(world):
        number = world.seat_there.pk if field == "seat" else world.foreigner.pk
        theirs, nobodys = (
            told(world, client, world.url(name), {**world.data(name), field: one}) for one in (number, NOBODY)
        )
        if (field in world.data(name) and theirs != nobodys) or NAME in theirs[1]:
            wrong[name, field] = (theirs, nobodys)

    assert wrong == {}


@pytest.mark.parametrize("operation", ["invite", "unlock"])
@pytest.mark.parametrize("role", ["clerk", "chair", "member", "public"])
def test_an_address_with_a_number_of_another_body_is_answered_as_one_that_nobody_has(world, operation, role):
    client = world.client(role)
    urls = [f"/bodies/{world.body.pk}/people/{pk}/{operation}/" for pk in (world.foreigner.pk, NOBODY)]

    theirs, nobodys = (told(world, client, url, {"email": "neu@example.org"}) for url in urls)

    assert theirs == nobodys
    assert theirs[0] == (404 if role == "clerk" else 403)


def test_the_same_requests_name_people_of_the_own_body(world):
    """Else the comparison would find nothing anywhere."""
    name = "agenda:enter_request"
    absent = world.people["advisory_member"]

    status, words = told(world, world.client("clerk"), world.url(name), {**world.data(name), "person": absent.pk})

    assert (status, absent.name in words) == (409, True)
