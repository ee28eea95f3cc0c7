"""What the program writes is for its own eyes; what earlier versions left open is closed, and said."""

import os
import stat
import sys
import time

import pytest

from config.setup import private
from config.setup.bootstrap import lock
from tests.config.test_settings import python  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.any_database, pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path):
    """A data folder of earlier days."""
    tmp_path.chmod(0o755)
    for name in ("db.sqlite3", "db.sqlite3-wal", "signing_key"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    for name in ("files", "static"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_private_things_are_closed_and_named(folder):
    assert private.tighten(folder, 0o077) == (["db.sqlite3", "db.sqlite3-wal", "signing_key", "files"], [])

    assert [mode(folder / name) for name in ("db.sqlite3", "signing_key", "files", "static")] == [
        0o600,
        0o600,
        0o700,
        0o755,
    ]
    assert private.readable_by_others(folder, 0o077) == []


def test_users_of_one_group_share_what_the_umask_gives_them(folder):
    private.tighten(folder, 0o007)

    assert [mode(folder / name) for name in ("db.sqlite3", "files")] == [0o640, 0o750]


def test_what_cannot_be_closed_is_named(folder, monkeypatch):
    def refuse(self, mode):
        raise PermissionError

    monkeypatch.setattr(type(folder), "chmod", refuse)

    assert private.tighten(folder, 0o077)[1] == ["db.sqlite3", "db.sqlite3-wal", "signing_key", "files"]


def test_a_database_made_in_an_open_folder_is_private(python, tmp_path):  # noqa: F811
    (tmp_path / "data").mkdir(mode=0o755)
    os.chmod(tmp_path / "data", 0o755)
    done = python("-c", MAKE, HTTPS="0")

    assert done.returncode == 0, done.stderr
    assert mode(tmp_path / "data" / "db.sqlite3") == 0o600
    assert mode(tmp_path / "data" / "uploads") == 0o700


MAKE = """
import os
os.umask(0o022)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from django.db import connection
connection.cursor().execute("CREATE TABLE here (x)")
"""


def test_check_names_what_is_open(python, tmp_path):  # noqa: F811
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "db.sqlite3").touch()
    os.chmod(tmp_path / "data" / "db.sqlite3", 0o644)
    done = python("manage.py", "check", HTTPS="0")

    assert "config.W002" in done.stderr
    assert "db.sqlite3" in done.stderr


def test_uploads_of_a_process_that_has_ended_are_removed_and_those_of_others_are_not(tmp_path):
    left, old, new = tmp_path / "left", tmp_path / "old.upload", tmp_path / "new.upload"
    left.mkdir()
    for path in (left / "lock", left / "half.upload", old, new):
        path.write_text("x")
    os.utime(old, (time.time() - 2 * private.ABANDONED,) * 2)

    with private.upload_folder(tmp_path) as own:
        (own / "mine.upload").write_text("x")
        private.remove_abandoned(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {own.name, "new.upload"}
        assert {path.name for path in own.iterdir()} == {"lock", "mine.upload"}
    assert not own.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="locks are the process's there")
def test_a_folder_that_is_in_use_is_left_alone(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with (other / "lock").open("a") as handle:
        assert lock(handle, wait=False)
        private.remove_abandoned(tmp_path)
    assert other.exists()
