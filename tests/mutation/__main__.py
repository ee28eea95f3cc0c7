"""`python3 -m tests.mutation [FILE ...] [--limit N --seed S] [--jobs J] [--tests PATH ...]`.

First all tests run once on the whole code; they have to be green, and it is noted which of them reaches which function.
Then each mutant meets the tests that reach its function, the quick ones first, until one fails. It survives when none
does.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.setup import bootstrap
from tests.mutation.mutants import Mutant, mutants_of

ROOT = bootstrap.ROOT
QUIET = ["-p", "no:cacheprovider", "-p", "no:xdist", "-x", "-q", "--no-header", "--tb=line", "--assert=plain"]
PYTEST = ["-p", "tests.mutation.plugin", *QUIET]
FILES = {
    "voting/majority.py": ["tests/voting/test_majority.py", "tests/voting/test_reference.py"],
    "voting/tally.py": ["tests/voting/test_tally.py", "tests/voting/test_reference.py"],
    "voting/wording.py": ["tests/voting/test_wording.py"],
    "voting/services/ballots.py": ["tests/voting"],
    "voting/services/urn.py": ["tests/voting"],
    "voting/services/together.py": ["tests/voting"],
    "voting/services/hands.py": ["tests/voting"],
    "voting/services/closing.py": ["tests/voting"],
    "voting/selectors/counting.py": ["tests/voting"],
}
"""The files that are broken when none is named, and the tests that have to notice."""
PURE = {"voting/majority.py", "voting/tally.py", "voting/wording.py"}
"""Files whose tests import them directly and need no database: their mutants share one start of Django where there
is fork.
"""
GREEN, FAILED, STOPPED, LATEST = 0, 1, 2, 3600


@dataclass(frozen=True, slots=True)
class Run:
    """One file and everything that is the same for all its mutants."""

    file: str
    tests: list[str]
    folder: Path
    calls: dict[str, dict[str, Any]]
    seconds: int
    """How much processor time a mutant is given."""

    @property
    def template(self) -> Path:
        return self.folder / "template.sqlite3"


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    survived = 0
    for file in options.files or FILES:
        survived += _break(file, options)
    return FAILED if survived else 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m tests.mutation", description="Does a test notice when the code is broken?"
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"what to break; without any: {', '.join(FILES)}")
    parser.add_argument(
        "--tests", nargs="+", default=[], help="the tests that have to notice; without any, those of the room"
    )
    parser.add_argument("--limit", type=int, default=0, help="no more than so many mutants of each file, drawn by lot")
    parser.add_argument("--seed", type=int, default=0, help="another number draws others")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")
    parser.add_argument("--list", action="store_true", help="name the mutants and run nothing")
    return parser.parse_args(argv)


def _break(file: str, options: argparse.Namespace) -> int:
    """Break one file in all its places; how many mutants survive."""
    mutants = mutants_of((ROOT / file).read_text(encoding="utf-8"))
    if options.limit and options.limit < len(mutants):
        chosen = random.Random(options.seed).sample(mutants, options.limit)
        mutants = sorted(chosen, key=lambda mutant: mutant.number)
    if options.list:
        print(*(f"{file}:{mutant.line}: {mutant.words}" for mutant in mutants), sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="ratssaal-mutation-", ignore_cleanup_errors=True) as folder:
        if _is_warm(file):
            _warm()
        run = _begin(file, options.tests or FILES.get(file) or [f"tests/{file.split('/')[0]}"], Path(folder))
        began = time.perf_counter()
        with ThreadPoolExecutor(options.jobs) as pool:
            ends = list(pool.map(lambda mutant: _told(run, mutant), mutants))
    return _report(file, ends, time.perf_counter() - began)


def _begin(file: str, tests: list[str], folder: Path) -> Run:
    """Run all tests on the whole code; end the program unless they are green."""
    record, began = folder / "calls.json", sum(os.times()[2:4])
    ended = _pytest(
        tests,
        {"MUTATION_FILE": file, "MUTATION_RECORD": str(record)} | _database(folder / "template.sqlite3"),
        "--create-db",
    )
    if ended.returncode:
        sys.exit(f"The tests of {file} are not green on the whole code:\n{ended.stdout[-3000:]}{ended.stderr[-1000:]}")
    seconds = sum(os.times()[2:4]) - began
    print(f"{file}: green on the whole code in {seconds:.0f} s of processor time", flush=True)
    return Run(file, tests, folder, json.loads(record.read_text()), int(20 + 5 * seconds))


def _told(run: Run, mutant: Mutant) -> str:
    """How a mutant ends; said at once unless it was simply killed."""
    end = _end_of(run, mutant)
    if end != "killed":
        print(f"  {end} {run.file}:{mutant.line}: {mutant.words}", flush=True)
    return end


def _end_of(run: Run, mutant: Mutant) -> str:
    """`killed`, `slow` (killed by the clock) or `survived`."""
    names = _reached_by(run, mutant)
    if not names:
        return "survived"
    chosen, database = run.folder / f"{mutant.number}.json", run.folder / f"{mutant.number}.sqlite3"
    chosen.write_text(json.dumps(names))
    if run.template.exists():
        shutil.copyfile(run.template, database)
    variables = {"MUTATION_FILE": run.file, "MUTATION_NUMBER": str(mutant.number), "MUTATION_TESTS": str(chosen)}
    variables |= {"MUTATION_SECONDS": str(run.seconds)} | _database(database)
    files = sorted({name.split("::")[0] for name in names})
    try:
        code = (
            _forked(run.file, files, variables)
            if _is_warm(run.file)
            else _pytest(files, variables, timeout=LATEST).returncode
        )
    except subprocess.TimeoutExpired:
        return "slow"
    finally:
        database.unlink(missing_ok=True)
    if code > STOPPED:
        raise RuntimeError(f"pytest ended with {code} for {run.file}:{mutant.line}: {mutant.words}")
    return "survived" if code == GREEN else "killed" if code > 0 else "slow"


def _is_warm(file: str) -> bool:
    return file in PURE and hasattr(os, "fork")


def _warm() -> None:
    """Import once what every run over a pure file needs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    import hypothesis  # noqa: F401
    import pytest  # noqa: F401

    django.setup()


def _forked(file: str, tests: list[str], variables: dict[str, str]) -> int:
    """Run pytest in a copy of this process that forgets the module and imports it broken; the code it ends with."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.environ.update(variables)
            _forget(".".join(Path(file).with_suffix("").parts))
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
            import pytest

            code = int(pytest.main([*PYTEST, *tests]))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _forget(module: str) -> None:
    room, name = module.rsplit(".", 1)
    sys.modules.pop(module, None)
    vars(sys.modules[room]).pop(name, None)


def _reached_by(run: Run, mutant: Mutant) -> list[str]:
    """The tests that reach the function of a mutant, the quick ones first; all of them for what runs at the import."""

    def reaches(calls: list[int]) -> bool:
        return mutant.function is None or any(_within(mutant.function, line) for line in calls)

    names = [name for name, noted in run.calls.items() if reaches(noted["calls"])]
    return sorted(names, key=lambda name: run.calls[name]["seconds"])


def _within(function: tuple[int, int], line: int) -> bool:
    return function[0] <= line <= function[1]


def _database(path: Path) -> dict[str, str]:
    """An SQLite file that is made once and copied; another database is made anew each time."""
    return {} if os.environ.get("DATABASE_URL") else {"MUTATION_DATABASE": str(path)}


def _pytest(
    tests: list[str], variables: dict[str, str], *more: str, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", *PYTEST, *more, *tests]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, timeout=timeout
    )


def _report(file: str, ends: list[str], seconds: float) -> int:
    """Print the score; how many survived."""
    survived = ends.count("survived")
    score = 100 * (len(ends) - survived) / len(ends) if ends else 100
    print(
        f"{file}: {len(ends) - survived} of {len(ends)} killed, {score:.1f} % ({ends.count('slow')} by the "
        f"clock), {seconds:.0f} s"
    )
    sys.stdout.flush()
    return survived


if __name__ == "__main__":
    if importlib.util.find_spec("pytest") is None and bootstrap.VENV.exists() and not bootstrap.inside_venv():
        bootstrap.start_again(["-m", "tests.mutation", *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
