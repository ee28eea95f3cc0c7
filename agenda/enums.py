"""The closed lists of words that the agenda room uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """The two parts of an agenda (öffentlicher und nichtöffentlicher Teil)."""

    PUBLIC = "public", _("Public part")
    NON_PUBLIC = "non_public", _("Non-public part")


class ItemState(TextChoices):
    """Where an item stands (Stand des Tagesordnungspunkts)."""

    PENDING = "pending", _("Pending")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    POSTPONED = "postponed", _("Postponed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Treatment(TextChoices):
    """What is to happen with an item (Behandlungsart)."""

    OPENING = "opening", _("Opening")
    REPORT = "report", _("Report")
    PRESENTATION = "presentation", _("Presentation")
    INFORMATION = "information", _("Information")
    DECISION = "decision", _("Decision")
    RECOMMENDATION = "recommendation", _("Recommendation")
    ELECTION = "election", _("Election")
    MOTION = "motion", _("Motion")
    ENQUIRY = "enquiry", _("Enquiry")
    QUESTION_TIME = "question_time", _("Question time")
    CLOSING = "closing", _("Closing")
