"""What the program writes is for its own eyes: new files by the umask, those of earlier days are tightened; standard
library only.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from config.setup.bootstrap import lock, one_at_a_time

PRIVATE = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret_key", "signing_key", "files", "mail", "uploads")
"""In the data folder; `static` is what everybody may have, the folder itself may be shared with a web server."""
ABANDONED = 24 * 3600.0


def readable_by_others(folder: Path, umask: int) -> list[Path]:
    """Private things in a data folder that more people can reach than the umask allows to new ones."""
    if os.name == "nt":
        return []
    return [path for name in PRIVATE if (path := folder / name).exists() and stat.S_IMODE(path.stat().st_mode) & umask]


def tighten(folder: Path, umask: int) -> tuple[list[str], list[str]]:
    """Take from others what they could reach; the names of what was tightened, and of what could not be."""
    done, failed = [], []
    for path in readable_by_others(folder, umask):
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~umask)
            done.append(path.name)
        except OSError:
            failed.append(path.name)
    return done, failed


@contextlib.contextmanager
def upload_folder(parent: Path) -> Iterator[Path]:
    """A folder of this process's own for what is on its way in; what processes that have ended left behind is
    removed first.
    """
    own = parent / secrets.token_hex(8)
    with contextlib.ExitStack() as stack:
        with one_at_a_time(
            parent.with_suffix(".lock")
        ):  # else another process that starts might take this folder for one that was left
            remove_abandoned(parent)
            own.mkdir(mode=0o700)
            lock(stack.enter_context((own / "lock").open("a")), wait=False)
        try:
            yield own
        finally:
            shutil.rmtree(own, ignore_errors=True)


def remove_abandoned(parent: Path) -> None:
    """Folders whose process has ended, and files that a process without a folder of its own left there a day ago."""
    for path in parent.iterdir():
        if path.is_dir() and _is_left(path / "lock"):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_file() and time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink(missing_ok=True)


def _is_left(path: Path) -> bool:
    """Whether nobody holds the lock; a folder without one is being made just now, or was not made to its end."""
    try:
        with path.open("r+") as handle:
            return lock(handle, wait=False)
    except OSError:
        with contextlib.suppress(OSError):
            return time.time() - path.parent.stat().st_mtime > ABANDONED
        return False
