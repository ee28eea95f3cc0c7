"""The files that belong to agenda items."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from documents.files.copying import CLEANED
from documents.files.enums import CopyState, Purpose
from documents.storage import PDF, random_place
from meetings.models import Meeting


class FileContent(models.Model):
    """Where the content with this digest lies, once for all rows that have it; it is never deleted."""

    sha256 = models.CharField(max_length=64, unique=True)
    stored = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        app_label = "documents"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(size__gt=0), name="content_not_empty")]


class FileCopy(models.Model):
    """What is made of a content: a PDF file to read in the page (Lesefassung), one without data about who wrote it, its
    text.

    `source` is the digest of the content and `source_type` its media type, `sha256` that of the copy. A clean copy of
    what has nothing to take out is `as_is` and has no file of its own; a text lies in `FileText`. `problem` says in one
    line why none could be made.
    """

    source = models.CharField(max_length=64)
    source_type = models.CharField(max_length=100)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    state = models.CharField(max_length=8, choices=CopyState.choices, default=CopyState.WAITING)
    stored = models.FileField(upload_to=random_place, max_length=100, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "documents"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "purpose"], name="copy_once_per_purpose"),
            models.CheckConstraint(
                condition=~Q(state="made") | Q(purpose="text") | (Q(size__gt=0) & ~Q(stored="") & ~Q(sha256="")),
                name="copy_made_is_there",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="copy_due"),
        ]


class FileText(models.Model):
    """What stands in a content, page by page, for searching; a content of which none could be had has no pages."""

    sha256 = models.CharField(max_length=64, unique=True)
    pages = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "documents"


class Upload(models.Model):
    """A large file on its way to an item, piece by piece; known again by who sends it, its name, size and age.

    The pieces lie outside of the storage (`documents.files.pieces`), under `key`. It is over when `finished_at` is
    set, whatever came of it, and goes after some days (`manage.py tidy`).
    """

    key = models.CharField(max_length=32, unique=True)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    modified = models.PositiveBigIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "documents"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="upload_not_beyond_its_size"),
            models.UniqueConstraint(
                fields=["item", "owner", "name", "size", "modified"],
                condition=Q(finished_at__isnull=True),
                name="upload_once_at_a_time",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("documents:send_piece", args=[self.key])

    @property
    def meeting(self) -> Meeting:
        """The meeting to which it is on its way; permission predicates ask for it."""
        return self.item.meeting


class FileQuerySet(models.QuerySet["File"]):
    """Files by what is left of them."""

    def kept(self) -> FileQuerySet:
        """Those that have not been removed, with what is known of their copies."""
        copies = FileCopy.objects.filter(source=OuterRef("sha256"))
        return self.filter(removed_at__isnull=True).annotate(
            has_reading_copy=Exists(copies.filter(purpose=Purpose.READING, state=CopyState.MADE)),
            cannot_be_cleaned=Exists(copies.filter(purpose=Purpose.CLEAN, state=CopyState.FAILED)),
        )

    def in_order(self) -> FileQuerySet:
        """By item, in the order in which the desk has put them."""
        return self.order_by("item", "position", "uploaded_at", "pk")


class File(models.Model):
    """A file on an agenda item (Unterlage, Anlage), with a title and a speaking name.

    `confidential` keeps a file of a public item from the public; files of non-public items always are. A removed file
    keeps its row, because the journal names it, and its content, because the minutes may have to answer for it.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="files")
    title = models.CharField(_("title"), max_length=500)
    stored = models.FileField(upload_to=random_place, max_length=100)
    name = models.CharField(_("name for downloads"), max_length=150)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    position = models.PositiveIntegerField(_("place in the order of the item's files"), default=0)
    confidential = models.BooleanField(_("not for the public"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    has_reading_copy: ClassVar = False
    cannot_be_cleaned: ClassVar = False

    class Meta:
        app_label = "documents"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering: ClassVar = ["item", "position", "uploaded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.UniqueConstraint(
                fields=["item", "sha256"], condition=Q(removed_at__isnull=True), name="file_once_per_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk, self.name])

    @property
    def opens_in_page(self) -> bool:
        """Whether browsers have a reader for it, or for its reading copy, that we let them use."""
        return self.media_type == PDF or bool(self.has_reading_copy)

    @property
    def page_url(self) -> str:
        """Where it is read in the page, or, where it cannot be, fetched."""
        return (
            reverse("documents:read_file", args=[self.pk, self.name]) if self.opens_in_page else self.get_absolute_url()
        )

    @property
    def ending(self) -> str:
        """What its name ends in: pdf, docx ..."""
        return self.name.rpartition(".")[2]

    @property
    def says_who_wrote_it(self) -> bool:
        """Whether the public gets another version of it than the one that was handed in."""
        return self.is_public and self.media_type in CLEANED

    @property
    def is_withheld(self) -> bool:
        """Whether the public should have it and does not get it."""
        return self.is_public and bool(self.cannot_be_cleaned)

    @property
    def meeting(self) -> Meeting:
        """The meeting it belongs to; permission predicates ask for it."""
        return self.item.meeting

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it."""
        return self.item.is_public and not self.confidential
