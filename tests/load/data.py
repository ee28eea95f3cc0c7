"""Fills a folder of its own with a running meeting: 25 voting seats, 12 of them present, ten items on the agenda.

`python -m tests.load.data [SEATS]`, with DATA_DIR naming the folder. Everybody is signed in: `cookies.json` there holds
the clerk's cookie and the members'.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


def fill(seats: int) -> None:
    """Migrate, collect what pages need, make the committee, plan, convene and open the meeting through the services."""
    from django.conf import settings
    from django.core.management import call_command

    from config.serving import server

    call_command("migrate", verbosity=0, interactive=False)
    server.collect_static()
    clerk, members = make_meeting(seats)
    cookies = {"clerk": cookie_of(clerk), "members": [cookie_of(user) for user in members]}
    (settings.DATA_DIR / "cookies.json").write_text(json.dumps(cookies))


def cookie_of(user) -> str:
    """What the browser of that person sends, signed in without a form."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def make_meeting(seats: int):
    from django.utils import timezone

    from agenda import services as agenda
    from meetings import selectors, services
    from meetings.models import Body, Institution
    from voting.models import ApprovalOverride

    body = Body.objects.create(
        institution=Institution.objects.create(name="Stadt Beispiel"), name="Ausschuss", statutory_seats=seats
    )
    user = make_person(body, "clerk", 0)
    clerk = selectors.actor_for(user, body_id=body.pk)
    members = [make_person(body, "chair" if number == 1 else "member", number) for number in range(1, seats + 1)]
    start = timezone.now() + timedelta(hours=1)
    meeting = services.create_meeting(
        body=body, actor=clerk, title="1. Sitzung", starts_at=start, format="hybrid", hall="Saal 1"
    )
    ApprovalOverride.objects.create(meeting=meeting, reason="Messung", at=timezone.now())
    for number in range(1, 11):
        part = "public" if number <= 8 else "non_public"
        agenda.add_item(
            meeting=meeting, actor=clerk, part=part, title=f"Bericht über den Sachstand {number}", planned_minutes=10
        )
    meeting = services.convene_meeting(meeting=meeting, actor=clerk)
    meeting = services.open_meeting(meeting=meeting, actor=clerk)
    for member in members[:12]:
        services.record_arrival(meeting=meeting, person=member.person, mode="hall", actor=clerk)
    return user, members


def make_person(body, role: str, number: int):
    """Somebody of that role, invented, with an account."""
    from meetings.models import Membership, Person, User

    user = User.objects.create_user(f"person{number}@example.org")  # whoever has a cookie needs no password
    person = Person.objects.create(user=user, given_name="Probe", family_name=f"Person {number}", is_demo=True)
    votes = role in {"member", "chair"}
    Membership.objects.create(person=person, body=body, role=role, voting_right=votes, starts_on=date(2020, 11, 1))
    return user


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 25)
