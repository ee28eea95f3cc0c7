"""A paper from its first word to its result: written, put on an agenda, corrected while the meeting runs, voted on."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import scenes
from tests.e2e.council_course import vote
from tests.e2e.test_layout import sticking_out

pytestmark = pytest.mark.any_database
SUBJECT = "Bänke am Kanal"
DRAFT = "Der Ausschuss stellt im ersten Jahr zwölf Bänke am Kanal auf."
CORRECTED = "Der Ausschuss stellt im ersten Jahr zwanzig Bänke am Kanal auf."
PHONE, TABLET = (390, 844), (1180, 820)


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/papers {name}.png", full_page=name.startswith("page"))


def press(page: Page, words: str) -> None:
    """A button that asks to be pressed again."""
    page.get_by_role("button", name=words, exact=True).click()
    scenes.read_it(page)
    page.get_by_role("button", name=re.compile("^Zum .* noch einmal")).click()


def written(clerk: Page) -> str:
    """Written and released by the forms; the paper's address."""
    clerk.goto("/papers/")
    clerk.locator("details", has_text="Vorlage schreiben für").locator("summary").click()
    clerk.get_by_role("link", name="Antrag", exact=True).click()
    clerk.fill("[name=subject]", SUBJECT)
    clerk.fill("[name=draft_resolution]", DRAFT)
    clerk.fill("[name=facts]", "Am Kanal fehlen Bänke.")
    clerk.get_by_role("button", name="Entwurf speichern").click()
    address = re.search(r"/papers/\d+/", clerk.url)[0]
    scenes.act(clerk, f"{address}consultations/", body=body_of(clerk), role="decision")
    release(clerk, address)
    return address


def body_of(clerk: Page) -> int:
    return int(re.search(r"/bodies/(\d+)/", clerk.request.get("/bodies/").text())[1])


def release(clerk: Page, address: str, note: str = "") -> None:
    """By the form on the paper's page, looked through for the public."""
    clerk.goto(address)
    form = clerk.locator(f'form[action="{address}release/"]')
    if not form.is_visible():
        clerk.locator("details", has=form).locator("summary").click()
    form.locator("[name=checked]").check()
    if note:
        form.locator("[name=note]").fill(note)
    button = form.get_by_role("button")
    button.click()
    scenes.read_it(clerk)
    button.click()
    expect(clerk.locator("body")).to_contain_text(re.compile("Freigegeben", re.IGNORECASE))


def correct(clerk: Page, address: str) -> None:
    clerk.goto(f"{address}edit/")
    clerk.fill("[name=draft_resolution]", CORRECTED)
    clerk.get_by_role("button", name="Entwurf speichern").click()
    release(clerk, address, "Zahl der Bänke berichtigt")


def test_a_paper_goes_from_its_first_word_to_its_result(visit: Callable[..., Page], house: Any):
    clerk, chair = visit("clerk"), visit("chair")
    phone, tablet = visit("member", size=PHONE), visit("member", number=1, size=TABLET)
    citizen, hall = visit(None, size=PHONE), visit(None, size=(1920, 1080))
    address = written(clerk)

    scene = scenes.plan(clerk, "Sitzung mit Vorlage", ["Begrüßung"])
    clerk.goto(scene.url("agenda"))
    waits = clerk.locator("#region-waiting li", has_text=SUBJECT)
    look(clerk, "page editor")
    waits.get_by_role("button").click()
    expect(clerk.locator("#region-public")).to_contain_text(SUBJECT)
    expect(waits).to_have_count(0)
    item = int(re.findall(r'id="item-(\d+)"', clerk.content())[-1])
    scene.items = [item]
    clerk.goto(f"/items/{item}/")
    expect(clerk.locator("[name=draft_resolution]")).to_have_count(0)
    look(clerk, "page item")

    scenes.act(clerk, scene.url("convene"))
    scenes.act(clerk, scene.url("open"))
    for member in (phone, tablet):
        scenes.act(member, scene.url("join"), mode="remote")
    scenes.act(clerk, f"/items/{item}/open/")
    faces = {phone: "room", tablet: "room", citizen: "public", hall: "screen", chair: "desk"}
    for page, face in faces.items():
        page.goto(scene.url(face))
        expect(page.locator("#panel-state")).to_contain_text("Stand: Tagesordnung 1, Vorlagen 1")
        expect(page.locator("#panel-item_papers")).not_to_contain_text("Neue Fassung")

    correct(clerk, address)
    for page in faces:
        beside = page.locator("#panel-item_papers")
        expect(beside).to_contain_text("Neue Fassung 2")
        expect(beside.locator("del")).to_contain_text("zwölf")
        expect(beside.locator("ins")).to_contain_text("zwanzig")
        expect(page.locator("#panel-state")).to_contain_text("Tagesordnung 1, Vorlagen 2")
    for name, page in {"phone": phone, "tablet": tablet, "citizen": citizen, "hall": hall, "desk": chair}.items():
        look(page, name)
        assert sticking_out(page) == {} or name == "desk", name

    opened = chair.locator("#panel-openings")
    expect(opened).to_contain_text("0 von 2 anwesenden Mitgliedern haben die Fassung 2")
    phone.locator("#panel-item_papers a").click()
    expect(phone.locator("h1")).to_contain_text("Fassung 2")
    expect(opened).to_contain_text("1 von 2 anwesenden Mitgliedern haben die Fassung 2")
    opened.locator("summary").click()
    look(chair, "desk opened")
    expect(tablet.locator("#panel-openings")).to_have_count(0)
    phone.goto(scene.url("room"))

    scenes.put_to_vote(clerk, scene, item=0, question=DRAFT)
    for member in (phone, tablet):
        vote(member, "Ja")
    scenes.act(clerk, f"/polls/{scene.poll}/close/")
    scenes.act(clerk, f"/polls/{scene.poll}/declare/")
    scenes.act(clerk, f"/items/{item}/close/")
    expect(opened).to_have_text("")
    for page in (clerk, tablet, citizen):
        page.goto(address)
        way = page.locator("main")
        expect(way).to_contain_text("Einstimmig beschlossen")
    look(clerk, "page paper")
    look(citizen, "page paper of a citizen")
    clerk.goto(scene.url())
    look(clerk, "page meeting")
