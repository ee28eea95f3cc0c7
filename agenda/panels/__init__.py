"""Live panels, next steps, checks and the tab of the agenda room."""

from agenda.panels import floor, formalities, items, procedure, recusals

__all__ = ["floor", "formalities", "items", "procedure", "recusals"]
