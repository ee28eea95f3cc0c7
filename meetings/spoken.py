"""Words for the chair to say (Sprechzettel), always in the language of the house; and how values are put into any sentence."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

QUOTED = re.compile(r"([„“])\{(\w+)\}[“”]")
INNER = {"„": "‚{}‘", "“": "‘{}’"}
PAIRS = re.compile(r"„([^„“”\"]*)[“”]|“([^„“”\"]*)”|\"([^„“”\"]*)\"")


def spoken(words: str | Promise, **values: Any) -> str:
    """These words with their values, as the chair reads them out."""
    with override(settings.LANGUAGE_CODE):
        return filled(str(words), {name: str(value) for name, value in values.items()})


def filled(sentence: str, values: dict[str, Any]) -> str:
    """The sentence with its values; what it quotes keeps its own quotation marks as the inner pair of the sentence's language."""
    words = copy(values)
    words.update({name: _with_inner_marks(values[name], INNER[mark]) for mark, name in QUOTED.findall(sentence) if name in values})
    return sentence.format_map(words)


def _with_inner_marks(value: Any, pair: str) -> str:
    return PAIRS.sub(lambda found: pair.format(next(part for part in found.groups() if part is not None)), str(value))
