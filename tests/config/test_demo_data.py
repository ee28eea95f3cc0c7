"""The demo data: what the contract promises, made by the services, and nothing that names a real account."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from agenda.models import AgendaItem, Presenter
from agenda.selectors import agenda_of
from config import demo
from config.demo import people
from config.demo.clock import clock_set_to
from documents.files.models import File
from documents.minutes.content import minutes_of
from documents.papers.models import Paper
from documents.papers.selectors.items import papers_by_item
from documents.papers.selectors.outcomes import station_for
from meetings.enums import Audience, MeetingState, Role
from meetings.journal import chain
from meetings.journal.export import export_lines
from meetings.models import Body, Faction, Institution, Meeting, MeetingEvent, Membership, Person, User

pytestmark = pytest.mark.any_database

NAMED_IN_THE_SLIDES = {"Frau Pasenau", "Frau Bläker"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo data, loaded once for all tests of this module and rolled back at its end."""
    from django.db import transaction

    class Undo(Exception):
        pass

    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                demo.load()
                yield
                raise Undo
        except Undo:
            settings.MEDIA_ROOT = before


@pytest.fixture
def meetings(loaded):
    """Closed, information event, ordinary meeting."""
    return list(Meeting.objects.filter(body__name=people.BODY).order_by("starts_at"))


def test_load_makes_25_voting_seats_of_which_8_are_expert_citizens(loaded):
    seats = Membership.objects.filter(body__name=people.BODY)
    roles = Counter(seats.values_list("role", flat=True))

    assert Body.objects.get(name=people.BODY).statutory_seats == 25
    assert seats.filter(voting_right=True).count() == 25
    assert roles == {
        Role.CHAIR: 1, Role.DEPUTY_CHAIR: 2, Role.MEMBER: 14, Role.EXPERT_CITIZEN: 8, Role.ADVISORY_MEMBER: 2,
        Role.SUBSTITUTE: 4,
        Role.CLERK: 1,
    }  # fmt: skip
    assert sorted(Membership.objects.filter(role=Role.SUBSTITUTE).values_list("rank", flat=True)) == [1, 2, 3, 4]


def test_load_marks_all_people_and_factions_as_invented(loaded):
    assert not Person.objects.filter(is_demo=False).exists()
    assert not Faction.objects.filter(is_demo=False).exists()
    assert all("(Demo)" in name for name in Faction.objects.values_list("name", flat=True))
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))


def test_load_names_real_presenters_only_as_the_slides_do(loaded):
    assert set(Presenter.objects.values_list("name", flat=True)) == NAMED_IN_THE_SLIDES
    assert not Person.objects.filter(family_name__in=["Pasenau", "Bläker", "Murrack", "Gonschior"]).exists()


def test_load_a_second_time_changes_nothing(loaded):
    before = [model.objects.count() for model in (User, Person, Meeting, AgendaItem, File, MeetingEvent)]

    demo.load()

    assert [model.objects.count() for model in (User, Person, Meeting, AgendaItem, File, MeetingEvent)] == before


@pytest.mark.django_db
def test_load_leaves_a_database_alone_that_somebody_uses():
    Institution.objects.create(name="Stadt Wirklich")

    demo.load()

    assert (Meeting.objects.count(), User.objects.count()) == (0, 0)
    assert demo.describe("http://x") == {"base_url": "http://x", "accounts": [], "meetings": [], "papers": []}


def test_the_information_event_has_its_true_agenda(meetings):
    event = meetings[0]

    rows = [
        (row.number, row.title, [guest.name for guest in row.item.presenters.all()])
        for row in agenda_of(event, Audience.PUBLIC)
    ]
    assert (event.state, event.format, f"{timezone.localdate(event.starts_at)}") == (
        MeetingState.CONVENED,
        "digital",
        "2022-02-01",
    )
    assert rows == [
        ("Ö 1", "Begrüßung", []),
        ("Ö 2", "Bericht zum aktuellen Stand Mandatos/Session", []),
        ("Ö 3", "Gexsi – die Suchmaschine für eine bessere Welt", ["Frau Pasenau"]),
        ("Ö 4", "ePayment", ["Frau Bläker"]),
        ("Ö 5", "Information zur hybriden/digitalen Ausschusssitzung", []),
    ]
    assert "für die Vorführung gewählt" in event.remark


def test_the_figures_of_the_slides_are_a_file_on_item_4(meetings):
    import io

    from pypdf import PdfReader

    file = File.objects.get(item__meeting=meetings[0], title__startswith="ePayment")

    with file.stored.open() as content:
        words = PdfReader(io.BytesIO(content.read())).pages[0].extract_text()
    assert (file.item.title, file.name) == ("ePayment", "Oe-4-ePayment-Zahlen-2021-und-2020.pdf")
    assert all(figure in words for figure in ("9.997", "202.018,80", "77%", "263.500,90", "102.883,60"))


def test_the_three_reports_have_slides_that_say_what_they_are(meetings):
    import pypdfium2

    files = File.objects.filter(item__meeting=meetings[0], title__startswith="Folien: ").order_by("pk")
    pages = {}
    for file in files:
        with file.stored.open() as content, pypdfium2.PdfDocument(content.read()) as deck:
            pages[file.item.title] = [page.get_textpage().get_text_bounded() for page in deck]

    assert {title: len(found) for title, found in pages.items()} == {
        "Bericht zum aktuellen Stand Mandatos/Session": 3,
        "Gexsi – die Suchmaschine für eine bessere Welt": 5,
        "ePayment": 4,
    }
    assert all("Vorführdaten" in words for found in pages.values() for words in found)
    assert all(file.is_public for file in files)
    assert "202.018,80 €" in pages["ePayment"][2]


def test_the_ordinary_meeting_lies_ahead_with_both_parts(meetings):
    ahead = meetings[2]
    rows = agenda_of(ahead, Audience.DESK)

    assert (ahead.state, ahead.format, ahead.starts_at > timezone.now() + timedelta(days=5)) == (
        MeetingState.CONVENED,
        "hybrid",
        True,
    )
    assert {row.number for row in rows} >= {"Ö 1", "Ö 3.1", "Ö 3.2", "N 1", "N 2"}
    assert all(row.item.public_title for row in rows if row.part == "non_public")
    assert any(row.item.draft_resolution for row in rows if row.part == "public")
    assert File.objects.filter(item__meeting=ahead, confidential=True).count() == 1


def test_the_past_meeting_is_closed_with_attendance_and_declared_votes(meetings):
    past = meetings[1]
    votes = [vote for section in minutes_of(past, Audience.DESK).sections for vote in section.votes]

    assert (past.state, past.closed_at < timezone.now() - timedelta(days=20)) == (MeetingState.CLOSED, True)
    assert past.attendances.filter(person__memberships__voting_right=True).values("person").distinct().count() == 22
    assert [[count for _, count in vote.counts] for vote in votes] == [[14, 5, 3], [22, 0, 0], [20, 0, 1]]
    assert not past.polls.exclude(state="declared").exists()
    assert [check.quorate for check in past.quorum_checks.all()] == [True]
    assert [
        (row.is_substitution, row.until is not None)
        for row in past.seat_holdings.filter(person__memberships__role="substitute")
    ] == [(True, True)]


def test_the_journals_are_whole_and_their_times_run_forward(meetings):
    for meeting in meetings:
        times = list(meeting.events.order_by("seq").values_list("at", flat=True))

        assert chain.verify(export_lines(meeting)) == meeting.last_seq
        assert times == sorted(times)


def test_describe_keeps_the_contract(meetings):
    described = demo.describe("http://127.0.0.1:8000")

    assert sorted(described) == ["accounts", "base_url", "meetings", "papers"]
    assert {tuple(sorted(account)) for account in described["accounts"]} == {("email", "password", "person", "role")}
    assert Counter(account["role"] for account in described["accounts"])["administrator"] == 1
    assert (
        len({account["email"] for account in described["accounts"]})
        == 33
        == len({a["person"] for a in described["accounts"]})
    )
    for meeting in described["meetings"]:
        assert sorted(meeting) == ["id", "state", "title", "urls"]
        wanted = ["desk", "ics", "minutes_pdf", "pack", "pack_zip", "page", "public", "room", "screen", "state", "ws"]
        assert sorted(meeting["urls"]) == wanted
        assert meeting["urls"]["ws"] == f"ws://127.0.0.1:8000/ws/meetings/{meeting['id']}/"


def test_ten_papers_of_the_ordinary_meeting_stand_in_every_state(meetings, signed_in):
    papers = demo.describe("")["papers"]
    ahead = meetings[2]

    assert len(papers) == 10
    assert {tuple(sorted(paper)) for paper in papers} == {("number", "status", "title", "type", "urls")}
    assert len({paper["type"] for paper in papers}) >= 5
    assert [paper["status"] for paper in papers].count("sign_off") == 1
    assert set(Paper.objects.values_list("is_demo", flat=True)) == {True}
    found = [one for papers in papers_by_item(ahead, Audience.DESK).values() for one in papers]
    assert (len(found), len([one for one in found if one.version.is_redacted])) == (9, 1)
    assert [(one.version.seq, bool(one.changes)) for one in found if one.late_at] == [(2, True)]
    assert [one.paper.is_public for one in found].count(False) == 1
    public = [one for papers in papers_by_item(ahead, Audience.PUBLIC).values() for one in papers]
    assert len(public) == 8
    member = signed_in(User.objects.get(email="member01@example.org"))
    for paper in papers:
        expected = 404 if paper["status"] == "sign_off" else 200
        assert {member.get(url).status_code for url in paper["urls"].values()} == {expected}, paper


def test_another_body_has_recommended_one_of_them(meetings):
    paper = Paper.objects.get(subject__startswith="Gemeinsame Oberfläche")
    first, second = paper.consultations.order_by("position")

    told = station_for(first, AnonymousUser())
    assert (told.outcome, told.sentence) == ("adopted", "Mehrheitlich beschlossen: 9 Ja, 2 Nein")
    assert (first.item.meeting.state, second.item.meeting_id) == ("closed", meetings[2].pk)


def test_described_accounts_sign_in_with_the_described_password(loaded, client):
    described = demo.describe("")

    for account in (described["accounts"][0], described["accounts"][-1]):
        assert client.login(username=account["email"], password=account["password"])


def test_every_described_page_opens_for_the_clerk(meetings, signed_in):
    clerk = signed_in(User.objects.get(email="clerk@example.org"))

    def status_of(url):
        answer = clerk.get(url)
        for close in answer._resource_closers:
            close()
        return answer.status_code

    statuses = {
        (meeting["state"], name): status_of(url)
        for meeting in demo.describe("")["meetings"]
        for name, url in meeting["urls"].items()
        if name != "ws"
    }

    assert {key: status for key, status in statuses.items() if status != 200} == {("convened", "minutes_pdf"): 409}


def fail_at_another_time(moment):
    with clock_set_to(moment) as clock:
        clock.turn(minutes=1)
        assert timezone.now() == moment + timedelta(minutes=1)
        raise ZeroDivisionError


def test_clock_is_set_right_again_whatever_happens():
    real = timezone.now

    with pytest.raises(ZeroDivisionError):
        fail_at_another_time(real() - timedelta(days=9))

    assert timezone.now is real


def test_no_name_of_the_demo_is_taken_twice(loaded):
    names = list(Person.objects.values_list("given_name", "family_name"))

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\w[\w -]*", family) for _, family in names)
