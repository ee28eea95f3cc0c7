"""The record of readings: what a row is, that it stays, and who may see it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from meetings import services
from meetings.enums import Way
from meetings.errors import DomainError
from meetings.models import Body, DataProtectionOfficer, Institution, Meeting, Person, Reading
from meetings.services.readings import record_reading
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(institution):
    """Data protection officer of the institution, with an account."""
    person = Person.objects.create(user=make_user(), given_name="Doris", family_name="Schutz")
    DataProtectionOfficer.objects.create(institution=institution, person=person)
    return person.user


def read(meeting, reader, **more):
    given = {"what": "x.paper", "key": 1, "title": "Angebot Müller", "way": Way.DOWNLOAD}
    record_reading(reader=reader, meeting=meeting, **{**given, **more})


def test_a_reading_says_who_what_when_and_how(meeting, clerk):
    before = timezone.now()

    read(meeting, clerk)

    row = Reading.objects.get()
    assert (row.reader, row.meeting, row.what, row.key, row.title, row.way, row.count) == (
        clerk.user, meeting, "x.paper", 1, "Angebot Müller", "download", 1,
    )  # fmt: skip
    assert before <= row.at == row.last_at <= timezone.now()


def test_the_same_within_a_minute_is_one_row(meeting, clerk, actor):
    for _ in range(3):
        read(meeting, clerk)
    read(meeting, actor("chair"))
    read(meeting, clerk, key=2)
    read(meeting, clerk, way=Way.LINK)

    assert list(Reading.objects.order_by("pk").values_list("count", flat=True)) == [3, 1, 1, 1]


def test_after_a_minute_it_is_another_row_even_without_a_pause(meeting, clerk, monkeypatch):
    """Counted from the first time: who fetches every half minute for an hour is no single row."""
    start = timezone.now()
    for seconds in range(0, 150, 30):
        monkeypatch.setattr("django.utils.timezone.now", lambda at=start + timedelta(seconds=seconds): at)
        read(meeting, clerk)

    assert list(Reading.objects.order_by("pk").values_list("count", flat=True)) == [2, 2, 1]


def test_a_clock_that_is_put_back_keeps_nobody_from_reading(meeting, clerk, monkeypatch):
    read(meeting, clerk)
    back = timezone.now() - timedelta(seconds=30)
    monkeypatch.setattr("django.utils.timezone.now", lambda: back)

    read(meeting, clerk)

    assert Reading.objects.count() == 2


def test_without_a_record_nothing_is_handed_out(meeting, clerk, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Reading, "save", fail)

    with pytest.raises(DomainError) as refusal:
        read(meeting, clerk)

    assert (refusal.value.code, refusal.value.status) == ("reading.not_recorded", 503)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_reading SET title = 'x'",
        "UPDATE meetings_reading SET reader_id = NULL",
        "UPDATE meetings_reading SET count = 1",
        "UPDATE meetings_reading SET last_at = '2020-01-01 00:00:00+00:00', count = count + 1",
        "DELETE FROM meetings_reading",
    ],
)
def test_a_row_cannot_be_changed_or_deleted(meeting, clerk, statement):
    read(meeting, clerk)
    before = list(Reading.objects.values())

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Reading.objects.values()) == before


def test_the_row_outlives_the_account(meeting, clerk, officer, signed_in):
    reader = make_user()
    read(meeting, type(clerk)(user=reader))
    number = reader.pk
    reader.delete()

    page = signed_in(officer).get("/readings/").content.decode()

    assert (Reading.objects.get().reader_id, f"Konto {number} (gelöscht)" in page) == (number, True)


@pytest.mark.parametrize("role", ["public", "administrator", "clerk", "chair", "member", "former", "future"])
@pytest.mark.parametrize("path", ["/readings/", "/readings.csv"])
def test_nobody_else_sees_the_record(meeting, institution, actor, signed_in, role, path):
    """Neither those who run the program nor those who sit beside the members."""
    if role in {"former", "future"}:
        person = Person.objects.create(user=make_user(), family_name="Schutz")
        days = {"former": (-9, -1), "future": (1, 9)}[role]
        begin, end = (timezone.localdate() + timedelta(days=day) for day in days)
        DataProtectionOfficer.objects.create(institution=institution, person=person, starts_on=begin, ends_on=end)
        user = person.user
    else:
        user = actor(role).user

    assert signed_in(user).get(path).status_code == 404
    assert "readings/" not in signed_in(user).get("/").content.decode()


def test_the_officer_sees_it_and_is_led_there(meeting, clerk, officer, signed_in):
    read(meeting, clerk)
    browser = signed_in(officer)

    page = browser.get("/readings/").content.decode()

    assert ["Angebot Müller" in page, "Klaus Clerk" in page, "Doris Schutz" in page] == [True] * 3
    assert '"/readings/"' in browser.get("/").content.decode()


def test_the_officer_of_one_institution_sees_nothing_of_another(meeting, clerk, signed_in):
    read(meeting, clerk)
    other = Institution.objects.create(name="Andere Stadt")
    person = Person.objects.create(user=make_user(), family_name="Fremd")
    DataProtectionOfficer.objects.create(institution=other, person=person)

    answer = signed_in(person.user).get("/readings/")

    assert (answer.status_code, "Angebot" in answer.content.decode()) == (200, False)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 2), ({"title": "müller"}, 1), ({"title": "Sitzung"}, 2), ({"title": "nichts"}, 0),
        ({"person": "klaus"}, 1),
        ({"person": "Clerk Klaus"}, 1), ({"person": "@example.org"}, 2), ({"person": "xav"}, 1),
        ({"since": "TODAY"}, 2),
        ({"until": "TODAY"}, 2), ({"until": "YESTERDAY"}, 0), ({"since": "TOMORROW"}, 0),
        ({"person": "Klaus", "title": "Vertrag"}, 0),
    ],
)  # fmt: skip
def test_by_file_person_and_time(meeting, clerk, actor, officer, signed_in, query, found):
    read(meeting, clerk)
    other = actor("expert_citizen")
    Person.objects.filter(user=other.user).update(given_name="Xaver")
    read(meeting, other, key=2, title="Vertrag")
    days = {"TODAY": 0, "YESTERDAY": -1, "TOMORROW": 1}
    query = {
        name: str(timezone.localdate() + timedelta(days=days[value])) if value in days else value
        for name, value in query.items()
    }

    answer = signed_in(officer).get("/readings.csv", query)

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert (answer.status_code, len(rows) - 1) == (200, found)
    assert len(signed_in(officer).get("/readings/", query).context["readings"]) == found


@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"person": "\0"}, {"title": "x" * 201}]
)
@pytest.mark.parametrize("path", ["/readings/", "/readings.csv"])
def test_what_cannot_be_read_is_said_beside_the_field(officer, meeting, signed_in, path, query):
    answer = signed_in(officer).get(path, {**query, "page": "x"})

    assert (answer.status_code, bool(answer.context["form"].errors)) == (400, True)


def test_a_title_is_no_formula(meeting, clerk, officer, signed_in):
    read(meeting, clerk, title='=HYPERLINK("https://evil.example")')

    text = signed_in(officer).get("/readings.csv").content.decode()

    assert "'=HYPERLINK" in text
    assert ";=HYPERLINK" not in text
    assert ';"=HYPERLINK' not in text


def test_many_rows_are_shown_page_by_page_in_few_queries(
    meeting, clerk, officer, signed_in, django_assert_max_num_queries
):
    for key in range(150):
        read(meeting, clerk, key=key)
    browser = signed_in(officer)

    with django_assert_max_num_queries(20):
        first = browser.get("/readings/")
    second = browser.get("/readings/", {"page": "2"})

    assert [len(answer.context["readings"]) for answer in (first, second)] == [100, 50]


def test_a_body_with_its_meetings_keeps_its_rows(meeting, clerk, body):
    """Neither meeting nor body can be deleted from under the record."""
    read(meeting, clerk)

    for row in (meeting, body):
        with pytest.raises(Exception, match=r"protected|foreign|FOREIGN"), transaction.atomic():
            row.delete()
    assert (Meeting.objects.count(), Body.objects.count(), Reading.objects.count()) == (1, 1, 1)


def test_a_command_stands_under_the_name_of_whoever_runs_it(meeting, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "ratssaal")

    services.record_command(meeting=meeting, what="x", title="x")

    assert Reading.objects.get().acted_as == "Befehl auf dem Server, als ratssaal"


def test_what_belongs_to_no_meeting_is_on_record_under_its_body(body, clerk, officer, signed_in):
    """As a paper before it is on an agenda; twice within the minute is one row, and no row loses where it belongs."""
    read(body, clerk)
    read(body, clerk)

    row = Reading.objects.get()
    table = signed_in(officer).get("/readings.csv").content.decode()
    assert (row.meeting, row.body, row.count, row.where) == (None, body, 2, str(body))
    assert (str(body) in signed_in(officer).get("/readings/").content.decode(), f";;{body};" in table) == (True, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.update(body=None, meeting=None, count=3)


def test_a_reading_of_nothing_or_of_both_cannot_be_stored(meeting, body, clerk):
    now = timezone.now()
    given = {"what": "x.paper", "key": 1, "title": "x", "way": "download", "at": now, "last_at": now}
    for place in ({}, {"meeting": meeting, "body": body}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reading.objects.create(**given, **place)
