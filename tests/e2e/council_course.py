"""The first stations of the full meeting: arrival, seats, a vote, a lost connection, a disturbance, a recess."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.council import Council

IN_HALL = [
    "chair",
    "deputy1",
    "deputy2",
    *(f"member{number:02}" for number in range(4, 12)),
    *(f"expert{number}" for number in range(1, 6)),
]
"""Entered from the file of the reception; they have no screen of their own here but the chair."""
HALL, REMOTE, LATE, SUBSTITUTE = "member01", "member02", "member03", "substitute1"
PHONE: dict[str, Any] = {"size": (390, 844), "has_touch": True, "is_mobile": True}
TABLET: dict[str, Any] = {"size": (820, 1180), "has_touch": True}
OUTSIDE = ("citizen", "display")


def press(page: Page, words: str, *, twice: bool = False) -> None:
    """Press the one button that offers what normally comes now, and wait until something else does."""
    button = page.locator(".next-step__button")
    expect(button).to_contain_text(words)
    leads_elsewhere = button.get_attribute("href") is not None
    button.click()
    if twice:
        page.locator(".next-step__button[data-armed]").click()
    if not leads_elsewhere:
        expect(page.locator(".next-step__button", has_text=words)).to_have_count(0)


def enter(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("body[data-connection=open]")).to_be_attached()


def gather(played: Council, visit: Callable[..., Page]) -> None:
    """The clerk convenes and opens; everybody opens their screen."""
    clerk = played.pages["clerk"] = visit("clerk")
    enter(clerk, played.url("desk"))
    press(clerk, "Sitzung einberufen")
    press(clerk, "Sitzung eröffnen")
    expect(clerk.locator("#panel-status")).to_contain_text("Läuft")
    clerk.goto(played.url("attendance").replace("/attendance/", "/displays/"))
    display = clerk.locator(".stays__link a").get_attribute("href")
    looks = {"chair": visit("chair", size=(1180, 820), has_touch=True), "hall": visit("member", 0, **PHONE)}
    looks |= {"remote": visit("member", 1, **TABLET), "substitute": visit("substitute", 0, **TABLET, locale="en-GB")}
    looks |= {"citizen": visit(**PHONE), "display": visit(size=(1920, 1080))}
    faces = {"chair": "desk", "hall": "room", "remote": "room", "substitute": "room", "citizen": "public"}
    for name, page in looks.items():
        enter(page, played.url(faces[name]) if name in faces else display or "")
    played.pages |= looks


def arrive(played: Council) -> None:
    """The file of the reception, the code of the display, the own word; then the quorum."""
    clerk, hall, remote = played["clerk"], played["hall"], played["remote"]
    played.pages["clerk"].goto(played.url("attendance"))
    clerk.get_by_role("link", name="Anwesenheitsliste aus einer Datei einlesen").click()
    lines = ["Name;Art", *(f"{played.names[one]};Saal" for one in (*IN_HALL, "clerk"))]
    clerk.locator("#roll-file").set_input_files(
        {"name": "saal.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    clerk.get_by_role("button", name="Vorschau").click()
    played.look("01-import", "clerk")
    clerk.get_by_role("button", name="Alle eintragen").click()
    enter(clerk, played.url("desk"))
    played.look("02-not-there-yet", "hall", "display")
    hall.locator("#hall-code").fill(played["display"].locator("[data-code]").inner_text())
    hall.get_by_role("button", name="Ich nehme im Saal teil").click()
    played.all_see("my_part", re.compile("Sie nehmen teil.*mit Stimmrecht", re.DOTALL), "hall")
    remote.get_by_role("button", name="Ich nehme zugeschaltet teil").click()
    played.all_see("my_part", re.compile("Sie nehmen teil.*mit Stimmrecht", re.DOTALL), "remote")
    played["substitute"].get_by_role("button", name="I take part remotely").click()
    played.all_see("my_part", re.compile("You take part.*without a vote", re.DOTALL), "substitute")
    played.all_see("status", "18 von 25", "clerk", "chair", "hall", "remote", "citizen", "display")
    played.all_see("status", "18 of 25", "substitute")
    played.all_see("attendance", played.names[REMOTE], "citizen", "display")
    press(clerk, "ordnungsgemäß eingeladen")
    press(clerk, "Beschlussfähigkeit feststellen")
    press(clerk, "auf Befangenheit hingewiesen")
    press(clerk, "Tagesordnung festgestellt")
    played.look("03-quorate", "chair", "remote", also=("clerk", "hall", "substitute", "citizen", "display"))


def represent(played: Council) -> None:
    """The substitute takes the seat of the member who is not there yet."""
    clerk, name, member = played["clerk"], played.names[SUBSTITUTE], played.names[LATE]
    press(clerk, "Ö 1 aufrufen")
    played.row("clerk", LATE).get_by_role("button", name=f"Sitz an {name}").click()
    played.all_see("attendance", f"für {member}", "clerk", "chair", "hall", "remote", "citizen", "display")
    played.all_see("my_part", re.compile(f"with a vote for {member}"), "substitute")
    played.all_see("status", "19 von 25", "clerk", "citizen", "display")
    played.look("04-represented", "substitute", also=("clerk", "display"))
    press(clerk, "Ö 1 schließen")


def vote(member: Page, choice: str, stored: str = "Gespeichert") -> None:
    """Two taps, and the member knows that it counted."""
    member.locator(".vote-sheet__choice", has_text=choice).click()
    member.locator(".vote-sheet__confirm").click()
    expect(member.locator("[data-ballot-status]")).to_contain_text(f"{stored}: {choice}")


def poll_number(clerk: Page) -> int:
    action = clerk.locator("form[action^='/polls/'][action$='/close/']").first.get_attribute("action") or ""
    return int(action.split("/")[2])


def first_vote(played: Council) -> None:
    """Nineteen seats vote, the substitute for the member who is late."""
    clerk = played["clerk"]
    press(clerk, "Ö 2 aufrufen")
    press(clerk, "Zur Abstimmung stellen")
    for name in ("chair", "hall", "remote"):
        played.all_see("my_ballot", "Der Ausschuss beschließt, einen Mängelmelder zu erproben.", name)
    played.all_see("poll", "0 von 19", "clerk", "citizen", "display")
    played.look("05-vote", "hall", "citizen", "display", also=("clerk", "chair", "remote", "substitute"))
    for name in ("chair", "hall", "remote"):
        vote(played[name], "Ja")
    vote(played["substitute"], "Abstain", "Stored")
    played.all_see("poll", "4 von 19", "clerk", "citizen", "display")
    played.cast_for_others(poll_number(clerk), IN_HALL[1:])
    press(clerk, "Abstimmung schließen", twice=True)
    press(clerk, "Ergebnis feststellen")
    played.all_see(
        "poll", "Mehrheitlich beschlossen: 13 Ja, 5 Nein, 1 Enthaltung", "clerk", "chair", "hall", "remote", *OUTSIDE
    )
    played.look("06-result", "citizen", also=("clerk", "display", "hall", "substitute"))
    press(clerk, "Ö 2 schließen")


def come_late(played: Council) -> None:
    """The member comes; until the clerk hands it back the substitute holds the seat."""
    clerk = played["clerk"]
    press(clerk, "Ö 3 aufrufen")
    played.row("clerk", LATE).get_by_role("button", name=re.compile("^Saal")).click()
    expect(played.row("clerk", LATE).get_by_role("button", name=re.compile("^Saal"), pressed=True)).to_be_visible()
    expect(played.row("clerk", LATE)).to_contain_text(f"vertreten durch {played.names[SUBSTITUTE]}")
    played.look("07-late", "clerk")
    played.row("clerk", LATE).get_by_role("button", name="zurückgeben").click()
    played.all_see("my_part", re.compile("You take part.*without a vote", re.DOTALL), "substitute")
    played["citizen"].locator(".roombar [data-pane-of=agenda]").click()
    expect(played.row("citizen", LATE)).to_be_visible()
    played["citizen"].locator(".roombar [data-pane-of=now]").click()
    played.all_see("status", "19 von 25", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.look("08-handed-back", "substitute", also=("clerk",))


def lose_and_heal(played: Council) -> None:
    """The remote member's line breaks: unreachable for everybody, then absent, and present again by itself."""
    remote = played["remote"]
    remote.context.set_offline(True)
    expect(remote.locator("#connection")).to_contain_text("Verbindung unterbrochen")
    for name in ("clerk", "chair", "hall", "citizen", "display"):
        expect(played[name].locator(".attendance__lost").first).to_contain_text("nicht erreichbar seit", timeout=30_000)
    expect(played["substitute"].locator("#panel-attendance .attendance__lost")).to_contain_text("unreachable since")
    played.look("09-unreachable", "citizen", "display", also=("clerk", "hall"))
    played.all_see("status", "18 von 25", "clerk", "chair", "hall", *OUTSIDE)
    played.all_see("disruptions", played.names[REMOTE], "clerk", "chair")
    played.look("10-absent", also=("chair", "clerk", "hall"))
    remote.context.set_offline(False)
    expect(remote.locator("body[data-connection=open]")).to_be_attached()
    played.all_see("status", "19 von 25", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.all_see("my_part", "Sie nehmen teil", "remote")
    played.look("11-healed", "remote", also=("chair",))
    played["chair"].locator("#panel-disruptions").get_by_role("button", name="Entscheiden").click()
    for name in ("clerk", "chair"):
        expect(played[name].locator(".disruptions")).to_have_count(0)


def disturb(played: Council) -> None:
    """Two taps report it; the chair interrupts, resumes with a ground; what was done meanwhile is done again."""
    clerk, chair, remote = played["clerk"], played["chair"], played["remote"]
    remote.locator("#report-disruption > summary").tap()
    remote.locator("#report-disruption button", has_text="Kein Ton").tap()
    played.all_see("my_disruption", "Ihre Störung ist gemeldet", "remote")
    played.all_see("disruptions", f"{played.names[REMOTE]}: Kein Ton", "clerk", "chair")
    press(clerk, "Ö 3 schließen")
    played.look("12-reported", "remote", also=("clerk", "chair", "hall"))
    chair.get_by_role("button", name="Jetzt unterbrechen").tap()
    played.all_see("status", "Technische Störung", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.look("13-interrupted", "chair", also=("clerk", "hall", "remote", "citizen", "display"))
    press(clerk, "Grund der Fortsetzung angeben")
    chair.locator("#panel-disruptions select").select_option("remedied")
    chair.locator("#panel-disruptions").get_by_role("button", name="Sitzung fortsetzen").tap()
    played.all_see("status", "Läuft", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.all_see("current_item", "Es ist kein Punkt aufgerufen", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.all_see("disruptions", "Ö 3 Bericht zur Terminvergabe", "clerk", "chair", "hall", "remote")
    played.look("14-to-repeat", "clerk", also=("chair", "hall"))
    press(clerk, "Ö 3 wieder aufnehmen")
    press(clerk, "Ö 3 schließen")
    press(clerk, "Als wiederholt vermerken: Ö 3")
    expect(clerk.locator(".disruptions")).to_have_count(0)


def pause(played: Council) -> None:
    """A recess of a few minutes."""
    chair = played["chair"]
    chair.locator("#interrupt-or-adjourn > summary").tap()
    chair.locator("#interrupt-or-adjourn button", has_text="Pause").tap()
    played.all_see("status", "Pause", "clerk", "chair", "hall", "remote", *OUTSIDE)
    played.look("15-recess", "display", also=("clerk", "chair", "hall", "citizen"))
    press(chair, "Sitzung fortsetzen")
    played.all_see("status", "Läuft", "clerk", "chair", "hall", "remote", *OUTSIDE)
