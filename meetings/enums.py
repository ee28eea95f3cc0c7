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


class VotesByName(TextChoices):
    """When an open vote is shown by name (DigiSiVO section 4(1))."""

    AFTER_CLOSE = "after_close", _("After the close")
    NEVER = "never", _("Never")
