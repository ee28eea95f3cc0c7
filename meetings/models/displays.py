"""Hall displays that were set up for a meeting, and the short code with which one is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.models.tidy import Tidy


class DisplayCode(models.Model):
    """The short code of a meeting with which a device becomes its hall display (Einrichtungscode); the newest alone.

    Only a keyed digest of it is kept. `seed` gives the code again together with the program's secret key, so that the
    desk can look at it once more; neither is of use without that key.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="display_code")
    seed = models.UUIDField()
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("code for a hall display")
        verbose_name_plural = _("codes for hall displays")


class Display(Tidy):
    """One device that shows a meeting in the hall (Saalanzeige), with the number by which it is called.

    The process that serves its socket writes `seen_at`. `connected_at` is empty while it is not connected, and
    `ended_at` is set once and for all when the desk has disconnected it.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="displays")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    name = models.CharField(_("name of the display"), max_length=60, blank=True)
    by_code = models.BooleanField()
    set_up_at = models.DateTimeField()
    connected_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    shows_number_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hall display")
        verbose_name_plural = _("hall displays")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "number"], name="display_number_once"),
            models.UniqueConstraint(fields=["meeting", "key"], name="display_key_once"),
            models.CheckConstraint(
                condition=Q(width__isnull=True, height__isnull=True)
                | Q(width__isnull=False, width__gt=0, height__isnull=False, height__gt=0),
                name="display_size_whole",
            ),
            models.CheckConstraint(
                condition=Q(connected_at__isnull=True) | Q(seen_at__isnull=False), name="display_connected_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(connected_at__isnull=True), name="display_ended_is_not_connected"
            ),
        ]

    def __str__(self) -> str:
        return self.name or _("Display {number}").format(number=self.number)
