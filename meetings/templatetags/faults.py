"""Whether a page answers a form that was refused: its title says so first, and the script goes to the first mistake."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm

register = template.Library()


@register.simple_tag(takes_context=True)
def was_refused(context: Any) -> bool:
    """True where a form of this page was sent and has a mistake, or a view names a `refusal`."""
    given = context.flatten()
    forms = (value for value in given.values() if isinstance(value, BaseForm) and value.is_bound)
    return bool(given.get("refusal")) or any(form.errors for form in forms)
