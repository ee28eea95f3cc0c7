"""Every read of the documents room; each returns only what the audience or person may see."""

from documents.selectors.files import Folder, file_or_404, files_by_item, files_for, folders_for
from documents.selectors.minutes import (
    Sheets,
    public_copy,
    released_for,
    releases_of,
    require_minutes,
    sheets_of,
    standing_release,
)
from documents.selectors.packages import opens_all
from documents.selectors.rules import rules_of

__all__ = [
    "Folder",
    "Sheets",
    "file_or_404",
    "files_by_item",
    "files_for",
    "folders_for",
    "opens_all",
    "public_copy",
    "released_for",
    "releases_of",
    "require_minutes",
    "rules_of",
    "sheets_of",
    "standing_release",
]
