"""Carrying mails: claim one, send it, note what came of it. No transaction is open while a mail server is spoken to."""

from __future__ import annotations

import logging
import socket
import ssl
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from meetings.enums import MailState
from meetings.models import Body, Outgoing, OutgoingAttachment
from meetings.post.kinds import Kind, kind_of, mask
from meetings.post.writing import write

PATIENCE = 20
MARGIN = 60
AT_ONCE = 500
ME = uuid.uuid4().hex
NO_SERVER = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    ssl.SSLError,
    SMTPConnectError,
    SMTPServerDisconnected,
    SMTPAuthenticationError,
)
ERASED = {"text": "", "headers": {}, "reply_to": []}
EXPIRED, OUTDATED = "expired", "outdated"
logger = logging.getLogger(__name__)


class Torn(Exception):
    """The connection broke while the mail was being handed over."""


class Handover(StrEnum):
    """What came of one attempt."""

    SENT = "sent"
    OUTDATED = "outdated"
    REFUSED = "refused"
    NO_SERVER = "no_server"
    TORN = "torn"


def walk(stop: Callable[[], bool] = lambda: False) -> Counter[Handover]:
    """Send what is due, one after the other; when the mail server cannot be reached, the others are not tried
    either.
    """
    done: Counter[Handover] = Counter()
    look_after()
    while not stop() and (mail := claim()) is not None:
        handover = deliver(mail)
        done[handover] += 1
        if handover in {Handover.NO_SERVER, Handover.TORN}:
            break
    return done


# --- claimed ---------------------------------------------------------------------------------------------------------
def claim() -> Outgoing | None:
    """Take the next mail upon this process; of several processes and threads one gets each mail.

    PostgreSQL passes over rows that somebody else is taking; on SQLite the transaction is the lock; the conditional
    UPDATE holds on both.
    """
    now = timezone.now()
    if not Outgoing.objects.due(now).exists():  # SQLite's lock is not taken for nothing
        return None
    with transaction.atomic():
        pk = Outgoing.objects.due(now).select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        taken = {
            "state": MailState.CLAIMED,
            "claimed_at": now,
            "claimed_by": ME,
            "next_attempt_at": None,
            "attempts": F("attempts") + 1,
        }
        if pk is None or not Outgoing.objects.filter(
            pk__in=Outgoing.objects.due(now).filter(pk=pk).values("pk")
        ).update(**taken):
            return None
        return Outgoing.objects.get(pk=pk)


def deliver(mail: Outgoing) -> Handover:
    """Send a claimed mail and note what came of it; a kill in between is found by `look_after`."""
    handover, error = _attempt(mail)
    if handover == Handover.SENT:
        _settle(mail, MailState.SENT)
    elif handover == Handover.OUTDATED:
        _settle(mail, MailState.GIVEN_UP, OUTDATED)
    elif handover == Handover.TORN and not kind_of(mail).harmless:
        _mine(mail).update(state=MailState.POSSIBLY_SENT, last_error=error)
    else:
        rests_until = timezone.now() + kind_of(mail).pause_after(mail.attempts)
        _mine(mail).update(state=MailState.FAILED, next_attempt_at=rests_until, claimed_by="", last_error=error)
    return handover


def _attempt(mail: Outgoing) -> tuple[Handover, str]:
    """What came of it, and the class of the error: no address, for mail servers repeat them in their words."""
    try:
        with translation.override(mail.language):
            letter = kind_of(mail).now(mail)
    except Exception as error:
        logger.exception("mail %s of the kind %s could not be worded", mail.pk, mail.kind)
        return Handover.REFUSED, type(error).__name__[:100]
    if letter is None:
        return Handover.OUTDATED, ""
    try:
        return (Handover.SENT, "") if _taken(mail, letter) else (Handover.REFUSED, "not taken")
    except Exception as error:
        cause = error.__cause__ if isinstance(error, Torn) and error.__cause__ else error
        logger.warning("mail %s of the kind %s could not be sent: %s", mail.pk, mail.kind, type(cause).__name__)
        return _came_of(error), type(cause).__name__[:100]


def _came_of(error: Exception) -> Handover:
    if isinstance(error, Torn):
        return Handover.TORN
    return Handover.NO_SERVER if isinstance(error, NO_SERVER) else Handover.REFUSED


def _taken(mail: Outgoing, letter: EmailMessage) -> bool:
    """While the connection is made nothing has left; where it breaks afterwards, nobody knows whether the mail
    server has the mail.
    """
    letter.extra_headers["Message-ID"] = mail.message_id
    letter.connection = connection = get_connection(timeout=_patience())
    connection.open()
    try:
        return letter.send() == 1
    except NO_SERVER as error:
        raise Torn from error
    finally:
        with suppress(OSError, SMTPException):  # taking leave says nothing about the mail
            connection.close()


def _patience() -> int:
    return getattr(settings, "EMAIL_TIMEOUT", None) or PATIENCE


# --- noted -----------------------------------------------------------------------------------------------------------
def _mine(mail: Outgoing) -> Any:
    """The row while nobody else has taken it: also when this process was so slow that it was taken for dead."""
    states = (MailState.CLAIMED, MailState.POSSIBLY_SENT)
    return Outgoing.objects.filter(pk=mail.pk, state__in=states, claimed_by=ME, attempts=mail.attempts)


@transaction.atomic
def _settle(mail: Outgoing, state: MailState, error: str = "") -> None:
    """It is over: text and attachments are erased, and the address of somebody outside is masked for good."""
    _end(mail, _mine(mail), state, error)


def _end(mail: Outgoing, rows: Any, state: MailState, error: str) -> None:
    kind = kind_of(mail)
    last = {"recipient": mask(mail.recipient)} if kind.private else {}
    now = timezone.now()
    if rows.update(state=state, settled_at=now, next_attempt_at=None, last_error=error, **ERASED, **last):
        OutgoingAttachment.objects.filter(mail=mail).delete()
        if state != MailState.POSSIBLY_SENT:
            kind.settled(mail, state == MailState.SENT)


def send_now(letter: EmailMessage, kind: Kind, *, body: Body | None = None) -> bool:
    """Send while somebody waits for the answer: one attempt, on record like every other mail; False when it was not
    taken.
    """
    now = timezone.now()
    mail = write(letter, kind, body=body, state=MailState.CLAIMED, claimed_at=now, claimed_by=ME, attempts=1)
    handover, error = _attempt(mail)
    _settle(mail, MailState.SENT if handover == Handover.SENT else MailState.GIVEN_UP, error)
    return handover == Handover.SENT


# --- looked after ----------------------------------------------------------------------------------------------------
def look_after(*, at_start: bool = False) -> None:
    """Find what a process has left that is gone, and give up what is of no use any more.

    `at_start`: the only process begins, so whatever is claimed was claimed by one that is gone.
    """
    now = timezone.now()
    claimed = Outgoing.objects.filter(state=MailState.CLAIMED)
    for mail in (claimed if at_start else claimed.filter(claimed_at__lt=now - _gone_after()))[:AT_ONCE]:
        _find(mail)
    for mail in Outgoing.objects.late(now)[:AT_ONCE]:
        _give_up(mail)


def _gone_after() -> timedelta:
    """A mail server has its patience for each step of the conversation; whoever takes longer is corrected when it is
    done.
    """
    return timedelta(seconds=4 * _patience() + MARGIN)


def _find(mail: Outgoing) -> None:
    """Nobody knows whether it left: it is shown as such, and sent again by itself only where a second copy does no
    harm.
    """
    same = Outgoing.objects.filter(
        pk=mail.pk, state=MailState.CLAIMED, claimed_by=mail.claimed_by, attempts=mail.attempts
    )
    if kind_of(mail).harmless:
        same.update(
            state=MailState.FAILED, next_attempt_at=timezone.now(), claimed_by="", last_error=MailState.POSSIBLY_SENT
        )
    elif same.update(state=MailState.POSSIBLY_SENT):
        logger.warning("mail %s of the kind %s was possibly sent: the process that sent it is gone", mail.pk, mail.kind)


@transaction.atomic
def _give_up(mail: Outgoing) -> None:
    """What was possibly sent stays so, without its text."""
    same = Outgoing.objects.filter(pk=mail.pk, state=mail.state, settled_at=None)
    state = MailState.POSSIBLY_SENT if mail.state == MailState.POSSIBLY_SENT else MailState.GIVEN_UP
    _end(mail, same, state, mail.last_error or EXPIRED)
