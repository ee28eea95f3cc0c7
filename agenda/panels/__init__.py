"""Live panels, next steps, checks and the tab of the agenda room."""

from agenda.panels import formalities, items

__all__ = ["formalities", "items"]
