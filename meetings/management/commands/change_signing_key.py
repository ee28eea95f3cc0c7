"""`manage.py change_signing_key --by NAME --reason WHY`: a new key for signing the journals, on record."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from meetings.errors import DomainError
from meetings.journal import keyring
from meetings.journal.signing import fingerprint
from meetings.models import SigningKey


class Command(BaseCommand):
    """Changes the key, or with `--list` prints the keys that are on record."""

    help = "Change the key with which this installation signs its journals, or list those on record."
    requires_system_checks: list[str] = []  # one of them says that this command is wanted

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", default="", help="who changes it; stands on record")
        parser.add_argument("--reason", default="", help="why; stands on record")
        parser.add_argument("--list", action="store_true", help="print the keys on record and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["list"]:
            self._change(options["by"], options["reason"])
        for row in SigningKey.objects.all():
            self.stdout.write(f"{row.since:%Y-%m-%d %H:%M} UTC  {fingerprint(row.key)}  {row.by or '-'}: {row.reason}")

    def _change(self, by: str, reason: str) -> None:
        try:
            row = keyring.change_key(by=by, reason=reason)
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"This installation signs with {fingerprint(row.key)} from now on. Back up SIGNING_KEY_FILE.")
