import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from meetings.models import User
from tests.conftest import PASSWORD


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def checked(db, monkeypatch):
    """The passwords that reached the check of the account target@example.org."""
    User.objects.create_user("target@example.org", PASSWORD)
    reached = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: reached.append(raw) or check(user, raw))
    return reached


def guess(word, email="target@example.org", host="testserver", address="10.0.0.1"):
    return Client(REMOTE_ADDR=address, HTTP_HOST=host).post("/accounts/login/", {"login": email, "password": word})


def test_sign_in_counts_guesses_whatever_port_the_host_header_names(checked):
    for number in range(30):
        guess(f"guess {number}", host=f"testserver:{1000 + number}")

    assert len(checked) == 10


def test_sign_in_counts_guesses_in_spite_of_a_flood_of_other_names(checked):
    for number in range(10):
        guess(f"guess {number}")
    for number in range(500):
        guess("flood", email=f"nobody{number}@example.org", address=f"10.1.{number // 250}.{number % 250}")
    for number in range(10):
        guess(f"late {number}")

    assert len(checked) == 10


def test_sign_in_counts_guesses_over_all_addresses_of_an_account(checked):
    user = User.objects.get(email="target@example.org")
    for email in ("target@example.org", "second@example.org"):
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=email.startswith("target"))

    for number in range(20):
        guess(f"guess {number}", email="second@example.org" if number % 2 else "Target@Example.org")

    assert len(checked) == 10


def test_a_hall_behind_one_address_uses_passkeys(db):
    answers = {Client(REMOTE_ADDR="10.0.0.1").post("/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code for _ in range(150)}

    assert answers == {302}


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_mails_name_the_product_and_speak_german(db, email):
    User.objects.create_user("known@example.org", PASSWORD)

    Client().post("/accounts/login/code/", {"email": email})

    assert mail.outbox[0].subject == {"known": "Ratssaal: Anmeldecode", "unknown": "Ratssaal: Unbekanntes Konto"}[email.split("@")[0]]
