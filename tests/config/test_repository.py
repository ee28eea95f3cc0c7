"""What may and may not stand in the files of the repository."""

import json
import re
import tomllib

import pytest

from config.setup.bootstrap import ROOT

pytestmark = pytest.mark.any_database

LOCKS = sorted([*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"])


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_lock_files_name_no_host(path):
    assert re.findall(r"\w+://\S*|--(?:index|extra-index|find-links)\S*", path.read_text()) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements/*.txt")), ids=lambda path: path.name)
def test_every_locked_package_has_hashes(path):
    entries = re.split(r"^(?=[a-z0-9])", path.read_text(), flags=re.MULTILINE)[1:]

    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_front_end_package_has_a_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [
        name for name, entry in packages.items() if name and not entry.get("integrity", "").startswith("sha512-")
    ] == []


@pytest.mark.parametrize("group", ["dev", "e2e"])
def test_groups_in_pyproject_are_those_that_are_locked(group):
    lines = (ROOT / "requirements" / f"{group}.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-c"))]

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"][group] == wanted
