"""Every way through which something confidential leaves is on record; what is public leaves no trace of who read it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from documents.minutes.exports.pdf import pdf_of
from documents.minutes.services import release_minutes
from meetings import services
from meetings.models import Reading

pytestmark = pytest.mark.django_db


def rows():
    return list(Reading.objects.order_by("pk").values_list("reader", "what", "key", "title", "way", "count"))


@pytest.fixture
def browser(clerk, signed_in):
    return signed_in(clerk.user)


def fetch(browser, file, **headers):
    answer = browser.get(file.get_absolute_url(), headers=headers)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def test_a_file_that_is_not_public(browser, clerk, secret_file):
    assert fetch(browser, secret_file) == 200

    assert rows() == [(clerk.user.pk, "documents.file", secret_file.pk, secret_file.title, "download", 1)]


def test_ranges_reloads_and_what_the_browser_has_already(browser, secret_file):
    tag = f'"{secret_file.sha256}"'

    asked = [
        {},
        {"range": "bytes=0-3"},
        {"range": "bytes=4-"},
        {"if-none-match": tag},
        {"if-none-match": "*"},
        {"range": "bytes=999999-"},
    ]

    assert [fetch(browser, secret_file, **headers) for headers in asked] == [200, 206, 206, 304, 304, 416]
    assert [row[-1] for row in rows()] == [6]


def test_only_a_range_is_on_record_as_well(browser, secret_file):
    fetch(browser, secret_file, range="bytes=0-3")

    assert len(rows()) == 1


def test_a_public_file_and_a_head_leave_no_row(browser, signed_in, convened, file, secret_file):
    assert (fetch(browser, file), fetch(signed_in(None), file)) == (200, 200)
    assert browser.head(secret_file.get_absolute_url()).content == b""
    assert browser.get(f"/files/{secret_file.pk}/other-name").status_code == 302

    assert rows() == []


def test_who_gets_nothing_leaves_no_row(signed_in, convened, secret_file):
    assert fetch(signed_in(None), secret_file) == 404

    assert rows() == []


@pytest.mark.parametrize(
    ("role", "recorded"), [("chair", True), ("member", True), ("administrator", False), ("public", False)]
)
def test_the_whole_minutes(running, clerk, actor, signed_in, role, recorded):
    services.close_meeting(meeting=running, actor=clerk)
    release_minutes(meeting=running, draw=pdf_of, actor=clerk)
    user = actor(role).user

    answer = signed_in(user).get(f"/meetings/{running.pk}/minutes.pdf")
    for close in answer._resource_closers:
        close()

    assert answer.status_code == 200

    title = "Niederschrift, mit dem nichtöffentlichen Teil"
    assert rows() == ([(user.pk, "documents.minutes", running.pk, title, "minutes", 1)] if recorded else [])


@pytest.mark.parametrize(("role", "recorded"), [("chair", True), ("member", False), ("public", False)])
def test_the_full_check_package(running, clerk, actor, signed_in, role, recorded):
    services.close_meeting(meeting=running, actor=clerk)
    user = actor(role).user

    assert signed_in(user).get(f"/meetings/{running.pk}/check-package.zip").status_code == 200

    title = "Prüfpaket, mit dem nichtöffentlichen Teil"
    assert rows() == ([(user.pk, "documents.check_package", running.pk, title, "package", 1)] if recorded else [])


@pytest.mark.parametrize("command", ["export_check_package", "export_journal"])
def test_the_commands(running, tmp_path, command):
    call_command(command, str(running.pk), "--public", "--out", str(tmp_path))
    assert rows() == []

    call_command(command, str(running.pk), "--out", str(tmp_path))
    assert [(row[0], row[2], row[4]) for row in rows()] == [(None, running.pk, "command")]


@pytest.mark.parametrize("way", ["file", "minutes", "package"])
def test_what_cannot_be_recorded_does_not_leave(browser, running, secret_file, monkeypatch, way):
    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Reading, "save", fail)
    urls = {"minutes": f"/meetings/{running.pk}/minutes.pdf", "package": f"/meetings/{running.pk}/check-package.zip"}

    answer = browser.get(urls.get(way, secret_file.get_absolute_url()), headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (503, "reading.not_recorded")
