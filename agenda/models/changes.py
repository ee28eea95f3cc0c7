"""Conflicts of interest, changes of the agenda during the meeting, and who wants to be told before an item."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import ChangeKind, Part, RecusalState
from agenda.models.items import AgendaItem, origin
from meetings.models import Meeting, Person


class Recusal(models.Model):
    """Somebody's conflict of interest in an item (Befangenheit, GO NRW section 31).

    Declared or found, it is in force whenever the item is being dealt with: no floor, no vote, and in a non-public item
    nothing to see. While it is disputed the body decides without the person. `ended_at` is when it was taken back or
    refuted.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RecusalState.choices)
    ground = models.CharField(_("ground"), max_length=500, blank=True)
    declared_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    part = origin()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering: ClassVar = ["declared_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "person"], condition=Q(ended_at__isnull=True), name="recused_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=RecusalState.values), name="recusal_state_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="recusal_part_known"),
            models.CheckConstraint(
                condition=~Q(state=RecusalState.REFUTED) | Q(ended_at__isnull=False), name="refuted_recusal_is_over"
            ),
        ]

    @property
    def meeting(self) -> Meeting:
        """The meeting it belongs to."""
        return self.item.meeting


class AgendaChange(models.Model):
    """A change of the agenda after the meeting was convened (Änderung der Tagesordnung), with ground and both orders.

    `before` and `after` are the numbers of all items in reading order, by the item's id.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda_changes")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    ground = models.CharField(_("ground"), max_length=500)
    resolution = models.CharField(_("resolution"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of the agenda")
        verbose_name_plural = _("changes of the agenda")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
            models.CheckConstraint(condition=~Q(ground=""), name="change_has_a_ground"),
        ]

    @property
    def numbers_after(self) -> list[str]:
        """The items in their old order with their new numbers; what was added comes last."""
        known = [self.after.get(key, "–") for key in self.before]
        return [*known, *(number for key, number in self.after.items() if key not in self.before)]


class ItemNotice(models.Model):
    """Somebody, citizens too, who wants a mail some minutes before a public item comes up (Benachrichtigung).

    Nothing is sent before the address has been confirmed by its own mail; address and row go when the meeting is over.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="notices")
    email = models.EmailField(_("e-mail address"))
    minutes = models.PositiveSmallIntegerField(_("minutes before"), default=15)
    language = models.CharField(max_length=10, default="de")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice before an item")
        verbose_name_plural = _("notices before items")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "email"], name="one_notice_per_address")]
