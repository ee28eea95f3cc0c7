"""The tool that breaks code: it breaks what it should, one thing at a time, and tells where."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants_of, mutated

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]


def broken(source):
    """The file in all its broken versions."""
    return [ast.unparse(mutated(source, mutant.number)) for mutant in mutants_of(source)]


@pytest.mark.parametrize(
    ("source", "versions"),
    [
        ("a < b", ["a <= b", "a > b"]),
        ("a == b > c", ["a != b > c", "a == b >= c", "a == b < c"]),
        ("a not in b", ["a in b"]),
        ("a and b or c", ["(a and b) and c", "(a or b) or c"]),
        ("not a", ["a"]),
        ("a + b * c", ["a - b * c", "a + b // c"]),
        ("a += b", ["a -= b"]),
        ("a = 3", ["a = 4", "a = 2"]),
        ("a = True", ["a = False"]),
        ("a = max(b)", ["a = min(b)"]),
        ("check(a)", ["pass"]),
        ("if a:\n    raise b", ["if not a:\n    raise b", "if a:\n    pass"]),
        ("if a == b:\n    c", ["if a != b:\n    c"]),
        ("a = [b for b in c if b]", ["a = [b for b in c if not b]"]),
        ("a = b if c else d", ["a = b if not c else d"]),
        ("a: int | None = b", []),
        ("@a(True)\ndef b(c: d | e) -> f | g:\n    'words'", []),
    ],
)
def test_mutants_change_one_thing(source, versions):
    assert sorted(broken(source)) == sorted(versions)


def test_mutants_of_the_counting_rules_are_all_different():
    source = (ROOT / "voting" / "majority.py").read_text(encoding="utf-8")

    versions = [*broken(source), ast.unparse(ast.parse(source))]

    assert len(versions) > 100
    assert len(set(versions)) == len(versions)


SOURCE = """a = 1
@decorated
def outer(b=2):
    def inner():
        return not c
    return inner
class D:
    e = True
    def method(self):
        f()
"""


def test_mutants_know_their_line_and_function():
    found = {(mutant.line, mutant.function, mutant.words) for mutant in mutants_of(SOURCE)}

    assert found == {
        (1, None, "1  ->  2"),
        (1, None, "1  ->  0"),
        (3, None, "2  ->  3"),
        (3, None, "2  ->  1"),
        (5, (2, 6), "not c  ->  c"),
        (8, None, "True  ->  False"),
        (10, (9, 10), "f()  ->  pass"),
    }


ASK = """import tests.mutation.plugin
from voting.majority import decide
print(decide("simple", yes=7, no=7))"""


def test_the_plugin_imports_the_broken_module_and_leaves_the_file_alone():
    file = ROOT / "voting" / "majority.py"
    before = file.read_bytes()
    number = next(
        m.number
        for m in mutants_of(before.decode())
        if m.words == "yes >= known.least(mark)  ->  yes <= known.least(mark)"
    )
    variables = os.environ | {"MUTATION_FILE": "voting/majority.py"}

    answers = [
        subprocess.run(
            [sys.executable, "-c", ASK], cwd=ROOT, env=variables | more, capture_output=True, text=True, check=True
        ).stdout
        for more in ({}, {"MUTATION_NUMBER": str(number)})
    ]

    assert answers == ["rejected\n", "adopted\n"]
    assert file.read_bytes() == before
