"""The set-up's pure parts."""

import json
import os
import subprocess
import sys

import pytest

from config.setup import assets, bootstrap, demo_options

pytestmark = pytest.mark.any_database


def test_check_python_refuses_an_old_one_in_a_sentence():
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, this is 3\.9\.6"):
        bootstrap.check_python((3, 9, 6))


def test_check_python_accepts_the_oldest_supported():
    bootstrap.check_python((3, 11, 0))


@pytest.mark.parametrize("command", ["demo", "migrate", ""])
def test_groups_for_an_ordinary_command(command):
    assert bootstrap.groups_for(command) == ["base"]


@pytest.mark.parametrize("command", ["test", "lint", "bench", "faults"])
def test_groups_for_a_developer_without_browser(command, monkeypatch):
    monkeypatch.setattr(bootstrap, "find_browser", lambda: None)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)

    assert bootstrap.groups_for(command) == ["base", "dev"]


def test_groups_for_a_developer_who_demands_a_browser(monkeypatch):
    monkeypatch.setattr(bootstrap, "find_browser", lambda: None)
    monkeypatch.setenv("REQUIRE_BROWSER", "1")

    assert bootstrap.groups_for("test") == ["base", "dev", "e2e"]


def test_find_browser_prefers_the_named_one(monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/somewhere/chromium")

    assert bootstrap.find_browser() == "/somewhere/chromium"


def test_pins_leave_out_what_is_for_some_platforms_only(tmp_path):
    lock = tmp_path / "x.txt"
    lock.write_text(
        "# head\nDjango==5.2 \\\n    --hash=sha256:0\nwin==1.0 ; sys_platform == 'win32' \\\n    "
        "--hash=sha256:1\nlast==2\n"
    )

    assert bootstrap.pins(lock) == [("Django", "5.2"), ("last", "2")]


def test_fits_knows_this_environment_and_refuses_a_foreign_version(monkeypatch):
    assert bootstrap.fits(["base", "dev"])

    monkeypatch.setattr(bootstrap, "pins", lambda path: [("django", "1.0")])
    assert not bootstrap.fits(["base"])

    monkeypatch.setattr(bootstrap, "pins", lambda path: [("no-such-package", "1.0")])
    assert not bootstrap.fits(["base"])


def test_is_current_only_with_a_stamp_of_the_present_lock_files(tmp_path, monkeypatch):
    python = bootstrap.venv_python(tmp_path)
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    assert not bootstrap.is_current(["base"])

    bootstrap.STAMP.write_text(json.dumps({"base": bootstrap.fingerprint("base")}))
    assert bootstrap.is_current(["base"])
    assert not bootstrap.is_current(["base", "dev"])

    bootstrap.STAMP.write_text("cut off {")
    assert not bootstrap.is_current(["base"])


def test_lock_is_held_by_one_at_a_time(tmp_path):
    with (tmp_path / "lock").open("a") as first, (tmp_path / "lock").open("a") as second:
        assert bootstrap.lock(first, wait=False)
        assert not bootstrap.lock(second, wait=False)

    with (tmp_path / "lock").open("a") as third:
        assert bootstrap.lock(third, wait=False)


def test_run_stops_with_the_sentence_given(capfd):
    with pytest.raises(SystemExit, match=r"^It did not work\.$"):
        bootstrap.run([sys.executable, "-c", "print('reason'); raise SystemExit(3)"], "It did not work.")

    out, err = capfd.readouterr()
    assert (out, err) == ("", "reason\n")


def test_assets_are_there_and_a_missing_one_is_noticed(monkeypatch, tmp_path):
    assert assets.is_current()

    monkeypatch.setattr(assets, "FONTS", tmp_path)
    assert not assets.is_current()


def test_manage_py_stays_out_of_the_way_when_told_to():
    environment = {**os.environ, "RATSSAAL_BOOTSTRAP": "0"}
    code = "from config.setup import bootstrap; bootstrap.ensure(['manage.py', 'test'])"
    without_packages = [sys.executable, "-S", "-c", code]

    assert subprocess.run(without_packages, cwd=bootstrap.ROOT, env=environment).returncode == 0


def test_what_comes_before_the_packages_needs_none_of_them():
    """`manage.py` on a bare Python imports it all before anything is installed; so does the image build."""
    code = (
        "import pkgutil, sys; from importlib import import_module; from config import setup\n"
        "[import_module(f'config.setup.{module.name}') for module in pkgutil.iter_modules(setup.__path__)]\n"
        "print({name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'__main__'})"
    )

    ran = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=bootstrap.ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "{'config'}"


def test_demo_options_set_the_environment(monkeypatch, tmp_path):
    environment = {}
    monkeypatch.setattr(demo_options.os, "environ", environment)

    demo_options.prepare(["--port", "8765", "--data", str(tmp_path / "x"), "--describe"])

    assert environment == {
        "DATA_DIR": str(tmp_path / "x"),
        "HTTPS": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "COOKIE_SUFFIX": "_8765",
    }
