"""The page of the check package in a real browser, from a file, without network: green, red, and as check.py says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from documents.check.programs import check
from tests.voting.tampering import EVENTS, HEADS, KEYS, Package, fingerprint, tampered

pytestmark = pytest.mark.any_database

FILES = (EVENTS, HEADS, KEYS)


@pytest.fixture
def folder(manage: Callable[..., str], house, tmp_path: Path) -> Path:
    """The package of the demo's meeting with the longest journal."""
    packages = []
    for meeting in house["meetings"]:
        manage("export_check_package", str(meeting["id"]), "--out", str(tmp_path / str(meeting["id"])))
        packages.append(tmp_path / str(meeting["id"]))
    return max(packages, key=lambda package: (package / EVENTS).stat().st_size)


@pytest.fixture
def page(chromium: Browser, folder: Path) -> Iterator[Page]:
    """The page from the folder, in a browser without network; what it says to the console as an error fails the
    test.
    """
    complaints: list[str] = []
    context = chromium.new_context(offline=True, locale="de-DE")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto((folder / "check.html").as_uri())
    yield page
    context.close()
    assert complaints == []


def give(page: Page, folder: Path) -> None:
    page.get_by_label("Dateien / files").set_input_files([folder / name for name in FILES])


def test_the_page_says_green_with_key_and_words_and_red_for_another_vote(page, folder):
    key = json.loads((folder / KEYS).read_text())["keys"][0]["fingerprint"]
    words = check.words_of(json.loads((folder / HEADS).read_text())["heads"][-1]["head"])

    give(page, folder)
    expect(page.locator("#verdict")).to_have_text("✔ In Ordnung / right")
    expect(page.locator("#warning")).to_be_visible()
    page.get_by_label("Fingerabdruck des Schlüssels").fill(key)
    page.get_by_label("Fünf Wörter").fill(words.replace(" ", " · "))
    page.get_by_role("button", name="Prüfen").click()
    expect(page.locator("#verdict")).to_have_text("✔ In Ordnung / right")
    expect(page.locator("#warning")).to_be_hidden()
    expect(page.locator("#lines")).to_contain_text(words)

    changed = folder / "changed"  # the browser may not read the same path anew
    changed.mkdir()
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8")
        (changed / name).write_text(text.replace('"user:', '"user:1', 1) if name == EVENTS else text, encoding="utf-8")
    give(page, changed)
    expect(page.locator("#verdict")).to_have_text("✘ Nicht in Ordnung / not right")
    expect(page.locator("#lines")).to_contain_text("events.ndjson, Zeile/line 2")


def test_the_page_can_be_used_by_all(page, folder):
    give(page, folder)
    expect(page.locator("#verdict")).to_have_class("right")

    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def test_the_browser_and_check_py_say_the_same(page, folder, tmp_path):
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    key = json.loads(files[KEYS])["keys"][0]["fingerprint"]
    other = Package(files).resign()
    asked = [(files, key), (files, fingerprint("00" * 32)), (other.written(), other.keys["keys"][0]["fingerprint"])]
    asked += [(tampered(files, seed)[1], key) for seed in range(40)]

    for number, (changed, wanted) in enumerate(asked):
        target = tmp_path / f"case{number}"
        target.mkdir()
        for name in FILES:
            (target / name).write_bytes(changed[name].encode())
        call = (
            "([files, keys]) => RatssaalCheck.run(files, JSON.parse(document.getElementById('data').textContent), keys)"
        )
        answer = page.evaluate(call, [{name: changed[name] for name in FILES}, [wanted]])
        assert (answer["right"], *answer["lines"]) == said_by_check_py(target, wanted)


def said_by_check_py(folder: Path, key: str) -> tuple[bool | str, ...]:
    """Whether it is right, and the lines, as the page gives them."""
    try:
        return True, *check.check(folder, [key])[:-1]
    except check.Bad as bad:
        return False, f"{bad.file}, Zeile/line {bad.line}: {check.SAYS[bad.why]}"
