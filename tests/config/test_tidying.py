"""What is kept no longer goes, and nothing else; journals and histories never."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from agenda.models import AgendaItem, ItemNotice
from agenda.services import add_item
from config import tidying
from config.serving.courier import Courier
from documents.files.models import Upload
from documents.files.services import attach_file
from documents.packs.models import Pack, PackFetch, PackPiece
from documents.papers import services as papers
from documents.papers.models import PaperOpening, PaperType
from documents.storage import random_place
from meetings import triggers_records
from meetings.models import (
    AccountInvitation,
    BodyRecord,
    Display,
    DisplayCode,
    Meeting,
    MeetingEvent,
    Outgoing,
    Person,
    Reading,
)
from tests.conftest import make_user
from tests.documents.conftest import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    settings.PIECES_DIR = str(tmp_path / "pieces")


def ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def world(own_folder, meeting, clerk):
    """Of each kind one that is due and one that is not; by the name of the kind how many there are."""
    user = make_user()
    item = add_item(meeting=meeting, part="public", title="Spielplatz", actor=clerk)
    for name, ends in (("over", ago(days=1)), ("alive", timezone.now() + timedelta(days=9))):
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    seen = {"over": ago(days=31), "alive": ago(days=31), "gone": ago(days=31), "fresh": ago(days=29)}
    for key, at in seen.items():
        UserSession.objects.create(user=user, ip="10.0.0.1", session_key=key, last_seen_at=at)
    person = Person.objects.create(family_name="Gast")
    for number, (expires, accepted) in enumerate(
        ((ago(days=31), None), (ago(days=29), None), (ago(days=1), ago(days=31)))
    ):
        terms = {"token_hash": str(number), "expires_at": expires, "accepted_at": accepted, "invited_by": user}
        AccountInvitation.objects.create(person=person, email="gast@example.org", **terms)
    for number, asked in enumerate((ago(days=2), ago(hours=1))):
        ItemNotice.objects.create(item=item, email=f"{number}@example.org", minutes=15, asked_at=asked)
    for at in (ago(days=366), ago(days=364)):
        Reading.objects.create(
            meeting=meeting, reader=user, what="x", key=1, title="x", way="download", at=at, last_at=at
        )
    for number, over in enumerate((ago(days=31), ago(days=29), None)):
        state = {"state": "sent", "settled_at": over} if over else {"next_attempt_at": timezone.now(), "text": "x"}
        given = {
            "kind": "x",
            "recipient": "x@example.org",
            "subject": "x",
            "language": "de",
            "message_id": f"<{number}@localhost>",
        }
        Outgoing.objects.create(created_at=ago(days=40), expires_at=ago(days=35), **given, **state)
    shown(meeting.body, "cancelled")
    shown(meeting.body, "convened")
    packed(meeting, user)
    opened(meeting, person, clerk)
    file = attach_file(item=item, upload=upload(), actor=clerk)
    for number, at in enumerate((ago(days=3), ago(days=1))):
        given = {"key": f"{number:032x}", "name": f"{number}.pdf", "size": 9, "last_at": at}
        Upload.objects.create(item=item, owner=user, **given)
    stray, fresh = (default_storage.save(random_place(None, ""), ContentFile(b"x")) for _ in range(2))
    foreign = default_storage.save("notes.txt", ContentFile(b"x"))
    return {"file": file.stored.name, "stray": stray, "fresh": fresh, "foreign": foreign}


def opened(meeting, person, clerk):
    """Somebody has opened a paper that stands on a coming agenda, and one that stands on none."""
    kind = PaperType.objects.create(institution=meeting.body.institution, name="Vorlage", pattern="{serial}")
    for subject in ("Kommt", "Vorbei"):
        paper = papers.add_paper(body=meeting.body, type=kind.pk, subject=subject, facts="x", actor=clerk)
        station = papers.plan_consultation(paper=paper, body=meeting.body_id, role="notice", actor=clerk)
        version = papers.release_paper(paper=paper, is_public=True, checked=True, actor=clerk)
        PaperOpening.objects.create(version=version, person=person, at=ago(days=1))
        if subject == "Kommt":
            papers.put_on_agenda(consultation=station, meeting=meeting, actor=clerk)


def packed(meeting, user):
    """A pack and a piece of which one is not used any more, and what was fetched of a meeting that is over."""
    for number, used in enumerate((ago(days=15), ago(days=13))):
        given = {"kind": "whole", "is_public": True, "spec": {}, "asked_at": used}
        Pack.objects.create(meeting=meeting, digest=str(number), used_at=used, **given)
        PackPiece.objects.create(digest=str(number), problem="broken", used_at=used)
    over = Meeting.objects.create(
        body=meeting.body, title="x", starts_at=ago(days=30), format="hybrid", state="cancelled"
    )
    for of in (meeting, over):
        PackFetch.objects.create(meeting=of, user=user, kind="whole", at=ago(days=15))


def shown(body, state):
    """Two hall displays of a meeting in that state, of two days ago and of now, and a code that is over or not."""
    given = {"body": body, "title": state, "starts_at": ago(days=3), "format": "hybrid"}
    meeting = Meeting.objects.create(**given, state=state, convened_at=ago(days=9))
    for number, seen in ((1, ago(days=2)), (2, ago(hours=1))):
        given = {"number": number, "key": uuid4(), "by_code": True, "set_up_at": ago(days=2), "seen_at": seen}
        Display.objects.create(meeting=meeting, **given)
    until = ago(days=2) if state == "cancelled" else ago(hours=2)
    DisplayCode.objects.create(meeting=meeting, seed=uuid4(), digest=state, expires_at=until)


@pytest.fixture(autouse=True)
def old_uploads(world, monkeypatch):
    """All but one lie there for three days."""
    old = lambda self, name: ago(hours=1) if name == world["fresh"] else ago(days=3)  # noqa: E731
    monkeypatch.setattr(type(default_storage._wrapped), "get_modified_time", old)


DUE = {
    "expired sessions": 1,
    "records of sign-ins": 2,
    "invitations": 2,
    "notices asked for": 1,
    "mails that were sent or given up": 1,
    "hall displays of meetings that are over": 1,
    "codes for hall displays": 1,
    "records of readings": 1,
    "openings of papers": 1,
    "uploads that broke off": 1,
    "meeting packs": 1,
    "pieces of packs": 1,
    "fetched packs": 1,
    "left-overs of uploads": 1,
}


def left():
    sessions, seen = (set(model.objects.values_list("session_key", flat=True)) for model in (Session, UserSession))
    counted = (
        model.objects.count()
        for model in (
            AccountInvitation,
            ItemNotice,
            Reading,
            Outgoing,
            Display,
            DisplayCode,
            Pack,
            PackPiece,
            PackFetch,
            Upload,
            PaperOpening,
        )
    )
    return sessions, seen, *counted


def test_a_dry_run_counts_and_deletes_nothing(world):
    before, out = left(), io.StringIO()

    call_command("tidy", dry_run=True, stdout=out)

    assert [line.split(maxsplit=1) for line in out.getvalue().splitlines()] == [
        [str(number), name] for name, number in DUE.items()
    ]
    assert (left(), all(map(default_storage.exists, world.values()))) == (before, True)


def test_what_is_due_goes_and_nothing_else(world):
    kept = MeetingEvent.objects.count(), BodyRecord.objects.count(), AgendaItem.objects.count()

    assert tidying.tidy() == DUE

    assert left() == ({"alive"}, {"alive", "fresh"}, 1, 1, 1, 2, 3, 1, 1, 1, 1, 1, 1)
    assert {name for name, place in world.items() if default_storage.exists(place)} == {"file", "fresh", "foreign"}
    assert (MeetingEvent.objects.count(), BodyRecord.objects.count(), AgendaItem.objects.count()) == kept
    assert set(tidying.tidy().values()) == {0}


def test_many_rows_go_a_thousand_at_a_time(world, monkeypatch):
    monkeypatch.setattr(tidying, "AT_ONCE", 1)

    assert tidying.tidy() == DUE


def test_the_courier_tidies_once_a_day(world, monkeypatch):
    made = []
    monkeypatch.setattr(tidying, "tidy", lambda: made.append(1))
    cache.delete("tidied")
    first, second = Courier(), Courier()

    for courier in (first, second, first):
        courier.walk()
    cache.delete("tidied")  # a day later
    first.walk()

    assert len(made) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("RETENTION_READINGS", 29), ("RETENTION_SIGN_INS", 0), ("RETENTION_INVITATIONS", 10**9), ("RETENTION_PACKS", 0)],
)
def test_an_impossible_period_is_said_at_start(settings, name, value):
    setattr(settings, name, value)

    assert [message.id for message in run_checks() if message.id == "config.E006"] == ["config.E006"]


def test_no_setting_shortens_what_the_database_keeps(world, settings):
    """Whoever wants to remove traces with a retention of nothing is refused by the database."""
    at = ago(days=triggers_records.KEPT_DAYS - 1)
    Reading.objects.filter(last_at__lt=ago(days=365)).delete()
    Reading.objects.create(
        meeting=Reading.objects.first().meeting, what="x", key=2, title="x", way="download", at=at, last_at=at
    )
    settings.RETENTION_READINGS = 0

    with pytest.raises(Exception, match="append only"):
        tidying.tidy()
    connection.needs_rollback = False


def test_pieces_of_an_upload_go_with_it_and_those_of_none_too(world, settings):
    kept = Upload.objects.get(last_at__gte=ago(days=2)).key
    keys = [kept, Upload.objects.exclude(key=kept).get().key, "f" * 32]
    for key in keys:
        (Path(settings.PIECES_DIR) / key).mkdir(parents=True)

    tidying.tidy()

    assert [path.name for path in Path(settings.PIECES_DIR).iterdir()] == [kept]
