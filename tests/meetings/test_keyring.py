"""A key that is lost is not replaced in silence; a change of key is on record."""

from __future__ import annotations

import importlib
import io
import stat
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from meetings import services
from meetings.errors import DomainError
from meetings.journal import keyring, signing
from meetings.models import SignedHead, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "key"
    return settings.SIGNING_KEY_FILE


@pytest.fixture
def reopened(running, clerk):
    """A meeting that was closed, signed and opened again."""
    services.close_meeting(meeting=running, actor=clerk)
    running.refresh_from_db()
    return services.reopen_meeting(meeting=running, actor=clerk)


def refusal(meeting, clerk):
    with pytest.raises(DomainError) as refused, transaction.atomic():
        services.close_meeting(meeting=meeting, actor=clerk)
    meeting.refresh_from_db()
    assert meeting.state == "running"
    return refused.value.code, refused.value.status


def said_at_start():
    return [
        message.id
        for message in run_checks(tags=["database"], databases=["default"])
        if message.id.startswith("config")
    ]


def other_key(key_file):
    key_file.unlink()
    signing.make_key()


def test_the_first_signature_puts_its_key_on_record(reopened):
    row = SigningKey.objects.get()

    assert (row.key, row.number, row.by, row.reason) == (SignedHead.objects.get().key, 1, "", keyring.FIRST)
    assert said_at_start() == []


@pytest.mark.parametrize(
    ("lose", "code"),
    [(lambda file: file.unlink(), "signing.key_lost"), (other_key, "signing.key_not_on_record")],
    ids=["lost", "other"],
)
def test_a_lost_key_is_refused_until_it_is_back(reopened, clerk, key_file, lose, code):
    kept, heads = key_file.read_bytes(), SignedHead.objects.count()
    lose(key_file)

    assert refusal(reopened, clerk) == (code, 503)
    assert (SignedHead.objects.count(), SigningKey.objects.count(), said_at_start()) == (heads, 1, ["config.E005"])

    key_file.write_bytes(kept)
    services.close_meeting(meeting=reopened, actor=clerk)
    assert said_at_start() == []


def test_an_installation_of_before_the_record_makes_no_second_key(reopened, clerk, key_file):
    """Signed heads without a row, as in a database that was put together by hand."""
    from meetings import triggers_records

    triggers_records.unguard_records(connection)
    SigningKey.objects.all().delete()
    triggers_records.guard_records(connection)
    key_file.unlink()

    assert refusal(reopened, clerk) == ("signing.key_lost", 503)
    assert (key_file.exists(), said_at_start()) == (False, ["config.E005"])


def test_change_signing_key_keeps_the_old_one_on_record(reopened, clerk, key_file):
    first, out = signing.public_key(), io.StringIO()

    call_command("change_signing_key", by="Klara Beispiel", reason="Server gestohlen", stdout=out)
    services.close_meeting(meeting=reopened, actor=clerk)

    rows = list(SigningKey.objects.values_list("number", "key", "by", "reason"))
    assert rows == [(1, first, "", keyring.FIRST), (2, signing.public_key(), "Klara Beispiel", "Server gestohlen")]
    assert list(SignedHead.objects.order_by("seq").values_list("key", flat=True)) == [rows[0][1], rows[1][1]]
    assert (list(key_file.parent.iterdir()), stat.S_IMODE(key_file.stat().st_mode)) == ([key_file], 0o600)
    assert signing.fingerprint(rows[1][1]) in out.getvalue()


def test_a_lost_key_can_be_changed(reopened, clerk, key_file):
    key_file.unlink()

    keyring.change_key(by="Klara", reason="Platte defekt")

    assert services.close_meeting(meeting=reopened, actor=clerk).state == "closed"


@pytest.mark.parametrize(("by", "reason"), [("", "x"), ("x", " ")])
def test_without_name_or_reason_nothing_changes(reopened, key_file, by, reason):
    kept = key_file.read_bytes()

    with pytest.raises(CommandError):
        call_command("change_signing_key", by=by, reason=reason)

    assert (key_file.read_bytes(), SigningKey.objects.count()) == (kept, 1)


def test_an_installation_that_never_signed_has_nothing_to_change(db):
    with pytest.raises(CommandError):
        call_command("change_signing_key", by="x", reason="x")


def test_a_change_that_broke_off_is_refused_and_then_finished(reopened, clerk, monkeypatch):
    """The program was killed after the row was stored: nothing is signed until the same command has put the file in
    place.
    """
    monkeypatch.setattr(signing, "put_in_place", lambda: None)
    row = keyring.change_key(by="Klara", reason="neu")
    assert refusal(reopened, clerk) == ("signing.key_not_on_record", 503)
    monkeypatch.undo()

    again = keyring.change_key(by="Klara", reason="neu")

    assert (again.key, signing.public_key(), SigningKey.objects.count()) == (row.key, row.key, 2)
    assert services.close_meeting(meeting=reopened, actor=clerk).state == "closed"


def test_another_process_follows_the_change_at_once(reopened, clerk):
    """What this process had read of the old file does not stay."""
    before = signing.public_key()
    keyring.change_key(by="Klara", reason="neu")

    assert signing.public_key() == SigningKey.objects.latest("number").key != before


@pytest.mark.parametrize("statement", ["UPDATE meetings_signingkey SET key = 'x'", "DELETE FROM meetings_signingkey"])
def test_the_record_of_keys_cannot_be_changed(reopened, statement):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert SigningKey.objects.count() == 1


def test_the_update_takes_the_keys_over_in_the_order_in_which_they_signed(reopened):
    migration = importlib.import_module("meetings.migrations.0010_who_belongs_who_reads_which_key")
    start = timezone.now()
    made = []
    heads = [("a", start), ("a", start + timedelta(1)), ("b", start + timedelta(2)), ("a", start + timedelta(3))]
    stored = SimpleNamespace(order_by=lambda *_: stored, values_list=lambda *_: stored, iterator=lambda: iter(heads))
    target = lambda **row: row  # noqa: E731
    target.objects = SimpleNamespace(bulk_create=made.extend)
    models = {"SignedHead": SimpleNamespace(objects=stored), "SigningKey": target}

    migration.keep_the_keys_that_signed(SimpleNamespace(get_model=lambda _, name: models[name]), None)

    assert [(row["number"], row["key"], row["since"]) for row in made] == [
        (1, "a", start),
        (2, "b", heads[2][1]),
        (3, "a", heads[3][1]),
    ]
