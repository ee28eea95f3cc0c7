"""axe-core finds nothing on the page of all pieces, which a server with DEBUG shows, and nothing sticks out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import House, running_demo
from tests.e2e.test_accessibility import complaints
from tests.e2e.test_layout import sticking_out

pytestmark = [pytest.mark.long, pytest.mark.any_database]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A demo with DEBUG on; on a file of its own, whatever database the other tests have."""
    folder: Path = tmp_path_factory.mktemp("workshop")
    with running_demo(folder, DEBUG="1", DATABASE_URL="", REDIS_URL="") as found:
        yield found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_piece_passes_axe_in_light_and_dark(workshop: House, chromium: Browser, theme: str):
    context = chromium.new_context(base_url=workshop["base_url"], color_scheme="light", locale="de-DE")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)

    page.goto(f"/styleguide/?theme={theme}")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "oklch(0 0 0)" or ground == "rgb(0, 0, 0)") == (theme == "dark"), ground
    assert complaints(page) == []
    assert sticking_out(page) == {}
    assert wrong == []
    context.close()
