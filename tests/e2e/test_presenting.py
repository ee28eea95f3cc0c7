"""Slides in step: a presenter turns pages; hall, room and public view follow, and whoever leafs on alone comes back."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.documents.presenting.conftest import deck
from tests.e2e import scenes
from tests.e2e.test_layout import sticking_out

pytestmark = pytest.mark.any_database
WITHIN = 8000


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/presenting {name}.png")


def attach(page: Page, item: int, title: str, content: bytes) -> None:
    scenes.act(page, "/bodies/") if page.context not in scenes.TOKENS else None
    answer = page.request.post(
        f"/items/{item}/files/",
        multipart={"title": title, "file": {"name": "f.pdf", "mimeType": "application/pdf", "buffer": content}},
        headers={"X-CSRFToken": scenes.TOKENS[page.context], "Accept": "application/json"},
    )
    assert answer.ok, answer.text()


def planned(clerk: Page) -> tuple[scenes.Scene, int, str]:
    """A convened meeting with a presenter; the item and the presenter's link."""
    scene = scenes.plan(clerk, "Sitzung mit Folien")
    item = scene.items[2]
    scenes.act(clerk, f"/items/{item}/edit/", title="ePayment", treatment="presentation", planned_minutes=7, version=1)
    scenes.act(clerk, f"/items/{item}/presenters/add/", name="Frau Beispiel")
    link = re.search(r"/p/[^/\"]+/", clerk.request.get(f"/items/{item}/").text())[0]
    scenes.act(clerk, scene.url("convene"))
    return scene, item, link


def call(clerk: Page, scene: scenes.Scene, item: int) -> None:
    scenes.act(clerk, scene.url("open"))
    scenes.act(clerk, f"/items/{item}/open/")


def turn(clerk: Page, scene: scenes.Scene, number: int) -> None:
    answer = clerk.request.post(
        scene.url("slides/turn"), form={"page": str(number)}, headers={"X-CSRFToken": scenes.TOKENS[clerk.context]}
    )
    assert answer.ok, answer.text()


def on_page(page: Page, number: int) -> None:
    picture = page.locator("#panel-slides img[data-slide]")
    expect(picture).to_have_attribute("src", re.compile(rf"/pages/{number}/1600\.png"), timeout=WITHIN)
    page.wait_for_function("() => document.querySelector('#panel-slides img[data-slide]').naturalWidth > 100")


def test_a_presenter_hands_in_and_turns_and_all_follow(visit: Callable[..., Page], house: Any, tmp_path: Path):
    clerk, guest = visit("clerk"), visit(None, size=(1024, 768))
    scene, item, link = planned(clerk)
    slides = tmp_path / "Meine Folien.pdf"
    slides.write_bytes(deck("Erste Folie", "Zweite Folie", "Dritte Folie"))
    guest.goto(link)
    guest.set_input_files("#slides-file", slides)
    guest.click("#slides-hand-in")
    expect(guest.locator("[data-zone=slides-own]")).to_contain_text("Ihre Folien: Meine Folien", timeout=WITHIN)
    look(guest, "guest before")

    call(clerk, scene, item)
    member = visit("member", size=(1180, 820))
    scenes.act(member, scene.url("join"), mode="remote")
    member.goto(scene.url("room"))
    hall, public = visit(None, size=(1920, 1080)), visit(None, size=(390, 844))
    hall.goto(scene.url("screen"))
    public.goto(scene.url("public"))
    clerk.goto(scene.url("desk"))
    expect(clerk.locator("#panel-slides")).to_contain_text("Folien von Frau Beispiel")
    look(clerk, "desk before")

    guest.locator("[data-zone=slides-show] button").first.click()
    for screen in (hall, member, public, clerk):
        on_page(screen, 1)
    guest.locator("#slides-next").click()
    expect(guest.locator("[data-slides]")).to_have_attribute("data-page", "2")
    for screen in (hall, member, public):
        on_page(screen, 2)
    guest.locator("h1").click()
    guest.keyboard.press("ArrowRight")
    for screen in (hall, member, public):
        on_page(screen, 3)
    desk = clerk.request.get(scene.url("desk")).text()
    scenes.act(clerk, re.search(r"/requests/\d+/call/", desk)[0])
    expect(hall.locator(".hall__clock")).to_be_visible()
    for name, screen in {"hall": hall, "room": member, "public": public, "desk": clerk, "guest": guest}.items():
        look(screen, name)
        assert name == "desk" or sticking_out(screen) == {}, name

    clerk.keyboard.press("ArrowLeft")
    on_page(hall, 2)
    clerk.locator("#slides-stop button").click()
    for screen in (hall, member, public):
        expect(screen.locator("#panel-slides img[data-slide]")).to_have_count(0)


def test_whoever_leafs_on_alone_comes_back_to_the_presenter(visit: Callable[..., Page], house: Any):
    clerk = visit("clerk")
    scene, item, _link = planned(clerk)
    attach(clerk, item, "Folien", deck("Erste Folie", "Zweite Folie", "Dritte Folie", "Vierte Folie"))
    call(clerk, scene, item)
    file = int(re.search(r"/files/(\d+)/present/", clerk.request.get(scene.url("desk")).text())[1])
    scenes.act(clerk, f"/files/{file}/present/")
    member, phone = visit("member", size=(1180, 820)), visit(None, size=(390, 844))
    for reader, face in ((member, "room"), (phone, "public")):
        reader.goto(scene.url(face))
        reader.locator("#panel-slides [data-alone]").click()
        expect(reader.locator("[data-place]")).to_have_text(f"Seite {1 if reader is member else 2} von 4")
        for _ in range(2 if reader is member else 1):
            reader.locator("[data-on]").click()
        expect(reader.locator("[data-place]")).to_have_text("Seite 3 von 4")
        expect(reader.locator("[data-text-of-page]")).to_have_text("Dritte Folie")
        turn(clerk, scene, 2 if reader is member else 4)
        on_page(reader, 2 if reader is member else 4)
        expect(reader.locator("[data-place]")).to_have_text("Seite 3 von 4")
        look(reader, f"viewer {face}")
        reader.locator("[data-follow]").click()
        expect(reader.locator("[data-place]")).to_have_text("Seite 2 von 4" if reader is member else "Seite 4 von 4")
        assert sticking_out(reader) == {}
    turn(clerk, scene, 1)
    for reader in (member, phone):
        expect(reader.locator("[data-place]")).to_have_text("Seite 1 von 4", timeout=WITHIN)


def test_a_paper_opens_at_the_page_at_which_one_stopped(visit: Callable[..., Page], house: Any):
    clerk = visit("clerk")
    scene, item, _link = planned(clerk)
    attach(clerk, item, "Vorlage", deck("Seite eins", "Seite zwei", "Seite drei"))
    call(clerk, scene, item)
    member = visit("member", size=(390, 844))
    for again in range(2):
        member.goto(scene.url("room"))
        member.locator("#papers a[data-reads]").first.click()
        expect(member.locator("[data-place]")).to_have_text("Seite 1 von 3" if again == 0 else "Seite 2 von 3")
        if again == 0:
            with member.expect_response(re.compile(r"/place/$")) as kept:
                member.locator("[data-on]").click()
            assert kept.value.status == 204
    expect(member.locator("#viewer img")).to_be_visible()
    look(member, "viewer phone")
    member.keyboard.press("Escape")
    expect(member.locator("#viewer")).to_be_hidden()


def test_whoever_was_behind_catches_up_at_once(visit: Callable[..., Page], house: Any):
    """The page was turned while the connection was lost: no event tells of it."""
    clerk = visit("clerk")
    scene, item, _link = planned(clerk)
    attach(clerk, item, "Folien", deck("Eins", "Zwei", "Drei"))
    call(clerk, scene, item)
    file = int(re.search(r"/files/(\d+)/present/", clerk.request.get(scene.url("desk")).text())[1])
    scenes.act(clerk, f"/files/{file}/present/")
    member = visit("member")
    member.goto(scene.url("room"))
    on_page(member, 1)
    expect(member.locator("body")).to_have_attribute("data-connection", "open")

    member.context.set_offline(True)
    expect(member.locator("body")).to_have_attribute("data-connection", "lost")
    turn(clerk, scene, 3)
    member.context.set_offline(False)

    on_page(member, 3)
