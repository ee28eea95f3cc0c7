"""Electronic votes in a hybrid meeting: the decision that they are used without an approval (REQ-128), as most tests
want it.
"""

from django.utils import timezone

from meetings.models import Meeting
from voting.models import ApprovalOverride


def approve(meeting: Meeting) -> Meeting:
    """Let a meeting vote on members' devices; without an event, so that journals stay as short as the test wants
    them.
    """
    ApprovalOverride.objects.create(meeting=meeting, reason="Probe", at=timezone.now())
    return meeting
