"""`{{ words|rich }}`, `{% annexes_of paper as annexes %}`."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from documents.papers.models import Paper, PaperFile
from documents.rich import html_of

register = template.Library()


@register.filter
def rich(words: str) -> SafeString:
    """Limited rich text as HTML; whatever looks like HTML in it is shown as typed."""
    return html_of(words)


@register.simple_tag
def annexes_of(paper: Paper) -> list[PaperFile]:
    """The annexes as they are being put together."""
    return list(PaperFile.objects.kept().filter(paper=paper).order_by("position", "pk"))
