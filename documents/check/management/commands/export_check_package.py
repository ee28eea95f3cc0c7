"""`manage.py export_check_package MEETING --out DIR`: journal, signed heads and the programs that check them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.check.exports import package_of
from documents.check.services import FULL_PACKAGE
from meetings.models import Meeting
from meetings.services import record_command


class Command(BaseCommand):
    """Writes the check package of a meeting into a folder."""

    help = "Export a meeting's check package (Pruefpaket): python3 check.py, or open check.html."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("meeting", type=int, help="number of the meeting, as in its address")
        parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to write into")
        parser.add_argument("--public", action="store_true", help="open nothing of non-public events")

    def handle(self, *args: Any, **options: Any) -> None:
        meeting = Meeting.objects.filter(pk=options["meeting"]).first()
        if meeting is None:
            raise CommandError(f"There is no meeting {options['meeting']}.")
        if not options["public"]:
            record_command(meeting=meeting, what="documents.check_package", title=str(FULL_PACKAGE))
        folder = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in package_of(meeting, public_only=options["public"]).items():
            (folder / name).write_text(content, encoding="utf-8", newline="\n")
        self.stdout.write(f"Written to {folder}. Check it there with: python3 check.py, or open check.html.")
