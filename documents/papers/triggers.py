"""What the database itself forbids of papers: released versions never change, numbers stay,
what was decided in a sign-off stays.
"""

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

SIGN_OFFS = {
    "sign_off_decided": (
        "documents_signoff",
        "UPDATE",
        "OLD.state <> 'waiting'",
        "what was decided in a sign-off never changes",
    ),
    "sign_off_whose": (
        "documents_signoff",
        "UPDATE",
        "NEW.paper_id <> OLD.paper_id OR NEW.round <> OLD.round OR NEW.step <> OLD.step "
        "OR NEW.person_id <> OLD.person_id OR NEW.deputy_id IS DISTINCT FROM OLD.deputy_id",
        "who is to sign a paper off never changes within a round",
    ),
    "sign_off_delete": ("documents_signoff", "DELETE", "1 = 1", "a sign-off is never deleted"),
}
"""Of a table that came later than the others, so that each migration installs what there is."""
