"""`manage.py serve`: the program in earnest, one process of it."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from config.serving import server
from meetings.journal import keyring


class Command(BaseCommand):
    help = "Serves the program with Daphne, with the settings of the environment; run `migrate` before."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if said := keyring.trouble():
            self.stderr.write(self.style.ERROR(said))
        server.collect_static()
        address = f"{options['host']}, port {options['port']}"
        server.serve(options["host"], options["port"], lambda: self.stdout.write(f"Ratssaal listens on {address}."))
