"""What stands in each live panel, of a page or of a push, in a form that can be compared."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SECRET = ("name", "csrfmiddlewaretoken")
"""The token of a form is in the page's own copy of a panel only."""


class Reader(HTMLParser):
    """Collects tags with their attributes, and words, of every element with `data-panel`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.panels: dict[str, list[Any]] = {}
        self.depth, self.content = 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("data-panel")
        if self.depth and SECRET not in attrs:
            self.content.append((tag, *sorted(attrs)))
        elif name and not self.depth:
            self.content = self.panels[name] = []
            self.depth = 1
            return
        if self.depth and tag not in EMPTY:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in EMPTY:
            self.depth -= 1
            if self.depth:
                self.content.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.depth and (words := data.split()):
            self.content.append(" ".join(words))


def panels_of(page: str) -> dict[str, list[Any]]:
    """The panels of a whole page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.panels


def panel_pushed(html: str) -> list[Any]:
    """The same of a pushed fragment."""
    return panels_of(f'<div data-panel="pushed">{html}</div>')["pushed"]


def differences(shown: dict[str, list[Any]], fresh: dict[str, list[Any]]) -> list[str]:
    """Panel by panel: where a screen does not show what a page loaded now shows; nothing when all is well."""
    found = []
    for name, content in fresh.items():
        stale = shown.get(name)
        if stale != content:
            first = next((n for n, (a, b) in enumerate(zip(stale or (), content, strict=False)) if a != b), -1)
            found.append(f"{name}: {(stale or [])[first : first + 4]} instead of {content[first : first + 4]}")
    return found
