"""What each audience sees in the live panels, and the steps the desk is offered."""

import pytest

from agenda import services
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.registry import next_step, tabs_for
from meetings.services import check_quorum, interrupt_meeting, note_formality
from tests.publicity import open_secret

pytestmark = pytest.mark.any_database

SECRETS = ("Contract with X", "secret price", "Hidden Guest", "Pay 5 million", "The note")


def shown(name, meeting, audience):
    return render_shared(panel_named(name), meeting, audience)


@pytest.fixture
def secret_meeting(running, items, clerk):
    """A running meeting whose non-public item is open, with everything filled in."""
    item = services.edit_item(item=items["contract"], actor=clerk, version=1, draft_resolution="Pay 5 million")
    services.add_presenter(item=item, actor=clerk, name="Hidden Guest")
    services.write_note(item=item, text="The note", version=1, actor=clerk)
    open_secret(item=item, actor=clerk)
    running.refresh_from_db()
    return running


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SCREEN])
@pytest.mark.parametrize("name", ["agenda", "current_item"])
def test_panels_tell_outsiders_nothing_of_a_non_public_item(secret_meeting, items, name, audience):
    html = shown(name, secret_meeting, audience)

    assert [secret for secret in SECRETS if secret in html] == []
    assert f"/items/{items['contract'].pk}/" not in html
    assert f"agenda-item-{items['contract'].pk}" not in html


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SCREEN])
def test_current_item_shows_outsiders_the_notice_only(secret_meeting, audience):
    assert "Non-public part" in shown("current_item", secret_meeting, audience)


@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.DESK])
def test_current_item_shows_participants_the_non_public_item(secret_meeting, audience):
    html = shown("current_item", secret_meeting, audience)

    assert [
        secret for secret in ("Contract with X", "secret price", "Hidden Guest", "Pay 5 million") if secret not in html
    ] == []


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", ["agenda", "current_item"])
def test_panels_never_show_the_note(running, items, clerk, name, audience):
    services.write_note(item=items["news"], text="The note", version=1, actor=clerk)
    services.open_item(item=items["news"], actor=clerk)

    assert "The note" not in shown(name, running, audience)


def test_note_is_a_panel_of_the_desk_alone(secret_meeting):
    assert panel_named("note").audiences == {Audience.DESK}
    assert "The note" in shown("note", secret_meeting, Audience.DESK)


def test_agenda_marks_the_open_item(running, items, clerk):
    services.open_item(item=items["news"], actor=clerk)

    html = shown("agenda", running, Audience.PUBLIC)

    assert html.count("aria-current") == 1
    assert f'id="agenda-item-{items["news"].pk}" aria-current="step"' in html


def test_agenda_has_buttons_at_the_desk_only(running, items):
    assert {audience: "<button" in shown("agenda", running, audience) for audience in Audience} == {
        Audience.PUBLIC: False, Audience.PARTICIPANT: False, Audience.DESK: True, Audience.SCREEN: False,
    }  # fmt: skip


def test_agenda_shows_titles_as_typed(running, add):
    add('<script>alert("x")</script> & Ü')

    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; Ü" in shown("agenda", running, Audience.PUBLIC)


@pytest.mark.parametrize(("name", "most"), [("agenda", 2), ("current_item", 3), ("note", 3)])
@pytest.mark.parametrize("count", [1, 3])
def test_panels_take_few_queries_whatever_the_length(
    running, add, clerk, django_assert_max_num_queries, name, most, count
):
    for number in range(count):
        services.add_presenter(item=add(f"Item {number}"), actor=clerk, name="Gita")

    with django_assert_max_num_queries(most):
        shown(name, running, Audience.DESK)


def test_next_step_calls_closes_and_calls_the_next(running, items, clerk):
    for formality in ("convening", "conflicts", "agenda"):
        note_formality(meeting=running, formality=formality, actor=clerk)
    offered = [(str(next_step(running).label), next_step(running).url)]
    check_quorum(meeting=running, actor=clerk)
    for key in ("greeting", "report"):
        offered.append((str(next_step(running).label), next_step(running).url))
        services.open_item(item=items[key], actor=clerk)
        offered.append((str(next_step(running).label), next_step(running).url))
        services.close_item(item=items[key], actor=clerk)

    assert offered == [
        ("Establish the quorum", f"/meetings/{running.pk}/quorum/check/"),
        ("Call item Ö 1", f"/items/{items['greeting'].pk}/open/"),
        ("Close item Ö 1", f"/items/{items['greeting'].pk}/close/"),
        ("Call item Ö 2", f"/items/{items['report'].pk}/open/"),
        ("Close item Ö 2", f"/items/{items['report'].pk}/close/"),
    ]


def test_whoever_calls_an_item_without_a_check_is_not_asked_again(running, items, clerk):
    services.close_item(item=services.open_item(item=items["greeting"], actor=clerk), actor=clerk)

    assert "/open/" in next_step(running).url


def test_next_step_calls_nothing_while_the_meeting_is_interrupted(running, items, clerk):
    interrupted = interrupt_meeting(meeting=running, actor=clerk)

    assert next_step(interrupted).url == f"/meetings/{running.pk}/resume/"


@pytest.mark.parametrize(("role", "there"), [("clerk", True), ("chair", True), ("member", False), ("public", False)])
def test_tab_of_the_editor_is_for_the_desk(convened, actor, role, there):
    names = [tab["url_name"] for tab in tabs_for(actor(role), convened)]

    assert ("agenda:agenda" in names) is there


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTICIPANT])
def test_the_agenda_shows_the_draft_before_the_item_is_called(running, items, clerk, audience):
    item = services.edit_item(item=items["contract"], actor=clerk, version=1, draft_resolution="Pay 5 million")
    assert ("Pay 5 million" in shown("agenda", running, audience)) == (audience == Audience.PARTICIPANT)

    public = services.edit_item(item=items["report"], actor=clerk, version=1, draft_resolution="Take note of it")
    assert (item.state, public.state) == ("pending", "pending")
    assert "Take note of it" in shown("agenda", running, audience)
