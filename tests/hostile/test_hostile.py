"""Hostile input: whatever is typed or sent, the program shows it as text or refuses it; it never breaks, never
half-writes.
"""

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from agenda import services as agenda
from agenda.models import AgendaItem
from documents.files.models import File
from documents.minutes.exports.pdf import pdf_of
from documents.minutes.services import release_minutes
from meetings import services as meetings
from meetings.models import Meeting
from meetings.typed import one_line, paragraphs
from tests.matrix.world import PDF, World, shut
from voting import services as voting
from voting.models import Poll

pytestmark = [pytest.mark.long, pytest.mark.any_database]

SPOKEN = {
    "quotes": "\"Müller\" & 'Söhne' „Straße“ <3",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7|add:7 }} {% now 'Y' %} %s %(name)s {name} {0.__class__} ${x}",
    "right_to_left": "שלום עולם \u202eabc\u202c مرحبا",
    "emoji": "👩‍⚖️🏛️ e\u0301 \u200b",
    "long": ("Wort " * 99) + "Ende!",
    "unbroken": "W" * 500,
    "paragraph": "<para><b>x</para></i>&nbsp;&#0;&#xFFFF;",
    "calendar": "a;b,c\\n:END:VEVENT",
}
CONTROLS = {
    "nul": "a\x00b",
    "controls": "a\x01\x08\x1f\x7f\x85b",
    "surrogate": "a\ud800b".encode("utf-8", "surrogatepass"),
}


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def clerk(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["clerk"].user)
    return client


def fields_of(world, text):
    """Every form of ours with a text field, filled with that text."""
    version = Meeting.objects.get(pk=world.meeting.pk).version
    planned = {"starts_at": "2030-01-01T17:00", "format": "hybrid", "version": version}
    words = dict.fromkeys(("title", "hall", "legal_basis", "remark"), text)
    item = {
        "title": text,
        "subtitle": text,
        "draft_resolution": text,
        "treatment": "decision",
        "planned_minutes": 5,
        "version": 1,
    }
    return {
        reverse("meetings:edit_meeting", args=[world.meeting.pk]): {**planned, **words},
        reverse("meetings:create_meeting", args=[world.body.pk]): {**planned, **words},
        reverse("agenda:add_item", args=[world.meeting.pk]): {
            "part": "public",
            "title": text,
            "ground": text,
            "resolution": text,
        },
        reverse("agenda:edit_item", args=[world.next.pk]): item,
        reverse("agenda:edit_item", args=[world.secret.pk]): {**item, "public_title": text},
        reverse("agenda:write_note", args=[world.next.pk]): {"text": text, "version": 1},
        reverse("agenda:add_presenter", args=[world.next.pk]): {"name": text, "organisation": text},
        reverse("voting:create_poll", args=[world.next.pk]): {"question": text},
        reverse("documents:attach_file", args=[world.next.pk]): {
            "title": text[:200],
            "file": SimpleUploadedFile(f"{text[:80]}.pdf", PDF + b"%own\n", "application/pdf"),
        },
    }


def pages_of(world):
    names = ("meeting", "room", "desk", "public", "screen", "edit_meeting")
    yield from (reverse(f"meetings:{name}", args=[world.meeting.pk]) for name in names)
    yield from (
        f"{reverse('meetings:live', args=[world.meeting.pk])}?view={view}&seq=0"
        for view in ("public", "desk", "screen")
    )
    yield from (reverse(name, args=[world.meeting.pk]) for name in ("agenda:agenda", "documents:files"))
    yield from (reverse("agenda:item", args=[item.pk]) for item in AgendaItem.objects.filter(meeting=world.meeting))
    yield from ("/", reverse("meetings:bodies"), reverse("meetings:body", args=[world.body.pk]))


def finish(world):
    """The item with the hostile words is called and voted on, and the meeting is closed."""
    for step in (voting.close_poll, voting.declare_result):
        step(poll=world.poll, actor=world.clerk)
    agenda.close_item(item=world.item, actor=world.clerk)
    agenda.open_item(item=world.next, actor=world.clerk)
    for step in (voting.open_poll, voting.close_poll, voting.declare_result):
        step(poll=Poll.objects.get(item=world.next), actor=world.clerk)
    agenda.close_item(item=world.next, actor=world.clerk)
    meetings.settle_disruption(
        meeting=world.meeting, disruption=world.disruption.pk, ground="insignificant", actor=world.clerk
    )
    closed = meetings.close_meeting(meeting=world.meeting, actor=world.clerk)
    release_minutes(meeting=closed, draw=pdf_of, actor=world.clerk)


@pytest.mark.parametrize("name", SPOKEN)
def test_words_of_every_kind_are_kept_and_shown_as_typed(world, clerk, name):
    text = one_line(SPOKEN[name])

    answers = {url: clerk.post(url, data).status_code for url, data in fields_of(world, SPOKEN[name]).items()}
    pages = {url: clerk.get(url) for url in pages_of(world)}

    assert set(answers.values()) == {302}, answers
    assert {url: page.status_code for url, page in pages.items() if page.status_code != 200} == {}
    said = "".join(page.content.decode() for url, page in pages.items() if "/live/" not in url)
    said += "".join("".join(page.json()["panels"].values()) for url, page in pages.items() if "/live/" in url)
    assert "<script>alert" not in said
    assert "<img src=x" not in said
    meeting, item = Meeting.objects.get(pk=world.meeting.pk), AgendaItem.objects.get(pk=world.next.pk)
    assert (meeting.title, item.title, Poll.objects.get(item=item).question) == (text,) * 3
    assert item.note == paragraphs(SPOKEN[name])
    assert html.escape(text) in pages[reverse("meetings:public", args=[meeting.pk])].content.decode()


@pytest.mark.parametrize("name", SPOKEN)
def test_minutes_and_calendar_are_made_of_words_of_every_kind(world, clerk, name):
    for url, data in fields_of(world, SPOKEN[name]).items():
        clerk.post(url, data)
    finish(world)

    for client in (clerk, Client()):
        pdf = client.get(reverse("documents:minutes_pdf", args=[world.meeting.pk]))
        ics = client.get(reverse("documents:calendar", args=[world.meeting.pk]))
        assert (pdf.status_code, ics.status_code) == (200, 200)
        content = b"".join(pdf.streaming_content)
        shut(pdf)
        assert PdfReader(io.BytesIO(content)).pages
        events = Calendar.from_ical(ics.content).walk("VEVENT")
        assert [str(event["summary"]) for event in events] == [one_line(SPOKEN[name])]
    file = File.objects.get(item=world.next)
    answer = clerk.get(file.get_absolute_url())
    b"".join(answer.streaming_content)
    shut(answer)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert file.name.isascii()


@pytest.mark.parametrize("name", CONTROLS)
def test_control_characters_are_refused_or_harmless(world, clerk, name):
    bad = CONTROLS[name]
    text = bad if isinstance(bad, str) else "x"
    answers = {}
    for url, data in fields_of(world, text).items():
        sent = {key: bad if value == text else value for key, value in data.items()}
        answers[url] = clerk.post(url, sent).status_code
    pages = {url: clerk.get(url).status_code for url in pages_of(world)}
    sheets = [clerk.get(reverse(f"documents:{name}", args=[world.meeting.pk])) for name in ("minutes_pdf", "calendar")]

    assert set(answers.values()) <= {302, 400}, answers
    assert set(pages.values()) == {200}
    assert PdfReader(io.BytesIO(sheets[0].content)).pages
    assert Calendar.from_ical(sheets[1].content).walk("VEVENT")
