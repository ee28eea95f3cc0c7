"""A meeting and who is there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.enums import AttendanceMode, EnteredBy, GapReason, MeetingFormat, MeetingState, Publicity, VideoSystem
from meetings.models.bodies import Body
from meetings.models.journal import Journaled
from meetings.models.people import Person
from meetings.models.tidy import Tidy


class Meeting(Journaled, Tidy):
    """A meeting of a body (Sitzung), from the first plan to the signed minutes.

    Whoever writes locks this row, and its journal with it, first. `presiding` is who leads right now (Sitzungsleitung),
    None as long as nobody else does than the chair; with `presiding_item` only while that item is open. `rehearsal_of`
    is set for a rehearsal (Probe): a copy that only those of its own body, who are simulated, and the desk see.
    `lacks_quorum` is the outcome of the last formal check: no vote is opened until another one finds a quorum.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=500)
    state = models.CharField(_("state"), max_length=20, choices=MeetingState.choices, default=MeetingState.DRAFT)
    format = models.CharField(
        _("format"), max_length=20, choices=MeetingFormat.choices, default=MeetingFormat.IN_PERSON
    )
    legal_basis = models.CharField(_("legal basis of the format"), max_length=500, blank=True)
    hall = models.CharField(_("hall"), max_length=500, blank=True)
    video_link = models.URLField(_("video link"), max_length=1000, blank=True)
    video_system = models.CharField(
        _("video system"), max_length=20, choices=VideoSystem.choices, default=VideoSystem.LINK
    )
    publicity = models.CharField(_("publicity"), max_length=20, choices=Publicity.choices, default=Publicity.PUBLIC)
    presiding = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presiding")
    )
    presiding_item = models.PositiveBigIntegerField(_("presides for this item only"), null=True, blank=True)
    lacks_quorum = models.BooleanField(_("lack of quorum established"), default=False)
    reconvened_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reconvened",
        verbose_name=_("convened again after lack of quorum"),
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    convened_at = models.DateTimeField(_("convened at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    remark = models.CharField(_("remark for everybody"), max_length=1000, blank=True)
    rehearsal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rehearsals", verbose_name=_("rehearsal of")
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["-starts_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "starts_at"], name="meeting_by_state_and_time")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(format__in=MeetingFormat.values), name="meeting_format_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="meeting_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED]) | Q(convened_at__isnull=False),
                name="meeting_convened_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False)
                | ~Q(state__in=[MeetingState.RUNNING, MeetingState.INTERRUPTED, MeetingState.CLOSED]),
                name="meeting_begun_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CLOSED) ^ Q(closed_at__isnull=True), name="meeting_closed_has_a_time"
            ),
            models.CheckConstraint(condition=Q(publicity__in=Publicity.values), name="meeting_publicity_known"),
            models.CheckConstraint(condition=Q(video_system__in=VideoSystem.values), name="meeting_video_system_known"),
            models.CheckConstraint(
                condition=Q(presiding_item__isnull=True) | Q(presiding__isnull=False),
                name="meeting_presiding_item_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Whether everybody may know of it: it was convened once, whatever came of it."""
        return self.convened_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it has begun and is not over."""
        return self.state in {MeetingState.RUNNING, MeetingState.INTERRUPTED}

    @property
    def is_live(self) -> bool:
        """Whether it may still change before everybody's eyes."""
        return self.state in {MeetingState.CONVENED, MeetingState.RUNNING, MeetingState.INTERRUPTED}


class Attendance(models.Model):
    """One interval in which a person is present (Anwesenheit), in the hall or remote.

    `unreachable_since` is set while the connection of somebody remote is lost: they still count as present until
    the grace time of the rules of procedure is over; then the interval ends, with that time and reason.
    A corrected interval keeps its row; what it said before stands in the journal.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    mode = models.CharField(_("way of taking part"), max_length=10, choices=AttendanceMode.choices)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=20, choices=GapReason.choices, blank=True)
    entered_by = models.CharField(_("entered by"), max_length=10, choices=EnteredBy.choices, default=EnteredBy.DESK)
    unreachable_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering: ClassVar = ["arrived_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(left_at__isnull=True), name="present_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="attendance_left_after_arrival",
            ),
            models.CheckConstraint(condition=Q(mode__in=AttendanceMode.values), name="attendance_mode_known"),
            models.CheckConstraint(condition=Q(entered_by__in=EnteredBy.values), name="attendance_entered_by_known"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, end_reason="")
                | Q(left_at__isnull=False, end_reason__in=GapReason.values),
                name="attendance_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(unreachable_since__isnull=True) | Q(mode=AttendanceMode.REMOTE, left_at__isnull=True),
                name="only_the_present_and_remote_unreachable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.arrived_at:%H:%M:%S}"
