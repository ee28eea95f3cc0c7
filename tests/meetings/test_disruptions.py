"""Interruptions and technical disturbances (DigiSiVO section 10)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agenda import services as agenda
from meetings import services
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.models import RulesOfProcedure
from meetings.selectors import course_stamp, proposals, rules_of
from tests.conftest import names_of
from tests.publicity import open_secret
from tests.resolved import RESOLVED
from voting import services as voting


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


def sentences(meeting):
    return [sentence_of(event) for event in meeting.events.order_by("seq")]


@pytest.fixture
def mira(actor, running):
    """A member who takes part remotely."""
    mira = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=mira)
    return mira


@pytest.fixture
def report(running, mira):
    return lambda **more: services.report_disruption(meeting=running, actor=mira, **{"trouble": "no_sound", **more})


@pytest.fixture
def lose(running, clerk):
    """Let the program notice that somebody's connection was lost some minutes ago."""

    def lost(person_id, minutes=0, back=False):
        since = timezone.now() - timedelta(minutes=minutes)
        row = running.attendances.get(person_id=person_id)
        if not back:
            running.attendances.filter(pk=row.pk).update(unreachable_since=since)
        locked, _system = services.lock_meeting(running, clerk)
        return services.note_detected(meeting=locked, person=row.person, began_at=since)

    return lost


def resume(meeting, clerk, **grounds):
    return services.resume_meeting(meeting=meeting, actor=clerk, **grounds)


def test_interrupt_and_resume_make_a_recess_with_its_cause(running, clerk):
    services.interrupt_meeting(meeting=running, cause="disorder", actor=clerk)
    resume(running, clerk)

    row = running.recesses.get()
    began = timezone.localtime(row.started_at).strftime("%H:%M:%S")
    assert (row.cause, row.ended_at >= row.started_at) == ("disorder", True)
    assert sentences(running)[-2:] == [
        "Die Sitzung wurde unterbrochen (Störung der Ordnung).",
        f"Die Sitzung wurde fortgesetzt; sie war seit {began} Uhr unterbrochen.",
    ]


def test_interrupt_meeting_for_no_known_cause_is_refused(running, clerk):
    assert refusal(services.interrupt_meeting, meeting=running, cause="boredom", actor=clerk) == (
        "meeting.cause_unknown",
        400,
    )
    assert not running.recesses.exists()


@pytest.mark.parametrize("name", ["interrupt_meeting", "adjourn_meeting"])
def test_a_button_of_before_the_break_does_nothing_after_it(running, clerk, name):
    offered = course_stamp(running)
    services.interrupt_meeting(meeting=running, actor=clerk, offered=offered)
    resume(running, clerk)
    before = names_of(running)

    assert refusal(getattr(services, name), meeting=running, actor=clerk, offered=offered) == (
        "meeting.changed_meanwhile",
        409,
    )
    assert names_of(running) == before


def test_resume_meeting_of_an_earlier_break_does_not_end_a_later_one(running, clerk):
    services.interrupt_meeting(meeting=running, actor=clerk)
    running.refresh_from_db()
    offered = course_stamp(running)
    resume(running, clerk, offered=offered)
    services.interrupt_meeting(meeting=running, actor=clerk)

    assert refusal(services.resume_meeting, meeting=running, actor=clerk, offered=offered) == (
        "meeting.changed_meanwhile",
        409,
    )
    running.refresh_from_db()
    assert running.state == "interrupted"


def test_report_disruption_is_for_participants_and_says_what_happened(running, report, mira):
    row = report(remark="  seit  eben ")

    event = running.events.last()
    assert (row.person_id, row.source, row.remark) == (mira.person_id, "reported", "Kein Ton: seit eben")
    assert (event.name, event.audience, "Mira" in str(event.data)) == (
        "meetings.disruption.reported",
        "participant",
        False,
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"trouble": "rain"}, "disruption.trouble_unknown"), ({"remark": "x" * 301}, "disruption.remark_too_long")],
)
def test_report_disruption_refuses_what_cannot_be(report, running, fields, code):
    with pytest.raises(DomainError) as error:
        report(**fields)

    assert (error.value.code, error.value.status, running.disruptions.count()) == (code, 400, 0)


def test_report_disruption_twice_is_one_disturbance(report, running):
    report()

    with pytest.raises(DomainError) as error:
        report()

    assert (error.value.code, running.disruptions.count()) == ("disruption.already_reported", 1)


def test_report_disruption_is_possible_before_the_meeting_and_not_for_the_public(convened, actor):
    services.report_disruption(meeting=convened, trouble="no_picture", actor=actor("substitute"))

    assert convened.disruptions.count() == 1
    assert refusal(services.report_disruption, meeting=convened, trouble="no_picture", actor=actor("public")) == (
        "permission.denied",
        403,
    )


def test_record_disruption_of_the_whole_meeting_and_of_somebody_by_telephone(running, clerk, mira):
    hall = services.record_disruption(meeting=running, person=None, trouble="no_picture", actor=clerk)
    person = running.attendances.get().person
    own = services.record_disruption(meeting=running, person=person, trouble="no_sound", actor=clerk)

    assert (hall.person, own.person, own.source) == (None, person, "desk")
    assert refusal(services.record_disruption, meeting=running, person=None, trouble="no_sound", actor=clerk) == (
        "disruption.already_reported",
        409,
    )
    assert refusal(services.record_disruption, meeting=running, person=person, trouble="no_sound", actor=mira)[1] == 403


def test_note_detected_counts_once_and_a_report_completes_it(running, mira, lose, report):
    first, again = lose(mira.person_id), lose(mira.person_id)
    row = report()

    assert (first.pk, again, row.pk, row.source) == (row.pk, None, first.pk, "reported")
    assert names_of(running)[-2:] == ["meetings.disruption.detected", "meetings.disruption.reported"]


def test_note_detected_outside_an_open_meeting_is_nothing(convened, seat):
    assert services.note_detected(meeting=convened, person=seat("member").person, began_at=timezone.now()) is None


def test_resume_meeting_needs_a_ground_for_each_disturbance(running, report, clerk):
    row = report()
    services.interrupt_meeting(meeting=running, cause="disruption", actor=clerk)

    missing = refusal(services.resume_meeting, meeting=running, actor=clerk)
    unknown = refusal(services.resume_meeting, meeting=running, actor=clerk, grounds={row.pk: "weather"})
    resumed = resume(running, clerk, grounds={row.pk: "own_sphere"})

    row.refresh_from_db()
    assert (missing, unknown) == (("disruption.ground_missing", 409), ("disruption.ground_unknown", 400))
    assert (resumed.state, row.ground) == ("running", "own_sphere")
    assert "vermutlich in der Sphäre des Mitglieds" in sentences(running)[-2]


def test_resume_meeting_refused_leaves_nothing_half_settled(running, report, clerk):
    first = report()
    services.record_disruption(meeting=running, person=None, trouble="other", actor=clerk)
    services.interrupt_meeting(meeting=running, actor=clerk)

    assert (
        refusal(services.resume_meeting, meeting=running, actor=clerk, grounds={first.pk: "remedied"})[0]
        == "disruption.ground_missing"
    )
    first.refresh_from_db()
    assert first.settled_at is None


@pytest.mark.parametrize(("whole", "code"), [(False, None), (True, "disruption.ground_missing")])
def test_where_only_the_municipal_sphere_counts_a_members_own_disturbance_stops_nothing(
    running, report, clerk, body, whole, code
):
    RulesOfProcedure.objects.create(
        institution=body.institution, body=body, valid_from=date(2020, 1, 1), disruption_rule="municipal_sphere"
    )
    report()
    if whole:
        services.record_disruption(meeting=running, person=None, trouble="other", actor=clerk)
    services.interrupt_meeting(meeting=running, actor=clerk)

    if code is None:
        assert resume(running, clerk).state == "running"
    else:
        assert refusal(services.resume_meeting, meeting=running, actor=clerk) == (code, 409)


def test_settle_disruption_once_only(running, report, clerk):
    row = report()
    settle = {"meeting": running, "disruption": row.pk, "actor": clerk}
    services.settle_disruption(**settle, ground="insignificant")

    assert refusal(services.settle_disruption, **settle, ground="insignificant") == ("disruption.settled_already", 409)
    assert refusal(services.settle_disruption, **{**settle, "disruption": 0}, ground="remedied") == ("not_found", 404)


def test_a_lost_connection_nobody_reported_in_time_is_proposed_as_insignificant(running, mira, lose):
    late = rules_of(running).report_minutes + 1

    row = lose(mira.person_id, minutes=late)

    assert proposals(running)[row.pk] == "insignificant"


def test_who_takes_part_again_without_complaint_is_proposed_as_insignificant_and_with_one_is_not(
    running, mira, lose, report
):
    row = lose(mira.person_id, back=True)
    silent = proposals(running)[row.pk]
    report()

    assert (silent, proposals(running)[row.pk]) == ("insignificant", "own_sphere")


def test_own_sphere_is_proposed_only_while_all_other_links_are_well(running, mira, report, lose, seat, clerk):
    row, other = report(), seat("member").person
    services.record_arrival(meeting=running, person=other, mode="remote", actor=clerk)
    alone = proposals(running)[row.pk]
    running.attendances.filter(person=other).update(unreachable_since=timezone.now())
    unreachable = proposals(running)[row.pk]
    running.attendances.filter(person=other).update(unreachable_since=None)
    services.record_disruption(meeting=running, person=other, trouble="no_sound", actor=clerk)

    assert (alone, unreachable, proposals(running)[row.pk]) == ("own_sphere", "", "")


def test_nothing_is_proposed_for_the_whole_meeting(running, clerk):
    row = services.record_disruption(meeting=running, person=None, trouble="other", actor=clerk)

    assert proposals(running)[row.pk] == ""


@pytest.fixture
def disturbed(running, mira, report, clerk, seat):
    """While Mira is disturbed a vote on item 1 is taken and the item closed; item 2 waits."""
    services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    earlier, item, following = (
        agenda.add_item(
            meeting=running, resolution=RESOLVED, actor=clerk, part="public", title=title, draft_resolution="Ja."
        )
        for title in ("Früher", "Haushalt", "Später")
    )
    agenda.close_item(item=agenda.open_item(item=earlier, actor=clerk), actor=clerk)
    row = report()
    item = agenda.open_item(item=item, actor=clerk)
    poll = voting.create_poll(item=item, actor=clerk, open_now=True)
    voting.declare_result(poll=voting.close_poll(poll=poll, actor=clerk), actor=clerk)
    agenda.close_item(item=item, actor=clerk)
    return row, item, following


def test_a_remedied_disturbance_lists_what_was_done_meanwhile(running, disturbed, clerk):
    row, _item, _following = disturbed
    services.interrupt_meeting(meeting=running, cause="disruption", actor=clerk)
    resume(running, clerk, grounds={row.pk: "remedied"})

    assert sorted(row.steps.values_list("kind", "label")) == [
        ("agenda.item", "Ö 2 Haushalt"),
        ("voting.poll", "Ö 2 Ja."),
    ]


@pytest.mark.parametrize("ground", ["own_sphere", "insignificant"])
def test_with_another_ground_nothing_has_to_be_repeated(running, disturbed, clerk, ground):
    row = disturbed[0]

    services.settle_disruption(meeting=running, disruption=row.pk, ground=ground, actor=clerk)

    assert not row.steps.exists()


def test_nothing_new_begins_until_the_disturbed_steps_are_repeated(running, disturbed, clerk):
    row, item, following = disturbed
    services.settle_disruption(meeting=running, disruption=row.pk, ground="remedied", actor=clerk)
    waiting = ("disruption.steps_to_repeat", 409)

    assert refusal(agenda.open_item, item=following, actor=clerk) == waiting
    assert refusal(services.close_meeting, meeting=running, actor=clerk) == waiting
    assert refusal(services.adjourn_meeting, meeting=running, actor=clerk) == waiting
    agenda.close_item(item=agenda.reopen_item(item=item, actor=clerk), actor=clerk)
    for step in row.steps.all():
        services.mark_repeated(meeting=running, step=step.pk, actor=clerk)
    assert agenda.open_item(item=following, actor=clerk).state == "open"


def test_mark_repeated_counts_once(running, disturbed, clerk):
    row = disturbed[0]
    services.settle_disruption(meeting=running, disruption=row.pk, ground="remedied", actor=clerk)
    step = row.steps.first()
    services.mark_repeated(meeting=running, step=step.pk, actor=clerk)

    assert refusal(services.mark_repeated, meeting=running, step=step.pk, actor=clerk) == (
        "disruption.repeated_already",
        409,
    )
    assert refusal(services.mark_repeated, meeting=running, step=0, actor=clerk) == ("not_found", 404)


def test_a_remedied_disturbance_may_turn_out_insignificant_and_frees_its_steps(running, disturbed, clerk):
    row, _item, following = disturbed
    settle = {"meeting": running, "disruption": row.pk, "actor": clerk}
    services.settle_disruption(**settle, ground="remedied")

    services.settle_disruption(**settle, ground="insignificant")

    assert agenda.open_item(item=following, actor=clerk).state == "open"


def test_a_step_of_the_non_public_part_is_listed_for_participants_only(running, report, clerk):
    secret = agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="non_public", title="Vergabe")
    row = report()
    agenda.close_item(item=open_secret(item=secret, actor=clerk), actor=clerk)
    services.settle_disruption(meeting=running, disruption=row.pk, ground="remedied", actor=clerk)
    services.mark_repeated(meeting=running, step=row.steps.get().pk, actor=clerk)

    audiences = dict(running.events.filter(name__contains=".step_").values_list("name", "audience"))
    assert set(audiences.values()) == {"participant"}
    assert len(audiences) == 2


def test_close_meeting_waits_for_a_complaint_but_not_for_a_silent_loss(running, mira, lose, report, clerk):
    lose(mira.person_id)
    report()

    assert refusal(services.close_meeting, meeting=running, actor=clerk) == ("disruption.still_open", 409)
    row = running.disruptions.get()
    row.source = "detected"
    row.save()
    assert services.close_meeting(meeting=running, actor=clerk).state == "closed"


def test_adjourn_meeting_postpones_what_waits_and_closes(running, clerk):
    items = [
        agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title=title)
        for title in ("Eins", "Zwei")
    ]
    opened = agenda.open_item(item=items[0], actor=clerk)

    assert refusal(services.adjourn_meeting, meeting=running, actor=clerk) == ("item.still_open", 409)
    agenda.close_item(item=opened, actor=clerk)
    adjourned = services.adjourn_meeting(meeting=running, actor=clerk)

    items[1].refresh_from_db()
    assert (adjourned.state, items[1].state) == ("closed", "postponed")
    assert names_of(running)[-3:] == ["meetings.meeting.adjourned", "agenda.item.postponed", "meetings.meeting.closed"]


def test_adjourn_meeting_with_nothing_left_is_refused_and_leaves_nothing(running, clerk):
    before = names_of(running)

    assert refusal(services.adjourn_meeting, meeting=running, actor=clerk) == ("meeting.agenda_through", 409)
    assert names_of(running) == before
