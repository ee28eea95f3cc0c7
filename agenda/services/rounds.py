"""The rounds in which notices are written into the outbox; `config.serving.courier` walks them in a thread of its
own.
"""

from __future__ import annotations

from django.utils import timezone

from agenda import selectors
from agenda.services.notices import forget_notices, tell


def tell_notices() -> int:
    """One round: writes what is due, forgets what is over; answers how many mails were written."""
    count = sum(tell(one) for one in selectors.due_notices(timezone.now()))
    forget_notices(timezone.now())
    return count
