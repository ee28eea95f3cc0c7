"""Writing a mail into the outbox, and reading it back as a mail."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from meetings.models import Body, Meeting, Outgoing, OutgoingAttachment
from meetings.post.waking import wake

if TYPE_CHECKING:
    from meetings.post.kinds import Kind

logger = logging.getLogger(__name__)


@transaction.atomic
def enqueue(
    letter: EmailMessage,
    kind: Kind,
    *,
    body: Body | None = None,
    meeting: Meeting | None = None,
    about: int | None = None,
    valid_for: timedelta | None = None,
) -> Outgoing | None:
    """Write a mail to be sent once the caller's transaction has committed; when that is rolled back, it was never
    written.

    One recipient, plain text, attachments with a name. `valid_for` replaces the kind's own time, after which it is
    given up. None when more of this kind wait already than may (logged): a flood that strangers cause fills no table.
    """
    if kind.most is not None and Outgoing.objects.outstanding(kind.name).count() >= kind.most:
        logger.error("a mail of the kind %s was dropped: %s wait already", kind.name, kind.most)
        return None
    body = meeting.body if meeting is not None else body
    mail = write(
        letter, kind, valid_for=valid_for, body=body, meeting=meeting, about=about, next_attempt_at=timezone.now()
    )
    transaction.on_commit(wake)
    return mail


def write(letter: EmailMessage, kind: Kind, *, valid_for: timedelta | None = None, **fields: Any) -> Outgoing:
    """The row and its attachments, in whatever state the fields say."""
    now = timezone.now()
    (recipient,) = letter.to
    mail = Outgoing.objects.create(
        kind=kind.name,
        recipient=recipient,
        subject=" ".join(str(letter.subject).split())[:998],
        text=str(letter.body),
        headers=dict(letter.extra_headers),
        reply_to=list(letter.reply_to),
        language=get_language() or settings.LANGUAGE_CODE,
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
        created_at=now,
        expires_at=now + (kind.life if valid_for is None else valid_for),
        **fields,
    )
    OutgoingAttachment.objects.bulk_create(_attachment(mail, *found) for found in letter.attachments)
    return mail


def _attachment(mail: Outgoing, name: str, content: str | bytes, media_type: str | None) -> OutgoingAttachment:
    data = content.encode() if isinstance(content, str) else content
    return OutgoingAttachment(mail=mail, name=name, media_type=media_type or "application/octet-stream", content=data)


@transaction.atomic
def pretend(letter: EmailMessage, kind: Kind) -> None:
    """Take the time that writing takes, and leave nothing: so no answer tells whether a mail was written."""
    Outgoing.objects.filter(pk=write(letter, kind, next_attempt_at=timezone.now()).pk).delete()
    transaction.on_commit(wake)


def rebuilt(mail: Outgoing) -> EmailMessage:
    """The mail as it was written."""
    letter = EmailMessage(
        mail.subject, mail.text, None, [mail.recipient], reply_to=mail.reply_to, headers=dict(mail.headers)
    )
    for file in mail.attachments.all():
        letter.attach(file.name, bytes(file.content), file.media_type)
    return letter
