"""Rules of all rooms in the administration: each room registers its own with `RulesAdmin`, and a body shows those of
all.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Body, DatedRules, Institution, RulesOfProcedure, kinds_of_rules


@admin.register(RulesOfProcedure)
class RulesAdmin(admin.ModelAdmin):
    """Rules of procedure; a version that has begun to apply is never changed, a new one is added.

    Every room registers its rules with it.
    """

    list_display: tuple[str, ...] = ("__str__", "valid_from", "source")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AllRules(admin.ModelAdmin):
    """Beside a body or an institution the rules of all rooms that hold for it, with links to add others from a day
    on.
    """

    @admin.display(description=gettext_lazy("rules of procedure"))
    def rules(self, whose: Body | Institution) -> str:
        """A line for each kind of rules: the days from which there are some of its own."""
        if whose.pk is None:
            return "-"
        lines = (
            (kind._meta.verbose_name, _rows_of(kind, whose), _place(kind, "add"), _for(whose), _("Add"))
            for kind in kinds_of_rules()
        )
        return format_html_join(mark_safe("<br>"), '{}: {} <a href="{}?{}">{}</a>', lines)


def _rows_of(kind: type[DatedRules], whose: Body | Institution) -> str:
    rows = kind._default_manager.filter(**_keys(whose)).order_by("valid_from")
    links = (
        (_place(kind, "change", row.pk), date_format(row.valid_from, "SHORT_DATE_FORMAT"), row.source) for row in rows
    )
    return format_html_join(" ", '<a href="{}">{} ({})</a>', links)


def _keys(whose: Body | Institution) -> dict[str, int | None]:
    return (
        {"institution": whose.institution_id, "body": whose.pk}
        if isinstance(whose, Body)
        else {"institution": whose.pk, "body": None}
    )


def _for(whose: Body | Institution) -> str:
    return urlencode({name: key for name, key in _keys(whose).items() if key is not None})


def _place(kind: type[DatedRules], page: str, *args: int) -> str:
    return reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_{page}", args=args)
