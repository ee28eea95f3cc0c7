"""The closed lists of words that the voting room uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PollKind(TextChoices):
    """What is voted on (Abstimmung oder Wahl)."""

    DECISION = "decision", _("Decision")


class Method(TextChoices):
    """How is voted (Form der Abstimmung)."""

    OPEN = "open", pgettext_lazy("method of voting", "Open vote")


class PollState(TextChoices):
    """Where a poll stands (Stand der Abstimmung)."""

    DRAFT = "draft", pgettext_lazy("poll", "Prepared")
    OPEN = "open", pgettext_lazy("poll", "Open")
    CLOSED = "closed", pgettext_lazy("poll", "Counted")
    DECLARED = "declared", pgettext_lazy("poll", "Declared")


class Choice(TextChoices):
    """What one person says (Stimme)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstain")


class Outcome(TextChoices):
    """What came out (Ergebnis)."""

    ADOPTED = "adopted", pgettext_lazy("outcome", "adopted")
    REJECTED = "rejected", pgettext_lazy("outcome", "rejected")
