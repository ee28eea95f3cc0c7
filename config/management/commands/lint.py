"""`manage.py lint`: style, format, types, templates, long lines, missing migrations."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.lines import faults, folders
from config.setup.bootstrap import ROOT

STEPS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
}


class Command(BaseCommand):
    help = "Checks style, format, types, templates, the length of lines and that no migration is missing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step, also after one has failed, and name those that did."""
        commands = {name: [sys.executable, "-m", *step] for name, step in STEPS.items()}
        commands["templates"] = [sys.executable, "-m", "djhtml", "--check", "--tabwidth", "2", *folders("templates")]
        commands["migrations"] = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
        failed = [name for name, command in commands.items() if not self.passes(name, command)]
        failed += ["lines"] * (not self.are_short())
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")
        self.stdout.write(self.style.SUCCESS("Everything is in order."))

    def passes(self, name: str, command: list[str]) -> bool:
        self.stdout.write(f"{name}:")
        self.stdout.flush()
        variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "RATSSAAL_BOOTSTRAP": "0"}
        return subprocess.run(command, cwd=ROOT, env=variables).returncode == 0

    def are_short(self) -> bool:
        found = list(faults())
        self.stdout.write("\n".join(["lines:", *found]))
        return not found
