"""A person for the clerk: the page with name and contact, memberships, the invitation to sign in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import selectors, services
from meetings.enums import Role
from meetings.errors import DomainError
from meetings.forms_people import (
    ChangeForm,
    EndForm,
    MembershipForm,
    PersonForm,
    Refusable,
    shown,
)
from meetings.models import Body, Faction, Membership, Person
from meetings.permissions import Actor, can, require
from meetings.selectors import people as kept_people
from meetings.selectors.people import Kept
from meetings.services.memberships import MembershipData
from meetings.services.people import stamp_of, values_of


@never_cache
@login_required
@require_safe
def person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """One person: name, contact, memberships, sign-in."""
    return _page(request, *_found(request, pk, person_pk))


def _found(request: HttpRequest, pk: int, person_pk: int) -> tuple[Actor, Body, Kept]:
    """Whoever may not look after the body learns nothing of who is in it."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.see_people")
    return kept_people.person_kept_or_404(request.user, body.pk, person_pk)


def _page(request: HttpRequest, actor: Actor, body: Body, kept: Kept, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a person; `bound` are the forms that were sent and refused, by name and membership."""
    values = values_of(kept.person)
    today, factions = timezone.localdate(), list(kept_people.factions_of(body.institution))
    context = {
        "body": body,
        "kept": kept,
        "person": kept.person,
        "is_theirs": kept_people.is_only_of(kept.person, request.user),
        "form": bound.get("form") or PersonForm(instance=kept.person, initial=_initial(kept, values)),
        "lines": [
            _membership(row, actor, bound, factions if row.body.institution_id == body.institution_id else None)
            for row in kept.memberships
        ],
        "new": bound.get("new") or MembershipForm(body=body, actor=actor, factions=factions, auto_id="new-%s"),
        "is_new_open": "new" in bound,
        "invited": kept.invitation if kept.person.user_id is None else None,
        "is_member": any(row.body_id == body.pk and kept_people.is_in_force(row, today) for row in kept.memberships),
        "now": timezone.now(),
        "differing": bound.get("differing", []),
        "may_invite": can(actor, "meetings.invite_person"),
    }
    return render(request, "meetings/person.html", context, status=status)


def _initial(kept: Kept, values: dict[str, str]) -> dict[str, str]:
    return {**shown(kept.contact), "seen": stamp_of(values)}


def _membership(row: Membership, actor: Actor, bound: dict[str, Any], factions: list[Faction] | None) -> dict[str, Any]:
    is_over = row.ends_on is not None and row.ends_on < timezone.localdate()
    may_change = not is_over and (row.role != Role.CLERK or actor.administrator)
    may_change = may_change and row.person_id != actor.person_id
    return {
        "row": row,
        "is_over": is_over,
        "may_change": may_change,
        "end": bound.get(f"end-{row.pk}") or EndForm(auto_id=f"end-{row.pk}-%s"),
        "change": bound.get(f"change-{row.pk}")
        or ChangeForm(row=row, factions=factions, auto_id=f"change-{row.pk}-%s"),
        "is_open": f"end-{row.pk}" in bound or f"change-{row.pk}" in bound,
    }


def _try(form: Refusable, do: Callable[[], Any], again: Callable[[int], HttpResponse]) -> HttpResponse | None:
    """Call the service when the form is right; the page again, with what was typed, when something refuses."""
    if not form.is_valid():
        return again(400)
    try:
        do()
    except DomainError as error:
        form.refuse(error)
        return again(error.status)
    return None


def _done(request: HttpRequest, body: Body, person_pk: int, says: str) -> HttpResponse:
    messages.success(request, says)
    return redirect("meetings:person", body.pk, person_pk)


@login_required
@require_POST
def edit_person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Name and contact; somebody else's change meanwhile is shown, never overwritten."""
    actor, body, kept = _found(request, pk, person_pk)
    form = PersonForm(request.POST, instance=Person.objects.get(pk=kept.person.pk))

    def save() -> None:
        given = {"seen": form.cleaned_data["seen"], **form.cleaned_person()}
        services.edit_person(body=body, person=kept.person.pk, actor=actor, **given)

    def again(status: int) -> HttpResponse:
        stored = values_of(kept.person)
        if status == 409:  # whoever has read both may save over the stored one
            form.data = {**request.POST.dict(), "seen": stamp_of(stored)}
        return _page(request, actor, body, kept, status, form=form, differing=_differing(form, stored, status))

    return _try(form, save, again) or _done(request, body, person_pk, _("Saved."))


def _differing(form: PersonForm, stored: dict[str, str], status: int) -> list[dict[str, Any]]:
    typed = form.cleaned_person() if status == 409 else stored
    return [
        {"label": form.fields[name].label, "stored": value, "typed": typed.get(name, "")}
        for name, value in stored.items()
        if typed.get(name, "") != value
    ]


@login_required
@require_POST
def add_membership(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """Somebody who is known becomes something in this body; of another body only who stands there in public."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.add_membership")
    known = kept_people.person_to_add_or_404(request.user, body, person_pk)
    form = MembershipForm(request.POST, body=body, actor=actor, auto_id="new-%s")

    def save() -> None:
        services.add_membership(body=body, person=known.pk, actor=actor, **form.cleaned_data)

    def again(status: int) -> HttpResponse:
        try:
            kept = kept_people.person_kept_or_404(request.user, body.pk, person_pk)[2]
        except DomainError:
            return add_page(request, actor, body, PersonForm(auto_id="person-%s"), form, [], status, known)
        return _page(request, actor, body, kept, status, new=form)

    return _try(form, save, again) or _done(request, body, person_pk, _("The membership is entered."))


@login_required
@require_POST
def end_membership(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    """The last day of a membership."""
    actor, body, kept, row = _of_membership(request, pk, membership_pk)
    form = EndForm(request.POST, auto_id=f"end-{row.pk}-%s")

    def save() -> None:
        services.end_membership(body=body, membership=row.pk, actor=actor, **form.cleaned_data)

    def again(status: int) -> HttpResponse:
        return _page(request, actor, body, kept, status, **{f"end-{row.pk}": form})

    return _try(form, save, again) or _done(request, body, row.person_id, _("The last day is entered."))


@login_required
@require_POST
def change_membership(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Another faction or rank from a day on."""
    actor, body, kept, row = _of_membership(request, pk, membership_pk)
    form = ChangeForm(request.POST, row=row, auto_id=f"change-{row.pk}-%s")

    def save() -> None:
        services.change_membership(body=body, membership=row.pk, actor=actor, **{"rank": row.rank, **form.cleaned_data})

    def again(status: int) -> HttpResponse:
        return _page(request, actor, body, kept, status, **{f"change-{row.pk}": form})

    return _try(form, save, again) or _done(request, body, row.person_id, _("The change is entered."))


def _of_membership(request: HttpRequest, pk: int, membership_pk: int) -> tuple[Actor, Body, Kept, Membership]:
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.see_people")
    row = kept_people.membership_kept_or_404(body, membership_pk)
    return actor, body, kept_people.person_kept_or_404(request.user, body.pk, row.person_id)[2], row


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody new with a first membership; likely twins are shown before anything is stored."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.add_person")
    sent = request.POST or None
    form = PersonForm(sent, auto_id="person-%s")
    membership = MembershipForm(sent, body=body, actor=actor, auto_id="membership-%s")
    if sent is None:
        return add_page(request, actor, body, form, membership, [], 200)
    if not (form.is_valid() & membership.is_valid()):
        return add_page(request, actor, body, form, membership, [], 400)
    try:
        new = services.add_person(
            body=body,
            actor=actor,
            membership=cast(MembershipData, membership.cleaned_data),
            seen=form.cleaned_data["seen"],
            **form.cleaned_person(),
        )
    except DomainError as error:
        (membership if error.code in membership.places else form).refuse(error)
        return add_page(request, actor, body, form, membership, _twins(error, request, body, form), error.status)
    return _done(request, body, new.pk, _("{name} is entered.").format(name=new.name))


def _twins(error: DomainError, request: HttpRequest, body: Body, form: PersonForm) -> list[dict[str, Any]]:
    """Who is probably meant, each with the bodies that anybody may read; the next press is about exactly these."""
    if error.code != "person.twin":
        return []
    known, typed = kept_people.known_to(request.user, body), form.cleaned_person()
    name = f"{typed['given_name']} {typed['family_name']}"
    found = kept_people.twins_of(known, name, typed["email"])
    form.data = {**request.POST.dict(), "seen": kept_people.twins_stamp(found)}
    return [{"person": one, "bodies": known.bodies.get(one.pk, []), "is_own": one.pk in known.own} for one in found]


def add_page(
    request: HttpRequest,
    actor: Actor,
    body: Body,
    form: PersonForm,
    membership: MembershipForm,
    twins: list[dict[str, Any]],
    status: int,
    known: Person | None = None,
) -> HttpResponse:
    """The form for somebody new, or for the first membership of somebody who is `known`."""
    context = {"body": body, "form": form, "membership": membership, "twins": twins, "known": known}
    return render(request, "meetings/person_new.html", context, status=status)


@login_required
@require_POST
def revoke_invitation(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The link of an invitation leads nowhere from now on."""
    actor, body, kept = _found(request, pk, person_pk)
    services.revoke_invitation(person=kept.person, body=body, actor=actor)
    return _done(request, body, person_pk, _("The invitation is withdrawn."))
