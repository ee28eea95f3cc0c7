"""How a refusal reaches a person or a program."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.errors import wants_json
from config.middleware import DomainErrorMiddleware
from meetings.errors import DomainError

pytestmark = pytest.mark.any_database

JSON = {"Accept": "application/json"}


def refused(headers, error):
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    return middleware.process_exception(RequestFactory().post("/", headers=headers), error)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415])
def test_a_domain_error_is_json_for_a_program(status):
    answer = refused(JSON, DomainError("agenda.closed", "The item is closed.", status=status))

    assert answer.status_code == status
    assert answer.content == b'{"code": "agenda.closed", "message": "The item is closed."}'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_domain_error_is_a_page_for_a_person():
    answer = refused({"Accept": "text/html"}, DomainError("agenda.closed", "<b>The item</b> is closed."))

    assert answer.status_code == 409
    assert "&lt;b&gt;The item&lt;/b&gt; is closed." in answer.content.decode()


def test_another_error_is_left_alone():
    assert refused(JSON, ValueError("a mistake of ours")) is None


@pytest.mark.parametrize(
    ("accept", "expected"), [("application/json", True), ("text/html,*/*;q=0.8", False), ("", False)]
)
def test_wants_json_only_when_named(accept, expected):
    assert wants_json(RequestFactory().get("/", headers={"Accept": accept})) is expected


def test_an_unknown_address_answers_in_the_same_form(client):
    answer = client.get("/no-such-page", headers=JSON)

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.django_db
def test_a_missing_form_token_answers_in_the_same_form():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", headers=JSON)

    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf"


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client):
    policy = client.get("/no-such-page").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
