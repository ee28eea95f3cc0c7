"""Input checking for persons, memberships and bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.widgets import DateInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.enums import Role
from meetings.errors import DomainError
from meetings.models import Body, Contact, Faction, Institution, Membership, Person
from meetings.permissions import Actor
from meetings.selectors.people import STANDINGS, PeopleSought, factions_of
from meetings.typed import FIRST_YEAR, LAST_YEAR, check_year

SPAN = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
LARGEST = 2**63 - 1
STANDING_LABELS = {
    "": _("all"),
    "now": _("belongs now"),
    "ended": _("has ended"),
    "no_account": _("without sign-in"),
}


def day(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day of this age."""
    widget = DateInput(attrs={"type": "date", **SPAN}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, validators=[check_year], **more)


class Refusable(forms.Form):
    """A form that can say what a service refused: at the field it is about, or above all."""

    places: dict[str, str] = {}

    def refuse(self, error: DomainError) -> None:
        """Show the refusal and keep what was typed; what is no matter of input goes on as an error."""
        if error.status not in {400, 403, 409} or error.code == "permission.denied":
            raise error
        self.add_error(self.places.get(error.code) if self.places.get(error.code) in self.fields else None, str(error))


class PeopleSoughtForm(forms.Form):
    """Whom the list is to show; what cannot be understood is left out."""

    q = forms.CharField(required=False, max_length=200)
    body = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    role = forms.ChoiceField(required=False, choices=[("", ""), *Role.choices])
    faction = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    standing = forms.ChoiceField(required=False, choices=[("", ""), *((name, name) for name in STANDINGS)])

    def sought(self) -> PeopleSought:
        """What is wanted."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return PeopleSought(words=said.pop("q", ""), **said)


class PersonForm(Refusable, forms.ModelForm):
    """Name and contact; `seen` is the stamp of what was stored when the page was made."""

    email = forms.EmailField(label=_("e-mail address"), required=False, help_text=_("Seen by clerks only."))
    phone = forms.CharField(label=_("telephone"), required=False, max_length=100)
    address = forms.CharField(
        label=_("postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    class Meta:
        model = Person
        fields = ("honorific", "given_name", "family_name", "function")

    def _post_clean(self) -> None:
        """Leave the instance as it was; the service checks again and writes."""

    def cleaned_person(self) -> dict[str, Any]:
        """The fields for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class MembershipForm(Refusable, forms.ModelForm):
    """What somebody is in a body, from when to when."""

    places = {
        "membership.rank_missing": "rank",
        "membership.ends_before_start": "ends_on",
        "membership.no_vote": "voting_right",
        "membership.overlaps": "starts_on",
        "membership.clerk": "role",
    }
    starts_on = day(_("from"), initial=timezone.localdate)
    ends_on = day(_("to"), required=False)
    rank = forms.IntegerField(
        label=_("rank as a substitute"),
        required=False,
        min_value=1,
        max_value=9999,
        help_text=_("For substitutes only: who follows first."),
    )

    class Meta:
        model = Membership
        fields = ("role", "faction", "voting_right", "rank", "council_member", "starts_on", "ends_on")

    def __init__(
        self, *args: Any, body: Body, actor: Actor, factions: Iterable[Faction] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_faction(self.fields["faction"], body, factions)
        if not actor.administrator:
            role: Any = self.fields["role"]
            role.choices = [pair for pair in Role.choices if pair[0] != Role.CLERK]

    def _post_clean(self) -> None:
        """The service checks and writes."""


def choose_faction(field: Any, body: Body, factions: Iterable[Faction] | None) -> None:
    """Offer the factions of the body's institution; those that were read already are not read again for each form."""
    field.queryset = factions_of(body.institution)
    found = field.queryset if factions is None else factions
    field.choices = [("", "–"), *((one.pk, f"{one.short_name} ({one.term.name})") for one in found)]


class EndForm(Refusable):
    """The last day."""

    places = {"membership.ends_before_start": "ends_on", "membership.took_part": "ends_on"}
    ends_on = day(_("Last day"), initial=timezone.localdate)


class ChangeForm(Refusable):
    """Another faction or rank from a day on."""

    places = {"membership.not_then": "since", "membership.took_part": "since", "membership.rank_missing": "rank"}
    faction: Any = forms.ModelChoiceField(label=_("faction"), queryset=None, required=False)
    rank = forms.IntegerField(label=_("rank as a substitute"), required=False, min_value=1, max_value=9999)
    since = day(_("from"), initial=timezone.localdate)

    def __init__(self, *args: Any, row: Membership, factions: Iterable[Faction] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"faction": row.faction_id, "rank": row.rank})
        super().__init__(*args, **kwargs)
        choose_faction(self.fields["faction"], row.body, factions)
        if row.role != Role.SUBSTITUTE:
            del self.fields["rank"]


class BodyForm(Refusable, forms.ModelForm):
    """What a body is called and how many seats it has."""

    places = {"body.name_taken": "name", "body.in_meeting": "statutory_seats"}
    statutory_seats = forms.IntegerField(label=_("voting seats by law"), min_value=0, max_value=9999, initial=0)

    class Meta:
        model = Body
        fields = ("name", "short_name", "statutory_seats")

    def _post_clean(self) -> None:
        """The service checks and writes."""


class NewBodyForm(BodyForm):
    """A body of an institution."""

    institution = forms.ModelChoiceField(label=_("institution"), queryset=Institution.objects.all())
    field_order = ("institution",)


def shown(contact: Contact | None) -> dict[str, str]:
    """The contact as the form of a person shows it."""
    names = ("email", "phone", "address")
    return {name: getattr(contact, name) for name in names} if contact else dict.fromkeys(names, "")


def as_day(given: date | None) -> str:
    """A day as a German spreadsheet reads it."""
    return f"{given:%d.%m.%Y}" if given else ""
