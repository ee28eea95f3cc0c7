"""Mails of which nobody knows whether they left, or which were not taken: sent again by whoever may."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from meetings import post
from meetings.enums import MailState
from meetings.errors import not_found
from meetings.models import Outgoing
from meetings.permissions import Actor, require
from meetings.selectors import actor_for

logger = logging.getLogger(__name__)


@transaction.atomic
def send_mail_again(*, mail: Outgoing, actor: Actor) -> None:
    """Send a mail once more that was possibly sent, or at once that was not taken (erneut senden); who did it stays in
    its row.

    It bears the same Message-ID, so that a second copy can be recognised. 409 once it was sent, is waiting anyway or is
    over.
    """
    locked = Outgoing.objects.select_for_update().filter(pk=mail.pk).first()
    if locked is None:
        raise not_found()
    fresh = actor_for(actor.user, body_id=locked.body_id)
    require(fresh, "meetings.send_mail_again", locked)
    now = timezone.now()
    fields = {
        "state": MailState.WAITING,
        "next_attempt_at": now,
        "claimed_by": "",
        "again_by": fresh.user,
        "again_at": now,
    }
    Outgoing.objects.filter(pk=locked.pk).update(**fields)
    logger.warning("mail %s of the kind %s is sent again by account %s", locked.pk, locked.kind, fresh.user.pk)
    transaction.on_commit(post.wake)
