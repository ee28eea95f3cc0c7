"""Mails leave in threads of their own: no request, socket or transaction ever waits for a mail server."""

from __future__ import annotations

import logging
import queue
import threading
import time

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

PATIENCE = 20
PAUSES = (0.0, 2.0, 10.0)
MOST_WAITING = 500
logger = logging.getLogger(__name__)
_waiting: queue.Queue[EmailMessage] = queue.Queue(MOST_WAITING)
_begin = threading.Lock()
_worker: threading.Thread | None = None


def send_soon(letter: EmailMessage) -> None:
    """Hand a mail to this process's own postman; a flood of more than can wait is dropped and logged."""
    global _worker
    with _begin:
        if _worker is None or not _worker.is_alive():
            _worker = threading.Thread(target=_carry, name="post", daemon=True)
            _worker.start()
    try:
        _waiting.put_nowait(letter)
    except queue.Full:
        logger.error("a mail was dropped: %s wait already", MOST_WAITING)


def wait_until_sent() -> None:
    """Wait for what was handed in; for tests and commands."""
    _waiting.join()


def _carry() -> None:
    while True:
        letter = _waiting.get()
        try:
            any(_attempt(letter, pause) for pause in PAUSES)
        finally:
            _waiting.task_done()


def _attempt(letter: EmailMessage, pause: float) -> bool:
    time.sleep(pause)
    return sent(letter)


def sent(letter: EmailMessage) -> bool:
    """Send one mail now, within a bounded time; False when the mail server did not take it. No address is logged."""
    try:
        letter.connection = get_connection(timeout=getattr(settings, "EMAIL_TIMEOUT", None) or PATIENCE)
        return letter.send() == 1
    except Exception as error:
        logger.warning("a mail could not be sent: %s", type(error).__name__)
        return False
