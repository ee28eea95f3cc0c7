"""The closed lists of words that the documents room uses."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Edition(TextChoices):
    """For whom released minutes are (Fassung): everybody, the members, one member with a conflict of interest."""

    PUBLIC = "public", _("Public minutes")
    FULL = "full", _("Full minutes")
    ABRIDGED = "abridged", _("Full minutes without the items of a conflict of interest")
