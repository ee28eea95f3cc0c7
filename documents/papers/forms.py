"""Input checking for papers."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from documents.papers.enums import Origin
from documents.papers.models import Paper, PaperType, Proposer
from documents.papers.models.papers import WRITTEN
from documents.papers.selectors import PapersSought
from meetings.forms_people import LARGEST, Refusable, day
from meetings.models import Faction

LONG = {"facts": 12, "draft_resolution": 6, "financial_effect": 3, "public_facts": 6, "public_draft_resolution": 4}
RICH = _("Paragraphs, lists (“- ” or “1. ”), headings (“# ”), tables (“| a | b |”), **bold**, *italic*.")
MAIN = ("subject", "faction", "draft_resolution", "facts", "financial_effect", "is_public")
OFFICE = ("lead_office", "other_offices", "file_reference", "office_sign")
PUBLIC = ("public_draft_resolution", "public_facts")
PATTERN = _("{serial} once, {serial:04} for four digits; also {office}, {year}, {yy}, {term}, {kind}.")
FOR_PUBLIC = _("Only where the public may not read everything: what it reads instead.")


class PaperForm(Refusable, forms.ModelForm):
    """What is written in a paper; `version` is the state that was seen."""

    version = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    class Meta:
        model = Paper
        fields = (*WRITTEN, "faction", "office_sign", "is_public")
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in LONG.items()}
        help_texts = {"facts": RICH, "public_facts": FOR_PUBLIC, "public_draft_resolution": FOR_PUBLIC}

    def __init__(
        self,
        *args: Any,
        kind: PaperType,
        is_office: bool,
        is_released: bool = False,
        factions: QuerySet[Faction] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if factions is None or kind.origin != Origin.MEMBERS:
            del self.fields["faction"]
        else:
            cast(forms.ModelChoiceField, self.fields["faction"]).queryset = factions
        if not kind.decides:
            del self.fields["draft_resolution"], self.fields["public_draft_resolution"]
        if not is_office:
            for name in ("office_sign", "file_reference", "lead_office", "other_offices", "public_facts"):
                del self.fields[name]
            self.fields.pop("public_draft_resolution", None)
        if is_released or not is_office:
            del self.fields["is_public"]

    @property
    def groups(self) -> list[tuple[Any, list[Any], bool]]:
        """The fields by what they are about; the first group has no heading, the others are folded until one is
        filled.
        """
        names = ((None, MAIN), (_("Office and file"), OFFICE), (_("What the public reads instead"), PUBLIC))
        found = [(label, [self[name] for name in group if name in self.fields]) for label, group in names]
        return [(label, fields, any(row.value() or row.errors for row in fields)) for label, fields in found if fields]

    def _post_clean(self) -> None:
        """Leave the instance as it was; the service checks again and writes."""

    def said(self) -> dict[str, Any]:
        """What goes into the paper."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}


class PapersSoughtForm(forms.Form):
    """Which papers the list is to show; what cannot be understood is left out."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    state = forms.CharField(required=False, max_length=20)
    body = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    mine = forms.BooleanField(required=False)

    def sought(self) -> PapersSought:
        """What is wanted."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return PapersSought(words=said.pop("q", ""), **said)


class KindForm(Refusable, forms.ModelForm):
    """A kind of paper; a pattern that gives no number is refused at its field."""

    places = {"paper_kind.name_taken": "name"}

    class Meta:
        model = PaperType
        fields = ("name", "kind", "pattern", "origin", "decides", "depends", "needs_sign_off", "hand_in_days")
        help_texts = {"pattern": PATTERN}

    def _post_clean(self) -> None:
        """Check the fields on a likeness: the instance stays as it was until the service writes."""
        likeness = PaperType(institution=self.instance.institution, **self.cleaned_data)
        given = set(self.cleaned_data)
        try:
            likeness.clean_fields(exclude=[field.name for field in PaperType._meta.fields if field.name not in given])
        except forms.ValidationError as error:
            self.add_error(None, error)
        else:
            self.likeness = likeness


class ProposerForm(Refusable, forms.ModelForm):
    """Who puts a proposal."""

    received_on = day(_("received on"))
    acknowledged_on = day(_("acknowledged on"), required=False)
    places = {"proposer.acknowledged_before": "acknowledged_on"}

    class Meta:
        model = Proposer
        fields = ("name", "address", "received_on", "acknowledged_on")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self) -> None:
        """Leave the instance as it was; the service checks again and writes."""
