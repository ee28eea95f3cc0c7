"""Presenters on the list of speakers: entered when their item is called, and what stays of them there."""

from __future__ import annotations

from agenda.enums import RequestKind, RequestState, Treatment
from agenda.models import AgendaItem, Presenter
from agenda.services.speakers import put_on_list, strike_locked
from meetings.permissions import Actor

THEIR_OWN = {Treatment.PRESENTATION, Treatment.REPORT}
OVER = {RequestState.WITHDRAWN, RequestState.STRUCK}


def enter_presenters(item: AgendaItem, by: Actor) -> None:
    """Put the presenters of a presentation or report on the list, in their order; whoever is on it or has spoken stays
    as is.

    The item must be locked. On items of another kind the desk enters them when they are wanted.
    """
    if item.treatment not in THEIR_OWN:
        return
    known = set(item.speaking_requests.exclude(state__in=OVER).values_list("presenter", flat=True))
    for presenter in item.presenters.all():
        if presenter.pk not in known:
            put_on_list(item, by, RequestKind.PRESENTATION, presenter=presenter)


def part_with(presenter: Presenter, by: Actor) -> None:
    """Strike what waits of somebody who no longer reports; what was said stays on the list under the name."""
    for row in presenter.speaking_requests.select_related("person", "presenter"):
        row.item, row.meeting = presenter.item, presenter.item.meeting
        if row.state == RequestState.WAITING:
            strike_locked(row, by)
        row.guest, row.presenter = presenter.name, None
        row.save(update_fields=["guest", "presenter"])
