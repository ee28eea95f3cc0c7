"""The Nu Html Checker, which knows nothing of this program, objects to no page; ids and headings are looked at once more."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser

import pytest
from django.db import transaction

from tests.foreign import check_html
from tests.pages.collected import every_page
from tests.undone import undone as take_back

pytestmark = pytest.mark.django_db
HAS_JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed (Debian: default-jre-headless)")


class Outline(HTMLParser):
    """The levels of the headings, the ids, and the names by which parts of the page can be reached."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.titles = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def faults(self) -> list[str]:
        jumps = [f"h{one} after h{before}" for before, one in zip([0, *self.levels], self.levels, strict=False) if one > before + 1]
        twice = sorted({name for name in self.ids if self.ids.count(name) > 1})
        return [*jumps, *(f"two of #{name}" for name in twice), *([] if self.levels.count(1) == 1 else [f"{self.levels.count(1)} h1"])]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker, tmp_path_factory):
    """All pages as files, and what each of them is the answer to."""
    folder, names = tmp_path_factory.mktemp("pages"), {}
    with django_db_blocker.unblock(), take_back():
        for number, (name, page) in enumerate(every_page()):
            names[f"{number:04}.html"] = name
            (folder / f"{number:04}.html").write_text(page, encoding="utf-8")
        transaction.set_rollback(True)
    return folder, names


def test_the_crawl_finds_the_pages(pages):
    """Else nothing would be checked."""
    _, names = pages
    asked = " ".join(names.values())
    states = {name.split()[0] for name in names.values()}

    assert len(names) > 300
    assert {"200", "400", "403", "404", "409"} <= states
    assert [
        word for word in ("/desk/", "/public/", "/screen/", "/p/", "/accounts/login/", "/invitation/", "/2fa/") if word not in asked
    ] == []


@HAS_JAVA
def test_no_page_has_an_error_of_html(pages):
    folder, names = pages

    found = [f"{names[file]}: {words}" for file, words in check_html(folder)]

    assert found == []


def test_headings_leave_no_level_out_and_ids_are_unique(pages):
    folder, names = pages
    found = {name: Outline((folder / file).read_text(encoding="utf-8")).faults() for file, name in names.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}
