"""Chair and clerk are told of every change of membership: once, whole, and again when the mail server takes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from agenda.services import post
from config.courier import Courier
from config.telling import Teller
from meetings.acting import acting
from meetings.models import Body, BodyRecord, Membership, Person
from meetings.services import changes_to_tell
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(seat):
    """Chair and clerk, whose own coming has been told."""
    rows = {role: seat(role) for role in ("chair", "clerk", "member")}
    list(changes_to_tell())
    return rows


@pytest.fixture
def newcomer(body, staff):
    admin = make_user("admin@example.org", is_superuser=True)
    with acting(admin):
        return Membership.objects.create(
            person=Person.objects.create(given_name="Nina", family_name="Neu"), body=body, role="member", starts_on="2020-01-01"
        )


def address(row):
    return row.person.user.email


def readers():
    return sorted(letter.to[0] for letter in mail.outbox)


def test_chair_and_clerk_get_one_mail_each_and_nobody_else(staff, newcomer):
    assert (Teller().go(), Teller().go()) == (2, 0)

    assert readers() == sorted([address(staff["chair"]), address(staff["clerk"])])
    text = mail.outbox[0].body
    assert ["Nina Neu" in text, "admin@example.org" in text, "RÜCKDATIERT" in text, f"/bodies/{newcomer.body_id}/" in text] == [True] * 4


def test_whoever_is_put_out_hears_of_it(staff, body):
    Membership.objects.filter(role="clerk").delete()
    Membership.objects.filter(role="chair").update(ends_on="2020-12-01")

    Teller().go()

    assert readers() == sorted([address(staff["chair"]), address(staff["clerk"])])


def test_whoever_loses_their_place_to_another_account_hears_of_it(staff):
    before = address(staff["member"])
    Person.objects.filter(pk=staff["member"].person_id).update(user=make_user())

    Teller().go()

    assert before in readers()


def test_what_the_mail_server_does_not_take_is_told_later(staff, newcomer, monkeypatch):
    teller = Teller()
    with monkeypatch.context() as broken:
        broken.setattr("config.telling.sent", lambda letter: False)
        assert (teller.go(), BodyRecord.objects.filter(told_at=None).count()) == (0, 1)
        assert teller.go() == 0  # it waits

    teller.not_before = 0.0
    assert (teller.go(), len(mail.outbox), BodyRecord.objects.filter(told_at=None).count()) == (2, 2, 0)


def test_whoever_cannot_be_reached_does_not_keep_others_waiting(staff, newcomer, institution, monkeypatch):
    """The first body's address is refused for ever; the other body hears of its own changes all the same, and after days it ends."""
    other = institution.bodies.create(name="Anderer Ausschuss")
    Membership.objects.create(person=staff["member"].person, body=other, role="clerk", starts_on="2020-01-01")
    monkeypatch.setattr("config.telling.sent", lambda letter: letter.to == [address(staff["member"])])

    assert (Teller().go(), BodyRecord.objects.filter(told_at=None).count()) == (1, 1)

    monkeypatch.setattr("meetings.services.records.GIVE_UP_AFTER", timedelta(0))
    assert (Teller().go(), BodyRecord.objects.filter(told_at=None).count()) == (0, 0)


def test_closing_the_accounts_of_chair_and_clerk_silences_nothing(staff, newcomer):
    type(staff["chair"].person.user).objects.update(is_active=False)

    assert Teller().go() == 2


def test_two_processes_tell_it_once(staff, newcomer):
    first = list(changes_to_tell())

    assert (len(first), list(changes_to_tell())) == (1, [])


def test_a_rehearsal_is_told_to_nobody(staff, body):
    copy = Body.objects.create(institution=body.institution, name="Probe", rehearsal_of=body)
    Membership.objects.create(person=staff["chair"].person, body=copy, role="chair", starts_on="2020-01-01")

    assert (Teller().go(), BodyRecord.objects.filter(told_at=None).count()) == (0, 0)


def test_a_name_of_several_lines_makes_no_headers(staff, body, newcomer):
    Body.objects.filter(pk=body.pk).update(name="Rat\r\nBcc: everybody@example.org")

    Teller().go()

    assert {letter.message()["Bcc"] for letter in mail.outbox} == {None}
    assert "\n" not in mail.outbox[0].subject


def test_the_courier_tells_it(staff, newcomer):
    Courier().walk()
    post.wait_until_sent()

    assert len(mail.outbox) == 2
