"""Telling chair and clerk what changed in who belongs to their body."""

from __future__ import annotations

import logging
import time

from agenda.services.post import sent
from meetings.services import changes_to_tell, put_back

PAUSE = 60.0
logger = logging.getLogger(__name__)


class Teller:
    """Sends what nobody has told yet; when the mail server takes nothing it waits a minute, and nothing is lost."""

    def __init__(self) -> None:
        self.not_before = 0.0

    def go(self) -> int:
        """Answers how many letters went out. A process killed in between leaves the changes untold; the history has them."""
        letters = 0
        if time.monotonic() < self.not_before:
            return 0
        for news in changes_to_tell():
            taken = sum(sent(letter) for letter in news.letters)
            if news.letters and not taken:
                put_back(news)
                self.not_before = time.monotonic() + PAUSE
            letters += taken
        return letters
