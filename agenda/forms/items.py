"""Input checking for the agenda room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part
from agenda.models import AgendaItem, Presenter
from agenda.places import Place, parse_place
from agenda.registry import source_of

LARGEST = 2**31 - 1
LONGEST_DAY = 1440


class InputForm(forms.ModelForm):
    """A form that only checks: the service writes."""

    def _post_clean(self) -> None:
        """Leave the instance as it was; the fields' own checks are repeated by the service."""


class NewItemForm(InputForm):
    """A title and Enter: the next item of a part, or below another item."""

    part = forms.ChoiceField(choices=Part.choices)
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    class Meta:
        model = AgendaItem
        fields = ("title",)


class ItemForm(InputForm):
    """The words of an item; `version` says which state the person saw. `source` is where title and draft resolution
    come from; then they are not here.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    planned_minutes = forms.IntegerField(label=_("planned minutes"), min_value=0, max_value=LONGEST_DAY)

    class Meta:
        model = AgendaItem
        fields = ("title", "subtitle", "public_title", "treatment", "planned_minutes", "draft_resolution")
        widgets = {"draft_resolution": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"public_title": _("Only for a non-public item: what everybody may read.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.source = source_of(self.instance)
        if self.instance.is_public:
            del self.fields["public_title"]
        if self.source:
            del self.fields["title"], self.fields["draft_resolution"]

    def cleaned_item(self) -> dict[str, Any]:
        """The fields for the service, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RowForm(ItemForm):
    """What can be changed of an item in its row of the editor; `row` tells this form from the whole one."""

    row = forms.CharField(widget=forms.HiddenInput, initial="yes")

    class Meta:
        model = AgendaItem
        fields = ("treatment", "planned_minutes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.ModelForm.__init__(self, *args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def cleaned_item(self) -> dict[str, Any]:
        """The two fields for the service."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NumberForm(forms.Form):
    """Which one among those beside it an item is to be; `was` is which one it was when the page was made."""

    number = forms.IntegerField(label=_("number"), min_value=1, max_value=9999)
    was = forms.IntegerField(required=False, min_value=1, max_value=9999)


class PlaceForm(forms.Form):
    """Where to: `parent.part.before`, as the page wrote it."""

    place = forms.CharField(max_length=60)

    def clean_place(self) -> Place:
        try:
            return parse_place(self.cleaned_data["place"])
        except ValueError:
            raise forms.ValidationError(_("This position is not known.")) from None


class NoteForm(forms.Form):
    """The note as typed; spaces at its ends are kept, line ends are made one kind."""

    text = forms.CharField(required=False, strip=False, max_length=100000, widget=forms.Textarea)
    version = forms.IntegerField(min_value=1, max_value=LARGEST)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PresenterForm(InputForm):
    """A guest who reports on an item."""

    class Meta:
        model = Presenter
        fields = ("name", "organisation", "email")
