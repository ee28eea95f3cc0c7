"""Votes one can trust, on seven screens at once: an amendment in a mixed tally and its motion, a connection lost in the
middle, a roll call that ends in a tie, a vote annulled and held again, a result recomputed without somebody; then the
minutes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e import lively
from tests.e2e.council import FOLLOWS, Council, found_line
from tests.e2e.council_course import PHONE, TABLET, enter, poll_number, vote
from tests.e2e.scenes import reach_out
from tests.e2e.test_lively_meeting import AT_HOME, HALL, IN_HALL, REMOTE, THIRD, step

pytestmark = pytest.mark.any_database


DRAFT = "Der Ausschuss kauft zehn Ladesäulen."
MORE = "Der Ausschuss kauft zwanzig Ladesäulen."
FIELD = "Der Verein erhält einen Kunstrasen."
STREET = "Die Straße heißt Kanarienweg."
ALL = ("clerk", "chair", HALL, REMOTE, "citizen", "display")
PLAN = """
import json
from config.demo.meetings import HALL, HYBRID, berlin, write_agenda
from config.demo.people import clerk_of
from django.utils import timezone
from meetings.models import Body
from meetings.selectors import roll
from meetings.services import create_meeting
body = Body.objects.get(name="Digitalisierungsausschuss")
clerk, today = clerk_of(body), timezone.localdate()
meeting = create_meeting(body=body, actor=clerk, title="15. Sitzung des Digitalisierungsausschusses (Demo)",
    format="hybrid",
    legal_basis=HYBRID, hall=HALL, starts_at=berlin(today, 22), ends_at=berlin(today, 23))
items = write_agenda(meeting, clerk, "public", [
    {"title": "Ladesäulen", "treatment": "decision", "draft_resolution": "%(draft)s"},
    {"title": "Kunstrasen", "treatment": "decision", "draft_resolution": "%(field)s"},
    {"title": "Straßenname", "treatment": "decision", "draft_resolution": "%(street)s"},
])
people = [row.person for row in roll(meeting) if row.person.user]
rows = [(person.user.email.split("@")[0], person.pk, person.name) for person in people]
print("planned", json.dumps({"meeting": meeting.pk, "items": [item.pk for item in items], "people": rows}))
"""


def test_votes_one_can_trust(visit: Callable[..., Page], manage: Callable[..., str]):
    played = plan(manage)
    gather(played, visit)
    allow_devices(played)
    mixed_amendment(played)
    lost_connection(played)
    roll_call(played)
    annul_and_repeat(played)
    recompute(played)
    close(played)
    assert played.faults == {}


def plan(manage: Callable[..., str]) -> Council:
    script = PLAN.replace("%(draft)s", DRAFT).replace("%(field)s", FIELD).replace("%(street)s", STREET)
    found = json.loads(found_line(manage("shell", "-c", script), "planned"))
    people = {address: key for address, key, _ in found["people"]}
    return Council(
        manage, found["meeting"], found["items"], people, {address: name for address, _, name in found["people"]}
    )


def gather(played: Council, visit: Callable[..., Page]) -> None:
    """Thirteen sit in the hall, five at home; seven screens look on."""
    clerk = played.pages["clerk"] = visit("clerk")
    enter(clerk, played.url("desk"))
    step(clerk, "Sitzung einberufen")
    step(clerk, "Sitzung eröffnen")
    looks = {"chair": visit("chair", **TABLET), HALL: visit("member", 0, **PHONE), REMOTE: visit("member", 1, **TABLET)}
    looks |= {
        THIRD: visit("member", 2, **TABLET, locale="en-GB"),
        "citizen": visit(**PHONE),
        "display": visit(size=(1920, 1080)),
    }
    faces = {"chair": "reading", HALL: "room", REMOTE: "room", THIRD: "room", "citizen": "public", "display": "screen"}
    for name, page in looks.items():
        enter(page, played.url(faces[name]))
    played.pages |= looks
    lively.seat(
        played, [*((one, "hall") for one in (*IN_HALL, HALL, THIRD)), *((one, "remote") for one in (REMOTE, *AT_HOME))]
    )
    for words in (
        "ordnungsgemäß eingeladen",
        "Beschlussfähigkeit feststellen",
        "auf Befangenheit hingewiesen",
        "Tagesordnung festgestellt",
    ):
        step(clerk, words)


def allow_devices(played: Council) -> None:
    """Without an approval the desk offers hands alone, until the reason is on record (REQ-128)."""
    clerk = played["clerk"]
    step(clerk, "Ö 1 aufrufen")
    expect(clerk.locator("#method-new option[value=open]")).to_have_count(0)
    clerk.locator("#override-approval > summary").click()
    clerk.locator("#override-reason").fill("Probe mit Zustimmung aller")
    clerk.get_by_role("button", name="Elektronische Abstimmung in dieser Sitzung erlauben").click()
    clerk.locator("#override-approval [data-armed]").click()
    expect(clerk.locator("#method-new option[value=open]")).to_have_count(1)


def mixed_amendment(played: Council) -> None:
    """Hands in the hall and devices at home in one tally: thirteen and five, nobody twice."""
    clerk, hall = played["clerk"], played[HALL]
    reach_out(hall)
    hall.locator("#amend-draft > summary").tap()
    hall.locator("#motion-text-draft").fill(MORE)
    hall.locator("#amend-draft").get_by_role("button", name="Änderungsantrag stellen").tap()
    played.all_see("motions", MORE, "clerk", "chair")
    clerk.locator("#panel-motions select[name=method]").first.select_option("mixed")
    clerk.locator("#panel-motions").get_by_role("button", name="Zur Abstimmung stellen").first.click()
    played.all_see("my_ballot", "Heben Sie die Hand", HALL)
    played.all_see("poll", "Handzeichen im Saal, Geräte der Zugeschalteten", *ALL)
    vote(played[REMOTE], "Ja")
    played.cast_for_others(poll_number_of_hands(clerk), AT_HOME)
    played.look("01-mixed", HALL, REMOTE, "clerk", also=("chair", "citizen", "display"))
    fill_hands(clerk, yes=9, no=9, abstain=0)
    expect(clerk.locator("#hands-refusal")).to_contain_text("mehr als die 13")
    fill_hands(clerk, yes=9, no=2, abstain=2)
    step(clerk, "Ergebnis feststellen")
    played.all_see("poll", "Mehrheitlich beschlossen: 10 Ja, 6 Nein, 2 Enthaltungen", *ALL)
    played.all_see("poll", "Adopted by a majority: 10 yes, 6 no, 2 abstentions", THIRD)
    played.look("02-mixed-result", "citizen", also=("clerk", "display", HALL))


def fill_hands(clerk: Page, **numbers: int) -> None:
    for answer, number in numbers.items():
        clerk.locator(f"#hands-{answer}").fill(str(number))
    clerk.get_by_role("button", name="Speichern und Abstimmung schließen").click()


def poll_number_of_hands(clerk: Page) -> int:
    action = clerk.locator("form[action$='/hands/']").get_attribute("action") or ""
    return int(action.split("/")[2])


def lost_connection(played: Council) -> None:
    """The motion as amended; in the middle of the vote a member's connection is gone, and the vote counts all the
    same, once.
    """
    clerk, remote = played["clerk"], played[REMOTE]
    step(clerk, "Zur Abstimmung stellen")
    played.all_see("my_ballot", MORE, HALL, REMOTE, THIRD)
    remote.context.set_offline(True)
    remote.locator(".vote-sheet__choice", has_text="Ja").click()
    remote.locator(".vote-sheet__confirm").click()
    expect(remote.locator("[data-ballot-status]")).to_contain_text("Noch nicht gespeichert: Ja")
    played.look("03-offline", also=(REMOTE,))
    remote.context.set_offline(False)
    expect(remote.locator("[data-ballot-status]")).to_contain_text("Gespeichert: Ja")
    vote(played[HALL], "Nein")
    vote(played[THIRD], "Yes", "Stored")
    played.cast_for_others(poll_number(clerk), ["chair", *IN_HALL[1:], *AT_HOME])
    step(clerk, "Abstimmung schließen")
    step(clerk, "Ergebnis feststellen")
    played.all_see("poll", "Mehrheitlich beschlossen: 13 Ja, 5 Nein", *ALL)
    expect(played["citizen"].locator(".seat-chart__seat")).to_have_count(18)
    expect(played["citizen"].locator(".seat-chart__seat--no")).to_have_count(5)
    played.look("04-names", "citizen", "clerk", also=("display", "chair", HALL))
    step(clerk, "Ö 1 schließen")


def roll_call(played: Council) -> None:
    """The names are called in order; nine say yes and nine no, so the motion has failed."""
    clerk = played["clerk"]
    step(clerk, "Ö 2 aufrufen")
    clerk.locator(f"#create-poll-{played.items[1]} > summary").click()
    clerk.locator("#method-new").select_option("roll_call")
    clerk.locator(f"#create-poll-{played.items[1]}").get_by_role("button", name="Abstimmung eröffnen").click()
    first = clerk.locator(".next-step__button")
    expect(first).to_contain_text("aufrufen", timeout=FOLLOWS)
    clerk.locator("body").click(position={"x": 5, "y": 5})
    clerk.keyboard.press("n")
    for place in range(18):
        called = clerk.locator(".poll__called strong").inner_text()
        if place == 4:
            played.all_see("poll", called, *ALL)
            played.look("05-roll-call", "clerk", also=("display", "chair", HALL, REMOTE))
        clerk.keyboard.press("1" if place % 2 else "2")
        if place < 17:
            expect(clerk.locator(".poll__called strong")).not_to_have_text(called, timeout=FOLLOWS)
    step(clerk, "Abstimmung schließen")
    step(clerk, "Ergebnis feststellen")
    played.all_see("poll", "Bei Stimmengleichheit abgelehnt: 9 Ja, 9 Nein", *ALL)
    step(clerk, "Ö 2 schließen")


def annul_and_repeat(played: Council) -> None:
    """Somebody asks for the vote to be held again: both stay on record, the new one holds."""
    clerk = played["clerk"]
    step(clerk, "Ö 3 aufrufen")
    step(clerk, "Zur Abstimmung stellen")
    for name, choice in ((HALL, "Ja"), (REMOTE, "Nein")):
        vote(played[name], choice)
    step(clerk, "Abstimmung schließen")
    clerk.locator("#panel-poll details[id^=poll-annul] > summary").click()
    clerk.locator("#panel-poll input[id^=annul]").fill("Die Frage war nicht zu hören")
    clerk.locator("#panel-poll").get_by_role("button", name="Für ungültig erklären", exact=True).click()
    clerk.locator("#panel-poll [data-armed]").click()
    played.all_see("poll", "Ungültig", *ALL)
    played.look("06-annulled", "citizen", also=("clerk", "display"))
    clerk.locator("body").click(position={"x": 5, "y": 5})
    step(clerk, "Abstimmung wiederholen")
    for name in (HALL, REMOTE):
        vote(played[name], "Ja")
    vote(played[THIRD], "Abstain", "Stored")
    step(clerk, "Abstimmung schließen")
    step(clerk, "Ergebnis feststellen")
    played.all_see("poll", "Einstimmig beschlossen bei 1 Enthaltung", *ALL)
    played.look("07-repeated", also=("clerk", "display", "citizen"))


def recompute(played: Council) -> None:
    """What the result would be without one person."""
    clerk = played["clerk"]
    clerk.get_by_role("link", name="Ohne eine Person neu berechnen").click()
    family, given = played.names[HALL].split()[-1], played.names[HALL]
    option = clerk.locator("#recompute-elector option", has_text=re.compile(family))
    clerk.locator("#recompute-elector").select_option(option.first.get_attribute("value"))
    clerk.get_by_role("button", name="Neu berechnen").click()
    expect(clerk.get_by_role("status").filter(has_text="nicht entscheidend")).to_be_visible()
    assert given
    played.look("08-recomputed", "clerk")
    enter(clerk, played.url("desk"))


def close(played: Council) -> None:
    """The minutes say it all: how was voted, the sentences, the annulled vote and its ground, the missing approval
    and why.
    """
    clerk = played["clerk"]
    step(clerk, "Ö 3 schließen")
    step(clerk, "Sitzung schließen")
    answer = clerk.request.get(f"/meetings/{played.meeting}/minutes.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages).split())
    for words in (
        "Mehrheitlich beschlossen: 10 Ja, 6 Nein, 2 Enthaltungen",
        "Handzeichen im Saal, Geräte der Zugeschalteten, Einfache Mehrheit",
        "Mehrheitlich beschlossen: 13 Ja, 5 Nein",
        "Bei Stimmengleichheit abgelehnt: 9 Ja, 9 Nein",
        "Namentliche Abstimmung",
        "Einstimmig beschlossen bei 1 Enthaltung",
        "für ungültig erklärt: Die Frage war nicht zu hören",
        "keine Zulassung hat. Grund: Probe mit Zustimmung aller",
    ):
        assert words in text, text
