"""Live panels, next steps, checks and the tab of the agenda room."""

from agenda.panels import floor, formalities, items, motions, news, procedure, recusals, rows, start

__all__ = [
    "floor",
    "formalities",
    "items",
    "motions",
    "news",
    "procedure",
    "recusals",
    "rows",
    "start",
]
