"""Puts a non-public item before the meeting of `data.py`: the public is out, every second member has declared a
conflict of interest.

`python -m tests.load.moments_data`, with DATA_DIR naming a folder that `data.py` has filled; prints the item's id.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

CANARY = "Kanarienpreis"


def prepare() -> int:
    from agenda import services as agenda
    from agenda.models import AgendaItem
    from meetings import services
    from meetings.models import Meeting, User
    from meetings.selectors import actor_for

    meeting = Meeting.objects.get()

    def acting(user):
        return actor_for(user, body_id=meeting.body_id, meeting=meeting)

    clerk = acting(User.objects.get(email="person0@example.org"))
    item = AgendaItem.objects.filter(meeting=meeting, part="non_public").order_by("pk")[0]
    AgendaItem.objects.filter(pk=item.pk).update(draft_resolution=CANARY)
    for number in range(2, 151, 2):
        agenda.declare_recusal(item=item, actor=acting(User.objects.get(email=f"person{number}@example.org")))
    services.exclude_public(meeting=meeting, category="Auftragsvergaben", motion="", actor=clerk)
    services.close_channels(meeting=meeting, actor=clerk)
    return item.pk


if __name__ == "__main__":
    django.setup()
    print(prepare())
