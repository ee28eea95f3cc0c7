"""Real pages in Chromium at the bad network, compared by what they say."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.faults.panels import panels_of

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("[data-panel]")].map(
    panel => [panel.dataset.panel, panel.innerHTML]))"""


def words_of(html: str) -> list[str]:
    """What a panel says; scripts may give its elements attributes of their own."""
    read = panels_of(f'<div data-panel="p">{html}</div>')["p"]
    return [part for part in read if isinstance(part, str) and not part.startswith("/")]


class BrowserPage:
    """A page that one can ask the same as a screen."""

    def __init__(self, page: Page, face: str, cookie: str) -> None:
        self.tab, self.cookie, self.name = page, cookie, f"Chromium, {face}"
        self.page = f"/meetings/1/{face}/"
        self.shown: dict[str, list[str]] = {}

    async def look(self) -> None:
        """Remember what stands there now."""
        self.shown = {name: words_of(html) for name, html in (await self.tab.evaluate(SHOWN)).items()}

    def differs(self, fresh: str) -> list[str]:
        """What is not as on a page loaded now."""
        wanted = {
            name: [part for part in parts if isinstance(part, str) and part[:1] != "/"]
            for name, parts in panels_of(fresh).items()
        }
        return [
            f"{self.name}: {name}: {self.shown.get(name)} instead of {words}"
            for name, words in wanted.items()
            if self.shown.get(name) != words
        ]


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Any]:
    """Chromium, without a window."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield launched
        finally:
            await launched.close()


@contextlib.asynccontextmanager
async def pages(port: int, cookies: dict[str, str]) -> AsyncIterator[list[Any]]:
    """These faces of the meeting, each in a browser of its own."""
    async with browser() as chromium:
        yield [await _open(chromium, f"http://127.0.0.1:{port}", face, cookie) for face, cookie in cookies.items()]


async def _open(chromium: Any, address: str, face: str, cookie: str) -> BrowserPage:
    name, _, value = cookie.partition("=")
    context = await chromium.new_context(locale="de-DE")
    await context.add_cookies([{"name": name, "value": value, "url": address}])
    page = BrowserPage(await context.new_page(), face, cookie)
    await page.tab.goto(address + page.page)
    return page
