"""`{% panel "agenda" %}`: include a live panel in a page, the very fragment that is pushed later."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings.enums import Audience
from meetings.live.panels import Panel, panel_named, render_personal, render_shared

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: dict[str, Any], name: str) -> SafeString:
    """Needs `meeting`, `audience` and `actor` in the page's context."""
    return format_html('<div class="panel" data-panel="{}" id="panel-{}">{}</div>', name, name, _content(context, name))


def _content(context: dict[str, Any], name: str) -> SafeString:
    wanted = panel_named(name)
    if Audience(context["audience"]) not in wanted.audiences:
        return SafeString()
    if isinstance(wanted, Panel):
        return render_shared(wanted, context["meeting"], Audience(context["audience"]), context["request"])
    person = context["actor"].person_id
    if person is None:
        return SafeString()
    return render_personal(wanted, context["meeting"], [person], context["request"])[person]
