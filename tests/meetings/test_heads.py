"""Signed heads, the key of the installation, and the five words."""

import stat
import subprocess
import sys
from itertools import combinations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction

from config.setup.bootstrap import ROOT
from meetings import services
from meetings.errors import DomainError
from meetings.journal import sign_head, signing
from meetings.journal.heads import head_message
from meetings.journal.words import FIRST, SECOND, words_of
from meetings.models import SignedHead


@pytest.fixture
def key_file(settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "key"
    yield settings.SIGNING_KEY_FILE
    signing._key.cache_clear()


def test_closing_a_meeting_signs_its_head(running, clerk):
    closed = services.close_meeting(meeting=running, actor=clerk)

    row = SignedHead.objects.get()
    assert (row.journal.meeting, row.seq, row.head) == (closed, closed.last_seq, closed.head)
    message = head_message(meeting=closed.pk, seq=row.seq, head=row.head, at=row.at)
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(row.key)).verify(bytes.fromhex(row.signature), message)


@pytest.mark.parametrize("field", ["meeting", "seq", "head", "at"])
def test_the_signature_holds_for_this_state_and_no_other(running, clerk, convened, field):
    services.close_meeting(meeting=running, actor=clerk)
    row = SignedHead.objects.get()
    said = {"meeting": running.pk, "seq": row.seq, "head": row.head, "at": row.at}
    said[field] = {"meeting": running.pk + 1, "seq": row.seq + 1, "head": "0" * 64, "at": row.at.replace(year=2001)}[
        field
    ]

    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(row.key)).verify(
            bytes.fromhex(row.signature), head_message(**said)
        )


def test_one_state_is_signed_once(running):
    with transaction.atomic():
        sign_head(running)
        sign_head(running)

    assert SignedHead.objects.count() == 1


def test_each_closing_has_its_own(running, clerk):
    services.close_meeting(meeting=running, actor=clerk)
    running.refresh_from_db()
    services.reopen_meeting(meeting=running, actor=clerk)
    services.close_meeting(meeting=running, actor=clerk)

    assert list(SignedHead.objects.values_list("seq", flat=True)) == [4, 6]


@pytest.mark.parametrize("statement", ["UPDATE meetings_signedhead SET head = 'x'", "DELETE FROM meetings_signedhead"])
def test_the_database_refuses_to_change_a_signed_head(running, clerk, statement):
    services.close_meeting(meeting=running, actor=clerk)

    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert SignedHead.objects.count() == 1


def test_the_key_is_made_once_and_private(key_file):
    signing.make_key()
    first = signing.public_key()
    signing._key.cache_clear()

    assert (signing.public_key(), stat.S_IMODE(key_file.stat().st_mode)) == (first, 0o600)
    assert list(key_file.parent.iterdir()) == [key_file]


def test_programs_that_start_at_once_have_the_same_key(tmp_path):
    call = "import sys; from django.conf import settings; settings.configure(SIGNING_KEY_FILE=sys.argv[1])"
    call += "; from meetings.journal import signing; signing.make_key(); print(signing.public_key())"
    command = [sys.executable, "-c", call, str(tmp_path / "key")]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)]
    keys = [program.communicate(timeout=60)[0] for program in programs]

    assert (len(set(keys)), len(keys[0])) == (1, 65)


@pytest.mark.parametrize("content", [b"", b"no key at all"])
def test_a_key_that_cannot_be_read_is_said_and_nothing_is_stored(key_file, running, clerk, content):
    key_file.write_bytes(content)

    with pytest.raises(DomainError) as refusal:
        services.close_meeting(meeting=running, actor=clerk)

    running.refresh_from_db()
    assert (refusal.value.code, refusal.value.status, running.state) == ("signing.key_unreadable", 503, "running")


def test_five_words_for_a_head():
    assert words_of("00" * 32) == words_of("00" * 32)
    assert words_of("00" * 32) != words_of("00" * 31 + "01")
    assert len(words_of("ab" * 32)) == 5


def test_the_words_are_4096_and_none_is_like_another():
    words = {(first + second).lower() for first in FIRST for second in SECOND}

    assert (len(FIRST), len(SECOND), len(words)) == (64, 64, 4096)
    assert not set("".join(words)) & set("äöüßy")
    for part in (FIRST, SECOND):
        assert [pair for pair in combinations([word.lower() for word in part], 2) if steps(*pair) < 3] == []


def steps(one: str, other: str) -> int:
    """How many letters have to be changed to make one word of the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        left, row = row, [number]
        for place, against in enumerate(other, 1):
            row.append(min(left[place] + 1, row[-1] + 1, left[place - 1] + (letter != against)))
    return row[-1]


def test_every_word_may_come():
    """Each of the five places runs through both lists."""
    drawn = [words_of(f"{number:064x}") for number in range(6000)]

    for place in range(5):
        heads = {next(first for first in FIRST if words[place].startswith(first)) for words in drawn}
        assert len(heads) == 64
