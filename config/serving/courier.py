"""The courier: three threads per process beside the live path. One finds what is due and tidies up, one carries the
outbox, one makes copies of files.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections

from agenda.services import tell_notices
from config.tidying import Daily
from documents.files import services as files
from meetings import post
from meetings.services import tell_changes

EVERY = 15.0
logger = logging.getLogger(__name__)


class Courier(threading.Thread):
    """Walks a round every few seconds until it is told to stop; a round that fails is logged and the next one tries
    again.
    """

    def __init__(self, every: float = EVERY) -> None:
        super().__init__(name="courier", daemon=True)
        self.every = every
        self.tidy_up = Daily()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(self.every):
            self.walk()

    def walk(self) -> None:
        """Notices first: they are the ones that come too late."""
        try:
            for what, task in (
                ("notices", tell_notices),
                ("news of memberships", tell_changes),
                ("tidying", self.tidy_up.go),
            ):
                attempt(what, task)
        finally:
            connections.close_all()

    def stop(self) -> None:
        self.stopped.set()


class Postman(threading.Thread):
    """Carries the outbox: at once when this process has written a mail, and every few seconds for what others left
    or is due again.
    """

    BREATH = 0.05
    """Whoever wrote the mail is answered first: so the time of the answer does not tell that there is something to
    send.
    """

    def __init__(self, every: float = 5.0) -> None:
        super().__init__(name="postman", daemon=True)
        self.every = every
        self.stopped = threading.Event()

    def run(self) -> None:
        if settings.WEB_PROCESSES == 1:
            self._try(lambda: post.look_after(at_start=True))
        while not self.stopped.is_set():
            self.walk()
            post.woken.wait(self.every)
            post.woken.clear()
            self.stopped.wait(self.BREATH)

    def walk(self) -> None:
        """Everything that is due now."""
        self._try(lambda: post.walk(self.stopped.is_set))

    def _try(self, task: Callable[[], object]) -> None:
        try:
            attempt("mails", task)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """A mail that is being sent is brought to its end, if the mail server lets it within a moment."""
        self.stopped.set()
        post.wake()


class Copyist(threading.Thread):
    """Makes copies of files (clean ones, to read, their text) one after the other: at once when this process has
    received a file, and every few seconds for what others left.
    """

    def __init__(self, every: float = 10.0) -> None:
        super().__init__(name="copyist", daemon=True)
        self.every = every
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            self.walk()
            files.woken.wait(self.every)
            files.woken.clear()

    def walk(self) -> None:
        """Everything that is due now, and orders for what was never ordered."""
        try:
            attempt("copies of files", lambda: files.make_due(self.stopped.is_set))
            attempt("orders of copies", files.order_missing)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """What is being made is made anew by the next process."""
        self.stopped.set()
        files.woken.set()


def attempt(what: str, task: Callable[[], object]) -> None:
    try:
        task()
    except Exception:
        logger.exception("a round of %s failed; the next one tries again", what)
