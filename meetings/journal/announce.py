"""That something was recorded, said to whoever listens: the journal knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

Listener = Callable[[int, int, str, Collection[int] | None], None]
"""Takes the meeting's id, the number up to which its journal has got, the kind's name and `only_for`."""

_listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Have this called after each commit that recorded something, once per kind; once, however often it is registered.

    It is called while somebody waits for the write, which stands already: it has to deal with its own errors.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(meeting_id: int, seq: int, name: str, only_for: Collection[int] | None = None) -> None:
    """Tell every listener that the meeting has event `seq`.

    `only_for` are the people whose own panels change; None for everybody's.
    """
    for listener in _listeners:
        listener(meeting_id, seq, name, only_for)
