"""`/styleguide/`: every piece of the design in all its states, for whoever builds pages; not there in earnest."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from meetings.errors import not_found

PHASES = [
    (_("Agenda"), "done", "12", ""),
    (_("Invitation"), "done", "", ""),
    (_("Meeting"), "now", "", "step"),
    (_("Minutes"), "", "", ""),
]


class Fields(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label=_("Text"), help_text=_("A hint says what is expected."))
    long = forms.CharField(label=_("Long text"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    choice = forms.ChoiceField(label=_("Choice"), choices=[("a", "A"), ("b", "B")], required=False)
    number = forms.IntegerField(label=_("Number"), min_value=1, required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(), required=False)
    file = forms.FileField(label=_("File"), required=False)
    tick = forms.BooleanField(label=_("To be ticked"), required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """All pieces, light and dark by `?theme=`; 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise not_found()
    theme = request.GET.get("theme", "")
    context = {
        "theme": theme if theme in {"light", "dark"} else "",
        "icons": _icons(),
        "form": Fields(auto_id="right_%s", initial={"text": "Haushalt 2026", "number": 3}),
        "wrong": _wrong(),
        "today": timezone.now(),
        "urgencies": ("late", "soon", ""),
        "alerts": ("info", "success", "warning", "danger"),
        "another": timezone.now() + timedelta(days=40),
        "phases": [
            {"phase": {"label": label, "state": state, "words": words}, "url": "#phases", "current": current}
            for label, state, words, current in PHASES
        ],
    }
    return render(request, "styleguide.html", context)


def _wrong() -> Fields:
    form = Fields({"choice": "z", "number": "x", "day": "31.31."}, auto_id="wrong_%s")
    form.is_valid()
    return form


@cache
def _icons() -> list[str]:
    words = Path(str(finders.find("config/icons.svg"))).read_text(encoding="utf-8")
    return sorted(re.findall(r'<symbol[^>]*\bid="([\w-]+)"', words))
