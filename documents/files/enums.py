"""The choices of the files wing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    """What a copy of a content is for."""

    CLEAN = "clean", _("without data about who wrote it")
    READING = "reading", _("to read in the page")
    TEXT = "text", _("what stands in it")


class CopyState(models.TextChoices):
    """How far a copy has got."""

    WAITING = "waiting", pgettext_lazy("copy", "waiting")
    MADE = "made", pgettext_lazy("copy", "made")
    AS_IS = "as_is", _("the original serves")
    FAILED = "failed", _("cannot be made")
