"""The non-public part: when the public was out, what closed, who confirmed that nobody listens."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.models.people import Person


class NonPublicPart(models.Model):
    """One stretch of a meeting without the public (nichtöffentlicher Teil, GO NRW section 48(2)).

    Its ground is a category of the standing orders or an accepted motion; the reason of a motion never reaches the
    public. `closed_at` is when the last public way had answered "closed", `readmitted_at` when the public was let in
    again.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="non_public_parts")
    category = models.CharField(_("matter"), max_length=200, blank=True)
    motion = models.CharField(_("accepted motion"), max_length=1000, blank=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    readmitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("non-public part")
        verbose_name_plural = _("non-public parts")
        ordering: ClassVar = ["begun_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(readmitted_at__isnull=True), name="one_non_public_part_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(category="", motion=""), name="non_public_part_has_a_ground"),
        ]


class ChannelClosure(models.Model):
    """One public way and its answer (live view, display, feed, presenter links, stream): nothing, closed, or why
    not.
    """

    part = models.ForeignKey(NonPublicPart, models.CASCADE, related_name="closures")
    channel = models.CharField(max_length=100)
    closed_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("public channel")
        verbose_name_plural = _("public channels")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["part", "channel"], name="channel_once_per_part")]


class Confidentiality(models.Model):
    """A remote member's word that nobody else sees or hears (DigiSiVO section 3(3)), for one stretch without the
    public.
    """

    part = models.ForeignKey(NonPublicPart, models.CASCADE, related_name="confidentialities")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("confirmation of confidentiality")
        verbose_name_plural = _("confirmations of confidentiality")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "person"], name="confidentiality_confirmed_once")
        ]
