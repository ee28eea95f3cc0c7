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


class RequestKind(TextChoices):
    """What somebody asks the floor for (Art der Wortmeldung)."""

    CONTRIBUTION = "contribution", _("Contribution")
    QUESTION = "question", _("Question")
    REPLY = "reply", _("Short reply")
    POINT_OF_ORDER = "point_of_order", _("Point of order")
    STATEMENT = "statement", _("Statement for the record")
    PRESENTATION = "presentation", _("Presentation")


class RequestState(TextChoices):
    """Where a request for the floor stands (Stand der Wortmeldung)."""

    WAITING = "waiting", _("Waiting")
    SPEAKING = "speaking", _("Speaking")
    DONE = "done", _("Has spoken")
    WITHDRAWN = "withdrawn", _("Taken back")
    STRUCK = "struck", _("Struck from the list")


class MotionState(TextChoices):
    """Where a motion stands (Stand des Antrags)."""

    MOVED = "moved", _("Moved")
    WITHDRAWN = "withdrawn", _("Taken back")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    SETTLED = "settled", _("Settled otherwise")


class RecusalState(TextChoices):
    """Where a conflict of interest stands (Stand der Befangenheit)."""

    DECLARED = "declared", _("Declared by the person")
    DISPUTED = "disputed", _("To be decided by the body")
    FOUND = "found", _("Found by the body")
    REFUTED = "refuted", _("Not found by the body")


class MatterKind(TextChoices):
    """What can be released from the non-public part (Freigabe)."""

    MOTION = "motion", _("Motion")
    AMENDMENT = "amendment", _("Amendment")
    PROCEDURE = "procedure", _("Procedural motion")
    REQUEST = "request", _("Request to speak")
    RECUSAL = "recusal", _("Conflict of interest")
    PRESENTER = "presenter", _("Presenter")
    NOTE = "note", _("Note for the minutes")


class ChangeKind(TextChoices):
    """How the agenda was changed after the meeting had been convened (Änderung der Tagesordnung)."""

    EXTENDED = "extended", _("Extended")
    REORDERED = "reordered", _("Put in another order")
    JOINED = "joined", _("Joined")
    SPLIT = "split", _("Split")
    REMOVED = "removed", _("Removed")
    POSTPONED = "postponed", _("Postponed")
    REFERRED = "referred", _("Referred")
    PART_CHANGED = "part_changed", _("Moved to the other part")


class ClosureRule(TextChoices):
    """Who may move that the debate or the list of speakers be closed (Schluss der Aussprache, der Redeliste)."""

    NOT_SPOKEN = "not_spoken", _("Whoever has not spoken on the item yet")
    ANYBODY = "anybody", _("Any member")
