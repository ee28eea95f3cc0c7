"""What live pages and the editor show of papers: late ones with their difference, the state, who has opened them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agenda import services as agenda
from agenda.differences import differences
from agenda.models import AgendaItem
from documents.papers import services
from documents.papers.models import Consultation, Paper, PaperOpening
from documents.papers.selectors.beside import beside_item, opened_late, openings_at_hand
from documents.papers.selectors.items import papers_by_item
from documents.papers.selectors.state import state_of
from documents.papers.selectors.unplaced import waiting_for
from documents.papers.shortening import in_short
from meetings import services as meetings
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.selectors import actor_for, hall_code
from tests.documents.papers.test_agenda import another_meeting, of

PUBLIC, MEMBERS, DESK, HALL = Audience.PUBLIC, Audience.PARTICIPANT, Audience.DESK, Audience.SCREEN


def fresh(meeting):
    return Meeting.objects.select_related("body__institution", "journal").get(pk=meeting.pk)


def drawn(name, meeting, audience):
    return str(render_shared(panel_named(name), fresh(meeting), audience))


@pytest.fixture
def plan(write, release, body, clerk):
    """`plan(meeting)`: a checked paper at an item of its own."""

    def make(meeting, *, is_public=True, **words):
        paper = write(**words)
        row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
        release(paper, is_public=is_public)
        return services.put_on_agenda(consultation=row, meeting=meeting, actor=clerk)

    return make


@pytest.fixture
def correct(release, clerk):
    def make(station, *, checked=True, **words):
        paper = Paper.objects.get(pk=station.paper_id)
        services.edit_paper(paper=paper, version=paper.version, actor=clerk, **words)
        return release(paper, is_public=paper.is_public, checked=checked)

    return make


def test_differences_in_short_keep_every_change_and_a_few_words_around():
    old = " ".join(f"alt{n}" for n in range(60))
    pieces = in_short(differences(old, old.replace("alt30", "neu")))
    assert [(one.kind, one.text.strip()) for one in pieces if one.kind != "kept"] == [
        ("removed", "alt30"),
        ("inserted", "neu"),
    ]
    kept = [one.text for one in pieces if one.kind == "kept"]
    assert "alt29" in kept[0]
    assert "alt31" in kept[-1]
    assert sum(map(len, kept)) < 120 < len(old)


def test_a_corrected_version_stands_there_with_what_is_different(meeting, plan, correct, clerk):
    station = plan(meeting)
    convened = meetings.convene_meeting(meeting=meeting, actor=clerk)
    assert drawn("item_papers", convened, MEMBERS) == ""
    correct(station, draft_resolution="Der Ausschuss beschließt die Erprobung.")
    for audience in (PUBLIC, MEMBERS, DESK):
        html = drawn("item_papers", convened, audience)
        assert "Neue Fassung 2" in html
        assert "Erprobung" in html
        assert "<del>" in html
        assert reverse("documents:paper_version", args=[station.paper_id, 2]) in html
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    assert drawn("item_papers", running, HALL) == ""
    agenda.open_item(item=of(station.item), actor=clerk)
    assert "Erprobung" in drawn("item_papers", running, HALL)


def test_the_public_reads_the_difference_between_what_it_had_and_has(meeting, plan, correct, clerk):
    station = plan(meeting, facts="Erstens.")
    convened = meetings.convene_meeting(meeting=meeting, actor=clerk)
    correct(station, facts="Frau Geheim wohnt hier.", checked=False)
    assert drawn("item_papers", convened, PUBLIC) == ""
    assert "Geheim" in drawn("item_papers", convened, MEMBERS)
    correct(station, facts="Zweitens.")
    html = drawn("item_papers", convened, PUBLIC)
    assert "Erstens" in html
    assert "Zweitens" in html
    assert "Geheim" not in html

    services.depublish_paper(paper=station.paper_id, ground="Namen", actor=clerk)
    assert drawn("item_papers", convened, PUBLIC) == ""
    correct(station, facts="Drittens.")
    html = drawn("item_papers", convened, PUBLIC)
    assert "Neue Fassung" not in html
    assert "Zweitens" not in html
    assert "Tischvorlage" in html


def test_words_that_are_left_out_for_the_public_are_in_no_difference(convened, plan, correct):
    station = plan(convened, facts="Frau A wohnt hier.", public_facts="Eine Person wohnt hier.")
    correct(station, facts="Frau B wohnt dort.", public_facts="Eine Person wohnt dort.")
    html = drawn("item_papers", convened, PUBLIC)
    assert "Frau" not in html
    assert "dort" in html


def test_nothing_stands_beside_a_non_public_item_for_the_public(convened, plan, correct):
    station = plan(convened, is_public=False)
    correct(station, facts="Neu.")
    assert "Neue Fassung" in drawn("item_papers", convened, MEMBERS)
    for audience in (PUBLIC, HALL):
        assert drawn("item_papers", convened, audience) == ""
        assert papers_by_item(fresh(convened), audience) == {}


def test_what_an_earlier_body_made_of_it_stands_beside_the_item(convened, plan, body, clerk):
    station = plan(convened)
    agenda.postpone_item(item=of(station.item), actor=clerk)
    later = meetings.convene_meeting(meeting=another_meeting(body, clerk), actor=clerk)
    services.put_on_agenda(consultation=station, meeting=later, actor=clerk)
    for audience in (PUBLIC, MEMBERS, DESK):
        html = " ".join(drawn("item_papers", later, audience).split())
        assert f"Beschluss {body}, {convened.starts_at:%d.%m.}:</b> vertagt" in html


def test_of_another_body_only_what_everybody_may_know(convened, plan, council, of_council, clerk, body):
    station = plan(convened, is_public=False)
    agenda.postpone_item(item=of(station.item), actor=clerk)
    theirs = services.plan_consultation(paper=station.paper_id, body=council.pk, role="decision", actor=clerk)
    office = of_council("clerk")
    later = meetings.convene_meeting(meeting=another_meeting(council, office), actor=office)
    services.put_on_agenda(consultation=theirs, meeting=later, actor=office)
    assert beside_item(fresh(later), MEMBERS) is None
    again = meetings.convene_meeting(meeting=another_meeting(body, clerk), actor=clerk)
    services.put_on_agenda(consultation=station, meeting=again, actor=clerk)
    assert beside_item(fresh(again), MEMBERS).earlier[0].outcome == "postponed"


def test_numbers_of_papers_stand_in_the_panel_of_papers(convened, plan):
    station = plan(convened)
    number = Paper.objects.get(pk=station.paper_id).number
    for audience in (PUBLIC, MEMBERS, DESK):
        assert number in drawn("papers", convened, audience)
    for name in ("item_papers", "papers", "agenda", "state"):
        assert panel_named(name).is_touched_by("documents.paper.placed")


# State


def states(meeting):
    return [
        (state_of(fresh(meeting), audience).agenda, state_of(fresh(meeting), audience).papers)
        for audience in (PUBLIC, MEMBERS, DESK)
    ]


def test_the_state_begins_with_the_convening_and_rises_with_each_change(meeting, plan, correct, clerk):
    plan(meeting)
    convened = meetings.convene_meeting(meeting=meeting, actor=clerk)
    assert states(convened) == [(1, 1)] * 3
    station = plan(convened, subject="Zweite")
    assert states(convened) == [(2, 2)] * 3
    correct(station, facts="Neu.")
    assert states(convened) == [(2, 3)] * 3
    correct(station, subject="Anders")
    assert states(convened) == [(3, 4)] * 3


def test_what_is_not_public_moves_no_number_of_the_public(convened, plan, correct, clerk):
    station = plan(convened, is_public=False)
    correct(station, subject="Anders")
    agenda.add_item(meeting=convened, part="non_public", title="Geheim", actor=clerk)
    public, members, desk = states(convened)
    assert (public, members, desk) == ((1, 1), (4, 3), (4, 3))
    shown = plan(convened, subject="Offen")
    correct(shown, facts="Unbesehen", checked=False)
    assert states(convened) == [(2, 2), (5, 5), (5, 5)]
    assert "Tagesordnung 2, Vorlagen 2" in drawn("state", convened, HALL)
    assert "Tagesordnung 5, Vorlagen 5" in drawn("state", convened, DESK)


def test_the_state_as_data_holds_what_one_may_see(convened, plan, clerk, actor, signed_in):
    plan(convened, subject="Offen")
    plan(convened, is_public=False, subject="Geheim")
    address = reverse("documents:state", args=[convened.pk])
    public, mine = signed_in(None).get(address).json(), signed_in(actor("member").user).get(address).json()
    assert (public["agenda"], public["papers"]) == (2, 2)
    assert [(row["number"], row["title"]) for row in public["items"]] == [("Ö 1", "Offen")]
    assert [(row["number"], row["title"]) for row in mine["items"]] == [("Ö 1", "Offen"), ("N 1", "Geheim")]
    paper = mine["items"][1]["papers"][0]
    assert (paper["title"], paper["version"], paper["late"]) == ("Geheim", 1, True)


def test_the_state_of_a_draft_is_not_found(meeting, signed_in):
    assert signed_in(None).get(reverse("documents:state", args=[meeting.pk])).status_code == 404


def test_an_item_that_is_closed_to_somebody_is_not_in_their_state(convened, plan, clerk, actor, signed_in):
    station = plan(convened, is_public=False, subject="Geheim")
    member = actor("member")
    agenda.enter_recusal(item=station.item, person=member.person_id, actor=clerk)
    told = signed_in(member.user).get(reverse("documents:state", args=[convened.pk])).json()
    assert told["items"] == []


# Who has opened it


@pytest.fixture
def two_here(convened, plan, correct, clerk, seat):
    """A corrected paper at the next item of a running meeting with two members in the hall."""
    station = plan(convened)
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    correct(station, facts="Neu.")
    people = [actor_for(seat("member").person.user, body_id=running.body_id) for _ in range(2)]
    for one in people:
        meetings.join_meeting(meeting=running, mode="hall", code=hall_code(running), actor=one)
    return running, station, people


def test_the_desk_sees_who_has_opened_a_late_version(two_here, signed_in, clerk):
    running, station, (first, second) = two_here
    address = reverse("documents:paper", args=[station.paper_id])
    assert (openings_at_hand(fresh(running))[0].opened, opened_late(running)) == (0, None)
    for _ in range(2):
        assert signed_in(first.user).get(address).status_code == 200
    signed_in(clerk.user).get(address)
    (one,) = openings_at_hand(fresh(running))
    assert (one.opened, one.present, [person.pk for person in one.missing]) == (1, 2, [second.person_id])
    html = drawn("openings", running, DESK)
    assert "1 von 2 anwesenden Mitgliedern haben die Fassung 2" in html
    assert str(one.missing[0]) in html
    assert opened_late(running) == 2
    for audience in (PUBLIC, MEMBERS, HALL):
        assert drawn("openings", running, audience) == ""


def test_the_pdf_counts_and_an_old_version_or_a_head_request_do_not(two_here, signed_in):
    running, station, (first, second) = two_here
    signed_in(first.user).get(reverse("documents:paper_version", args=[station.paper_id, 1]))
    signed_in(first.user).head(reverse("documents:paper", args=[station.paper_id]))
    assert openings_at_hand(fresh(running))[0].opened == 0
    signed_in(second.user).get(reverse("documents:paper_pdf", args=[station.paper_id]))
    assert [person.pk for person in openings_at_hand(fresh(running))[0].missing] == [first.person_id]


def test_it_goes_with_the_item_and_is_forgotten_at_the_close(two_here, signed_in, clerk):
    running, station, (first, _second) = two_here
    signed_in(first.user).get(reverse("documents:paper", args=[station.paper_id]))
    agenda.open_item(item=of(station.item), actor=clerk)
    assert openings_at_hand(fresh(running))
    agenda.close_item(item=of(station.item), actor=clerk)
    assert (openings_at_hand(fresh(running)), PaperOpening.objects.count()) == ([], 1)
    meetings.close_meeting(meeting=running, actor=clerk)
    assert not PaperOpening.objects.exists()


def test_what_still_stands_on_another_agenda_is_kept_at_the_close(two_here, signed_in, council, of_council, clerk):
    running, station, (first, _second) = two_here
    office = of_council("clerk")
    theirs = services.plan_consultation(paper=station.paper_id, body=council.pk, role="decision", actor=clerk)
    services.put_on_agenda(consultation=theirs, meeting=another_meeting(council, office), actor=office)
    signed_in(first.user).get(reverse("documents:paper", args=[station.paper_id]))
    meetings.close_meeting(meeting=running, actor=clerk)
    assert PaperOpening.objects.count() == 1


def test_without_an_agenda_and_for_the_public_nothing_is_kept(write, release, signed_in, actor, convened, plan):
    paper = write()
    release(paper)
    signed_in(actor("member").user).get(reverse("documents:paper", args=[paper.pk]))
    station = plan(convened)
    signed_in(None).get(reverse("documents:paper", args=[station.paper_id]))
    assert not PaperOpening.objects.exists()


# What waits for an agenda


def test_what_waits_goes_on_the_agenda_with_one_press(meeting, write, release, body, clerk, signed_in):
    paper = write()
    row = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    editor, browser = reverse("agenda:agenda", args=[meeting.pk]), signed_in(clerk.user)
    assert waiting_for(body, clerk.user) == []
    release(paper)
    assert [(one.paper.pk, one.subject, one.was) for one in waiting_for(body, clerk.user)] == [
        (paper.pk, paper.subject, None)
    ]
    put = reverse("documents:put_on_agenda", args=[row.pk])
    assert put in browser.get(editor).content.decode()
    answer = browser.post(put, {"meeting": meeting.pk, "back": "agenda"})
    item = AgendaItem.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{editor}#item-{item.pk}")
    assert put not in browser.get(editor).content.decode()


@pytest.mark.parametrize(("how", "was"), [("postponed", "postponed"), ("left", "left"), ("closed", None)])
def test_what_was_postponed_or_left_waits_and_what_was_dealt_with_does_not(convened, plan, body, clerk, how, was):
    station = plan(convened)
    running = meetings.open_meeting(meeting=convened, actor=clerk)
    if how == "postponed":
        agenda.postpone_item(item=of(station.item), actor=clerk)
    elif how == "closed":
        agenda.open_item(item=of(station.item), actor=clerk)
        agenda.close_item(item=of(station.item), actor=clerk)
    assert [one.was for one in waiting_for(body, clerk.user)] == (["postponed"] if how == "postponed" else [])
    meetings.close_meeting(meeting=running, actor=clerk)
    waits = waiting_for(body, clerk.user)
    assert [one.was for one in waits] == ([was] if was else [])
    if was:
        services.put_on_agenda(consultation=waits[0].row, meeting=another_meeting(body, clerk), actor=clerk)
        assert waiting_for(body, clerk.user) == []


def test_of_papers_that_wait_those_who_plan_no_agenda_see_nothing(
    convened, write, release, body, clerk, actor, signed_in
):
    paper = write()
    services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper, checked=False)
    editor = reverse("agenda:agenda", args=[convened.pk])
    page = signed_in(clerk.user).get(editor).content.decode()
    assert "noch nicht für die Öffentlichkeit durchgesehen" in page
    assert f"/consultations/{Consultation.objects.get().pk}/put/" not in page
    assert paper.subject not in signed_in(actor("administrator").user).get(editor).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_agendas_ask_the_same_of_one_row_as_of_many(
    convened, plan, correct, clerk, actor, signed_in, count, django_assert_num_queries
):
    for number in range(count):
        correct(plan(convened, subject=f"Vorlage {number}"), facts=f"Neu {number}.")
    member = signed_in(actor("member").user)
    member.get(reverse("meetings:meeting", args=[convened.pk]))
    with django_assert_num_queries(16):
        member.get(reverse("meetings:meeting", args=[convened.pk]))
    with django_assert_num_queries(12):
        member.get(reverse("documents:state", args=[convened.pk]))
