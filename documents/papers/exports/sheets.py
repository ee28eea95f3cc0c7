"""A paper's own PDF, drawn once for what stands on it and kept, so that packs can be joined of files."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from documents.papers.exports.pdf import pdf_of
from documents.papers.models import PaperSheet, PaperVersion
from documents.papers.selectors.access import Access
from documents.papers.selectors.pages import reading_of
from documents.storage import random_place

FORM = 1
"""How papers look; another number, and all sheets are drawn anew."""


def sheet_of(version: PaperVersion, *, public: bool) -> PaperSheet:
    """The sheet of a version for the public or for members; drawn here where it is not there yet.

    In the language of the institution. 503 `pdf.fonts_missing`.
    """
    key = _key(version, public=public)
    found = PaperSheet.objects.filter(key=key).first()
    return found or _drawn(version, key, public=public)


def _key(version: PaperVersion, *, public: bool) -> str:
    paper = version.paper
    way = list(paper.consultations.order_by("position", "pk").values_list("body__name", "role"))
    says = [FORM, version.digest, version.seq, paper.number, str(paper.type), version.is_redacted, public, way]
    return hashlib.sha256(json.dumps(says).encode()).hexdigest()


def _drawn(version: PaperVersion, key: str, *, public: bool) -> PaperSheet:
    with translation.override(settings.LANGUAGE_CODE):
        reading = reading_of(version.paper, Access.PUBLIC if public else Access.FULL, version.seq)
        assert reading is not None
        content = pdf_of(reading, settings.LANGUAGE_CODE)
    place = default_storage.save(random_place(None, ""), ContentFile(content))
    made = PaperSheet(
        key=key,
        version=version,
        stored=place,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else drew it at the same time
        default_storage.delete(place)
        return PaperSheet.objects.get(key=key)
    return made
