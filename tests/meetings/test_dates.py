"""Dates of another age are refused at their field, wherever a date is typed, and never a 500."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings import services
from meetings.errors import DomainError
from meetings.forms import AttendanceForm, MeetingForm
from meetings.models import Attendance, Institution, Meeting, Membership, Person, RulesOfProcedure, Term

YEARS = [1, 27, 226, 1899, 2200, 9999]


def typed(year, month=12, day=31):
    return f"{year:04}-{month:02}-{day:02}T23:59"


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_a_meeting_of_another_age_is_refused_at_its_field(body, clerk, signed_in, year, field):
    data = {"title": "T", "version": 1, "format": "in_person", "starts_at": "2027-01-01T17:00", field: typed(year)}
    answer = signed_in(clerk.user).post(reverse("meetings:create_meeting", args=[body.pk]), data)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("year", YEARS)
def test_the_first_day_of_a_year_is_refused_too(body, clerk, signed_in, year):
    data = {"title": "T", "version": 1, "format": "in_person", "starts_at": f"{year:04}-01-01T00:00"}

    assert signed_in(clerk.user).post(reverse("meetings:create_meeting", args=[body.pk]), data).status_code == 400


@pytest.mark.parametrize("year", [1, 27, 9999])
def test_the_service_refuses_it_as_well(body, clerk, year):
    with pytest.raises(DomainError) as error:
        services.create_meeting(
            body=body, actor=clerk, title="T", starts_at=datetime(year, 6, 1, tzinfo=UTC), format="in_person"
        )

    assert (error.value.code, error.value.status) == ("data.invalid", 400)


@pytest.mark.parametrize("year", [1, 27, 9999])
@pytest.mark.parametrize("field", ["arrived", "left"])
def test_a_correction_of_another_age_is_refused_at_its_field(running, clerk, seat, signed_in, year, field):
    row = services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    data = {"attendance": row.pk, "arrived": "2027-01-01T17:00:00", "ground": "g", field: f"{typed(year)}:00"}
    answer = signed_in(clerk.user).post(reverse("meetings:correct_attendance", args=[running.pk]), data)
    refused = next(form for _row, form in answer.context["rows"] if form.errors)

    assert answer.status_code == 400
    assert field in refused.errors
    assert Attendance.objects.get().arrived_at == row.arrived_at


@pytest.mark.parametrize("year", [1, 27, 1899, 2200, 9999])
def test_memberships_terms_and_rules_refuse_them(body, institution, year):
    day, person = date(year, 6, 1), Person.objects.create(family_name="P")
    rows = {
        "starts_on": Membership(person=person, body=body, role="member", starts_on=day),
        "ends_on": Membership(person=person, body=body, role="member", starts_on=date(2020, 1, 1), ends_on=day),
        "valid_from": RulesOfProcedure(institution=institution, valid_from=day),
    }
    for field, row in rows.items():
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert field in error.value.message_dict, field
    with pytest.raises(ValidationError) as error:
        Term(institution=institution, name="T", starts_on=day).full_clean()
    assert "starts_on" in error.value.message_dict


@pytest.mark.parametrize("year", [1900, 2026, 2199])
def test_a_date_of_this_age_is_taken(institution, year):
    Term(institution=institution, name="T", starts_on=date(year, 6, 1)).full_clean()
    RulesOfProcedure(institution=institution, valid_from=date(year, 6, 1)).full_clean()


@pytest.mark.parametrize("year", [1, 9999])
def test_the_administration_answers_with_the_form(institution, actor, signed_in, year):
    data = {"institution": institution.pk, "name": "T", "starts_on": f"{year:04}-06-01"}
    answer = signed_in(actor("administrator").user).post(reverse("admin:meetings_term_add"), data)

    assert answer.status_code == 200
    assert "starts_on" in answer.context["adminform"].form.errors
    assert not Institution.objects.get().terms.filter(name="T").exists()


def test_no_field_for_a_moment_is_without_bounds():
    """Whoever adds a form with a date finds this test."""
    moments = [*MeetingForm.base_fields.values(), *AttendanceForm.base_fields.values()]

    assert {
        field.widget.attrs.get("max") for field in moments if "date" in str(getattr(field.widget, "input_type", ""))
    } == {"2199-12-31T23:59"}
