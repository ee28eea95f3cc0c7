"""Sign-in under attack: every way to the password check counts, and no way around the counter."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import User
from tests.conftest import PASSWORD
from tests.posted import deliver

WAIT = "Zu viele fehlgeschlagene Anmeldeversuche"
TARGET = "target@example.org"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def target(db):
    user = User.objects.create_user(TARGET, PASSWORD, is_staff=True)
    EmailAddress.objects.create(user=user, email=TARGET, verified=True, primary=True)
    return user


@pytest.fixture
def checked(monkeypatch):
    """The passwords that reached the check."""
    seen, check = [], User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: seen.append(raw) or check(user, raw))
    return seen


def guess(number, email=TARGET, network="10.0.0", **request):
    return Client(REMOTE_ADDR=f"{network}.{number}", **request).post(
        "/accounts/login/", {"login": email, "password": f"guess {number}"}
    )


def mails():
    deliver()
    return mail.outbox


def test_another_port_in_the_host_header_begins_no_new_counter(target, checked):
    for number in range(20):
        guess(number, HTTP_HOST=f"localhost:{8000 + number}")

    assert len(checked) == 10


def test_two_addresses_of_one_account_share_one_counter(target, checked):
    EmailAddress.objects.create(user=target, email="second@example.org", verified=True)

    for number in range(20):
        guess(number, TARGET if number % 2 else "second@example.org")

    assert len(checked) == 10


def test_a_flood_of_invented_addresses_pushes_no_counter_out(target, checked):
    for number in range(10):
        guess(number)
    for number in range(2000):
        cache.set(f"invented-{number}", [0.0], 3600)
    for number in range(10, 20):
        guess(number)

    assert len(checked) == 10


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_count_one_by_one(target, checked):
    def run(number):
        try:
            guess(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 0 < len(checked) <= 10


def test_asking_again_for_the_password_counts_to_the_same_hour(target, checked):
    client = Client()
    client.force_login(target)

    for number in range(5):
        client.post("/accounts/password/change/", {"oldpassword": f"old {number}", "password1": "x", "password2": "x"})
    for number in range(9):
        client.post("/accounts/reauthenticate/", {"password": f"again {number}"})

    assert len(checked) == 10


def test_the_administration_has_no_password_form_of_its_own(target, checked):
    client = Client()
    client.force_login(target)

    answer = client.post(
        "/admin/password_change/", {"old_password": "guess", "new_password1": "x", "new_password2": "x"}
    )

    assert (answer.status_code, answer.url, checked) == (302, "/accounts/password/change/", [])


def test_a_password_can_be_changed(target):
    client, new = Client(), "a wholly different sentence"
    client.force_login(target)

    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    target.refresh_from_db()
    assert (answer.status_code, target.check_password(new)) == (302, True)


def test_a_new_password_by_mail_frees_an_account_that_was_guessed_at(target):
    for number in range(12):
        guess(number)
    Client().post("/accounts/password/reset/", {"email": TARGET})
    client, new = Client(), "a wholly different sentence"
    path = re.search(r"http://localhost(/accounts/password/reset/key/\S+)", mails()[-1].body)[1]

    form = client.get(path).url
    client.post(form, {"password1": new, "password2": new})

    assert Client().post("/accounts/login/", {"login": TARGET, "password": new}).status_code == 302


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_mails_leave_five_times_an_hour_for_one_network_and_fifteen_times_for_all(target, path):
    for number in range(10):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(path, {"email": TARGET})
    of_one = len(mails())
    for number in range(30):
        Client(REMOTE_ADDR=f"10.0.{number}.1").post(path, {"email": TARGET})

    assert (of_one, len(mails())) == (5, 15)


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_whoever_has_no_account_gets_no_mail_and_the_answer_costs_the_same(target, path, django_assert_num_queries):
    known, unknown = (asked(path, email) for email in (TARGET, "nobody@example.org"))

    assert known[:2] == unknown[:2]
    assert abs(known[2] - unknown[2]) <= 2
    assert [message.to for message in mails()] == [[TARGET]]


def asked(path, email):
    """Where the answer leads, what it says there, and how many queries it took."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, {"email": email})
    page = re.sub(
        r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]*"', "", client.get(answer.url).content.decode()
    )
    return (answer.status_code, answer.url), page.replace(email, "ADDRESS"), len(queries)


def test_an_address_without_account_is_refused_after_as_many_guesses(db):
    answers = [guess(number, "nobody@example.org").content.decode() for number in range(12)]

    assert [WAIT in answer for answer in answers] == [False] * 10 + [True] * 2


def test_three_wrong_codes_void_the_right_one(target):
    client = Client()
    client.post("/accounts/login/code/", {"email": TARGET})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mails()[-1].body, re.M)[1]

    for number in range(3):
        client.post("/accounts/login/code/confirm/", {"code": f"WRNG-WRN{number}"})
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert "_auth_user_id" not in client.session


def test_too_many_requests_are_told_in_our_frame(target):
    client = Client()
    client.force_login(target)

    answers = [client.post("/accounts/password/change/", {"oldpassword": "x"}) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert 'id="main"' in answers[-1].content.decode()


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_mails_speak_for_ratssaal_and_offer_no_sign_up(target, path):
    Client().post(path, {"email": TARGET})

    message = mails()[-1]
    assert message.subject.startswith("Ratssaal: ")
    assert "signup" not in message.body
    assert re.search(r"\b(du|dein|dir)\b", message.body, re.I) is None


def test_a_hall_behind_one_address_uses_passkeys(db):
    answers = {
        Client(REMOTE_ADDR="10.0.0.1").post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code
        for _ in range(150)
    }

    assert answers == {302}


def test_an_account_made_by_the_administrator_may_have_a_second_factor(target):
    EmailAddress.objects.update(verified=False)  # as the page of addresses writes it down
    client = Client()
    client.post("/accounts/login/", {"login": TARGET, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answers = [client.get(f"/accounts/2fa/{page}/").status_code for page in ("totp/activate", "webauthn/add")]

    assert answers == [200, 200]
