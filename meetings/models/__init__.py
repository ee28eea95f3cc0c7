"""The rows of the ground floor: people and bodies, meetings, and the journal."""

from meetings.models.bodies import Body, Faction, Institution, Membership, RulesOfProcedure, Term
from meetings.models.journal import EventSecret, MeetingEvent
from meetings.models.meeting import Attendance, Meeting
from meetings.models.people import AccountInvitation, Person, User

__all__ = [
    "AccountInvitation",
    "Attendance",
    "Body",
    "EventSecret",
    "Faction",
    "Institution",
    "Meeting",
    "MeetingEvent",
    "Membership",
    "Person",
    "RulesOfProcedure",
    "Term",
    "User",
]
