"""Changes of the agenda during the meeting: by resolution, with ground and both orders (GO NRW section 48; REQ-16 to
REQ-18).
"""

import pytest
from django.utils import translation

from agenda import services
from agenda.models import AgendaChange, AgendaItem
from agenda.places import Place
from agenda.selectors import numbers_of
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.models import Meeting
from tests.publicity import leave_public
from tests.resolved import RESOLVED
from tests.revealed import to_public


@pytest.fixture
def three(running, clerk):
    """Ö 1 to Ö 3 of a running meeting."""
    titles = ("Eins", "Zwei", "Drei")
    return [
        services.add_item(meeting=running, resolution=RESOLVED, part="public", title=title, actor=clerk)
        for title in titles
    ]


@pytest.fixture
def changes(three):
    """What was kept since these items stood on the agenda."""
    begun = AgendaChange.objects.count()
    return lambda: list(AgendaChange.objects.order_by("pk"))[begun:]


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def numbers(meeting):
    found = numbers_of(Meeting.objects.get(pk=meeting.pk))
    return {AgendaItem.objects.get(pk=pk).title: number for pk, number in found.items()}


@pytest.mark.parametrize(
    "said", [services.Resolution(), services.Resolution("Frist"), services.Resolution("", "einstimmig")]
)
def test_an_extension_needs_ground_and_resolution(running, clerk, said):
    refused = code(services.add_item, meeting=running, part="public", title="Dringlich", resolution=said, actor=clerk)

    assert (refused, AgendaItem.objects.count(), AgendaChange.objects.count()) == ("agenda.extension_unresolved", 0, 0)


def test_before_the_meeting_begins_nothing_needs_to_be_resolved(convened, clerk):
    services.add_item(meeting=convened, part="public", title="Nachtrag", actor=clerk)

    assert AgendaChange.objects.count() == 0


def test_an_extension_keeps_both_orders_and_reads_right(running, three, clerk):
    item = services.add_item(meeting=running, part="public", title="Dringlich", resolution=RESOLVED, actor=clerk)
    change = AgendaChange.objects.get(item=item)
    event = running.events.filter(name="agenda.order.changed").last()

    assert (len(change.before), change.after[str(item.pk)], change.kind) == (3, "Ö 4", "extended")
    with translation.override("de"):
        assert (
            sentence_of(event)
            == "Änderung der Tagesordnung durch Beschluss (einstimmig): Erweitert. Grund: duldet keinen Aufschub: Frist"
        )
    assert sentence_of(event).startswith("Change of the agenda by resolution (einstimmig): Extended.")


def test_another_order_is_kept_with_old_and_new_numbers(running, three, changes, clerk):
    services.move_item(item=three[2], place=Place(None, "public", three[0].pk), actor=clerk)
    change = changes()[0]

    assert [change.before[str(item.pk)] for item in three] == ["Ö 1", "Ö 2", "Ö 3"]
    assert [change.after[str(item.pk)] for item in three] == ["Ö 2", "Ö 3", "Ö 1"]
    assert (change.kind, change.resolution, change.ground) == (
        "reordered",
        "ohne Widerspruch",
        "auf Vorschlag der Sitzungsleitung",
    )


def test_items_are_joined_divided_put_off_and_removed(running, three, changes, clerk):
    services.move_item(item=three[1], place=Place(three[0].pk, "public", None), actor=clerk)
    part = services.split_item(item=three[0], title="Eins, zweiter Teil", actor=clerk)
    services.postpone_item(item=three[2], resolution=services.Resolution("Vorlage fehlt", "mehrheitlich"), actor=clerk)
    services.withdraw_item(item=part, actor=clerk)

    assert [row.kind for row in changes()] == ["joined", "split", "postponed", "removed"]
    assert numbers(running) == {"Eins": "Ö 1", "Zwei": "Ö 1.1", "Eins, zweiter Teil": "Ö 2", "Drei": "Ö 3"}


def test_the_non_public_part_needs_a_category_the_public_one_does_not(running, three, changes, clerk):
    place = Place(None, "non_public", None)
    refused = code(services.move_item, item=three[0], place=place, actor=clerk)
    wrong = code(
        services.move_item, item=three[0], place=place, resolution=services.Resolution(category="Laune"), actor=clerk
    )
    services.move_item(
        item=three[0], place=place, resolution=services.Resolution(category="Auftragsvergaben"), actor=clerk
    )
    to_public(AgendaItem.objects.get(pk=three[0].pk), clerk)

    assert (refused, wrong) == ("agenda.category_missing", "agenda.category_missing")
    assert [(row.kind, row.ground) for row in changes()] == [
        ("part_changed", "Auftragsvergaben"),
        ("part_changed", "auf Vorschlag der Sitzungsleitung"),
    ]


def test_the_open_item_keeps_its_place(three, clerk):
    services.open_item(item=three[0], actor=clerk)

    assert code(services.remove_item, item=three[0], actor=clerk) == "state.not_now"
    assert code(services.move_item, item=three[0], place=Place(None, "public", None), actor=clerk) == "state.not_now"


def test_of_two_who_drag_at_once_the_second_is_told(three, clerk):
    services.move_item(item=three[0], place=Place(three[1].pk, "public", None), actor=clerk)

    assert (
        code(services.move_item, item=three[2], place=Place(None, "public", three[0].pk), actor=clerk)
        == "item.place_gone"
    )


def test_the_public_learns_of_changes_of_public_items_only(running, three, clerk):
    services.move_item(
        item=three[0],
        place=Place(None, "non_public", None),
        resolution=services.Resolution(category="Auftragsvergaben"),
        actor=clerk,
    )
    leave_public(running, clerk)
    services.postpone_item(item=three[1], actor=clerk)
    newest = running.events.filter(name="agenda.order.changed").order_by("-seq")[:2]

    assert [event.audience for event in newest] == ["participant", "participant"]


def test_the_editor_shows_the_changes_and_asks_for_the_resolution(running, three, clerk, signed_in):
    page = signed_in(clerk.user).get(f"/meetings/{running.pk}/agenda/").content.decode()
    answer = signed_in(clerk.user).post(f"/meetings/{running.pk}/agenda/add/", {"part": "public", "title": "Ohne"})
    given = {"part": "public", "title": "Mit", "urgency": "cannot wait", "ground": "Frist", "resolution": "einstimmig"}
    done = signed_in(clerk.user).post(f"/meetings/{running.pk}/agenda/add/", given)

    assert all(word in page for word in ("editor__changes", 'name="urgency"', 'name="category"'))
    assert (answer.status_code, done.status_code) == (409, 302)
    assert AgendaChange.objects.last().ground == "cannot wait: Frist"
