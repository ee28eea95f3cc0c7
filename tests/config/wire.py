"""The program as a process of its own, talked to byte by byte: what a browser never sends has to be sent by hand."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.places import Place, of_this_run
from tests.load.servers import ROOT, free_port

SOON = 30.0


class Program:
    """`manage.py serve`, or another program, on the data of a place."""

    def __init__(self, place: Place, *command: str, **variables: str) -> None:
        self.place, self.port = place, free_port()
        self.log = place.folder / "serve.log"
        words = [*(command or ("manage.py", "serve", "--port")), str(self.port)]
        with self.log.open("wb") as log:
            environment = {**place.environment, **variables}
            self.process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.until(self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        with contextlib.suppress(OSError):
            return status(self.talk(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) == 200
        return False

    def until(self, true: Callable[[], object]) -> None:
        """Wait for a state; an error when it does not come about."""
        end = time.monotonic() + SOON
        while not true():
            assert time.monotonic() < end, f"{true} never came about:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.02)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=SOON)

    def talk(self, *pieces: bytes) -> bytes:
        """Send this on one connection and read until the server hangs up."""
        with self.connect() as connection:
            with contextlib.suppress(ConnectionError):
                for piece in pieces:
                    connection.sendall(piece)
            return rest(connection)

    def memory(self) -> int:
        """Resident bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    @property
    def incoming(self) -> list[Path]:
        """What lies in the place for uploads."""
        return [path for path in (self.place.folder / "uploads").rglob("*") if path.is_file() and path.name != "lock"]

    @property
    def files(self) -> list[Path]:
        return [path for path in (self.place.folder / "files").rglob("*") if path.is_file()]

    def end(self, number: int = signal.SIGTERM, within: float = 10.0) -> int:
        """Ask it to end; its code."""
        self.process.send_signal(number)
        return self.process.wait(within)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def rest(connection: socket.socket) -> bytes:
    """Everything until the other end hangs up, in whichever way."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def statuses(answers: bytes) -> list[int]:
    """Of several answers on one connection."""
    return [int(part.split(b" ", 1)[0]) for part in answers.split(b"HTTP/1.1 ")[1:]]


def code(answer: bytes) -> str:
    """The stable code of a refusal in JSON."""
    return str(json.loads(answer.rpartition(b"\r\n\r\n")[2])["code"])


def post(path: str, *headers: str, cookie: str = "") -> bytes:
    """The head of a form that wants JSON."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Accept: application/json",
        *headers,
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@contextlib.contextmanager
def council(electors: int = 3) -> Iterator[Place]:
    """A council that meets, on the database of this run; `place.council` has its cookies and what it votes on."""
    with of_this_run() as place:
        place.run("tests.faults.council", electors, 2)
        yield place


@contextlib.contextmanager
def full_disk(size: int) -> Iterator[Path]:
    """A folder on a file system of so many bytes; skips where this account may mount none."""
    import pytest

    with tempfile.TemporaryDirectory(prefix="ratssaal-full-") as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
        if done.returncode:
            pytest.skip("this account may not mount a file system")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
