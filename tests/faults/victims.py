"""What is killed during a trial: the program, the cluster of PostgreSQL, Redis. Each is ours, started here and ended
here by its id.
"""

from __future__ import annotations

import contextlib
import glob
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from tests.faults.places import Place
from tests.load.servers import ROOT, free_port

READY_WITHIN = 60.0


class Victim(Protocol):
    """Something that can be killed and started again; `blows` counts the kinds of kills."""

    name: str
    blows: Counter[str]

    def kill(self, chance: random.Random) -> None: ...

    def start(self) -> None: ...


def wait_until(works: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if works():
                return
        time.sleep(0.05)
    raise RuntimeError(f"{what} does not answer")


class Program:
    """`manage.py serve` on the data of a place, always on the same port."""

    name = "the program"

    def __init__(self, place: Place) -> None:
        self.place, self.port, self.blows = place, free_port(), Counter[str]()
        self.complaints: list[str] = []
        self.log = place.folder / "serve.log"

    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.place.environment, stdout=log, stderr=log)

    def answers(self) -> bool:
        """Whether it is up; an error when it has ended by itself."""
        if self.process.poll() not in (None, -signal.SIGKILL):
            raise RuntimeError(f"the program has ended by itself:\n{self.log.read_text()[-3000:]}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", "/healthz")
        works = connection.getresponse().status == 200
        connection.close()
        return works

    def wait(self) -> None:
        wait_until(self.answers, self.name)

    def kill(self, chance: random.Random) -> None:
        """SIGKILL; nothing in the process can notice."""
        self.process.kill()
        self.process.wait()
        self.blows["kill -9"] += 1

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


ENDS_WITHIN = 10.0


class AskedToEnd(Program):
    """The same, ended with SIGTERM as an operator does: it has to be gone within ten seconds, whatever is under way."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.ends: list[float] = []

    def kill(self, chance: random.Random) -> None:
        began = time.monotonic()
        self.process.terminate()
        self.blows["SIGTERM"] += 1
        try:
            code = self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.ends.append(time.monotonic() - began)
        if code not in (0, -signal.SIGTERM):  # the latter: it was still starting
            self.complaints.append(f"not ended: by SIGTERM within {ENDS_WITHIN:.0f} s, left with {code}")
        if "config.serving.paced" in self.log.read_text():
            self.complaints.append(f"not ended: in good order, see {self.log}")


class Postgres:
    """A cluster of its own in a temporary folder, with the settings of its default: what is committed is on the
    disk.
    """

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.blows = folder, free_port(), Counter[str]()
        self.bin = postgres_folder()
        self.url = f"postgresql://ratssaal@127.0.0.1:{self.port}/postgres"
        if (
            os.geteuid() == 0
        ):  # PostgreSQL refuses to run as root: its cluster belongs to the user who comes with the package
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "ratssaal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    @property
    def data(self) -> str:
        return str(self.folder / "pg")

    def start(self) -> None:
        command = self._command(
            "postgres",
            "-D",
            self.data,
            "-p",
            str(self.port),
            "-k",
            str(self.folder),
            "-c",
            "listen_addresses=127.0.0.1",
        )
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until(self.answers, self.name)

    def answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(self.url, connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def kill(self, chance: random.Random) -> None:
        """By lot: SIGKILL for the postmaster and all its backends, or the stop that asks nobody (pg_ctl stop -m
        immediate).
        """
        if chance.random() < 0.5:
            kill_family(self.process.pid)
            self.blows["kill -9 of all its processes"] += 1
        else:
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
            self.blows["pg_ctl stop -m immediate"] += 1
        self.process.wait()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
        self.process.wait()

    def _run(self, tool: str, *arguments: str) -> None:
        done = subprocess.run(
            self._command(tool, *arguments), text=True, capture_output=True, timeout=READY_WITHIN, cwd=self.folder
        )
        if done.returncode:
            raise RuntimeError(f"{tool} failed:\n{done.stderr[-2000:]}")

    def _command(self, tool: str, *arguments: str) -> list[str]:
        as_its_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        return [*as_its_user, str(self.bin / tool), *arguments]


class Redis:
    """A Redis of its own, which keeps nothing on the disk."""

    name = "Redis"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.blows = folder, free_port(), Counter[str]()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        if not shutil.which("redis-server"):
            sys.exit("Redis was not found. Install it (on Debian and Ubuntu: redis-server) and start again.")

    def start(self) -> None:
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.folder),
        ]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(["redis-server", *options], stdout=log, stderr=log)
        wait_until(self.answers, self.name)

    def answers(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.port), 2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")

    def kill(self, chance: random.Random) -> None:
        self.process.kill()
        self.process.wait()
        self.blows["kill -9"] += 1

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def postgres_folder() -> Path:
    """Where the newest PostgreSQL has its programs."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    beside = shutil.which("initdb")
    if not found and not beside:
        sys.exit("PostgreSQL was not found. Install it (on Debian and Ubuntu: postgresql) and start again.")
    return Path(found[-1] if found else str(beside)).parent


def kill_family(parent: int) -> None:
    """SIGKILL for a process and all its children; they are stopped first, so that none can clean up after the
    others.
    """
    os.kill(parent, signal.SIGSTOP)
    family = [parent, *children(parent)]
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], text=True, capture_output=True)
    return [int(pid) for pid in listed.stdout.split()]


@contextlib.contextmanager
def up(kind: type[Postgres] | type[Redis]) -> Iterator[Postgres | Redis]:
    """A server that runs until the end, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="ratssaal-faults-", ignore_cleanup_errors=True) as folder:
        server = kind(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
