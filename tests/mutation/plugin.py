"""The side of pytest (`-p tests.mutation.plugin`): imports the broken module, or notes which test calls what in a file.

MUTATION_FILE and MUTATION_NUMBER: the mutant. MUTATION_RECORD: where to write the calls of each test; MUTATION_TESTS:
which tests to run, in this order; MUTATION_DATABASE: an SQLite file to use again; MUTATION_SECONDS: processor time
after which the system ends the process, so that a mutant that never ends is not told from others by how busy the
machine is.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

try:
    import resource
except ImportError:  # Windows: there only the clock ends a run
    resource = None  # type: ignore[assignment]

from tests.mutation.mutants import mutated

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / os.environ["MUTATION_FILE"]
NUMBER = os.environ.get("MUTATION_NUMBER")
RECORD = os.environ.get("MUTATION_RECORD")
calls: set[int] = set()
noted: dict[str, dict[str, Any]] = {}


class Broken(SourceFileLoader):
    """Compiles the mutant in place of the file; no byte code is kept."""

    def get_code(self, fullname: str) -> CodeType:
        tree = mutated(FILE.read_text(encoding="utf-8"), int(NUMBER or 0))
        return compile(tree, str(FILE), "exec")


class Finder(MetaPathFinder):
    name = ".".join(FILE.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == self.name else None
        if spec is not None:
            spec.loader = Broken(fullname, str(FILE))
        return spec


if os.environ.get("MUTATION_SECONDS") and resource:
    resource.setrlimit(resource.RLIMIT_CPU, (int(os.environ["MUTATION_SECONDS"]), resource.RLIM_INFINITY))
if NUMBER is not None:
    if Finder.name in sys.modules:
        raise RuntimeError(f"{Finder.name} was imported before it could be broken")
    sys.meta_path.insert(0, Finder())


def note(frame: FrameType, event: str, _argument: Any) -> None:
    if event == "call" and frame.f_code.co_filename == str(FILE):
        calls.add(frame.f_code.co_firstlineno)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    import hypothesis

    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutation", deadline=None, database=None, derandomize=True, phases=phases)
    hypothesis.settings.load_profile("mutation")
    if os.environ.get("MUTATION_DATABASE"):
        from django.db import connections

        connections.settings["default"].setdefault("TEST", {})["NAME"] = os.environ["MUTATION_DATABASE"]
        config.option.reuse_db = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("MUTATION_TESTS"):
        wanted = {name: place for place, name in enumerate(json.loads(Path(os.environ["MUTATION_TESTS"]).read_text()))}
        items[:] = sorted((item for item in items if item.nodeid in wanted), key=lambda item: wanted[item.nodeid])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if not RECORD:
        return (yield)
    calls.clear()
    began = time.perf_counter()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
        noted[item.nodeid] = {"seconds": time.perf_counter() - began, "calls": sorted(calls)}


def pytest_sessionfinish() -> None:
    if RECORD:
        Path(RECORD).write_text(json.dumps(noted))
