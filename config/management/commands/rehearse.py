"""`manage.py rehearse`: practise a meeting alone, with simulated members who act through the program's real doors."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from config.rehearsal.actors import Record
from config.rehearsal.copying import prepare, simulated_members
from config.rehearsal.doors import Answer, House
from config.rehearsal.habits import Habit
from config.rehearsal.running import run
from meetings.errors import DomainError
from meetings.models import Meeting


class Command(BaseCommand):
    help = (
        "Copies a meeting for a rehearsal and lets simulated members take part in it: they join, vote, confirm, lose "
        "their "
        "connection and come back, while you sit at the desk. The program has to be running. Ctrl-C or the close of "
        "the "
        "meeting ends it; given a rehearsal, it goes on with that one."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("meeting", type=int, help="id of the meeting, as in its address")
        parser.add_argument("--members", type=int, default=25, help="how many simulated members (25)")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the program is to be reached")
        parser.add_argument("--seed", type=int, default=0, help="another number gives another course")
        parser.add_argument("--speed", type=float, default=1.0, help="2 makes everybody act twice as fast")
        parser.add_argument("--seconds", type=float, default=None, help="end after so long")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["members"] <= 200 or options["speed"] <= 0:
            raise CommandError("Choose 1 to 200 members and a speed above 0.")
        house = house_at(options["url"].rstrip("/"))
        meeting = self.rehearsal(options["meeting"], options["members"])
        self.introduce(meeting, house.base)
        chosen = {name: options[name] for name in ("seed", "speed", "seconds")}
        record = Record(self.tell)
        try:
            run(meeting, house, record, **chosen)
        except KeyboardInterrupt:
            self.stdout.write("")
        self.sum_up(record)

    def rehearsal(self, pk: int, members: int) -> Meeting:
        """The copy, or the rehearsal itself when that is what was named."""
        meeting = Meeting.objects.select_related("body__institution").filter(pk=pk).first()
        if meeting is None:
            raise CommandError(f"There is no meeting {pk}.")
        if meeting.rehearsal_of_id is not None:
            if not meeting.is_live:
                raise CommandError("This rehearsal is over; name the meeting itself for another one.")
            return meeting
        try:
            return prepare(meeting, members)
        except DomainError as error:
            raise CommandError(str(error)) from None

    def introduce(self, meeting: Meeting, base: str) -> None:
        people = len(simulated_members(meeting))
        self.stdout.write(f"{meeting.title}: {people} simulated members wait for you to open it.")
        self.stdout.write(f"  desk     {base}{reverse('meetings:desk', args=[meeting.pk])}")
        self.stdout.write(f"  display  {base}{reverse('meetings:screen', args=[meeting.pk])}\n")

    def tell(self, who: str, habit: Habit, answer: Answer) -> None:
        """One line for each thing that somebody did."""
        outcome = "" if answer.status == 200 else f" - {answer.said.get('message') or answer.status}"
        self.stdout.write(f"{timezone.localtime():%H:%M:%S}  {who} {habit.words}{outcome}")

    def sum_up(self, record: Record) -> None:
        """What was done how often; the exit status is 1 when the program has failed."""
        for (name, outcome), number in sorted(record.counts.items()):
            self.stdout.write(f"{number:6}  {name}  {outcome}")
        self.stdout.write(f"{record.outages:6}  lost connections")
        if record.faults:
            raise CommandError(f"The program failed {record.faults} times.")


def house_at(base: str) -> House:
    """The running program; a plain sentence when nothing answers there."""
    try:
        return House.at(base)
    except (OSError, ValueError):
        raise CommandError(
            f"The program does not answer at {base}. Start it in another window, or name its address with --url."
        ) from None
