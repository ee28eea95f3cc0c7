"""The outbox (Postausgang): every mail of the program stands here before it leaves, written with what causes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import MailState
from meetings.models.bodies import Body
from meetings.models.meeting import Meeting

WANTS_ATTEMPT = (MailState.WAITING, MailState.FAILED)
OUTSTANDING = (*WANTS_ATTEMPT, MailState.CLAIMED)
OVER = (MailState.SENT, MailState.GIVEN_UP)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """The questions that sending asks."""

    def due(self, now: datetime) -> OutgoingQuerySet:
        """What may be tried now, what is soonest of no use any more first: a sign-in code goes before an invitation."""
        found = self.filter(state__in=WANTS_ATTEMPT, next_attempt_at__lte=now, expires_at__gt=now)
        return found.order_by("expires_at", "next_attempt_at", "pk")

    def late(self, now: datetime) -> OutgoingQuerySet:
        """What came to nothing within its time."""
        return self.filter(state__in=(*WANTS_ATTEMPT, MailState.POSSIBLY_SENT), expires_at__lte=now, settled_at=None)

    def outstanding(self, kind: str) -> OutgoingQuerySet:
        """Mails of this kind that have neither left nor been given up."""
        return self.filter(kind=kind, state__in=OUTSTANDING)


class Outgoing(models.Model):
    """One mail to one address: why, what, how far it has come. Without a body it belongs to the installation
    (accounts).

    `message_id` is fixed when the row is written, so that a second copy can be recognised as one. `about` is the number
    of the row of the kind's own room. The text, with its codes and links, is erased as soon as the mail is sent or
    given up: `settled_at`.
    """

    kind = models.CharField(max_length=40)
    body = models.ForeignKey(Body, models.CASCADE, null=True, related_name="mails")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="mails")
    about = models.PositiveBigIntegerField(null=True)
    recipient = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    text = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    reply_to = models.JSONField(default=list)
    language = models.CharField(max_length=10)
    message_id = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=20, choices=MailState.choices, default=MailState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)
    again_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    again_at = models.DateTimeField(null=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail in the outbox")
        verbose_name_plural = _("e-mails in the outbox")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(settled_at=None), name="mails_under_way"),
            models.Index(fields=["body", "-created_at"], name="mails_of_a_body"),
            models.Index(fields=["settled_at"], name="mails_by_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(recipient=""), name="mail_says_why_and_to_whom"),
            models.CheckConstraint(condition=Q(meeting=None) | Q(body__isnull=False), name="mail_of_meeting_has_body"),
            models.CheckConstraint(condition=Q(expires_at__gte=F("created_at")), name="mail_expires_after_beginning"),
            models.CheckConstraint(
                condition=Q(state__in=WANTS_ATTEMPT, next_attempt_at__isnull=False)
                | (~Q(state__in=WANTS_ATTEMPT) & Q(next_attempt_at=None)),
                name="mail_waits_for_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(MailState.CLAIMED, MailState.POSSIBLY_SENT))
                | (Q(claimed_at__isnull=False) & ~Q(claimed_by="")),
                name="mail_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.FAILED) | Q(attempts__gt=0), name="mail_failed_after_attempt"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, settled_at__isnull=False)
                | Q(state=MailState.POSSIBLY_SENT)
                | Q(state__in=OUTSTANDING, settled_at=None),
                name="mail_settled_when_over",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(text="", reply_to=[], headers={}), name="mail_erased_when_settled"
            ),
            models.CheckConstraint(condition=Q(again_by=None) | Q(again_at__isnull=False), name="mail_again_with_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"


class OutgoingAttachment(models.Model):
    """A file that goes with a mail (Anlage); it goes with the text when the mail is settled."""

    mail = models.ForeignKey(Outgoing, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("attachment of an e-mail")
        verbose_name_plural = _("attachments of e-mails")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
