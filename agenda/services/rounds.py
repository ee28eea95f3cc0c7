"""The rounds in which notices are sent; `config.courier` walks them in a thread of its own."""

from __future__ import annotations

import time

from django.utils import timezone

from agenda import selectors
from agenda.selectors.notices import Due
from agenda.services import letters, post
from agenda.services.notices import claim, forget_notices, settle


class Round:
    """The rounds of one process: sends what is due, lets what failed rest a while, forgets what is over."""

    REST = 60.0

    def __init__(self) -> None:
        self.resting: dict[int, float] = {}

    def go(self) -> int:
        """One round; answers how many mails went out."""
        moment = time.monotonic()
        self.resting = {pk: until for pk, until in self.resting.items() if until > moment}
        due = [one for one in selectors.due_notices(timezone.now()) if one.notice.pk not in self.resting]
        count = sum(self._deliver(one) for one in due)
        forget_notices(timezone.now())
        return count

    def _deliver(self, due: Due) -> bool:
        if not claim(due):
            return False
        done = post.sent(letters.notice_mail(due))
        settle(due, sent=done)
        if not done:
            self.resting[due.notice.pk] = time.monotonic() + self.REST
        return done
