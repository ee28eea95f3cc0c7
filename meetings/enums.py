"""The closed lists of words that the meetings room uses; one word per thing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is in a body (Funktion im Gremium)."""

    CHAIR = "chair", _("Chair")
    DEPUTY_CHAIR = "deputy_chair", _("Deputy chair")
    MEMBER = "member", _("Member")
    EXPERT_CITIZEN = "expert_citizen", _("Expert citizen")
    ADVISORY_MEMBER = "advisory_member", _("Advisory member")
    SUBSTITUTE = "substitute", _("Substitute")
    CLERK = "clerk", _("Clerk")


VOTING_ROLES = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.MEMBER, Role.EXPERT_CITIZEN})
PARTICIPANT_ROLES = frozenset(Role)


class MeetingState(TextChoices):
    """Where a meeting stands between planning and the end (Sitzungsstand)."""

    DRAFT = "draft", _("Draft")
    CONVENED = "convened", _("Convened")
    RUNNING = "running", _("Running")
    INTERRUPTED = "interrupted", _("Interrupted")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingFormat(TextChoices):
    """How people take part (Sitzungsform; GO NRW sections 47a, 58a)."""

    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("Hybrid")
    DIGITAL = "digital", _("Digital")


class AttendanceMode(TextChoices):
    """Where somebody takes part from (Art der Teilnahme)."""

    HALL = "hall", _("In the hall")
    REMOTE = "remote", _("Remote")


class Audience(TextChoices):
    """Who may see an event or a live panel; each socket and each view has exactly one."""

    PUBLIC = "public", _("Public")
    PARTICIPANT = "participant", _("Participants")
    DESK = "desk", _("Desk")
    SCREEN = "screen", _("Hall display")


class GapReason(TextChoices):
    """Why somebody's presence ended (Grund der Abwesenheit)."""

    LEFT = "left", _("Left")
    DISRUPTION = "disruption", _("Connection lost")
    RECUSAL = "recusal", _("Conflict of interest")
    EXCLUSION = "exclusion", _("Excluded")
    CHANGED = "changed", _("Took part in another way")
    CORRECTED = "corrected", _("Corrected")


class EnteredBy(TextChoices):
    """How a presence came into the list (Art der Feststellung)."""

    SELF = "self", _("Own statement")
    CODE = "code", _("Code in the hall")
    DESK = "desk", _("Entered at the desk")
    IMPORT = "import", _("Imported")
    SYSTEM = "system", _("Connection restored")


class RecessCause(TextChoices):
    """Why a meeting is interrupted (Anlass der Unterbrechung)."""

    BREAK = "break", _("Break")
    DISRUPTION = "disruption", _("Technical disturbance")
    DISORDER = "disorder", _("Disorder")


class DisruptionSource(TextChoices):
    """Who noticed a technical disturbance (Meldeweg)."""

    REPORTED = "reported", _("Reported in the program")
    DETECTED = "detected", _("Detected by the program")
    DESK = "desk", _("Reported another way, entered at the desk")


class Trouble(TextChoices):
    """What somebody reports with one tap (Störungsmeldung)."""

    NO_PICTURE = "no_picture", _("No picture")
    NO_SOUND = "no_sound", _("No sound")
    NO_VOTE = "no_vote", _("Voting did not work")
    OTHER = "other", _("Something else")


class ResumptionGround(TextChoices):
    """Why a disturbance no longer stops the meeting (DigiSiVO section 10(1), (4))."""

    REMEDIED = "remedied", _("Remedied")
    OWN_SPHERE = "own_sphere", _("Presumably in the member's own sphere")
    INSIGNIFICANT = "insignificant", _("Insignificant")


class DisruptionRule(TextChoices):
    """What a disturbance of one member does to the meeting; differs between the Länder."""

    UNTIL_SETTLED = "until_settled", _("Interrupt until remedied, in the member's own sphere, or insignificant")
    MUNICIPAL_SPHERE = "municipal_sphere", _("Interrupt only for disturbances in the municipality's sphere")


class MeasureKind(TextChoices):
    """Measures of order of the presiding person (Ordnungsmaßnahmen, GO NRW section 51)."""

    TO_MATTER = "to_matter", _("Call to the matter")
    TO_ORDER = "to_order", _("Call to order")
    FLOOR_WITHDRAWN = "floor_withdrawn", _("Floor withdrawn")
    EXCLUDED = "excluded", _("Excluded from the meeting")


class Publicity(TextChoices):
    """Whether the public is in (Öffentlichkeit); `closing` until every public way has answered "closed"."""

    PUBLIC = "public", _("Public")
    CLOSING = "closing", _("The public is being excluded")
    NON_PUBLIC = "non_public", _("Non-public")


class VideoSystem(TextChoices):
    """What carries picture and sound (Videosystem)."""

    LINK = "link", _("Plain link")
    JITSI = "jitsi", _("Jitsi Meet")
    BIGBLUEBUTTON = "bigbluebutton", _("BigBlueButton")


class SubstituteOrder(TextChoices):
    """Which substitute may take a free seat first (Vertretungsreihenfolge)."""

    RANK = "rank", _("By rank")
    FACTION = "faction", _("The same faction first, then by rank")
    FREE = "free", _("Any substitute")


class QuorumFinding(TextChoices):
    """What a check of the quorum found (Feststellung der Beschlussfähigkeit); the codes are those of
    `meetings.quorum`.
    """

    QUORATE = "quorate", _("The body is quorate.")
    TOO_FEW_SEATS = "too_few_seats", _("The body is not quorate: too few voting seats are present.")
    TOO_MANY_EXPERTS = (
        "too_many_experts",
        _("The body is not quorate: not more council members than expert citizens are present."),
    )
    BOTH = (
        "too_few_and_too_many_experts",
        _(
            "The body is not quorate: too few voting seats, and not more council members than expert citizens are "
            "present."
        ),
    )


class Formality(TextChoices):
    """What the chair customarily finds or points out before the first item (Feststellungen zu Beginn)."""

    CONVENING = "convening", _("Proper convening")
    CONFLICTS = "conflicts", _("Hint on conflicts of interest")
    AGENDA = "agenda", _("Agenda fixed")
    MINUTES = "minutes", _("Previous minutes")


class Change(TextChoices):
    """What changed in who belongs to a body, or acts for somebody who does (Verlauf des Gremiums)."""

    ADDED = "added", _("Membership added")
    CHANGED = "changed", _("Membership changed")
    REMOVED = "removed", _("Membership deleted")
    ACCOUNT = "account", _("Another account acts for the person")
    ADDRESS = "address", _("The administration changed the address of the account")
    PASSWORD = "password", _("The administration set the password of the account")
    INVITED = "invited", _("Invited to an account")
    OFFICER = "officer", _("Data protection officer")
    NAMED = "named", _("Name or contact of the person changed")
    UNINVITED = "uninvited", _("Invitation to an account withdrawn")


class Way(TextChoices):
    """The way in which something confidential reached somebody (Zugriffsweg)."""

    PAGE = "page", _("Page")
    DOWNLOAD = "download", _("Download")
    LINK = "link", _("Personal link")
    INTERFACE = "interface", _("Interface for programs")
    PACKAGE = "package", _("Check package")
    MINUTES = "minutes", _("Minutes")
    COMMAND = "command", _("Command on the server")


class LockKind(TextChoices):
    """What was tried too often at an account (Sperre des Kontos)."""

    PASSWORD = "password", _("passwords")
    FACTOR = "factor", _("codes of the second factor")
    CODE = "code", _("sign-in codes by e-mail")
    RESET = "reset", _("links for a new password")


class LockScope(TextChoices):
    """For whom an account is locked: never for its owner's other devices."""

    NETWORK = "network", _("one network")
    ACCOUNT = "account", _("all unknown devices")
    DEVICE = "device", _("one known device")


class LegalKind(TextChoices):
    """What every public body has to say on its pages (DDG section 5, GDPR article 13, BGG NRW section 10b)."""

    IMPRINT = "imprint", _("Imprint")
    PRIVACY = "privacy", _("Privacy statement")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")


class MailState(TextChoices):
    """How far a mail of the outbox has come (Postausgang)."""

    WAITING = "waiting", _("waits to be sent")
    CLAIMED = "claimed", _("is being sent")
    FAILED = "failed", _("not taken, is tried again")
    POSSIBLY_SENT = "possibly_sent", _("possibly sent")
    SENT = "sent", _("was sent")
    GIVEN_UP = "given_up", _("given up")
