"""The demonstration: one committee and its meetings, with invented persons marked as such.

Everything that a service does is done through it, so the demonstration shows what the program really does.
"""

from __future__ import annotations

from django.db import transaction

from config.demo import meetings, people
from config.demo.description import describe
from meetings.models import Institution

__all__ = ["describe", "load"]


@transaction.atomic
def load() -> None:
    """Put the demo data into the database; called at every start, does nothing when there is any institution.

    To begin anew, `manage.py demo --reset` deletes database and files: a journal is not taken back by program.
    """
    if Institution.objects.exists():
        return
    body = people.found_committee()
    clerk = people.clerk_of(body)
    meetings.hold_past_meeting(body, clerk)
    meetings.plan_information_event(body, clerk)
    meetings.plan_ordinary_meeting(body, clerk)
    people.let_be_known(body)
