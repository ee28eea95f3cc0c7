"""A council of 80 with names of eight languages in a real browser: rolls come in, lists are in order, nothing sticks
out.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings.names import filed
from tests.e2e.conftest import account
from tests.e2e.test_layout import sticking_out

pytestmark = pytest.mark.any_database

CODE = "import json; from tests.council80 import hold; print('ROLLS', json.dumps(hold({email!r})))"


@pytest.fixture(scope="module")
def council(house: Any) -> dict[str, Any]:
    """The council's running meeting on the demo's server, and its rolls as files."""
    printed = house.manage("shell", "-c", CODE.format(email=account(house, "clerk")["email"]))
    return json.loads(printed.split("ROLLS ", 1)[1])


@pytest.mark.parametrize("shape", ["utf-16", "turned with title", "title above"])
def test_a_roll_is_previewed_whole(visit: Callable[..., Page], council: dict[str, Any], shape: str):
    clerk = visit("clerk")
    clerk.goto(f"/meetings/{council['meeting']}/attendance/import/")
    clerk.set_input_files(
        "#roll-file", {"name": "liste.csv", "mimeType": "text/csv", "buffer": b64decode(council["rolls"][shape])}
    )
    clerk.click("form.tool-form button")

    expect(clerk.locator("#good-heading")).to_contain_text("50")
    expect(clerk.locator("#faulty-heading")).to_contain_text("30")


def test_the_council_comes_in_and_stands_in_order(visit: Callable[..., Page], council: dict[str, Any]):
    clerk, citizen = visit("clerk"), visit(None, size=(390, 844))
    clerk.goto(f"/meetings/{council['meeting']}/attendance/import/")
    content = b64decode(council["rolls"]["two columns of names"])
    clerk.set_input_files("#roll-file", {"name": "liste.csv", "mimeType": "text/csv", "buffer": content})
    clerk.click("form.tool-form button")
    clerk.locator("section:has(> #good-heading) form button").click()
    clerk.wait_for_url("**/attendance/")
    clerk.goto(f"/meetings/{council['meeting']}/attendance/")
    expect(clerk.locator(".stays__name")).to_have_count(50)
    shown = [filed(name.split(" ")[-1])[0] for name in clerk.locator(".stays__name").all_inner_texts()]
    citizen.goto(f"/meetings/{council['meeting']}/public/")
    expect(citizen.locator(".agenda-list__row")).to_have_count(60)

    assert shown[0] == "aermel"
    assert shown == sorted(shown)
    assert sticking_out(clerk) == sticking_out(citizen) == {}


def test_a_refused_form_begins_at_its_first_mistake(visit: Callable[..., Page]):
    clerk = visit("clerk")
    clerk.goto("/bodies/")
    clerk.locator("a[href$='/meetings/new/']").first.click()
    clerk.fill("#id_title", "Sitzung")
    clerk.fill("#id_starts_at", "2027-05-05T18:00")
    clerk.fill("#id_ends_at", "2027-05-05T17:00")
    clerk.select_option("#id_format", "hybrid")
    clerk.locator("main form.form button").first.click()

    expect(clerk).to_have_title(re.compile("^Fehler: "))
    expect(clerk.locator("#id_ends_at")).to_be_focused()
    expect(clerk.locator("#id_hall")).to_have_attribute("aria-invalid", "true")
