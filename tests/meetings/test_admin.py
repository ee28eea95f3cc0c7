"""The administration pages: every way by which somebody might give themselves a membership, and that all of it is
written down.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.urls import reverse

from meetings.models import BodyRecord, DataProtectionOfficer, Membership, Person, User
from tests.conftest import PASSWORD, make_user
from tests.posted import deliver

pytestmark = pytest.mark.django_db
ROW = {
    "role": "clerk",
    "faction": "",
    "vote_weight": "1",
    "rank": "",
    "council_member": "on",
    "starts_on": "2020-01-01",
    "ends_on": "",
}


@pytest.fixture
def admin():
    user = make_user("admin@example.org", is_superuser=True, is_staff=True)
    Person.objects.create(user=user, given_name="Anton", family_name="Admin")
    return user


@pytest.fixture
def guest():
    return Person.objects.create(given_name="Gerda", family_name="Gast")


@pytest.fixture
def browser(admin, signed_in):
    return signed_in(admin)


def inline(*rows, initial=0):
    """A formset of memberships as the page sends it."""
    sent = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": initial}
    return sent | {
        f"memberships-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }


def person_form(person, **changes):
    fields = ("honorific", "given_name", "family_name", "function")
    return {**{name: getattr(person, name) for name in fields}, "user": person.user_id or "", **changes}


def body_form(body):
    return {"institution": body.institution_id, "name": body.name, "short_name": "", "statutory_seats": 5}


def url(model, page, *args):
    return reverse(f"admin:meetings_{model}_{page}", args=args)


def add_alone(browser, body, me, guest):
    return browser.post(url("membership", "add"), {**ROW, "person": me.pk, "body": body.pk})


def add_beside_the_body(browser, body, me, guest):
    return browser.post(
        url("body", "change", body.pk), {**body_form(body), **inline({**ROW, "person": me.pk, "body": body.pk})}
    )


def add_beside_the_person(browser, body, me, guest):
    return browser.post(
        url("person", "change", me.pk), {**person_form(me), **inline({**ROW, "person": me.pk, "body": body.pk})}
    )


def add_with_a_new_person(browser, body, me, guest):
    """Let go of the own person, make another one for the own account, with a membership, in one form."""
    browser.post(url("person", "change", me.pk), {**person_form(me, user=""), **inline()})
    new = {"honorific": "", "given_name": "", "family_name": "Neu", "function": "", "user": me.user_id}
    return browser.post(url("person", "add"), {**new, **inline({**ROW, "person": "", "body": body.pk})})


def move_one(browser, body, me, guest):
    row = Membership.objects.create(person=guest, body=body, role="clerk", starts_on="2020-01-01")
    return browser.post(url("membership", "change", row.pk), {**ROW, "person": me.pk, "body": body.pk})


def take_over_a_person(browser, body, me, guest):
    Membership.objects.create(person=guest, body=body, role="clerk", starts_on="2020-01-01")
    browser.post(url("person", "change", me.pk), {**person_form(me, user=""), **inline()})
    rows = [{**ROW, "id": row.pk, "person": guest.pk, "body": body.pk} for row in guest.memberships.all()]
    return browser.post(
        url("person", "change", guest.pk), {**person_form(guest, user=me.user_id), **inline(*rows, initial=1)}
    )


def take_over_with_a_new_membership(browser, body, me, guest):
    """Account and membership change hands in one form, so that neither is there when the other is looked at."""
    browser.post(url("person", "change", me.pk), {**person_form(me, user=""), **inline()})
    row = {**ROW, "person": guest.pk, "body": body.pk}
    return browser.post(url("person", "change", guest.pk), {**person_form(guest, user=me.user_id), **inline(row)})


WAYS = (
    add_alone,
    add_beside_the_body,
    add_beside_the_person,
    add_with_a_new_person,
    move_one,
    take_over_a_person,
    take_over_with_a_new_membership,
)


@pytest.mark.parametrize("way", WAYS)
def test_no_form_gives_an_administrator_a_membership(browser, admin, body, guest, way):
    answer = way(browser, body, admin.person, guest)

    assert (answer.status_code, "Niemand" in answer.content.decode()) in {(200, True), (403, True)}
    assert not Membership.objects.filter(person__user=admin).exists()


@pytest.mark.parametrize("way", [way for way in WAYS if way not in {take_over_a_person, move_one}])
def test_the_same_form_for_somebody_else_is_taken_and_written_down(browser, admin, body, guest, way):
    """The control: what is refused above is refused because it is one's own."""
    other = Person.objects.create(user=make_user(), family_name="Andere")

    assert way(browser, body, other, guest).status_code == 302

    assert (BodyRecord.objects.latest("pk").actor, BodyRecord.objects.latest("pk").change) in {
        (f"user:{admin.pk}", "added"),
        (f"user:{admin.pk}", "account"),
    }


def test_an_own_membership_is_neither_changed_nor_deleted(browser, admin, body):
    row = Membership.objects.create(person=admin.person, body=body, role="member", starts_on="2020-01-01")

    changed = browser.post(url("membership", "change", row.pk), {**ROW, "person": admin.person.pk, "body": body.pk})
    deleted = browser.post(url("membership", "delete", row.pk), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    swept = browser.post(url("membership", "changelist"), chosen)

    assert [answer.status_code for answer in (changed, deleted, swept)] == [200, 403, 403]
    assert Membership.objects.get().role == "member"


def test_one_s_own_account_is_not_deleted_here(browser, admin, body):
    assert browser.post(url("user", "delete", admin.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=admin.pk).exists()


def test_two_administrators_who_appoint_each_other_are_seen(admin, body, seat, signed_in):
    """That cannot be forbidden; chair and clerk read who it was."""
    chair, other = seat("chair").person.user, make_user("other@example.org", is_superuser=True, is_staff=True)
    Person.objects.create(user=other, family_name="Andere")

    for who, whom in ((admin, other), (other, admin)):
        answer = signed_in(who).post(url("membership", "add"), {**ROW, "person": whom.person.pk, "body": body.pk})
        assert answer.status_code == 302

    page = signed_in(chair).get(f"/bodies/{body.pk}/").content.decode()
    assert ("Anton Admin (admin@example.org)" in page, "Andere (other@example.org)" in page, "rückdatiert" in page) == (
        True,
        True,
        True,
    )


def test_an_address_or_password_set_by_the_administration_is_written_down(browser, admin, body, seat):
    user = seat("clerk").person.user
    data = {"email": "mine@example.org", "is_active": "on"}

    assert browser.post(url("user", "change", user.pk), data).status_code == 302
    password = {"usable_password": "true", "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
    assert browser.post(reverse("admin:auth_user_password_change", args=[user.pk]), password).status_code == 302

    rows = body.records.order_by("pk").values_list("change", "actor")
    assert list(rows)[-2:] == [("address", f"user:{admin.pk}"), ("password", f"user:{admin.pk}")]


def test_the_former_address_hears_of_it(browser, admin, seat, mailoutbox, django_capture_on_commit_callbacks):
    user = seat("clerk").person.user

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url("user", "change", user.pk), {"email": "mine@example.org", "is_active": "on"})
    deliver()

    assert [letter.to for letter in mailoutbox] == [[user.email]]
    assert "admin@example.org" in mailoutbox[0].body


def test_a_body_is_not_declared_a_rehearsal_to_keep_its_changes_quiet(browser, body, institution):
    other = institution.bodies.create(name="Rat")

    browser.post(url("body", "change", body.pk), {**body_form(body), "rehearsal_of": other.pk, **inline()})

    body.refresh_from_db()
    assert body.rehearsal_of is None


def officers(*rows):
    prefix = "data_protection_officers"
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return sent | {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def test_nobody_makes_themselves_data_protection_officer(browser, admin, body, institution, guest):
    address = url("institution", "change", institution.pk)
    form = {"name": institution.name, "short_name": ""}

    own = browser.post(address, {**form, **officers({"person": admin.person.pk, "starts_on": "2020-01-01"})})
    other = browser.post(address, {**form, **officers({"person": guest.pk, "starts_on": "2020-01-01"})})

    assert (own.status_code, other.status_code) == (403, 302)
    assert [row.person for row in DataProtectionOfficer.objects.all()] == [guest]
    assert list(body.records.values_list("change", "actor")) == [("officer", f"user:{admin.pk}")]


def test_histories_and_readings_are_on_no_administration_page():
    from django.contrib import admin as pages

    names = {model.__name__ for model in pages.site._registry}

    assert not names & {"BodyRecord", "Reading", "SigningKey", "SignedHead", "MeetingEvent"}


def test_an_error_of_another_kind_stays_one(browser, body, guest, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError("something else")

    monkeypatch.setattr(Membership, "save", fail)
    browser.raise_request_exception = True

    with pytest.raises(IntegrityError, match="something else"):
        add_alone(browser, body, guest, guest)


PROPOSED = {"word": "abc", "beyond": "9" * 20, "nul": "\x00"}


@pytest.mark.parametrize("value", PROPOSED.values(), ids=PROPOSED.keys())
@pytest.mark.parametrize(("model", "field"), [("membership", "person"), ("membership", "faction"), ("person", "user")])
def test_what_an_address_proposes_without_sense_is_left_out(browser, model, field, value):
    assert browser.get(url(model, "add"), {field: value}).status_code == 200


def test_what_an_address_proposes_with_sense_is_chosen(browser, guest):
    answer = browser.get(url("membership", "add"), {"person": guest.pk, "role": "clerk"})

    assert answer.context["adminform"].form["person"].value() == str(guest.pk)
    assert answer.context["adminform"].form["role"].value() == "clerk"
