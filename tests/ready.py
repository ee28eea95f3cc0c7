"""A migrated, empty database, made once for each state of the code and copied by whoever needs a fresh one.

To apply all migrations takes ten seconds; a check has two dozen processes that each want a database of their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.setup.bootstrap import one_at_a_time

ROOT = Path(__file__).resolve().parent.parent
KEPT_FOR = 86400.0  # seconds
MADE_OF = ("migrations/*.py", "triggers*.py", "profiles.py", "base.txt")
ROOMS = ("config", "meetings", "agenda", "voting", "documents", "requirements")


def put_into(folder: Path) -> None:
    """A copy of the SQLite file into a data folder, as the program's own."""
    shutil.copyfile(sqlite_file(), folder / "db.sqlite3")


def sqlite_file() -> Path:
    """The migrated SQLite file; others are not to write into it."""
    with _shelf() as shelf:
        ready = shelf / "ready.sqlite3"
        if not ready.exists():
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"DATA_DIR": folder, "DATABASE_URL": ""})
                shutil.copyfile(Path(folder) / "db.sqlite3", shelf / "half")
            (shelf / "half").rename(ready)
    return ready


def template(url: str) -> str:
    """The name of a migrated database on the PostgreSQL of this address, to be used as a template only."""
    import psycopg

    server = url.replace("postgres://", "postgresql://", 1)
    with _shelf() as shelf, psycopg.connect(server, autocommit=True) as connection:
        name = f"ready_{shelf.name.rpartition('-')[2]}"
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"DROP DATABASE IF EXISTS {name}_half")
            connection.execute(f"CREATE DATABASE {name}_half")
            with tempfile.TemporaryDirectory() as folder:
                _migrate({"DATA_DIR": folder, "DATABASE_URL": f"{url.rpartition('/')[0]}/{name}_half"})
            connection.execute(f"ALTER DATABASE {name}_half RENAME TO {name}")
    return name


@contextlib.contextmanager
def _shelf() -> Iterator[Path]:
    """The folder of this state of the code, for one process at a time; those of earlier days are taken away."""
    above = Path(tempfile.gettempdir())
    kind = f"ratssaal-ready-{getattr(os, 'getuid', lambda: 0)()}-"
    shelf = above / f"{kind}{_state()}"
    for other in above.glob(f"{kind}*"):
        if time.time() - other.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(other, ignore_errors=True)
    shelf.mkdir(mode=0o700, exist_ok=True)
    with one_at_a_time(shelf / "lock"):
        yield shelf


def _state() -> str:
    """A number for all that a migrated database is made of: migrations, triggers, versions of the libraries."""
    digest = hashlib.sha256(sys.version.encode())
    made_of = (path for room in ROOMS for kind in MADE_OF for path in (ROOT / room).rglob(kind))
    for path in sorted(made_of):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(place: Mapping[str, str]) -> None:
    foreign = {"DJANGO_SETTINGS_MODULE", "REDIS_URL", "DATA_DIR", "DATABASE_URL"}
    kept = {key: value for key, value in os.environ.items() if key not in foreign}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = {**kept, "RATSSAAL_BOOTSTRAP": "0", "HTTPS": "0", **place}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
