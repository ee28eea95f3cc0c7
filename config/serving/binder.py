"""The binder: one thread per process beside the live path that puts meeting packs together, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections

from config.serving.courier import attempt
from documents.packs import services
from documents.packs.exports.building import build_next
from documents.packs.exports.waiting import in_background


class Binder(threading.Thread):
    """Builds at once what this process was asked for, and every few seconds what others left."""

    def __init__(self, every: float = 5.0) -> None:
        super().__init__(name="binder", daemon=True)
        self.every = every
        self.stopped = threading.Event()

    def run(self) -> None:
        if settings.WEB_PROCESSES == 1:
            self._try(services.take_up_again)
        in_background.set()
        try:
            while not self.stopped.is_set():
                services.woken.clear()
                self._try(self.walk)
                services.woken.wait(self.every)
        finally:
            in_background.clear()

    def walk(self) -> None:
        """Everything that waits."""
        while not self.stopped.is_set() and build_next():
            pass

    def _try(self, task: Callable[[], object]) -> None:
        try:
            attempt("packs", task)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """What is being built is left; the next start takes it up again."""
        self.stopped.set()
        services.woken.set()
