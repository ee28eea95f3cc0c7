"""What stands on the pages of papers, as somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.differences import Piece, differences
from documents.papers.models import Consultation, Paper, PaperFile, PaperVersion
from documents.papers.models.papers import WRITTEN
from documents.papers.selectors.access import Access, bodies_of_office, version_for
from documents.papers.selectors.outcomes import Station, is_over, station_for
from meetings.enums import MeetingState
from meetings.models import Body, Meeting

SECTIONS = ("draft_resolution", "facts", "financial_effect")
HEADINGS = {
    "draft_resolution": _("Draft resolution"),
    "facts": _("Facts and grounds"),
    "financial_effect": _("Financial effect"),
}


@dataclass(slots=True)
class Reading:
    """A paper as somebody reads it: the words, the annexes, the versions they may compare. `version` is None for what
    is being written; `is_for_public` says that something may be left out.
    """

    paper: Paper
    version: PaperVersion | None
    subject: str
    facts: dict[str, str]
    sections: list[tuple[str, Any, str]]
    annexes: list[PaperFile] = field(default_factory=list)
    versions: list[PaperVersion] = field(default_factory=list)
    is_for_public: bool = False
    has_changes: bool = False

    @property
    def has_facts(self) -> bool:
        """Whether anything is said of offices and files."""
        return any(self.facts.values())


def reading_of(paper: Paper, access: Access, seq: int | None = None) -> Reading | None:
    """What is read with this access: with `seq` that version; whoever works on it reads what is being written where
    there is nothing else. None when there is no such version for them.
    """
    version = version_for(paper, access)
    public = access == Access.PUBLIC
    if seq is not None:
        if public and seq != paper.public_seq:
            return None
        version = PaperVersion.objects.filter(paper=paper, seq=seq).first()
        if version is None:
            return None
    if version is None:
        return _being_written(paper) if access >= Access.SHOWN else None
    reading = Reading(
        paper,
        version,
        version.words("subject"),
        {name: version.words(name) for name in ("lead_office", "other_offices", "file_reference")},
        [(name, HEADINGS[name], version.words(name, public=public)) for name in SECTIONS],
        is_for_public=public,
    )
    reading.annexes = annexes_in(version, public=public)
    reading.versions = [] if public else list(paper.versions.select_related("released_by").order_by("-seq"))
    reading.has_changes = access == Access.WORK and seq is None and _differs(paper, version)
    return reading


def _being_written(paper: Paper) -> Reading:
    return Reading(
        paper,
        None,
        paper.subject,
        {name: getattr(paper, name) for name in ("lead_office", "other_offices", "file_reference")},
        [(name, HEADINGS[name], getattr(paper, name)) for name in SECTIONS],
        annexes=list(PaperFile.objects.kept().filter(paper=paper).order_by("position", "pk")),
    )


def annexes_in(version: PaperVersion, *, public: bool) -> list[PaperFile]:
    """The annexes of a version; of those with a redacted form the public gets that one alone."""
    wanted = [held["pk"] for held in version.files if not (public and held["confidential"])]
    rows = PaperFile.objects.filter(paper=version.paper_id).in_bulk(wanted)
    found = [rows[pk] for pk in wanted if pk in rows]
    for annex in found:
        annex.paper = version.paper
    return found


def _differs(paper: Paper, version: PaperVersion) -> bool:
    kept = PaperFile.objects.kept().filter(paper=paper).order_by("position", "pk")
    now = [(row.pk, row.confidential) for row in kept]
    then = [(held["pk"], held["confidential"]) for held in version.files]
    return now != then or any(getattr(paper, name) != version.content.get(name, "") for name in WRITTEN)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from the version before: words by section, annexes that came and went."""

    before: PaperVersion
    texts: list[tuple[Any, tuple[Piece, ...]]]
    came: list[str]
    went: list[str]


def changes_of(paper: Paper, access: Access, seq: int) -> Changes | None:
    """What a version changed; None for the first, and for the public, which has one version only."""
    if access == Access.PUBLIC:
        return None
    pair = {row.seq: row for row in PaperVersion.objects.filter(paper=paper, seq__in=[seq - 1, seq])}
    if len(pair) < 2:
        return None
    return changes_between(pair[seq - 1], pair[seq])


def changes_between(before: PaperVersion, after: PaperVersion, *, public: bool = False) -> Changes:
    """What is different between two versions; for the public between what it had and has."""
    then, now = (
        {held["sha256"]: held["title"] for held in version.files if not (public and held["confidential"])}
        for version in (before, after)
    )
    return Changes(
        before,
        list(_texts(before, after, public=public)),
        [title for digest, title in now.items() if digest not in then],
        [title for digest, title in then.items() if digest not in now],
    )


def _texts(before: PaperVersion, after: PaperVersion, *, public: bool) -> Iterator[tuple[Any, tuple[Piece, ...]]]:
    for name, heading in (("subject", _("Subject")), *HEADINGS.items()):
        old, new = before.words(name, public=public), after.words(name, public=public)
        if old != new:
            yield heading, differences(old, new)


@dataclass(frozen=True, slots=True)
class Stop:
    """A station with what this user may do about it: on which meetings they may put it."""

    station: Station
    meetings: list[Meeting]
    may_take_off: bool = False
    may_remove: bool = False


def stations_of(paper: Paper, user: Any, access: Access) -> list[Stop]:
    """The way of a paper as this user may see it."""
    offices = set(bodies_of_office(user)) if getattr(user, "is_authenticated", False) else set()
    rows = list(paper.consultations.select_related("body", "item__meeting__body", "item__meeting__journal"))
    version = version_for(paper, access)
    last = {(row.body_id, row.position): row.pk for row in rows}
    newest = set(last.values())
    return [_stop(row, version, user, offices, access, is_last=row.pk in newest) for row in rows]


def _stop(
    row: Consultation, version: PaperVersion | None, user: Any, offices: set[int], access: Access, *, is_last: bool
) -> Stop:
    row.paper = version.paper if version else row.paper
    is_mine = row.body_id in offices and version is not None
    waits = row.item is None or (is_last and is_over(row))
    return Stop(
        station_for(row, user),
        coming_of(row.body_id) if is_mine and waits else [],
        may_take_off=is_mine and row.item is not None and row.item.state == "pending" and not is_over(row),
        may_remove=access == Access.WORK and row.item is None,
    )


def coming_of(body: int) -> list[Meeting]:
    """The meetings of a body onto whose agenda something can be put."""
    planned = Meeting.objects.filter(body=body, state__in=[MeetingState.DRAFT, MeetingState.CONVENED])
    return list(planned.order_by("starts_at")[:12])


def bodies_for(paper: Paper) -> list[Body]:
    """The bodies to which a paper can go."""
    same = Body.objects.filter(institution=paper.institution, ended_on=None)
    return list(same.filter(rehearsal_of=paper.body.rehearsal_of).order_by("name"))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in a list, as it is read."""

    paper: Paper
    subject: str
    released_at: Any


def row_of(paper: Any) -> PaperRow:
    """A paper of `papers_sought` as whoever sought it reads it."""
    versions = {version.seq: version for version in paper.versions.all()}
    last = versions.get(paper.public_seq if paper.access == Access.PUBLIC else max(versions, default=0))
    released = last.words("subject") if last else ""
    subject = paper.subject if paper.access >= Access.SHOWN else released
    return PaperRow(paper, subject, last.released_at if last else None)
