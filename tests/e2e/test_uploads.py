"""Files in the browser: a large one goes on where the network broke, and files are put in order."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e import scenes
from tests.matrix.world import PDF

pytestmark = pytest.mark.any_database

LARGE = {"name": "Band.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%" + b"x" * (11 * 1024**2)}
PIECE = re.compile(r"/uploads/[0-9a-f]{32}/$")


def test_a_large_file_goes_on_where_the_network_broke(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Große Unterlagen", ["Haushalt"])
    clerk.goto(scene.url("files"))
    form = clerk.locator(f"#upload-{scene.items[0]}")
    offsets: list[int] = []

    def break_the_second(route: Route) -> None:
        if route.request.method == "POST":
            offsets.append(int(route.request.headers["upload-offset"]))
        route.abort("internetdisconnected") if len(offsets) in {2, 3} else route.continue_()

    clerk.route(PIECE, break_the_second)
    form.locator("input[type=file]").set_input_files([LARGE])
    form.locator("button[type=submit], .kern-btn").first.click()

    expect(form.locator("[role=status]")).to_have_text("Hinzugefügt: 1", timeout=60_000)
    assert (offsets[0], offsets.count(0), sorted(set(offsets))) == (0, 1, [0, 4 * 1024**2, 8 * 1024**2])
    clerk.reload()
    expect(clerk.locator(".papers__file")).to_have_count(1)
    expect(clerk.locator(".papers__file")).to_contain_text("11,0")


def test_a_large_file_goes_on_after_the_page_was_loaded_anew(visit: Callable[..., Page]):
    clerk = visit("clerk")
    scene = scenes.plan(clerk, "Unterbrochen", ["Haushalt"])
    clerk.goto(scene.url("files"))
    form = clerk.locator(f"#upload-{scene.items[0]}")
    sent: list[int] = []
    clerk.on("dialog", lambda dialog: dialog.accept())

    def hold_the_second(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(int(route.request.headers["upload-offset"]))
        if len(sent) != 2:
            route.continue_()

    send = """([form, size]) => {
        const file = new File([new Uint8Array(size)], "Band.pdf", { lastModified: 7 });
        const data = new DataTransfer();
        data.items.add(file);
        form.querySelector("input[type=file]").files = data.files;
        form.requestSubmit();
    }"""
    clerk.route(PIECE, hold_the_second)
    clerk.evaluate(send, [form.element_handle(), 11 * 1024**2])
    while len(sent) < 2:
        clerk.wait_for_timeout(50)
    clerk.unroute(PIECE)
    clerk.reload()
    clerk.route(PIECE, hold_the_second)
    clerk.evaluate(send, [form.element_handle(), 11 * 1024**2])

    expect(form.locator("[data-state=failed]")).to_contain_text("Inhalt dieser Datei", timeout=60_000)
    assert (sent.count(0), sent[-1]) == (1, 8 * 1024**2)


def test_files_are_put_in_order_by_button_and_by_dragging(visit: Callable[..., Page]):
    clerk = visit("clerk", reduced_motion="reduce")
    scene = scenes.plan(clerk, "Reihenfolge", ["Haushalt"])
    clerk.goto(scene.url("files"))
    form = clerk.locator(f"#upload-{scene.items[0]}")
    names = ("Eins", "Zwei", "Drei")
    for name in names:
        sent = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF + b"%" + name.encode()}
        form.locator("input[type=file]").set_input_files([sent])
        form.locator(".kern-btn").first.click()
        expect(clerk.locator(".papers__file a.paper").last).to_have_text(name)

    clerk.get_by_role("button", name="Drei nach oben").click()
    titles = clerk.locator(".papers__file a.paper")
    expect(titles).to_have_text(["Eins", "Drei", "Zwei"])
    handles = clerk.locator(".papers__handle")
    handles.nth(2).drag_to(handles.nth(0))
    expect(titles).to_have_text(["Zwei", "Eins", "Drei"])
    clerk.reload()
    expect(titles).to_have_text(["Zwei", "Eins", "Drei"])
