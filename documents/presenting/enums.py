"""Fixed values of the presenting wing."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Trouble(TextChoices):
    """Why nothing can be shown of a PDF file, in the words that are said of it."""

    ENCRYPTED = (
        "encrypted",
        _("This PDF file is protected by a password, so its pages cannot be shown. Save it without one."),
    )
    BROKEN = "broken", _("This PDF file is damaged, so its pages cannot be shown. Save it anew in its own program.")
    HEAVY = "heavy", _("The pages of this PDF file take too much time or memory to be shown here.")


class Width(IntegerChoices):
    """The widths in which pages are drawn: a preview, and a slide or a page to read."""

    PREVIEW = 400
    SLIDE = 1600
