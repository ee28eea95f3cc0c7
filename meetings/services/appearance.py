"""How an institution appears to everybody: its name, crest, colour, and where its legal pages are."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.colours import checked_accent
from meetings.crests import checked_crest
from meetings.errors import DomainError
from meetings.models import Crest, Institution
from meetings.models.tidy import tidy
from meetings.permissions import Actor, require
from meetings.selectors import actor_for

ADDRESSES = ("imprint_url", "privacy_url", "accessibility_url")
is_address = URLValidator(schemes=["https", "http"])


@transaction.atomic
def set_appearance(
    *,
    institution: Institution,
    actor: Actor,
    name: str,
    accent: str = "",
    accent_dark: str = "",
    crest: bytes | None = None,
    remove_crest: bool = False,
    **addresses: str,
) -> Institution:
    """Say what every page shows of an institution (Erscheinungsbild); the administration keeps who did it and when.

    A new crest takes the place of the old one. 400 `accent.contrast`, `accent.unreadable`, `crest.unreadable`,
    `institution.name`, `institution.address`; 409 `institution.name_taken`; 413 `crest.too_large`.
    """
    row = Institution.objects.select_for_update().get(pk=institution.pk)
    require(actor_for(actor.user, body_id=None), "meetings.set_appearance")
    before = _shown(row)
    row.name = _checked_name(row, name)
    row.accent, row.accent_dark = checked_accent(accent), checked_accent(accent_dark, is_dark=True)
    for field in ADDRESSES:
        setattr(row, field, _checked_address(addresses.get(field, "")))
    _put_crest(row, crest, remove_crest)
    row.save()
    _record(row, actor, [field for field, value in _shown(row).items() if value != before[field]])
    return row


def _shown(row: Institution) -> dict[str, Any]:
    return {field: getattr(row, field) for field in ("name", "accent", "accent_dark", "crest_tag", *ADDRESSES)}


def _checked_name(row: Institution, name: str) -> str:
    field = row._meta.get_field("name")
    tidied = str(tidy(field, name))
    if not tidied or len(tidied) > 500:
        raise DomainError("institution.name", _("The institution needs a name of at most 500 characters."), status=400)
    if Institution.objects.filter(name=tidied).exclude(pk=row.pk).exists():
        raise DomainError("institution.name_taken", _("Another institution has this name."))
    return tidied


def _checked_address(address: str) -> str:
    if not address:
        return ""
    try:
        is_address(address)
    except ValidationError:
        address = ""
    if not address or len(address) > 500:
        says = _("An address of a legal page begins with https:// and has at most 500 characters.")
        raise DomainError("institution.address", says, status=400)
    return address


def _put_crest(row: Institution, crest: bytes | None, remove: bool) -> None:
    if crest is not None:
        picture = checked_crest(crest)
        values = {"data": picture.data, "width": picture.width, "height": picture.height}
        Crest.objects.update_or_create(institution=row, defaults=values)
        row.crest_tag = hashlib.sha256(picture.data).hexdigest()[:16]
    elif remove:
        Crest.objects.filter(institution=row).delete()
        row.crest_tag = ""


def _record(row: Institution, actor: Actor, changed: list[str]) -> None:
    if changed:
        says = [{"changed": {"fields": changed}}]
        one = Institution.objects.filter(pk=row.pk)
        LogEntry.objects.log_actions(actor.user.pk, one, CHANGE, change_message=says, single_object=True)
