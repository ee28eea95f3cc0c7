"""`manage.py test`: the whole test suite; what follows the word is handed to pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.setup.bootstrap import ROOT, find_browser

BROWSER_TESTS = "tests/e2e"
NOTHING_COLLECTED = 5
IN_PARALLEL = ("-n", "auto", "--dist", "loadfile")  # a module's tests share what they have set up


class Command(BaseCommand):
    help = "Runs the tests with pytest, then the browser tests when a Chromium is found. Arguments are pytest's own."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Take every argument as it is: they belong to pytest."""
        self.handle(*argv[2:])

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the plain tests and the browser tests apart: Playwright's event loop would break the former.

        A part in which nothing was to be run does not count; that nothing at all was run is a failure.
        """
        named = [argument for argument in args if argument.startswith("tests")]
        browser = [argument for argument in named if argument.startswith(BROWSER_TESTS)]
        codes = []
        if not named or named != browser:
            codes.append(pytest(*IN_PARALLEL, *args, f"--ignore={BROWSER_TESTS}"))
        if not named or browser:
            codes.append(self.browser_tests(*args, *([] if browser else [BROWSER_TESTS])))
        sys.exit(max((code for code in codes if code != NOTHING_COLLECTED), default=NOTHING_COLLECTED))

    def browser_tests(self, *args: str) -> int:
        if not any((ROOT / BROWSER_TESTS).rglob("test_*.py")):
            return NOTHING_COLLECTED
        found = find_browser()
        if found:
            parallel = (
                () if os.environ.get("DATABASE_URL") else IN_PARALLEL
            )  # the program under the browser needs a database of its own
            return pytest(*parallel, *args, BROWSER_PATH=found, DJANGO_ALLOW_ASYNC_UNSAFE="true")
        required = os.environ.get("REQUIRE_BROWSER") == "1"
        sentence = "NO BROWSER: no Chromium was found, the browser tests were not run."
        self.stderr.write(self.style.ERROR(sentence) if required else self.style.WARNING(f"SKIPPED. {sentence}"))
        return int(required)


def pytest(*args: str, **environment: str) -> int:
    """Run pytest in a process of its own, on the settings of the tests."""
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment}
    return subprocess.run([sys.executable, "-m", "pytest", *args], cwd=ROOT, env=variables).returncode
