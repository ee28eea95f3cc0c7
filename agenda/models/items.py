"""The tree of agenda items and the guests who report on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import ItemState, Part, Treatment
from meetings.models import Meeting
from meetings.models.tidy import Tidy


class AgendaItem(Tidy):
    """One item of the agenda (Tagesordnungspunkt, TOP); numbers Ö 1, Ö 2.1, N 1 follow from the order.

    `public_title` is the neutral wording of a non-public item for those who may not see the title. `note` is the note
    of the part in which the item is being dealt with now, which `note_part` names (empty: the item's own); `other_note`
    that of the other part, which stays there. `version` grows with every change of the text, so that concurrent edits
    never overwrite silently. `quorum_waived` is set for what was put off for want of a quorum and is taken up in a
    meeting convened again for it (GO NRW section 49(2)).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.PUBLIC)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=500)
    subtitle = models.CharField(_("subtitle"), max_length=500, blank=True)
    public_title = models.CharField(_("neutral title for the public"), max_length=500, blank=True)
    treatment = models.CharField(
        _("kind of treatment"), max_length=20, choices=Treatment.choices, default=Treatment.INFORMATION
    )
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), default=10)
    draft_resolution = models.TextField(_("draft resolution"), blank=True, max_length=20000)
    note = models.TextField(_("note for the minutes"), blank=True, max_length=100000)
    note_part = models.CharField(max_length=20, choices=Part.choices, blank=True)
    other_note = models.TextField(_("note of the other part"), blank=True, max_length=100000)
    state = models.CharField(_("state"), max_length=20, choices=ItemState.choices, default=ItemState.PENDING)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    note_version = models.PositiveIntegerField(default=1)
    quorum_waived = models.BooleanField(_("no quorum needed"), default=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering: ClassVar = ["-part", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(note_part__in=["", *Part.values]), name="note_part_known"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=ItemState.OPEN), name="one_open_item_per_meeting"
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="item_part_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="item_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.OPEN) | Q(opened_at__isnull=False), name="item_open_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.part == Part.PUBLIC


def note_of(item: AgendaItem, part: str) -> str:
    """The note that was written in one part."""
    return item.note if (item.note_part or item.part) == part else item.other_note


def origin() -> models.CharField[str, str]:
    """The part in which something arose; it stays there, wherever its item goes, until the desk releases it."""
    return models.CharField(_("part in which it arose"), max_length=20, choices=Part.choices, default=Part.NON_PUBLIC)


class Presenter(Tidy):
    """A guest who reports on an item (Vortragende, Gast); may have no account, gets a personal link.

    The link is signed and holds `link_version`, so it can be withdrawn; no secret lies in the database.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="presenters")
    name = models.CharField(_("name"), max_length=500)
    organisation = models.CharField(_("organisation or function"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    part = origin()
    link_version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        verbose_name = _("presenter")
        verbose_name_plural = _("presenters")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(part__in=Part.values), name="presenter_part_known")]

    def __str__(self) -> str:
        return self.name
