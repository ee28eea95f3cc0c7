"""Lines of templates, stylesheets and scripts that are too long to be read, and stylesheets with two rules in a
line.
"""

from collections.abc import Iterator
from pathlib import Path

from config.setup.bootstrap import ROOT

LONGEST = 120
ROOMS = ("config", "meetings", "agenda", "voting", "documents")
ENDINGS = (".html", ".css", ".js")
FOREIGN = "vendor"
LEAVING = (
    "check.html",
    "check.js",
)  # leave the house with every check package, so that what was handed out stays comparable


def folders(name: str) -> list[str]:
    """The folders of that name in all rooms and their wings, as paths from the root."""
    return sorted(str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob(name) if path.is_dir())


def faults() -> Iterator[str]:
    """Every line at fault as `file:number: what`."""
    for path in _ours():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if fault := _fault(path.suffix, line):
                yield f"{path.relative_to(ROOT)}:{number}: {fault}"


def _ours() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.*")):
            if path.suffix in ENDINGS and FOREIGN not in path.parts and path.name not in LEAVING:
                yield path


def _fault(ending: str, line: str) -> str:
    if len(line) > LONGEST:
        return f"{len(line)} characters, at most {LONGEST}"
    if ending == ".css" and (line.count("{") > 1 or line.count("}") > 1):
        return "more than one rule"
    return ""
