"""The closed lists of words that the papers wing uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PaperState(TextChoices):
    """Where a paper stands (Stand der Vorlage)."""

    DRAFT = "draft", _("Draft")
    HANDED_IN = "handed_in", _("Handed in")
    SIGN_OFF = "sign_off", _("In sign-off")
    CLEARED = "cleared", _("Signed off")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SignOffState(TextChoices):
    """Where one who is to sign a paper off stands (Stand der Mitzeichnung)."""

    WAITING = "waiting", pgettext_lazy("sign-off", "waiting")
    APPROVED = "approved", _("signed")
    REFUSED = "refused", _("refused")
    SKIPPED = "skipped", _("no longer asked")


class Origin(TextChoices):
    """Who papers of a type come from (Herkunft)."""

    ADMINISTRATION = "administration", _("Administration")
    MEMBERS = "members", _("Members and factions")
    CITIZENS = "citizens", _("Citizens, taken in by the office")


class ConsultationRole(TextChoices):
    """What a body does with a paper (Zuständigkeit in der Beratungsfolge; OParl: Consultation.role)."""

    HEARING = "hearing", _("Hearing")
    PRELIMINARY = "preliminary", _("Preliminary deliberation")
    RECOMMENDATION = "recommendation", _("Recommendation")
    NOTICE = "notice", _("Taking note")
    DECISION = "decision", _("Decision")


class Outcome(TextChoices):
    """What came of a paper in a body (Beratungsergebnis), read from its meeting."""

    ADOPTED = "adopted", _("adopted unchanged")
    AMENDED = "amended", _("adopted with changes")
    REJECTED = "rejected", _("rejected")
    POSTPONED = "postponed", _("postponed")
    REFERRED = "referred", _("referred")
    WITHDRAWN = "withdrawn", _("taken off the agenda")
    NOTED = "noted", _("taken note of")
    DEALT_WITH = "dealt_with", _("dealt with")
    LEFT = "left", _("not reached")
