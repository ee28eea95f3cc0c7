"""The courier: one thread per process that sends notices before agenda items, beside the live path."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from agenda.services import Round

EVERY = 15.0
logger = logging.getLogger(__name__)


class Courier(threading.Thread):
    """Walks a round every few seconds until it is told to stop; a round that fails is logged and the next one tries again."""

    def __init__(self, every: float = EVERY) -> None:
        super().__init__(name="courier", daemon=True)
        self.every = every
        self.round = Round()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(self.every):
            self.walk()

    def walk(self) -> None:
        try:
            self.round.go()
        except Exception:
            logger.exception("a round of notices failed; the next one tries again")
        finally:
            connections.close_all()

    def stop(self) -> None:
        self.stopped.set()
