"""`manage.py faults`: is every vote there once, and every result right, when things are killed and close and casts
collide?
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand

from config.setup.bootstrap import ROOT

KINDS = ("kills", "terms", "postgres", "redis", "races")
CALL = "import importlib, sys; sys.exit(importlib.import_module(sys.argv[1]).main(sys.argv[2:]))"


class Command(BaseCommand):
    help = (
        f"Runs the trials in tests/faults: all, or the one named first ({', '.join(KINDS)}); `KIND "
        f"--help` lists its options."
    )
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Take every argument as it is: they belong to the trial."""
        self.handle(*argv[2:])

    def handle(self, *args: Any, **options: Any) -> None:
        named = bool(args) and not args[0].startswith("--")
        if named and args[0] not in KINDS:
            sys.exit(f"There is no trial of that name; choose from: {', '.join(KINDS)}.")
        sys.exit(max(self.attempt(kind, *args[named:]) for kind in (args[:1] if named else KINDS)))

    def attempt(self, kind: str, *args: str) -> int:
        """Run one trial in a process and a data folder of its own; the installation's data stay untouched."""
        self.stdout.write(self.style.MIGRATE_HEADING(f"faults {kind}"))
        self.stdout.flush()
        module = ["tests.faults.races"] if kind == "races" else ["tests.faults.kills", kind]
        with tempfile.TemporaryDirectory(prefix="ratssaal-faults-", ignore_cleanup_errors=True) as folder:
            variables = {**os.environ, "DATA_DIR": folder, "HTTPS": "0"}
            return subprocess.run([sys.executable, "-c", CALL, *module, *args], cwd=ROOT, env=variables).returncode
