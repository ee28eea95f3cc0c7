"""A council's meeting brought to what the hall display has a stage for; for a server of its own, by `manage.py shell
-c`.

One hybrid meeting of 80 members with long names, its own title too; its items have titles of 20, 127, 250 and 500
characters. The body has 200 seats by law, so that the head has to warn of the quorum all the time.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from agenda.models import SpeakingRequest
from agenda.services import (
    add_item,
    call_speaker,
    close_item,
    end_speech,
    enter_request,
    move_amendment,
    open_item,
    open_list,
)
from agenda.services import set_speaking_time as set_time
from documents.files.services import attach_file
from documents.presenting.services import present_file, stop_presenting
from meetings.enums import Role
from meetings.models import Body, Institution, Meeting, Membership, Person, User
from meetings.permissions import Actor
from meetings.selectors import actor_for
from meetings.services import (
    close_meeting,
    convene_meeting,
    create_meeting,
    exclude_public,
    interrupt_meeting,
    open_meeting,
    readmit_public,
    record_arrival,
    resume_meeting,
)
from tests.council80 import seat_council
from voting.models import Elector, Poll
from voting.services import close_poll, create_poll, declare_result, enter_votes

WORDS = (
    "ÜBERÖRTLICHE FÖRDERUNG der Straßenbahnverbindung zwischen Übach-Palenberg und Ödenkirchen "
    "einschließlich Bürgerbeteiligung; "
)
LENGTHS = (20, 127, 250, 500)
LONG = "Prof. Dr. Anna-Maria Freifrau von Weizsäcker-Schnarrenberger zu Leutheusser-Obermeier"
NAME = (
    "12. Sitzung des Rates der Säle zur Überprüfung der Öffentlichkeitsbeteiligung in Übach-Palenberg und "
    "Größenordnungen für d’Hone 27"
)
DRAFT = (
    "Der Rat beschließt, die Verbindung bis zum Fahrplanwechsel auszubauen und nach zwölf Monaten über "
    "die Nutzung zu berichten. "
)


def title_of(length: int) -> str:
    """A title of exactly so many characters, umlauts in capitals and a long compound among them."""
    return (WORDS * 5)[: length - 1] + "E"


def hold(email: str) -> dict[str, Any]:
    """The meeting, convened; the account is its clerk."""
    user = User.objects.get(email=email)
    body = Body.objects.create(institution=Institution.objects.all()[0], name="Rat der Säle", statutory_seats=200)
    Membership.objects.create(person=user.person, body=body, role=Role.CLERK, starts_on="2020-11-01")
    people, clerk = seat_council(body), actor_for(user, body_id=body.pk)
    Person.objects.filter(pk=people[3].pk).update(given_name=LONG.rsplit(" ", 1)[0], family_name=LONG.rsplit(" ", 1)[1])
    data = {"format": "hybrid", "hall": "Ratssaal", "starts_at": timezone.now() + timedelta(minutes=5)}
    meeting = create_meeting(body=body, actor=clerk, title=NAME, **data)
    items = [add_item(meeting=meeting, part="public", title=title_of(length), actor=clerk) for length in LENGTHS]
    for item in items:
        item.draft_resolution = (DRAFT * 5)[: LENGTHS[items.index(item)]]
        item.save(update_fields=["draft_resolution"])
    add_item(meeting=meeting, part="non_public", title="Geheimes", public_title="Grundstücksangelegenheit", actor=clerk)
    convene_meeting(meeting=meeting, actor=clerk)
    return {"meeting": meeting.pk, "items": [item.pk for item in items], "people": [person.pk for person in people]}


class Hall:
    """Each method is one stage; called by its name, with the place of the item where one is meant."""

    def __init__(self, email: str, meeting: int) -> None:
        self.meeting = Meeting.objects.get(pk=meeting)
        self.clerk: Actor = actor_for(User.objects.get(email=email), body_id=self.meeting.body_id, meeting=self.meeting)
        self.items = list(self.meeting.items.filter(part="public").order_by("position"))
        rows = self.meeting.body.memberships.filter(role=Role.MEMBER).select_related("person").order_by("pk")
        self.people = [row.person for row in rows]

    def opened(self) -> None:
        """Open, with 68 in the hall and 12 from home."""
        open_meeting(meeting=self.meeting, actor=self.clerk)
        for place, person in enumerate(self.people):
            record_arrival(
                meeting=self.meeting, person=person, mode="remote" if place % 7 == 3 else "hall", actor=self.clerk
            )

    def item(self, place: int) -> None:
        """That item is called; the one before is closed."""
        for item in self.meeting.items.filter(state="open"):
            close_item(item=item, actor=self.clerk)
        open_item(item=self.items[place], actor=self.clerk)

    def speaker(self, place: int) -> None:
        """The member with the longest name speaks, twelve wait."""
        item = self.items[place]
        open_list(item=item, actor=self.clerk)
        set_time(item=item, seconds=300, contributions=0, actor=self.clerk)
        rows = [enter_request(item=item, person=person.pk, actor=self.clerk) for person in self.people[3:16]]
        call_speaker(request=rows[0], without_media=True, actor=self.clerk)

    def slides(self, place: int) -> None:
        """Slides are presented on that item, from their third page on."""
        deck = io.BytesIO()
        sheet = Canvas(deck, (960, 540), initialFontName="Helvetica")
        for number in range(1, 5):
            sheet.drawString(60, 270, f"Folie {number}")
            sheet.showPage()
        sheet.save()
        upload = SimpleUploadedFile("Folien.pdf", deck.getvalue())
        file = attach_file(item=self.items[place], upload=upload, title=title_of(500), actor=self.clerk)
        present_file(file=file, page=3, actor=self.clerk)

    def slides_over(self) -> None:
        """Nothing is presented any more."""
        stop_presenting(meeting=self.meeting, actor=self.clerk)

    def motion(self, place: int) -> None:
        """Nobody speaks any more; an amendment is moved."""
        for row in SpeakingRequest.objects.filter(item=self.items[place], state="speaking"):
            end_speech(request=row, actor=self.clerk)
        text = (
            self.items[place].draft_resolution.replace("zwölf", "sechs").replace("auszubauen", "zweigleisig auszubauen")
        )
        move_amendment(item=self.items[place], text=text, person=self.people[3].pk, actor=self.clerk)

    def vote(self, place: int, *, amendment: bool = False) -> None:
        """A vote by roll call on the draft, or on what was moved; half of the answers are in."""
        motion = self.items[place].motions.latest("pk").pk if amendment else 0
        despite = [] if amendment else [row.pk for row in self.items[place].motions.filter(state="moved")]
        poll = create_poll(
            item=self.items[place],
            method="hands",
            motion=motion,
            despite_motions=despite,
            open_now=True,
            actor=self.clerk,
        )
        electors = list(Elector.objects.filter(poll=poll).order_by("position"))[:40]
        enter_votes(poll=poll, choices={row.pk: "yes" for row in electors}, actor=self.clerk)

    def closed(self) -> None:
        """The other half is in, and the vote is closed."""
        poll = Poll.objects.filter(meeting=self.meeting).latest("pk")
        electors = list(Elector.objects.filter(poll=poll).order_by("position"))[40:]
        choices = {row.pk: ("no", "abstain", "no")[place % 3] for place, row in enumerate(electors)}
        enter_votes(poll=poll, choices=choices, actor=self.clerk)
        close_poll(poll=poll, actor=self.clerk)

    def result(self) -> None:
        """The chair has declared the result."""
        declare_result(poll=Poll.objects.filter(meeting=self.meeting).latest("pk"), actor=self.clerk)

    def recess(self) -> None:
        """A recess of a quarter of an hour."""
        interrupt_meeting(meeting=self.meeting, minutes=15, actor=self.clerk)

    def resumed(self) -> None:
        """It goes on."""
        resume_meeting(meeting=self.meeting, actor=self.clerk)

    def closed_to_public(self) -> None:
        """The public is out."""
        for item in self.meeting.items.filter(state="open"):
            close_item(item=item, actor=self.clerk)
        exclude_public(meeting=self.meeting, category="Liegenschaftssachen", motion="", actor=self.clerk)

    def over(self) -> None:
        """The public is in again, and the meeting closed."""
        readmit_public(meeting=self.meeting, actor=self.clerk)
        close_meeting(meeting=self.meeting, actor=self.clerk)
