"""The institution, its bodies, and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.acting import now_acting
from meetings.enums import VOTING_ROLES, LegalKind, Role
from meetings.models.people import Person
from meetings.models.tidy import Tidy


class Institution(Tidy):
    """A city, district or association (Körperschaft); OParl calls it Body.

    What everybody sees of it is set by `set_appearance` alone, which checks colours and crest; the crest's picture is a
    row of its own, so that nobody reads it along with the name.
    """

    name = models.CharField(_("name"), max_length=500, unique=True)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    contact_email = models.EmailField(
        _("e-mail for questions"),
        blank=True,
        help_text=_("Reports of barriers go there; mails about accounts name it and are answered to it."),
    )
    accent = models.CharField(_("accent colour"), max_length=7, blank=True, editable=False)
    accent_dark = models.CharField(_("accent colour on dark pages"), max_length=7, blank=True, editable=False)
    crest_tag = models.CharField(max_length=16, blank=True, editable=False)
    imprint_url = models.URLField(_("address of the imprint"), max_length=500, blank=True, editable=False)
    privacy_url = models.URLField(_("address of the privacy policy"), max_length=500, blank=True, editable=False)
    accessibility_url = models.URLField(
        _("address of the accessibility statement"), max_length=500, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")

    def __str__(self) -> str:
        return self.name

    def legal_address(self, kind: LegalKind) -> str:
        """Where this page of the institution is, outside of the program; empty when it is here."""
        return str(getattr(self, f"{kind}_url"))


class Crest(models.Model):
    """The picture of an institution's crest (Wappen), a small PNG drawn anew from what was given."""

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True, related_name="crest")
    data = models.BinaryField(max_length=512 * 1024)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("crest")
        verbose_name_plural = _("crests")

    def __str__(self) -> str:
        return str(self.institution)


class Term(Tidy):
    """The years for which a council is elected (Wahlperiode)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="terms")
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="term_ends_after_start"
            ),
            models.UniqueConstraint(fields=["institution", "name"], name="term_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Body(Tidy):
    """A council or committee that meets (Gremium); OParl calls it Organization.

    `rehearsal_of` is set for the likeness of a body with simulated members: only those in it know of it.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="bodies")
    name = models.CharField(_("name"), max_length=500)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    statutory_seats = models.PositiveSmallIntegerField(_("voting seats by law"), default=0)
    rehearsal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rehearsal of")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["institution", "name"], name="body_name_once")]

    def __str__(self) -> str:
        return self.name


class Faction(Tidy):
    """A parliamentary group of one term (Fraktion)."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="factions")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=50)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    class Meta:
        verbose_name = _("faction")
        verbose_name_plural = _("factions")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["term", "name"], name="faction_name_once")]

    def __str__(self) -> str:
        return self.short_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on that day; both ends count."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


class Membership(Tidy):
    """What a person is in a body, from when to when (Mitgliedschaft).

    The database forbids two overlapping memberships of one person in one body and role (exclusion constraint on
    PostgreSQL, triggers on SQLite; migration 0002). It writes every change into the history of the body, and lets
    nobody write a membership of their own (`triggers_records`), whatever way it comes.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    faction = models.ForeignKey(
        Faction, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("faction")
    )
    voting_right = models.BooleanField(_("holds a voting seat"), default=False)
    vote_weight = models.PositiveSmallIntegerField(_("votes of this seat"), default=1)
    rank = models.PositiveSmallIntegerField(_("rank as a substitute"), null=True, blank=True)
    council_member = models.BooleanField(_("as a substitute: member of the council"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["body", "person__family_name", "person__given_name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(vote_weight__gte=1), name="membership_has_a_vote_or_more"),
            models.CheckConstraint(
                condition=Q(voting_right=False) | Q(role__in=sorted(VOTING_ROLES)), name="vote_only_with_a_voting_role"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.SUBSTITUTE, rank__isnull=False)
                | (~Q(role=Role.SUBSTITUTE) & Q(rank__isnull=True)),
                name="rank_for_substitutes_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} - {self.get_role_display()} - {self.body}"

    @property
    def is_council_member(self) -> bool:
        """On which side of a committee's quorum this person counts (GO NRW section 58(3))."""
        return self.council_member if self.role == Role.SUBSTITUTE else self.role != Role.EXPERT_CITIZEN

    def clean(self) -> None:
        """Say in a form what the database would refuse anyway."""
        if self.person_id is not None and self._is_own():
            raise ValidationError(
                _("Nobody gives themselves a membership or changes their own; somebody else has to do it.")
            )
        if self.starts_on is None or self.person_id is None or self.body_id is None:
            return
        same = Membership.objects.filter(person=self.person_id, body=self.body_id, role=self.role).exclude(pk=self.pk)
        ends_later = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on))
        if ends_later.filter(Q() if self.ends_on is None else Q(starts_on__lte=self.ends_on)).exists():
            raise ValidationError(_("This person already holds this role in this body at that time."))

    def _is_own(self) -> bool:
        """Whether it is, or was until now, a membership of whoever is acting."""
        before = Membership.objects.filter(pk=self.pk).values("person")
        people = Person.objects.filter(Q(pk=self.person_id) | Q(pk__in=before), user__isnull=False)
        return now_acting() in {f"user:{user}" for user in people.values_list("user", flat=True)}
