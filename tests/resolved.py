"""By what an agenda is extended once the meeting has begun."""

from agenda.services import Resolution

RESOLVED = Resolution("duldet keinen Aufschub: Frist", "einstimmig")
