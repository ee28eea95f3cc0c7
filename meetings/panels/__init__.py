"""Live panels and next steps of the meetings room; importing a module registers what it has."""

from meetings.panels import course, displays, heads, inbox, order, publicity, roster, start, video

__all__ = [
    "course",
    "displays",
    "heads",
    "inbox",
    "order",
    "publicity",
    "roster",
    "start",
    "video",
]
