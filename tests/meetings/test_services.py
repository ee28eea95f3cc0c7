from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings import services
from meetings.errors import DomainError
from meetings.models import Attendance, Membership, Person
from meetings.selectors import may_see
from tests.conftest import names_of

COURSE = ["convene_meeting", "open_meeting", "interrupt_meeting", "resume_meeting", "close_meeting", "reopen_meeting"]
PARTICIPLES = ["convened", "opened", "interrupted", "resumed", "closed", "reopened"]


@pytest.fixture
def at_state(meeting, clerk):
    """The meeting after that many steps of its customary course."""

    def walk(steps):
        current = meeting
        for name in COURSE[:steps]:
            current = getattr(services, name)(meeting=current, actor=clerk)
        return current

    return walk


@pytest.mark.parametrize("step", range(len(COURSE)))
def test_each_step_of_the_course_leaves_its_event(at_state, step):
    meeting = at_state(step + 1)

    assert names_of(meeting) == [
        "meetings.meeting.created",
        *(f"meetings.meeting.{word}" for word in PARTICIPLES[: step + 1]),
    ]


@pytest.mark.parametrize("step", range(len(COURSE)))
@pytest.mark.parametrize(
    "role", ["member", "expert_citizen", "advisory_member", "substitute", "administrator", "public"]
)
def test_each_step_is_refused_to_others_and_leaves_nothing(at_state, actor, step, role):
    meeting = at_state(step)
    seq = meeting.last_seq

    with pytest.raises(DomainError) as error:
        getattr(services, COURSE[step])(meeting=meeting, actor=actor(role))

    hidden = step == 0 and role != "administrator"
    assert error.value.status == (404 if hidden else 403)
    meeting.refresh_from_db()
    assert meeting.last_seq == seq == meeting.events.count()


IMPOSSIBLE = [
    (0, "open_meeting"), (0, "close_meeting"), (0, "resume_meeting"), (1, "convene_meeting"), (1, "close_meeting"),
    (2, "open_meeting"), (2, "cancel_meeting"), (2, "resume_meeting"), (3, "interrupt_meeting"), (3, "close_meeting"),
    (5, "open_meeting"), (5, "interrupt_meeting"), (5, "convene_meeting"), (1, "reopen_meeting"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "name"), IMPOSSIBLE)
def test_an_impossible_step_is_refused_with_409(at_state, clerk, steps, name):
    meeting = at_state(steps)
    before = names_of(meeting)

    with pytest.raises(DomainError) as error:
        getattr(services, name)(meeting=meeting, actor=clerk)

    assert (error.value.status, names_of(meeting)) == (409, before)


def test_cancel_meeting_is_final(convened, clerk):
    cancelled = services.cancel_meeting(meeting=convened, actor=clerk)

    with pytest.raises(DomainError):
        services.open_meeting(meeting=cancelled, actor=clerk)

    assert cancelled.state == "cancelled"


def test_a_cancelled_draft_stays_unknown(meeting, clerk, actor):
    cancelled = services.cancel_meeting(meeting=meeting, actor=clerk)

    seen = [may_see(actor(role), cancelled) for role in ("public", "member", "clerk")]

    assert (cancelled.state, seen) == ("cancelled", [False, False, True])


def test_create_meeting_refuses_what_no_field_can_hold(body, clerk, meeting):
    with pytest.raises(DomainError) as error:
        services.create_meeting(body=body, actor=clerk, title="x" * 501, starts_at=meeting.starts_at)

    assert (error.value.status, body.meetings.count()) == (400, 1)


def test_edit_meeting_never_overwrites_silently(meeting, clerk):
    services.edit_meeting(meeting=meeting, actor=clerk, version=1, title="Erste")

    with pytest.raises(DomainError) as error:
        services.edit_meeting(meeting=meeting, actor=clerk, version=1, title="Zweite")

    meeting.refresh_from_db()
    assert (error.value.code, meeting.title, meeting.version) == ("meeting.changed_meanwhile", "Erste", 2)


def test_edit_meeting_without_a_change_records_nothing(meeting, clerk):
    services.edit_meeting(meeting=meeting, actor=clerk, version=1, title=meeting.title)

    assert names_of(meeting) == ["meetings.meeting.created"]


def test_edit_meeting_refuses_a_hybrid_one_without_a_hall(meeting, clerk):
    with pytest.raises(DomainError) as error:
        services.edit_meeting(meeting=meeting, actor=clerk, version=1, hall=" ")

    assert error.value.code == "meeting.needs_hall"


def test_edit_meeting_refuses_an_end_before_the_beginning(meeting, clerk):
    with pytest.raises(DomainError) as error:
        services.edit_meeting(meeting=meeting, actor=clerk, version=1, ends_at=meeting.starts_at - timedelta(hours=1))

    assert error.value.code == "meeting.ends_before_start"


def test_join_and_leave_make_an_interval(running, actor):
    mira = actor("member")

    services.join_meeting(meeting=running, mode="remote", actor=mira)
    services.leave_meeting(meeting=running, actor=mira)

    row = Attendance.objects.get()
    assert (row.person_id, row.mode, row.left_at is not None) == (mira.person_id, "remote", True)
    assert names_of(running)[-2:] == ["meetings.attendance.arrived", "meetings.attendance.left"]


def test_join_meeting_twice_is_refused(running, actor):
    mira = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=mira)

    with pytest.raises(DomainError) as error:
        services.join_meeting(meeting=running, mode="remote", actor=mira)

    assert (error.value.code, Attendance.objects.count()) == ("attendance.already_present", 1)


def test_join_meeting_before_the_opening_is_refused(convened, actor):
    with pytest.raises(DomainError) as error:
        services.join_meeting(meeting=convened, mode="hall", actor=actor("member"))

    assert error.value.status == 409


@pytest.mark.parametrize(
    ("form", "mode", "code"),
    [
        ("in_person", "remote", "attendance.mode_does_not_fit"),
        ("digital", "hall", "attendance.mode_does_not_fit"),
        ("hybrid", "moon", "attendance.mode_unknown"),
    ],
)
def test_join_meeting_refuses_a_mode_that_does_not_fit(meeting, clerk, actor, form, mode, code):
    services.edit_meeting(meeting=meeting, actor=clerk, version=1, format=form)
    running = services.open_meeting(meeting=services.convene_meeting(meeting=meeting, actor=clerk), actor=clerk)

    with pytest.raises(DomainError) as error:
        services.join_meeting(meeting=running, mode=mode, actor=actor("member"))

    assert error.value.code == code


def test_record_arrival_of_a_stranger_is_not_found(running, clerk):
    stranger = Person.objects.create(family_name="Fremd")

    with pytest.raises(DomainError) as error:
        services.record_arrival(meeting=running, person=stranger, mode="hall", actor=clerk)

    assert error.value.status == 404


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((date(2020, 1, 1), None), (date(2021, 1, 1), None), False),
        ((date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 12, 31), None), False),
        ((date(2020, 1, 1), date(2020, 12, 31)), (date(2021, 1, 1), None), True),
        ((date(2021, 1, 1), None), (date(2020, 1, 1), date(2020, 6, 1)), True),
    ],
)
def test_the_database_forbids_overlapping_memberships(seat, first, second, fits):
    row = seat("member", starts_on=first[0], ends_on=first[1])
    copy = {"person": row.person, "body": row.body, "role": row.role, "starts_on": second[0], "ends_on": second[1]}

    try:
        with transaction.atomic():
            Membership.objects.create(**copy)
        made = True
    except IntegrityError:
        made = False

    assert made is fits


def test_a_form_says_that_memberships_overlap(seat):
    row = seat("member", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    copy = Membership(person=row.person, body=row.body, role=row.role, starts_on=date(2020, 12, 31))

    with pytest.raises(ValidationError):
        copy.full_clean()

    copy.starts_on = date(2021, 1, 1)
    copy.full_clean()


def test_an_overlap_by_update_is_forbidden_too(seat):
    row = seat("member", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    later = Membership.objects.create(person=row.person, body=row.body, role=row.role, starts_on=date(2021, 1, 1))
    later.starts_on = date(2020, 6, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()


def test_the_same_person_may_hold_two_roles(seat):
    row = seat("member")

    Membership.objects.create(person=row.person, body=row.body, role="clerk", starts_on=row.starts_on)

    assert row.person.memberships.count() == 2


def test_a_hybrid_meeting_needs_a_hall(meeting, clerk):
    with pytest.raises(DomainError) as caught:
        services.edit_meeting(meeting=meeting, actor=clerk, version=meeting.version, format="hybrid", hall=" ")

    meeting.refresh_from_db()
    assert (caught.value.code, meeting.hall) == ("meeting.needs_hall", "Saal 1")
