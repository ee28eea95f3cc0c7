"""`{{ line|legal_line }}`: a line of a legal page; `{% open_legal_pages as pages %}`: what is still to be written."""

from django import template
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from meetings.legal_text import GAP
from meetings.models import Institution
from meetings.selectors import institutions_for, open_pages
from meetings.selectors.legal import OpenPage

register = template.Library()


@register.filter
def legal_line(line: str) -> SafeString:
    """Addresses become links, gaps are marked; everything else stays plain text."""
    pieces = GAP.split(line)
    texts = [urlize(piece, nofollow=True, autoescape=True) for piece in pieces[::2]]
    marks = [f"<mark>[{escape(gap)}]</mark>" for gap in pieces[1::2]]
    return mark_safe("".join(part for pair in zip(texts, [*marks, ""], strict=True) for part in pair))  # noqa: S308  (each part is escaped)


@register.simple_tag
def open_legal_pages() -> list[OpenPage]:
    """For the administrator's start page."""
    return open_pages()


@register.simple_tag
def all_institutions() -> list[Institution]:
    """Whose appearance the administrator may set."""
    return institutions_for("")
