"""The clock of rights moves with every change of a sign-in, an account or a membership, whoever makes it, and with
nothing else.
"""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.utils import timezone

from meetings.models import Membership, Person, RightsClock, User

pytestmark = pytest.mark.django_db(transaction=True)


def clock():
    return RightsClock.objects.values_list("number", flat=True).first()


def cut_off(mira):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_membership SET ends_on = '2021-01-01' WHERE id = %s", [mira.pk])


def account(mira, **fields):
    User.objects.filter(pk=mira.person.user_id).update(**fields)


def another(mira):
    Membership.objects.create(person=mira.person, body=mira.body, role="deputy_chair", starts_on=date(2020, 11, 1))


def an_hour_less(mira):
    Session.objects.update(expire_date=timezone.now())


MOVES = {
    "membership made": another,
    "membership changed by SQL": cut_off,
    "membership deleted": lambda mira: Membership.objects.filter(pk=mira.pk).delete(),
    "person made for an account": lambda mira: Person.objects.create(
        user=User.objects.create_user("new@example.org"), family_name="Neu"
    ),
    "person takes leave of the account": lambda mira: Person.objects.filter(pk=mira.person_id).update(user=None),
    "password": lambda mira: account(mira, password="x"),
    "account closed": lambda mira: account(mira, is_active=False),
    "administrator": lambda mira: account(mira, is_superuser=True),
    "sign-out": lambda mira: Session.objects.all().delete(),
    "sign-in cut short": an_hour_less,
}
STAYS = {
    "sign-in": lambda mira: account(mira, last_login=timezone.now()),
    "name": lambda mira: Person.objects.filter(pk=mira.person_id).update(given_name="Maria"),
    "sign-in goes on": lambda mira: Session.objects.update(expire_date=timezone.now() + timedelta(days=30)),
}


@pytest.fixture
def mira(seat, signed_in):
    row = seat("member")
    signed_in(row.person.user)
    return row


@pytest.mark.parametrize("name", MOVES)
def test_what_moves_the_clock(mira, name):
    before = clock()
    MOVES[name](mira)

    assert clock() > before


@pytest.mark.parametrize("name", STAYS)
def test_what_does_not(mira, name):
    before = clock()
    STAYS[name](mira)

    assert clock() == before


def test_there_is_one_clock(mira):
    with pytest.raises(IntegrityError):
        RightsClock.objects.create(pk=2)
