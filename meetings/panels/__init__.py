"""Live panels and next steps of the meetings room; importing a module registers what it has."""

from meetings.panels import course, order, publicity

__all__ = [
    "course",
    "order",
    "publicity",
]
