"""Live panels, next steps, checks and the tab of the agenda room."""

from agenda.panels import items

__all__ = ["items"]
