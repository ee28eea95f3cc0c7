"""Motions and amendments: moved, reworded, supported (Anträge, Änderungsanträge). Source: REQ-21, without a wording
there is no motion.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import MotionState, Part
from agenda.models import AgendaItem, Motion, MotionSupport
from agenda.registry import motions_at_the_vote
from agenda.services.base import lock_item
from agenda.services.floor import audience_now, check_here
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Person
from meetings.permissions import Actor, require
from meetings.permissions.predicates import desk
from meetings.selectors import holds_seat, person_of, somebody_here
from meetings.services import lock_meeting
from meetings.typed import paragraphs

LONGEST = 20000


@transaction.atomic
def move_motion(*, item: AgendaItem, text: str, reasons: str = "", person: int = 0, actor: Actor) -> Motion:
    """Move a motion on the open item (Antrag stellen); the desk does it for somebody in the hall, by the person's id.

    400 `motion.no_text`, `motion.too_long`; 409 `motion.no_seat`, `floor.absent`, `floor.withdrawn`; 404. Source:
    REQ-21.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.move_motion", item)
    mover = _mover(item, person, actor)
    return _enter(
        Motion(item=item, mover=mover, text=_text(text), reasons=_reasons(reasons)), events.MOTION_MOVED, actor
    )


@transaction.atomic
def move_amendment(
    *, item: AgendaItem, text: str, motion: int = 0, reasons: str = "", person: int = 0, actor: Actor
) -> Motion:
    """Move that other words be put to the vote (Änderungsantrag): instead of a motion's, or of the draft resolution's.

    400 `motion.same_words` when nothing is changed, and as `move_motion`; 409 `motion.decided`,
    `motion.nothing_to_amend`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.move_amendment", item)
    mover, target = _mover(item, person, actor), _target(item, motion)
    row = Motion(item=item, mover=mover, amends=target, is_amendment=True, text=_text(text), reasons=_reasons(reasons))
    _check_changes(row, selectors.wording_of(selectors.motions_of(item.meeting, item), item, target))
    return _enter(row, events.AMENDMENT_MOVED, actor)


def _target(item: AgendaItem, key: int) -> Motion | None:
    """The motion that is to be changed; None for the item's draft resolution."""
    if not key:
        if not item.draft_resolution.strip():
            raise DomainError("motion.nothing_to_amend", _("This item has no draft resolution that could be amended."))
        return None
    found = selectors.motion_in(item.meeting, key)
    if found.item_id != item.pk:
        raise not_found()
    if found.state != MotionState.MOVED:
        raise DomainError("motion.decided", _("This motion has been decided, settled or withdrawn."))
    check_not_at_the_vote(found)
    return found


def _mover(item: AgendaItem, key: int, actor: Actor) -> Person:
    """Whoever moves it: oneself, or for the desk a present member."""
    found = _named(item, key, actor) if key else person_of(actor)
    if not key and not actor.votes:
        raise DomainError("motion.no_seat", _("Say which member moves this."))
    check_here(item, found)
    if not holds_seat(item.meeting, found.pk):
        raise DomainError(
            "motion.no_seat", _("{name} holds no seat here and cannot move this.").format(name=found.name)
        )
    return found


def _named(item: AgendaItem, key: int, actor: Actor) -> Person:
    found = somebody_here(item.meeting, key)
    if found.pk != actor.person_id and not desk(actor):
        raise DomainError(
            "permission.denied", _("Only the chair or the clerk may do this for somebody else."), status=403
        )
    return found


def _text(text: str) -> str:
    words = _one_line_end(text)
    if not words:
        raise DomainError(
            "motion.no_text", _("Write the words that are to be voted on; without them there is no motion."), status=400
        )
    return _short(words)


def _reasons(text: str) -> str:
    return _short(_one_line_end(text))


def _one_line_end(text: str) -> str:
    return paragraphs(text).strip()


def _short(words: str) -> str:
    if len(words) > LONGEST:
        raise DomainError("motion.too_long", _("The text is too long; 20,000 characters are the limit."), status=400)
    return words


def _check_changes(row: Motion, before: str) -> None:
    if row.text.split() == before.split():
        raise DomainError("motion.same_words", _("The wording is unchanged. Write what is to be changed."), status=400)


def _enter(row: Motion, kind: EventKind, actor: Actor) -> Motion:
    """Put it in its place: an amendment before what it amends, everything else in the order of arrival."""
    rows = list(selectors.motions_of(row.item.meeting, row.item))
    row.faction = selectors.factions(row.item.meeting).get(row.mover_id)
    row.reach, row.moved_at, row.part = len(rows), timezone.now(), _part_of(row)
    row.save(force_insert=True)
    place = next((index for index, other in enumerate(rows) if other.pk == row.amends_id), len(rows))
    number_motions([*rows[:place], row, *rows[place:]])
    tell_motion(row, kind, actor, text=row.text)
    return row


def _part_of(row: Motion) -> Part:
    """The part in which it is moved; what amends something non-public shows its words and is so itself."""
    return Part.NON_PUBLIC if row.amends and row.amends.part != Part.PUBLIC else selectors.part_now(row.item)


def part_of_change(row: Motion) -> Part:
    """The part of a motion that is changed or decided now: in the non-public part it is so from then on; the journal
    keeps what was.
    """
    public = row.part == Part.PUBLIC and selectors.part_now(row.item) == Part.PUBLIC
    return Part.PUBLIC if public else Part.NON_PUBLIC


def number_motions(rows: list[Motion]) -> None:
    """Write the order down."""
    for reach, row in enumerate(rows):
        row.reach = reach
    Motion.objects.bulk_update(rows, ["reach"])


def tell_motion(row: Motion, kind: EventKind, actor: Actor, *others: Motion, **secrets: Any) -> None:
    """Record an event about a motion; while the public is out, or in a non-public item, for participants alone."""
    keys: dict[str, Any] = {"item": row.item_id, "number": selectors.number_of(row.item), "motion": row.pk}
    keys |= {key: secrets.pop(key) for key in kind.keys if key not in keys}
    said = {"name": selectors.mover_of(row), **secrets}
    record(row.item.meeting, kind, actor=actor, audience=audience_now(row.item, row, *others), secrets=said, **keys)


@transaction.atomic
def edit_motion(*, motion: Motion, text: str, version: int, reasons: str = "", actor: Actor) -> Motion:
    """Reword a motion until it is put to the vote (Antrag ändern); whoever supported the mover's earlier words is asked
    anew.

    `version` is the one the person saw: 409 `motion.changed_meanwhile`; 409 `motion.at_the_vote`; 400 as `move_motion`.
    """
    row, actor = lock_motion(motion, actor)
    require(actor, "agenda.edit_motion", row)
    check_not_at_the_vote(row)
    if row.version != version:
        raise DomainError(
            "motion.changed_meanwhile", _("Somebody else has changed this motion meanwhile. Nothing was saved.")
        )
    words, why = _text(text), _reasons(reasons)
    if (words, why) == (row.text, row.reasons):
        return row
    return _reword(row, words, why, actor)


def _reword(row: Motion, words: str, reasons: str, actor: Actor) -> Motion:
    is_new, row.text, row.reasons, row.version = words != row.text, words, reasons, row.version + 1
    if row.is_amendment:
        _check_changes(row, selectors.base_of(selectors.motions_of(row.item.meeting, row.item), row))
    row.part = part_of_change(row)
    row.save(update_fields=["text", "reasons", "version", "part"])
    if is_new and row.mover_id == actor.person_id:
        row.supports.all().delete()
    tell_motion(row, events.MOTION_EDITED, actor, text=row.text)
    return row


@transaction.atomic
def support_motion(*, motion: Motion, actor: Actor) -> Motion:
    """Support somebody else's motion (unterstützen); 409 `motion.own`, `motion.supported_already`,
    `motion.at_the_vote`.
    """
    row, actor = lock_motion(motion, actor)
    require(actor, "agenda.support_motion", row)
    check_not_at_the_vote(row)
    person = person_of(actor)
    if person.pk == row.mover_id:
        raise DomainError("motion.own", _("This is your own motion; others support it."))
    if row.supports.filter(person=person).exists():
        raise DomainError("motion.supported_already", _("You support this motion already."))
    MotionSupport.objects.create(motion=row, person=person, at=timezone.now())
    tell_motion(row, events.MOTION_SUPPORTED, actor, supporter=person.name)
    return row


@transaction.atomic
def take_support_back(*, motion: Motion, actor: Actor) -> Motion:
    """No longer support a motion; 409 `motion.not_supported`, `motion.at_the_vote`."""
    row, actor = lock_motion(motion, actor)
    require(actor, "agenda.take_support_back", row)
    check_not_at_the_vote(row)
    person = person_of(actor)
    if not row.supports.filter(person=person).delete()[0]:
        raise DomainError("motion.not_supported", _("You do not support this motion."))
    tell_motion(row, events.SUPPORT_TAKEN_BACK, actor, supporter=person.name)
    return row


def lock_motion(motion: Motion, actor: Actor) -> tuple[Motion, Actor]:
    """Lock the motion's meeting and read motion and rights anew."""
    meeting, actor = lock_meeting(motion.item.meeting_id, actor)
    return selectors.motion_in(meeting, motion.pk), actor


def check_not_at_the_vote(row: Motion) -> None:
    """Refuse what would change words that are put to the vote (REQ-69)."""
    if row.pk in motions_at_the_vote(row.item.meeting):
        words = _(
            "A vote on this motion is prepared or in progress; its wording is fixed. The desk can discard a prepared "
            "vote."
        )
        raise DomainError("motion.at_the_vote", words)
