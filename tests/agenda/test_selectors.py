from datetime import timedelta

import pytest
from django.utils import timezone, translation

from agenda import selectors, services
from agenda.models import AgendaItem
from meetings import services as meetings_services
from meetings.enums import Audience
from meetings.errors import DomainError

INSIDE = [Audience.PARTICIPANT, Audience.DESK]
OUTSIDE = [Audience.PUBLIC, Audience.SCREEN]


def test_agenda_of_numbers_alike_for_every_audience(meeting, items):
    numbers = {audience: [row.number for row in selectors.agenda_of(meeting, audience)] for audience in Audience}

    assert set(map(tuple, numbers.values())) == {("Ö 1", "Ö 2", "Ö 2.1", "Ö 3", "N 1")}


@pytest.mark.parametrize("audience", OUTSIDE)
def test_agenda_of_hides_all_but_number_and_neutral_title(meeting, items, audience):
    row = selectors.agenda_of(meeting, audience)[-1]

    assert row == selectors.Row("N 1", 0, "non_public", "A contract")
    assert (row.item, row.planned_at, row.may_see, row.is_open) == (None, None, False, False)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_agenda_of_has_a_neutral_title_of_its_own(meeting, add, audience):
    add("Contract with X", "non_public")

    titles = []
    for language in ("de", "en"):
        with translation.override(language):
            titles += [row.title for row in selectors.agenda_of(meeting, audience)]

    assert titles == ["Nichtöffentlicher Tagesordnungspunkt", "Non-public item"]


@pytest.mark.parametrize("audience", INSIDE)
def test_agenda_of_shows_participants_everything(meeting, items, audience):
    row = selectors.agenda_of(meeting, audience)[-1]

    assert (row.title, row.item) == ("Contract with X", items["contract"])


def test_agenda_of_plans_the_clock_times(meeting, items):
    times = [row.planned_at - meeting.starts_at for row in selectors.agenda_of(meeting, Audience.DESK)]

    assert times == [timedelta(minutes=m) for m in (0, 10, 10, 25, 30)]


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_of_takes_two_queries_whatever_its_length(meeting, add, clerk, count, django_assert_num_queries):
    for number in range(count):
        item = add(f"Item {number}")
        services.add_presenter(item=item, actor=clerk, name="Gita Guest")

    with django_assert_num_queries(2):
        rows = selectors.agenda_of(meeting, Audience.PUBLIC)
        seen = [[presenter.name for presenter in row.item.presenters.all()] for row in rows]

    assert seen == [["Gita Guest"]] * count


def test_agenda_of_another_meeting_stays_there(meeting, items, body, clerk):
    other = meetings_services.create_meeting(
        body=body, actor=clerk, title="2. Sitzung", starts_at=timezone.now(), format="hybrid", hall="Saal"
    )

    assert selectors.agenda_of(other, Audience.DESK) == []


@pytest.mark.parametrize("role", ["public", "administrator"])
def test_item_or_404_hides_the_non_public_part(convened, items, actor, role):
    with pytest.raises(DomainError) as refused:
        selectors.item_or_404(actor(role).user, items["contract"].pk)

    assert refused.value.status == 404


@pytest.mark.parametrize("role", ["chair", "clerk", "member", "expert_citizen", "advisory_member", "substitute"])
def test_item_or_404_shows_the_non_public_part_to_participants(convened, items, actor, role):
    someone, item = selectors.item_or_404(actor(role).user, items["contract"].pk)

    assert item == items["contract"]
    assert someone.roles


def test_next_pending_skips_what_is_done(running, items, clerk):
    services.open_item(item=items["greeting"], actor=clerk)
    services.withdraw_item(item=items["report"], actor=clerk)

    assert selectors.next_pending(running) == (items["news"], "Ö 3")


def test_item_for_note_is_the_open_one_then_the_one_left_last(running, items, clerk):
    assert selectors.item_for_note(running) is None

    services.open_item(item=items["greeting"], actor=clerk)
    assert selectors.item_for_note(running) == items["greeting"]

    services.close_item(item=items["greeting"], actor=clerk)
    assert selectors.item_for_note(running) == items["greeting"]


def test_presenter_by_token_finds_the_guest(convened, items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")

    assert selectors.presenter_by_token(selectors.presenter_token(guest)) == guest


def test_presenter_by_token_refuses_a_draft(items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")

    with pytest.raises(DomainError) as refused:
        selectors.presenter_by_token(selectors.presenter_token(guest))

    assert refused.value.status == 404


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0:abc", "W10:", "ö"])
def test_presenter_by_token_refuses_what_was_not_signed_here(db, token):
    with pytest.raises(DomainError) as refused:
        selectors.presenter_by_token(token)

    assert refused.value.status == 404


def test_outlook_for_a_guest_of_the_public_part(convened, items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")

    outlook = selectors.outlook_for(guest)

    assert (outlook.number, outlook.before_me) == ("Ö 3", 3)
    assert outlook.expected_at == convened.starts_at + timedelta(minutes=25)
    assert [row.title for row in outlook.rows] == ["Greeting", "Report", "Figures", "News", "A contract"]


def test_outlook_for_a_guest_of_the_non_public_part_is_their_own_item(convened, items, clerk):
    guest = services.add_presenter(item=items["contract"], actor=clerk, name="Gita Guest")

    outlook = selectors.outlook_for(guest)

    assert [(row.number, row.title) for row in outlook.rows] == [("N 1", "Contract with X")]


def test_outlook_for_moves_with_the_meeting(running, items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")
    items["greeting"] = services.open_item(item=items["greeting"], actor=clerk)
    late = timezone.now() - timedelta(minutes=4)
    AgendaItem.objects.filter(pk=items["greeting"].pk).update(opened_at=late)

    outlook = selectors.outlook_for(guest)

    assert outlook.expected_at == late + timedelta(minutes=25)
