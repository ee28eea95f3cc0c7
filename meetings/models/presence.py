"""Seats and who holds them, open connections, and counted checks of the quorum."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.bodies import Membership
from meetings.models.meeting import Meeting
from meetings.models.people import Person


class SeatHolding(models.Model):
    """Who holds a voting seat from when to when (Sitz; Vertretung when it is not the member's own).

    At any time a seat has one holder and a person one seat; the database forbids a second one.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seat_holdings")
    seat = models.ForeignKey(Membership, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seat_holdings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("holder of a seat")
        verbose_name_plural = _("holders of seats")
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], condition=Q(until__isnull=True), name="seat_held_once"),
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(until__isnull=True), name="one_seat_per_person"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_given_up_after_taken"
            ),
        ]

    @property
    def is_substitution(self) -> bool:
        """Whether somebody else than the member holds it."""
        return self.person_id != self.seat.person_id


class LiveConnection(models.Model):
    """One open socket of a signed-in person (Verbindung); a server writes it and renews `seen_at` with each heartbeat.

    A row that is not renewed any more belongs to a server that has stopped.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="live_connections")
    person = models.ForeignKey(Person, models.CASCADE, related_name="live_connections")
    key = models.UUIDField(unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("open connection")
        verbose_name_plural = _("open connections")


class LiveServer(models.Model):
    """One process that serves open sockets (Serverprozess); it renews `seen_at`, and answers when the public is shut
    out.
    """

    key = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("serving process")
        verbose_name_plural = _("serving processes")

    @property
    def channel(self) -> str:
        """Its name among the ways of the public."""
        return f"live:{self.key}"


class QuorumCheck(models.Model):
    """A counted check of the quorum (Feststellung der Beschlussfähigkeit): the numbers and what they meant then."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="quorum_checks")
    at = models.DateTimeField()
    seats = models.PositiveIntegerField()
    council_members = models.PositiveIntegerField()
    expert_citizens = models.PositiveIntegerField()
    quorate = models.BooleanField()
    requested_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("check of the quorum")
        verbose_name_plural = _("checks of the quorum")
        ordering: ClassVar = ["at", "pk"]
