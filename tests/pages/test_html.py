"""The Nu Html Checker, which knows nothing of this program, objects to no page; ids and headings are looked at once
more.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction

from tests.foreign import check_html
from tests.pages.collected import every_page
from tests.undone import undone as take_back

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
pytestmark = [pytest.mark.long, pytest.mark.any_database, pytest.mark.django_db]
HAS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None, reason="java is not installed (Debian: default-jre-headless)"
)


class Outline(HTMLParser):
    """The levels of the headings, the ids, and the names of the page's regions."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.regions: list[tuple[str, str]] = []
        self.texts: dict[str, str] = {}
        self.open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [known["id"]] if "id" in known else []
        kind = known.get("role", {"section": "region", "nav": "navigation"}.get(tag, ""))
        if kind in {"region", "navigation"} and (label := known.get("aria-labelledby") or known.get("aria-label")):
            self.regions.append((kind, f"#{label}" if "aria-labelledby" in known else label))
        if tag not in VOID:
            self.open.append((tag, known.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, name in self.open:
            if name:
                self.texts[name] = f"{self.texts.get(name, '')} {data.strip()}".strip()

    def faults(self) -> list[str]:
        jumps = [
            f"h{one} after h{before}"
            for before, one in zip([0, *self.levels], self.levels, strict=False)
            if one > before + 1
        ]
        heads = [] if self.levels.count(1) == 1 else [f"{self.levels.count(1)} h1"]
        regions = [
            (kind, self.texts.get(name[1:], "") if name.startswith("#") else name) for kind, name in self.regions
        ]
        return [
            *jumps,
            *heads,
            *(f"two of #{name}" for name in _twice(self.ids)),
            *(f"two regions {name}" for name in _twice(regions)),
        ]


def _twice(names: list[Any]) -> list[Any]:
    return [name for name, number in Counter(names).items() if number > 1]


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
        word
        for word in ("/desk/", "/public/", "/screen/", "/p/", "/accounts/login/", "/invitation/", "/2fa/")
        if word not in asked
    ] == []


@HAS_JAVA
def test_no_page_has_an_error_of_html(pages):
    folder, names = pages

    found = [f"{names[file]}: {words}" for file, words in check_html(folder)]

    assert found == []


def test_headings_leave_no_level_out_and_ids_and_names_of_regions_are_unique(pages):
    folder, names = pages
    found = {name: Outline((folder / file).read_text(encoding="utf-8")).faults() for file, name in names.items()}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_pages_have_titles_of_their_own(pages):
    """Of the pages that one person sees no two have the same title; the hall display has two addresses, allauth's
    pages are allauth's.
    """
    folder, names = pages
    titles: dict[str, set[str]] = {}
    for file, name in names.items():
        status, _, asked = name.partition(" ")
        url = asked.removeprefix("lively, clerk: ")
        if status == "200" and url != asked and "?" not in url and not re.search("^/accounts/|/screen/.+", url):
            title = re.search(r"<title>(.*?)</title>", (folder / file).read_text(encoding="utf-8"), re.DOTALL)[1]
            titles.setdefault(title.strip(), set()).add(url)

    assert {title: sorted(urls) for title, urls in titles.items() if len(urls) > 1} == {}
    assert {title for title in titles if not title.endswith(" – Ratssaal")} == set()
