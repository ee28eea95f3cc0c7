"""`manage.py tidy`: delete what is no longer needed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.tidying import tidy


class Command(BaseCommand):
    """Prints one line per kind: how many were deleted, or would be."""

    help = (
        "Delete what is kept no longer (docs/data.md); the running program does it once a day. Journals "
        "are never touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, number in tidy(dry_run=options["dry_run"]).items():
            self.stdout.write(f"{number:8}  {name}")
