"""Persons from a file: everybody whom the preview promised, or nobody."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.models import Body
from meetings.permissions import Actor, require
from meetings.selectors.people_import import PersonEntry, read_people
from meetings.services.kept import lock_body
from meetings.services.memberships import begin
from meetings.services.people import enter_person


@transaction.atomic
def import_people(*, body: Body, text: str, seen: str, actor: Actor) -> int:
    """Enter the persons of a file into a body (Personen einlesen); answers how many lines.

    Whoever is known gets the membership and keeps name and contact. `seen` is what the preview showed: 409
    `people.changed_meanwhile` when it would be something else now. 400 `people.empty`, and what reading the file
    refuses; 409 `body.ended`.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.import_people")
    found = read_people(body, text, actor)
    if found.stamp != seen:
        says = _("The persons have changed meanwhile. Nothing was entered; look at the preview again.")
        raise DomainError("people.changed_meanwhile", says)
    if not found.good:
        raise DomainError("people.empty", _("The file names nobody who can be entered."), status=400)
    for entry in found.good:
        _enter(body, entry, actor)
    return len(found.good)


def _enter(body: Body, entry: PersonEntry, actor: Actor) -> None:
    said: Any = entry.membership()
    if entry.person is not None:
        begin(body, entry.person, actor, said)
    else:
        names: Any = entry.names()
        enter_person(body, actor, names, said)
