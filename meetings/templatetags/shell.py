"""What the frame of all pages and the start pages need: `{{ name|initials }}`, `{% leaf moment %}`, `{{
day|from_today }}`.
"""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
LONG = 99
"""So many days are still counted."""


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word, for the sign beside a name; of an address its first letter."""
    words = [word for word in str(name).replace("@", " @").split() if word[0].isalpha()]
    words = [word for word in words if not word.endswith(".")] or words  # Dr. is no name
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


@register.simple_tag
def leaf(moment: datetime, large: bool = False) -> SafeString:
    """A day as a leaf of a calendar; yellow when it is today, with the year when it is another one."""
    here, today = timezone.localtime(moment), timezone.localdate()
    is_today = here.date() == today
    top = _("today") if is_today else date_format(here, "l" if large else "D")
    month = date_format(here, "F" if here.year == today.year else "F Y" if large else "M Y")
    style = f"leaf{' leaf--l' if large else ''}{' leaf--today' if is_today else ''}"
    page = (
        '<time class="{}" datetime="{}"><span class="leaf__top">{}</span> <span class="leaf__day">{}</span> '
        '<span class="leaf__month">{}</span></time>'
    )
    return format_html(page, style, here.date().isoformat(), top, here.day, month)


@register.filter
def from_today(day: date | datetime) -> str:
    """How far away a day is: today, tomorrow, in 3 days, since yesterday, 4 days ago."""
    days = (_day(day) - timezone.localdate()).days
    named = {-1: _("since yesterday"), 0: _("today"), 1: _("tomorrow")}
    if days in named:
        return named[days]
    if abs(days) > LONG:
        return ""
    ahead, behind = (
        ngettext("in {days} day", "in {days} days", days),
        ngettext("{days} day ago", "{days} days ago", -days),
    )
    return (ahead if days > 0 else behind).format(days=abs(days))


@register.filter
def short_day(day: date) -> str:
    """Mo 30.11., with the year when it is another one."""
    return date_format(day, "D j.n." if day.year == timezone.localdate().year else "D j.n.Y")


@register.filter
def urgency(day: date | None) -> str:
    """`late` for a day that has passed, `soon` for the next three; else nothing."""
    days = (day - timezone.localdate()).days if day else 99
    return "late" if days < 0 else "soon" if days <= 3 else ""


def _day(day: date | datetime) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day
