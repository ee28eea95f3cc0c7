"""The rows of the ground floor: people and bodies, meetings with all that happens in them, and the journal."""

from meetings.models.bodies import Body, Crest, Faction, Institution, Membership, Term
from meetings.models.displays import Display, DisplayCode
from meetings.models.disruptions import DisruptedStep, Disruption, Recess
from meetings.models.journal import EventSecret, Journal, Journaled, MeetingEvent, SignedHead, SigningKey
from meetings.models.legal import LegalPage
from meetings.models.meeting import Attendance, Meeting
from meetings.models.order import OrderMeasure
from meetings.models.outgoing import Outgoing, OutgoingAttachment
from meetings.models.people import AccountInvitation, AccountLock, Contact, Person, User
from meetings.models.presence import LiveConnection, LiveServer, QuorumCheck, SeatHolding
from meetings.models.publicity import ChannelClosure, Confidentiality, NonPublicPart
from meetings.models.records import BodyRecord, DataProtectionOfficer, Reading
from meetings.models.rights import RightsClock
from meetings.models.rules import DatedRules, RulesOfProcedure, kinds_of_rules

__all__ = [
    "AccountInvitation",
    "AccountLock",
    "Attendance",
    "Body",
    "BodyRecord",
    "ChannelClosure",
    "Confidentiality",
    "Contact",
    "Crest",
    "DataProtectionOfficer",
    "DatedRules",
    "Display",
    "DisplayCode",
    "DisruptedStep",
    "Disruption",
    "EventSecret",
    "Faction",
    "Institution",
    "Journal",
    "Journaled",
    "LegalPage",
    "LiveConnection",
    "LiveServer",
    "Meeting",
    "MeetingEvent",
    "Membership",
    "NonPublicPart",
    "OrderMeasure",
    "Outgoing",
    "OutgoingAttachment",
    "Person",
    "QuorumCheck",
    "Reading",
    "Recess",
    "RightsClock",
    "RulesOfProcedure",
    "SeatHolding",
    "SignedHead",
    "SigningKey",
    "Term",
    "User",
    "kinds_of_rules",
]
