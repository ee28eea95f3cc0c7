"""The closed lists of words that the voting room uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PollState(TextChoices):
    """Where a poll stands (Stand der Abstimmung)."""

    DRAFT = "draft", _("Prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    DECLARED = "declared", _("Declared")


class Choice(TextChoices):
    """What an elector may say; not to vote is a different thing."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", _("Abstention")


class Outcome(TextChoices):
    """What the rule makes of the counts (Ergebnis)."""

    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Rejected")
