"""Where a trial keeps its data: a folder with SQLite, or a folder beside a database of its own on some PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import ready
from tests.load.servers import ROOT, surroundings


@dataclass
class Place:
    """One trial's data; every process that touches them is started with `environment`."""

    name: str
    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**surroundings(self.folder), "RATSSAAL_BOOTSTRAP": "0", **self.variables}

    @property
    def council(self) -> dict[str, Any]:
        """The prepared polls and the cookies; `council.py` has left them here."""
        return dict(json.loads((self.folder / "vote.json").read_text()))

    def run(self, module: str, *arguments: object) -> str:
        """What a module of the tests prints, run in a process of its own on these data."""
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, text=True, capture_output=True, timeout=3600)
        if done.returncode:
            raise RuntimeError(f"{module} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    @contextlib.contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        """Counts the ballots that are committed, each time it is asked; a reader that holds up nobody."""
        import psycopg

        url = self.variables.get("DATABASE_URL")
        connection = psycopg.connect(url, autocommit=True) if url else sqlite3.connect(self.folder / "db.sqlite3")
        with contextlib.closing(connection):
            yield lambda: connection.execute("SELECT COUNT(*) FROM voting_ballot").fetchone()[0]


@contextlib.contextmanager
def on_sqlite() -> Iterator[Place]:
    """A folder of its own, which is taken away at the end."""
    with tempfile.TemporaryDirectory(prefix="ratssaal-faults-", ignore_cleanup_errors=True) as folder:
        ready.put_into(Path(folder))
        yield Place("SQLite", Path(folder))


@contextlib.contextmanager
def on_postgres(url: str, **variables: str) -> Iterator[Place]:
    """A new database on this server, dropped at the end; `url` names any database that can be connected to."""
    import psycopg

    name = f"faults_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {ready.template(url)}")
    try:
        with on_sqlite() as place:
            own = f"{url.rpartition('/')[0]}/{name}"
            yield Place("PostgreSQL", place.folder, {"DATABASE_URL": own, **variables})
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def of_this_run() -> contextlib.AbstractContextManager[Place]:
    """Where the test suite of this moment keeps its data: the PostgreSQL of DATABASE_URL, else SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return on_postgres(url.replace("postgres://", "postgresql://", 1)) if url.startswith("postgres") else on_sqlite()
