"""Input checking for the voting room: what a form or a program sends as a ballot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.fields import is_whole

LARGEST_BODY = 4096
LARGEST_KEY = 2**63


def ballot_from(request: HttpRequest) -> tuple[str, UUID]:
    """Choice and id from a form or a JSON object; 413 `ballot.too_large`, 400 `ballot.malformed`,
    `ballot.id_malformed`.
    """
    return ballot_of(_json_fields(request) if request.content_type == "application/json" else request.POST)


def ballot_of(fields: Mapping[str, Any]) -> tuple[str, UUID]:
    """Choice and id from named fields; 400 `ballot.malformed`, `ballot.id_malformed`."""
    choice, ballot_id = fields.get("choice", ""), fields.get("ballot_id", "")
    if not isinstance(choice, str) or not isinstance(ballot_id, str):
        raise _malformed()
    return choice, _uuid(ballot_id)


def poll_of(fields: Mapping[str, Any]) -> int:
    """The poll's number from a frame; 400 `ballot.malformed`. A number that no row has is for others to refuse."""
    poll = fields.get("poll")
    if not isinstance(poll, int) or isinstance(poll, bool):
        raise _malformed()
    return poll if 0 < poll < LARGEST_KEY else 0


def _json_fields(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST_BODY:
        raise DomainError("ballot.too_large", _("A ballot is no longer than 4,096 characters."), status=413)
    try:
        fields = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _malformed() from None
    if not isinstance(fields, dict):
        raise _malformed()
    return fields


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise DomainError("ballot.id_malformed", _("ballot_id is a UUID made by the client."), status=400) from None


def _malformed() -> DomainError:
    return DomainError("ballot.malformed", _("A ballot is an object with the texts choice and ballot_id."), status=400)


ANSWERS = ("yes", "no", "abstain")


def hands_from(fields: Mapping[str, str]) -> dict[str, int]:
    """How many hands were counted for each answer, an empty field is none; 400 `hands.negative` for what is no
    number.
    """
    return {answer: _number(fields.get(answer, "")) for answer in ANSWERS}


def hands_or_rest(fields: Mapping[str, str], *, rest_is_for: bool) -> dict[str, int | None]:
    """The same for hands that are being counted: where the rest is for, an empty yes is None; 400 `hands.incomplete`
    where nothing was entered at all.
    """
    numbers: dict[str, int | None] = {**hands_from(fields)}
    typed = {answer for answer in ANSWERS if fields.get(answer, "").strip()}
    if not typed:
        says = _("Enter how many hands were raised; where nobody did, enter 0.")
        raise DomainError("hands.incomplete", says, status=400)
    if rest_is_for and "yes" not in typed:
        numbers["yes"] = None
    return numbers


def _number(text: str) -> int:
    words = text.strip()
    if words and not is_whole(words):
        raise DomainError("hands.negative", _("Numbers of hands are whole numbers from zero."), status=400)
    return int(words or 0)
