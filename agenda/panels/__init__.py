"""Live panels, next steps, checks and the tab of the agenda room."""

from agenda.panels import floor, formalities, items, recusals

__all__ = ["floor", "formalities", "items", "recusals"]
