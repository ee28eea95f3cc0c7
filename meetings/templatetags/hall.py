"""What the hall display's fragments need: icons, and words that fit."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from meetings.fitting import NAME, size_for

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon of the house's own set; a picture only, the word stands beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("config/icons.svg"),
        name,
    )


@register.filter
def fit(text: object) -> str:
    """The class of the size in which these words fill the stage."""
    return f"fit-{size_for(str(text))}"


@register.filter
def fit_name(name: str) -> str:
    """The class of the size in which a name stands beside a clock."""
    return f"name-{1 + (len(name) > NAME[0]) + (len(name) > NAME[1])}"


@register.filter
def fit_beside(text: object) -> str:
    """The same beside a seat chart."""
    return f"fit-{size_for(str(text), is_beside=True)}"
