"""The agenda by dragging, and several files sent at once: what only a browser can tell."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import scenes
from tests.matrix.world import PDF

pytestmark = pytest.mark.any_database

ENTRIES = ["Eröffnung", "Haushalt", "Digitale Akte", "Verschiedenes"]


def stand(page: Page, *rows: str) -> None:
    """Wait until the public part reads like this, numbers and titles."""
    lines = page.locator("[data-region=public] .agenda-list__number, [data-region=public] .agenda-list__title")
    expect(lines).to_have_text([word for row in rows for word in row.split(": ")])


def drag(page: Page, item: int, over: int) -> None:
    """Take an item by its handle and let it go below another one's line."""
    take_up(page, item)
    bring(page, item, over)
    let_go(page)


def take_up(page: Page, item: int) -> None:
    x, y = _handle(page, item)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 4, steps=3)


def bring(page: Page, item: int, over: int) -> None:
    """Below that line, until the list shows the item there."""
    x, _ = _handle(page, over)
    line = page.locator(f"#item-{over}").bounding_box()
    assert line is not None
    end = line["y"] + line["height"] - 4
    page.mouse.move(x, end, steps=12)
    for number in range(100):
        page.mouse.move(x, end + number % 2)
        if page.locator(f"#item-{over} + #item-{item}").count():
            break
        page.wait_for_timeout(50)


def let_go(page: Page) -> None:
    with page.expect_response(lambda answer: "/move/" in answer.url and answer.request.method == "POST"):
        page.mouse.up()


def _handle(page: Page, item: int) -> tuple[float, float]:
    box = page.locator(f"#item-{item} > * [data-handle]").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_items_are_moved_and_go_below_others_by_dragging(visit: Callable[..., Page]):
    clerk = visit("clerk", reduced_motion="reduce")
    scene = scenes.plan(clerk, "Ziehen", ENTRIES)
    clerk.goto(scene.url("agenda"))
    _first, second, _third, fourth = scene.items[:4]

    drag(clerk, second, fourth)
    stand(clerk, "Ö 1: Eröffnung", "Ö 2: Digitale Akte", "Ö 3: Verschiedenes", "Ö 4: Haushalt")
    x, y = _handle(clerk, fourth)
    take_up(clerk, fourth)
    clerk.mouse.move(x + 120, y, steps=12)
    let_go(clerk)
    below = ("Ö 1: Eröffnung", "Ö 2: Digitale Akte", "Ö 2.1: Verschiedenes", "Ö 3: Haushalt")
    stand(clerk, *below)
    clerk.reload()
    stand(clerk, *below)


def test_each_of_several_files_is_taken_or_refused_for_itself(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Unterlagen auf einmal", ENTRIES)
    clerk.goto(scene.url("files"))
    form = clerk.locator(f"#upload-{scene.items[1]}")
    sent = [
        {"name": "Haushalt Übersicht.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "tabelle.exe", "mimeType": "application/octet-stream", "buffer": b"MZ no file"},
        {"name": "Anlage 2.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%"},
    ]
    form.locator("input[type=file]").set_input_files(sent)
    form.locator("button").click()

    lines = form.locator("[data-files] > li")
    expect(lines).to_have_count(3)
    expect(form.locator("[data-state=done]")).to_have_text(
        [re.compile("^\\s*Haushalt Übersicht.pdf"), re.compile("^\\s*Anlage 2.pdf")]
    )
    expect(form.locator("[data-state=failed]")).to_contain_text("Dateien der Art EXE werden nicht angenommen")
    expect(form.locator("[data-state=failed]").get_by_role("button", name="Noch einmal versuchen")).to_be_visible()
    expect(form.locator("[role=status]")).to_have_text("Hinzugefügt: 2, nicht hinzugefügt: 1")
    clerk.reload()
    titles = " ".join(clerk.locator("main").all_inner_texts())
    assert "Haushalt Übersicht" in titles
    assert "Anlage 2" in titles
    assert "tabelle" not in titles


def test_an_answer_that_comes_while_somebody_drags_waits_until_they_let_go(visit: Callable[..., Page]):
    """Else the item was gone from under the hand, and the second move was lost."""
    clerk = visit("clerk", reduced_motion="reduce")
    scene = scenes.plan(clerk, "Zweimal schnell gezogen", ENTRIES)
    clerk.goto(scene.url("agenda"))
    first, second, _third, fourth = scene.items[:4]
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route) if not held else route.continue_()

    clerk.route(f"**{scene.url('agenda')}", hold_the_first)  # the page that is fetched after the first move
    drag(clerk, second, fourth)
    clerk.wait_for_function("document.querySelectorAll('.editor__line--dragged').length === 0")
    take_up(clerk, first)
    bring(clerk, first, second)
    for _ in range(100):
        if held:
            break
        clerk.wait_for_timeout(50)
    with clerk.expect_response(f"**{scene.url('agenda')}"):
        held[0].continue_()
    clerk.wait_for_timeout(300)  # for a program that does not wait to exchange the list
    expect(clerk.locator(f"#item-{first}.editor__line--dragged")).to_be_attached()
    let_go(clerk)

    stand(clerk, "Ö 1: Digitale Akte", "Ö 2: Verschiedenes", "Ö 3: Haushalt", "Ö 4: Eröffnung")
