"""Live panels and next steps of the meetings room; importing a module registers what it has."""

from meetings.panels import course, heads, order, publicity, start, video

__all__ = [
    "course",
    "heads",
    "order",
    "publicity",
    "start",
    "video",
]
