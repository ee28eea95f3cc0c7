"""Input checking for the meetings room."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.widgets import DateInput, DateTimeInput
from django.utils.translation import gettext_lazy as _

from meetings.colours import checked_accent
from meetings.crests import MOST_BYTES, checked_crest
from meetings.enums import VideoSystem
from meetings.errors import DomainError
from meetings.models import Attendance, Institution, Meeting
from meetings.selectors.readings import Sought
from meetings.services.planning import faults_of
from meetings.typed import FIRST_YEAR, LAST_YEAR, check_year
from meetings.video.configured import configured_systems

SPAN = {"min": f"{FIRST_YEAR}-01-01T00:00", "max": f"{LAST_YEAR}-12-31T23:59"}


def _when(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = DateTimeInput(attrs={"type": "datetime-local", **SPAN}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, required=required, widget=widget, help_text=_("Berlin time"), validators=[check_year]
    )


def _day(label: Any) -> forms.DateField:
    limits = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(9998, 12, 31))]
    return forms.DateField(
        label=label, required=False, widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), validators=limits
    )


def _address(label: Any) -> forms.URLField:
    hint = _("On a page of yours outside of this program. Empty: the page in this program.")
    return forms.URLField(label=label, required=False, max_length=500, assume_scheme="https", help_text=hint)


class MeetingForm(forms.ModelForm):
    """What can be planned of a meeting; `version` says which state the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    starts_at = _when(_("Begins"), required=True)
    ends_at = _when(_("Ends (planned)"), required=False)
    video_system = forms.ChoiceField(
        label=_("Video system"),
        required=False,
        help_text=_("Everybody gets an address of their own; a plain link is the same for all."),
    )
    video_link = forms.URLField(
        label=_("Video link"), required=False, assume_scheme="https", help_text=_("Shown to participants only.")
    )

    class Meta:
        model = Meeting
        fields = (
            "title",
            "starts_at",
            "ends_at",
            "format",
            "legal_basis",
            "hall",
            "video_system",
            "video_link",
            "remark",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["hall"].needed_when = _("needed for a hybrid meeting, otherwise optional")  # type: ignore[attr-defined]
        self._offer_video_systems()

    def _offer_video_systems(self) -> None:
        """Only what is set up here; no question where there is nothing to choose."""
        offered = configured_systems()
        if offered == [VideoSystem.LINK] and self.instance.video_system == VideoSystem.LINK:
            del self.fields["video_system"]
        else:
            self.fields["video_system"].choices = [(system.value, system.label) for system in offered]  # type: ignore[attr-defined]

    def clean_video_system(self) -> str:
        """A form without the question leaves the answer as it was."""
        return self.cleaned_data["video_system"] or self.instance.video_system

    def cleaned_meeting(self) -> dict[str, Any]:
        """The fields for the service, without the version."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}

    def clean(self) -> dict[str, Any] | None:
        """All mistakes at once, each at its field: also what the service would refuse one after the other."""
        cleaned = super().clean()
        for place, fault in faults_of(self._planned()):
            if place not in self.errors:
                self.refuse(fault, place)
        return cleaned

    def _planned(self) -> Meeting:
        """The meeting as it would be, as far as the fields make sense."""
        planned = copy(self.instance)
        for name in self.Meta.fields:
            if name in self.cleaned_data:
                setattr(planned, name, self.cleaned_data[name])
        return planned

    def refuse(self, error: DomainError, place: str = "") -> None:
        """Show a service's refusal where it belongs; what was typed stays."""
        self.add_error(place if place in self.fields else None, str(error.message))

    def _post_clean(self) -> None:
        """Leave the instance as it was: the service writes, and the database's checks are repeated there."""


def _to_the_second(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = DateTimeInput(attrs={"type": "datetime-local", "step": "1", **SPAN}, format="%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(label=label, required=required, widget=widget, validators=[check_year])


class AttendanceForm(forms.Form):
    """When somebody came and went, to the second, on the day of the meeting; what is not changed stays to the
    microsecond.
    """

    arrived = _to_the_second(_("Came"), required=True)
    left = _to_the_second(_("Left (empty: still present)"), required=False)
    ground = forms.CharField(label=_("Ground (printed in the minutes)"), max_length=300)

    def __init__(self, row: Attendance, data: Any = None) -> None:
        self.row = row
        super().__init__(data, auto_id=f"stay-{row.pk}-%s", initial={"arrived": row.arrived_at, "left": row.left_at})

    def cleaned_times(self) -> dict[str, Any]:
        """The fields for the service."""
        arrived, left = self.cleaned_data["arrived"], self.cleaned_data["left"]
        times = {"arrived_at": _kept(arrived, self.row.arrived_at), "left_at": _kept(left, self.row.left_at)}
        return {**times, "ground": self.cleaned_data["ground"]}


def _kept(typed: datetime | None, before: datetime | None) -> datetime | None:
    """The moment as it was when it was not changed: a form knows whole seconds only."""
    return before if before is not None and typed == before.replace(microsecond=0) else typed


class ReadingsForm(forms.Form):
    """What the data protection officer looks for."""

    title = forms.CharField(label=_("File or meeting"), required=False, max_length=200)
    person = forms.CharField(label=_("Person"), required=False, max_length=200)
    since = _day(_("From"))
    until = _day(_("To"))

    def sought(self) -> Sought:
        """What is wanted; a field that cannot be read is left out and says so beside itself."""
        self.is_valid()
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})


class FeedbackForm(forms.Form):
    """A report of a barrier; whoever wants an answer says where to."""

    message = forms.CharField(
        label=_("What is the barrier?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
    page = forms.CharField(
        label=_("On which page?"), max_length=500, required=False, help_text=_("Its address or its heading.")
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AppearanceForm(forms.Form):
    """What all pages show of an institution; colours and crest are looked at as the service does."""

    name = forms.CharField(label=_("Name"), max_length=500)
    crest = forms.FileField(
        label=_("Crest"),
        required=False,
        help_text=_("PNG or JPEG, at most 1 MB. It is drawn anew, 256 points high at most; nothing else is kept."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_crest = forms.BooleanField(label=_("Take the crest away"), required=False)
    accent = forms.CharField(
        label=_("Accent colour"),
        required=False,
        max_length=20,
        help_text=_("What can be pressed, on light pages, such as #1f4e9c. Empty: the blue of the program."),
    )
    accent_dark = forms.CharField(
        label=_("Accent colour on dark pages"),
        required=False,
        max_length=20,
        help_text=_("Empty: the same with as much white as is needed to read it."),
    )
    imprint_url = _address(_("Address of the imprint"))
    privacy_url = _address(_("Address of the privacy policy"))
    accessibility_url = _address(_("Address of the accessibility statement"))

    @classmethod
    def of(cls, institution: Institution) -> AppearanceForm:
        """The form with what is shown now."""
        shown = ("name", "accent", "accent_dark", "imprint_url", "privacy_url", "accessibility_url")
        return cls(initial={field: getattr(institution, field) for field in shown})

    @staticmethod
    def field_of(code: str) -> str | None:
        """At which field a refusal of the service is said."""
        found = {"institution.name": "name", "institution.name_taken": "name", "crest.too_large": "crest"}
        return found.get(code)

    def clean_accent(self) -> str:
        """Empty or readable on light pages."""
        return _or_error(lambda: checked_accent(self.cleaned_data["accent"]))

    def clean_accent_dark(self) -> str:
        """Empty or readable on dark pages."""
        return _or_error(lambda: checked_accent(self.cleaned_data["accent_dark"], is_dark=True))

    def clean_crest(self) -> bytes | None:
        """The bytes of a picture that can be drawn; None when there is no new one."""
        file = self.cleaned_data["crest"]
        content = None if file is None else file.read(MOST_BYTES + 1)
        if content is not None:
            _or_error(lambda: checked_crest(content))
        return content


def _or_error(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except DomainError as error:
        raise forms.ValidationError(str(error), code=error.code) from error
