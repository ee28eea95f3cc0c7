"""What was handed out of a meeting's calendar entry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting


class CalendarStamp(models.Model):
    """The how manieth content of a meeting's calendar entry was handed out last (SEQUENCE, RFC 5545 section
    3.8.7.4).
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="calendar_stamp")
    digest = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("calendar stamp")
        verbose_name_plural = _("calendar stamps")

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.sequence}"
