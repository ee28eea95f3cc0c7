"""Asks programs of other people what they make of our files. `ask("calendar", data)` runs `calendar.mjs` here with
node.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from config.setup import assets, bootstrap

FOLDER = Path(__file__).resolve().parent
STAMP = FOLDER / "node_modules" / ".ratssaal"
VNU = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def ask(reader: str, data: bytes) -> Any:
    """What the reader says of the data, as JSON."""
    done = subprocess.run([node(), FOLDER / f"{reader}.mjs"], input=data, capture_output=True, cwd=FOLDER, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@cache
def node() -> str:
    """The machine's node, or the one that comes with npm from PyPI; the packages of the lock file are there from now
    on.
    """
    install()
    scripts = bootstrap.venv_python(bootstrap.ROOT / ".venv-node").parent
    found = shutil.which("node") or shutil.which("node", path=os.pathsep.join([str(scripts)]))
    assert found, "no node"
    return found


def install() -> None:
    """Once, whichever of several test processes comes first."""
    wanted = (FOLDER / "package-lock.json").read_text()
    with bootstrap.one_at_a_time(FOLDER / ".setup.lock"):
        if not STAMP.exists() or STAMP.read_text() != wanted:
            assets.install_modules(FOLDER)
            STAMP.write_text(wanted)


def check_html(folder: Path) -> list[tuple[str, str]]:
    """What the Nu Html Checker objects to in the pages of a folder: file and words; one Java reads all of them."""
    install()
    options = ["--stdout", "--format", "json", "--exit-zero-always"]
    done = subprocess.run(["java", "-jar", VNU, *options, folder], capture_output=True, timeout=600)
    assert done.returncode == 0, done.stderr.decode()
    return [(Path(found["url"]).name, _words(found)) for found in json.loads(done.stdout)["messages"]]


def _words(found: dict[str, Any]) -> str:
    excerpt = " ".join(found.get("extract", "").split())
    return f"line {found.get('lastLine')}: {found['message']} {excerpt}"
