"""Who belongs to a body: the history that the database writes, what nobody may do for themselves, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from meetings.acting import acting
from meetings.models import BodyRecord, DataProtectionOfficer, Institution, Membership, Person
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    """An administrator with a person of their own."""
    user = make_user(is_superuser=True, is_staff=True)
    Person.objects.create(user=user, given_name="Anton", family_name="Admin")
    return user


@pytest.fixture
def colleague():
    return make_user(is_superuser=True, is_staff=True)


@pytest.fixture
def guest():
    return Person.objects.create(given_name="Gerda", family_name="Gast")


def lines(body):
    return [(row.change, row.actor, row.before, row.after) for row in body.records.order_by("pk")]


def values(person, role="member", **changes):
    state = {"person": person.pk, "role": role, "faction": None, "voting_right": False, "vote_weight": 1, "rank": None}
    return {**state, "council_member": True, "starts_on": "2020-01-01", "ends_on": None, **changes}


def test_every_way_of_writing_a_membership_is_in_the_history(body, guest, admin):
    """Forms, the ORM in bulk, and SQL by hand: the database writes it."""
    with acting(admin):
        row = Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")
    Membership.objects.filter(pk=row.pk).update(voting_right=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_membership SET ends_on = '2030-01-01'")
    Membership.objects.bulk_create([Membership(person=guest, body=body, role="clerk", starts_on="2020-01-01")])
    Membership.objects.filter(role="clerk").delete()

    first, voting, ended = (
        values(guest, membership=row.pk, **more)
        for more in ({}, {"voting_right": True}, {"voting_right": True, "ends_on": "2030-01-01"})
    )
    found = lines(body)
    assert found[:3] == [
        ("added", f"user:{admin.pk}", None, first),
        ("changed", "system", first, voting),
        ("changed", "system", voting, ended),
    ]
    assert [(change, (before or after)["role"]) for change, _, before, after in found[3:]] == [
        ("added", "clerk"),
        ("removed", "clerk"),
    ]


def test_a_membership_that_moves_stands_in_both_histories(body, guest, institution):
    other = institution.bodies.create(name="Anderer Ausschuss")
    Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")

    Membership.objects.update(body=other)

    assert [row.change for row in body.records.order_by("pk")] == ["added", "changed"]
    assert [row.change for row in other.records.order_by("pk")] == ["changed"]


def test_saving_without_a_change_writes_nothing(body, guest):
    row = Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")

    row.save()

    assert body.records.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE meetings_bodyrecord SET actor = 'x'", "DELETE FROM meetings_bodyrecord"])
def test_the_history_cannot_be_changed(body, guest, statement):
    Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert BodyRecord.objects.count() == 1


def own(admin):
    return Person.objects.get(user=admin)


def add(body, admin, guest):
    Membership.objects.create(person=own(admin), body=body, role="clerk", starts_on="2020-01-01")


def move(body, admin, guest):
    Membership.objects.filter(person=guest).update(person=own(admin))


def change(body, admin, guest):
    Membership.objects.filter(person=own(admin)).update(role="clerk")


def take_over(body, admin, guest):
    Person.objects.filter(user=admin).update(user=None)
    Person.objects.filter(pk=guest.pk).update(user=admin)


def let_go(body, admin, guest):
    Person.objects.filter(user=admin).update(user=None)


def remove(body, admin, guest):
    Membership.objects.filter(person=own(admin)).delete()


@pytest.mark.parametrize(
    ("way", "sits"), [(add, False), (move, False), (take_over, False), (change, True), (let_go, True), (remove, True)]
)
def test_nobody_writes_a_membership_of_their_own(body, admin, guest, way, sits):
    Membership.objects.create(person=guest, body=body, role="chair", starts_on="2020-01-01")
    if sits:
        Membership.objects.create(person=own(admin), body=body, role="member", starts_on="2020-01-01")
    before = list(Membership.objects.order_by("pk").values())

    with pytest.raises(IntegrityError, match="membership_own"), transaction.atomic(), acting(admin):
        way(body, admin, guest)

    assert list(Membership.objects.order_by("pk").values()) == before
    assert Person.objects.get(user=admin).family_name == "Admin"


@pytest.mark.parametrize("way", [add, move])
def test_another_administrator_may_and_it_shows(body, admin, colleague, guest, way):
    Membership.objects.create(person=guest, body=body, role="chair", starts_on="2020-01-01")

    with acting(colleague):
        way(body, admin, guest)

    assert BodyRecord.objects.latest("pk").actor == f"user:{colleague.pk}"


def test_who_acts_for_a_member_is_in_the_history(body, guest, admin):
    Membership.objects.create(person=guest, body=body, role="clerk", starts_on="2020-01-01")
    user = make_user()

    with acting(admin):
        Person.objects.filter(pk=guest.pk).update(user=user)
        type(user).objects.filter(pk=user.pk).update(email="else@example.org")
        type(user).objects.filter(pk=user.pk).update(password="!")
    type(user).objects.filter(pk=user.pk).update(email="own@example.org")

    assert lines(body)[1:] == [
        ("account", f"user:{admin.pk}", {"user": None}, {"user": user.pk}),
        ("address", f"user:{admin.pk}", None, None),
        ("password", f"user:{admin.pk}", None, None),
    ]


def test_an_officer_stands_in_the_history_of_every_body_of_the_institution(body, guest, institution, admin):
    institution.bodies.create(name="Anderer Ausschuss")
    Institution.objects.create(name="Andere Stadt").bodies.create(name="Rat")

    with acting(admin):
        DataProtectionOfficer.objects.create(institution=institution, person=guest)

    assert [(row.body.name, row.change, row.person) for row in BodyRecord.objects.order_by("body__name")] == [
        ("Anderer Ausschuss", "officer", guest),
        ("Ausschuss für Proben", "officer", guest),
    ]


def test_nobody_makes_themselves_officer(institution, admin):
    with pytest.raises(IntegrityError, match="membership_own"), transaction.atomic(), acting(admin):
        DataProtectionOfficer.objects.create(institution=institution, person=own(admin))


@pytest.mark.parametrize(("starts", "backdated"), [(-1, True), (0, False), (1, False)])
def test_a_beginning_in_the_past_is_called_backdated(body, guest, starts, backdated):
    Membership.objects.create(
        person=guest, body=body, role="member", starts_on=timezone.localdate() + timedelta(days=starts)
    )

    assert body.records.get().is_backdated is backdated


def test_an_old_beginning_that_is_not_touched_is_not_backdated_again(body, guest):
    Membership.objects.create(person=guest, body=body, role="member", starts_on=date(2020, 1, 1))

    Membership.objects.update(ends_on=timezone.localdate() + timedelta(days=9))

    assert [row.is_backdated for row in body.records.order_by("pk")] == [True, False]


def test_the_account_of_an_officer_is_guarded_like_that_of_a_member(body, institution, guest, admin, colleague):
    """Whoever takes over the officer's account reads the record of readings."""
    DataProtectionOfficer.objects.create(institution=institution, person=guest)
    Person.objects.filter(user=admin).update(user=None)

    with pytest.raises(IntegrityError, match="membership_own"), transaction.atomic(), acting(admin):
        Person.objects.filter(pk=guest.pk).update(user=admin)
    with acting(colleague):
        Person.objects.filter(pk=guest.pk).update(user=admin)
        type(admin).objects.filter(pk=admin.pk).update(password="!")

    assert [row[:2] for row in lines(body)][1:] == [
        ("account", f"user:{colleague.pk}"),
        ("password", f"user:{colleague.pk}"),
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is a word of SQLite")
def test_the_history_cannot_be_replaced(body, guest):
    Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")
    columns = "id, body_id, at, actor, change, person_id"

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO meetings_bodyrecord ({columns}) SELECT {columns} FROM meetings_bodyrecord"
        )

    assert body.records.get().after is not None


def test_who_was_acting_is_forgotten_afterwards(body, guest, admin):
    with acting(admin):
        pass
    with pytest.raises(IntegrityError), transaction.atomic(), acting(admin):
        Membership.objects.create(person=own(admin), body=body, role="clerk", starts_on="2020-01-01")
    Membership.objects.create(person=guest, body=body, role="member", starts_on="2020-01-01")

    assert [row.actor for row in body.records.all()] == ["system"]
