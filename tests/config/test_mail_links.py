"""Links in mails lead to the installation, whatever the Host header of the request that asked for them claims."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from agenda import services as agenda
from meetings.models import Membership, Person
from tests.conftest import make_user
from tests.posted import deliver

pytestmark = pytest.mark.any_database

SITE = "https://rat.example.org"
EVIL = {"HTTP_HOST": "localhost:9999"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def links():
    """Every address and host that stands in the mails sent."""
    deliver()
    text = "\n".join(f"{message.subject}\n{message.body}" for message in mail.outbox)
    assert "9999" not in text
    return set(re.findall(r"(https?://[^/\s]+)", text))


@pytest.mark.django_db
def test_a_new_password(seat):
    user = make_user("mira@example.org")
    Client(**EVIL).post("/accounts/password/reset/", {"email": user.email})

    assert links() == {SITE}
    path = re.search(rf"{SITE}(/\S+)", mail.outbox[-1].body)[1]
    assert Client().get(path).status_code == 302


@pytest.mark.django_db
def test_a_code_names_the_installation(seat):
    Client(**EVIL).post("/accounts/login/code/", {"email": make_user("mira@example.org").email})

    assert links() == set()
    assert "rat.example.org" in mail.outbox[-1].body


def test_an_invitation(clerk, body, django_capture_on_commit_callbacks):
    person = Person.objects.create(family_name="Neu")
    Membership.objects.create(person=person, body=body, role="member", voting_right=True, starts_on="2020-01-01")
    client = Client(**EVIL)
    client.force_login(clerk.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/bodies/{body.pk}/people/{person.pk}/invite/", {"email": "neu@example.org"})

    assert links() == {SITE}


def test_a_notice(convened, clerk, django_capture_on_commit_callbacks):
    item = agenda.add_item(meeting=convened, actor=clerk, part="public", title="Radweg")
    with django_capture_on_commit_callbacks(execute=True):
        Client(**EVIL).post(reverse("agenda:notice", args=[item.pk]), {"email": "b@example.org", "minutes": "15"})

    assert links() == {SITE}


@pytest.mark.django_db
def test_a_second_address_is_proved_at_the_installation(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    user = make_user("mira@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client(**EVIL)
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    client.post("/accounts/email/", {"action_add": "", "email": "zweite@example.org"})

    assert links() == {SITE}
