"""Makes the environment the program runs in; standard library only, because nothing else is there yet.

`ensure(sys.argv)` returns when this interpreter has what the command needs; otherwise it fills `.venv` from the
lock files in `requirements/`, fetches the front-end files (`config.setup.assets`) and starts the command again inside.
Set RATSSAAL_BOOTSTRAP=0 to switch all of this off.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / "ratssaal.json"
OLDEST = (3, 11)
DEVELOPER_COMMANDS = {"test", "lint", "bench", "faults"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)\s*(;)?", re.MULTILINE)


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """End with one sentence when this Python is too old."""
    if version[:2] < OLDEST:
        found = ".".join(str(part) for part in version)
        stop(
            f"Ratssaal needs Python 3.11 or newer, this is {found}. Install one (python.org or your system's packages)."
        )


def ensure(argv: Sequence[str]) -> None:
    """Return when everything the command needs is there, else set it up and start the command again in `.venv`."""
    if os.environ.get("RATSSAAL_BOOTSTRAP") == "0":
        return
    groups = groups_for(argv[1] if len(argv) > 1 else "")
    if not inside_venv() and fits(groups):
        ensure_assets()
        return
    if not is_current(groups):
        with one_at_a_time(ROOT / ".setup.lock"):
            if not is_current(groups):
                fill_venv(groups)
    ensure_assets()
    if not inside_venv():
        start_again(argv)


def ensure_assets() -> None:
    """Fetch the front-end files unless they are there and belong to the present lock files."""
    from config.setup import assets

    if not assets.is_current():
        with one_at_a_time(ROOT / ".setup.lock"):
            if not assets.is_current():
                assets.make()


def groups_for(command: str) -> list[str]:
    """The requirement groups a command needs."""
    if command not in DEVELOPER_COMMANDS:
        return ["base"]
    browser = find_browser() or os.environ.get("REQUIRE_BROWSER") == "1"
    return ["base", "dev", "e2e"] if browser else ["base", "dev"]


def find_browser() -> str | None:
    """The Chromium the browser tests drive: BROWSER_PATH, or the first one on PATH."""
    return os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def inside_venv() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def fits(groups: Sequence[str]) -> bool:
    """Whether this interpreter holds exactly the locked versions (a container, an environment of one's own)."""
    try:
        return all(metadata.version(name) == version for group in groups for name, version in pins(lock_file(group)))
    except metadata.PackageNotFoundError:
        return False


def pins(path: Path) -> list[tuple[str, str]]:
    """Name and version of what a lock file demands on every platform."""
    return [(name, version) for name, version, marker in PIN.findall(path.read_text()) if not marker]


def lock_file(group: str) -> Path:
    return ROOT / "requirements" / f"{group}.txt"


def fingerprint(group: str) -> str:
    """What `.venv` remembers of a group: its lock file and the Python it was installed for."""
    return hashlib.sha256(lock_file(group).read_bytes() + repr(sys.version_info[:2]).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def is_current(groups: Sequence[str]) -> bool:
    stamp = read_stamp()
    return venv_python(VENV).exists() and all(stamp.get(group) == fingerprint(group) for group in groups)


def fill_venv(groups: Sequence[str]) -> None:
    """Install the groups into `.venv`; what was installed before stays in step with its lock file."""
    wanted = [group for group in ("base", "dev", "e2e") if group in {*groups, *read_stamp()}]
    say(f"Setting up Python packages ({', '.join(wanted)}) in {VENV.name} ...")
    STAMP.unlink(missing_ok=True)
    make_environment(VENV)
    install(VENV, wanted)
    STAMP.write_text(json.dumps({group: fingerprint(group) for group in wanted}))


def make_environment(path: Path) -> None:
    """Make a virtual environment, or make it anew when its Python no longer starts."""
    if starts(venv_python(path)):
        return
    if not has_venv_module():
        install_venv_module()
    run([sys.executable, "-m", "venv", "--clear", str(path)], f"Could not make the virtual environment {path}.")


def starts(python: Path) -> bool:
    """Whether this interpreter runs, has pip and is of the same Python version as we are."""
    test = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return python.exists() and subprocess.run([str(python), "-c", test], capture_output=True).returncode == 0


def install(path: Path, groups: Sequence[str]) -> None:
    """Install lock files into an environment; every file is checked against its hash."""
    files = [part for group in groups for part in ("-r", str(lock_file(group)))]
    command = [
        str(venv_python(path)),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    run([*command, *files], "Could not install the Python packages (the reason stands above); start again to go on.")


def has_venv_module() -> bool:
    return subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0


def install_venv_module() -> None:
    """Debian and Ubuntu ship Python without venv: fetch the package, or say which one is missing."""
    package = f"python3.{sys.version_info.minor}-venv"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not shutil.which("apt-get") or not (root or shutil.which("sudo")):
        stop(f"Python's venv module is missing. Install it (on Debian and Ubuntu: {package}) and start again.")
    say(f"Python's venv module is missing; installing {package} with apt-get ...")
    apt = [*([] if root else ["sudo"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    failed = f"Could not install {package}; install it yourself and start again."
    run([*apt, "update"], failed)
    run([*apt, "install", "-y", "--no-install-recommends", package], failed)


def venv_python(path: Path) -> Path:
    return path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start_again(argv: Sequence[str]) -> NoReturn:
    """Hand over to the interpreter in `.venv`."""
    command = [str(venv_python(VENV)), *argv]
    sys.stdout.flush()
    if os.name == "nt":  # exec would give the prompt back before the command has ended
        sys.exit(subprocess.run(command).returncode)
    os.execv(command[0], command)


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let only one set-up run at a time; a second one waits for the first and then finds everything there."""
    with path.open("a") as handle:
        lock(handle)
        yield


def lock(handle: IO[str], *, wait: bool = True) -> bool:
    """Lock an open file until it is closed; with `wait=False` say at once whether that was possible."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if wait:
            raise
        return False
    return True


def run(command: Sequence[str], failed: str) -> None:
    """Run a step; its words go to the error output, because a command's own output may be read by a program."""
    if subprocess.run(command, stdout=sys.stderr, cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        stop(failed)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str) -> NoReturn:
    sys.exit(sentence)
