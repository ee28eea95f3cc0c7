"""An office file as PDF, by LibreOffice: FILE ENDING FOLDER PROGRAM SECONDS; the copy is FOLDER/file.pdf.

LibreOffice gets a profile of its own that runs no macros and follows no links, and where the system allows it a space
of names of its own, without network and without other processes.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from documents.confined.programs.limits import MEGABYTE, limit
from documents.confined.programs.packages import Unfit, opened, read_xml

ALONE = ("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard")
LARGEST_COPY = 400 * MEGABYTE
OUTSIDE = re.compile(r"^(\w[\w+.-]+:|//|/|\\|\.\.)", re.ASCII)
LEADS_ONLY = {"a"}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
%s</oor:items>
"""
SETTING = (
    '<item oor:path="/org.openoffice.Office.Common/{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
SETTINGS = (
    ("Security/Scripting", "MacroSecurityLevel", "3"),
    ("Security/Scripting", "DisableMacrosExecution", "true"),
    ("Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Security/Scripting", "DisableActiveContent", "true"),
)


def main() -> None:
    """Look whether the file wants something from outside, then make the copy."""
    file, ending, folder, program, seconds = limit()
    _stays_inside(file)
    place = Path(folder)
    _prepare(place)
    shutil.copyfile(file, place / f"file.{ending}")
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_COPY, LARGEST_COPY))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    command = [*_alone(), program, profile, *OPTIONS, "--convert-to", "pdf", "--outdir", folder]
    environment = {"HOME": folder, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": folder}
    done = subprocess.run([*command, str(place / f"file.{ending}")], env=environment, capture_output=True, check=False)
    if not (place / "file.pdf").exists():
        raise SystemExit(f"LibreOffice: {done.stderr.decode(errors='replace').strip()[-150:] or done.returncode}")
    sys.stdout.write("alone" if _alone() else "with network")


def _prepare(place: Path) -> None:
    settings = "".join(SETTING.format(path=path, name=name, value=value) for path, name, value in SETTINGS)
    (place / "profile" / "user").mkdir(parents=True)
    (place / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE % settings, encoding="utf-8")


def _alone() -> tuple[str, ...]:
    """What gives it no network, where the system lets somebody without rights do that."""
    there = shutil.which(ALONE[0], path="/usr/bin:/bin")
    if there is None or subprocess.run([there, *ALONE[1:], "true"], capture_output=True, check=False).returncode:
        return ()
    return (there, *ALONE[1:])


def _stays_inside(file: str) -> None:
    """A picture, a section or a table that is fetched from elsewhere would bring what lies there into the copy."""
    with opened(file) as archive:
        for name in archive.namelist():
            if name.endswith(".rels"):
                read_xml(archive, name, start=_relation)
            elif name.rpartition("/")[2] in {"content.xml", "styles.xml"}:
                read_xml(archive, name, start=_link)


def _relation(_tag: str, given: dict[str, str]) -> None:
    if given.get("TargetMode", "").lower() == "external" and not given.get("Type", "").endswith("/hyperlink"):
        raise Unfit("it fetches something from elsewhere")


def _link(tag: str, given: dict[str, str]) -> None:
    if tag not in LEADS_ONLY and OUTSIDE.match(given.get("href", "").strip()):
        raise Unfit("it fetches something from elsewhere")


if __name__ == "__main__":
    main()
