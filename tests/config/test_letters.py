"""Every mail says from whom it comes, whom to ask and until when it holds; a program that writes is not answered by
programs.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agenda import services as agenda
from agenda.services.letters import notice_mail
from meetings.models import Institution, Membership, Person
from meetings.selectors import institutions_of
from meetings.services.accounts import invite_person, tell_former_address
from tests.conftest import make_user
from tests.posted import deliver

pytestmark = pytest.mark.any_database


@pytest.fixture
def city(institution):
    institution.contact_email = "sitzungsdienst@example.org"
    institution.save()
    return institution


def only(outbox):
    deliver()
    (letter,) = outbox
    return letter


def headers_of(letter):
    """Besides the number that every mail bears, which names no machine."""
    headers = dict(letter.extra_headers)
    assert headers.pop("Message-ID").endswith("@localhost>")
    return headers


def invite(clerk, body, settle):
    person = Person.objects.create(family_name="Neu", given_name="Nina")
    Membership.objects.create(person=person, body=body, role="member", starts_on="2020-01-01")
    with settle(execute=True):
        invite_person(
            person=person, email="nina@example.org", body=body, actor=clerk, link=lambda token: f"https://x/{token}/"
        )
    return only(mail.outbox)


def test_an_invitation_names_municipality_inviter_contact_and_validity(
    city, clerk, body, django_capture_on_commit_callbacks
):
    letter = invite(clerk, body, django_capture_on_commit_callbacks)
    last = timezone.localtime(timezone.now() + timedelta(days=14))

    assert "Klaus Clerk lädt Sie für Stadt Beispiel zu einem Konto" in letter.body
    assert f"bis {last.day}." in letter.body
    assert "Stadt Beispiel, Fragen an: sitzungsdienst@example.org" in letter.body
    assert letter.reply_to == ["sitzungsdienst@example.org"]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_invitation_without_an_address_of_the_institution_is_answered_to_whoever_invites(
    clerk, body, django_capture_on_commit_callbacks
):
    assert invite(clerk, body, django_capture_on_commit_callbacks).reply_to == [clerk.user.email]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/accounts/login/code/", "Der Code gilt 3 Minuten."),
        ("/accounts/password/reset/", "Der Link gilt einmal, innerhalb von 72 Stunden."),
    ],
)
def test_a_code_and_a_link_say_from_whom_they_come_and_how_long_they_hold(city, seat, address, words):
    Client().post(address, {"email": seat("member").person.user.email})
    letter = only(mail.outbox)

    assert words in letter.body
    assert "Stadt Beispiel, Fragen an: sitzungsdienst@example.org" in letter.body
    assert (letter.reply_to, headers_of(letter)) == (
        ["sitzungsdienst@example.org"],
        {"Auto-Submitted": "auto-generated"},
    )


def test_a_changed_address_is_told_in_the_institutions_name(city, seat, django_capture_on_commit_callbacks):
    email = seat("member").person.user.email
    with django_capture_on_commit_callbacks(execute=True):
        tell_former_address(email, make_user("admin@example.org"))
    letter = only(mail.outbox)

    assert "Fragen an: sitzungsdienst@example.org" in letter.body
    assert headers_of(letter) == {"Auto-Submitted": "auto-generated"}


def test_of_several_institutions_each_person_gets_their_own(city, seat):
    Institution.objects.create(name="Kreis Anderswo", contact_email="kreis@example.org")

    assert institutions_of(seat("member").person.user.email) == [city]
    assert institutions_of("niemand@example.org") == []


def test_whether_an_address_has_an_account_costs_the_same(city, seat, django_assert_num_queries):
    email = seat("member").person.user.email

    for asked in (email, "niemand@example.org"):
        with django_assert_num_queries(2):
            institutions_of(asked)


def test_a_notice_can_be_answered_and_its_headers_are_its_own(city, convened, clerk):
    from agenda.models import ItemNotice
    from agenda.selectors.notices import Due, News

    item = agenda.add_item(meeting=convened, actor=clerk, part="public", title="Bericht")
    notice = ItemNotice.objects.create(item=item, email="vito@example.org", minutes=15, asked_at=timezone.now())
    letter = notice_mail(Due(notice, News.SOON, "Ö 1", timezone.now()))

    assert letter.reply_to == ["sitzungsdienst@example.org"]
    assert {"Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"} == letter.extra_headers.keys()
    assert letter.subject.startswith("Ratssaal: ")


def test_no_letter_has_a_line_break_in_its_subject(city, body, clerk, django_capture_on_commit_callbacks):
    body.name = "Ausschuss\nfür Umbrüche"
    body.save()

    assert (
        invite(clerk, body, django_capture_on_commit_callbacks).subject
        == "Ratssaal: Ihr Konto für die Sitzungen: Ausschuss für Umbrüche"
    )
