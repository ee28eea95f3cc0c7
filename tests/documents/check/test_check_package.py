"""Who gets which form of the check package, when, and what stands in it. What it proves:
tests/voting/test_check_package.py.
"""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from agenda.services import declare_recusal
from documents.check.programs import check
from meetings.journal import chain, signing
from meetings.journal.words import words_of
from meetings.services import close_meeting, convene_meeting, open_meeting

pytestmark = pytest.mark.any_database

STAGES = {
    #            desk        members      others
    "draft":    (409, 404, 404),
    "convened": (409, 409, 409),
    "running":  (200, 409, 409),
    "closed":   (200, 200, 200),
}  # fmt: skip

ROLES = ("public", "member", "substitute", "administrator", "chair", "clerk")
FILES = ["README.txt", "check.html", "check.py", "events.ndjson", "heads.json", "keys.json"]


def ask(signed_in, user, meeting):
    return signed_in(user).get(reverse("documents:check_package", args=[meeting.pk]), HTTP_ACCEPT="application/json")


def files_of(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name.split("/")[1]: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", ROLES)
def test_the_package_is_there_for_each_at_the_right_time(meeting, clerk, actor, signed_in, stage, role):
    steps = {"draft": [], "convened": [convene_meeting], "running": [convene_meeting, open_meeting]}
    steps["closed"] = [*steps["running"], close_meeting]
    for step in steps[stage]:
        step(meeting=meeting, actor=clerk)

    response = ask(signed_in, actor(role).user, meeting)

    desk, members, others = STAGES[stage]
    hidden_from = {"public": others, "administrator": 409 if stage == "draft" else others}
    assert response.status_code == (desk if role in {"chair", "clerk"} else hidden_from.get(role, members))


@pytest.fixture
def closed(item, secret_item, running, clerk):
    return close_meeting(meeting=running, actor=clerk)


@pytest.mark.parametrize(
    ("role", "opens"),
    [("public", False), ("administrator", False), ("member", False), ("chair", True), ("clerk", True)],
)
def test_only_the_desk_gets_what_is_not_public(closed, actor, signed_in, role, opens):
    response = ask(signed_in, actor(role).user, closed)
    files = files_of(response)

    assert (response.headers["Content-Type"], sorted(files)) == ("application/zip", FILES)
    assert response.headers["Content-Disposition"].endswith('.zip"')
    assert ("Geheimsache" in files["events.ndjson"]) == opens
    assert chain.verify(files["events.ndjson"].splitlines()) == closed.last_seq


def test_a_chair_with_a_conflict_of_interest_gets_the_public_form(running, secret_item, clerk, actor, signed_in):
    chair = actor("chair")
    declare_recusal(item=secret_item, actor=chair)
    close_meeting(meeting=running, actor=clerk)

    assert "Geheimsache" not in files_of(ask(signed_in, chair.user, running))["events.ndjson"]


def test_looking_stores_nothing(running, clerk, signed_in):
    """The present state is signed for the package; the signature is in the file and nowhere else."""
    heads = json.loads(files_of(ask(signed_in, clerk.user, running))["heads.json"])["heads"]

    assert [head["seq"] for head in heads] == [running.last_seq]
    assert running.signed_heads.count() == 0


def test_the_command_writes_what_the_program_beside_it_finds_right(closed, tmp_path, capsys):
    call_command("export_check_package", str(closed.pk), "--out", str(tmp_path / "new" / "folder"), "--public")

    assert "check.py" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == FILES
    key, words = signing.fingerprint(signing.public_key()), " ".join(words_of(closed.signed_heads.get().head))
    assert check.check(tmp_path / "new" / "folder", [key], words)[-1] == "IN ORDNUNG / RIGHT"


def test_the_command_says_when_there_is_no_such_meeting(db, tmp_path):
    with pytest.raises(CommandError, match="There is no meeting 4711"):
        call_command("export_check_package", "4711", "--out", str(tmp_path))


def test_the_minutes_print_what_the_package_is_compared_with(closed):
    from pypdf import PdfReader

    from documents.minutes.content import minutes_of
    from documents.minutes.exports.pdf import pdf_of
    from meetings.enums import Audience

    reader = PdfReader(io.BytesIO(pdf_of(minutes_of(closed, Audience.PUBLIC), "de")))
    printed = " ".join(reader.pages[-1].extract_text().split())

    assert " · ".join(words_of(closed.head)) in printed
    assert signing.fingerprint(signing.public_key()) in printed
    assert f"Ereignis {closed.last_seq}" in printed
