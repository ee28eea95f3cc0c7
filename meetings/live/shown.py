"""What the screens of each group show, panel by panel: so that only news is sent."""

from collections.abc import Mapping

from meetings.live.crowd import Key


class Shown:
    """The panels that every screen of a group is known to show; of those not noted here some screen may show
    something else.
    """

    def __init__(self) -> None:
        self._panels: dict[Key, dict[str, str]] = {}

    def news(self, key: Key, html: Mapping[str, str]) -> dict[str, str]:
        """What of this the group has not on its screens yet; from now on it has, so the caller must send it."""
        known = self._panels.setdefault(key, {})
        news = {name: text for name, text in html.items() if known.get(name) != text}
        known.update(news)
        return news

    def newcomer(self, key: Key, html: Mapping[str, str]) -> None:
        """A screen has joined the group and was given this: what it got otherwise, or not at all, is news for all
        next time.
        """
        known = self._panels.get(key, {})
        self._panels[key] = {name: text for name, text in known.items() if html.get(name) == text}
