"""What an institution has to tell everybody about its pages."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.enums import LegalKind
from meetings.models.bodies import Institution


class LegalPage(models.Model):
    """A legal page of an institution in one language (Pflichtangaben), in its own words; until then a template text
    stands there.

    Plain text: empty lines part paragraphs, "# " begins a heading, "- " a line of a list, "[[...]]" marks what is still
    to be filled in.
    """

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="legal_pages", verbose_name=_("institution")
    )
    kind = models.CharField(_("page"), max_length=20, choices=LegalKind.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(
        _("text"),
        max_length=50_000,
        help_text=_(
            "An empty line begins a paragraph, “# ” a heading, “- ” a line of a list; [[…]] marks what is still to "
            "be filled in."
        ),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
        ordering: ClassVar = ["institution", "kind", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "kind", "language"], name="legal_page_once"),
            models.CheckConstraint(condition=models.Q(kind__in=LegalKind.values), name="legal_page_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_kind_display()} ({self.language})"
