"""Fills a folder or a database of its own with an open vote and so many people who may cast: `cookies.json` lists their
cookies.

`python -m tests.load.voting_data VOTERS`, with DATA_DIR naming the folder; the vote is poll 1 of meeting 1.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

FORMAT = "in_person"
"""Of the meeting: whether a vote by device may be opened depends on it."""


def fill(voters: int) -> None:
    """Migrate, make the council, open its meeting, put one item to the vote; in one transaction, because nobody
    watches.
    """
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from config.serving import server

    call_command("migrate", verbosity=0, interactive=False)
    server.collect_static()
    with transaction.atomic():
        clerk, members = open_vote(voters)
        cookies = {"clerk": cookie_of(clerk), "members": [cookie_of(user) for user in members]}
    (settings.DATA_DIR / "cookies.json").write_text(json.dumps(cookies))


def open_vote(voters: int):
    from django.utils import timezone

    from agenda import services as agenda
    from meetings import selectors, services
    from meetings.models import Body, Institution
    from tests.load.data import make_person
    from voting import services as voting

    body = Body.objects.create(
        institution=Institution.objects.create(name="Stadt Beispiel"), name="Rat", statutory_seats=voters
    )
    user = make_person(body, "clerk", 0)
    clerk = selectors.actor_for(user, body_id=body.pk)
    members = [make_person(body, "chair" if number == 1 else "member", number) for number in range(1, voters + 1)]
    start = timezone.now() + timedelta(hours=1)
    meeting = services.create_meeting(
        body=body, actor=clerk, title="1. Sitzung", starts_at=start, format=FORMAT, hall="Saal 1"
    )
    decision = {"title": "Neue Software", "treatment": "decision", "draft_resolution": "Der Rat stimmt zu."}
    item = agenda.add_item(meeting=meeting, actor=clerk, part="public", **decision)
    services.convene_meeting(meeting=meeting, actor=clerk)
    services.open_meeting(meeting=meeting, actor=clerk)
    seat_all(meeting, members)
    item = agenda.open_item(item=item, actor=clerk)
    voting.create_poll(item=item, actor=clerk, open_now=True)
    return user, members


def seat_all(meeting, members) -> None:
    """Everybody is here and holds their own seat, as after so many arrivals; one by one they would take minutes."""
    from django.utils import timezone

    from meetings.models import Attendance, Membership, SeatHolding

    now, people = timezone.now(), [member.person for member in members]
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, mode="hall", arrived_at=now) for person in people
    )
    seats = Membership.objects.filter(person__in=people)
    SeatHolding.objects.bulk_create(
        SeatHolding(meeting=meeting, seat=seat, person_id=seat.person_id, since=now) for seat in seats
    )


def cookie_of(user) -> str:
    """What the browser of that person sends; the session alone, without what a sign-in does besides."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
