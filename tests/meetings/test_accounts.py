import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from meetings import services
from meetings.errors import DomainError
from meetings.models import AccountInvitation, Membership, Person, User
from tests.conftest import PASSWORD
from tests.posted import deliver


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def newcomer(body):
    person = Person.objects.create(given_name="Nina", family_name="Neu")
    Membership.objects.create(person=person, body=body, role="member", voting_right=True, starts_on="2020-01-01")
    return person


@pytest.fixture
def invite(newcomer, body, clerk, django_capture_on_commit_callbacks):
    """Invite the newcomer and return the token from the mail."""

    def send(email="Nina@Example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            services.invite_person(
                person=newcomer, email=email, body=body, actor=clerk, link=lambda token: f"https://x/{token}/"
            )
        deliver()
        return re.search(r"https://x/(.+)/", mail.outbox[-1].body)[1]

    return send


def test_invite_person_sends_a_link_and_keeps_only_its_hash(invite):
    token = invite()

    assert mail.outbox[0].to == ["nina@example.org"]
    assert token not in str(AccountInvitation.objects.values().get())


def test_accept_invitation_makes_one_account_and_signs_in(invite, newcomer):
    token, client = invite(), Client()

    page = client.get(f"/accounts/invitation/{token}/")
    answer = client.post(f"/accounts/invitation/{token}/", {"password": PASSWORD})
    again = Client().post(f"/accounts/invitation/{token}/", {"password": PASSWORD})

    newcomer.refresh_from_db()
    assert (page.status_code, answer.status_code, again.status_code) == (200, 302, 410)
    assert list(newcomer.user.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("nina@example.org", True, True)
    ]
    assert int(client.session["_auth_user_id"]) == newcomer.user_id


def test_accept_invitation_refuses_a_weak_password_and_stays_open(invite):
    token = invite()

    answer = Client().post(f"/accounts/invitation/{token}/", {"password": "12345"})

    assert answer.status_code == 400
    assert (User.objects.filter(email="nina@example.org").count(), services.open_invitation(token).email) == (
        0,
        "nina@example.org",
    )


def test_a_newer_invitation_voids_the_older(invite):
    first, second = invite(), invite()

    with pytest.raises(DomainError) as error:
        services.open_invitation(first)

    assert (error.value.status, services.open_invitation(second).email) == (410, "nina@example.org")


def test_an_invitation_expires(invite):
    token = invite()
    AccountInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert Client().get(f"/accounts/invitation/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("email", "code"), [("nonsense", "account.email_invalid"), ("taken@example.org", "account.email_taken")]
)
def test_invite_person_refuses_an_address_that_cannot_be(invite, email, code):
    User.objects.create_user("taken@example.org", PASSWORD)

    with pytest.raises(DomainError) as error:
        invite(email)

    assert (error.value.code, mail.outbox) == (code, [])


def test_invite_person_refuses_the_second_address_of_another_account(invite):
    other = User.objects.create_user("other@example.org", PASSWORD)
    EmailAddress.objects.create(user=other, email="nina@example.org", verified=True)

    with pytest.raises(DomainError) as error:
        invite()

    assert (error.value.code, mail.outbox) == ("account.email_taken", [])


def test_accept_invitation_leaves_nothing_when_the_address_was_taken_meanwhile(invite, newcomer):
    token = invite()
    other = User.objects.create_user("other@example.org", PASSWORD)
    EmailAddress.objects.create(user=other, email="nina@example.org", verified=True)

    answer = Client().post(f"/accounts/invitation/{token}/", {"password": PASSWORD})

    newcomer.refresh_from_db()
    assert (answer.status_code, newcomer.user, User.objects.filter(email="nina@example.org").exists()) == (
        409,
        None,
        False,
    )


@pytest.mark.parametrize("role", ["chair", "member", "substitute", "public"])
def test_invite_person_is_the_clerks(newcomer, body, actor, role):
    with pytest.raises(DomainError) as error:
        services.invite_person(person=newcomer, email="a@example.org", body=body, actor=actor(role), link=str)

    assert (error.value.status, AccountInvitation.objects.count()) == (403, 0)


def sign_in(email, password, address="10.0.0.1"):
    return Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": email, "password": password})


def test_a_hall_behind_one_address_signs_in(db):
    for number in range(150):
        User.objects.create_user(f"hall{number}@example.org", PASSWORD)

    answers = [sign_in(f"hall{number}@example.org", PASSWORD).status_code for number in range(150)]

    assert answers == [302] * 150


def test_guessing_reaches_the_password_check_thirty_times_an_hour_from_all_networks(db, monkeypatch):
    User.objects.create_user("target@example.org", PASSWORD)
    checked = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda user, raw: checked.append(raw) or check(user, raw))

    for number in range(60):
        sign_in("target@example.org", f"guess {number}", address=f"10.0.{number}.1")
    Client().post("/admin/login/", {"username": "target@example.org", "password": "guess by the back door"})
    right = sign_in("Target@Example.org", PASSWORD, address="10.9.9.9")

    assert len([raw for raw in checked if raw.startswith("guess")]) == 30
    assert right.status_code != 302


def test_there_is_no_open_sign_up(db):
    answer = Client().post("/accounts/signup/", {"email": "eve@example.org", "password1": PASSWORD})

    assert (answer.status_code, User.objects.filter(email="eve@example.org").exists()) == (200, False)


@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_asking_for_a_code_or_a_reset_tells_nobody_who_has_an_account(db, email):
    User.objects.create_user("known@example.org", PASSWORD)

    answers = [
        (answer.status_code, answer.headers.get("Location"))
        for answer in (
            Client().post("/accounts/login/code/", {"email": email}),
            Client().post("/accounts/password/reset/", {"email": email}),
        )
    ]

    assert answers == [(302, "/accounts/login/code/confirm/"), (302, "/accounts/password/reset/done/")]


def test_a_code_by_mail_signs_in(db):
    User.objects.create_user("known@example.org", PASSWORD)
    client = Client()
    client.post("/accounts/login/code/", {"email": "known@example.org"})
    deliver()
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", mail.outbox[-1].body, re.M)[1]

    answer = client.post("/accounts/login/code/confirm/", {"code": code})

    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)


def test_accept_invitation_refuses_an_address_taken_meanwhile(invite, newcomer):
    token = invite()
    User.objects.create_user("nina@example.org", PASSWORD)

    answer = Client().post(f"/accounts/invitation/{token}/", {"password": PASSWORD})

    newcomer.refresh_from_db()
    assert (answer.status_code, newcomer.user_id) == (409, None)


def test_accept_invitation_refuses_an_address_somebody_added_to_their_account(invite, newcomer):
    token = invite()
    other = User.objects.create_user("other@example.org", PASSWORD)
    EmailAddress.objects.create(user=other, email="nina@example.org", verified=True)

    with pytest.raises(DomainError) as error:
        services.accept_invitation(token=token, password=PASSWORD)

    newcomer.refresh_from_db()
    assert (error.value.code, newcomer.user_id) == ("account.email_taken", None)


def test_accept_invitation_verifies_the_address_with_the_account(invite):
    user = services.accept_invitation(token=invite())

    found = EmailAddress.objects.get(user=user)
    assert (found.email, found.verified, found.primary, user.has_usable_password()) == (
        "nina@example.org",
        True,
        True,
        False,
    )


def test_accept_invitation_signs_out_whoever_sat_there_before(invite, newcomer, signed_in):
    client = signed_in(User.objects.create_user("before@example.org", PASSWORD))

    client.post(f"/accounts/invitation/{invite()}/", {})

    newcomer.refresh_from_db()
    assert int(client.session["_auth_user_id"]) == newcomer.user_id
