"""Papers get their number, are handed in, released, given to the public and taken from it, withdrawn."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.enums import PaperState
from documents.papers.models import Paper, PaperFile, PaperVersion
from documents.papers.models.papers import WRITTEN
from documents.papers.selectors.outcomes import MEETING_OVER
from documents.papers.services.agenda import is_told, keep_in_step
from documents.papers.services.base import check_complete, ground_of, lock_paper
from documents.papers.services.letters import acknowledge
from documents.papers.services.series import give_number
from documents.papers.services.signing import end_round
from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require
from meetings.typed import one_line


@transaction.atomic
def hand_in_paper(*, paper: Paper, actor: Actor) -> Paper:
    """Hand a draft in (Antrag, Anfrage einreichen): it gets its number, which acknowledges it, and lies with the
    office. Its author has a mail that says so.

    409 `paper.incomplete` without words to deliberate on (REQ-21).
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.hand_in_paper", paper)
    check_complete(paper)
    give_number(paper)
    paper.state, paper.handed_in_at = PaperState.HANDED_IN, timezone.now()
    paper.save(update_fields=["number", "state", "handed_in_at"])
    record(paper, events.PAPER_HANDED_IN, actor=actor, number=paper.number)
    acknowledge(paper)
    return paper


@transaction.atomic
def release_paper(
    *, paper: Paper, is_public: bool, checked: bool, note: str = "", seen: int = 0, actor: Actor
) -> PaperVersion:
    """Give a paper out (Vorlage freigeben): members of its bodies have this version from now on, as it is.

    `checked` says that somebody has looked for personal data; only then a public one goes to the public as well
    (REQ-20). `note` says what is different from the version before: 400 `paper.note_missing`. `seen` is the number of
    the state that was looked at: 409 `paper.changed_meanwhile`. 409 `paper.incomplete`, `paper.nothing_new`.
    Items of coming meetings follow.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.release_paper", paper)
    if seen and seen != paper.version:
        says = _("Somebody has changed this paper since you looked at it. Nothing was released.")
        raise DomainError("paper.changed_meanwhile", says)
    check_complete(paper)
    give_number(paper)
    before = paper.versions.order_by("-seq").first()
    version, was_told = _frozen(paper, before, is_public, _note(before, note), actor), is_told(paper)
    paper.state, paper.is_public = PaperState.RELEASED, is_public
    if is_public and checked:
        _give_to_public(paper, version.seq, actor)
    elif not is_public:
        paper.public_seq = paper.public_before = None
    paper.save()
    secrets = {"digest": version.digest, "note": version.note}
    record(paper, events.PAPER_RELEASED, actor=actor, secrets=secrets, number=paper.number, version=version.seq)
    keep_in_step(paper, version, actor, is_lost=was_told and not is_public)
    return version


@transaction.atomic
def publish_paper(*, paper: Paper, actor: Actor) -> Paper:
    """Give the last version to the public, looked through for personal data (für die Öffentlichkeit freigeben).

    409 `paper.not_public` for one of the non-public class.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.publish_paper", paper)
    if not paper.is_public:
        raise DomainError("paper.not_public", _("This paper is not for the public. Release it again as public."))
    last = paper.versions.order_by("-seq")[0]
    _give_to_public(paper, last.seq, actor)
    paper.save()
    record(paper, events.PAPER_PUBLISHED, actor=actor, version=last.seq)
    keep_in_step(paper, last, actor)
    return paper


@transaction.atomic
def depublish_paper(*, paper: Paper, ground: str, actor: Actor) -> Paper:
    """Take a paper from the public (Veröffentlichung zurücknehmen), with a ground; members keep it. Its draft
    resolution goes from the public items that wait and follow it, too.

    400 `paper.ground_missing`; 409 `paper.not_published`.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.depublish_paper", paper)
    if paper.public_seq is None:
        raise DomainError("paper.not_published", _("The public does not have this paper."))
    words, was_told = ground_of(ground), is_told(paper)
    paper.public_seq, paper.depublished_at, paper.ground = None, timezone.now(), words
    paper.public_before = None
    paper.save(update_fields=["public_seq", "public_before", "depublished_at", "ground"])
    record(paper, events.PAPER_DEPUBLISHED, actor=actor, secrets={"ground": words})
    keep_in_step(paper, paper.versions.order_by("-seq")[0], actor, is_lost=was_told)
    return paper


@transaction.atomic
def withdraw_paper(*, paper: Paper, ground: str, actor: Actor) -> Paper:
    """Withdraw a paper (Vorlage zurückziehen); it keeps its number, and whoever could read it still can.

    400 `paper.ground_missing`; 409 `paper.deliberated` while it stands on an agenda: it is taken off there first.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.withdraw_paper", paper)
    words = ground_of(ground)
    ahead = paper.consultations.filter(item__state__in=["pending", "open"])
    if ahead.exclude(item__meeting__state__in=MEETING_OVER).exists():
        raise DomainError("paper.deliberated", _("The paper stands on an agenda. Take it off there first."))
    paper.state, paper.ground = PaperState.WITHDRAWN, words
    paper.save(update_fields=["state", "ground"])
    end_round(paper)
    record(paper, events.PAPER_WITHDRAWN, actor=actor, secrets={"ground": words})
    return paper


def _give_to_public(paper: Paper, seq: int, actor: Actor) -> None:
    if paper.public_seq != seq:
        paper.public_before = paper.public_seq
    paper.public_seq, paper.checked_by, paper.checked_at = seq, actor.user, timezone.now()
    paper.depublished_at = None


def _note(before: PaperVersion | None, note: str) -> str:
    words = one_line(note)[:1000]
    if before is not None and not words:
        raise DomainError("paper.note_missing", _("Say what is different from the version before."), status=400)
    return words if before is not None else ""


def _frozen(paper: Paper, before: PaperVersion | None, is_public: bool, note: str, actor: Actor) -> PaperVersion:
    content = {name: getattr(paper, name) for name in WRITTEN}
    files = [_held(file) for file in PaperFile.objects.kept().filter(paper=paper).order_by("position", "pk")]
    if before and (content, files, is_public) == (before.content, before.files, before.is_public):
        raise DomainError("paper.nothing_new", _("Nothing is different from the version before."))
    return PaperVersion.objects.create(
        paper=paper,
        seq=before.seq + 1 if before else 1,
        released_at=timezone.now(),
        released_by=actor.user,
        is_public=is_public,
        content=content,
        files=files,
        note=note,
        digest=hashlib.sha256(json.dumps([content, files], sort_keys=True).encode()).hexdigest(),
    )


def _held(file: PaperFile) -> dict[str, Any]:
    return {
        "pk": file.pk,
        "title": file.title,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "confidential": file.confidential,
        "stands_for": file.stands_for_id,
    }
