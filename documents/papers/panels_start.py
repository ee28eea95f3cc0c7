"""What papers bring to the start page: what waits for a signature, what came back, what lies with the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.papers.enums import PaperState
from documents.papers.models import Paper, SignOff
from documents.papers.selectors.motions import asked_of
from documents.papers.selectors.signing import refused_in_round_of, waiting_for
from documents.papers.selectors.start import AT_MOST, waiting_papers
from meetings import registry
from meetings.registry import PagePart, Task, Visitor
from meetings.selectors.start import clerked

Papers = Mapping[str, Sequence[Any]]


@registry.tell_tasks
def tasks_of_papers(visitor: Visitor) -> list[Task]:
    """Papers to sign off by the day on which it is due, papers that came back, and what the office has to do next."""
    if not visitor.bodies:
        return []
    papers = waiting_papers(visitor.user, clerked(visitor))
    return [*_to_sign(visitor), *_to_support(visitor), *_sent_back(visitor, papers), *_of_office(papers)]


def _to_sign(visitor: Visitor) -> Iterator[Task]:
    for row in waiting_for(visitor.person_id or 0)[:AT_MOST]:
        label = _("Sign off: {paper}").format(paper=row.paper)
        detail = str(row.paper.type)
        if row.person_id != visitor.person_id:
            detail = _("{kind}, as deputy of {name}").format(kind=detail, name=row.person.name)
        yield Task(row.due_on, label, detail, row.paper.get_absolute_url(), _("Read and sign"))


def _to_support(visitor: Visitor) -> Iterator[Task]:
    for row in asked_of(visitor.person_id or 0).filter(paper__body__in=visitor.bodies)[:AT_MOST]:
        label = _("Support: {paper}").format(paper=row.paper)
        author = getattr(row.paper.author, "person", None)
        detail = _("{kind}, {name} asks for your support").format(kind=row.paper.type, name=author or "–")
        yield Task(None, label, detail, row.paper.get_absolute_url(), _("Read and decide"))


def _sent_back(visitor: Visitor, papers: Papers) -> Iterator[Task]:
    for paper in papers.get(PaperState.DRAFT, ()):
        label, row = _("Back with you: {paper}").format(paper=paper), paper.refusals[0]
        detail = _("{name} refused to sign it off: {ground}").format(name=who_decided(row), ground=row.remark)
        yield Task(visitor.day, label, detail, paper.get_absolute_url(), _("Write on"))


def _of_office(papers: Papers) -> Iterator[Task]:
    for paper in papers.get(PaperState.HANDED_IN, ()):
        day = date_format(timezone.localtime(paper.handed_in_at), "DATE_FORMAT") if paper.handed_in_at else ""
        detail = _("{kind}, handed in on {day}").format(kind=paper.type, day=day)
        yield _task(_("Check and release: {paper}").format(paper=paper), detail, paper)
    for paper in papers.get(PaperState.CLEARED, ()):
        yield _task(_("Release: {paper}").format(paper=paper), _("All have signed it off."), paper)
    for paper in papers.get(PaperState.RELEASED, ()):
        detail = _("The public does not have it yet.")
        yield _task(_("Look through for personal data: {paper}").format(paper=paper), detail, paper)


def _task(label: str, detail: str, paper: Paper) -> Task:
    return Task(None, label, detail, paper.get_absolute_url(), _("To the paper"))


def who_decided(row: SignOff) -> str:
    """The name of whoever decided, who may be the deputy."""
    return (getattr(row.decided_by, "person", None) or row.person).name


@registry.tell_start_parts
def refused_papers(visitor: Visitor) -> list[PagePart]:
    """For everybody of a round that was refused: by whom and why, by number alone, for its words are in work again."""
    if visitor.person_id is None:
        return []
    rows = [row for row in refused_in_round_of(visitor.person_id)[:AT_MOST] if row.paper.author_id != visitor.user.pk]
    lines = [(row, who_decided(row)) for row in rows]
    return [PagePart("documents/papers/start_refused.html", {"lines": lines}, beside=True)] if lines else []
