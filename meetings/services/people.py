"""Persons as the clerk keeps them: entered with a first membership, named, reached."""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Change
from meetings.errors import DomainError
from meetings.models import AccountInvitation, Body, BodyRecord, Contact, Membership, Person
from meetings.permissions import Actor, require
from meetings.selectors.people import is_only_of, known_to, person_kept_or_404, twins_of, twins_stamp
from meetings.services.kept import check_fields, done_by, lock_body
from meetings.services.memberships import MembershipData, begin

NAMES = ("honorific", "given_name", "family_name", "function")
REACHED = ("email", "phone", "address")


class PersonData(TypedDict, total=False):
    """Name and contact of a person."""

    honorific: str
    given_name: str
    family_name: str
    function: str
    email: str
    phone: str
    address: str


@transaction.atomic
def add_person(
    *, body: Body, membership: MembershipData, seen: str = "", actor: Actor, **data: Unpack[PersonData]
) -> Person:
    """Enter a person with a first membership of the body (Person anlegen).

    409 `person.twin` when somebody of the same name or address is known and `seen` is not the stamp of exactly those
    (`selectors.people.twins_stamp`); 400 `data.invalid`; else as `add_membership`.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.add_person")
    name = f"{data.get('given_name', '')} {data.get('family_name', '')}"
    twins = twins_of(known_to(actor.user, body), name, data.get("email", ""))
    if twins and seen != twins_stamp(twins):
        says = _("Somebody of this name or address is known already. Nothing was saved; look whether it is them.")
        raise DomainError("person.twin", says)
    return enter_person(body, actor, data, membership)


def enter_person(body: Body, actor: Actor, data: PersonData, membership: MembershipData) -> Person:
    """What `add_person` does once it is known that the person is new."""
    person = Person(**{name: value for name, value in data.items() if name in NAMES})
    check_fields(person, ["user"])
    person.save(force_insert=True)
    _reach(person, data)
    begin(body, person, actor, membership)
    return person


def _reach(person: Person, data: PersonData) -> None:
    """Store the contact; where nothing is left of it, no row is."""
    contact = Contact.objects.filter(person=person).first() or Contact(person=person)
    for name in REACHED:
        setattr(contact, name, data.get(name, getattr(contact, name)))
    check_fields(contact, ["person"])
    if any(getattr(contact, name) for name in REACHED):
        contact.save()
    elif contact.pk:
        contact.delete()


def values_of(person: Person) -> dict[str, str]:
    """Name and contact as they are stored."""
    contact = Contact.objects.filter(person=person).first() or Contact()
    named = {name: getattr(person, name) for name in NAMES}
    return {**named, **{name: getattr(contact, name) for name in REACHED}}


def stamp_of(values: dict[str, Any]) -> str:
    """What somebody saw of a person before they changed it."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def edit_person(*, body: Body, person: int, seen: str, actor: Actor, **data: Unpack[PersonData]) -> Person:
    """Change name and contact of a person (Person bearbeiten); the history says that, not what.

    403 `person.shared` for a clerk where the person belongs to bodies of others too; 409 `person.changed_meanwhile`
    when `seen` (`stamp_of`) is not what is stored. 404 for somebody who is not of this body, 400 `data.invalid`.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.edit_person")
    found = person_kept_or_404(actor.user, body.pk, person)[2].person
    found = Person.objects.select_for_update(no_key=True).get(pk=found.pk)
    _check_theirs(found, actor)
    before = values_of(found)
    if stamp_of(before) != seen:
        says = _("Somebody else has changed this person meanwhile. Nothing was saved; what you typed stands below.")
        raise DomainError("person.changed_meanwhile", says)
    for name in NAMES:
        setattr(found, name, data.get(name, getattr(found, name)))
    check_fields(found, ["user"])
    with done_by(actor):
        found.save(update_fields=NAMES)
        _reach(found, data)
        if values_of(found) != before:
            note(found, body, Change.NAMED, actor)
    return found


def _check_theirs(person: Person, actor: Actor) -> None:
    if not is_only_of(person, actor.user):
        says = _(
            "This person has an office elsewhere, too. Name and contact are changed by whoever is clerk of all of "
            "their bodies, or by the administration."
        )
        raise DomainError("person.shared", says, status=403)


def note(person: Person, body: Body, change: Change, actor: Actor) -> None:
    """Write into the history of every body to which the person belongs, and of the one where it was done."""
    held = Membership.objects.on(timezone.localdate()).filter(person=person).values("body")
    bodies = {body.pk: body, **{one.pk: one for one in Body.objects.filter(pk__in=held)}}
    told = {"at": timezone.now(), "actor": actor.reference(), "change": change, "person": person}
    BodyRecord.objects.bulk_create([BodyRecord(body=one, **told) for one in bodies.values()])


@transaction.atomic
def revoke_invitation(*, person: Person, body: Body, actor: Actor) -> Person:
    """Let the link of an invitation lead nowhere (Einladung zurücknehmen); a mail that still waits is not sent.

    409 `account.not_invited` when there is none that waits. 404 for somebody who is not of this body.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.revoke_invitation")
    found = person_kept_or_404(actor.user, body.pk, person.pk)[2].person
    gone, _rows = AccountInvitation.objects.filter(person=found, accepted_at=None).delete()
    if not gone:
        raise DomainError("account.not_invited", _("This person has no invitation that waits for an answer."))
    note(found, body, Change.UNINVITED, actor)
    return found
