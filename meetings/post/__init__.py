"""The outbox: mails are written in the transaction that causes them and carried by `config.serving.courier`, in
threads of its own.
"""

from meetings.post.carrying import Handover, claim, deliver, look_after, send_now, walk
from meetings.post.kinds import AT_ONCE, SOON, Kind, kind_of, mask, register
from meetings.post.waking import wake, woken
from meetings.post.writing import enqueue, pretend, rebuilt

__all__ = [
    "AT_ONCE",
    "SOON",
    "Handover",
    "Kind",
    "claim",
    "deliver",
    "enqueue",
    "kind_of",
    "look_after",
    "mask",
    "pretend",
    "rebuilt",
    "register",
    "send_now",
    "wake",
    "walk",
    "woken",
]
