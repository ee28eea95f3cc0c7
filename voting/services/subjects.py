"""Votes on something else than the item's own resolution: whether somebody has a conflict of interest."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.enums import RecusalState
from agenda.models import Recusal
from agenda.selectors import number_of
from agenda.services.recusals import lock_recusal
from meetings.errors import DomainError
from meetings.permissions import Actor, require
from voting.models import Poll
from voting.services.course import open_prepared, prepare


@transaction.atomic
def put_recusal_to_vote(*, recusal: Recusal, actor: Actor) -> Poll:
    """Let the body decide a dispute about a conflict of interest (GO NRW section 31(4)); whoever it concerns has no vote.

    409 `recusal.not_disputed`; and what `open_poll` says.
    """
    row, actor = lock_recusal(recusal, actor)
    require(actor, "voting.put_recusal_to_vote", row.item)
    if row.state != RecusalState.DISPUTED or row.ended_at is not None:
        raise DomainError("recusal.not_disputed", _("There is nothing to decide about this conflict of interest."))
    with translation.override(settings.LANGUAGE_CODE):
        question = gettext("Does {name} have a conflict of interest in item {number}?")
        question = question.format(name=row.person.name, number=number_of(row.item))
    poll = prepare(row.item, question, actor, recusal=row)
    return open_prepared(poll, actor)
