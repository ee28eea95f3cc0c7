import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from meetings.journal import chain


def test_export_journal_verifies_offline_and_a_flipped_byte_is_named(running, tmp_path):
    call_command("export_journal", str(running.pk), "--out", str(tmp_path), stdout=io.StringIO())
    check = [sys.executable, "-I", "chain.py", "journal.ndjson"]

    whole = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True)
    lines = (tmp_path / "journal.ndjson").read_text().replace("meetings.meeting.opened", "meetings.meeting.0pened")
    (tmp_path / "journal.ndjson").write_text(lines)
    broken = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True)

    assert (whole.returncode, whole.stdout) == (0, "whole: 3 events, each following from the one before\n")
    assert (broken.returncode, broken.stdout) == (1, "NOT WHOLE - line 4: its content does not fit its hash\n")


def test_export_journal_to_standard_output(running):
    output = io.StringIO()

    call_command("export_journal", str(running.pk), stdout=output)

    assert chain.verify(output.getvalue().splitlines()) == 3


def test_export_journal_of_an_unknown_meeting_says_so(db):
    with pytest.raises(CommandError, match="There is no meeting 4711"):
        call_command("export_journal", "4711")


def test_permissions_prints_every_action():
    from meetings.permissions import all_rules

    output = io.StringIO()

    call_command("permissions", stdout=output)

    assert [rule.action for rule in all_rules() if rule.action not in output.getvalue()] == []
