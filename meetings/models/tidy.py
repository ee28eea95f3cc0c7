"""Texts are stored in one form, whoever hands them in: a form, a service, the administration pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from meetings.typed import check_year, one_line, paragraphs


class Tidy(models.Model):
    """A row whose texts are cleaned before they are checked (short ones to one line, long ones to one kind of line
    end).

    Its dates are those of this age.
    """

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Clean the texts that are checked, then check; every date too."""
        checked = [field for field in self._meta.fields if field.name not in (exclude or ())]
        for field in checked:
            setattr(self, field.attname, tidy(field, getattr(self, field.attname)))
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        _check_dates(self, checked, errors)
        if errors:
            raise ValidationError(errors)

    def tidied(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """New values for fields of this row as they would be stored, for comparing them with what is there."""
        return {name: tidy(self._meta.get_field(name), value) for name, value in data.items()}


def _check_dates(row: models.Model, fields: Iterable[Any], errors: dict[str, Any]) -> None:
    for field in fields:
        day = getattr(row, field.attname)
        if isinstance(day, date) and field.name not in errors:
            try:
                check_year(day)
            except ValidationError as error:
                errors[field.name] = error.error_list


def tidy(field: Any, value: Any) -> Any:
    """A text as it is stored in this field; anything else as it is."""
    if not isinstance(value, str) or field.choices:
        return value
    if isinstance(field, models.TextField):
        return paragraphs(value)
    return one_line(value) if isinstance(field, models.CharField) else value
