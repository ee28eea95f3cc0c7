"""The quorum on the screens and as the desk's next step."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience, MeetingState, QuorumFinding
from meetings.journal.sentences import spoken
from meetings.models import Meeting
from meetings.quorum import Finding
from meetings.registry import Step
from meetings.selectors import checks_made, pending_request, quorum_of

WARNINGS = {
    Finding.TOO_FEW_SEATS: _("Quorum in doubt: too few voting seats are present."),
    Finding.TOO_MANY_EXPERTS: _("Quorum in doubt: not more council members than expert citizens are present."),
    Finding.BOTH: _(
        "Quorum in doubt: too few voting seats, and not more council members than expert citizens are present."
    ),
}
"""What the live numbers say before anybody has established anything: until then the body counts as quorate (GO
section 49(1)).
"""
LACKING = _("Press again: the lack of a quorum will be recorded")


def quorum_line(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    """The live numbers for everybody; for the desk also whether a check was asked for, and the button."""
    found = quorum_of(meeting)
    line: dict[str, Any] = {
        "quorum": found if meeting.is_open else None,
        "finding": WARNINGS.get(found.finding, QuorumFinding.QUORATE.label),
        "seats": found.rule.members,
        "present_seats": found.seats,
    }
    if audience == Audience.DESK and meeting.is_open:
        line |= {
            "may_check": True,
            "checks": checks_made(meeting),
            "requester": requester(meeting),
            "confirm": "" if found.quorate else LACKING,
        }
    return line


def requester(meeting: Meeting) -> str:
    """The name of whoever asked for a check that nobody has made yet; three dots where it was erased."""
    request = pending_request(meeting)
    if request is None:
        return ""
    return next((str(secret.value) for secret in request.secrets.all() if secret.key == "name"), "...")


def check_step(meeting: Meeting) -> Step:
    """The desk's button for a formal check; where a lack would be recorded it takes a second press."""
    fields = (("checks", str(checks_made(meeting))),)
    confirm = "" if quorum_of(meeting).quorate else LACKING
    url = reverse("meetings:check_quorum", args=[meeting.pk])
    return Step(_("Establish the quorum"), url, fields=fields, confirm=confirm, words=_words(meeting))


def _words(meeting: Meeting) -> str:
    found = quorum_of(meeting)
    says = _("I find that {present} of {seats} voting seats are present. We have a quorum.")
    if not found.quorate:
        says = _("I find that {present} of {seats} voting seats are present. We have no quorum.")
    return spoken(says, present=found.seats, seats=found.rule.members)


def requested_check_step(meeting: Meeting) -> Step | None:
    """Somebody has asked for a check of the quorum; what a vote needs right now comes first."""
    if meeting.state != MeetingState.RUNNING or pending_request(meeting) is None:
        return None
    return check_step(meeting)
