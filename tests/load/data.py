"""Fills a folder of its own with a running meeting: 25 voting seats, 12 of them present, ten items on the agenda.

`python -m tests.load.data`, with DATA_DIR naming the folder.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


def fill() -> None:
    """Migrate, make the committee, plan, convene and open the meeting through the services."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    make_meeting()


def make_meeting() -> None:
    from django.utils import timezone

    from agenda import services as agenda
    from meetings import selectors, services
    from meetings.models import Body, Institution

    body = Body.objects.create(institution=Institution.objects.create(name="Stadt Beispiel"), name="Ausschuss", statutory_seats=25)
    clerk = selectors.actor_for(make_person(body, "clerk", 0), body_id=body.pk)
    members = [make_person(body, "chair" if number == 1 else "member", number) for number in range(1, 26)]
    start = timezone.now() + timedelta(hours=1)
    meeting = services.create_meeting(body=body, actor=clerk, title="1. Sitzung", starts_at=start, format="hybrid", hall="Saal 1")
    for number in range(1, 11):
        part = "public" if number <= 8 else "non_public"
        agenda.add_item(meeting=meeting, actor=clerk, part=part, title=f"Bericht über den Sachstand {number}", planned_minutes=10)
    meeting = services.convene_meeting(meeting=meeting, actor=clerk)
    meeting = services.open_meeting(meeting=meeting, actor=clerk)
    for user in members[:12]:
        services.record_arrival(meeting=meeting, person=user.person, mode="hall", actor=clerk)


def make_person(body, role: str, number: int):
    """Somebody of that role, invented, with an account."""
    from meetings.models import Membership, Person, User

    user = User.objects.create_user(f"person{number}@example.org", "correct horse battery")
    person = Person.objects.create(user=user, given_name="Probe", family_name=f"Person {number}", is_demo=True)
    votes = role in {"member", "chair"}
    Membership.objects.create(person=person, body=body, role=role, voting_right=votes, starts_on=date(2020, 11, 1))
    return user


if __name__ == "__main__":
    django.setup()
    fill()
