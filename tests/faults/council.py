"""A council in the hall, everybody present, and votes to be cast: what the trials with kills and races begin with.

`python -m tests.faults.council ELECTORS VOTES`, with DATA_DIR (and DATABASE_URL) naming the place; `vote.json` there
holds the prepared polls, of which the first is open, and everybody's cookie.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

if TYPE_CHECKING:
    from agenda.models import AgendaItem
    from meetings.models import User
    from meetings.permissions import Actor


def fill(electors: int, votes: int) -> dict[str, Any]:
    """Migrate, collect what pages need, let the council meet, prepare the votes and open the first."""
    from django.conf import settings
    from django.core.management import call_command

    from config.serving import server
    from tests.load.data import cookie_of
    from voting import services

    call_command("migrate", verbosity=0, interactive=False)
    server.collect_static()
    clerk, members, item = convene(electors)
    polls = [services.create_poll(item=item, question=f"Frage {number}", actor=clerk) for number in range(1, votes + 1)]
    services.open_poll(poll=polls[0], actor=clerk)
    return {
        "folder": str(settings.DATA_DIR),
        "meeting": item.meeting_id,
        "polls": [poll.pk for poll in polls],
        "clerk": cookie_of(clerk.user),
        "members": {member.person.pk: cookie_of(member) for member in members},
    }


def convene(electors: int) -> tuple[Actor, list[User], AgendaItem]:
    """An in-person meeting under way with an open decision; the first of the members chairs."""
    from django.utils import timezone

    from agenda import services as agenda
    from meetings import selectors, services
    from meetings.models import Body, Institution
    from tests.load.data import make_person

    body = Body.objects.create(
        institution=Institution.objects.create(name="Stadt Beispiel"), name="Rat", statutory_seats=electors
    )
    user = make_person(body, "clerk", 0)
    clerk = selectors.actor_for(user, body_id=body.pk)
    members = [make_person(body, "chair" if number == 1 else "member", number) for number in range(1, electors + 1)]
    start = timezone.now() + timedelta(hours=1)
    meeting = services.create_meeting(
        body=body, actor=clerk, title="1. Sitzung", starts_at=start, format="in_person", hall="Saal 1"
    )
    words = {"title": "Probe", "treatment": "decision", "draft_resolution": "Der Rat stimmt zu."}
    item = agenda.add_item(meeting=meeting, actor=clerk, part="public", **words)
    services.convene_meeting(meeting=meeting, actor=clerk)
    meeting = services.open_meeting(meeting=meeting, actor=clerk)
    for member in members:
        services.record_arrival(meeting=meeting, person=member.person, mode="hall", actor=clerk)
    clerk = selectors.actor_for(user, body_id=body.pk, meeting=meeting)
    return clerk, members, agenda.open_item(item=item, actor=clerk)


def main(electors: int, votes: int) -> None:
    council = fill(electors, votes)
    with open(os.path.join(council["folder"], "vote.json"), "w", encoding="utf-8") as file:
        json.dump(council, file)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
