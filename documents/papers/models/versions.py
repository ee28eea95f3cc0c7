"""Releases of a paper: each the whole of it as it went out, never changed again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.papers.models.papers import Paper


class PaperVersion(models.Model):
    """One release (Fassung): time, who, the words, the files; append only (trigger).

    `content` holds the fields of `WRITTEN` by name, `files` what lay at it: pk, title, name, size, sha256, whether
    public and what it stands for. `note` says why it was released again.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="versions")
    seq = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_public = models.BooleanField()
    content = models.JSONField()
    files = models.JSONField(default=list)
    note = models.CharField(_("what is different"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "documents"
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        ordering: ClassVar = ["paper", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "seq"], name="paper_version_once")]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.seq}"

    @property
    def is_redacted(self) -> bool:
        """Whether the public reads other words than those who may read all."""
        return any(self.content.get(f"public_{name}") for name in ("facts", "draft_resolution"))

    @property
    def is_everybodys(self) -> bool:
        """Whether the public has this very version, with nothing left out of it."""
        has_it = self.paper.is_public and self.paper.public_seq == self.seq
        return has_it and not self.is_redacted and not any(held["confidential"] for held in self.files)

    def words(self, name: str, *, public: bool = False) -> str:
        """A field as it was released; what the public reads of it where `public`."""
        said: dict[str, Any] = self.content
        instead = said.get(f"public_{name}", "") if public else ""
        return str(instead or said.get(name, ""))
