"""What an operator reads: one line for what strangers can set off, however often they do."""

from __future__ import annotations

import logging
import time

EVERY = 60.0
LONGEST = 200


class OneLine(logging.Filter):
    """Lets one record in a minute through, as one short line without a stack trace, and says how many were held back.

    For `django.security.DisallowedHost`: a name that is not in ALLOWED_HOSTS is sent by whoever likes, as often as they like.
    """

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0
        self._held_back = 0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now < self._next:
            self._held_back += 1
            return False
        more = f" ({self._held_back} more since the last line)" if self._held_back else ""
        self._next, self._held_back = now + EVERY, 0
        record.msg, record.args = _short(record.getMessage()) + more, ()
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


def _short(message: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in message)
    return printable if len(printable) <= LONGEST else f"{printable[:LONGEST]} ..."
