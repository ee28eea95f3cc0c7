"""Which papers somebody gets, and how far: the one place where that is worked out."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from agenda.enums import Part
from agenda.models import AgendaItem
from agenda.selectors import RECUSED
from documents.papers.enums import PaperState
from documents.papers.models import Consultation, Paper, PaperFile, PaperVersion, SignOff, Supporter
from meetings.enums import MeetingState, Role
from meetings.errors import not_found
from meetings.models import Body, Membership
from meetings.permissions import Actor
from meetings.selectors import actor_for

GONE_OUT = (PaperState.RELEASED, PaperState.WITHDRAWN)


class Access(IntEnum):
    """How far somebody gets into a paper."""

    NONE = 0
    PUBLIC = 1
    """What the public reads: the checked version, with what is left out for it."""
    FULL = 2
    """What members of its bodies read: the last release."""
    SHOWN = 3
    """What is being written, to read and not to change: those who sign it off, while the round runs, and named
    supporters."""
    WORK = 4
    """What is being written: its author, the office that keeps it."""


def papers_of_public() -> QuerySet[Paper]:
    """Those of which everybody has a version: class, check, and an item in the public part of a convened meeting, none
    in a non-public one.
    """
    at_items = Consultation.objects.filter(paper=OuterRef("pk"), item__isnull=False)
    told = at_items.exclude(item__meeting__state=MeetingState.DRAFT).filter(item__part=Part.PUBLIC)
    return Paper.objects.filter(
        Exists(told),
        ~Exists(at_items.filter(item__part=Part.NON_PUBLIC)),
        state__in=GONE_OUT,
        is_public=True,
        public_seq__isnull=False,
    )


def papers_for(user: Any) -> QuerySet[Paper]:
    """Every paper of which this user gets at least something, with how far as `access`; those closed to them for a
    conflict of interest only as the public has them.
    """
    actor = actor_for(user, body_id=None)
    kept = bodies_of_office(user) if actor.user else []
    mine = Q(author=actor.user.pk) | Q(body__in=kept) if actor.user else Q(pk__in=[])
    through = Consultation.objects.filter(paper=OuterRef("pk"), body__in=actor.bodies)
    members = (Q(Exists(through)) | Q(body__in=actor.bodies)) & _went_out() & ~Q(Exists(_closed_to(actor)))
    reached = Case(
        When(mine, then=Value(int(Access.WORK))),
        When(shown_to(actor), then=Value(int(Access.SHOWN))),
        When(members, then=Value(int(Access.FULL))),
        When(pk__in=papers_of_public().values("pk"), then=Value(int(Access.PUBLIC))),
        default=Value(int(Access.NONE)),
        output_field=IntegerField(),
    )
    return _papers().annotate(access=reached).filter(access__gt=Access.NONE)


def with_words(found: QuerySet[Paper], words: str) -> QuerySet[Paper]:
    """Those with all of these words in number or subject, as each is read: nobody learns from a hit what is only being
    written.
    """
    for word in words.split()[:8]:
        told = PaperVersion.objects.filter(paper=OuterRef("pk"), content__subject__icontains=word)
        found = found.filter(
            Q(number__icontains=word)
            | Q(access__gte=Access.SHOWN, subject__icontains=word)
            | Q(Exists(told), access=Access.FULL)
            | Q(Exists(told.filter(seq=OuterRef("public_seq"))), access=Access.PUBLIC)
        )
    return found


def paper_or_404(user: Any, pk: int) -> tuple[Actor, Paper, Access]:
    """A paper, what this user is in the body whose office keeps it, and how far they get; 404 alike for hidden and
    absent.
    """
    paper = _papers().filter(pk=pk).first()
    if paper is None:
        raise not_found()
    actor = actor_for(user, body_id=paper.body_id)
    access = access_to(paper, actor)
    if access == Access.NONE:
        raise not_found()
    return actor, paper, access


def access_to(paper: Paper, actor: Actor) -> Access:
    """How far this actor gets into a paper."""
    if Role.CLERK in actor.roles or (actor.user is not None and paper.author_id == actor.user.pk):
        return Access.WORK
    if actor.bodies and Paper.objects.filter(shown_to(actor), pk=paper.pk).exists():
        return Access.SHOWN
    if paper.state in GONE_OUT and _is_of_its_bodies(paper, actor):
        return Access.FULL
    return Access.PUBLIC if papers_of_public().filter(pk=paper.pk).exists() else Access.NONE


def version_for(paper: Paper, access: Access) -> PaperVersion | None:
    """The version that is read with this access: the last, for the public the one that was checked."""
    versions = PaperVersion.objects.filter(paper=paper)
    if access == Access.PUBLIC:
        versions = versions.filter(seq=paper.public_seq or 0)
    return versions.order_by("-seq").first()


def annex_or_404(user: Any, pk: int) -> tuple[Actor, PaperFile, Access]:
    """An annex with the same rights as its paper: the public only what its version holds and is public, members what
    some version holds.
    """
    annex = PaperFile.objects.with_copies().filter(pk=pk).first()
    if annex is None:
        raise not_found()
    actor, annex.paper, access = paper_or_404(user, annex.paper_id)
    if access == Access.WORK or (access == Access.SHOWN and annex.removed_at is None):
        return actor, annex, access
    if access == Access.PUBLIC:
        version = version_for(annex.paper, access)
        held = [file for file in version.files if file["pk"] == annex.pk] if version else []
        if not held or held[0]["confidential"]:
            raise not_found()
    elif not any(file["pk"] == annex.pk for version in annex.paper.versions.all() for file in version.files):
        raise not_found()
    return actor, annex, access


def consultation_or_404(user: Any, pk: int) -> tuple[Actor, Consultation, Access]:
    """A station of a paper's way; the actor is what somebody is in the body that is to deal with it."""
    found = Consultation.objects.select_related("body", "item__meeting").filter(pk=pk).first()
    if found is None:
        raise not_found()
    _actor, found.paper, access = paper_or_404(user, found.paper_id)
    return actor_for(user, body_id=found.body_id), found, access


def _papers() -> QuerySet[Paper]:
    return Paper.objects.select_related("journal", "institution", "body", "type", "parent", "author")


def bodies_of_office(user: Any) -> list[int]:
    """The ids of the bodies whose clerk this user is."""
    held = Membership.objects.on(timezone.localdate()).filter(person__user=user, role=Role.CLERK)
    return list(held.values_list("body", flat=True))


def _is_of_its_bodies(paper: Paper, actor: Actor) -> bool:
    if not actor.bodies:
        return False
    stations = list(Consultation.objects.filter(paper=paper).values_list("body", flat=True))
    if not actor.bodies & {paper.body_id, *stations}:
        return False
    return Paper.objects.filter(_went_out(), ~Exists(_closed_to(actor)), pk=paper.pk).exists()


def _went_out() -> Q:
    """Released at least once: one that was withdrawn before is nobody's but its author's and the office's."""
    return Q(Exists(PaperVersion.objects.filter(paper=OuterRef("pk"))), state__in=GONE_OUT)


def shown_to(actor: Actor) -> Q:
    """The papers that this person reads as they are being written, because they sign them off: everybody of the round
    that runs; when all have signed, those who did, until the paper is released or taken back. It ends with their right
    to sign, too. Or because they were asked to support them.
    """
    signing = in_running_round().filter(_is_asked(actor), paper=OuterRef("pk"))
    signed = Q(decided_by=actor.user.pk) if actor.user else Q(pk__in=[])
    has_right = Body.objects.filter(institution=OuterRef("institution"), pk__in=actor.bodies)
    asked = Q(Exists(signing), state=PaperState.SIGN_OFF) | Q(Exists(signing.filter(signed)), state=PaperState.CLEARED)
    return (asked & Q(Exists(has_right))) | _is_supported_by(actor)


def _is_supported_by(actor: Actor) -> Q:
    """Those whose author has asked this member of the body for support, until the office has released them."""
    rows = Supporter.objects.filter(paper=OuterRef("pk"), person=actor.person_id or 0)
    return Q(Exists(rows), state__in=[PaperState.DRAFT, PaperState.HANDED_IN], body__in=actor.bodies)


def in_running_round() -> QuerySet[SignOff]:
    """The rows of each paper's last round of sign-off; whether it runs, the paper's state says."""
    last = SignOff.objects.filter(paper=OuterRef("paper")).order_by("-round").values("round")[:1]
    return SignOff.objects.filter(round=Subquery(last))


def _is_asked(actor: Actor) -> Q:
    return Q(person=actor.person_id) | Q(deputy=actor.person_id) if actor.person_id else Q(pk__in=[])


def _closed_to(actor: Actor) -> QuerySet[AgendaItem]:
    """The non-public items with a paper that are closed to this person (GO NRW section 31)."""
    return AgendaItem.objects.filter(
        consultations__paper=OuterRef("pk"),
        part=Part.NON_PUBLIC,
        recusals__person=actor.person_id,
        recusals__ended_at__isnull=True,
        recusals__state__in=RECUSED,
    )
