"""The desk's next steps of the documents room, in order, and behind which step of the rooms below they come.

The first of all rooms that finds something is on the button; `manage.py steps` prints the whole order.
"""

from documents.minutes import panels
from meetings.registry import offer_steps

offer_steps({"documents.release_minutes": panels.minutes_step}, after="agenda.reconvene")
