"""Who asks for the floor, who has it, and the rules of the debate."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part, RequestKind, RequestState
from agenda.models.items import AgendaItem, Presenter, origin
from meetings.enums import AttendanceMode
from meetings.models import Meeting, Person


class SpeakersList(models.Model):
    """The list of speakers of an item (Redeliste): whether one may ask for the floor, and whether the debate is
    over.
    """

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="speakers_list")
    is_open = models.BooleanField(default=False)
    debate_closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("list of speakers")
        verbose_name_plural = _("lists of speakers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(debate_closed_at__isnull=True), name="closed_debate_has_no_open_list"
            )
        ]


class SpeakingRequest(models.Model):
    """One wish to speak on an item, of a member, a presenter or somebody named by the desk (Wortmeldung).

    `position` is the place in the list, `asked_at` the order of arrival. `spent_ms` is what has been spoken so far,
    without the stretch that runs since `running_since`; None there while nobody's clock runs. `limit_seconds` is frozen
    when the floor is given; None means no limit. `without_media` is the chair's decision to let somebody speak whose
    camera or sound does not work (DigiSiVO section 2(4)).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="speaking_requests")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="speaking_requests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    presenter = models.ForeignKey(Presenter, models.PROTECT, null=True, blank=True, related_name="speaking_requests")
    guest = models.CharField(_("name of a guest"), max_length=500, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=RequestKind.choices, default=RequestKind.CONTRIBUTION)
    mode = models.CharField(max_length=10, choices=AttendanceMode.choices, blank=True)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.WAITING)
    position = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    running_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    spent_ms = models.PositiveIntegerField(default=0)
    limit_seconds = models.PositiveIntegerField(null=True, blank=True)
    media_confirmed_at = models.DateTimeField(null=True, blank=True)
    without_media = models.BooleanField(default=False)
    out_of_turn = models.BooleanField(default=False)
    part = origin()

    class Meta:
        verbose_name = _("request to speak")
        verbose_name_plural = _("requests to speak")
        ordering: ClassVar = ["item", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=RequestState.SPEAKING), name="one_speaker_per_meeting"
            ),
            models.UniqueConstraint(
                fields=["item", "person", "kind"],
                condition=Q(state__in=[RequestState.WAITING, RequestState.SPEAKING], person__isnull=False),
                name="one_request_per_person_and_kind",
            ),
            models.UniqueConstraint(
                fields=["item", "presenter"],
                condition=Q(state__in=[RequestState.WAITING, RequestState.SPEAKING], presenter__isnull=False),
                name="one_request_per_presenter",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, presenter=None, guest="")
                | Q(person=None, presenter__isnull=False, guest="")
                | (Q(person=None, presenter=None) & ~Q(guest="")),
                name="request_of_exactly_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="request_kind_known"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="request_part_known"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(running_since__isnull=True) | Q(state=RequestState.SPEAKING),
                name="clock_runs_for_the_speaker_only",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RequestState.SPEAKING, RequestState.DONE]) | Q(called_at__isnull=False),
                name="speaker_was_called",
            ),
        ]

    @property
    def name(self) -> str:
        """Who asks, as others read it."""
        known = self.person or self.presenter
        return known.name if known is not None else self.guest


class FloorRule(models.Model):
    """Times resolved during a meeting (Beschluss über die Redezeit), for one item or all; the newest row that fits
    holds.

    None leaves a figure as the rules of procedure say, 0 means no limit.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="floor_rules")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="+")
    speaking_seconds = models.PositiveIntegerField(null=True, blank=True)
    contributions = models.PositiveSmallIntegerField(null=True, blank=True)
    faction_seconds = models.PositiveIntegerField(null=True, blank=True)
    resolved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("resolution on speaking time")
        verbose_name_plural = _("resolutions on speaking time")
        ordering: ClassVar = ["resolved_at", "pk"]
