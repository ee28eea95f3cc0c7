"""The closed lists of words that the voting room uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PollKind(TextChoices):
    """What is voted on (Abstimmung oder Wahl)."""

    DECISION = "decision", _("Decision")


class Method(TextChoices):
    """How is voted (Form der Abstimmung)."""

    OPEN = "open", pgettext_lazy("method of voting", "Open vote on one's own device")
    HANDS = "hands", pgettext_lazy("method of voting", "Show of hands")
    MIXED = "mixed", pgettext_lazy("method of voting", "Hands in the hall, devices of the remote")
    ROLL_CALL = "roll_call", pgettext_lazy("method of voting", "Roll call")
    ACCLAMATION = "acclamation", pgettext_lazy("method of voting", "Without objection")


ELECTRONIC = frozenset({Method.OPEN, Method.MIXED})
"""Ways that need members' devices: what the law wants approved is used. A roll call can be answered aloud."""


class Way(TextChoices):
    """How one elector's vote comes in: from their device, or seen or heard in the hall and entered at the desk."""

    DEVICE = "device", pgettext_lazy("way of voting", "Own device")
    HANDS = "hands", pgettext_lazy("way of voting", "Entered at the desk")


class RemarkKind(TextChoices):
    """What may be added to a result that never changes (Vermerk zum Ergebnis)."""

    OBJECTION = "objection", _("Objection to the result")
    RECOUNT = "recount", _("Recount")
    CORRECTION = "correction", _("Correction")


class PollState(TextChoices):
    """Where a poll stands (Stand der Abstimmung)."""

    DRAFT = "draft", pgettext_lazy("poll", "Prepared")
    OPEN = "open", pgettext_lazy("poll", "Open")
    CLOSED = "closed", pgettext_lazy("poll", "Counted")
    DECLARED = "declared", pgettext_lazy("poll", "Declared")
    ANNULLED = "annulled", pgettext_lazy("poll", "Annulled")
    REPEATED = "repeated", pgettext_lazy("poll", "Annulled and repeated")


VOID = frozenset({PollState.ANNULLED, PollState.REPEATED})
"""States of a vote whose result does not hold; what was cast stays on record."""


class Choice(TextChoices):
    """What one person says (Stimme)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstain")


class Outcome(TextChoices):
    """What came out (Ergebnis)."""

    ADOPTED = "adopted", pgettext_lazy("outcome", "adopted")
    REJECTED = "rejected", pgettext_lazy("outcome", "rejected")


class MajorityRule(TextChoices):
    """Which majority decides (Mehrheit), in words; the arithmetic is `majority.RULES`."""

    SIMPLE = "simple", _("Simple majority")
    MEMBERS = "members", _("Majority of the members by law")
    MAJORITY_PRESENT = "majority_present", _("Majority of those present")
    TWO_THIRDS_CAST = "two_thirds_cast", _("Two thirds of the votes cast")
    THREE_QUARTERS_CAST = "three_quarters_cast", _("Three quarters of the votes cast")
    TWO_THIRDS_PRESENT = "two_thirds_present", _("Two thirds of those present")
    THREE_QUARTERS_PRESENT = "three_quarters_present", _("Three quarters of those present")
    TWO_THIRDS_MEMBERS = "two_thirds_members", _("Two thirds of the members by law")
    THREE_QUARTERS_MEMBERS = "three_quarters_members", _("Three quarters of the members by law")
    UNANIMOUS = "unanimous", _("Unanimity")


class VotesByName(TextChoices):
    """When an open vote is shown by name (DigiSiVO section 4(1))."""

    AFTER_CLOSE = "after_close", _("After the close")
    LIVE = "live", _("While the vote is open")
    NEVER = "never", _("Never")


class Abstentions(TextChoices):
    """How abstentions count for a majority; differs between states (Wirkung der Enthaltung; GO NRW section 50(5))."""

    IGNORED = "ignored", _("Not counted")
    AS_NO = "as_no", _("As no")
    AS_ABSENT = "as_absent", _("As absent")


class HandsOrder(TextChoices):
    """In which order the hands are counted, by the standing orders (Reihenfolge der Handzeichen)."""

    EACH = "each", _("For, against, abstentions: all are counted")
    REST_IS_FOR = "rest_is_for", _("Against, abstentions; the rest is for")


class CallOrder(TextChoices):
    """In which order the names are called in a roll-call vote (Reihenfolge des Namensaufrufs)."""

    NAME = "name", _("By name")
    FACTION = "faction", _("By faction, then by name")
    CHAIR_LAST = "chair_last", _("By name, who presides last")
