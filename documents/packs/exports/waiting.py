"""Waiting for a pack while somebody builds it in the background: shortly, and not by many at once."""

from __future__ import annotations

import threading
import time

from documents.packs import services
from documents.packs.exports.building import build_here
from documents.packs.models import Pack
from documents.packs.selectors import pack_again

LOOK_AGAIN = 0.2
MOST_WAITING = 8
"""Each takes the thread of a request; the others are told to come again."""
_seats = threading.BoundedSemaphore(MOST_WAITING)
in_background = threading.Event()
"""Set while a thread of this process builds packs (config/serving/binder.py)."""


def wait_for(pack: Pack, seconds: float) -> Pack:
    """The pack as soon as nothing more comes of it, or as it stands after so many seconds. Without anybody in the
    background whoever asks builds it.
    """
    if not pack.is_over and not in_background.is_set():
        build_here(pack)
        return pack_again(pack) or pack
    return pack if pack.is_over else _wait(pack, seconds)


def _wait(pack: Pack, seconds: float) -> Pack:
    if not _seats.acquire(blocking=False):
        return pack
    try:
        services.woken.set()
        until = time.monotonic() + seconds
        while not pack.is_over and time.monotonic() < until:
            time.sleep(LOOK_AGAIN)
            pack = pack_again(pack) or pack
    finally:
        _seats.release()
    return pack
