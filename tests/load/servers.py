"""Starts the servers that are measured, and their clients: each a process of its own on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ("daphne", "uvicorn")


class Server:
    """A running server; `path` is where its sockets are."""

    def __init__(self, name: str, folder: Path, *options: str, port: int = 0, database: str = "") -> None:
        self.name, self.folder = name, folder
        self.port = port or free_port()
        self.path = "/ws/meetings/1/?view=public&seq=0" if name in PROGRAM else "/"
        module = ["tests.load.program", name] if name in PROGRAM else ["tests.load.bare"]
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", *module, str(self.port), *options]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=surroundings(folder, database), stdout=log, stderr=log
            )

    def wait(self) -> None:
        """Until it answers; its own words when it does not."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.ask("ready")
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer:\n{self.log.read_text()[-3000:]}")

    def ask(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/bench/{what}", timeout=60) as answer:
            return dict(json.load(answer))

    def memory(self) -> float | None:
        """Resident memory in KB; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        return next(float(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def processor(self) -> float:
        """Seconds of processor time it has taken until now; NaN where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Crowd:
    """Members, displays and citizens at one server, in a process of their own (`crowd.py`)."""

    def __init__(self, server: Server, groups: list[dict[str, Any]]) -> None:
        command = [sys.executable, "-m", "tests.load.crowd", str(server.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.size = self._ask(groups)["in"]

    def last_seen(self, seqs: list[int]) -> dict[int, float]:
        """When the last reading socket had seen each of these numbers."""
        return {int(seq): self._moment(answer) for seq, answer in self._ask({"seen": seqs}).items()}

    def pictured_since(self, moment: float) -> float:
        """When the last reading socket had a picture after that moment."""
        return self._moment(self._ask({"since": moment})["since"])

    def _moment(self, answer: dict[str, Any]) -> float:
        if answer["missing"]:
            raise RuntimeError(f"{answer['missing']} of {self.size} sockets were left out")
        return float(answer["last"])

    def _ask(self, question: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Clients:
    """The sockets at one server, in a process of their own."""

    def __init__(self, server: Server, count: int, *, at_once: bool = False) -> None:
        command = [sys.executable, "-m", "tests.load.clients", str(server.port), server.path, str(count)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([*command, *(["--at-once"] if at_once else [])], cwd=ROOT, text=True, **pipes)
        self.arrival = self._answer()

    def when(self, key: str, patience: float = 20.0) -> float:
        """The moment at which the last socket had the frame."""
        self.process.stdin.write(json.dumps({"key": key, "patience": patience}) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        if answer["at"] is None:
            raise RuntimeError(
                f"only {answer['have']} sockets got the frame; {answer['lost']} have lost their connection"
            )
        return float(answer["at"])

    def _answer(self) -> dict[str, Any]:
        return dict(json.loads(self.process.stdout.readline()))

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def data_folder(seats: int = 25) -> Iterator[Path]:
    """A throw-away folder with a running meeting, to be copied for each server."""
    with tempfile.TemporaryDirectory(prefix="ratssaal-load-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "data"
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-m", "tests.load.data", str(seats)], cwd=ROOT, env=surroundings(folder), check=True
        )
        yield folder


@contextlib.contextmanager
def running(data: Path, *names: str, options: tuple[str, ...] = ()) -> Iterator[list[Server]]:
    """These servers, each on its own copy of the data."""
    servers: list[Server] = []
    with tempfile.TemporaryDirectory(prefix="ratssaal-load-", ignore_cleanup_errors=True) as name:
        try:
            for server in names:
                folder = Path(name) / server
                shutil.copytree(data, folder)
                servers.append(Server(server, folder, *options))
            for each in servers:
                each.wait()
            yield servers
        finally:
            for each in servers:
                each.stop()


@contextlib.contextmanager
def clients(servers: list[Server], count: int, *, at_once: bool = False) -> Iterator[list[Clients]]:
    """That many sockets at each of the servers; an error when one is left out."""
    made: list[Clients] = []
    try:
        for server in servers:
            made.append(Clients(server, count, at_once=at_once))
            if made[-1].arrival["left_out"] and not at_once:
                raise RuntimeError(f"{server.name} left {made[-1].arrival['left_out']} of {count} sockets outside")
        yield made
    finally:
        for each in made:
            each.stop()


def surroundings(folder: Path, database: str = "") -> dict[str, str]:
    """The environment of a measured process: its own data, quiet, without the developer's database, Redis or test
    settings.

    With `database` it works on that one, which is nobody else's.
    """
    foreign = {"DATABASE_URL", "REDIS_URL", "WEB_PROCESSES", "DJANGO_SETTINGS_MODULE"}
    kept = {key: value for key, value in os.environ.items() if key not in foreign}
    kept |= {"DATABASE_URL": database} if database else {}
    kept |= {"SOCKETS": "20000", "SOCKETS_PER_ADDRESS": "20000"}  # all of them come from one address here
    return {**kept, "DATA_DIR": str(folder), "HTTPS": "0", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def milliseconds(seconds: list[float]) -> float:
    """The median in milliseconds."""
    return statistics.median(seconds) * 1000


def table(head: list[str], rows: list[list[str]]) -> None:
    """Print a table as Markdown has it."""
    for row in [head, ["---"] * len(head), *rows]:
        print("| " + " | ".join(row) + " |", flush=True)
