"""`{% report_paths as paths %}`: where a disturbance can be reported outside the program."""

from django import template

from meetings.selectors import report_paths as read

register = template.Library()


@register.simple_tag
def report_paths() -> list[str]:
    """The second ways of all bodies, each once."""
    return read()
