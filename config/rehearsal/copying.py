"""The copy of a meeting for a rehearsal: a body of its own with simulated members, and the same agenda."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import AgendaItem
from agenda.services import add_item, add_presenter
from meetings.enums import VOTING_ROLES, Role
from meetings.models import Body, Faction, Meeting, Membership, Person, User
from meetings.permissions import Actor
from meetings.selectors import actor_for
from meetings.services import convene_meeting, create_meeting

STAFF = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.CLERK})
COPIED = ("format", "legal_basis", "hall", "remark")
OF_AN_ITEM = ("title", "subtitle", "public_title", "treatment", "planned_minutes", "draft_resolution")
ADDRESS = "probe-{body}-{number}@rehearsal.invalid"
"""Nobody can receive mail there (RFC 2606), and the accounts have no password."""


@transaction.atomic
def prepare(meeting: Meeting, members: int) -> Meeting:
    """Copy a meeting for a rehearsal with so many simulated members; chair, deputies and clerk are the real ones.

    The copy begins in an hour and is convened; files are not copied. Only those of its body see it.
    """
    body = _body(meeting.body)
    staff = _staff(meeting.body, body)
    _members(meeting.body, body, members)
    clerk = actor_for(staff.user, body_id=body.pk)
    data: dict[str, Any] = {name: getattr(meeting, name) for name in COPIED}
    start = timezone.now() + timedelta(hours=1)
    title = _("Rehearsal: %s") % meeting.title
    copy = create_meeting(body=body, actor=clerk, rehearsal_of=meeting, title=title, starts_at=start, **data)
    _agenda(meeting, copy, clerk)
    return convene_meeting(meeting=copy, actor=clerk)


def _body(body: Body) -> Body:
    number = Body.objects.filter(rehearsal_of=body).count() + 1
    name = _("%(name)s (rehearsal %(number)d)") % {"name": body.name, "number": number}
    return Body.objects.create(institution=body.institution, name=name[-500:], rehearsal_of=body)


def _staff(body: Body, copy: Body) -> Person:
    """Chair, deputies and clerks sit in the copy as well; answers whoever prepares the meeting."""
    today = timezone.localdate()
    rows = list(Membership.objects.on(today).filter(body=body, role__in=STAFF).select_related("person__user"))
    for row in rows:
        fields: dict[str, Any] = {"role": row.role, "faction": row.faction, "voting_right": row.voting_right}
        Membership.objects.create(person=row.person, body=copy, starts_on=today, **fields)
    able = [row.person for row in rows if row.person.user is not None]
    return min(able, key=lambda person: person.pk)


def _members(body: Body, copy: Body, count: int) -> None:
    """Simulated members with a vote, in the factions of the real ones."""
    real = Membership.objects.on(timezone.localdate()).filter(
        body=body, voting_right=True, role__in=VOTING_ROLES - STAFF
    )
    factions: list[Faction | None] = [row.faction for row in real.select_related("faction")] or [None]
    for number, faction in enumerate(islice(cycle(factions), count), 1):
        Membership.objects.create(
            person=_person(copy, number),
            body=copy,
            role=Role.MEMBER,
            faction=faction,
            voting_right=True,
            starts_on=timezone.localdate(),
        )
    copy.statutory_seats = Membership.objects.filter(body=copy, voting_right=True).count()
    copy.save(update_fields=["statutory_seats"])


def _person(body: Body, number: int) -> Person:
    user = User.objects.create_user(ADDRESS.format(body=body.pk, number=number))
    return Person.objects.create(
        user=user, given_name=_("Simulated"), family_name=_("Member %02d") % number, is_demo=True
    )


def _agenda(
    meeting: Meeting, copy: Meeting, clerk: Actor, of: AgendaItem | None = None, below: AgendaItem | None = None
) -> None:
    for item in AgendaItem.objects.filter(meeting=meeting, parent=of).order_by("-part", "position", "pk"):
        data: dict[str, Any] = {name: getattr(item, name) for name in OF_AN_ITEM}
        twin = add_item(meeting=copy, actor=clerk, part=item.part, parent=below, **data)
        for presenter in item.presenters.all():
            add_presenter(
                item=twin, actor=clerk, name=presenter.name, organisation=presenter.organisation, is_demo=True
            )
        _agenda(meeting, copy, clerk, item, twin)


def simulated_members(meeting: Meeting) -> list[Person]:
    """The simulated members of a rehearsal, in the order of their numbers."""
    held = Membership.objects.filter(body=meeting.body_id, person__user__email__endswith=ADDRESS.partition("@")[2])
    return [row.person for row in held.select_related("person__user", "faction").order_by("pk")]
