"""The outbox: written with what causes it, sent once, tried again, given up in time, and never a silent second mail."""

from __future__ import annotations

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from config.serving.courier import Postman
from meetings import post
from meetings.errors import DomainError
from meetings.models import AccountInvitation, Outgoing, OutgoingAttachment
from meetings.post import Handover, Kind
from meetings.services import send_mail_again
from meetings.services.accounts import INVITATION
from tests.conftest import make_user
from tests.leaks.logged import logged
from tests.meetings.mail_server import serving
from tests.posted import deliver, rested

pytestmark = pytest.mark.django_db
PLAIN = post.register(Kind("tests.plain", "Plain", timedelta(days=1), (60, 300)))
HARMLESS = post.register(Kind("tests.harmless", "Harmless", timedelta(days=1), harmless=True))
PRIVATE = post.register(Kind("tests.private", "Private", timedelta(days=1), private=True, most=2))
TO = "anna.beispiel@example.org"


def written(kind=PLAIN, to=TO, text="Der Code ist GEHEIM-1", **more):
    letter = EmailMessage("Betreff", text, None, [to], reply_to=["rueck@example.org"], headers={"X-Own": "1"})
    letter.attach("Plan.pdf", b"%PDF-1", "application/pdf")
    return post.enqueue(letter, kind, **more)


def state_of(row):
    row.refresh_from_db()
    return row.state


@pytest.fixture
def down(monkeypatch):
    """A mail server that takes nothing until it is up again: `down()`."""
    patch = pytest.MonkeyPatch()

    def refuse(self):
        raise SMTPServerDisconnected("nobody at anna.beispiel@example.org")

    patch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    yield patch.undo
    patch.undo()


@pytest.fixture
def later(monkeypatch):
    """Let time pass."""
    real, gone = timezone.now, []
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + sum(gone, timedelta()))
    return lambda **time: gone.append(timedelta(**time))


# --- written and sent -----------------------------------------------------------------------------------------------
def test_what_is_rolled_back_was_never_written():
    with transaction.atomic():
        written()
        transaction.set_rollback(True)

    assert (deliver(), mail.outbox, Outgoing.objects.count(), OutgoingAttachment.objects.count()) == (0, [], 0, 0)


def test_a_mail_is_sent_once_as_it_was_written():
    row = written()

    assert (deliver(), deliver(), len(mail.outbox), state_of(row)) == (1, 0, 1, "sent")
    letter = mail.outbox[0]
    assert (letter.subject, letter.body, letter.to, letter.reply_to) == (
        "Betreff",
        "Der Code ist GEHEIM-1",
        [TO],
        ["rueck@example.org"],
    )
    assert letter.extra_headers == {"X-Own": "1", "Message-ID": row.message_id}
    assert [tuple(file) for file in letter.attachments] == [("Plan.pdf", b"%PDF-1", "application/pdf")]
    assert letter.message()["Message-ID"] == row.message_id


def test_the_text_is_erased_as_soon_as_it_is_sent():
    row = written()
    deliver()

    row.refresh_from_db()
    assert (row.text, row.headers, row.reply_to, row.attachments.count()) == ("", {}, [], 0)
    assert (row.recipient, row.subject, row.kind, row.settled_at is None) == (TO, "Betreff", "tests.plain", False)


def test_the_address_of_somebody_outside_is_masked_for_good():
    row = written(PRIVATE)
    deliver()

    row.refresh_from_db()
    assert (mail.outbox[0].to, row.recipient) == ([TO], "a…@example.org")


def test_a_flood_of_strangers_fills_no_table():
    rows = [written(PRIVATE) for _ in range(3)]

    assert ([bool(row) for row in rows], Outgoing.objects.count()) == ([True, True, False], 2)


def test_what_is_soonest_of_no_use_goes_first():
    written(to="brief@example.org")
    written(to="code@example.org", valid_for=timedelta(minutes=3))
    deliver()

    assert [letter.to for letter in mail.outbox] == [["code@example.org"], ["brief@example.org"]]


def test_a_pretended_mail_leaves_nothing():
    post.pretend(EmailMessage("Betreff", "Text", None, [TO]), PLAIN)

    assert (deliver(), Outgoing.objects.count(), mail.outbox) == (0, 0, [])


# --- not taken ------------------------------------------------------------------------------------------------------
def test_a_mail_server_that_was_down_gets_it_when_it_is_up(down):
    row = written()
    assert post.walk() == {Handover.NO_SERVER: 1}
    assert (state_of(row), row.last_error, row.attempts) == ("failed", "SMTPServerDisconnected", 1)

    down()
    assert deliver() == 0  # it rests
    rested()
    assert (deliver(), state_of(row), row.attempts, len(mail.outbox)) == (1, "sent", 2, 1)


def test_pauses_grow(down, later):
    row, pauses = written(), []
    for _ in range(3):
        post.walk()
        row.refresh_from_db()
        pauses.append(round((row.next_attempt_at - timezone.now()).total_seconds()))
        later(seconds=pauses[-1] + 1)

    assert pauses == [60, 300, 300]


def test_a_mail_server_that_cannot_be_reached_is_not_asked_for_every_mail(down):
    rows = [written() for _ in range(3)]
    post.walk()

    assert sorted(state_of(row) for row in rows) == ["failed", "waiting", "waiting"]


def test_an_address_that_is_refused_holds_up_nobody(monkeypatch):
    sending = EmailMessage.send

    def send(letter):
        if letter.to == ["weg@example.org"]:
            raise SMTPRecipientsRefused({"weg@example.org": (550, b"weg@example.org is unknown")})
        return sending(letter)

    monkeypatch.setattr(EmailMessage, "send", send)
    refused, taken = written(to="weg@example.org"), written()

    assert (deliver(), state_of(refused), state_of(taken)) == (1, "failed", "sent")


@pytest.mark.parametrize("error", [TimeoutError, SMTPServerDisconnected, ConnectionResetError])
def test_a_connection_that_breaks_in_the_middle_leaves_a_mail_possibly_sent(error, later, monkeypatch):
    def tear(self, messages):
        raise error("nobody at anna.beispiel@example.org")

    with monkeypatch.context() as torn:
        torn.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", tear)
        row = written()
        assert post.walk() == {Handover.TORN: 1}
        assert (state_of(row), row.last_error) == ("possibly_sent", error.__name__)
    later(hours=1)

    assert (deliver(), mail.outbox, state_of(row)) == (0, [], "possibly_sent")


@pytest.fixture
def server(settings):
    """A real mail server, asked as in earnest."""
    with serving() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 1
        yield found


def test_a_real_mail_server_gets_it_once(server):
    row = written()

    assert (deliver(), deliver(), state_of(row), len(server.taken)) == (1, 0, "sent", 1)
    assert row.message_id in server.taken[0]


def test_a_mail_server_that_breaks_off_before_it_has_said_that_it_has_the_mail(server, later):
    server.breaks_off = True
    row = written()
    assert (post.walk(), state_of(row)) == ({Handover.TORN: 1}, "possibly_sent")
    later(hours=1)

    assert (deliver(), len(server.taken)) == (0, 1)


def test_a_mail_server_that_falls_silent_after_it_has_the_mail(server, later):
    """It was sent: what goes wrong while one takes leave is no reason to send it once more."""
    server.falls_silent = True
    row = written()
    assert (deliver(), state_of(row)) == (1, "sent")
    later(hours=1)

    assert (deliver(), len(server.taken)) == (0, 1)


def test_what_was_not_taken_in_its_time_is_given_up_and_erased(down, later):
    row = written()
    post.walk()
    later(days=1)
    down()

    assert (deliver(), state_of(row), row.text, row.last_error, mail.outbox) == (
        0,
        "given_up",
        "",
        "SMTPServerDisconnected",
        [],
    )


def test_a_code_that_has_run_out_is_never_sent(later):
    row = written(valid_for=timedelta(minutes=3))
    later(minutes=3)

    assert (post.claim(), deliver(), state_of(row), row.text, row.last_error, mail.outbox) == (
        None,
        0,
        "given_up",
        "",
        "expired",
        [],
    )


def test_a_mail_that_is_of_no_use_any_more_is_not_sent(monkeypatch, clerk, body):
    given = {"person_id": clerk.person_id, "email": TO, "token_hash": "x", "invited_by": clerk.user}
    invitation = AccountInvitation.objects.create(expires_at=timezone.now() + timedelta(days=14), **given)
    row = written(INVITATION, about=invitation.pk, body=body)
    invitation.delete()

    assert (deliver(), state_of(row), row.last_error, mail.outbox) == (0, "given_up", "outdated", [])


# --- killed ---------------------------------------------------------------------------------------------------------
def killed(kind=PLAIN):
    """A mail that a process has claimed and perhaps sent, and that never came back."""
    row = written(kind)
    post.claim()
    Outgoing.objects.filter(pk=row.pk).update(
        claimed_by="a process that is gone", claimed_at=timezone.now() - timedelta(hours=1)
    )
    return row


def test_a_kill_between_sending_and_marking_leads_to_possibly_sent_and_no_second_mail():
    row = killed()

    assert (deliver(), deliver(), state_of(row), mail.outbox) == (0, 0, "possibly_sent", [])
    assert row.text != ""  # it can be sent again


def test_a_kill_sends_a_second_one_where_that_does_no_harm():
    row = killed(HARMLESS)

    assert (deliver(), state_of(row), mail.outbox[0].extra_headers["Message-ID"]) == (1, "sent", row.message_id)


def test_a_mail_that_is_being_sent_is_left_alone():
    row = written()
    post.claim()

    assert (deliver(), state_of(row)) == (0, "claimed")


def test_the_only_process_knows_at_its_start_that_the_others_are_gone():
    row = written()
    post.claim()
    post.look_after(at_start=True)

    assert state_of(row) == "possibly_sent"


def test_a_process_that_was_taken_for_dead_says_what_came_of_it():
    row = written()
    claimed = post.claim()
    post.look_after(at_start=True)

    assert (post.deliver(claimed), state_of(row)) == (Handover.SENT, "sent")


def test_a_process_that_was_taken_for_dead_touches_nothing_that_another_has_taken(clerk, body):
    row = written(body=body)
    claimed = post.claim()
    post.look_after(at_start=True)
    send_mail_again(mail=row, actor=clerk)
    post.claim()
    post.deliver(claimed)

    assert (state_of(row), row.attempts) == ("claimed", 2)


def test_what_was_possibly_sent_stays_so_without_its_text(later):
    row = killed()
    post.look_after()
    later(days=1)
    post.look_after()

    assert (state_of(row), row.text, row.settled_at is None) == ("possibly_sent", "", False)


# --- several at once ------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_several_couriers_at_once_send_each_mail_once(monkeypatch):
    rows = [written(to=f"a{number}@example.org") for number in range(12)]
    gate, sent = threading.Barrier(4), []
    monkeypatch.setattr(EmailMessage, "send", lambda letter: sent.append(letter.to[0]) or 1)

    def carry():
        gate.wait()
        try:
            post.walk()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=carry) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sent) == sorted(row.recipient for row in rows)
    assert {state_of(row) for row in rows} == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_the_postman_is_woken_by_the_commit(monkeypatch):
    """It would look by itself after an hour only."""
    arrived = threading.Event()
    monkeypatch.setattr(EmailMessage, "send", lambda letter: arrived.set() or 1)
    started = threading.Event()
    walk = Postman.walk
    monkeypatch.setattr(Postman, "walk", lambda postman: (walk(postman), started.set()))
    postman = Postman(every=3600)
    postman.start()
    try:
        assert started.wait(60)
        with transaction.atomic():
            row = written()
            assert not arrived.is_set()
        assert arrived.wait(60)
    finally:
        postman.stop()
        postman.join(60)

    assert (postman.is_alive(), state_of(row)) == (False, "sent")


# --- said -----------------------------------------------------------------------------------------------------------
def test_no_address_and_no_word_of_a_mail_stands_in_the_log(down, clerk, body):
    with logged() as log:
        row = written(body=body)
        post.walk()
        send_mail_again(mail=row, actor=clerk)
        killed()
        post.walk()

    assert len(log.bare) >= 3
    assert [line for line in log.bare for word in ("anna", "example.org", "GEHEIM", "Betreff") if word in line] == []


def test_the_command_carries_what_waits_once(capsys):
    written()
    call_command("send_mail")

    assert capsys.readouterr().out.splitlines()[0].split() == ["1", "sent"]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"}, {"state": "sent"}, {"state": "claimed"}, {"state": "possibly_sent"},
        {"next_attempt_at": None},
        {"state": "failed"}, {"settled_at": timezone.now()}, {"kind": ""}, {"recipient": ""}, {"again_by": True},
        {"state": "sent", "next_attempt_at": None, "settled_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(days=9)},
        {"state": "sent", "next_attempt_at": None, "settled_at": timezone.now(), "text": "", "headers": {}},
    ],
)  # fmt: skip
def test_the_database_forbids_what_cannot_be(wrong):
    row = written()
    given = {**wrong, "again_by": make_user()} if "again_by" in wrong else wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.filter(pk=row.pk).update(**given)


# --- sent again -----------------------------------------------------------------------------------------------------
def test_send_mail_again_sends_the_same_mail_and_says_who_wanted_it(clerk, body):
    row = killed()
    Outgoing.objects.filter(pk=row.pk).update(body=body)
    post.look_after()

    send_mail_again(mail=row, actor=clerk)

    assert (state_of(row), row.again_by, row.again_at is None) == ("waiting", clerk.user, False)
    assert (deliver(), mail.outbox[0].extra_headers["Message-ID"]) == (1, row.message_id)


@pytest.mark.parametrize("role", ["chair", "member", "substitute", "public"])
def test_send_mail_again_is_the_clerks(actor, body, down, role):
    row = written(body=body)
    post.walk()

    with pytest.raises(DomainError) as refusal:
        send_mail_again(mail=row, actor=actor(role))

    assert (refusal.value.status, state_of(row)) == (403, "failed")


def test_send_mail_again_of_an_account_is_the_administrators(actor, clerk, down):
    row = written()
    post.walk()
    with pytest.raises(DomainError) as refusal:
        send_mail_again(mail=row, actor=clerk)
    assert (refusal.value.status, state_of(row)) == (403, "failed")

    send_mail_again(mail=row, actor=actor("administrator"))

    assert state_of(row) == "waiting"


@pytest.mark.parametrize("wrong", ["waiting", "claimed", "sent", "given_up", "late"])
def test_send_mail_again_wants_a_mail_that_needs_it(clerk, body, later, wrong):
    row = killed() if wrong == "late" else written(body=body)
    Outgoing.objects.filter(pk=row.pk).update(body=body)
    if wrong == "claimed":
        post.claim()
    elif wrong == "sent":
        deliver()
    elif wrong in {"given_up", "late"}:
        later(days=2)
        post.look_after()
    before = state_of(row)

    with pytest.raises(DomainError) as refusal:
        send_mail_again(mail=row, actor=clerk)

    assert (refusal.value.status, state_of(row), row.again_by) == (409, before, None)


# --- seen -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(clerk, body, signed_in, django_assert_max_num_queries, number):
    browser = signed_in(clerk.user)
    rows = [written(body=body).pk for _ in range(number)]
    Outgoing.objects.filter(pk__in=rows).update(
        state="failed", attempts=2, again_by=clerk.user, again_at=timezone.now()
    )

    with django_assert_max_num_queries(11):
        page = browser.get(f"/bodies/{body.pk}/mails/").content.decode()

    assert page.count(f'<td class="kern-table__cell">{TO}</td>') == number


def test_the_page_says_what_came_of_each_and_offers_the_button_where_it_helps(clerk, body, signed_in, down):
    failed = written(body=body)
    post.walk()
    waiting, private = written(body=body), written(PRIVATE, to="vito@example.org", body=body)

    page = signed_in(clerk.user).get(f"/bodies/{body.pk}/mails/").content.decode()

    assert [f"/mails/{row.pk}/again/" in page for row in (failed, waiting, private)] == [True, False, False]
    assert ["nicht angenommen" in page, "wartet" in page, "v…@example.org" in page, "vito@" in page] == [
        True,
        True,
        True,
        False,
    ]
    assert "GEHEIM" not in page


def test_the_button_sends_it_again(clerk, body, signed_in, down):
    row = written(body=body)
    post.walk()
    down()

    answer = signed_in(clerk.user).post(f"/mails/{row.pk}/again/", follow=True)

    assert ("wieder unterwegs" in answer.content.decode(), deliver(), state_of(row)) == (True, 1, "sent")


def test_the_pages_of_body_and_start_lead_there(clerk, body, actor, signed_in, down):
    written(body=body)
    post.walk()

    page = signed_in(clerk.user).get(f"/bodies/{body.pk}/").content.decode()
    start = signed_in(actor("administrator").user).get("/").content.decode()

    assert ["1 E-Mail wurde nicht angenommen" in page, f"/bodies/{body.pk}/mails/" in page, '"/mails/"' in start] == [
        True
    ] * 3
    assert "/mails/" not in signed_in(actor("member").user).get(f"/bodies/{body.pk}/").content.decode()
