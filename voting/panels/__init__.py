"""Live panels of the voting room: the poll, one's own vote sheet, what was moved; and what the desk has beside them."""

from voting.panels import motions, pages, polls

__all__ = ["motions", "pages", "polls"]
