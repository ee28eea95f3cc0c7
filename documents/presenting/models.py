"""Pages of PDF files, what is being presented, whose slides they are, and where somebody stopped reading."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Presenter
from documents.files.models import File
from documents.presenting.enums import Trouble, Width
from documents.storage import random_place
from meetings.models import Meeting


class PdfContent(models.Model):
    """What is known of a PDF file's content, whatever files hold it: how many pages, or why none can be shown."""

    sha256 = models.CharField(max_length=64, unique=True)
    pages = models.PositiveIntegerField(_("number of pages"), null=True)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True)
    looked_at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("content of a PDF file")
        verbose_name_plural = _("contents of PDF files")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pages__gt=0, trouble="") | (Q(pages=None) & ~Q(trouble="")), name="pages_or_trouble"
            ),
            models.CheckConstraint(condition=Q(trouble__in=["", *Trouble.values]), name="trouble_known"),
        ]

    def __str__(self) -> str:
        return self.sha256


class PageText(models.Model):
    """What stands on one page, for screen readers."""

    content = models.ForeignKey(PdfContent, models.CASCADE, related_name="texts")
    page = models.PositiveIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        constraints: ClassVar = [models.UniqueConstraint(fields=["content", "page"], name="one_text_per_page")]

    def __str__(self) -> str:
        return f"{self.content_id}/{self.page}"


class PagePicture(models.Model):
    """One page as a picture of one width.

    The row is there while the picture is being drawn, so that no other process draws it too; `failed_at` says that it
    could not be.
    """

    content = models.ForeignKey(PdfContent, models.CASCADE, related_name="pictures")
    page = models.PositiveIntegerField()
    width = models.PositiveIntegerField(choices=Width.choices)
    stored = models.FileField(upload_to=random_place, max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of pages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content", "page", "width"], name="one_picture_per_page_and_width"),
            models.CheckConstraint(condition=Q(page__gt=0), name="picture_of_a_page"),
            models.CheckConstraint(condition=Q(width__in=Width.values), name="picture_width_known"),
        ]

    def __str__(self) -> str:
        return f"{self.content_id}/{self.page}/{self.width}"


class Presentation(models.Model):
    """What is being presented in a meeting (Präsentation): a file of the open item, and its page of this moment.

    The row goes when it ends; that it was there stands in the journal. `presenter` began it by the personal link, else
    the desk did.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="presentation")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    page = models.PositiveIntegerField(default=1)
    pages = models.PositiveIntegerField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    presenter = models.ForeignKey(Presenter, models.SET_NULL, null=True, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(page__gte=1, page__lte=F("pages")), name="presented_page_exists")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page}"


class OwnSlides(models.Model):
    """That a file was handed in by a presenter (Folien der Vortragenden), under the name they had then.

    Until they are shown for the first time they are not for the public, whatever their item is (`File.confidential`).
    """

    file = models.OneToOneField(File, models.PROTECT, related_name="own_slides")
    presenter = models.ForeignKey(Presenter, models.SET_NULL, null=True, related_name="slides")
    name = models.CharField(_("name"), max_length=500)
    held_back = models.BooleanField(_("not for the public until shown"), default=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("presenter's own slides")
        verbose_name_plural = _("presenters' own slides")

    def __str__(self) -> str:
        return self.name


class ReadingPlace(models.Model):
    """The page of a file at which an account stopped reading; nobody else ever sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.ForeignKey(File, models.CASCADE, related_name="+")
    page = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("place of reading")
        verbose_name_plural = _("places of reading")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "file"], name="one_place_per_reader_and_file"),
            models.CheckConstraint(condition=Q(page__gt=0), name="place_is_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.page}"
