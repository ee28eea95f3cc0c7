"""Another body of the demonstration, which has dealt with a paper before: a small one, and one meeting that is over."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agenda.services import add_item, close_item, open_item
from config.demo import texts
from config.demo.clock import clock_set_to
from config.demo.held import arrive, vote
from config.demo.people import SINCE, let_be_known
from documents.papers.models import Paper
from documents.papers.services import put_on_agenda
from meetings.enums import Role
from meetings.models import Body, Institution, Meeting, Membership, Person, User
from meetings.permissions import Actor
from meetings.selectors import actor_for, roll
from meetings.services import check_quorum, close_meeting, convene_meeting, create_meeting, open_meeting

BODY = "Hauptausschuss (Demo)"
GIVEN_NAMES = ("Aiko", "Bela", "Cleo", "Dana", "Emre", "Flor", "Gian", "Hala", "Isa", "Juno", "Kaya", "Levi")
FAMILY_NAMES = (
    "Akazienhain", "Birkenloh", "Cypernau", "Distelkamp", "Espenrode", "Flachsmoor", "Goldrutenfeld", "Holunderbach",
    "Irisweiler", "Jelängerhof", "Kornradenau", "Lavendelrain",
)  # fmt: skip
ROLES = (Role.CHAIR, *(Role.MEMBER,) * 10, Role.CLERK)
VOTES = (9, 2, 0)


def found_body(institution: Institution) -> tuple[Body, Actor]:
    """A body with eleven votes and its clerk; nobody signs in as one of them."""
    body = Body.objects.create(institution=institution, name=BODY, statutory_seats=11)
    for role, given, family in zip(ROLES, GIVEN_NAMES, FAMILY_NAMES, strict=True):
        user = User.objects.create(email=f"{given.lower()}@example.org", password=make_password(None))
        person = Person.objects.create(user=user, given_name=given, family_name=family, is_demo=True)
        seat = {"voting_right": role != Role.CLERK, "starts_on": SINCE}
        Membership.objects.create(person=person, body=body, role=role, **seat)
    let_be_known(body)
    clerk = body.memberships.select_related("person__user").get(role=Role.CLERK)
    return body, actor_for(clerk.person.user, body_id=body.pk)


def close_accounts(body: Body) -> None:
    """Nobody of this body is an account of the demonstration: what they had to do has been done."""
    User.objects.filter(person__memberships__body=body).update(is_active=False)


def recommend(paper: Paper, body: Body, clerk: Actor, starts_in: timedelta) -> Meeting:
    """Hold a meeting of the body on that paper alone, from its plan to its close; the paper has a station of it."""
    start = (timezone.now() + starts_in).replace(minute=0, second=0, microsecond=0)
    with clock_set_to(start - timedelta(days=9)) as clock:
        meeting = create_meeting(
            body=body,
            actor=clerk,
            title="4. Sitzung des Hauptausschusses (Demo)",
            format="in_person",
            hall="Rathaus, Sitzungssaal 2 (Demo)",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            remark=texts.INVENTED,
        )
        opening = add_item(meeting=meeting, actor=clerk, part="public", **texts.OPENING)
        station = put_on_agenda(consultation=paper.consultations.get(body=body), meeting=meeting, actor=clerk)
        convene_meeting(meeting=meeting, actor=clerk)
        clock.moment = start
        open_meeting(meeting=meeting, actor=clerk)
        arrive(meeting, roll(meeting), clerk, clock, modes=("hall",))
        check_quorum(meeting=meeting, actor=clerk)
        close_item(item=open_item(item=opening, actor=clerk), actor=clerk)
        clock.turn(minutes=5)
        assert station.item is not None
        item = open_item(item=station.item, actor=clerk)
        vote(item, VOTES, [row for row in roll(meeting) if row.voting_right], clerk, clock)
        clock.turn(minutes=12)
        close_item(item=item, actor=clerk)
        return close_meeting(meeting=meeting, actor=clerk)
