"""Votes on something else than the item's own resolution: a conflict of interest, a motion on procedure."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.enums import RecusalState
from agenda.models import AgendaItem, ProceduralMotion, Recusal
from agenda.selectors import number_of, part_now
from agenda.services.procedure import check_pending, lock_procedural
from agenda.services.recusals import lock_recusal
from agenda.services.speeches import check_nobody_speaks
from meetings.errors import DomainError
from meetings.permissions import Actor, require
from voting.models import Poll
from voting.services.course import open_prepared, prepare


@transaction.atomic
def put_recusal_to_vote(*, recusal: Recusal, actor: Actor) -> Poll:
    """Let the body decide a dispute about a conflict of interest (GO NRW section 31(4)); whoever it concerns has no
    vote.

    409 `recusal.not_disputed`; and what `open_poll` says.
    """
    row, actor = lock_recusal(recusal, actor)
    require(actor, "voting.put_recusal_to_vote", row.item)
    if row.state != RecusalState.DISPUTED or row.ended_at is not None:
        raise DomainError("recusal.not_disputed", _("There is nothing to decide about this conflict of interest."))
    with translation.override(settings.LANGUAGE_CODE):
        question = gettext("Does {name} have a conflict of interest in item {number}?")
        question = question.format(name=row.person.name, number=number_of(row.item))
    poll = prepare(_about(row.item, recusal=row), question, actor)
    return open_prepared(poll, actor)


@transaction.atomic
def put_procedural_to_vote(*, motion: ProceduralMotion, actor: Actor) -> Poll:
    """Put a motion on procedure to the vote (Abstimmung über einen Antrag zur Geschäftsordnung), by the majority for
    these.

    409 `procedure.decided`, `floor.taken` while somebody speaks; and what `open_poll` says. Source: REQ-64.
    """
    row, actor = lock_procedural(motion, actor)
    assert row.item is not None
    require(actor, "voting.put_procedural_to_vote", row.item)
    check_pending(row)
    check_nobody_speaks(row.item)
    with translation.override(settings.LANGUAGE_CODE):
        question = gettext("Procedural motion: {kind} (moved by {name})").format(
            kind=row.get_kind_display(), name=row.mover.name
        )
    detail = f"\n{row.detail}" if row.detail else ""
    return open_prepared(prepare(_about(row.item, procedural_motion=row), question + detail, actor), actor)


def _about(item: AgendaItem, **subject: Any) -> Poll:
    return Poll(meeting=item.meeting, item=item, part=part_now(item), method="", **subject)
