"""Each service: success, refusal with the same set-up, wrong state, the event, and nothing written when refused."""

import pytest

from agenda import registry, selectors, services
from agenda.models import AgendaItem, Presenter
from agenda.places import Place
from meetings import services as meetings_services
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.models import MeetingEvent
from tests.conftest import names_of
from tests.publicity import leave_public


def refused(call, **arguments):
    """The code and status of a refusal; the journal must not have grown."""
    before = MeetingEvent.objects.count()
    with pytest.raises(DomainError) as error:
        call(**arguments)
    assert MeetingEvent.objects.count() == before
    return error.value.code, error.value.status


def last_event(meeting):
    """The last one, without the resolution by which the agenda was changed (test_changes.py)."""
    event = meeting.events.exclude(name="agenda.order.changed").order_by("seq").last()
    return event.name, event.audience, sentence_of(event)


def numbers(meeting):
    titles = dict(AgendaItem.objects.filter(meeting=meeting).values_list("pk", "title"))
    return {number: titles[pk] for pk, number in selectors.numbers_of(meeting).items()}


def go(items, clerk, key, *steps):
    for step in steps:
        items[key] = getattr(services, step)(item=items[key], actor=clerk)
    return items[key]


# --- planning -------------------------------------------------------------------------------------------------------


def test_add_item_stands_at_the_end_of_its_part(meeting, items, add):
    add("Last")

    assert numbers(meeting) == {
        "Ö 1": "Greeting", "Ö 2": "Report", "Ö 2.1": "Figures", "Ö 3": "News", "Ö 4": "Last", "N 1": "Contract with X",
    }  # fmt: skip


def test_add_item_below_another_follows_its_part(items, add):
    below = add("Annex", part="public", parent=items["contract"])

    assert (below.part, selectors.number_of(below)) == ("non_public", "N 1.1")


def test_add_item_is_an_event_for_the_desk_while_it_is_a_draft(meeting, add):
    add("Greeting")

    assert last_event(meeting) == ("agenda.item.added", "desk", "Item Ö 1 was put on the agenda: Greeting")


@pytest.mark.parametrize(("part", "audience"), [("public", "public"), ("non_public", "participant")])
def test_add_item_is_an_event_for_those_who_may_see_it_later(convened, add, part, audience):
    add("Late item", part)

    assert last_event(convened)[1] == audience


@pytest.mark.parametrize(
    "data",
    [{"title": ""}, {"title": "x" * 501}, {"title": "x", "treatment": "dance"}, {"title": "x", "part": "secret"}],
)
def test_add_item_refuses_what_does_not_fit(meeting, clerk, data):
    assert refused(services.add_item, meeting=meeting, actor=clerk, **{"part": "public", **data}) == (
        "data.invalid",
        400,
    )
    assert not meeting.items.exists()


def test_add_item_keeps_any_title_as_typed(add):
    title = '<b>"Ü" & \u202eלא</b> {number} %s ' + "x" * 400

    assert AgendaItem.objects.get(pk=add(title).pk).title == title


def test_add_item_refuses_a_fifth_level(meeting, clerk, add):
    item = None
    for level in range(4):
        item = add(f"Level {level}", parent=item)

    assert refused(services.add_item, meeting=meeting, actor=clerk, part="public", parent=item, title="x") == (
        "item.too_deep",
        409,
    )


def test_add_item_refuses_members(convened, actor):
    assert refused(services.add_item, meeting=convened, actor=actor("member"), part="public", title="x") == (
        "permission.denied",
        403,
    )


def test_edit_item_names_the_fields_only(convened, items, clerk):
    item = services.edit_item(item=items["news"], actor=clerk, version=1, title="Good news", planned_minutes=7)

    assert (item.title, item.planned_minutes, item.version) == ("Good news", 7, 2)
    assert last_event(convened) == ("agenda.item.edited", "public", "Item Ö 3 was changed: planned_minutes, title.")


def test_edit_item_refuses_an_old_version(items, clerk):
    services.edit_item(item=items["news"], actor=clerk, version=1, title="First")

    assert refused(services.edit_item, item=items["news"], actor=clerk, version=1, title="Second") == (
        "item.changed_meanwhile",
        409,
    )
    assert AgendaItem.objects.get(pk=items["news"].pk).title == "First"


def test_edit_item_without_a_change_is_no_event(meeting, items, clerk):
    before = names_of(meeting)

    item = services.edit_item(item=items["news"], actor=clerk, version=1, title="News")

    assert (item.version, names_of(meeting)) == (1, before)


def test_edit_item_of_the_non_public_part_is_for_participants(convened, items, clerk):
    services.edit_item(item=items["contract"], actor=clerk, version=1, title="Other contract")

    assert last_event(convened)[1] == "participant"


def test_remove_item_disappears_from_a_draft(meeting, items, clerk):
    services.remove_item(item=items["greeting"], actor=clerk)

    assert numbers(meeting)["Ö 1"] == "Report"
    assert last_event(meeting) == ("agenda.item.removed", "desk", "Item Ö 1 was removed from the draft: Greeting")


def test_remove_item_with_sub_items_is_refused(items, clerk):
    assert refused(services.remove_item, item=items["report"], actor=clerk) == ("item.has_children", 409)


def test_remove_item_only_withdraws_after_convening(convened, items, clerk):
    item = services.remove_item(item=items["news"], actor=clerk)

    assert (item.state, selectors.number_of(item)) == ("withdrawn", "Ö 3")
    assert last_event(convened) == ("agenda.item.withdrawn", "public", "Item Ö 3 was withdrawn: News")


def test_a_removed_item_is_gone_for_everybody_else(items, clerk):
    services.remove_item(item=items["news"], actor=clerk)

    assert refused(services.edit_item, item=items["news"], actor=clerk, version=1, title="x") == ("item.gone", 409)


# --- order ----------------------------------------------------------------------------------------------------------


def test_move_item_before_another(meeting, items, clerk):
    services.move_item(item=items["news"], place=Place(None, "public", items["greeting"].pk), actor=clerk)

    assert list(numbers(meeting).items())[:3] == [("Ö 1", "News"), ("Ö 2", "Greeting"), ("Ö 3", "Report")]
    assert last_event(meeting) == ("agenda.item.moved", "desk", "Item Ö 3 is now item Ö 1: News")


def test_move_item_takes_its_sub_items_into_the_other_part(meeting, items, clerk):
    services.move_item(item=items["report"], place=Place(None, "non_public", None), actor=clerk)

    assert numbers(meeting) == {
        "Ö 1": "Greeting", "Ö 2": "News", "N 1": "Contract with X", "N 2": "Report", "N 2.1": "Figures",
    }  # fmt: skip
    assert AgendaItem.objects.get(pk=items["figures"].pk).part == "non_public"


@pytest.mark.parametrize(("key", "part"), [("contract", "public"), ("news", "non_public"), ("contract", "non_public")])
def test_move_item_out_of_or_into_the_non_public_part_is_for_participants(convened, items, add, clerk, key, part):
    add("Second", "non_public")

    shown = selectors.reveal_stamp(selectors.revealed_by(items[key]))
    services.move_item(item=items[key], place=Place(None, part, None), revealed=shown, actor=clerk)

    assert last_event(convened)[:2] == ("agenda.item.moved", "participant")


def test_move_item_below_a_parent_follows_the_parents_part(items, clerk):
    item = services.move_item(item=items["news"], place=Place(items["contract"].pk, "public", None), actor=clerk)

    assert (item.part, selectors.number_of(item)) == ("non_public", "N 1.1")


def test_move_item_concurrently_keeps_both_moves(meeting, items, clerk):
    first = Place(None, "public", items["greeting"].pk)
    second = Place(None, "public", items["report"].pk)

    services.move_item(item=items["news"], place=first, actor=clerk)
    services.move_item(item=items["contract"], place=second, actor=clerk)

    assert list(numbers(meeting).values()) == ["News", "Greeting", "Contract with X", "Report", "Figures"]


def test_move_item_into_itself_is_refused(items, clerk):
    for below in (items["report"], items["figures"]):
        place = Place(below.pk, "public", None)
        assert refused(services.move_item, item=items["report"], place=place, actor=clerk) == ("item.into_itself", 409)


def test_move_item_refuses_a_neighbour_that_has_gone(items, clerk):
    place = Place(None, "public", items["greeting"].pk)
    services.remove_item(item=items["greeting"], actor=clerk)

    assert refused(services.move_item, item=items["news"], place=place, actor=clerk) == ("item.place_gone", 409)


def test_move_item_refuses_a_parent_of_another_meeting(items, body, clerk, meeting):
    other = meetings_services.create_meeting(
        body=body, actor=clerk, title="Other", starts_at=meeting.starts_at, format="hybrid", hall="Saal"
    )
    foreign = services.add_item(meeting=other, actor=clerk, part="public", title="Foreign")

    place = Place(foreign.pk, "public", None)
    assert refused(services.move_item, item=items["news"], place=place, actor=clerk) == ("item.gone", 409)


def test_move_item_to_where_it_is_writes_nothing(meeting, items, clerk):
    before = names_of(meeting)

    services.move_item(item=items["news"], place=Place(None, "public", None), actor=clerk)

    assert names_of(meeting) == before


def test_move_item_refuses_more_than_four_levels(items, add, clerk):
    below = add("4", parent=add("3", parent=items["figures"]))

    place = Place(items["news"].pk, "public", None)
    assert refused(services.move_item, item=items["report"], place=place, actor=clerk) == ("item.too_deep", 409)
    assert selectors.number_of(below) == "Ö 2.1.1.1"


@pytest.mark.parametrize("steps", [("open_item",), ("open_item", "close_item")])
def test_move_item_leaves_what_has_begun_where_it_is(running, items, clerk, steps):
    go(items, clerk, "figures", *steps)
    place = Place(None, "public", items["greeting"].pk)

    assert refused(services.move_item, item=items["figures"], place=place, actor=clerk) == ("state.not_now", 409)
    assert refused(services.move_item, item=items["report"], place=place, actor=clerk) == ("item.child_open", 409)


# --- course ---------------------------------------------------------------------------------------------------------

COURSE = [
    ("open_item", (), "open", "agenda.item.opened", "Item Ö 3 was called: News"),
    ("close_item", ("open_item",), "closed", "agenda.item.closed", "Item Ö 3 was closed: News"),
    (
        "take_back_item",
        ("open_item",),
        "pending",
        "agenda.item.taken_back",
        "Correction: item Ö 3 was not called yet: News",
    ),
    ("postpone_item", (), "postponed", "agenda.item.postponed", "Item Ö 3 was postponed: News"),
    ("postpone_item", ("open_item",), "postponed", "agenda.item.postponed", "Item Ö 3 was postponed: News"),
    ("withdraw_item", (), "withdrawn", "agenda.item.withdrawn", "Item Ö 3 was withdrawn: News"),
    ("withdraw_item", ("open_item",), "withdrawn", "agenda.item.withdrawn", "Item Ö 3 was withdrawn: News"),
    ("reopen_item", ("open_item", "close_item"), "open", "agenda.item.reopened", "Item Ö 3 was taken up again: News"),
    ("reopen_item", ("withdraw_item",), "pending", "agenda.item.reopened", "Item Ö 3 was taken up again: News"),
    ("reopen_item", ("postpone_item",), "pending", "agenda.item.reopened", "Item Ö 3 was taken up again: News"),
]


@pytest.mark.parametrize(("service", "before", "state", "event", "sentence"), COURSE)
def test_course_changes_the_state_and_says_so(running, items, clerk, service, before, state, event, sentence):
    go(items, clerk, "news", *before)

    item = go(items, clerk, "news", service)

    assert (AgendaItem.objects.get(pk=item.pk).state, item.state) == (state, state)
    assert last_event(running) == (event, "public", sentence)


@pytest.mark.parametrize(("service", "before", "state", "event", "sentence"), COURSE)
def test_course_refuses_members(running, items, clerk, actor, service, before, state, event, sentence):
    item = go(items, clerk, "news", *before)

    assert refused(getattr(services, service), item=item, actor=actor("member")) == ("permission.denied", 403)


@pytest.mark.parametrize(
    "service", ["open_item", "close_item", "take_back_item", "postpone_item", "withdraw_item", "reopen_item"]
)
def test_course_refuses_when_the_meeting_is_over(running, items, clerk, service):
    meetings_services.close_meeting(meeting=running, actor=clerk)

    assert refused(getattr(services, service), item=items["news"], actor=clerk) == ("state.not_now", 409)


def test_course_of_a_non_public_item_is_for_participants(running, items, clerk):
    leave_public(running, clerk)
    go(items, clerk, "contract", "open_item", "close_item", "reopen_item", "take_back_item")
    go(items, clerk, "contract", "postpone_item", "reopen_item", "withdraw_item")

    events = running.events.filter(name__startswith="agenda.item.", data__item=items["contract"].pk)
    assert set(events.exclude(name="agenda.item.added").values_list("audience", flat=True)) == {"participant"}


def test_open_item_names_the_one_that_is_still_open(running, items, clerk):
    go(items, clerk, "figures", "open_item")

    with pytest.raises(DomainError, match=r"Ö 2\.1") as error:
        services.open_item(item=items["news"], actor=clerk)

    assert (error.value.code, error.value.status) == ("item.another_open", 409)
    assert AgendaItem.objects.get(pk=items["news"].pk).state == "pending"


def test_open_item_waits_for_the_meeting(convened, items, clerk):
    assert refused(services.open_item, item=items["news"], actor=clerk) == ("state.not_now", 409)


def test_reopen_item_refuses_while_another_is_open(running, items, clerk):
    go(items, clerk, "greeting", "open_item", "close_item")
    go(items, clerk, "news", "open_item")

    assert refused(services.reopen_item, item=items["greeting"], actor=clerk) == ("item.another_open", 409)


def test_close_item_takes_the_times(running, items, clerk):
    item = go(items, clerk, "news", "open_item", "close_item")

    assert item.opened_at <= item.closed_at


def test_withdraw_item_takes_its_waiting_sub_items_along(convened, items, clerk):
    go(items, clerk, "report", "withdraw_item")

    assert AgendaItem.objects.get(pk=items["figures"].pk).state == "withdrawn"
    assert names_of(convened)[-2:] == ["agenda.item.withdrawn", "agenda.item.withdrawn"]


@pytest.mark.parametrize("service", ["close_item", "take_back_item", "postpone_item", "withdraw_item"])
def test_an_open_item_is_left_only_when_every_room_agrees(running, items, clerk, monkeypatch, service):
    def object_to(item):
        raise DomainError("poll.still_open", "A poll is open.")

    monkeypatch.setattr(registry, "_leave_checks", [object_to])
    item = go(items, clerk, "news", "open_item")

    assert refused(getattr(services, service), item=item, actor=clerk) == ("poll.still_open", 409)


def test_close_meeting_refuses_while_an_item_is_open(running, items, clerk):
    go(items, clerk, "figures", "open_item")

    with pytest.raises(DomainError, match=r"Ö 2\.1") as error:
        meetings_services.close_meeting(meeting=running, actor=clerk)

    assert error.value.code == "item.still_open"


# --- note -----------------------------------------------------------------------------------------------------------


def test_write_note_is_seen_by_the_desk_only(running, items, clerk):
    item = services.write_note(item=items["news"], text=" Discussed. \n", version=1, actor=clerk)

    assert (AgendaItem.objects.get(pk=item.pk).note, item.note_version) == (" Discussed. \n", 2)
    assert last_event(running) == ("agenda.note.written", "desk", "The note on item Ö 3 was changed.")


def test_write_note_twice_with_the_same_text_writes_once(running, items, clerk):
    services.write_note(item=items["news"], text="A", version=1, actor=clerk)
    before = names_of(running)

    item = services.write_note(item=items["news"], text="A", version=1, actor=clerk)

    assert (item.note_version, names_of(running)) == (2, before)


def test_write_note_refuses_an_old_version(running, items, clerk):
    services.write_note(item=items["news"], text="A", version=1, actor=clerk)

    assert refused(services.write_note, item=items["news"], text="B", version=1, actor=clerk) == (
        "note.changed_meanwhile",
        409,
    )
    assert AgendaItem.objects.get(pk=items["news"].pk).note == "A"


def test_write_note_refuses_members(running, items, actor):
    assert refused(services.write_note, item=items["news"], text="A", version=1, actor=actor("member")) == (
        "permission.denied",
        403,
    )


def test_write_note_refuses_what_is_too_long(running, items, clerk):
    assert refused(services.write_note, item=items["news"], text="x" * 100001, version=1, actor=clerk) == (
        "data.invalid",
        400,
    )


def test_write_note_goes_on_after_the_meeting(running, items, clerk):
    meetings_services.close_meeting(meeting=running, actor=clerk)

    assert services.write_note(item=items["news"], text="A", version=1, actor=clerk).note == "A"


# --- presenters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "audience"), [("news", "public"), ("contract", "participant")])
def test_add_presenter_is_seen_by_those_who_see_the_item(convened, items, clerk, key, audience):
    guest = services.add_presenter(item=items[key], actor=clerk, name="Gita Guest", organisation="Stadtwerke")

    number = selectors.number_of(items[key])
    assert guest.item == items[key]
    assert last_event(convened) == ("agenda.presenter.added", audience, f"Gita Guest reports on item {number}.")


def test_add_presenter_keeps_no_name_in_the_chain(convened, items, clerk):
    services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")

    assert "Gita" not in str(MeetingEvent.objects.get(name="agenda.presenter.added").data)


@pytest.mark.parametrize("data", [{"name": ""}, {"name": "x" * 501}, {"name": "x", "email": "not an address"}])
def test_add_presenter_refuses_what_does_not_fit(items, clerk, data):
    assert refused(services.add_presenter, item=items["news"], actor=clerk, **data) == ("data.invalid", 400)


def test_remove_presenter_ends_the_link(convened, items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")
    token = selectors.presenter_token(guest)

    services.remove_presenter(presenter=guest, actor=clerk)

    assert not Presenter.objects.exists()
    assert last_event(convened)[2] == "Gita Guest no longer reports on item Ö 3."
    assert refused(selectors.presenter_by_token, token=token) == ("not_found", 404)


def test_renew_presenter_link_ends_the_old_one(convened, items, clerk):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")
    old = selectors.presenter_token(guest)

    renewed = services.renew_presenter_link(presenter=guest, actor=clerk)

    assert refused(selectors.presenter_by_token, token=old) == ("not_found", 404)
    assert selectors.presenter_by_token(selectors.presenter_token(renewed)) == guest
    assert last_event(convened)[:2] == ("agenda.presenter_link.renewed", Audience.DESK)


@pytest.mark.parametrize("service", ["remove_presenter", "renew_presenter_link"])
def test_presenters_are_the_desks_business(convened, items, clerk, actor, service):
    guest = services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest")

    assert refused(getattr(services, service), presenter=guest, actor=actor("member")) == ("permission.denied", 403)
