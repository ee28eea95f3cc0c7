"""A meeting to which anything may happen in any order; see test_meeting.py for what must hold after each step."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from agenda import services as agenda
from agenda.models import AgendaItem
from meetings import registry, services
from meetings.enums import Role
from meetings.errors import DomainError
from meetings.models import (
    Attendance,
    Body,
    DisruptedStep,
    Disruption,
    Institution,
    LiveConnection,
    Meeting,
    Membership,
    Person,
    User,
)
from meetings.permissions import Actor
from meetings.selectors import actor_for, next_substitutes
from tests.approved import approve
from tests.properties.screens import Screens
from voting import services as voting
from voting.models import Poll

SECRET = "Geheimsache"
CAST = (
    Role.CHAIR,
    Role.DEPUTY_CHAIR,
    Role.MEMBER,
    Role.MEMBER,
    Role.EXPERT_CITIZEN,
    Role.SUBSTITUTE,
    Role.SUBSTITUTE,
    Role.CLERK,
)
SEATS = 5
WHO = st.integers(0, len(CAST) - 2)
ITEM = st.integers(0, 3)
START = datetime(2026, 5, 5, 15, 0, tzinfo=UTC)
_ids = itertools.count(1)


class MeetingMachine(RuleBasedStateMachine):
    """Presses whatever buttons there are, by whoever; a refusal must leave everything as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = START
        self.announced: list[Any] = []
        self.patches = [
            mock.patch.object(timezone, "now", self.read_clock),
            mock.patch("meetings.journal.book.announce", lambda about, meeting, *said: self.announced.append(said)),
        ]
        for patch in self.patches:
            patch.start()
        self._found()
        self.screens = Screens(self.pk, [person.pk for person in self.people])

    def read_clock(self) -> datetime:
        return self.now

    def teardown(self) -> None:
        for patch in self.patches:
            patch.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _found(self) -> None:
        body = Body.objects.create(
            institution=Institution.objects.create(name="Probestadt"), name="Ausschuss", statutory_seats=SEATS
        )
        self.people = [self._sit(body, role, number) for number, role in enumerate(CAST)]
        self.clerk = actor_for(self.people[-1].user, body_id=body.pk)
        meeting = services.create_meeting(
            body=body,
            actor=self.clerk,
            title="Sitzung",
            starts_at=START + timedelta(hours=1),
            format="hybrid",
            hall="Saal",
        )
        approve(meeting)
        self.pk = meeting.pk
        for number in range(4):
            secret = number >= 2
            data: dict[str, Any] = {
                "title": f"{SECRET} {number}" if secret else f"Punkt {number}",
                "public_title": "Vergabe" if secret else "",
            }
            data |= {"treatment": "decision", "draft_resolution": f"{SECRET}: Zuschlag." if secret else "Zustimmung."}
            agenda.add_item(meeting=meeting, actor=self.clerk, part="non_public" if secret else "public", **data)
        services.convene_meeting(meeting=meeting, actor=self.clerk)

    def _sit(self, body: Body, role: Role, number: int) -> Person:
        user = User.objects.create(email=f"person{next(_ids)}@example.org", password="!")
        person = Person.objects.create(user=user, given_name="Probe", family_name=f"Person {number}")
        votes, rank = number < SEATS, number if role == Role.SUBSTITUTE else None
        Membership.objects.create(
            person=person, body=body, role=role, voting_right=votes, rank=rank, starts_on=date(2020, 1, 1)
        )
        return person

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("body__institution").get(pk=self.pk)

    def actor(self, who: int) -> Actor:
        return actor_for(self.people[who].user, body_id=self.meeting.body_id, meeting=self.meeting)

    def attempt(self, service: Any, **given: Any) -> Any:
        """Call a service; when it refuses, nothing may have changed. A second of the clock goes by."""
        self.now += timedelta(seconds=1)
        before = self.fingerprint()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
                result = service(**given)
        except DomainError as refusal:
            self.check_unchanged(before, refusal)
            return None
        announced, self.announced = self.announced, []
        self.screens.hear(announced)
        return result

    def check_unchanged(self, before: Any, refusal: DomainError) -> None:
        assert refusal.status < 500
        assert self.fingerprint() == before, f"refused with {refusal.code}, and yet something has changed"

    def fingerprint(self) -> Any:
        """Everything that a service of a meeting can change."""
        meeting = Meeting.objects.values().get(pk=self.pk)
        rows = [
            related.related_model.objects.filter(meeting=self.pk)
            for related in Meeting._meta.related_objects
            if _is_ours(related)
        ]
        return meeting, [list(found.order_by("pk").values()) for found in rows]

    def item(self, number: int) -> AgendaItem:
        return AgendaItem.objects.filter(meeting=self.pk).order_by("pk")[number]

    # the course

    @initialize(present=st.integers(0, 6), remote=st.integers(0, 6), item=st.booleans(), out=st.booleans())
    def open_meeting(self, present: int, remote: int, item: bool, out: bool) -> None:
        """Begin somewhere in the middle, so that few steps lead far."""
        self.attempt(services.open_meeting, meeting=self.meeting, actor=self.clerk)
        for who in range(present):
            self.arrive(who, "remote" if who >= remote else "hall")
        if out:
            self.exclude_public("Auftragsvergaben")
            self.close_channels(broken=False)
        if item:
            self.move_item(2 if out else 0, "open")

    @rule(cause=st.sampled_from(["break", "disorder", "disruption", "nonsense"]))
    def interrupt(self, cause: str) -> None:
        self.attempt(services.interrupt_meeting, meeting=self.meeting, cause=cause, actor=self.clerk)

    @rule(ground=st.sampled_from(["remedied", "own_sphere", "insignificant", "nonsense"]))
    def resume(self, ground: str) -> None:
        grounds = {row.pk: ground for row in Disruption.objects.filter(meeting=self.pk, settled_at=None)}
        self.attempt(services.resume_meeting, meeting=self.meeting, grounds=grounds, actor=self.clerk)

    @rule(again=st.booleans())
    def close_and_reopen(self, again: bool) -> None:
        if self.attempt(services.close_meeting, meeting=self.meeting, actor=self.clerk) and again:
            self.attempt(services.reopen_meeting, meeting=self.meeting, actor=self.clerk)

    @rule(seconds=st.integers(1, 600))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # presence

    @rule(who=WHO, mode=st.sampled_from(["hall", "remote"]))
    def arrive(self, who: int, mode: str) -> None:
        self.attempt(
            services.record_arrival, meeting=self.meeting, person=self.people[who], mode=mode, actor=self.clerk
        )

    @rule(who=WHO)
    def join(self, who: int) -> None:
        self.attempt(services.join_meeting, meeting=self.meeting, mode="remote", actor=self.actor(who))

    @rule(who=WHO, by_desk=st.booleans())
    def leave(self, who: int, by_desk: bool) -> None:
        if by_desk:
            self.attempt(services.record_departure, meeting=self.meeting, person=self.people[who], actor=self.clerk)
        else:
            self.attempt(services.leave_meeting, meeting=self.meeting, actor=self.actor(who))

    @rule(who=WHO, silent=st.integers(0, 200))
    def connection(self, who: int, silent: int) -> None:
        """The last sign of life of somebody was so long ago; then the program looks."""
        person = self.people[who]
        seen = {"meeting_id": self.pk, "person": person, "seen_at": self.now - timedelta(seconds=silent)}
        LiveConnection.objects.update_or_create(key=UUID(int=person.pk), defaults=seen)
        self.attempt(services.watch_over, meeting_id=self.pk)

    @rule(who=WHO, strike=st.booleans(), seconds=st.integers(-30, 30), go_on=st.booleans())
    def correct(self, who: int, strike: bool, seconds: int, go_on: bool) -> None:
        row = Attendance.objects.filter(meeting=self.pk, person=self.people[who]).order_by("pk").last()
        given: dict[str, Any] = {
            "meeting": self.meeting,
            "attendance": row.pk if row else 0,
            "ground": "Versehen",
            "actor": self.clerk,
        }
        if strike:
            self.attempt(services.strike_attendance, **given)
            return
        since = (row.arrived_at if row else self.now) + timedelta(seconds=seconds)
        until = None if go_on else self.now
        self.attempt(services.correct_attendance, arrived_at=since, left_at=until, **given)

    # seats and quorum

    @rule(seat=st.integers(0, SEATS - 1), who=WHO, next_one=st.booleans())
    def take_seat(self, seat: int, who: int, next_one: bool) -> None:
        held = self._seat(seat)
        rows = next_substitutes(self.meeting, held) if next_one else []
        person = rows[0].person if rows else self.people[who]
        self.attempt(services.take_seat, meeting=self.meeting, seat=held, person=person, actor=self.clerk)

    @rule(seat=st.integers(0, SEATS - 1), release=st.booleans())
    def give_seat_up(self, seat: int, release: bool) -> None:
        service = services.release_seat if release else services.hand_back_seat
        self.attempt(service, meeting=self.meeting, seat=self._seat(seat), actor=self.clerk)

    def _seat(self, number: int) -> Membership:
        return Membership.objects.filter(body=self.meeting.body_id, voting_right=True).order_by("pk")[number]

    @rule(who=WHO, only_ask=st.booleans())
    def check_quorum(self, who: int, only_ask: bool) -> None:
        if only_ask:
            self.attempt(services.request_quorum_check, meeting=self.meeting, actor=self.actor(who))
        else:
            self.attempt(services.check_quorum, meeting=self.meeting, actor=self.clerk)

    # items and votes

    @rule(number=ITEM, word=st.sampled_from(["open", "open", "close", "take_back", "postpone", "withdraw", "reopen"]))
    def move_item(self, number: int, word: str) -> None:
        self.attempt(getattr(agenda, f"{word}_item"), item=self.item(number), actor=self.clerk)

    @rule(number=ITEM)
    def put_to_the_vote(self, number: int) -> None:
        self.attempt(voting.create_poll, item=self.item(number), open_now=True, actor=self.clerk)

    @rule(who=WHO, choice=st.sampled_from(["yes", "no", "abstain", "nonsense"]))
    def vote(self, who: int, choice: str) -> None:
        if poll := self._poll():
            self.attempt(
                voting.cast_ballot, poll=poll, choice=choice, ballot_id=UUID(int=next(_ids)), actor=self.actor(who)
            )

    @rule(declare=st.booleans(), decided=st.booleans())
    def close_poll(self, declare: bool, decided: bool) -> None:
        if poll := self._poll():
            everybody = [person.pk for person in self.people] if decided else []
            self.attempt(voting.close_poll, poll=poll, despite_unreachable=everybody, actor=self.clerk)
            if declare:
                self.attempt(voting.declare_result, poll=poll, actor=self.clerk)

    def _poll(self) -> Poll | None:
        return Poll.objects.filter(meeting=self.pk).order_by("pk").last()

    # the public

    @rule(category=st.sampled_from(["Auftragsvergaben", "nonsense", ""]))
    def exclude_public(self, category: str) -> None:
        self.attempt(services.exclude_public, meeting=self.meeting, category=category, motion="", actor=self.clerk)

    @rule(broken=st.booleans())
    def close_channels(self, broken: bool) -> None:
        """With one way that does not answer the meeting stays shut."""
        key, way = next(iter(registry.public_channels().items()))
        failing = registry.PublicChannel(way.label, lambda meeting: "antwortet nicht", way.exists)
        with mock.patch.dict(registry._public_channels, {key: failing} if broken else {}):
            self.attempt(services.close_channels, meeting=self.meeting, actor=self.clerk)

    @rule()
    def readmit_public(self) -> None:
        self.attempt(services.readmit_public, meeting=self.meeting, actor=self.clerk)

    @rule(who=WHO)
    def confirm(self, who: int) -> None:
        self.attempt(services.confirm_confidentiality, meeting=self.meeting, actor=self.actor(who))

    # order and disturbances

    @rule(
        who=WHO,
        word=st.sampled_from(["call_to_matter", "call_to_order", "withdraw_floor", "exclude_person"]),
        warned=st.booleans(),
    )
    def measure(self, who: int, word: str, warned: bool) -> None:
        given = {"warned": warned} if word.startswith("call") else {}
        self.attempt(getattr(services, word), meeting=self.meeting, person=self.people[who], actor=self.clerk, **given)

    @rule(refuse=st.booleans())
    def last_measure(self, refuse: bool) -> None:
        row = self.meeting.order_measures.order_by("pk").last()
        service = services.record_refusal if refuse else services.revoke_measure
        self.attempt(service, meeting=self.meeting, measure=row.pk if row else 0, actor=self.clerk)

    @rule(who=WHO, by_desk=st.booleans())
    def disturbance(self, who: int, by_desk: bool) -> None:
        if by_desk:
            person = self.people[who] if who else None
            self.attempt(
                services.record_disruption, meeting=self.meeting, person=person, trouble="no_sound", actor=self.clerk
            )
        else:
            self.attempt(services.report_disruption, meeting=self.meeting, trouble="no_picture", actor=self.actor(who))

    @rule(ground=st.sampled_from(["remedied", "own_sphere", "insignificant"]))
    def settle(self, ground: str) -> None:
        row = Disruption.objects.filter(meeting=self.pk).order_by("pk").last()
        self.attempt(
            services.settle_disruption,
            meeting=self.meeting,
            disruption=row.pk if row else 0,
            ground=ground,
            actor=self.clerk,
        )

    @rule()
    def repeat(self) -> None:
        row = DisruptedStep.objects.filter(disruption__meeting=self.pk, repeated_at=None).first()
        self.attempt(services.mark_repeated, meeting=self.meeting, step=row.pk if row else 0, actor=self.clerk)

    @rule(who=WHO, for_item=st.booleans(), back=st.booleans())
    def preside(self, who: int, for_item: bool, back: bool) -> None:
        if back:
            self.attempt(services.resume_presiding, meeting=self.meeting, actor=self.clerk)
        else:
            self.attempt(
                services.hand_over_presiding,
                meeting=self.meeting,
                person=self.people[who],
                for_item=for_item,
                actor=self.clerk,
            )


def _is_ours(related: Any) -> bool:
    """Rows that point to their meeting by a field of that name."""
    return related.field.name == "meeting" and related.related_model is not LiveConnection
