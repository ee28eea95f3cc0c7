"""`manage.py demo`: the program with invented data, ready to be opened in a browser."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config import demo
from config.serving import server
from config.setup import bootstrap, demo_options


class Command(BaseCommand):
    help = "Serves the demonstration: makes database and data at the first start and keeps them afterwards."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        demo_options.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        base_url = f"http://{bracketed(options['host'])}:{options['port']}"
        if options["describe"]:
            self.prepare()
            self.stdout.write(json.dumps(demo.describe(base_url), ensure_ascii=False, indent=2, default=str))
            return
        with only_one_server(settings.DATA_DIR / "demo.lock"):
            if options["reset"]:
                throw_data_away()
            self.prepare()
            server.collect_static()
            description = demo.describe(base_url)
            server.serve(options["host"], options["port"], lambda: self.introduce(description))
        self.stdout.write("Stopped.")

    def prepare(self) -> None:
        """Bring the database up to date and load the demo data; both do nothing when they were done before."""
        with bootstrap.one_at_a_time(settings.DATA_DIR / "prepare.lock"):
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stderr.write("Preparing the database ...")
                call_command("migrate", verbosity=0, interactive=False)
            demo.load()
        connections.close_all()

    def introduce(self, description: dict[str, Any]) -> None:
        """Say where to look and as whom; Ctrl-C ends."""
        self.stdout.write(f"\nRatssaal demonstration: {description['base_url']}/\n")
        for account in description["accounts"]:
            self.stdout.write("  {email}  {password}  {role}: {person}".format(**account))
        for meeting in description["meetings"]:
            self.stdout.write("\n{title} ({state})".format(**meeting))
            for name, url in meeting["urls"].items():
                self.stdout.write(f"  {name:12} {url}")
        self.stdout.write("\nCtrl-C ends it.")
        self.stdout.flush()


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextlib.contextmanager
def only_one_server(path: Path) -> Iterator[None]:
    """Hold the data folder: SQLite and the in-memory channel layer belong to one process."""
    with path.open("a") as handle:
        if not bootstrap.lock(handle, wait=False):
            raise CommandError(f"A demo is running on {settings.DATA_DIR} already; choose another folder with --data.")
        yield


def throw_data_away() -> None:
    """Delete the demo's database, uploads and mails; only ever the SQLite file of the data folder."""
    if settings.DATABASE_URL:
        raise CommandError("--reset only deletes the demo's own SQLite file; DATABASE_URL names another database.")
    connections.close_all()
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        (settings.DATA_DIR / name).unlink(missing_ok=True)
    for folder in (settings.DATA_DIR / "files", settings.DATA_DIR / "mail"):
        shutil.rmtree(folder, ignore_errors=True)
