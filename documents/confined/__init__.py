"""Foreign files are opened in a process of its own, with limits of time and memory: what a hostile file does there ends
there.

A program lies in `programs/`, starts without Django, calls `limit()` first and answers on its standard output, or in a
file whose place it is given.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
START = "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_module(sys.argv.pop(2), run_name='__main__')"
SECONDS = 10
MEGABYTES = 200
NEEDED = {} if os.name == "posix" else {"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
"""Windows starts no program without it."""


class Confined(Exception):
    """The program did not come to its end: too long, too much memory, or it could not read the file."""


def run_confined(
    program: str, *arguments: str | Path, seconds: float = SECONDS, megabytes: int = MEGABYTES, feed: bytes = b""
) -> bytes:
    """What `programs/<program>.py` writes about these arguments; raises `Confined` with its last line otherwise.

    `seconds` of the clock and `megabytes` of address space beyond what Python itself takes bound it and whatever it
    starts; it inherits no environment, so no secret of the installation.
    """
    command = _command(program, megabytes, arguments)
    said, complaint, status = _run(command, feed, program, seconds)
    if status:
        raise Confined(f"{program}: {_last_line(complaint) or status}")
    return said


def _run(command: list[str], feed: bytes, program: str, seconds: float) -> tuple[bytes, bytes, int]:
    """In a session of its own, so that all it has started ends with it."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=NEEDED, start_new_session=True) as process:
        try:
            said, complaint = process.communicate(feed, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Confined(f"{program}: longer than {seconds:g} s") from None
        finally:
            _end(process)
    return said, complaint, process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and whatever it has started; nothing is left of one that came to its end."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    else:
        process.kill()


class Talk:
    """A program that answers one line to each that it is told."""

    def __init__(self, program: str, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._program, self._process, self._errors = program, process, errors

    def ask(self, line: bytes) -> bytes:
        """What it answers; raises `Confined` where it has come to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer.endswith(b"\n"):
            self._process.wait()
            self._errors.seek(0)
            raise Confined(f"{self._program}: {_last_line(self._errors.read()) or self._process.returncode}")
        return answer


@contextlib.contextmanager
def talking_to(program: str, *arguments: str | Path, seconds: float, megabytes: int = MEGABYTES) -> Iterator[Talk]:
    """The same with a program that is asked several things; `seconds` holds for all of it, with what it starts itself.

    At the end it is ended, whatever it is at.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            _command(program, megabytes, arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=NEEDED,
            start_new_session=True,
        )
        over = threading.Timer(seconds, _end, [process])
        over.start()
        try:
            yield Talk(program, process, errors)
        finally:
            over.cancel()
            with contextlib.suppress(BrokenPipeError), process:
                _end(process)


def _command(program: str, megabytes: int, arguments: Iterable[str | Path]) -> list[str]:
    module = f"{__name__}.programs.{program}"
    return [sys.executable, "-I", "-c", START, str(ROOT), module, str(megabytes), *map(str, arguments)]


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else ""
