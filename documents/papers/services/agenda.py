"""Papers on agendas: put there, taken off, and kept in step while the item waits.

A public item says what the public has of the paper: nothing stands there that nobody has looked through.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda import services as agenda
from agenda.enums import ItemState, Part, Treatment
from agenda.events import ITEM_EDITED, audience_for
from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from agenda.services.base import apply, clean, tell
from documents.papers import events
from documents.papers.enums import ConsultationRole
from documents.papers.models import Consultation, Paper, PaperVersion
from documents.papers.selectors.access import papers_of_public
from documents.papers.selectors.outcomes import MEETING_OVER, OVER, is_over
from documents.papers.services.base import lock_paper
from meetings.enums import Audience
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import actor_for
from meetings.services import lock_meeting

TREATMENTS = {
    ConsultationRole.DECISION: Treatment.DECISION,
    ConsultationRole.RECOMMENDATION: Treatment.RECOMMENDATION,
    ConsultationRole.PRELIMINARY: Treatment.RECOMMENDATION,
    ConsultationRole.HEARING: Treatment.INFORMATION,
    ConsultationRole.NOTICE: Treatment.INFORMATION,
}


@transaction.atomic
def put_on_agenda(*, consultation: Consultation, meeting: Meeting, item: int = 0, actor: Actor) -> Consultation:
    """Put a paper on an agenda of the body that is to deal with it (auf die Tagesordnung setzen): as an item of its
    own, or on one that is there.

    What was postponed, referred or left there before gets a further station. Errors of `agenda.services.add_item`;
    404 for a meeting of another body or an item of another meeting; 409 `paper.on_agenda` when it stands on one that is
    coming, `paper.unchecked` for an item of the public part while the public has no version, `item.not_pending`.
    """
    paper, _keeper = lock_paper(consultation.paper_id, actor)
    station = paper.consultations.select_related("body", "item__meeting").filter(pk=consultation.pk).first()
    if station is None or meeting.body_id != station.body_id:
        raise not_found()
    actor = actor_for(actor.user, body_id=station.body_id)
    station.paper = paper
    require(actor, "documents.put_on_agenda", station)
    station = _free(station)
    version = paper.versions.order_by("-seq")[0]
    meeting, actor = lock_meeting(meeting, actor)
    station.item = _existing(meeting, item, actor) if item else _new(meeting, station, version, actor)
    station.is_followed_by_item = not item
    if item and paper.consultations.filter(item=item).exists():
        raise DomainError("paper.on_agenda", _("The paper stands at this item already."))
    station.save()
    _tell(events.PAPER_PUT_ON_AGENDA, station, actor)
    _placed(station, version, actor)
    return station


@transaction.atomic
def take_off_agenda(*, consultation: Consultation, actor: Actor) -> Consultation:
    """Take a paper off an item again (von der Tagesordnung nehmen); the item itself is taken off at the agenda.

    409 `item.not_pending` once it has been called.
    """
    paper, _keeper = lock_paper(consultation.paper_id, actor)
    station = paper.consultations.select_related("body", "item__meeting").filter(pk=consultation.pk).first()
    if station is None or station.item is None:
        raise not_found()
    actor = actor_for(actor.user, body_id=station.body_id)
    station.paper = paper
    require(actor, "documents.take_off_agenda", station)
    meeting, actor = lock_meeting(station.item.meeting_id, actor)
    item = _existing(meeting, station.item_id or 0, actor)
    station.item = item
    _tell(events.PAPER_TAKEN_OFF_AGENDA, station, actor)
    _displaced(station, actor, _audience(station, paper.public_seq))
    station.item, station.is_followed_by_item = None, False
    station.save()
    return station


def keep_in_step(paper: Paper, version: PaperVersion, actor: Actor, *, is_lost: bool = False) -> None:
    """Let items that wait follow a new version, or another one for the public: title and draft resolution of those made
    for the paper; every meeting that has it learns of it. `is_lost` when the public does not have it any more.
    """
    stations = paper.consultations.select_related("body", "item").filter(item__isnull=False)
    ahead = stations.exclude(item__state__in=OVER).exclude(item__meeting__state__in=MEETING_OVER)
    for station in ahead.order_by("item__meeting", "pk"):
        assert station.item is not None
        meeting, here = lock_meeting(station.item.meeting_id, Actor(user=actor.user))
        station.item, station.paper = item_in(meeting, station.item.pk), paper
        if station.is_followed_by_item and station.item.state == ItemState.PENDING:
            _follow(station, here)
        if is_lost:
            _displaced(station, here, audience_for(station.item))
        _placed(station, version, here)


def is_told(paper: Paper) -> bool:
    """Whether everybody reads this paper at this moment, as it is stored."""
    return papers_of_public().filter(pk=paper.pk).exists()


def follow_part(item: AgendaItem, actor: Actor) -> None:
    """Let an item that was moved to another part say what may be read there of the paper that it follows; under the
    meeting's lock.
    """
    stations = Consultation.objects.select_related("paper").filter(item=item, is_followed_by_item=True)
    for station in stations if item.state == ItemState.PENDING else ():
        station.item = item
        _follow(station, actor)


def _free(station: Consultation) -> Consultation:
    """The station itself while it has no item, else a further one where the last one is over for this time."""
    if station.item is None:
        return station
    later = Consultation.objects.filter(paper=station.paper_id, body=station.body_id, position=station.position)
    if not is_over(station) or later.filter(pk__gt=station.pk).exists():
        raise DomainError("paper.on_agenda", _("The paper stands on an agenda of this body already."))
    return Consultation(paper=station.paper, body=station.body, role=station.role, position=station.position)


def _existing(meeting: Meeting, pk: int, actor: Actor) -> AgendaItem:
    item = item_in(meeting, pk)
    require(actor, "agenda.edit_item", item)
    if item.state != ItemState.PENDING:
        raise DomainError("item.not_pending", _("This item has been called or dealt with already."))
    return item


def _new(meeting: Meeting, station: Consultation, version: PaperVersion, actor: Actor) -> AgendaItem:
    part = Part.PUBLIC if station.paper.is_public else Part.NON_PUBLIC
    told = _told(station.paper, part)
    if told is None:
        says = _("Nobody has looked through this paper for personal data yet. Give it to the public first.")
        raise DomainError("paper.unchecked", says)
    return agenda.add_item(
        meeting=meeting,
        actor=actor,
        part=part,
        title=told.words("subject"),
        draft_resolution=_resolution(told, part),
        treatment=TREATMENTS[ConsultationRole(station.role)],
    )


def _follow(station: Consultation, actor: Actor) -> None:
    item = station.item
    assert item is not None
    told = _told(station.paper, item.part)
    words = {"title": told.words("subject")} if told else {}
    changed = apply(item, {**words, "draft_resolution": _resolution(told, item.part) if told else ""})
    if changed:
        clean(item, exclude=["meeting", "parent"])
        item.version += 1
        item.save(update_fields=[*changed, "version"])
        tell(item, ITEM_EDITED, actor, fields=sorted(changed))


def _told(paper: Paper, part: str) -> PaperVersion | None:
    """The version of which an item of this part speaks: the last, in the public part the one that the public has."""
    versions = paper.versions.order_by("-seq")
    if part == Part.PUBLIC:
        versions = versions.filter(seq=paper.public_seq or 0)
    return versions.first()


def _resolution(version: PaperVersion, part: str) -> str:
    """What everybody reads at a public item is what the public reads of the paper."""
    return version.words("draft_resolution", public=part == Part.PUBLIC)


def _tell(kind: EventKind, station: Consultation, actor: Actor) -> None:
    assert station.item is not None
    record(
        station.paper,
        kind,
        actor=actor,
        secrets={"body": station.body.name},
        consultation=station.pk,
        meeting=station.item.meeting_id,
        item=station.item.pk,
    )


def _placed(station: Consultation, version: PaperVersion, actor: Actor) -> None:
    """The meeting's journal says which version stands at the item from now on."""
    _at_item(events.PAPER_PLACED, station, actor, _audience(station, version.seq), version=version.seq)


def _displaced(station: Consultation, actor: Actor, audience: Audience) -> None:
    _at_item(events.PAPER_DISPLACED, station, actor, audience)


def _audience(station: Consultation, seq: int | None) -> Audience:
    """Who sees the item, and of those the public only where it has this version of the paper."""
    assert station.item is not None
    audience = audience_for(station.item)
    has_it = station.paper.public_seq == seq and is_told(station.paper)
    return audience if audience != Audience.PUBLIC or has_it else Audience.PARTICIPANT


def _at_item(kind: EventKind, station: Consultation, actor: Actor, audience: Audience, **data: Any) -> None:
    item = station.item
    assert item is not None
    record(
        item.meeting,
        kind,
        actor=actor,
        audience=audience,
        paper=station.paper_id,
        number=station.paper.number,
        item=item.pk,
        item_number=number_of(item),
        **data,
    )
