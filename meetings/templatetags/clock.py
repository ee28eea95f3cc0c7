"""`{{ moment|clock }}`: the time to the second in the reader's words, such as 17:05:33 Uhr; `|instant`: for
programs.
"""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def clock(moment: datetime) -> str:
    """Hours, minutes and seconds by the clock of the house."""
    return pgettext("time of day", "%(time)s") % {"time": date_format(localtime(moment), "H:i:s")}


@register.filter
def instant(moment: datetime) -> str:
    """ISO 8601 as HTML takes it in `datetime`: to the second (HTML Living Standard 2.3.5.7)."""
    return moment.isoformat(timespec="seconds")
