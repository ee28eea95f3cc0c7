"""Papers of the demonstration: ten of the ordinary meeting, in every state in which one can be; all invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from agenda.models import AgendaItem
from config.demo import elsewhere
from config.demo import texts_papers as texts
from config.demo.clock import clock_set_to
from config.demo.files import neutral_file
from documents.papers.models import Paper, PaperType
from documents.papers.services import (
    add_paper,
    attach_annex,
    edit_paper,
    hand_in_paper,
    plan_consultation,
    put_on_agenda,
    release_paper,
    sign_off_paper,
    start_sign_off,
)
from documents.papers.services.signing import Signer
from meetings.enums import Role
from meetings.models import Body, Meeting, Membership
from meetings.permissions import Actor
from meetings.selectors import actor_for

BEFORE = timedelta(days=-12)
"""When the other body has met."""


def bring_papers(meeting: Meeting, clerk: Actor) -> Paper:
    """Write the papers and put those that are released on the agenda; answers with the one that is corrected later."""
    body = meeting.body
    member = _holder(body, Role.MEMBER)
    recommended = _recommended(body)
    _put(recommended, meeting, clerk, texts.BOOKING["item"])
    _at(meeting, clerk, texts.SUPPLEMENT, parent=recommended)
    corrected = _at(meeting, clerk, texts.REPORTER)
    _at(meeting, clerk, texts.MOTION, by=member)
    question = _at(meeting, clerk, texts.INQUIRY, by=member)
    _at(meeting, clerk, texts.ANSWER, parent=question)
    for said in (texts.NETWORK, texts.REDACTED, texts.SECRET):
        _at(meeting, clerk, said)
    draft = _write(texts.DRAFT, body, clerk)
    plan_consultation(paper=draft, body=body.pk, role="decision", actor=clerk)
    start_sign_off(paper=draft, signers=[_signer(_holder(body, Role.CHAIR), 1), _signer(clerk, 2)], actor=clerk)
    return corrected


def correct(paper: Paper, clerk: Actor) -> None:
    """Release the second version, after the meeting was convened."""
    fresh = Paper.objects.get(pk=paper.pk)
    edit_paper(paper=fresh, version=fresh.version, actor=clerk, **texts.CORRECTION)
    release_paper(paper=fresh, is_public=True, checked=True, note=texts.CORRECTION_NOTE, actor=clerk)


def _at(
    meeting: Meeting, clerk: Actor, said: dict[str, Any], *, by: Actor | None = None, parent: Paper | None = None
) -> Paper:
    """A released paper at an item of the meeting."""
    paper = _write(said, meeting.body, by or clerk, parent)
    plan_consultation(paper=paper, body=meeting.body_id, role=said.get("role", "decision"), actor=clerk)
    _release(paper, clerk, by or clerk, said)
    _put(paper, meeting, clerk, said["item"])
    return paper


def _write(said: dict[str, Any], body: Body, actor: Actor, parent: Paper | None = None) -> Paper:
    kind = PaperType.objects.get(institution=body.institution, name=said["kind"])
    paper = add_paper(body=body, type=kind.pk, parent=parent, actor=actor, **said["words"])
    Paper.objects.filter(pk=paper.pk).update(is_demo=True)
    _annex(paper, actor, said)
    return paper


def _annex(paper: Paper, actor: Actor, said: dict[str, Any]) -> None:
    inside = None
    for title, words in said.get("annexes", ()):
        upload = neutral_file(title, words)
        stands_for = inside.pk if inside else 0
        inside = attach_annex(paper=paper, upload=upload, title=title, stands_for=stands_for, actor=actor)


def _release(paper: Paper, clerk: Actor, author: Actor, said: dict[str, Any]) -> None:
    if paper.type.needs_sign_off:
        start_sign_off(paper=paper, signers=[_signer(clerk, 1)], actor=clerk)
        sign_off_paper(paper=paper, actor=clerk)
    else:
        hand_in_paper(paper=paper, actor=author)
    is_public = said["words"].get("is_public", True)
    release_paper(paper=paper, is_public=is_public, checked=is_public, actor=clerk)


def _put(paper: Paper, meeting: Meeting, clerk: Actor, title: str) -> None:
    item = AgendaItem.objects.get(meeting=meeting, title=title)
    put_on_agenda(consultation=paper.consultations.get(body=meeting.body), meeting=meeting, item=item.pk, actor=clerk)


def _recommended(body: Body) -> Paper:
    """A paper that another body has dealt with before; its office keeps it."""
    other, office = elsewhere.found_body(body.institution)
    with clock_set_to(timezone.now() + BEFORE - timedelta(days=10)):
        paper = _write(texts.BOOKING, other, office)
        plan_consultation(paper=paper, body=other.pk, role="recommendation", actor=office)
        plan_consultation(paper=paper, body=body.pk, role="decision", actor=office)
        _release(paper, office, office, texts.BOOKING)
    elsewhere.recommend(paper, other, office, BEFORE)
    elsewhere.close_accounts(other)
    return paper


def _signer(actor: Actor, step: int) -> Signer:
    assert actor.person_id is not None
    return Signer(person=actor.person_id, step=step)


def _holder(body: Body, role: Role) -> Actor:
    seat = Membership.objects.select_related("person__user").filter(body=body, role=role).order_by("pk").first()
    assert seat is not None
    return actor_for(seat.person.user, body_id=body.pk)
