"""What the database itself forbids of papers: released versions never change, numbers stay."""

from __future__ import annotations

RULES = {
    "version_update": ("documents_paperversion", "UPDATE", "1 = 1", "a released version of a paper never changes"),
    "version_delete": ("documents_paperversion", "DELETE", "1 = 1", "a released version of a paper is never deleted"),
    "paper_number": (
        "documents_paper",
        "UPDATE",
        "OLD.number <> '' AND NEW.number <> OLD.number",
        "the number of a paper never changes",
    ),
    "paper_delete": ("documents_paper", "DELETE", "OLD.number <> ''", "a paper with a number is never deleted"),
}
