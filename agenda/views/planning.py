"""Planning the agenda: the editor's forms, the note, the presenters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.forms import ItemForm, NewItemForm, NoteForm, NumberForm, PlaceForm, PresenterForm, RowForm
from agenda.models import AgendaItem, Presenter
from agenda.places import Place
from agenda.views.actions import resolution_from
from agenda.views.finders import ITEM, PRESENTER
from agenda.views.pages import item_context
from meetings.acts import act
from meetings.errors import DomainError
from meetings.fields import text
from meetings.http import answer, wants_json
from meetings.permissions import Actor, require
from meetings.selectors import meeting_or_404

CHANGED = {"item.changed_meanwhile", "note.changed_meanwhile"}


def _checked(form: forms.BaseForm) -> dict[str, Any]:
    """What the form holds; 400 with all its complaints when it is not right."""
    if not form.is_valid():
        raise DomainError("form.invalid", " ".join(_complaints(form)), status=400)
    return form.cleaned_data


def _complaints(form: forms.BaseForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label or name if name in form.fields else ""
        yield from (f"{label}: {error}" if label else str(error) for error in errors)


def _item_page(item: AgendaItem) -> str:
    return reverse("agenda:item", args=[item.pk])


def _agenda_page(item: AgendaItem) -> str:
    return reverse("agenda:agenda", args=[item.meeting_id])


@require_POST
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    actor, meeting = meeting_or_404(request.user, pk)
    data = _checked(NewItemForm(request.POST))
    parent = selectors.item_in(meeting, data["parent"]) if data["parent"] else None
    named = {"part": data["part"], "title": data["title"]}
    item = services.add_item(meeting=meeting, actor=actor, parent=parent, **named, **resolution_from(request.POST))
    return answer(request, item.meeting, f"{_agenda_page(item)}?added={item.part}")


@require_POST
def edit_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Save an item, or what its row in the editor shows; after a refusal stands what is stored beside what was typed.

    `{"version"}` for the autosave of a row; on a conflict 409 with what is stored.
    """
    actor, item = selectors.item_or_404(request.user, pk)
    is_row = "row" in request.POST
    form = (RowForm if is_row else ItemForm)(request.POST, instance=item)
    if not form.is_valid() and not wants_json(request):
        return _again(request, actor, item, 400, form=form)
    version = _checked(form)["version"]
    try:
        item = services.edit_item(item=item, actor=actor, version=version, **form.cleaned_item())
    except DomainError as error:
        if error.code not in CHANGED or (wants_json(request) and not is_row):
            raise
        return _item_conflict(request, actor, item, form, error)
    if is_row and wants_json(request):
        return JsonResponse({"seq": item.meeting.last_seq, "version": item.version})
    return answer(request, item.meeting, _beside(actor, item) if is_row else _item_page(item))


def _again(request: HttpRequest, actor: Actor, item: AgendaItem, status: int, **more: Any) -> HttpResponse:
    require(
        actor, "agenda.see_item", item
    )  # the page holds note, addresses and personal links; the service was not asked yet
    return render(request, "agenda/item.html", item_context(request, actor, item, **more), status=status)


def _item_conflict(
    request: HttpRequest, actor: Actor, item: AgendaItem, form: ItemForm, error: DomainError
) -> HttpResponse:
    item.refresh_from_db()
    if wants_json(request):
        stored = {"treatment": item.treatment, "planned_minutes": str(item.planned_minutes)}
        told = {"code": error.code, "message": str(error.message), "version": item.version, "stored": stored}
        return JsonResponse(told, status=error.status)
    form.data = {
        **request.POST.dict(),
        "version": item.version,
    }  # whoever has read both texts may save over the stored one
    form.add_error(None, str(error.message))
    typed = item.tidied(form.cleaned_item())  # as it would be stored: another kind of line end is no difference
    differing = [
        {"label": form.fields[name].label, "stored": getattr(item, name), "typed": value}
        for name, value in typed.items()
        if getattr(item, name) != value
    ]
    return _again(request, actor, item, error.status, form=form, differing=differing)


@require_POST
def move_item(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = selectors.item_or_404(request.user, pk)
    place = _place(request, item)
    revealed = text(request.POST, "revealed")
    item = services.move_item(item=item, place=place, revealed=revealed, actor=actor, **resolution_from(request.POST))
    return answer(request, item.meeting, f"{_agenda_page(item)}#item-{item.pk}")


def _place(request: HttpRequest, item: AgendaItem) -> Place:
    """Where to: as the page wrote it, or the so-manyth of those beside it."""
    if "number" not in request.POST:
        place: Place = _checked(PlaceForm(request.POST))["place"]
        return place
    return selectors.place_at(item, **_checked(NumberForm(request.POST)))


def _beside(actor: Actor, other: AgendaItem) -> str:
    return f"{_agenda_page(other)}#item-{other.pk}"


remove_item = act(ITEM, services.remove_item, lambda actor, item: _agenda_page(item), also=resolution_from)
split_item = act(ITEM, services.split_item, _beside, also=resolution_from, title=text)


@require_POST
def write_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the note: `{"version", "saved_at"}` for the autosave; on a conflict 409 with the stored text beside it."""
    actor, item = selectors.item_or_404(request.user, pk)
    data = _checked(NoteForm(request.POST))
    try:
        item = services.write_note(item=item, text=data["text"], version=data["version"], actor=actor)
    except DomainError as error:
        if error.code not in CHANGED:
            raise
        return _note_conflict(request, actor, item, data["text"], error)
    if wants_json(request):
        return JsonResponse({"seq": item.meeting.last_seq, "version": item.note_version})
    return answer(request, item.meeting, _item_page(item))


def _note_conflict(request: HttpRequest, actor: Actor, item: AgendaItem, text: str, error: DomainError) -> HttpResponse:
    item.refresh_from_db(fields=["note", "note_version"])
    if wants_json(request):
        told = {"code": error.code, "message": str(error.message), "text": item.note, "version": item.note_version}
        return JsonResponse(told, status=error.status)
    return _again(request, actor, item, error.status, note_typed=text, note_error=str(error.message))


@require_POST
def add_presenter(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = selectors.item_or_404(request.user, pk)
    form = PresenterForm(request.POST)
    if not form.is_valid() and not wants_json(request):
        return _again(request, actor, item, 400, presenter_form=form)
    presenter = services.add_presenter(item=item, actor=actor, **_checked(form))
    return answer(request, presenter.item.meeting, f"{_item_page(item)}#presenters")


def _presenters(actor: Actor, presenter: Presenter) -> str:
    return f"{_item_page(presenter.item)}#presenters"


edit_presenter = act(
    PRESENTER, services.edit_presenter, lambda actor, presenter: _beside(actor, presenter.item), name=text, was=text
)
remove_presenter = act(PRESENTER, services.remove_presenter, _presenters)
renew_presenter_link = act(PRESENTER, services.renew_presenter_link, _presenters)
