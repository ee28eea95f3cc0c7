"""Live panels and next steps of the meetings room; importing a module registers what it has."""

from meetings.panels import course, heads, inbox, order, publicity, roster, start, video

__all__ = [
    "course",
    "heads",
    "inbox",
    "order",
    "publicity",
    "roster",
    "start",
    "video",
]
