"""Parts of a file, as RFC 9110 section 14 asks for them. Pure: no Django, no database."""

import re
from typing import NamedTuple

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,19})-(\d{0,19})", re.IGNORECASE | re.ASCII)


class Unsatisfiable(Exception):
    """The range begins behind the end of the file: 416."""


class Slice(NamedTuple):
    """The bytes from `start` up to but not including `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.start


def wanted_slice(header: str, size: int) -> Slice | None:
    """The one range that is asked for; None where the whole file is the right answer.

    That is so for several ranges at once, for other units and for what cannot be read: RFC 9110 14.2 allows to
    ignore them, and no reader of ours needs them.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return _suffix(int(last), size)
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Slice(start, min(end + 1, size))


def _suffix(length: int, size: int) -> Slice:
    if not length or not size:
        raise Unsatisfiable
    return Slice(max(size - length, 0), size)
