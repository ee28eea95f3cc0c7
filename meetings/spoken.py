"""Words for the chair to say (Sprechzettel): always in the language of the house, whatever the language of the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override


def spoken(words: str | Promise, **values: Any) -> str:
    """These words with their values, as the chair reads them out."""
    with override(settings.LANGUAGE_CODE):
        return str(words).format(**{name: str(value) for name, value in values.items()})
