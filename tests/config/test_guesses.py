"""Whom guesses lock out: strangers in one network, all strangers together, one device - and never the owner's own
device.
"""

import logging
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.core.signals import request_finished
from django.test import Client, RequestFactory

from config import devices, guesses
from meetings.models import AccountLock, User
from tests.config.test_accounts import guess
from tests.conftest import PASSWORD
from tests.posted import deliver

TARGET, OTHER = "target@example.org", "other@example.org"
LOGIN, CODE, RESET = "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"


@pytest.fixture
def target(db):
    return account(TARGET)


def account(email, **fields):
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def signs_in(client, email=TARGET, password=PASSWORD):
    client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session


def device_of_owner(email=TARGET):
    """A browser on which the owner has signed in and out again."""
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert signs_in(client, email)
    client.post("/accounts/logout/")
    return client


def locks(user):
    return sorted(user.locks.values_list("kind", "scope", "lifted_at"))


def test_strangers_lock_nobody_out_of_a_device_they_have_signed_in_on(target):
    own = device_of_owner()
    for number in range(100):
        guess(number, network=f"10.0.{number}")

    assert (signs_in(Client(REMOTE_ADDR="198.51.100.1")), signs_in(own)) == (False, True)


def test_a_stranger_in_one_network_locks_nobody_out_elsewhere(target):
    for number in range(15):
        guess(number)

    assert not signs_in(Client(REMOTE_ADDR="10.0.0.200"))
    assert signs_in(Client(REMOTE_ADDR="10.0.1.1"))


def test_a_known_device_has_ten_guesses_of_its_own(target, monkeypatch):
    own, checked = device_of_owner(), []
    monkeypatch.setattr(User, "check_password", lambda user, raw: checked.append(raw))

    for number in range(15):
        own.post(LOGIN, {"login": TARGET, "password": f"guess {number}"})

    assert len(checked) == 10
    assert locks(target) == [("password", "device", None)]


def test_the_mark_of_one_account_is_none_for_another(target):
    account(OTHER)
    own = device_of_owner(OTHER)
    for number in range(40):
        guess(number, network=f"10.0.{number}")

    assert not signs_in(own)


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "." * 5000, "AAAA:1:" + "b" * 43, "\\x00"])
def test_a_made_up_mark_is_none(target, cookie):
    request = RequestFactory().get("/")
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = cookie

    assert devices.device_of(request, target) == ""


def test_a_mark_fades_after_half_a_year(target, monkeypatch):
    own, request = device_of_owner(), RequestFactory().get("/")
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = own.cookies[settings.DEVICE_COOKIE_NAME].value
    fresh, now = devices.device_of(request, target), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + devices.AGE + 10)

    assert (bool(fresh), devices.device_of(request, target)) == (True, "")


def test_the_mark_names_nobody_and_scripts_cannot_read_it(target):
    cookie = device_of_owner().cookies[settings.DEVICE_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == devices.AGE
    assert TARGET not in cookie.value
    assert f"{target.pk}:" not in cookie.value


def test_a_shared_device_knows_several_people(target):
    account(OTHER)
    own = device_of_owner()
    signs_in(own, OTHER)
    own.post("/accounts/logout/")
    for number in range(40):
        guess(number, network=f"10.0.{number}")

    assert signs_in(own)


@pytest.mark.parametrize("path", [CODE, RESET])
def test_strangers_asking_for_mails_keep_none_from_the_owners_device(target, path):
    own = device_of_owner()
    for number in range(30):
        Client(REMOTE_ADDR=f"10.0.{number}.1").post(path, {"email": TARGET})
    deliver()
    before = len(mail.outbox)
    own.post(path, {"email": TARGET})
    deliver()

    assert (before, len(mail.outbox)) == (15, 16)


def second_factor(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return RecoveryCodes.activate(user).get_unused_codes()


def at_the_second_factor(address):
    client = Client(REMOTE_ADDR=address)
    client.post(LOGIN, {"login": TARGET, "password": PASSWORD})
    return client


def test_the_second_factor_counts_alike_and_the_owners_device_stays_open(target):
    own, codes = device_of_owner(), second_factor(target)
    for number in range(40):
        at_the_second_factor(f"10.0.{number}.1").post("/accounts/2fa/authenticate/", {"code": "000000"})
    strangers = at_the_second_factor("198.51.100.1")
    strangers.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    own.post(LOGIN, {"login": TARGET, "password": PASSWORD})
    own.post("/accounts/2fa/authenticate/", {"code": codes[1]})

    assert ("_auth_user_id" in strangers.session, "_auth_user_id" in own.session) == (False, True)
    assert ("factor", "account", None) in locks(target)


def test_asking_again_counts_to_the_session_and_not_to_strangers(target, monkeypatch):
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "reauthenticate", "99/m/user")
    client = Client()
    client.force_login(target)
    for number in range(15):
        client.post("/accounts/reauthenticate/", {"password": f"again {number}"})

    assert locks(target) == [("password", "device", None)]
    assert signs_in(Client())


def test_a_locked_account_is_logged_and_recorded_once_without_naming_anybody(target, caplog):
    caplog.set_level(logging.INFO)
    for number in range(30):
        guess(number, network="203.0.113")

    lines = [line for line in caplog.messages if "is locked" in line]
    assert lines == [f"account {target.pk} is locked for password from here on (network)"]
    assert locks(target) == [("password", "network", None)]
    assert not any(word in str(AccountLock.objects.values().get()) for word in (TARGET, "203.0.113", "guess"))


def test_the_lock_is_written_down_after_the_answer(target):
    """Else the time of the answer would tell that the account exists."""
    request_finished.disconnect(dispatch_uid="record_refusals")
    try:
        for number in range(12):
            guess(number)
        assert locks(target) == []
    finally:
        request_finished.connect(guesses.record_refusals, dispatch_uid="record_refusals")
    guesses.record_refusals()
    assert locks(target) == [("password", "network", None)]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::3", "2001:db8:1::/48"),
    ],
)
def test_network_of(address, network):
    assert guesses.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_a_forwarded_address_that_no_proxy_of_ours_wrote_counts_for_nothing(target):
    for number in range(12):
        guess(number, HTTP_X_FORWARDED_FOR=f"198.51.{number}.1")

    assert locks(target) == [("password", "network", None)]


def test_the_owner_signing_in_gives_strangers_no_new_guesses(target, monkeypatch):
    own, checked, check = device_of_owner(), [], User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: checked.append(raw) or check(user, raw))
    for number in range(60):
        guess(number, network=f"10.0.{number}")
        if number % 10 == 0:
            signs_in(own)
            own.post("/accounts/logout/")

    assert len([raw for raw in checked if raw.startswith("guess")]) == 30
