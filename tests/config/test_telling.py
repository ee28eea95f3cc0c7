"""Chair and clerk are told of every change of membership: once, whole, and again when the mail server takes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from config.serving.courier import Courier, Postman
from meetings.acting import acting
from meetings.models import Body, BodyRecord, Membership, Outgoing, Person
from meetings.services import tell_changes
from tests.conftest import make_user
from tests.posted import deliver, rested

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(seat):
    """Chair and clerk, whose own coming has been told."""
    rows = {role: seat(role) for role in ("chair", "clerk", "member")}
    tell_changes()
    Outgoing.objects.all().delete()
    return rows


@pytest.fixture
def newcomer(body, staff):
    admin = make_user("admin@example.org", is_superuser=True)
    with acting(admin):
        return Membership.objects.create(
            person=Person.objects.create(given_name="Nina", family_name="Neu"),
            body=body,
            role="member",
            starts_on="2020-01-01",
        )


def go():
    """Tell what nobody has told yet; answers how many mails were taken."""
    tell_changes()
    return deliver()


def address(row):
    return row.person.user.email


def readers():
    return sorted(letter.to[0] for letter in mail.outbox)


def test_chair_and_clerk_get_one_mail_each_and_nobody_else(staff, newcomer):
    assert (go(), go()) == (2, 0)

    assert readers() == sorted([address(staff["chair"]), address(staff["clerk"])])
    text = mail.outbox[0].body
    assert [
        "Nina Neu" in text,
        "admin@example.org" in text,
        "RÜCKDATIERT" in text,
        f"/bodies/{newcomer.body_id}/" in text,
    ] == [True] * 4


def test_whoever_is_put_out_hears_of_it(staff, body):
    Membership.objects.filter(role="clerk").delete()
    Membership.objects.filter(role="chair").update(ends_on="2020-12-01")

    go()

    assert readers() == sorted([address(staff["chair"]), address(staff["clerk"])])


def test_whoever_loses_their_place_to_another_account_hears_of_it(staff):
    before = address(staff["member"])
    Person.objects.filter(pk=staff["member"].person_id).update(user=make_user())

    go()

    assert before in readers()


def test_what_the_mail_server_does_not_take_is_told_later(staff, newcomer, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *args: 1 / 0)
        assert (go(), Outgoing.objects.filter(state="failed").count()) == (0, 2)
        assert go() == 0  # it waits

    rested()
    assert (go(), len(mail.outbox), Outgoing.objects.filter(state="sent").count()) == (2, 2, 2)


def test_whoever_cannot_be_reached_does_not_keep_others_waiting(staff, newcomer, institution, monkeypatch):
    """The first body's address is refused for ever; the other body hears of its own changes all the same, and after
    days it ends.
    """
    other = institution.bodies.create(name="Anderer Ausschuss")
    Membership.objects.create(person=staff["member"].person, body=other, role="clerk", starts_on="2020-01-01")
    sending = mail.EmailMessage.send
    monkeypatch.setattr(
        mail.EmailMessage, "send", lambda self: sending(self) if self.to == [address(staff["member"])] else 1 / 0
    )

    assert (go(), Outgoing.objects.filter(state="failed").count()) == (1, 2)

    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert (go(), Outgoing.objects.filter(state="given_up").count()) == (0, 2)


def test_closing_the_accounts_of_chair_and_clerk_silences_nothing(staff, newcomer):
    type(staff["chair"].person.user).objects.update(is_active=False)

    assert go() == 2


def test_two_processes_tell_it_once(staff, newcomer):
    assert (tell_changes(), tell_changes(), deliver()) == (2, 0, 2)


def test_a_rehearsal_is_told_to_nobody(staff, body):
    copy = Body.objects.create(institution=body.institution, name="Probe", rehearsal_of=body)
    Membership.objects.create(person=staff["chair"].person, body=copy, role="chair", starts_on="2020-01-01")

    assert (go(), BodyRecord.objects.filter(told_at=None).count()) == (0, 0)


def test_a_name_of_several_lines_makes_no_headers(staff, body, newcomer):
    Body.objects.filter(pk=body.pk).update(name="Rat\r\nBcc: everybody@example.org")

    go()

    assert {letter.message()["Bcc"] for letter in mail.outbox} == {None}
    assert "\n" not in mail.outbox[0].subject


def test_the_courier_tells_it(staff, newcomer, monkeypatch):
    monkeypatch.setattr("config.serving.courier.connections.close_all", lambda: None)
    Courier().walk()
    Postman().walk()

    assert len(mail.outbox) == 2
