"""The desk's next steps of the meetings room, in order.

The first of all rooms that finds something is on the button; `manage.py steps` prints the whole order.
"""

from meetings.panels import course, quorum
from meetings.registry import offer_steps

offer_steps(
    {
        "meetings.convene_or_open": course.first_step,
        "meetings.resume": course.resume_step,
        "meetings.check_on_request": quorum.requested_check_step,
        "meetings.close": course.last_step,
    }
)
