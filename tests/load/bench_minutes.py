"""The minutes of a large meeting: 60 items, 80 members, 20 votes by name; from the database to the file.

    manage.py bench minutes [--quick]

Measured in this process alone, SQLite within it, in time of the processor: what is collected, what the PDF takes, and
both. The first drawing after a start takes longer, as fonts and templates are read.
"""

from __future__ import annotations

import os
import statistics
import time
from uuid import uuid4

from tests.load.servers import table

ITEMS, MEMBERS, VOTES = 60, 80, 20
GOAL = 1000.0
NOTE = (
    "Die Verwaltung berichtet über den Stand.\nNachfragen zu Kosten und Zeitplan werden "
    "beantwortet.\nKosten\t12.503\t400"
)


def main(argv: list[str]) -> int:
    """Measure and print; 1 when the whole takes longer than its goal at the median."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    meeting = _meeting()
    rounds = [_times(meeting) for _ in range(3 if "--quick" in argv else 11)]
    collected, drawn, whole = (statistics.median(times) for times in zip(*[row[:3] for row in rounds[1:]], strict=True))
    table(
        ["collected ms", "drawn ms", "whole ms", "first ms", "KB"],
        [[*(f"{ms:.0f}" for ms in (collected, drawn, whole, rounds[0][2])), f"{rounds[0][3]}"]],
    )
    if "--profile" in argv:
        import cProfile

        cProfile.runctx("_times(meeting)", globals(), {"meeting": meeting}, sort="tottime")
    print(f"\n{ITEMS} items, {MEMBERS} members, {VOTES} votes by name; goal: {GOAL:g} ms.")
    return int(whole > GOAL)


def _times(meeting) -> tuple[float, float, float, int]:
    from django.utils import translation

    from documents.minutes.content import minutes_of
    from documents.minutes.exports.pdf import pdf_of
    from meetings.enums import Audience

    begin = time.process_time()
    with translation.override("de"):
        minutes = minutes_of(meeting, Audience.PARTICIPANT)
        between = time.process_time()
        content = pdf_of(minutes, "de")
    end = time.process_time()
    return (between - begin) * 1000, (end - between) * 1000, (end - begin) * 1000, len(content) // 1024


def _meeting():
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        return _held()


def _held():
    from agenda import services as agenda
    from agenda.models import AgendaItem
    from meetings import selectors, services
    from tests.load.voting_data import open_vote

    user, members = open_vote(MEMBERS)
    first = AgendaItem.objects.get()
    meeting = first.meeting
    clerk = selectors.actor_for(user, body_id=meeting.body_id)
    voters = [selectors.actor_for(member, body_id=meeting.body_id) for member in members]
    _count(first.polls.get(), voters, clerk)
    _leave(first, clerk)
    resolution = agenda.Resolution("duldet keinen Aufschub", "einstimmig")
    for number in range(1, ITEMS):
        item = agenda.add_item(
            meeting=meeting, actor=clerk, part="public", title=f"Punkt {number}", resolution=resolution
        )
        item = agenda.open_item(item=item, actor=clerk)
        if number < VOTES:
            _vote(item, voters, clerk)
        _leave(item, clerk)
    return services.close_meeting(meeting=meeting, actor=clerk)


def _leave(item, clerk) -> None:
    from agenda import services as agenda

    item.refresh_from_db()
    agenda.close_item(item=agenda.write_note(item=item, text=NOTE, version=item.note_version, actor=clerk), actor=clerk)


def _vote(item, voters, clerk) -> None:
    from voting import services as voting

    words = f"Der Rat beschließt, die Vorlage zu {item.title} anzunehmen und im Herbst zu berichten."
    _count(voting.create_poll(item=item, question=words, open_now=True, actor=clerk), voters, clerk)


def _count(poll, voters, clerk) -> None:
    from voting import services as voting

    for number, voter in enumerate(voters):
        voting.cast_ballot(
            poll=poll, choice=("yes", "yes", "no", "abstain")[number % 4], ballot_id=uuid4(), actor=voter
        )
    voting.declare_result(poll=voting.close_poll(poll=poll, actor=clerk), actor=clerk)
