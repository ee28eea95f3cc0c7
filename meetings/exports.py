"""Tables for a German spreadsheet: semicolons, UTF-8 with its mark, and no cell that could be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def table(headings: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """The rows below their headings as CSV."""
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(headings)
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue()


def cell(value: Any) -> str:
    """A spreadsheet takes what begins like a formula for one."""
    text = " ".join(str(value).split())
    return f"'{text}" if text.startswith(FORMULA) else text


def as_download(text: str, name: str) -> HttpResponse:
    """A table as a file with that name; no browser guesses it to be something else, none keeps it."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
