"""Locked accounts: who sees them, who lifts the lock, and what stays on record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.models import AccountLock, Body, Membership, Person, User
from tests.conftest import PASSWORD, make_user


@pytest.fixture
def mira(seat):
    return seat("member").person


@pytest.fixture
def locked(mira):
    services.note_lock(user_id=mira.user_id, kind="password", scope="account")
    return mira


def sign_in(user, address):
    client = Client(REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def guess(user, times, network="10.0"):
    for number in range(times):
        Client(REMOTE_ADDR=f"{network}.{number}.1").post(
            "/accounts/login/", {"login": user.email, "password": f"guess {number}"}
        )


def test_note_lock_writes_once_while_the_same_lock_lasts(mira):
    noted = [
        services.note_lock(user_id=mira.user_id, kind=kind, scope="network")
        for kind in ("password", "password", "code")
    ]

    assert (noted, selectors.locked_accounts([mira.user_id, None])) == ([True, False, True], {mira.user_id})


def test_note_lock_forgets_what_is_older_than_ninety_days(locked):
    AccountLock.objects.update(locked_at=timezone.now() - timedelta(days=91))
    services.note_lock(user_id=locked.user_id, kind="code", scope="network")

    assert list(AccountLock.objects.values_list("kind", flat=True)) == ["code"]


def test_a_lock_ends_by_itself_after_an_hour(locked):
    AccountLock.objects.update(locked_at=timezone.now() - timedelta(hours=1, seconds=1))

    assert not selectors.is_locked(locked.user)


@pytest.mark.parametrize("role", ["clerk", "administrator"])
def test_unlock_account_lets_the_owner_in_again_and_says_who_did_it(mira, actor, signed_in, role):
    guess(mira.user, 60)
    by, shut = actor(role), sign_in(mira.user, "192.0.2.1")
    page = signed_in(by.user).get(f"/bodies/{by.body_id}/").content.decode()
    answer = signed_in(by.user).post(f"/bodies/{by.body_id}/people/{mira.pk}/unlock/")

    assert (shut, f"/people/{mira.pk}/unlock/" in page, answer.status_code) == (False, True, 302)
    assert sign_in(mira.user, "192.0.2.1")
    assert set(mira.user.locks.values_list("lifted_by", flat=True)) == {by.user.pk}


def test_after_unlock_account_strangers_have_the_same_budget_and_no_more(mira, clerk, monkeypatch):
    checked = []
    monkeypatch.setattr(User, "check_password", lambda user, raw: checked.append(raw))
    guess(mira.user, 40)
    services.unlock_account(person=mira, body=Body.objects.get(), actor=clerk)
    guess(mira.user, 40, network="10.1")

    assert len(checked) == 60


@pytest.mark.parametrize("role", ["chair", "member", "substitute", "public"])
def test_unlock_account_is_the_clerks(locked, body, actor, signed_in, role):
    by = actor(role)
    with pytest.raises(DomainError) as error:
        services.unlock_account(person=locked, body=body, actor=by)

    assert (error.value.status, selectors.is_locked(locked.user)) == (403, True)
    assert "unlock" not in signed_in(by.user).get(f"/bodies/{body.pk}/").content.decode()


def test_unlock_account_refuses_what_is_not_locked(mira, body, clerk):
    with pytest.raises(DomainError) as error:
        services.unlock_account(person=mira, body=body, actor=clerk)

    assert error.value.code == "account.not_locked"


def test_unlock_account_ends_after_five_times_an_hour(mira, body, clerk):
    codes = []
    for _ in range(6):
        services.note_lock(user_id=mira.user_id, kind="password", scope="account")
        try:
            services.unlock_account(person=mira, body=body, actor=clerk)
            codes.append("")
        except DomainError as error:
            codes.append(error.code)

    assert codes == [""] * 5 + ["account.unlocked_often"]


def test_a_locked_person_of_another_body_is_nobody(institution, body, clerk, signed_in):
    stranger = Person.objects.create(family_name="Fremd", user=make_user())
    other = Body.objects.create(institution=institution, name="Anderer Ausschuss", statutory_seats=3)
    Membership.objects.create(person=stranger, body=other, role="member", voting_right=True, starts_on="2020-01-01")
    services.note_lock(user_id=stranger.user_id, kind="password", scope="account")
    client = signed_in(clerk.user)

    answers = [client.post(f"/bodies/{body.pk}/people/{pk}/unlock/") for pk in (stranger.pk, 10**6)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert selectors.is_locked(stranger.user)


def test_the_administrator_unlocks_accounts_of_no_body_and_sees_when_they_were_locked(actor, signed_in):
    admin, user = actor("administrator"), make_user()
    services.note_lock(user_id=user.pk, kind="password", scope="network")
    client = signed_in(admin.user)

    client.post("/admin/meetings/user/", {"action": "unlock", "_selected_action": [user.pk]})

    assert user.locks.get().lifted_by == admin.user
    assert "Passwörter - ein Netz" in client.get(f"/admin/meetings/user/{user.pk}/change/").content.decode()
