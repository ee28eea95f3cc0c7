"""After each event of a lively meeting every pushed panel equals the freshly drawn one: no panel reads what does not
touch it.

What happens in any order is tried in tests/properties; here is what those rules leave out, one thing after the other.
"""

from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import TestCase

from agenda import services as agenda
from agenda.models import AgendaItem, Motion, ProceduralMotion, Recusal
from documents.files import services as documents
from meetings import services as meetings
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.properties.screens import Screens
from tests.resolved import RESOLVED
from voting import services
from voting.models import ApprovalOverride, Poll
from voting.services.approval import override_approval

pytestmark = pytest.mark.any_database


class Stage:
    """A meeting with its screens; `do` calls a service, pushes what its events touch, and compares."""

    def __init__(self, meeting, people, clerk):
        self.pk, self.clerk, self.announced, self.stale = meeting.pk, clerk, [], {}
        self.screens = Screens(meeting.pk, [person.pk for person in people])

    @property
    def meeting(self):
        return Meeting.objects.select_related("body__institution").get(pk=self.pk)

    def actor(self, person):
        return actor_for(person.user, body_id=self.meeting.body_id, meeting=self.meeting)

    def do(self, service, by=None, **given):
        heard = mock.patch("meetings.journal.book.announce", lambda about, meeting, *said: self.announced.append(said))
        with heard, TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
            result = service(actor=by or self.clerk, **given)
        announced, self.announced = self.announced, []
        self.screens.hear(announced)
        fresh = self.screens.fresh()
        found = sorted(str(key) for key, html in fresh.items() if html != self.screens.shown.get(key))
        if found:
            self.stale[service.__name__, tuple(name for _seq, name, _only in announced)] = found
        self.screens.shown = fresh
        return result


@pytest.fixture
def stage(running, clerk, seat):
    ApprovalOverride.objects.all().delete()
    people = [seat("member").person for _ in range(3)] + [seat("substitute").person, seat("advisory_member").person]
    return Stage(running, [*people, clerk.user.person], clerk), people


def open_item(stage, title="Bericht", **fields):
    data = {"part": "public", "title": title, "treatment": "decision", "draft_resolution": "Der Rat beschließt."}
    item = stage.do(agenda.add_item, meeting=stage.meeting, resolution=RESOLVED, **{**data, **fields})
    return stage.do(agenda.open_item, item=item)


def arrive(stage, people):
    for person, mode in zip(people, ["hall", "remote", "hall"], strict=False):
        stage.do(meetings.record_arrival, meeting=stage.meeting, person=person, mode=mode)


def test_the_motion_s_own_panel_offers_electronic_votes_as_soon_as_they_are_allowed(stage):
    scene, people = stage
    arrive(scene, people)
    item = open_item(scene)
    scene.do(agenda.move_motion, item=item, text="Der Rat beschließt nichts.", person=people[0].pk)
    before = scene.screens.shown["motions", "desk"]
    scene.do(override_approval, meeting=scene.meeting, reason="Der Rat wünscht es.")

    assert 'value="open"' not in before
    assert 'value="open"' in scene.screens.shown["motions", "desk"]
    assert scene.stale == {}


def test_motions_procedure_and_conflicts_of_interest_reach_every_panel(stage):
    scene, people = stage
    arrive(scene, people)
    item = open_item(scene)
    scene.do(agenda.open_list, item=item)
    scene.do(agenda.ask_for_floor, item=item, by=scene.actor(people[0]))
    scene.do(agenda.move_motion, item=item, text="Antrag eins", person=people[0].pk)
    motion = Motion.objects.get()
    scene.do(agenda.move_amendment, item=item, motion=motion.pk, text="Antrag eins, geändert", person=people[2].pk)
    scene.do(agenda.support_motion, motion=motion, by=scene.actor(people[1]))
    scene.do(agenda.edit_motion, motion=motion, text="Antrag neu", version=motion.version, by=scene.actor(people[0]))
    scene.do(agenda.enter_procedural, item=item, person=people[0].pk, kind="roll_call")
    scene.do(agenda.enter_procedural, item=item, person=people[0].pk, kind="end_list")
    pending = ProceduralMotion.objects.get(kind="end_list")
    scene.do(agenda.oppose_procedural, motion=pending, by=scene.actor(people[1]))
    scene.do(services.put_procedural_to_vote, motion=pending)
    poll = Poll.objects.get(procedural_motion=pending)
    scene.do(services.enter_hands, poll=poll, yes=3, no=0, abstain=0)
    scene.do(services.close_poll, poll=poll)
    scene.do(services.declare_result, poll=poll)
    scene.do(agenda.declare_recusal, item=item, by=scene.actor(people[2]))
    scene.do(agenda.take_back_recusal, recusal=Recusal.objects.get())
    scene.do(agenda.enter_recusal, item=item, person=people[1].pk)
    scene.do(meetings.record_departure, meeting=scene.meeting, person=people[0])

    assert scene.stale == {}


def test_seats_files_and_the_agenda_reach_every_panel(stage):
    scene, people = stage
    arrive(scene, people[:2])
    item = open_item(scene)
    scene.do(meetings.record_arrival, meeting=scene.meeting, person=people[3], mode="hall")
    seat = people[2].memberships.get()
    scene.do(meetings.take_seat, meeting=scene.meeting, seat=seat, person=people[3])
    scene.do(services.create_poll, item=item, method="hands", open_now=True)
    scene.do(meetings.record_arrival, meeting=scene.meeting, person=people[2], mode="hall")
    scene.do(services.enter_hands, poll=Poll.objects.get(), yes=2, no=0, abstain=0)
    scene.do(services.close_poll, poll=Poll.objects.get())
    scene.do(documents.attach_file, item=item, upload=SimpleUploadedFile("plan.txt", b"Text", "text/plain"))
    scene.do(agenda.edit_item, item=item, version=AgendaItem.objects.get(pk=item.pk).version, title="Neuer Titel")
    scene.do(agenda.add_presenter, item=item, name="Gita Guest")
    scene.do(agenda.set_speaking_time, item=item, seconds=60, contributions=1)
    scene.do(
        meetings.edit_meeting,
        meeting=scene.meeting,
        version=scene.meeting.version,
        title="Andere Sitzung",
        hall="Saal 9",
    )
    scene.do(meetings.interrupt_meeting, meeting=scene.meeting)

    assert scene.stale == {}


def test_free_seats_are_moved_from_and_given_up_before_every_panel(stage):
    scene, people = stage
    arrive(scene, people[:2])
    item = open_item(scene)
    scene.do(meetings.record_arrival, meeting=scene.meeting, person=people[3], mode="remote")
    seat = people[2].memberships.get()
    scene.do(meetings.take_seat, meeting=scene.meeting, seat=seat, person=people[3])
    scene.do(agenda.move_motion, item=item, text="Antrag", person=people[3].pk)
    scene.do(meetings.release_seat, meeting=scene.meeting, seat=seat)
    scene.do(meetings.exclude_person, meeting=scene.meeting, person=people[1])

    assert scene.stale == {}
