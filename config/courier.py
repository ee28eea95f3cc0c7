"""The courier: one thread per process that sends mails that are due and tidies up once a day, beside the live path."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connections

from agenda.services import Round
from config.telling import Teller
from config.tidying import Daily

EVERY = 15.0
logger = logging.getLogger(__name__)


class Courier(threading.Thread):
    """Walks a round every few seconds until it is told to stop; a round that fails is logged and the next one tries again."""

    def __init__(self, every: float = EVERY) -> None:
        super().__init__(name="courier", daemon=True)
        self.every = every
        self.round, self.teller, self.tidy_up = Round(), Teller(), Daily()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(self.every):
            self.walk()

    def walk(self) -> None:
        """Notices first: they are the ones that come too late."""
        try:
            for what, task in (("notices", self.round.go), ("news of memberships", self.teller.go), ("tidying", self.tidy_up.go)):
                self._try(what, task)
        finally:
            connections.close_all()

    def _try(self, what: str, task: Callable[[], object]) -> None:
        try:
            task()
        except Exception:
            logger.exception("a round of %s failed; the next one tries again", what)

    def stop(self) -> None:
        self.stopped.set()
