"""`manage.py steps`: print the desk's next steps of all rooms in their order, for developers and clerks."""

import inspect
from typing import Any

from django.core.management.base import BaseCommand

from meetings.registry import StepFinder, all_steps


class Command(BaseCommand):
    """One line for each step: its place, its name, and what it is; the first that is due stands on the button."""

    help = "Print the next steps of the desk in the order in which they are looked for."

    def handle(self, *args: Any, **options: Any) -> None:
        steps = all_steps()
        width = max(map(len, steps))
        for place, (name, finder) in enumerate(steps.items(), start=1):
            self.stdout.write(f"{place:2}  {name.ljust(width)}  {sentence_of(finder)}")


def sentence_of(finder: StepFinder) -> str:
    """The first paragraph of what is written under the finder's name, in one line."""
    return " ".join((inspect.getdoc(finder) or "").partition("\n\n")[0].split())
