"""Motions put to the vote: words frozen, order kept or the chair's decision recorded, the result decides the motion
(REQ-69).
"""

import pytest
from django.utils import timezone, translation

from agenda import services as agenda
from agenda.models import AgendaRules, Motion
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_shared
from meetings.registry import next_step
from tests.conftest import names_of
from voting import services
from voting.models import Poll


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def people(voters):
    return voters(3)


def move(item, who, text="Der Ausschuss lehnt ab."):
    return agenda.move_motion(item=item, text=text, actor=who)


def amend(item, who, text="Der Ausschuss stimmt unter Vorbehalt zu.", motion=0):
    return agenda.move_amendment(item=item, text=text, motion=motion, actor=who)


@pytest.fixture
def vote(item, clerk, people, cast):
    """Put a motion to the vote, let three people vote, and declare the result."""

    def make(votes, **given):
        poll = services.create_poll(item=item, actor=clerk, open_now=True, **given)
        for actor, letter in zip(people, votes, strict=False):
            cast(poll, actor, {"y": "yes", "n": "no", "a": "abstain"}[letter])
        services.close_poll(poll=poll, actor=clerk)
        return services.declare_result(poll=poll, actor=clerk)

    return make


def state_of(motion):
    motion.refresh_from_db()
    return motion.state


def test_the_words_of_the_motion_are_put_to_the_vote_and_nothing_else(item, people, clerk):
    motion = move(item, people[0])
    poll = services.create_poll(item=item, actor=clerk, motion=motion.pk, question="Etwas anderes.")

    assert (poll.question, poll.motion_id) == ("Der Ausschuss lehnt ab.", motion.pk)


@pytest.mark.parametrize("stage", ["prepared", "open", "counted"])
def test_words_are_frozen_from_the_preparation_to_the_result(item, people, clerk, stage):
    motion = move(item, people[0])
    below = amend(item, people[1], "Der Ausschuss lehnt sehr ab.", motion.pk)
    agenda.withdraw_motion(motion=below, actor=clerk)
    poll = services.create_poll(item=item, actor=clerk, motion=motion.pk, open_now=stage != "prepared")
    if stage == "counted":
        services.close_poll(poll=poll, actor=clerk)

    refused = {
        code(agenda.edit_motion, motion=motion, text="x", version=1, actor=people[0]),
        code(agenda.edit_motion, motion=motion, text="x", version=1, actor=clerk),
        code(agenda.withdraw_motion, motion=motion, actor=people[0]),
        code(agenda.settle_motion, motion=motion, actor=clerk),
        code(agenda.support_motion, motion=motion, actor=people[1]),
        code(agenda.move_amendment, item=item, text="y", motion=motion.pk, actor=people[1]),
    }
    assert refused == {"motion.at_the_vote"}
    assert code(services.create_poll, item=item, actor=clerk, motion=motion.pk) == "poll.motion_has_poll"
    motion.refresh_from_db()
    assert (motion.text, motion.state, motion.supports.count()) == ("Der Ausschuss lehnt ab.", "moved", 0)


def test_a_discarded_vote_sets_the_words_free(item, people, clerk):
    motion = move(item, people[0])
    services.discard_poll(poll=services.create_poll(item=item, actor=clerk, motion=motion.pk), actor=clerk)

    assert agenda.edit_motion(motion=motion, text="Doch nicht.", version=1, actor=people[0]).text == "Doch nicht."
    services.create_poll(item=item, actor=clerk, motion=motion.pk)


@pytest.mark.parametrize(
    ("votes", "state", "event"),
    [("yyn", "accepted", "accepted"), ("ynn", "rejected", "rejected"), ("yna", "rejected", "rejected")],
)
def test_the_declared_result_decides_the_motion(item, people, clerk, vote, votes, state, event):
    motion = move(item, people[0])
    below = amend(item, people[1], "Der Ausschuss lehnt sehr ab.", motion.pk)
    poll = vote(votes, motion=motion.pk, despite_motions=[below.pk])

    assert (state_of(motion), state_of(below)) == (state, "settled")
    assert names_of(poll.meeting)[-3:] == ["voting.poll.declared", f"agenda.motion.{event}", "agenda.motion.settled"]
    assert code(services.create_poll, item=item, actor=clerk, motion=motion.pk) == "motion.decided"
    assert code(agenda.edit_motion, motion=motion, text="x", version=1, actor=clerk) == "state.not_now"


def test_a_tie_rejects(item, people, clerk, vote):
    motion = move(item, people[0])
    vote("yn", motion=motion.pk)

    assert state_of(motion) == "rejected"


def test_a_less_far_reaching_motion_first_is_the_chairs_decision_and_recorded(item, people, clerk):
    first, second = move(item, people[0]), move(item, people[1], "Der Ausschuss vertagt.")
    before = names_of(item.meeting)

    assert code(services.create_poll, item=item, actor=clerk, motion=second.pk, open_now=True) == "poll.order_not_kept"
    assert (
        code(services.create_poll, item=item, actor=clerk, motion=second.pk, despite_motions=[second.pk], open_now=True)
        == "poll.order_not_kept"
    )
    assert names_of(item.meeting) == before
    assert Poll.objects.count() == 0
    poll = services.create_poll(item=item, actor=clerk, motion=second.pk, despite_motions=[first.pk], open_now=True)
    event = poll.meeting.events.get(name="voting.poll.out_of_order")
    assert event.data["motions"] == [first.pk]
    assert "Mira Member (Blau)" in sentence_of(event)


def test_the_draft_resolution_comes_after_what_was_moved(item, people, clerk):
    change = amend(item, people[0])

    assert code(services.create_poll, item=item, actor=clerk, open_now=True) == "poll.order_not_kept"
    draft = services.create_poll(item=item, actor=clerk)
    assert code(services.open_poll, poll=draft, actor=clerk) == "poll.order_not_kept"
    assert services.open_poll(poll=draft, despite_motions=[change.pk], actor=clerk).state == "open"


def test_a_new_amendment_is_not_passed_over_by_an_older_decision(item, people, clerk):
    main = move(item, people[0])
    second = move(item, people[1], "Der Ausschuss vertagt.")
    newer = amend(item, people[2], "Der Ausschuss lehnt sehr ab.", main.pk)

    given = {"item": item, "actor": clerk, "motion": second.pk, "open_now": True}
    assert code(services.create_poll, despite_motions=[main.pk], **given) == "poll.order_not_kept"
    services.create_poll(despite_motions=[main.pk, newer.pk], **given)


def test_a_motion_without_enough_supporters_is_not_put_to_the_vote_and_stops_nobody(item, people, clerk, body):
    AgendaRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", supporters_for_motion=1
    )
    weak = move(item, people[0])
    assert code(services.create_poll, item=item, actor=clerk, motion=weak.pk) == "motion.lacks_supporters"
    other = move(item, people[1], "Der Ausschuss vertagt.")
    agenda.support_motion(motion=other, actor=people[2])

    services.create_poll(item=item, actor=clerk, motion=other.pk, open_now=True)


def test_an_accepted_amendment_gives_the_words_of_the_next_vote_and_the_original_stays(item, people, clerk, vote):
    change = amend(item, people[0])
    vote("yyy", motion=change.pk)
    item.refresh_from_db()

    assert item.draft_resolution == "Der Ausschuss stimmt zu."
    assert services.create_poll(item=item, actor=clerk).question == "Der Ausschuss stimmt unter Vorbehalt zu."


def test_the_clerk_may_join_the_texts_of_an_amended_motion(item, people, clerk, vote):
    motion = move(item, people[0])
    change = amend(item, people[1], "Der Ausschuss lehnt sehr ab.", motion.pk)
    vote("yyn", motion=change.pk)
    poll = services.create_poll(item=item, actor=clerk, motion=motion.pk)
    assert poll.question == "Der Ausschuss lehnt sehr ab."
    services.discard_poll(poll=poll, actor=clerk)

    joined = services.create_poll(item=item, actor=clerk, motion=motion.pk, question="Der Ausschuss lehnt wirklich ab.")
    assert joined.question == "Der Ausschuss lehnt wirklich ab."


def test_a_rejected_amendment_changes_nothing(item, people, clerk, vote):
    vote("nnn", motion=amend(item, people[0]).pk)

    assert services.create_poll(item=item, actor=clerk).question == "Der Ausschuss stimmt zu."


def test_create_poll_refuses_motions_of_other_items_and_those_taken_back(item, people, clerk, make_item):
    motion = move(item, people[0])
    other = make_item(title="Anderes")

    assert code(services.create_poll, item=other, actor=clerk, motion=motion.pk) == "not_found"
    agenda.withdraw_motion(motion=motion, actor=people[0])
    assert code(services.create_poll, item=item, actor=clerk, motion=motion.pk) == "motion.decided"
    assert Poll.objects.count() == 0


def test_a_disturbed_vote_on_a_motion_is_held_again_on_the_same_words(item, people, clerk, vote, running):
    motion = move(item, people[0])
    disruption = meetings.record_disruption(
        meeting=running, person=Motion.objects.get(pk=motion.pk).mover, trouble="no_sound", actor=clerk
    )
    poll = vote("yyy", motion=motion.pk)
    disruption.steps.create(kind="voting.poll", key=poll.pk, label="x")
    type(disruption).objects.filter(pk=disruption.pk).update(ground="remedied", settled_at=timezone.now())
    again = services.repeat_poll(poll=poll, actor=clerk)

    assert (state_of(motion), again.question, again.motion_id, again.repeats) == (
        "moved",
        poll.question,
        motion.pk,
        poll,
    )
    assert "agenda.motion.set_back" in names_of(running)


def test_create_poll_takes_the_motion_from_the_form(item, people, clerk, signed_in):
    first, second = move(item, people[0]), move(item, people[1], "Der Ausschuss vertagt.")
    client, url = signed_in(clerk.user), f"/items/{item.pk}/polls/"

    def post(**data):
        return client.post(url, data, headers={"accept": "application/json"}).status_code

    assert post(motion="x", open="1") == post(motion="9" * 30, open="1") == 404
    assert post(motion=second.pk, open="1") == 409
    assert post(motion=second.pk, open="1", despite_motions=f"{first.pk},x,{'9' * 30}") == 200
    assert Poll.objects.get().motion_id == second.pk


def test_the_next_step_is_the_most_far_reaching_motion_and_then_the_amended_draft(item, people, clerk, vote, running):
    move(item, people[0])
    change = amend(item, people[1])
    labels = []
    for motion in (Motion.objects.get(is_amendment=False), change):
        running.refresh_from_db()
        labels.append((str(next_step(running).label), dict(next_step(running).fields)["motion"] == str(motion.pk)))
        vote("nnn" if motion != change else "yyy", motion=motion.pk)
    running.refresh_from_db()
    step = next_step(running)

    assert labels == [
        ("Put the motion of Mira Member (Blau) to the vote", True),
        ("Put the motion of Mira Member 2 (Blau) to the vote", True),
    ]
    assert (str(step.label), "Vorbehalt" in str(step.words)) == ("Put to the vote", True)


def test_the_button_that_passes_over_a_motion_asks_and_carries_the_decision(item, people, clerk, running):
    first, second = move(item, people[0]), move(item, people[1], "Der Ausschuss vertagt.")
    services.create_poll(item=item, actor=clerk, motion=second.pk)
    running.refresh_from_db()
    step = next_step(running)
    html = render_shared(panel_named("poll"), running, Audience.DESK)

    assert dict(step.fields) == {"despite_motions": str(first.pk)}
    assert "Mira Member (Blau)" in str(step.confirm)
    assert html.count(f'name="despite_motions" value="{first.pk}"') == 1
    assert html.count(f'name="despite_motions" value="{first.pk},{second.pk}"') == 1


def test_an_accepted_motion_takes_the_place_of_the_draft_resolution(item, people, clerk, vote, running):
    vote("yyy", motion=move(item, people[0]).pk)
    running.refresh_from_db()

    assert "voting" not in str(next_step(running).url)
    assert "/polls/" not in next_step(running).url


def test_the_hall_reads_what_is_voted_on_and_the_panels_are_empty_where_there_is_nothing(item, people, clerk, running):
    def drawn(audience):
        running.refresh_from_db()
        return render_shared(panel_named("motions"), running, audience)

    assert drawn(Audience.PUBLIC) == drawn(Audience.SCREEN) == ""
    motion = move(item, people[0])
    assert "lehnt ab" in drawn(Audience.SCREEN)
    services.create_poll(item=item, actor=clerk, motion=motion.pk, open_now=True)
    assert drawn(Audience.SCREEN) == ""
    assert "lehnt ab" in drawn(Audience.PUBLIC)
