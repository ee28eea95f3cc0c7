"""Before a body is taken: what is known of it, and who decides; without Django, as a server needs it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from config.serving.refusals import Refusal

SMALL = 64 * 1024  # bytes that anybody may send anywhere
MOST_LARGE = 16  # large bodies at one time, in one process


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a request before its body: where it goes, the session it names, how large the body says it
    is.
    """

    path: str
    session: str
    length: int | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many bytes may come; `large` says that they take one of the few places for files."""

    size: int
    large: bool = False


class Gate:
    """Asked once for every body that is more than `SMALL`, or does not say how large it is."""

    def __init__(
        self, allowance: Callable[[Head], Awaitable[Allowance | Refusal]], by_link: Callable[[str], bool]
    ) -> None:
        self.allowance, self._by_link = allowance, by_link
        self._large = 0

    def asks(self, head: Head) -> bool:
        """Whether it is worth asking the database: a stranger's body goes nowhere but to an address with a personal
        link.
        """
        return bool(head.session) or (head.length is not None and self._by_link(head.path))

    def enter(self) -> bool:
        """Take one of the places for large bodies; False when all are taken."""
        if self._large >= MOST_LARGE:
            return False
        self._large += 1
        return True

    def leave(self) -> None:
        self._large -= 1
