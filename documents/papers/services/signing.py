"""Papers are signed off before they are released: sent round, signed, refused, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.deadlines import working_days_after
from documents.papers.enums import PaperState, SignOffState
from documents.papers.models import Paper, SignOff
from documents.papers.selectors.access import in_running_round
from documents.papers.selectors.signing import may_sign, row_for
from documents.papers.services.base import check_complete, ground_of, lock_paper
from documents.papers.services.series import give_number
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.permissions import Actor, require
from meetings.services import lock
from meetings.typed import one_line

MOST, LONGEST, LAST_STEP = 30, 60, 99
REMARK_LENGTH = SignOff._meta.get_field("remark").max_length or 0


@dataclass(frozen=True, slots=True)
class Signer:
    """One who is to sign: in which step, who, who for them, within how many working days."""

    step: int
    person: int
    deputy: int = 0
    days: int = 3


@transaction.atomic
def start_sign_off(*, paper: Paper, signers: Sequence[Signer], actor: Actor) -> Paper:
    """Send a draft round to be signed off (Mitzeichnung beginnen); it gets its number, and its words rest.

    Equal steps are asked at the same time, later ones when all before have signed. 400 `sign_off.nobody`,
    `sign_off.too_many`, `sign_off.twice`, `data.invalid`; 404 for people of another institution; 409
    `sign_off.no_right` for somebody who could not sign, `paper.incomplete`.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.start_sign_off", paper)
    _check_chain(paper, signers)
    check_complete(paper)
    give_number(paper)
    last = paper.sign_offs.order_by("-round").values_list("round", flat=True).first() or 0
    SignOff.objects.bulk_create(_row(paper, last + 1, signer) for signer in sorted(signers, key=lambda row: row.step))
    paper.state = PaperState.SIGN_OFF
    paper.save(update_fields=["number", "state"])
    names = ", ".join(row.person.name for row in _round(paper))
    record(paper, events.SIGN_OFF_STARTED, actor=actor, secrets={"names": names}, round=last + 1)
    _ask_next(paper)
    return paper


@transaction.atomic
def sign_off_paper(*, paper: Paper, remark: str = "", seen: int = 0, actor: Actor) -> Paper:
    """Sign a paper off (mitzeichnen), for oneself or as deputy; with the last one it is cleared and may be released.

    `seen` is the round that was looked at: 409 `sign_off.gone_on` for another one. 403 `sign_off.right_ended`, 400
    `data.invalid`.
    """
    paper, row, actor = _turn(paper, seen, "documents.sign_off_paper", actor)
    words = _remark(remark)
    _decide(row, SignOffState.APPROVED, words, actor)
    secrets = {"name": _name(row, actor), "remark": words}
    record(paper, events.SIGN_OFF_APPROVED, actor=actor, secrets=secrets, round=row.round, step=row.step)
    if not _ask_next(paper):
        paper.state = PaperState.CLEARED
        paper.save(update_fields=["state"])
        record(paper, events.SIGN_OFF_CLEARED, actor=actor, round=row.round)
    return paper


@transaction.atomic
def refuse_sign_off(*, paper: Paper, ground: str, seen: int = 0, actor: Actor) -> Paper:
    """Refuse to sign a paper off (Mitzeichnung verweigern): the round ends, its author has it back as a draft, and
    everybody of the round reads why. Errors of `sign_off_paper`; 400 `paper.ground_missing`.
    """
    paper, row, actor = _turn(paper, seen, "documents.refuse_sign_off", actor)
    words = ground_of(ground)
    _decide(row, SignOffState.REFUSED, words, actor)
    _back_to_draft(paper)
    secrets = {"name": _name(row, actor), "ground": words}
    record(paper, events.SIGN_OFF_REFUSED, actor=actor, secrets=secrets, round=row.round, step=row.step)
    return paper


@transaction.atomic
def recall_sign_off(*, paper: Paper, actor: Actor) -> Paper:
    """Take a paper back out of its sign-off, also when all have signed already (Mitzeichnung zurückholen): it is a
    draft again, and a new round asks everybody anew.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.recall_sign_off", paper)
    number = _round(paper)[0].round
    _back_to_draft(paper)
    record(paper, events.SIGN_OFF_RECALLED, actor=actor, round=number)
    return paper


def end_round(paper: Paper) -> None:
    """Ask nobody any more who has not decided."""
    waiting = paper.sign_offs.filter(state=SignOffState.WAITING)
    waiting.update(state=SignOffState.SKIPPED, decided_at=timezone.now())


def _back_to_draft(paper: Paper) -> None:
    end_round(paper)
    paper.state = PaperState.DRAFT
    paper.save(update_fields=["state"])


def _check_chain(paper: Paper, signers: Sequence[Signer]) -> None:
    if not signers:
        raise DomainError("sign_off.nobody", _("Name at least one person who is to sign."), status=400)
    if len(signers) > MOST:
        says = _("At most {number} persons sign a paper off.").format(number=MOST)
        raise DomainError("sign_off.too_many", says, status=400)
    if any(not (1 <= row.step <= LAST_STEP and 1 <= row.days <= LONGEST) for row in signers):
        bounds = _("Steps are counted from 1 to {steps}, and each has 1 to {days} working days.")
        raise DomainError("data.invalid", bounds.format(steps=LAST_STEP, days=LONGEST), status=400)
    people = [row.person for row in signers]
    if len(set(people)) < len(people) or any(row.person == row.deputy for row in signers):
        raise DomainError("sign_off.twice", _("Each person signs once, and nobody is their own deputy."), status=400)
    _check_rights(paper, {*people, *(row.deputy for row in signers if row.deputy)})


def _check_rights(paper: Paper, people: set[int]) -> None:
    able = may_sign(paper, people)
    if not people <= able.keys():
        raise not_found()
    if lacking := [person.name for person, may in able.values() if not may]:
        says = _("They have no account, or no longer belong to a body, and could not sign: {names}")
        raise DomainError("sign_off.no_right", says.format(names=", ".join(lacking)))


def _row(paper: Paper, number: int, signer: Signer) -> SignOff:
    return SignOff(
        paper=paper,
        round=number,
        step=signer.step,
        person_id=signer.person,
        deputy_id=signer.deputy or None,
        days=signer.days,
    )


def _round(paper: Paper) -> list[SignOff]:
    return list(in_running_round().filter(paper=paper).select_related("person", "deputy"))


def _ask_next(paper: Paper) -> bool:
    """Let the next step's turn begin where all before have signed; False when nobody is left to be asked."""
    waiting = [row for row in _round(paper) if row.state == SignOffState.WAITING]
    step = min((row.step for row in waiting), default=0)
    today = timezone.localdate()
    for row in waiting:
        if row.step == step and row.due_on is None:
            row.due_on = working_days_after(today, row.days)
            row.save(update_fields=["due_on"])
    return bool(waiting)


def _turn(paper: Paper, seen: int, action: str, actor: Actor) -> tuple[Paper, SignOff, Actor]:
    """The paper, locked, and the row that waits for this person; 404 for whoever is not in its chain."""
    paper, actor = lock(paper, actor)
    row = row_for(paper, actor.person_id)
    if row is None:
        paper, actor = lock_paper(paper, actor)
        require(actor, action, paper)
        raise not_found()
    row.paper = paper
    if actor.person_id not in {pk for pk, (_person, may) in may_sign(paper, {actor.person_id or 0}).items() if may}:
        says = _("You no longer belong to a body, so your right to sign has ended.")
        raise DomainError("sign_off.right_ended", says, status=403)
    require(actor, action, row)
    if seen and seen != row.round:
        says = _("The paper was taken back and sent round anew since you looked at it. Nothing was signed.")
        raise DomainError("sign_off.gone_on", says)
    return paper, row, actor


def _decide(row: SignOff, state: SignOffState, words: str, actor: Actor) -> None:
    row.state, row.remark, row.decided_at, row.decided_by = state, words, timezone.now(), actor.user
    row.save(update_fields=["state", "remark", "decided_at", "decided_by"])


def _remark(remark: str) -> str:
    words = one_line(remark)
    if len(words) > REMARK_LENGTH:
        raise DomainError("data.invalid", _("The remark is too long."), status=400)
    return words


def _name(row: SignOff, actor: Actor) -> str:
    """Who signs; a deputy with whom they stand in for."""
    if row.deputy is not None and actor.person_id == row.deputy_id:
        return f"{row.deputy.name} ({row.person.name})"
    return row.person.name
