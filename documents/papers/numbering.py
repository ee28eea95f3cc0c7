"""Numbers of papers after a pattern that the institution chooses: pure, no database.

Patterns in use: `20/044/2023` (office, serial, year), `11/0500/2015` (term, serial, year), `IX/416/1` (term, serial,
supplement), `B/2455/2023` (kind, serial, year), `1536/V` (serial, term).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PARTS = ("term", "year", "yy", "office", "kind")
SERIAL = re.compile(r"\{serial(?::0?([1-9]))?\}")
PART = re.compile(r"\{([a-z]+)(?::0?[1-9])?\}")
LONGEST_PATTERN = 60


class BadPattern(ValueError):
    """A pattern that gives no number, or names a part that there is none of."""


def check_pattern(pattern: str) -> None:
    """Refuse what is no pattern: without a serial, with one twice, with unknown parts or stray braces."""
    names = PART.findall(pattern)
    rest = PART.sub("", pattern)
    known = all(name in {*PARTS, "serial"} for name in names)
    if len(SERIAL.findall(pattern)) != 1 or not known or "{" in rest or "}" in rest or len(pattern) > LONGEST_PATTERN:
        raise BadPattern(pattern)


def series_of(pattern: str, parts: Mapping[str, str]) -> str:
    """What all numbers of one series have in common: the pattern with everything put in but the serial."""
    return PART.sub(lambda found: found[0] if found[1] == "serial" else parts.get(found[1], ""), pattern)


def number_in(series: str, serial: int) -> str:
    """The number with this serial in its series."""
    return SERIAL.sub(lambda found: f"{serial:0{int(found[1] or 1)}d}", series, count=1)


def supplement_number(number: str, serial: int) -> str:
    """The number of the n-th supplement to a paper, or answer to it (07453-04)."""
    return f"{number}-{serial:02d}"
