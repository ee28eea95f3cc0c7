"""The way of a paper through the bodies: stations are planned and taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.enums import ConsultationRole
from documents.papers.models import Consultation, Paper
from documents.papers.services.base import lock_paper
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Body
from meetings.permissions import Actor, require


@transaction.atomic
def plan_consultation(*, paper: Paper, body: int, role: str, actor: Actor) -> Consultation:
    """Let a body of the same institution deal with a paper (Beratungsfolge ergänzen), after those that are planned.

    404 for a body of another institution, 400 `data.invalid` for an unknown role.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.plan_consultation", paper)
    whose = Body.objects.filter(pk=body, institution=paper.institution, ended_on=None).first()
    if whose is None or whose.rehearsal_of_id != paper.body.rehearsal_of_id:
        raise not_found()
    if role not in ConsultationRole.values:
        raise DomainError("data.invalid", _("Choose what the body is to do with the paper."), status=400)
    last = paper.consultations.aggregate(last=Max("position"))["last"]
    station = Consultation.objects.create(paper=paper, body=whose, role=role, position=0 if last is None else last + 1)
    tell(events.CONSULTATION_PLANNED, station, actor)
    return station


@transaction.atomic
def remove_consultation(*, consultation: Consultation, actor: Actor) -> Paper:
    """Take a station back that no agenda has yet; 409 `consultation.on_agenda`."""
    paper, actor = lock_paper(consultation.paper_id, actor)
    require(actor, "documents.remove_consultation", paper)
    station = paper.consultations.select_related("body").filter(pk=consultation.pk).first()
    if station is None:
        raise not_found()
    if station.item_id is not None:
        raise DomainError("consultation.on_agenda", _("The paper stands on an agenda of this body already."))
    station.paper = paper
    tell(events.CONSULTATION_REMOVED, station, actor)
    station.delete()
    return paper


def tell(kind: EventKind, station: Consultation, actor: Actor) -> None:
    """Record something about a station in the paper's journal."""
    secrets = {"body": station.body.name}
    record(station.paper, kind, actor=actor, secrets=secrets, consultation=station.pk, role=station.role)
