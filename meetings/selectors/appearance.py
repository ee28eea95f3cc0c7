"""What pages show of an institution; for everybody."""

from __future__ import annotations

from django.db import DatabaseError

from meetings.errors import not_found
from meetings.models import Crest, Institution
from meetings.selectors.legal import institution_or_404


def only_institution() -> Institution | None:
    """The one whose pages these are, where there is no more than one; None too when the database does not answer: the
    frame of a page is no reason to have no page.
    """
    try:
        found = list(Institution.objects.order_by("pk")[:2])
    except DatabaseError:
        return None
    return found[0] if len(found) == 1 else None


def crest_or_404(pk: int) -> Crest:
    """The picture of an institution's crest."""
    found = Crest.objects.select_related("institution").filter(institution=institution_or_404(pk)).first()
    if found is None:
        raise not_found()
    return found
