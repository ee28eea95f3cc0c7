"""The agenda by dragging, and several papers sent at once: what only a browser can tell."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes
from tests.matrix.world import PDF

pytestmark = pytest.mark.any_database

ENTRIES = ["Eröffnung", "Haushalt", "Digitale Akte", "Verschiedenes"]


def stand(page: Page, *rows: str) -> None:
    """Wait until the public part reads like this, numbers and titles."""
    lines = page.locator("[data-region=public] .agenda-list__number, [data-region=public] .agenda-list__title")
    expect(lines).to_have_text([word for row in rows for word in row.split(": ")])


def drag(page: Page, item: int, over: int, *, rightwards: int = 0, above: bool = False) -> None:
    """Take an item by its handle and let it go over another one's line, further to the right when it shall go below it."""
    handle, line = page.locator(f"#item-{item} > * [data-handle]").first, page.locator(f"#item-{over}")
    taken, target = handle.bounding_box(), line.bounding_box()
    assert taken is not None
    assert target is not None
    x, y = taken["x"] + taken["width"] / 2, taken["y"] + taken["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 4, steps=3)
    end = target["y"] + (4 if above else target["height"] - 4)
    page.mouse.move(x + rightwards, end, steps=12)
    page.wait_for_timeout(200)
    page.mouse.move(x + rightwards, end + (-1 if above else 1), steps=2)
    with page.expect_response(lambda answer: "/move/" in answer.url and answer.request.method == "POST"):
        page.mouse.up()


def test_items_are_moved_and_go_below_others_by_dragging(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Ziehen", ENTRIES)
    clerk.goto(scene.url("agenda"))
    _first, second, third, fourth = scene.items[:4]

    drag(clerk, second, fourth)
    stand(clerk, "Ö 1: Eröffnung", "Ö 2: Digitale Akte", "Ö 3: Verschiedenes", "Ö 4: Haushalt")
    drag(clerk, fourth, third, rightwards=120)
    below = ("Ö 1: Eröffnung", "Ö 2: Digitale Akte", "Ö 2.1: Verschiedenes", "Ö 3: Haushalt")
    stand(clerk, *below)
    clerk.reload()
    stand(clerk, *below)


def test_each_of_several_papers_is_taken_or_refused_for_itself(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Unterlagen auf einmal", ENTRIES)
    clerk.goto(scene.url("files"))
    form = clerk.locator(f"#upload-{scene.items[1]}")
    sent = [
        {"name": "Haushalt Übersicht.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "tabelle.exe", "mimeType": "application/octet-stream", "buffer": b"MZ no paper"},
        {"name": "Anlage 2.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%"},
    ]
    form.locator("input[type=file]").set_input_files(sent)
    form.locator("button").click()

    status = form.locator("[role=status]")
    expect(status.locator("li")).to_have_text([re.compile("^tabelle.exe: ")])
    expect(status).to_contain_text("Haushalt Übersicht.pdf, Anlage 2.pdf")
    clerk.reload()
    titles = " ".join(clerk.locator("main").all_inner_texts())
    assert "Haushalt Übersicht" in titles
    assert "Anlage 2" in titles
    assert "tabelle" not in titles
