"""`manage.py bench`: the measurements in `tests/load/`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand

from config.setup.bootstrap import ROOT

FOLDER = ROOT / "tests" / "load"
CALL = "import importlib, sys; sys.exit(importlib.import_module(sys.argv[1]).main(sys.argv[2:]))"


class Command(BaseCommand):
    help = "Runs tests/load/bench_*.py: all, or the one named first; what follows the name is handed to its main()."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Take every argument as it is: they belong to the benchmark."""
        self.handle(*argv[2:])

    def handle(self, *args: Any, **options: Any) -> None:
        names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
        if args and args[0] not in names:
            sys.exit(f"There is no benchmark of that name; choose from: {', '.join(names) or 'none yet'}.")
        sys.exit(max((self.measure(name, *args[1:]) for name in (args[:1] or names)), default=0))

    def measure(self, name: str, *args: str) -> int:
        """Run one benchmark in a process and a data folder of its own; the installation's data stay untouched."""
        self.stdout.write(self.style.MIGRATE_HEADING(f"bench {name}"))
        self.stdout.flush()
        with tempfile.TemporaryDirectory(prefix="ratssaal-bench-", ignore_cleanup_errors=True) as folder:
            variables = {**os.environ, "DATA_DIR": folder, "HTTPS": "0"}
            command = [sys.executable, "-c", CALL, f"tests.load.bench_{name}", *args]
            return subprocess.run(command, cwd=ROOT, env=variables).returncode
