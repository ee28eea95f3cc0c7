"""`manage.py permissions`: print who may do what, for reviewers and clerks."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from meetings.permissions import Rule, all_rules


class Command(BaseCommand):
    """One aligned table per room: action, who may do it, while this holds, what others are told."""

    help = "Print the permission tables of all rooms."

    def handle(self, *args: Any, **options: Any) -> None:
        for room, rules in groupby(all_rules(), key=lambda rule: rule.action.split(".")[0]):
            self.stdout.write(f"\n{room}\n{'=' * len(room)}")
            rows = [("action", "who may do it", "while this holds", "what others are told"), *map(_row, rules)]
            widths = [max(len(row[column]) for row in rows) for column in range(3)]
            for row in rows:
                self.stdout.write(
                    "  ".join([*(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)), row[3]])
                )


def _row(rule: Rule) -> tuple[str, str, str, str]:
    return rule.action, rule.who.name, rule.while_.name, str(rule.told)
