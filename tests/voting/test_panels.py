import pytest

from agenda import services as agenda
from agenda.models import AgendaItem
from meetings import registry
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_personal, render_shared
from tests.conftest import names_of
from tests.publicity import open_secret
from voting import selectors, services

pytestmark = pytest.mark.any_database

EVERYBODY = [str(audience) for audience in Audience]


@pytest.fixture
def shown(running):
    def render(audience, name="poll"):
        running.refresh_from_db()
        return render_shared(panel_named(name), running, Audience(audience))

    return render


@pytest.fixture
def sheet(running):
    def render(person):
        running.refresh_from_db()
        return render_personal(panel_named("my_ballot"), running, [person.person_id])[person.person_id]

    return render


@pytest.mark.parametrize("audience", EVERYBODY)
def test_poll_shows_how_many_have_voted_and_never_how(voters, open_poll, cast, shown, audience):
    mira, theo, _ = voters(3)
    poll = open_poll()
    before = shown(audience)
    cast(poll, mira, "no")
    cast(poll, theo, "no")

    after = shown(audience)

    assert "<strong>0</strong> von 3" in before
    assert "<strong>2</strong> von 3" in after
    assert [word for word in ("Nein", "result-bar", "abgelehnt") if word in after] == []


@pytest.mark.parametrize("audience", [one for one in EVERYBODY if one != "screen"])
def test_poll_shows_the_result_with_names_after_the_close(counted, shown, audience):
    counted("yna-")

    html = shown(audience)

    assert "Bei Stimmengleichheit abgelehnt: 1 Ja, 1 Nein, 1 Enthaltung" in html
    assert "Mira Member 2" in html
    assert "noch nicht festgestellt" in html


def test_the_hall_waits_for_the_declaration(counted, clerk, shown):
    """Neither the outcome nor a number before the chair has said it; then both, with everybody's seat."""
    poll = counted("yna-")
    before = shown("screen")
    services.declare_result(poll=poll, actor=clerk)
    after = shown("screen")

    assert "noch nicht festgestellt" in before
    assert [word for word in ("abgelehnt", "Ja", "Mira") if word in before] == []
    assert "Bei Stimmengleichheit abgelehnt: 1 Ja, 1 Nein, 1 Enthaltung" in after
    assert '<h2 class="hall__words hall__verdict fit-2" data-least="4">Bei Stimmengleichheit abgelehnt</h2>' in after
    assert "Mira Member 2" in after


def test_poll_names_who_has_not_voted_to_the_desk_only(voters, open_poll, cast, shown):
    mira, _theo = voters(2)
    poll = open_poll()
    cast(poll, mira)

    assert {audience: "Mira Member 2" in shown(audience) for audience in EVERYBODY} == {
        "public": False, "participant": False, "desk": True, "screen": False,
    }  # fmt: skip


def test_poll_of_the_non_public_part_is_nothing_to_public_and_screen(make_item, clerk, voters, cast, shown):
    mira = voters(1)[0]
    secret = open_secret(item=make_item(part="non_public", draft_resolution="Zuschlag an X"), actor=clerk)
    poll = services.create_poll(item=secret, actor=clerk, open_now=True)

    def seen():
        return {audience: "Zuschlag an X" in shown(audience) for audience in EVERYBODY}

    hidden = {"public": False, "participant": True, "desk": True, "screen": False}
    assert (seen(), shown("public"), shown("screen")) == (hidden, "", "")
    cast(poll, mira)
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)
    assert (seen(), shown("public")) == (hidden, "")


def test_poll_is_empty_without_a_vote(running, shown):
    assert {audience: shown(audience) for audience in EVERYBODY} == dict.fromkeys(EVERYBODY, "")


def test_poll_offers_the_draft_resolution_to_the_desk(item, shown):
    assert "Der Ausschuss stimmt zu.</textarea>" in shown("desk")
    assert shown("participant") == ""


def test_poll_escapes_what_people_wrote(item, voters, open_poll, shown):
    voters(1)
    open_poll(question='<script>alert(1)</script>\n"Ä" مرحبا')

    html = shown("public")

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("members", [1, 9])
def test_poll_asks_the_database_the_same_however_many_vote(counted, running, members, django_assert_max_num_queries):
    counted("y" * members)

    with django_assert_max_num_queries(7):
        render_shared(panel_named("poll"), running, Audience.PUBLIC)


@pytest.mark.parametrize("votes", [1, 3])
def test_results_in_the_agenda_ask_the_same_of_one_vote_as_of_many(
    counted, running, clerk, votes, django_assert_num_queries
):
    for _ in range(votes):
        services.declare_result(poll=counted("y"), actor=clerk)

    with django_assert_num_queries(8):
        html = render_shared(panel_named("agenda"), running, Audience.PUBLIC)
    assert html.count('class="outcome') == votes


def test_my_ballot_asks_and_then_shows_what_is_stored(voters, open_poll, cast, sheet, clerk):
    mira = voters(1)[0]
    assert sheet(mira) == ""
    poll = open_poll()

    asking = sheet(mira)
    receipt, _ = cast(poll, mira, "abstain")
    stored = sheet(mira)
    services.close_poll(poll=poll, actor=clerk)
    closed = sheet(mira)
    services.declare_result(poll=poll, actor=clerk)

    assert asking.count('name="choice"') == 3
    assert "Gespeichert: Enthaltung, " in stored
    assert f"Nr. {receipt['seq']}" in stored
    assert "Gespeichert: Enthaltung" in closed
    assert 'name="choice"' not in closed
    assert sheet(mira) == ""


def test_my_ballot_offers_one_id_until_something_is_stored(voters, open_poll, cast):
    mira = voters(1)[0]
    elector = open_poll().electors.get(person=mira.person_id)

    assert selectors.next_ballot_id(elector, 1) == selectors.next_ballot_id(elector, 1)
    assert selectors.next_ballot_id(elector, 1) != selectors.next_ballot_id(elector, 2)


def test_my_ballot_tells_others_that_they_have_no_vote(running, voters, open_poll, sheet, actor):
    voters(1)
    open_poll()
    late = voters(1)[0]

    assert ("kein Stimmrecht" in sheet(late), sheet(actor("substitute"))) == (True, "")


def test_my_ballot_of_many_costs_no_more_queries(running, voters, open_poll, django_assert_num_queries):
    people = [voter.person_id for voter in voters(5)]
    open_poll()

    with django_assert_num_queries(4):
        render_personal(panel_named("my_ballot"), running, people)


def test_next_step_leads_through_the_vote(running, item, clerk, voters, cast):
    mira, _ = voters(2)

    def step():
        running.refresh_from_db()
        return registry.next_step(running)

    put = step()
    poll = services.create_poll(item=item, actor=clerk)
    prepared = step()
    services.open_poll(poll=poll, actor=clerk)
    cast(poll, mira)
    close = step()
    services.close_poll(poll=poll, actor=clerk)
    declare = step()
    services.declare_result(poll=poll, actor=clerk)

    labels = [str(found.label) for found in (put, prepared, close, declare)]
    assert labels == [
        "Zur Abstimmung stellen",
        "Vorbereitete Abstimmung eröffnen",
        "Abstimmung schließen",
        "Ergebnis feststellen",
    ]
    assert (put.fields, str(close.confirm)) == ((("open", "1"),), "Noch einmal drücken: 1 Person hat nicht abgestimmt")
    assert "schließen" in str(step().label)
    assert "voting" not in step().url


def test_next_step_offers_no_vote_on_a_report(running, make_item, clerk):
    agenda.open_item(item=make_item(treatment="report"), actor=clerk)
    running.refresh_from_db()

    assert "/polls/" not in registry.next_step(running).url


def test_close_meeting_names_the_open_vote(running, item, clerk, voters, open_poll):
    voters(1)
    open_poll()
    AgendaItem.objects.filter(pk=item.pk).update(state="closed", closed_at=item.opened_at)
    before = names_of(running)

    with pytest.raises(DomainError, match="noch offen"):
        meetings.close_meeting(meeting=running, actor=clerk)

    assert names_of(running) == before


@pytest.mark.parametrize("audience", ["public", "participant"])
def test_a_result_stays_in_the_room_until_the_next_vote(counted, running, item, make_item, clerk, shown, audience):
    services.declare_result(poll=counted("yyn"), actor=clerk)
    during = shown(audience)
    agenda.close_item(item=item, actor=clerk)
    agenda.open_item(item=make_item(title="Das Nächste"), actor=clerk)

    assert "2 Ja, 1 Nein" in during
    assert "2 Ja, 1 Nein" in shown(audience)
    assert {other: "2 Ja, 1 Nein" in shown(other) for other in ("desk", "screen")} == {"desk": False, "screen": False}


def test_a_result_of_what_was_closed_to_somebody_does_not_stay(make_item, running, clerk, voters, cast, shown):
    mira, theo = voters(2)
    secret = make_item(part="non_public", draft_resolution="Zuschlag an X")
    agenda.declare_recusal(item=secret, actor=theo)
    open_secret(item=secret, actor=clerk)
    poll = services.create_poll(item=secret, actor=clerk, open_now=True)
    cast(poll, mira)
    services.declare_result(poll=services.close_poll(poll=poll, actor=clerk), actor=clerk)
    assert "Zuschlag an X" in shown("participant")

    agenda.close_item(item=secret, actor=clerk)

    assert shown("participant") == ""
    running.refresh_from_db()
    assert "Zuschlag an X" not in render_shared(panel_named("agenda"), running, Audience.PARTICIPANT)


def test_each_sees_their_own_vote_below_the_result(voters, open_poll, cast, running, clerk):
    mira, theo, _ = voters(3)
    poll = open_poll()
    cast(poll, mira, "no")
    poll = services.close_poll(poll=poll, actor=clerk)
    people = [mira.person_id, theo.person_id]

    def seen():
        running.refresh_from_db()
        return ["Nein" in html for html in render_personal(panel_named("my_vote"), running, people).values()]

    assert seen() == [False, False]
    services.declare_result(poll=poll, actor=clerk)
    assert seen() == [True, False]


@pytest.mark.parametrize("audience", ["public", "participant"])
def test_the_agenda_says_what_was_decided(counted, item, running, clerk, audience):
    services.declare_result(poll=counted("yyn"), actor=clerk)
    agenda.close_item(item=item, actor=clerk)
    running.refresh_from_db()

    html = render_shared(panel_named("agenda"), running, Audience(audience))

    assert "Mehrheitlich beschlossen: 2 Ja, 1 Nein" in html
