"""Setting a hall display up in browsers: a device types the code, appears at the desk, shows its number, is cut off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import scenes
from tests.e2e.test_accessibility import complaints

pytestmark = [pytest.mark.long, pytest.mark.any_database]
WAIT = 30_000


def row_of(clerk: Page, number: int) -> Locator:
    return clerk.locator(".displays__row", has=clerk.get_by_role("heading", name=re.compile(rf"^Anzeige {number}\b")))


def code_shown(clerk: Page, meeting: int | str) -> str:
    clerk.goto(f"/meetings/{meeting}/displays/")
    clerk.get_by_role("button", name="Code erzeugen", exact=True).click()
    return "".join(clerk.locator(".connect__code span").all_inner_texts())


def type_code(device: Page, code: str) -> None:
    device.get_by_label("Code").fill(code)
    device.get_by_role("button", name="Verbinden").click()


def test_a_device_types_the_code_and_is_told_apart_and_cut_off(visit: Callable[..., Page]):
    clerk, device, other = visit("clerk"), visit(None, size=(1280, 720)), visit(None, size=(1024, 768))
    scene = scenes.run(clerk, [visit("member")], "Saalanzeigen")
    code = code_shown(clerk, scene.meeting)

    device.goto("/d/")
    type_code(device, "000-000 000")
    expect(device.locator("#code-refusal")).to_contain_text("keine Anzeige verbinden")
    type_code(device, f"{code[:3]} {code[3:6]}-{code[6:]}")
    expect(device.locator("body[data-connection=open] .hall")).to_be_visible()
    other.goto(f"/d/#{code}")
    expect(other.get_by_label("Code")).to_have_value(code)
    assert code not in other.url
    other.get_by_role("button", name="Verbinden").click()
    expect(row_of(clerk, 1).locator(".chip--good")).to_be_visible(timeout=WAIT)
    expect(row_of(clerk, 1)).to_contain_text("1280 × 720", timeout=WAIT)
    expect(row_of(clerk, 1)).to_contain_text("Deutsch")
    expect(row_of(clerk, 2)).to_contain_text("1024 × 768", timeout=WAIT)
    device.set_viewport_size({"width": 1366, "height": 768})
    expect(row_of(clerk, 1)).to_contain_text("1366 × 768", timeout=WAIT)

    row_of(clerk, 1).get_by_role("button", name="Welche ist das?").click()
    expect(device.locator(".hall__number")).to_have_text("Anzeige 1", timeout=WAIT)
    expect(device.locator(".hall__number")).to_be_visible()
    expect(other.locator(".hall__number")).to_be_hidden()

    row_of(clerk, 1).locator("summary").click()
    row_of(clerk, 1).get_by_label("Name der Anzeige").fill("Empore")
    row_of(clerk, 1).get_by_role("button", name="Namen speichern").click()
    expect(row_of(clerk, 1).get_by_role("heading")).to_contain_text("Empore", timeout=WAIT)
    assert complaints(clerk) == []
    row_of(clerk, 1).get_by_role("button", name="Trennen").click()
    row_of(clerk, 1).locator("button[data-armed]").click()
    device.wait_for_url("**/d/?disconnected", timeout=WAIT)
    expect(device.get_by_role("status").filter(has_text="getrennt")).to_be_visible()
    expect(row_of(clerk, 1)).to_have_count(0)
    assert complaints(device) == []
    other.close()
    expect(row_of(clerk, 2).locator(".chip--warn")).to_be_visible(timeout=WAIT)
    expect(row_of(clerk, 2)).to_contain_text("zuletzt gehört")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_narrow_phone(visit: Callable[..., Page], scheme: str):
    clerk = visit("clerk", size=(320, 640), color_scheme=scheme)
    device = visit(None, size=(320, 640), color_scheme=scheme)
    scene = scenes.run(clerk, [visit("member")], f"Saalanzeigen schmal {scheme}")
    code_shown(clerk, scene.meeting)
    device.goto("/d/")

    for page in (clerk, device):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints(page) == []
    assert clerk.locator(".qr rect").evaluate("node => getComputedStyle(node).fill") == "rgb(255, 255, 255)"
