"""The closed lists of words of packs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PackState(TextChoices):
    """How far a pack has come (Stand der Zusammenstellung)."""

    WAITING = "waiting", _("waits to be put together")
    BUILDING = "building", _("is being put together")
    READY = "ready", _("is ready")
    FAILED = "failed", _("could not be put together")


class PackKind(TextChoices):
    """What is in it: everything, what is new (Nachlieferung), or everything for printing (Druckauflage)."""

    WHOLE = "whole", _("Meeting pack")
    SUPPLEMENT = "supplement", _("Supplement")
    PRINT = "print", _("Print run")
