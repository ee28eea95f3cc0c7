"""What stays on record beside the meetings: who came to belong to a body and how, and who read what is confidential."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Change, Way
from meetings.models.bodies import Body, Institution
from meetings.models.meeting import Meeting
from meetings.models.people import Person


class BodyRecord(models.Model):
    """One change of who belongs to a body or acts for somebody who does (Verlauf des Gremiums); append only.

    The database writes it itself, whatever way a membership, a person's account or an officer is written
    (`triggers_records`). `before` and `after` hold ids, roles and dates, no names. `told_at` says when the mail to
    chair and clerk was written.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="records")
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    change = models.CharField(max_length=20, choices=Change.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("entry in a body's history")
        verbose_name_plural = _("entries in bodies' histories")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["told_at"], condition=Q(told_at=None), name="body_records_to_tell")]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.pk} {self.change}"

    @property
    def is_backdated(self) -> bool:
        """Whether a beginning was set, or an end moved, to a day before the one on which it was written."""
        day = timezone.localtime(self.at).date()
        before, after = self.before or {}, self.after or {}
        moved = [after.get(name) for name in ("starts_on", "ends_on") if after.get(name) != before.get(name)]
        return any(date.fromisoformat(found) < day for found in moved if found)


class DataProtectionOfficer(models.Model):
    """Who looks after data protection in an institution, from when to when (behördliche Datenschutzbeauftragte).

    They alone see who read what is confidential. Every change stands in the history of all bodies of the institution.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="data_protection_officers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="data_protection_offices", verbose_name=_("person"))
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("data protection officer")
        verbose_name_plural = _("data protection officers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="officer_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Reading(models.Model):
    """That somebody got something confidential (Zugriffsprotokoll): who, what, when, in which way, how often within the
    minute.

    Append only: the database lets the count of a row grow, and lets a row go when it is older than any retention allows
    to shorten (`triggers_records`). Who reads stands by the account's id, without a key, so that the row outlives the
    account. What belongs to no meeting, as a paper before it is on an agenda, stands under its body.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="readings")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account"),
    )
    acted_as = models.CharField(max_length=100, blank=True)
    what = models.CharField(max_length=40)
    key = models.PositiveBigIntegerField()
    title = models.CharField(max_length=500)
    way = models.CharField(max_length=20, choices=Way.choices)
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["meeting", "at"], name="readings_of_a_meeting"),
            models.Index(fields=["reader", "what", "key", "at"], name="readings_of_a_reader"),
            models.Index(fields=["last_at"], name="readings_by_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(meeting__isnull=False, body=None) | models.Q(meeting=None, body__isnull=False),
                name="reading_of_a_meeting_or_a_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what}/{self.key} {self.way}"

    @property
    def where(self) -> str:
        """The meeting with its body, or the body alone."""
        return f"{self.meeting.title}, {self.meeting.body}" if self.meeting else str(self.body)
