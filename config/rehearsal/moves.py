"""What somebody can do on a page right now, read from the panels that the program has pushed: its forms and buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.urls import Resolver404, resolve


@dataclass(slots=True)
class Move:
    """One form: where it goes, what it carries, and its buttons as (name, value)."""

    path: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The operation behind the form, such as voting:cast_ballot; empty when it is none of ours."""
        try:
            return str(resolve(self.path).view_name)
        except Resolver404:
            return ""

    def pressed(self, value: str = "") -> dict[str, str]:
        """What is sent when the button of that value is pressed, or the first one."""
        named = [(key, said) for key, said in self.buttons if key and (not value or said == value)]
        return {**self.fields, **dict(named[:1])}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.moves: list[Move] = []
        self._open: Move | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._open = Move(said.get("action", ""))
        elif self._open is not None and tag == "input" and said.get("name"):
            self._open.fields[said["name"]] = said.get("value", "")
        elif self._open is not None and tag == "button" and said.get("type", "submit") == "submit":
            self._open.buttons.append((said.get("name", ""), said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            self._open.fields.pop("csrfmiddlewaretoken", None)
            self.moves.append(self._open)
            self._open = None


def moves_in(panels: Iterable[str]) -> list[Move]:
    """Every form in these panels, in their order."""
    reader = _Reader()
    for html in panels:
        reader.feed(html)
        reader.close()
        reader.reset()
    return reader.moves
