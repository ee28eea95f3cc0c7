"""Sentences: of events for the record, for the chair to say (Sprechzettel), and how values are put into any of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import override

from meetings.journal.kinds import kind_of
from meetings.models import MeetingEvent

ERASED = "..."
QUOTED = re.compile(r"([„“])\{(\w+)\}[“”]")
INNER = {"„": "‚{}‘", "“": "‘{}’"}
PAIRS = re.compile(r"„([^„“”\"]*)[“”]|“([^„“”\"]*)”|\"([^„“”\"]*)\"")


def sentence_of(event: MeetingEvent) -> str:
    """The event as a sentence for the record; an erased value shows as three dots."""
    kind = kind_of(event.name)
    words = dict(kind.choices)
    values = {key: _readable(value) for key, value in event.data.items()}
    values |= {secret.key: secret.value for secret in event.secrets.all()}
    values |= {key: _word(words[key], values[key]) for key in words if values.get(key, ERASED) != ERASED}
    return filled(str(kind.sentence), _Values(values))


class _Values(dict[str, Any]):
    """What an event of an earlier version of its kind does not have reads as three dots, like what was erased."""

    def __missing__(self, key: str) -> str:
        return ERASED


def _word(words: type[TextChoices] | Mapping[str, str | Promise], code: str) -> str:
    """The word of a code: as its list labels it, or as the kind wants it within the sentence."""
    return str(words.get(code, ERASED) if isinstance(words, Mapping) else words(code).label)


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return ERASED
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def spoken(words: str | Promise, **values: Any) -> str:
    """These words with their values, as the chair reads them out."""
    with override(settings.LANGUAGE_CODE):
        return filled(str(words), {name: str(value) for name, value in values.items()})


def filled(sentence: str, values: dict[str, Any]) -> str:
    """The sentence with its values; what it quotes keeps its own quotation marks as the inner pair of the sentence's
    language.
    """
    words = copy(values)
    words.update(
        {
            name: _with_inner_marks(values[name], INNER[mark])
            for mark, name in QUOTED.findall(sentence)
            if name in values
        }
    )
    return sentence.format_map(words)


def _with_inner_marks(value: Any, pair: str) -> str:
    return PAIRS.sub(lambda found: pair.format(next(part for part in found.groups() if part is not None)), str(value))
