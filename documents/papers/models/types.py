"""Kinds of papers as an institution has them, and how far their series of numbers have got."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.papers.enums import Origin
from documents.papers.numbering import LONGEST_PATTERN, BadPattern, check_pattern
from meetings.models import Institution
from meetings.models.tidy import Tidy


def _checked(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except BadPattern:
        says = _("A pattern has {serial} once, for example {office}/{serial:04}/{year}; also {term}, {yy}, {kind}.")
        raise ValidationError(says, code="pattern") from None


class PaperType(Tidy):
    """A kind of paper (Vorlagenart): Beschlussvorlage, Mitteilung, Antrag ...; data of the institution.

    `decides` says that it has a draft resolution to vote on, `depends` that it belongs to another paper (supplement,
    answer) and has its number with a suffix.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="paper_types")
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("sign in numbers"), max_length=10, blank=True)
    pattern = models.CharField(_("pattern of numbers"), max_length=LONGEST_PATTERN, validators=[_checked])
    origin = models.CharField(_("come from"), max_length=20, choices=Origin.choices, default=Origin.ADMINISTRATION)
    decides = models.BooleanField(_("has a draft resolution"), default=False)
    depends = models.BooleanField(_("belongs to another paper"), default=False)
    needs_sign_off = models.BooleanField(_("is released after sign-off only"), default=False)
    hand_in_days = models.PositiveSmallIntegerField(
        _("handed in so many clear days before a meeting"),
        default=0,
        validators=[MaxValueValidator(365)],
        help_text=_("0 where there is no such period."),
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_used = models.BooleanField(_("in use"), default=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("kind of paper")
        verbose_name_plural = _("kinds of papers")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "name"], name="paper_type_name_once"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="paper_type_origin_known"),
        ]

    def __str__(self) -> str:
        return self.name


class PaperSeries(models.Model):
    """A series of numbers without gaps (Nummernkreis): `key` is what its numbers have in common."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "documents"
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["institution", "key"], name="paper_series_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
