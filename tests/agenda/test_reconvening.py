"""A meeting convened again after a lack of quorum: what is carried over, and for what alone no quorum is needed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda import services
from agenda.enums import ItemState
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.registry import next_step
from meetings.selectors import reconvening_notice
from tests.approved import approve
from tests.conftest import BERLIN, names_of
from voting import services as voting


@pytest.fixture
def items(add, meeting):
    made = {
        "done": add("Begrüßung"),
        "early": add("Vorher vertagt"),
        "main": add("Haushalt", draft_resolution="Ja.", treatment="decision"),
    }
    made["below"] = add("Anlage", parent=made["main"])
    made["late"] = add("Nachher vertagt")
    made["secret"] = add("Vergabe", part="non_public", public_title="Eine Vergabe")
    return made


@pytest.fixture
def failed(items, convened, clerk):
    """A meeting that dealt with one item, put one off, found the lack, put another one off and was closed."""
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    services.close_item(item=services.open_item(item=items["done"], actor=clerk), actor=clerk)
    services.postpone_item(item=items["early"], actor=clerk)
    meetings.check_quorum(meeting=running, actor=clerk)
    services.postpone_item(item=items["late"], actor=clerk)
    services.add_presenter(item=items["main"], actor=clerk, name="Gita Gast", organisation="Kämmerei")
    return meetings.close_meeting(meeting=running, actor=clerk)


@pytest.fixture
def again(failed, clerk):
    return services.reconvene_meeting(meeting=failed, actor=clerk)


def test_it_is_a_draft_that_is_linked_and_carries_the_notice(failed, again):
    assert (again.state, again.reconvened_from, again.hall, again.format) == (
        "draft",
        failed,
        failed.hall,
        failed.format,
    )
    assert "§ 49 Abs. 2 GO NRW" in again.remark
    assert again.remark == reconvening_notice(failed)
    assert again.starts_at > failed.starts_at
    assert again.title == "1. Sitzung (erneut einberufen)"


def test_what_the_lack_put_off_is_carried_over_and_nothing_else(again):
    rows = [
        (item.title, item.part, item.parent and item.parent.title, item.quorum_waived)
        for item in again.items.order_by("pk")
    ]

    assert rows == [
        ("Haushalt", "public", None, True),
        ("Anlage", "public", "Haushalt", True),
        ("Nachher vertagt", "public", None, True),
        ("Vergabe", "non_public", None, True),
    ]
    main = again.items.get(title="Haushalt")
    assert (main.state, main.draft_resolution, main.presenters.get().name) == (ItemState.PENDING, "Ja.", "Gita Gast")
    assert again.items.get(title="Vergabe").public_title == "Eine Vergabe"


def test_both_journals_know_of_it_and_the_public_of_neither(failed, again):
    failed.refresh_from_db()

    assert (names_of(failed)[-1], failed.events.last().audience) == ("agenda.meeting.reconvened", "desk")
    assert {event.audience for event in again.events.all()} == {"desk"}


def test_it_is_convened_again_once_unless_the_second_is_cancelled(failed, again, clerk):
    with pytest.raises(DomainError) as error:
        services.reconvene_meeting(meeting=failed, actor=clerk)
    meetings.cancel_meeting(meeting=again, actor=clerk)

    assert error.value.code == "meeting.reconvened_already"
    assert services.reconvene_meeting(meeting=failed, actor=clerk).pk != again.pk


def test_a_meeting_that_was_quorate_or_still_runs_is_not_convened_again(items, convened, clerk, seat):
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    for _ in range(3):
        meetings.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    meetings.check_quorum(meeting=running, actor=clerk)
    closed = meetings.close_meeting(meeting=running, actor=clerk)

    with pytest.raises(DomainError) as error:
        services.reconvene_meeting(meeting=closed, actor=clerk)

    assert (error.value.status, Meeting.objects.count()) == (409, 1)


def test_where_nothing_was_put_off_there_is_nothing_to_convene_for(convened, clerk):
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    meetings.check_quorum(meeting=running, actor=clerk)
    closed = meetings.close_meeting(meeting=running, actor=clerk)

    with pytest.raises(DomainError) as error:
        services.reconvene_meeting(meeting=closed, actor=clerk)

    assert (error.value.code, Meeting.objects.count()) == ("meeting.nothing_put_off", 1)


def test_the_second_meeting_takes_as_long_where_the_clocks_are_changed(failed, clerk):
    """At 2:30 of the 29th of March 2099 there is no time; it is 3:30 then."""
    begin = datetime(2099, 3, 22, 2, 30, tzinfo=BERLIN)
    Meeting.objects.filter(pk=failed.pk).update(starts_at=begin, ends_at=begin + timedelta(minutes=45))

    again = services.reconvene_meeting(meeting=failed, actor=clerk)

    assert timezone.localtime(again.starts_at) == datetime(2099, 3, 29, 3, 30, tzinfo=BERLIN)
    assert again.ends_at - again.starts_at == timedelta(minutes=45)


def test_the_second_meeting_of_a_rehearsal_is_one_too(failed, clerk):
    Meeting.objects.filter(pk=failed.pk).update(rehearsal_of=failed.pk)

    assert services.reconvene_meeting(meeting=failed, actor=clerk).rehearsal_of == failed


@pytest.mark.parametrize("role", ["member", "substitute", "administrator", "public"])
def test_only_the_desk_convenes_again(failed, actor, role):
    with pytest.raises(DomainError) as error:
        services.reconvene_meeting(meeting=failed, actor=actor(role))

    assert (error.value.status, Meeting.objects.count()) == (403, 1)


def test_in_the_second_meeting_only_the_old_items_need_no_quorum(again, clerk, seat):
    approve(again)
    fresh = services.add_item(
        meeting=again, actor=clerk, part="public", title="Neues", treatment="decision", draft_resolution="Ja."
    )
    running = meetings.open_meeting(meeting=meetings.convene_meeting(meeting=again, actor=clerk), actor=clerk)
    meetings.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    meetings.check_quorum(meeting=running, actor=clerk)
    old = services.open_item(item=again.items.get(title="Haushalt"), actor=clerk)

    poll = voting.create_poll(item=old, actor=clerk, open_now=True)
    voting.declare_result(poll=voting.close_poll(poll=poll, actor=clerk), actor=clerk)
    services.close_item(item=old, actor=clerk)
    services.open_item(item=fresh, actor=clerk)
    with pytest.raises(DomainError) as error:
        voting.create_poll(item=fresh, actor=clerk, open_now=True)

    assert (poll.electors.count(), error.value.code) == (1, "quorum.lacking")


def test_an_old_item_cannot_be_turned_into_another_matter(again, clerk):
    item = again.items.get(title="Haushalt")

    with pytest.raises(DomainError) as error:
        services.edit_item(item=item, actor=clerk, version=1, title="Etwas anderes")

    assert error.value.code == "item.title_is_fixed"
    assert services.edit_item(item=item, actor=clerk, version=1, draft_resolution="Nein.").version == 2


def test_the_notice_cannot_be_lost(again, clerk):
    with pytest.raises(DomainError) as error:
        meetings.edit_meeting(meeting=again, actor=clerk, version=again.version, remark="Bitte pünktlich.")
    kept = meetings.edit_meeting(
        meeting=again, actor=clerk, version=again.version, remark=f"{again.remark} Bitte pünktlich."
    )

    assert (error.value.code, kept.remark.endswith("pünktlich.")) == ("meeting.needs_quorum_notice", True)


def test_the_desk_of_the_closed_meeting_offers_it(failed, clerk, signed_in):
    step = next_step(failed)
    browser = signed_in(clerk.user)

    landed = browser.post(step.url)

    again = Meeting.objects.get(reconvened_from=failed)
    assert step.url == reverse("agenda:reconvene_meeting", args=[failed.pk])
    assert landed.url == reverse("meetings:edit_meeting", args=[again.pk])
    assert next_step(failed).url == reverse("documents:minutes", args=[failed.pk])
    assert failed.title in browser.get(again.get_absolute_url()).content.decode()


def test_everybody_reads_on_the_agenda_which_items_need_no_quorum(again, clerk):
    convened = meetings.convene_meeting(meeting=again, actor=clerk)

    html = render_shared(panel_named("agenda"), convened, Audience.PUBLIC)

    assert html.count("GO NRW section 49(2)") == 3
    assert "Vergabe</" not in html.replace("Eine Vergabe", "")
