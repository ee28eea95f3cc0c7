"""What is moved on an item, and on the procedure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import MotionState, Part
from agenda.models.items import AgendaItem, origin
from agenda.procedural_kinds import KINDS, LABELS
from meetings.models import Faction, Meeting, Person
from meetings.models.tidy import Tidy

UNDECIDED = Q(state=MotionState.MOVED)


class Motion(Tidy):
    """A motion on an item (Antrag), or an amendment to the draft resolution or to a motion (Änderungsantrag).

    `amends` is the motion that is to be changed; an amendment without one changes the item's draft resolution. `reach`
    is the place in the order of voting, the most far-reaching first; the chair decides in doubt.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="motions")
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amendments")
    is_amendment = models.BooleanField(default=False)
    mover = models.ForeignKey(Person, models.PROTECT, related_name="+")
    faction = models.ForeignKey(Faction, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("text to be voted on"), max_length=20000)
    reasons = models.TextField(_("reasons"), max_length=20000, blank=True)
    state = models.CharField(max_length=20, choices=MotionState.choices, default=MotionState.MOVED)
    reach = models.PositiveIntegerField()
    moved_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    part = origin()

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering: ClassVar = ["item", "reach", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MotionState.values), name="motion_state_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="motion_part_known"),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | Q(is_amendment=True), name="only_amendments_amend"
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=F("id")), name="motion_does_not_amend_itself"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="motion_has_words"),
            models.CheckConstraint(
                condition=(UNDECIDED & Q(decided_at=None)) | (~UNDECIDED & Q(decided_at__isnull=False)),
                name="motion_decided_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def meeting(self) -> Meeting:
        """The meeting in which it was moved."""
        return self.item.meeting


class MotionSupport(models.Model):
    """Somebody who supports a motion (Unterstützung)."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["motion", "person"], name="supported_once")]


class ProceduralMotion(Tidy):
    """A motion on the procedure (Antrag zur Geschäftsordnung): one speaks for it, one against, then it is voted on
    first.

    `detail` is what the kind needs: minutes of an interruption, the body to refer to, new times. At most one is
    pending.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="procedural_motions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="procedural_motions")
    kind = models.CharField(max_length=20, choices=list(LABELS.items()))
    mover = models.ForeignKey(Person, models.PROTECT, related_name="+")
    detail = models.CharField(_("details"), max_length=2000, blank=True)
    speaker_against = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=MotionState.choices, default=MotionState.MOVED)
    moved_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    part = origin()

    class Meta:
        verbose_name = _("procedural motion")
        verbose_name_plural = _("procedural motions")
        ordering: ClassVar = ["moved_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="procedural_kind_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="procedural_part_known"),
            models.CheckConstraint(condition=Q(state__in=MotionState.values), name="procedural_state_known"),
            models.CheckConstraint(
                condition=(UNDECIDED & Q(decided_at=None)) | (~UNDECIDED & Q(decided_at__isnull=False)),
                name="procedural_decided_has_a_time",
            ),
        ]


class ProceduralSupport(models.Model):
    """Somebody who supports a motion on the procedure, where the rules ask for a number (roll call, secret vote)."""

    motion = models.ForeignKey(ProceduralMotion, models.PROTECT, related_name="supports")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["motion", "person"], name="procedure_supported_once")]
