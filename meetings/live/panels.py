"""Live panels: fragments that a page includes and that a push replaces, rendered once per audience and language."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template import Engine
from django.template.context import make_context
from django.utils.safestring import SafeString, mark_safe

from meetings.enums import Audience
from meetings.journal.kinds import kind_of
from meetings.models import Meeting

SharedContext = Callable[[Meeting, Audience], dict[str, Any]]
PersonalContext = Callable[[Meeting, Collection[int]], dict[int, dict[str, Any]]]

EVERYBODY = frozenset(Audience)
KEPT = 8
"""So many different forms of a personal panel are remembered while it is drawn for everybody."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One live fragment.

    `touched_by` are event names or their beginnings ("agenda."); `audiences` who gets it at all; `template` the
    fragment; `context(meeting, audience)` returns only what that audience may see. `interval` is the least time in
    seconds between two pushes of this panel in one meeting. One that `ticks` holds running times (`data-runs`): it is
    drawn anew for whoever comes later. One that `drifts_with` events holds expected times: every minute, and within a
    second after such an event, it is drawn anew and pushed only where it reads differently. One `with_heads` shows a
    signed head of the journal: it is touched by every kind after which one is signed. `template` is the desk's; `hall`
    and `room` are those of the hall display, and of members' rooms and the public view, where it looks different there.
    `beside` answers with what a panel rests on that changes without an event, such as the page that is presented, in
    one query that needs no more than the meeting's id; nothing while there is no such thing. Whoever changes it calls
    `announce.redraw`.
    """

    name: str
    touched_by: tuple[str, ...]
    template: str
    context: SharedContext
    audiences: frozenset[Audience] = EVERYBODY
    interval: float = 0.0
    ticks: bool = False
    drifts_with: tuple[str, ...] = ()
    with_heads: bool = False
    hall: str = ""
    room: str = ""
    beside: Callable[[Meeting], Any] | None = None

    def template_for(self, audience: Audience) -> str:
        own = {Audience.SCREEN: self.hall, Audience.DESK: ""}.get(audience, self.room)
        return own or self.template

    def is_touched_by(self, event_name: str) -> bool:
        return event_name.startswith(self.touched_by) or (self.with_heads and kind_of(event_name).signed)

    def drifts_after(self, event_name: str) -> bool:
        return bool(self.drifts_with) and event_name.startswith(self.drifts_with)


@dataclass(frozen=True, slots=True)
class PersonalPanel:
    """A fragment that concerns one person ("may I vote, did I vote"); never sent to anybody else.

    `contexts(meeting, person_ids)` gives one context per person in few queries, whatever their number.
    """

    name: str
    touched_by: tuple[str, ...]
    template: str
    contexts: PersonalContext
    audiences: frozenset[Audience] = frozenset({Audience.PARTICIPANT, Audience.DESK})

    def is_touched_by(self, event_name: str) -> bool:
        return event_name.startswith(self.touched_by)


_panels: dict[str, Panel] = {}
_personal: dict[str, PersonalPanel] = {}


def register_panel(panel: Panel | PersonalPanel) -> None:
    """Hang a panel into the live pages; a second one of the same name is a programming error."""
    shelf: dict[str, Any] = _panels if isinstance(panel, Panel) else _personal
    if panel.name in _panels.keys() | _personal.keys() and shelf.get(panel.name) != panel:
        raise ValueError(f"panel {panel.name} is registered twice")
    shelf[panel.name] = panel


def shared_panels() -> list[Panel]:
    """All panels that are the same for a whole audience."""
    return list(_panels.values())


def personal_panels() -> list[PersonalPanel]:
    """All panels that concern one person."""
    return list(_personal.values())


def beside_of(meeting: Meeting) -> dict[str, Any]:
    """What panels rest on right now beside the journal, by their names; those of which there is nothing are not in
    it.
    """
    told = {panel.name: panel.beside(meeting) for panel in shared_panels() if panel.beside is not None}
    return {name: state for name, state in told.items() if state is not None}


def panel_named(name: str) -> Panel | PersonalPanel:
    """The panel of that name; KeyError when no room registers it."""
    return _panels[name] if name in _panels else _personal[name]


def render_shared(panel: Panel, meeting: Meeting, audience: Audience, request: HttpRequest | None = None) -> SafeString:
    """The fragment's HTML for an audience, in the active language; nothing for one that does not get it."""
    if audience not in panel.audiences:
        return SafeString("")
    context = {"meeting": meeting, "audience": str(audience), **panel.context(meeting, audience)}
    return _drawn(panel.template_for(audience), context, request)


def _drawn(template: str, context: dict[str, Any], request: HttpRequest | None) -> SafeString:
    """What a template makes; one that has nothing to say is empty, so that the page shows no empty frame.

    Bare numbers are ids and counts: putting each into the form of a language, as Django does, takes a tenth of the
    time.
    """
    made = make_context(context, request)
    made.use_l10n = False
    return mark_safe(Engine.get_default().get_template(template).render(made).strip())  # noqa: S308  (the template has escaped it)


def render_personal(
    panel: PersonalPanel, meeting: Meeting, person_ids: Collection[int], request: HttpRequest | None = None
) -> dict[int, SafeString]:
    """The fragment's HTML for each of these persons, in the active language; drawn once for all who get the same."""
    contexts = panel.contexts(meeting, person_ids)
    drawn: list[tuple[dict[str, Any], SafeString]] = []
    found: dict[int, SafeString] = {}
    for person_id in person_ids:
        context = contexts[person_id]
        html = next((text for known, text in drawn if known == context), None)
        if html is None:
            html = _drawn(panel.template, {"meeting": meeting, **context}, request)
            drawn = [(context, html), *drawn[: KEPT - 1]]
        found[person_id] = html
    return found
