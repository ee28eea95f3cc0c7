"""The institution whose page this is: `{% house as of_house %}`, its sign, its colour."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings.colours import tag_of
from meetings.models import Body, Institution
from meetings.selectors import only_institution
from meetings.templatetags.hall import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def house(context: template.Context) -> Institution | None:
    """The institution a page is about; else the only one there is. A page on which nothing is known asks once."""
    named = context.get("institution")
    if isinstance(named, Institution):
        return named
    body = getattr(context.get("meeting"), "body", None) or context.get("body")
    return body.institution if isinstance(body, Body) else _only(context)


def _only(context: template.Context) -> Institution | None:
    request: Any = context.get("request")
    if request is None or (context.get("status") or 0) >= 500:
        return None
    if not hasattr(request, "only_house"):
        request.only_house = only_institution()
    return request.only_house


@register.simple_tag
def house_sign(institution: Institution | None) -> SafeString:
    """Its crest, the program's mark where there is none; the name stands beside it."""
    if institution is None or not institution.crest_tag:
        return icon("mark")
    address = f"{reverse('meetings:crest', args=[institution.pk])}?v={institution.crest_tag}"
    return format_html('<img class="crest" src="{}" alt="">', address)


@register.simple_tag
def house_colour(institution: Institution | None) -> SafeString:
    """The link to the style sheet of its colour, nothing where it has none."""
    if institution is None or not institution.accent:
        return SafeString("")
    tag = tag_of(institution.accent, institution.accent_dark)
    address = f"{reverse('meetings:accent', args=[institution.pk])}?v={tag}"
    return format_html('<link rel="stylesheet" href="{}">', address)
