"""That something was recorded, said to whoever listens: the journal knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

Listener = Callable[[int, int, str, Collection[int] | None], None]
"""Takes the number of what the journal is about, the number up to which its journal has got, the kind's name and
`only_for`.
"""

_listeners: dict[str, list[Listener]] = {}


def listen(about: str, listener: Listener) -> None:
    """Have this called after each commit that recorded something about a "meeting" or the like, once per kind; however
    often it comes.

    It is called while somebody waits for the write, which stands already: it has to deal with its own errors.
    """
    known = _listeners.setdefault(about, [])
    if listener not in known:
        known.append(listener)


def announce(about: str, pk: int, seq: int, name: str, only_for: Collection[int] | None = None) -> None:
    """Tell whoever listens to meetings, or whatever it is about, that this one's journal has event `seq`.

    `only_for` are the people whose own panels change; None for everybody's.
    """
    for listener in _listeners.get(about, []):
        listener(pk, seq, name, only_for)
