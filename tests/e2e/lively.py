"""The lively meeting's set-up: three matters, a report by a guest, two people with a conflict of interest, an urgent
extension.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.e2e.council import Council, found_line

SECRET = "Kanarienverkauf"
URGENT = "Soforthilfe für die Feuerwache"
DRAFT = "Der Ausschuss beschließt, drei Ladesäulen zu errichten."
MORE = "Der Ausschuss beschließt, drei Ladesäulen mit Solardach zu errichten."
FEWER = "Der Ausschuss beschließt, zwei Ladesäulen zu errichten."

PLAN = """
import json
from datetime import date
from agenda.services import add_presenter
from agenda.selectors import presenter_token
from config.demo.meetings import HALL, HYBRID, berlin, write_agenda
from config.demo.people import clerk_of
from django.utils import timezone
from meetings.models import Body
from meetings.selectors import roll
from meetings.services import create_meeting
body = Body.objects.get(name="Digitalisierungsausschuss")
clerk = clerk_of(body)
today = timezone.localdate()
meeting = create_meeting(body=body, actor=clerk, title="14. Sitzung des Digitalisierungsausschusses (Demo)",
    format="hybrid",
    legal_basis=HYBRID, hall=HALL, starts_at=berlin(today, 22), ends_at=berlin(today, 23))
from tests.approved import approve
approve(meeting)
items = write_agenda(meeting, clerk, "public", [
    {"title": "Ladesäulen", "treatment": "decision",
     "draft_resolution": "%(draft)s"},
    {"title": "Vergabe an den Sportverein", "treatment": "decision",
     "draft_resolution": "Der Verein erhält 500 Euro."},
    {"title": "Vortrag zur Netzplanung", "treatment": "presentation"},
    {"title": "Haushaltsbericht", "treatment": "report"},
])
items += write_agenda(meeting, clerk, "non_public", [
    {"title": "%(secret)s", "public_title": "Grundstücksangelegenheit", "treatment": "decision",
     "draft_resolution": "%(secret)s: Ja."},
])
guest = add_presenter(item=items[2], actor=clerk, name="Frau Netz (Demo)")
people = [row.person for row in roll(meeting) if row.person.user]
rows = [(person.user.email.split("@")[0], person.pk, person.name) for person in people]
found = {"meeting": meeting.pk, "items": [item.pk for item in items], "people": rows, "guest": presenter_token(guest)}
print("planned", json.dumps(found))
"""
SEAT = """
from meetings.models import Meeting, Person
from meetings.selectors import actor_for
from meetings.services import record_arrival
from config.demo.people import clerk_of
meeting = Meeting.objects.get(pk=%(meeting)d)
for address, mode in %(rows)r:
    person = Person.objects.get(user__email=address + "@example.org")
    record_arrival(meeting=meeting, person=person, mode=mode, actor=clerk_of(meeting.body))
"""
ASK = """
from agenda.selectors import open_item
from agenda.services import ask_for_floor, confirm_media
from meetings.models import Meeting, Person
from meetings.selectors import actor_for
meeting = Meeting.objects.get(pk=%(meeting)d)
item = open_item(meeting)
for address in %(addresses)r:
    user = Person.objects.get(user__email=address + "@example.org").user
    actor = actor_for(user, body_id=meeting.body_id, meeting=meeting)
    row = ask_for_floor(item=item, actor=actor)
    if row.mode == "remote":
        confirm_media(request=row, actor=actor)
"""


def plan(manage: Callable[..., str]) -> tuple[Council, str]:
    """The meeting as a draft, and the address of the guest's page."""
    script = PLAN.replace("%(draft)s", DRAFT).replace("%(secret)s", SECRET)
    found: dict[str, Any] = json.loads(found_line(manage("shell", "-c", script), "planned"))
    people = {address: key for address, key, _ in found["people"]}
    names = {address: name for address, _, name in found["people"]}
    return Council(manage, found["meeting"], found["items"], people, names), f"/p/{found['guest']}/"


def seat(played: Council, rows: list[tuple[str, str]]) -> None:
    """Those without a screen here take their seats."""
    played.manage("shell", "-c", SEAT % {"meeting": played.meeting, "rows": rows})


def ask(played: Council, addresses: list[str]) -> None:
    """Those without a screen here ask for the floor, in this order; camera and sound of the remote ones work."""
    played.manage("shell", "-c", ASK % {"meeting": played.meeting, "addresses": addresses})
