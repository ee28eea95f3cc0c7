"""`manage.py export_journal MEETING`: the journal as lines that anybody can check with `chain.py`."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.journal import chain
from meetings.journal.export import export_lines
from meetings.models import Meeting
from meetings.services import record_command


class Command(BaseCommand):
    """Writes the export to standard output, or with `--out` into a folder together with the verifier."""

    help = "Export a meeting's journal for the offline check (python3 chain.py journal.ndjson)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("meeting", type=int, help="number of the meeting, as in its address")
        parser.add_argument("--out", type=Path, metavar="DIR", help="folder for journal.ndjson and chain.py")
        parser.add_argument(
            "--public", action="store_true", help="leave out what is not public; the chain can still be checked"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        meeting = Meeting.objects.filter(pk=options["meeting"]).first()
        if meeting is None:
            raise CommandError(f"There is no meeting {options['meeting']}.")
        if not options["public"]:
            record_command(meeting=meeting, what="meetings.journal", title=_("Journal, with what is not public"))
        text = "".join(f"{line}\n" for line in export_lines(meeting, public_only=options["public"]))
        if options["out"] is None:
            self.stdout.write(text, ending="")
        else:
            self._write(options["out"], text)

    def _write(self, folder: Path, text: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "journal.ndjson").write_text(text, encoding="utf-8", newline="\n")
        shutil.copyfile(chain.__file__, folder / "chain.py")
        self.stdout.write(f"Written to {folder}. Check it there with: python3 chain.py journal.ndjson")
