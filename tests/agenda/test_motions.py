"""Motions and amendments: no motion without words, supporters counted, the most far-reaching first, the chair
decides in doubt.
"""

import pytest
from django.utils import translation

from agenda import selectors, services
from agenda.models import AgendaItem, AgendaRules, Motion
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.resolved import RESOLVED

DRAFT = "Der Rat beschließt 100 Euro."


@pytest.fixture
def item(running, clerk):
    """The open item with a draft resolution."""
    found = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Spielplatz", draft_resolution=DRAFT, actor=clerk
    )
    services.open_item(item=found, actor=clerk)
    found.refresh_from_db()
    return found


@pytest.fixture
def member(running, clerk, seat):
    """Make somebody who takes part; answers the actor."""

    def make(role="member"):
        person = seat(role).person
        meetings.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
        return actor_for(person.user, body_id=running.body_id, meeting=running)

    return make


@pytest.fixture
def needs_two(body):
    AgendaRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", supporters_for_motion=2
    )


def move(item, who, text="Der Rat lehnt ab.", **more):
    return services.move_motion(item=item, text=text, actor=who, **more)


def amend(item, who, text="Der Rat beschließt 200 Euro.", **more):
    return services.move_amendment(item=item, text=text, actor=who, **more)


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def order(item):
    return list(Motion.objects.filter(item=item).order_by("reach").values_list("pk", flat=True))


def journal(item):
    events = Meeting.objects.get(pk=item.meeting_id).events.order_by("seq")
    return [event for event in events if event.name.startswith(("agenda.motion.", "agenda.amendment."))]


def lines(item):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    return selectors.motion_lines(meeting, AgendaItem.objects.get(pk=item.pk))


def test_a_member_moves_with_faction_and_it_stands_in_the_minutes(item, member):
    row = move(item, member(), "  Der Rat\r\nlehnt ab. \0")

    assert (row.text, row.faction.short_name, row.state) == ("Der Rat\nlehnt ab.", "Blau", "moved")
    event = journal(item)[-1]
    assert (event.name, event.audience) == ("agenda.motion.moved", "public")
    assert sentence_of(event) == "Mira Member (Blau) moves on item Ö 1: Der Rat\nlehnt ab."
    with translation.override("de"):
        assert sentence_of(event) == "Mira Member (Blau) beantragt zu TOP Ö 1: Der Rat\nlehnt ab."


@pytest.mark.parametrize(
    ("text", "wanted"), [("", "motion.no_text"), (" \n\0", "motion.no_text"), ("x" * 20001, "motion.too_long")]
)
def test_without_words_there_is_no_motion(item, member, text, wanted):
    who = member()

    assert code(services.move_motion, item=item, text=text, actor=who) == wanted
    assert code(services.move_amendment, item=item, text=text, actor=who) == wanted
    assert Motion.objects.count() == 0


def test_move_motion_refuses_whoever_has_no_seat_or_is_absent(item, member, clerk, seat, running):
    advisory, absent = member("advisory_member"), seat("member").person
    stranger = actor_for(absent.user, body_id=running.body_id, meeting=running)

    assert code(move, item=item, who=advisory) == "permission.denied"
    assert code(move, item=item, who=stranger) == "permission.denied"
    assert code(move, item=item, who=clerk) == "motion.no_seat"
    assert code(move, item=item, who=clerk, person=absent.pk) == "floor.absent"
    assert code(move, item=item, who=clerk, person=advisory.person_id) == "motion.no_seat"
    assert code(move, item=item, who=clerk, person=10**8) == "not_found"
    assert code(move, item=item, who=member(), person=member().person_id) == "permission.denied"
    assert Motion.objects.count() == 0


def test_the_desk_moves_for_somebody_in_the_hall(item, member, clerk):
    one = member()

    assert move(item, clerk, person=one.person_id).mover_id == one.person_id
    assert amend(item, clerk, person=one.person_id).mover_id == one.person_id


def test_move_motion_refuses_a_closed_item_and_an_interrupted_meeting(item, member, clerk, running):
    one = member()
    meetings.interrupt_meeting(meeting=running, actor=clerk)
    assert code(move, item=item, who=one) == "state.not_now"
    meetings.resume_meeting(meeting=running, actor=clerk)
    services.close_item(item=item, actor=clerk)

    assert code(move, item=item, who=one) == code(amend, item=item, who=one) == "state.not_now"


def test_amendments_stand_before_what_they_amend_and_the_rest_in_the_order_of_arrival(item, member):
    one, other = member(), member()
    first, second = move(item, one), move(item, other, "Der Rat vertagt.")
    early = amend(item, other, "Der Rat vertagt auf Mai.", motion=second.pk)
    late = amend(item, one, "Der Rat vertagt auf Juni.", motion=second.pk)
    draft = amend(item, one)

    assert order(item) == [first.pk, early.pk, late.pk, second.pk, draft.pk]


def test_move_amendment_refuses_the_same_words_and_what_cannot_be_amended(item, member, clerk, running):
    one = member()
    withdrawn = services.withdraw_motion(motion=move(item, one), actor=one)
    elsewhere = services.add_item(meeting=running, resolution=RESOLVED, part="public", title="Anderes", actor=clerk)

    assert code(amend, item=item, who=one, text="Der Rat   beschließt 100 Euro.") == "motion.same_words"
    assert code(amend, item=item, who=one, motion=withdrawn.pk) == "motion.decided"
    assert code(amend, item=item, who=one, motion=10**8) == "not_found"
    services.close_item(item=item, actor=clerk)
    services.open_item(item=elsewhere, actor=clerk)
    assert code(amend, item=elsewhere, who=one, motion=withdrawn.pk) == "not_found"
    assert code(amend, item=elsewhere, who=one) == "motion.nothing_to_amend"


def test_supporters_are_counted_and_missing_ones_shown(item, member, needs_two):
    mover, friend = member(), member()
    row = move(item, mover)
    services.support_motion(motion=row, actor=friend)

    assert (lines(item)[0].supporters, lines(item)[0].lacks) == (1, 1)
    assert code(services.support_motion, motion=row, actor=friend) == "motion.supported_already"
    assert code(services.support_motion, motion=row, actor=mover) == "motion.own"
    assert code(services.support_motion, motion=row, actor=member("advisory_member")) == "permission.denied"
    assert code(services.take_support_back, motion=row, actor=member()) == "motion.not_supported"
    services.support_motion(motion=row, actor=member())
    assert lines(item)[0].lacks == 0
    services.take_support_back(motion=row, actor=friend)
    assert lines(item)[0].lacks == 1


def test_edit_motion_notices_who_was_faster_and_asks_the_supporters_of_the_movers_words_anew(item, member, clerk):
    mover, friend = member(), member()
    row = move(item, mover)
    services.support_motion(motion=row, actor=friend)
    row = services.edit_motion(motion=row, text="Der Rat lehnt ganz ab.", version=1, actor=clerk)
    assert (row.version, row.supports.count()) == (2, 1)

    assert code(services.edit_motion, motion=row, text="x", version=1, actor=mover) == "motion.changed_meanwhile"
    assert code(services.edit_motion, motion=row, text=" ", version=2, actor=mover) == "motion.no_text"
    assert code(services.edit_motion, motion=row, text="x", version=2, actor=friend) == "permission.denied"
    row = services.edit_motion(motion=row, text="Der Rat lehnt gar nicht ab.", version=2, actor=mover)
    assert (row.version, row.supports.count()) == (3, 0)
    seq = Meeting.objects.get(pk=item.meeting_id).last_seq
    services.edit_motion(motion=row, text=row.text, version=3, actor=mover)
    assert Meeting.objects.get(pk=item.meeting_id).last_seq == seq


def test_an_amendment_cannot_be_reworded_into_what_it_amends(item, member):
    one = member()
    row = amend(item, one)

    assert code(services.edit_motion, motion=row, text=DRAFT, version=1, actor=one) == "motion.same_words"
    row.refresh_from_db()
    assert row.text == "Der Rat beschließt 200 Euro."


@pytest.mark.parametrize(
    ("service", "state"), [(services.withdraw_motion, "withdrawn"), (services.settle_motion, "settled")]
)
def test_the_end_of_a_motion_settles_its_amendments(item, member, clerk, service, state):
    one = member()
    row = move(item, one)
    below = amend(item, one, "Der Rat lehnt sehr ab.", motion=row.pk)
    deeper = amend(item, one, "Der Rat lehnt sehr, sehr ab.", motion=below.pk)
    service(motion=row, actor=clerk)
    for found in (row, below, deeper):
        found.refresh_from_db()

    assert [row.state, below.state, deeper.state] == [state, "settled", "settled"]
    assert code(service, motion=row, actor=clerk) == "state.not_now"
    assert code(services.edit_motion, motion=row, text="x", version=1, actor=one) == "state.not_now"
    assert code(services.support_motion, motion=row, actor=member()) == "state.not_now"


def test_only_the_mover_and_the_desk_end_a_motion(item, member, clerk):
    mover, other = member(), member()
    row = move(item, mover)

    assert code(services.withdraw_motion, motion=row, actor=other) == "permission.denied"
    assert code(services.settle_motion, motion=row, actor=mover) == "permission.denied"
    assert services.withdraw_motion(motion=row, actor=mover).state == "withdrawn"


def test_the_chair_orders_and_two_clerks_at_once_do_not_move_it_twice(item, member, clerk):
    one = member()
    first, second, third = (move(item, one, text) for text in ("Eins.", "Zwei.", "Drei."))
    services.order_motions(motion=third, over=second.pk, actor=clerk)

    assert order(item) == [first.pk, third.pk, second.pk]
    assert code(services.order_motions, motion=third, over=second.pk + 10**6, actor=clerk) == "motion.order_changed"
    services.order_motions(motion=third, over=first.pk, actor=clerk)
    assert code(services.order_motions, motion=second, over=third.pk, actor=clerk) == "motion.order_changed"
    assert code(services.order_motions, motion=second, over=second.pk, actor=clerk) == "motion.order_changed"
    assert code(services.order_motions, motion=second, over=first.pk, actor=one) == "permission.denied"
    assert order(item) == [third.pk, first.pk, second.pk]
    assert "is put to the vote before the motion of Mira Member (Blau)" in sentence_of(journal(item)[-1])


def test_a_step_over_a_decided_motion_is_one_step(item, member, clerk):
    one = member()
    first, second, third = (move(item, one, text) for text in ("Eins.", "Zwei.", "Drei."))
    services.withdraw_motion(motion=second, actor=one)
    services.order_motions(motion=third, over=first.pk, actor=clerk)

    assert [pk for pk in order(item) if pk != second.pk] == [third.pk, first.pk]


def test_lines_show_what_an_amendment_changes(item, member):
    amend(item, member())

    marked = [(piece.kind, piece.text) for piece in lines(item)[0].pieces]
    assert marked == [("kept", "Der Rat beschließt "), ("removed", "100 "), ("inserted", "200 "), ("kept", "Euro.")]


def test_everything_about_a_motion_in_a_non_public_item_is_for_participants(running, clerk, member, actor):
    secret = services.add_item(meeting=running, resolution=RESOLVED, part="non_public", title="Vergabe", actor=clerk)
    meetings.exclude_public(meeting=running, category="", motion="Vertraulich", actor=clerk)
    meetings.close_channels(meeting=running, actor=clerk)
    services.open_item(item=secret, actor=clerk)
    row = move(secret, member())
    services.support_motion(motion=row, actor=member())
    services.withdraw_motion(motion=row, actor=clerk)

    assert {event.audience for event in journal(secret)} == {"participant"}
    with pytest.raises(DomainError) as refused:
        selectors.motion_or_404(None, row.pk)
    assert refused.value.status == 404


def post(client, address, **data):
    return client.post(address, data, headers={"accept": "application/json"}).status_code


def test_the_forms_refuse_ids_that_are_none(item, member, clerk, signed_in):
    one = member()
    browser = signed_in(one.user)

    assert post(browser, f"/items/{item.pk}/amendments/", text="Anders.", motion="x") == 404
    assert post(browser, f"/items/{item.pk}/motions/", text="Anders.", person="-1") == 404
    assert post(browser, f"/items/{item.pk}/motions/", text="Anders.") == 200
    row = Motion.objects.get()
    assert post(browser, f"/motions/{row.pk}/edit/", text="Ganz anders.", version="x") == 409
    assert post(signed_in(clerk.user), f"/motions/{row.pk}/order/", over="x") == 409


def test_every_audience_sees_the_motions_of_a_public_item_with_marked_differences(item, member):
    amend(item, member(), reasons="Es reicht nicht.")
    meeting = Meeting.objects.get(pk=item.meeting_id)
    shown = {audience: render_shared(panel_named("motions"), meeting, audience) for audience in Audience}

    for audience, html in shown.items():
        assert "Amendment of Mira Member (Blau)" in html, audience
        assert "<del>" in html, audience
        assert "<ins>" in html, audience
        assert "[removed:" in html, audience
        assert ("Put to the vote" in html) == (audience == Audience.DESK)
    assert "Es reicht nicht." in shown[Audience.PUBLIC]
    assert "Es reicht nicht." not in shown[Audience.SCREEN]


def test_the_text_of_a_motion_is_no_markup(item, member):
    one = member()
    row = move(item, one, "<script>alert(1)</script>")
    amend(item, one, "<b>laut</b>", motion=row.pk)
    meeting = Meeting.objects.get(pk=item.meeting_id)
    html = render_shared(panel_named("motions"), meeting, Audience.DESK)
    html += render_personal(panel_named("my_motions"), meeting, [one.person_id])[one.person_id]

    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<b>laut" not in html


def test_motions_of_a_non_public_item_are_drawn_for_participants_only(running, clerk, member):
    secret = services.add_item(meeting=running, resolution=RESOLVED, part="non_public", title="Vergabe", actor=clerk)
    meetings.exclude_public(meeting=running, category="", motion="Vertraulich", actor=clerk)
    meetings.close_channels(meeting=running, actor=clerk)
    services.open_item(item=secret, actor=clerk)
    move(secret, member(), "Firma X bekommt den Auftrag.")
    meeting = Meeting.objects.get(pk=running.pk)
    seen = {audience for audience in Audience if "Firma X" in render_shared(panel_named("motions"), meeting, audience)}

    assert seen == {Audience.PARTICIPANT, Audience.DESK}


def test_ones_own_panel_offers_what_one_may_do(item, member, clerk):
    mover, friend = member(), member()
    guest = member("advisory_member")
    row = move(item, mover)
    services.support_motion(motion=row, actor=friend)
    meeting = Meeting.objects.get(pk=item.meeting_id)
    drawn = render_personal(panel_named("my_motions"), meeting, [mover.person_id, friend.person_id, guest.person_id])

    assert "Withdraw the motion" in drawn[mover.person_id]
    assert "Withdraw my support" not in drawn[mover.person_id]
    assert "Withdraw my support" in drawn[friend.person_id]
    assert "Withdraw the motion" not in drawn[friend.person_id]
    assert DRAFT in drawn[friend.person_id]
    assert "<form" not in drawn[guest.person_id]


def test_the_desk_page_of_an_item_shows_its_motions_and_their_fate(item, member, clerk, signed_in):
    services.withdraw_motion(motion=move(item, member()), actor=clerk)
    page = signed_in(clerk.user).get(f"/items/{item.pk}/", headers={"accept-language": "en"}).content.decode()

    assert "Motion of Mira Member (Blau)" in page
    assert "Taken back" in page
