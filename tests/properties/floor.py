"""The rules of the floor for the machine: the list of speakers, conflicts of interest, motions on procedure."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from agenda import services as agenda
from agenda.floor import Wish, in_order
from agenda.models import (
    Motion,
    MotionSupport,
    ProceduralMotion,
    ProceduralSupport,
    Recusal,
    SpeakersList,
    SpeakingRequest,
)
from agenda.procedural_kinds import KINDS
from tests.properties.machine import ITEM, WHO, MeetingMachine
from tests.properties.model import Told
from voting import services as voting

KIND = st.sampled_from(["contribution", "contribution", "question", "point_of_order", "statement", "nonsense"])
SPEECH = st.sampled_from(
    ["call_speaker", "call_speaker", "end_speech", "pause_speech", "continue_speech", "interrupt_speech"]
)


class FloorMachine(MeetingMachine):
    """Whoever asks, is called, drops out, and moves something, in any order."""

    def fingerprint(self) -> Any:
        tables = [
            Recusal.objects.filter(item__meeting=self.pk),
            SpeakersList.objects.filter(item__meeting=self.pk),
            ProceduralSupport.objects.filter(motion__meeting=self.pk),
            Motion.objects.filter(item__meeting=self.pk),
            MotionSupport.objects.filter(motion__item__meeting=self.pk),
        ]
        return super().fingerprint(), [list(found.order_by("pk").values()) for found in tables]

    def request(self, number: int) -> SpeakingRequest | None:
        """One of the last few requests."""
        rows = list(SpeakingRequest.objects.filter(meeting=self.pk).order_by("-pk")[:4])
        return rows[number % len(rows)] if rows else None

    @rule(number=ITEM, word=st.sampled_from(["open_list", "open_list", "close_list", "close_debate"]))
    def list_of_speakers(self, number: int, word: str) -> None:
        self.attempt(getattr(agenda, word), item=self.item(number), actor=self.clerk)

    @rule(number=ITEM, who=WHO, kind=KIND, by_desk=st.booleans())
    def ask(self, number: int, who: int, kind: str, by_desk: bool) -> None:
        if by_desk:
            self.attempt(
                agenda.enter_request, item=self.item(number), kind=kind, person=self.people[who].pk, actor=self.clerk
            )
        else:
            self.attempt(agenda.ask_for_floor, item=self.item(number), kind=kind, actor=self.actor(who))

    @rule(number=st.integers(0, 3), word=SPEECH)
    def speech(self, number: int, word: str) -> None:
        row = self.request(number)
        if row is not None:
            given = {"without_media": True} if word == "call_speaker" else {}
            self.attempt(getattr(agenda, word), request=row, actor=self.clerk, **given)

    @rule(
        number=st.integers(0, 3), who=WHO, word=st.sampled_from(["withdraw_request", "strike_request", "confirm_media"])
    )
    def leave_list(self, number: int, who: int, word: str) -> None:
        row = self.request(number)
        if row is not None:
            self.attempt(
                getattr(agenda, word), request=row, actor=self.clerk if word == "strike_request" else self.actor(who)
            )

    @rule(number=ITEM, minutes=st.integers(0, 3), contributions=st.integers(0, 2), whole=st.booleans())
    def times(self, number: int, minutes: int, contributions: int, whole: bool) -> None:
        given: dict[str, Any] = {"seconds": 60 * minutes, "contributions": contributions, "whole_meeting": whole}
        self.attempt(agenda.set_speaking_time, item=self.item(number), actor=self.clerk, **given)

    @rule(number=ITEM, who=WHO, by_desk=st.booleans(), disputed=st.booleans())
    def recuse(self, number: int, who: int, by_desk: bool, disputed: bool) -> None:
        if by_desk:
            given: dict[str, Any] = {"person": self.people[who].pk, "disputed": disputed, "actor": self.clerk}
            self.attempt(agenda.enter_recusal, item=self.item(number), **given)
        else:
            self.attempt(agenda.declare_recusal, item=self.item(number), actor=self.actor(who))

    @rule(who=WHO, decide=st.booleans())
    def last_recusal(self, who: int, decide: bool) -> None:
        row = Recusal.objects.filter(item__meeting=self.pk).order_by("pk").last()
        if row is not None and decide:
            self.attempt(voting.put_recusal_to_vote, recusal=row, actor=self.clerk)
        elif row is not None:
            self.attempt(agenda.take_back_recusal, recusal=row, actor=self.actor(who) if who % 2 else self.clerk)

    @rule(number=ITEM, who=WHO, kind=st.sampled_from(list(KINDS)), by_desk=st.booleans())
    def move_on_procedure(self, number: int, who: int, kind: str, by_desk: bool) -> None:
        given: dict[str, Any] = {"item": self.item(number), "kind": kind, "detail": "2 Minuten"}
        if by_desk:
            self.attempt(agenda.enter_procedural, person=self.people[who].pk, actor=self.clerk, **given)
        else:
            self.attempt(agenda.move_procedural, actor=self.actor(who), **given)

    @rule(
        who=WHO,
        word=st.sampled_from(["oppose_procedural", "support_procedural", "withdraw_procedural", "vote", "vote"]),
    )
    def last_procedural(self, who: int, word: str) -> None:
        row = ProceduralMotion.objects.filter(meeting=self.pk).order_by("pk").last()
        if row is not None and word == "vote":
            self.attempt(voting.put_procedural_to_vote, motion=row, actor=self.clerk)
        elif row is not None:
            self.attempt(getattr(agenda, word), motion=row, actor=self.actor(who))

    @rule(number=ITEM, who=WHO, on_motion=st.booleans())
    def move_something(self, number: int, who: int, on_motion: bool) -> None:
        row = Motion.objects.filter(item__meeting=self.pk).order_by("pk").last()
        if on_motion and row is not None:
            given: dict[str, Any] = {"motion": row.pk, "text": f"Anders {who}", "actor": self.actor(who)}
            self.attempt(agenda.move_amendment, item=row.item, **given)
        else:
            self.attempt(agenda.move_motion, item=self.item(number), text=f"Antrag {who}", actor=self.actor(who))

    @rule(who=WHO, word=st.sampled_from(["support_motion", "take_support_back", "withdraw_motion"]))
    def last_motion(self, who: int, word: str) -> None:
        row = Motion.objects.filter(item__meeting=self.pk).order_by("pk").last()
        if row is not None:
            self.attempt(getattr(agenda, word), motion=row, actor=self.actor(who))

    @rule()
    def allow_devices(self) -> None:
        self.attempt(voting.override_approval, meeting=self.meeting, reason="Probe", actor=self.clerk)


OFF_LIST = ("agenda.floor.taken_back", "agenda.floor.struck")
GIVEN = ("agenda.floor.given", "agenda.floor.given_out_of_turn")


def turns_are_told_right(events: Any, people: dict[int, int | None], told: Told) -> bool:
    """Whether everybody who got the floor was first of those present on the list, or the journal says that they were
    not.

    `people` says whose request is whose, None for a guest; `told` hears who is there.
    """
    waiting: dict[int, dict[int, Wish]] = {}
    asked: dict[int, Wish] = {}
    for event in events:
        data, name = event.data, event.name
        told.hear(name, data)
        of_item = waiting.setdefault(data.get("item") or 0, {})
        if name == "agenda.floor.asked":
            of_item[data["request"]] = asked[data["request"]] = Wish(data["request"], data["purpose"], event.seq)
        elif name == "agenda.speech.interrupted":
            of_item[data["request"]] = asked[data["request"]]
        elif name in OFF_LIST:
            of_item.pop(data["request"], None)
        elif name == "agenda.debate.closed":
            of_item.clear()
        elif name in GIVEN:
            here = [wish for wish in of_item.values() if people[wish.key] is None or people[wish.key] in told.present]
            was_first = in_order(here)[0].key == data["request"]
            if was_first != (name == "agenda.floor.given"):
                return False
            of_item.pop(data["request"])
    return True
