"""Random meetings with votes of every way, held through the services; the same number gives the same meeting."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from agenda import services as agenda
from meetings import services as meetings
from meetings.errors import DomainError
from meetings.models import EventSecret, Meeting
from meetings.selectors import actor_for
from tests.publicity import leave_public
from tests.resolved import RESOLVED
from voting import services
from voting.majority import RULES
from voting.models import Elector, VotingRules

CHOICES = ("yes", "no", "abstain")
WAYS = ("open", "open", "hands", "mixed", "roll_call", "acclamation")


class Sitting:
    """One meeting of a body, held by chance from `number`; `meeting` is what came out."""

    def __init__(self, body, clerk, people, number, *, votes=3, erase=False):
        self.dice = random.Random(number)
        self.body, self.clerk, self.people = body, clerk, list(people)
        self.take_rules()
        start = timezone.now() + timedelta(hours=1)
        data = {"title": f"{number}. Sitzung", "starts_at": start, "format": "hybrid", "hall": "Saal 1"}
        self.meeting = meetings.create_meeting(body=body, actor=clerk, **data)
        self.items = [self.add("public") for _ in range(votes)] + [self.add("non_public")]
        meetings.convene_meeting(meeting=self.meeting, actor=clerk)
        meetings.open_meeting(meeting=self.meeting, actor=clerk)
        self.dice.shuffle(self.people)
        self.late = self.people.pop()
        for person in self.people:
            self.arrive(person)
        self.hold()
        if erase:
            self.erase()

    def take_rules(self):
        dice = self.dice
        simple = dice.random() < 0.5
        fields = {
            "majority_rule": "simple" if simple else dice.choice(sorted(RULES)),
            "abstentions": dice.choice(["ignored", "ignored", "as_no", "as_absent"]),
            "casting_vote": dice.random() < 0.5,
            "votes_by_name": dice.choice(["after_close", "live", "never"]),
            "electronic_vote_needs_approval": False,
        }
        key = {"institution": self.body.institution, "body": self.body, "valid_from": "2020-01-01"}
        VotingRules.objects.update_or_create(**key, defaults=fields)

    def add(self, part):
        words = {
            "title": f"Punkt {part}",
            "treatment": "decision",
            "draft_resolution": f"Wir stimmen zu: {self.dice.random()}",
        }
        return agenda.add_item(meeting=self.meeting, resolution=RESOLVED, actor=self.clerk, part=part, **words)

    def arrive(self, person):
        meetings.record_arrival(
            meeting=self.meeting, person=person, mode=self.dice.choice(["hall", "hall", "remote"]), actor=self.clerk
        )

    def hold(self):
        for item in self.items:
            if item.part == "non_public":
                leave_public(self.fresh(), self.clerk)
            item = agenda.open_item(item=item, actor=self.clerk)
            self.vote(item)
            item.refresh_from_db()
            agenda.close_item(item=item, actor=self.clerk)
        meetings.close_meeting(meeting=self.fresh(), actor=self.clerk)
        self.meeting = self.fresh()

    def fresh(self):
        return Meeting.objects.get(pk=self.meeting.pk)

    def vote(self, item):
        way = self.dice.choice(WAYS)
        if way == "acclamation":
            poll = services.take_by_acclamation(item=item, actor=self.clerk)
        else:
            poll = services.create_poll(item=item, method=way, open_now=True, actor=self.clerk)
            poll = self.collect(poll)
        if poll.state != "annulled":
            poll = self.declare(poll)
        if poll.state == "annulled":
            again = services.repeat_poll(
                poll=poll, method=self.dice.choice(["open", "hands", "roll_call"]), actor=self.clerk
            )
            self.declare(self.collect(again, may_annul=False), may_annul=False)

    def collect(self, poll, *, may_annul=True):
        """Everything until the close."""
        if self.late and self.dice.random() < 0.5:
            self.arrive(self.late)
            services.admit_elector(poll=poll, person=self.late.pk, actor=self.clerk)
            self.late = None
        if self.dice.random() < 0.3:
            someone = self.dice.choice(list(Elector.objects.filter(poll=poll).order_by("pk")))
            ways = ["device", "hands"] if poll.takes_hands else ["device"]
            services.change_way(poll=poll, elector=someone.pk, way=self.dice.choice(ways), actor=self.clerk)
        electors = list(Elector.objects.filter(poll=poll).select_related("person__user").order_by("pk"))
        self.dice.shuffle(electors)
        self.cast(poll, electors)
        self.by_hand(poll, electors)
        if may_annul and self.dice.random() < 0.1:
            return services.annul_poll(poll=poll, ground="Verwechslung", actor=self.clerk)
        return services.close_poll(poll=poll, actor=self.clerk)

    def cast(self, poll, electors):
        for elector in electors:
            answers_aloud = poll.method == "roll_call" and self.dice.random() < 0.5
            if elector.way != "device" or answers_aloud or self.dice.random() < 0.1:
                continue
            actor = actor_for(elector.person.user, body_id=self.body.pk, meeting=poll.meeting)
            for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
                services.cast_ballot(poll=poll, choice=self.choice(), ballot_id=uuid4(), actor=actor)

    def choice(self):
        return self.dice.choice(CHOICES[:2] * 3 + CHOICES)

    def by_hand(self, poll, electors):
        if poll.method == "roll_call":
            self.call(poll)
            return
        hands = [elector for elector in electors if elector.way == "hands"]
        if not hands or not poll.takes_hands:
            return
        if any(elector.weight > 1 for elector in hands) or self.dice.random() < 0.5:
            self.enter(poll, hands)
            return
        for _ in range(self.dice.choice([1, 1, 2])):
            yes = self.dice.randint(0, len(hands))
            no = self.dice.randint(0, len(hands) - yes)
            casting = self.dice.choice(["", "yes", "no"])
            services.enter_hands(
                poll=poll, yes=yes, no=no, abstain=len(hands) - yes - no, casting=casting, actor=self.clerk
            )
        if self.dice.random() < 0.2:
            self.enter(poll, hands)

    def enter(self, poll, hands):
        named = {elector.pk: self.choice() for elector in hands if self.dice.random() < 0.5}
        services.enter_votes(poll=poll, choices=named, rest=self.choice(), actor=self.clerk)
        if self.dice.random() < 0.3:
            services.enter_votes(poll=poll, choices={hands[0].pk: self.choice()}, actor=self.clerk)

    def call(self, poll):
        services.call_elector(poll=poll, actor=self.clerk)
        for _ in range(20):
            try:
                services.call_elector(
                    poll=poll, answer=self.choice() if self.dice.random() < 0.9 else "", actor=self.clerk
                )
            except DomainError:
                return

    def declare(self, poll, *, may_annul=True):
        if self.dice.random() < 0.2:
            self.count_again(poll)
        poll = services.declare_result(poll=poll, actor=self.clerk)
        if self.dice.random() < 0.2:
            services.object_to_result(
                poll=poll, person=self.people[0].pk, text="Ich habe anders gezählt.", actor=self.clerk
            )
            self.count_again(poll)
        if may_annul and self.dice.random() < 0.2:
            return services.annul_poll(poll=poll, ground="Falsch verlesen", actor=self.clerk)
        return poll

    def count_again(self, poll):
        row = poll.hand_counts.filter(superseded=False).first()
        total = sum(row.counts.values()) if row else 0
        yes = self.dice.randint(0, total)
        hands = {"yes": yes, "no": total - yes, "abstain": 0} if row else None
        if poll.method != "acclamation":
            services.recount_result(
                poll=poll, ground="Nachgezählt", hands=hands, casting="yes" if row else "", actor=self.clerk
            )

    def erase(self):
        """What has been erased later, as a name may have to be."""
        keys = list(
            EventSecret.objects.filter(event__journal=self.meeting.journal).order_by("pk").values_list("pk", flat=True)
        )
        EventSecret.objects.filter(pk__in=self.dice.sample(keys, max(1, len(keys) // 5))).delete()
