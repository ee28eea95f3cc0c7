"""An hour of a lively meeting on eight screens at once; the clerk gets through it with the next step and keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import lively
from tests.e2e.council import FOLLOWS, Council
from tests.e2e.council_course import PHONE, TABLET, enter, poll_number, vote
from tests.e2e.lively import FEWER, MORE, SECRET, URGENT
from tests.e2e.scenes import reach_out, read_it

pytestmark = [pytest.mark.long, pytest.mark.any_database]

HALL, REMOTE, THIRD = "member01", "member02", "member03"
IN_HALL = ["chair", "deputy1", "deputy2", *(f"member{number:02}" for number in range(4, 12))]
AT_HOME = [f"expert{number}" for number in range(1, 5)]
WAITING = [*IN_HALL[1:5], *AT_HOME, *IN_HALL[5:]][:13]
MOVED = """words => {
  const button = document.querySelector(".next-step__button");
  return !button || button.dataset.armed || !button.textContent.includes(words);
}"""
OUTSIDE = ("citizen", "display")


def step(page: Page, words: str) -> None:
    """Let the clerk do what normally comes now, by its key; where it asks again, by the same key again."""
    button = page.locator(".next-step__button")
    expect(button).to_contain_text(words, timeout=FOLLOWS)
    read_it(page)
    page.keyboard.press("n")
    if button.get_attribute("href"):
        return
    armed = page.locator(".next-step__button[data-armed]")
    page.wait_for_function(MOVED, arg=words)
    if armed.count():
        read_it(page)
        page.keyboard.press("n")
        expect(armed).to_have_count(0)


def test_an_hour_of_a_lively_meeting(visit: Callable[..., Page], manage: Callable[..., str]):
    played, guest = lively.plan(manage)
    gather(played, visit, guest)
    debate(played)
    amend(played)
    recuse_in_public(played)
    extend(played)
    report(played)
    postpone_and_hurry(played)
    recuse_behind_closed_doors(played)
    close(played)
    read_journal(played)
    assert played.faults == {}


def gather(played: Council, visit: Callable[..., Page], guest: str) -> None:
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
    looks["guest"] = visit(**PHONE)
    looks["guest"].goto(guest)
    played.pages |= looks
    at_home = [REMOTE, *AT_HOME]
    lively.seat(played, [*((one, "hall") for one in (*IN_HALL, HALL, THIRD)), *((one, "remote") for one in at_home)])
    for words in (
        "ordnungsgemäß eingeladen",
        "Beschlussfähigkeit feststellen",
        "auf Befangenheit hingewiesen",
        "Tagesordnung festgestellt",
    ):
        step(clerk, words)


def debate(played: Council) -> None:
    """Fifteen ask, in the hall and at home; after twelve of them a member moves the end of the debate."""
    clerk = played["clerk"]
    step(clerk, "Ö 1 aufrufen")
    clerk.keyboard.press("r")
    for name in (HALL, REMOTE):
        reach_out(played[name])
        played[name].locator("#panel-my_floor").get_by_role("button", name="Wortbeitrag").click()
        played.all_see("my_floor", "Sie stehen an Stelle", name)
    lively.ask(played, WAITING)
    played.all_see("speakers", "15 warten", "clerk", "citizen", "display")
    played.all_see("my_floor", "Sie stehen an Stelle 2", REMOTE)
    played.look("01-fifteen", HALL, "citizen", also=("clerk", "chair", "display", REMOTE))
    step(clerk, f"{played.names[HALL]} das Wort erteilen")
    for who in ("chair", HALL, REMOTE, *OUTSIDE):
        expect(played[who].locator(".speakers__clock")).to_contain_text(re.compile(r"4:\d\d"), timeout=FOLLOWS)
    played.look("02-speaks", "chair", "display", also=("clerk", HALL, "citizen"))
    step(clerk, "beenden")
    played[REMOTE].get_by_role("button", name="Kamera und Ton funktionieren").click()
    expect(played[REMOTE].get_by_role("button", name="Kamera und Ton funktionieren")).to_have_count(0)
    for name in (REMOTE, *WAITING[:10]):
        step(clerk, f"{played.names[name]} das Wort erteilen")
        step(clerk, "beenden")
    third = played[THIRD]
    third.locator("#move-procedural > summary").tap()
    third.locator("#my-procedural-kind").select_option("end_debate")
    third.get_by_role("button", name="Move it").tap()
    played.all_see("procedure", "Schluss der Aussprache", "clerk", "chair", REMOTE, *OUTSIDE)
    played[REMOTE].get_by_role("button", name="Ich spreche dagegen").tap()
    played.all_see("procedure", played.names[REMOTE], "clerk")
    played.look("03-procedure", REMOTE, THIRD, also=("clerk", "chair", HALL))
    for name in (THIRD, REMOTE):
        step(clerk, f"{played.names[name]} das Wort erteilen")
        step(clerk, "beenden")
    step(clerk, "Über den Antrag zur Geschäftsordnung abstimmen: Schluss der Aussprache")
    decide(played, {HALL: "Ja", REMOTE: "Nein", THIRD: "Yes", "chair": "Ja"})
    played.all_see("speakers", "Die Aussprache ist geschlossen", "clerk")


def decide(played: Council, choices: dict[str, str]) -> None:
    """Those with a screen vote on it, the others by the service; the clerk closes and declares by key."""
    for name, choice in choices.items():
        if name == "chair":
            continue
        vote(played[name], choice, "Stored" if name == THIRD else "Gespeichert")
    played.cast_for_others(poll_number(played["clerk"]), ["chair", *IN_HALL[1:], *AT_HOME])
    step(played["clerk"], "Abstimmung schließen")
    step(played["clerk"], "Ergebnis feststellen")


def amend(played: Council) -> None:
    """Two amendments, the more far-reaching first; then the draft as it reads now."""
    clerk = played["clerk"]
    for name, words, button in ((HALL, MORE, "Änderungsantrag stellen"), (REMOTE, FEWER, "Änderungsantrag stellen")):
        page = played[name]
        reach_out(page)
        # A tap right after another one at the same place would be a double one, which is one wish: so `click` below.
        page.locator("#amend-draft > summary").tap()
        page.locator("#motion-text-draft").fill(words)
        page.locator("#amend-draft").get_by_role("button", name=button).click()
        played.all_see("motions", played.names[name], "clerk", "chair", THIRD)
    played.look("04-amendments", HALL, also=("clerk", "chair", "citizen", "display", REMOTE))
    step(clerk, f"Antrag von {played.names[HALL]}")
    played.all_see("my_ballot", MORE, HALL)
    decide(played, {HALL: "Ja", REMOTE: "Ja", THIRD: "Yes"})
    step(clerk, f"Antrag von {played.names[REMOTE]}")
    decide(played, {HALL: "Nein", REMOTE: "Nein", THIRD: "No"})


def recuse_in_public(played: Council) -> None:
    """Whoever is recused listens, and is not asked to vote."""
    clerk, hall = played["clerk"], played[HALL]
    step(clerk, "Zur Abstimmung stellen")
    decide(played, {HALL: "Ja", REMOTE: "Ja", THIRD: "Yes"})
    reach_out(hall)
    hall.locator("#declare-recusal > summary").tap()
    hall.locator("#my-recusal-item").select_option(str(played.items[1]))
    hall.get_by_role("button", name="Befangenheit anzeigen").click()
    hall.locator("#declare-recusal [data-armed]").click()
    played.all_see("recusals", played.names[HALL], "clerk", "chair", REMOTE)
    step(clerk, "Ö 1 schließen")
    step(clerk, "Ö 2 aufrufen")
    played.all_see("my_recusals", "Sie dürfen zuhören", HALL)
    step(clerk, "Zur Abstimmung stellen")
    expect(hall.locator(".vote-sheet")).to_have_count(0)
    played.look("05-recused", HALL, also=("clerk", "chair"))
    decide(played, {REMOTE: "Ja", THIRD: "Yes"})
    step(clerk, "Ö 2 schließen")


def extend(played: Council) -> None:
    """By resolution, with its ground; everybody's agenda follows."""
    clerk = played["clerk"]
    clerk.goto(f"/meetings/{played.meeting}/agenda/")
    clerk.locator("#add-public").fill(URGENT)
    clerk.locator("#urgency-public").select_option("duldet keinen Aufschub")
    clerk.locator("#ground-public").fill("Das Dach ist undicht.")
    clerk.locator("#resolution-public").fill("einstimmig")
    clerk.locator("#resolution-public").press("Enter")
    expect(clerk.locator("#region-public")).to_contain_text(URGENT)
    played.look("06-extended", "clerk")
    played.all_see("agenda", URGENT, "citizen", HALL)
    enter(clerk, played.url("desk"))


def report(played: Council) -> None:
    """The guest is asked in and has a clock of their own."""
    clerk, guest = played["clerk"], played["guest"]
    step(clerk, "Ö 3 aufrufen")
    expect(guest.locator(".presenter-card__call")).to_contain_text("kommen Sie jetzt herein")
    step(clerk, "Frau Netz (Demo) das Wort erteilen")
    expect(guest.locator(".presenter-card__call")).to_have_text("Sie haben das Wort.")
    played.look("07-guest", "guest", also=("clerk", "display"))
    step(clerk, "beenden")
    step(clerk, "Ö 3 schließen")


def postpone_and_hurry(played: Council) -> None:
    """What is not ready is put off; what cannot wait is dealt with."""
    clerk, item = played["clerk"], played.items[3]
    clerk.locator(f"[popovertarget=more-{item}]").click()
    clerk.locator(f"#item-ground-{item}").fill("Die Zahlen fehlen")
    clerk.locator(f"#more-{item}").get_by_role("button", name="Auf eine spätere Sitzung vertagen").click()
    played.all_see("agenda", "Vertagt", "citizen", "clerk")
    step(clerk, "Ö 5 aufrufen")
    played.all_see("current_item", URGENT, "chair", REMOTE, *OUTSIDE)
    clerk.keyboard.press("r")
    played.all_see("speakers", "Liste schließen", "clerk")
    lively.ask(played, WAITING[10:])
    for name in WAITING[10:]:
        step(clerk, f"{played.names[name]} das Wort erteilen")
        step(clerk, "beenden")
    step(clerk, "Ö 5 schließen")


def recuse_behind_closed_doors(played: Council) -> None:
    """Of a non-public item whoever is recused sees nothing, on no screen, until it is over."""
    clerk, remote = played["clerk"], played[REMOTE]
    remote.locator("#declare-recusal > summary").tap()
    remote.locator("#my-recusal-item").select_option(str(played.items[4]))
    remote.get_by_role("button", name="Befangenheit anzeigen").click()
    remote.locator("#declare-recusal [data-armed]").click()
    played.all_see("recusals", played.names[REMOTE], "clerk")
    step(clerk, "Öffentlichkeit ausschließen")
    clerk.locator("#publicity-category").select_option("Liegenschaftssachen")
    clerk.locator("#panel-publicity").get_by_role("button", name="Öffentlichkeit ausschließen").click()
    expect(clerk.locator("#publicity-heading")).to_have_text("Öffentlichkeit: Nichtöffentlich")
    clerk.locator("body").click(position={"x": 5, "y": 5})
    step(clerk, "N 1 aufrufen")
    played.all_see("current_item", SECRET, "clerk", "chair", HALL, THIRD)
    for who in (REMOTE, *OUTSIDE, "guest"):
        expect(played[who].locator("body")).not_to_contain_text(SECRET, timeout=FOLLOWS)
    fetched = [remote.request.get(played.url(face)).text() for face in ("public", "live", "room", "screen")]
    assert not [text for text in fetched if SECRET in text]
    assert remote.request.get(f"/items/{played.items[4]}/").status == 404
    played.look("08-outside", REMOTE, also=("clerk", "chair", HALL))
    step(clerk, "Zur Abstimmung stellen")
    decide(played, {HALL: "Ja", THIRD: "Yes"})
    step(clerk, "N 1 schließen")
    remote.get_by_role("button", name="Ich nehme zugeschaltet teil").tap()
    played.all_see("my_part", re.compile("Sie nehmen teil.*mit Stimmrecht", re.DOTALL), REMOTE)


def close(played: Council) -> None:
    step(played["clerk"], "Sitzung schließen")
    played.all_see("status", "Geschlossen", "clerk", "chair", *OUTSIDE)
    played.look("09-closed", "clerk", also=("citizen", HALL))


TOLD = (
    ("{hall} erhält das Wort (Wortbeitrag).", "{hall} has the floor (Contribution)."),
    (
        "{third} stellt einen Antrag zur Geschäftsordnung: Schluss der Aussprache.",
        "{third} makes a procedural motion: End of the debate.",
    ),
    (
        "{remote} spricht gegen den Antrag zur Geschäftsordnung: Schluss der Aussprache.",
        "{remote} speaks against the procedural motion: End of the debate.",
    ),
    ("{third} erhält das Wort (Wortmeldung zur Geschäftsordnung).", "{third} has the floor (Point of order)."),
    (
        "Der Antrag zur Geschäftsordnung wurde angenommen: Schluss der Aussprache.",
        "The procedural motion was accepted: End of the debate.",
    ),
    ("Die Aussprache zu TOP Ö 1 wurde geschlossen.", "The debate on item Ö 1 was closed."),
    (
        "Der Antrag von {hall} (A (Demo)) zu TOP Ö 1 wurde angenommen: " + MORE,
        "The motion of {hall} (A (Demo)) on item Ö 1 was accepted: " + MORE,
    ),
    ("{hall} zeigt Befangenheit zu TOP Ö 2 an.", "{hall} declares a conflict of interest in item Ö 2."),
    (
        "{hall} wirkt wegen Befangenheit an TOP Ö 2 nicht mit.",
        "{hall} takes no part in item Ö 2 because of a conflict of interest.",
    ),
    ("{hall} kann nach TOP Ö 2 wieder mitwirken.", "{hall} may take part again after item Ö 2."),
    (
        "Änderung der Tagesordnung durch Beschluss (einstimmig): Erweitert. Grund: duldet keinen Aufschub: Das Dach "
        "ist undicht.",
        "Change of the agenda by resolution (einstimmig): Extended. Ground: duldet keinen Aufschub: Das Dach ist "
        "undicht.",
    ),
    ("Frau Netz (Demo) erhält das Wort (Vortrag).", "Frau Netz (Demo) has the floor (Presentation)."),
    (
        "Änderung der Tagesordnung durch Beschluss (ohne Widerspruch): Vertagt. Grund: Die Zahlen fehlen",
        "Change of the agenda by resolution (ohne Widerspruch): Postponed. Ground: Die Zahlen fehlen",
    ),
    (
        "{remote} wirkt wegen Befangenheit an TOP N 1 nicht mit.",
        "{remote} takes no part in item N 1 because of a conflict of interest.",
    ),
    ("{remote} kann nach TOP N 1 wieder mitwirken.", "{remote} may take part again after item N 1."),
)


def read_journal(played: Council) -> None:
    """These sentences, in this order, in both languages; nothing of the non-public item for the public."""
    told = played.read_journal()
    names = {"hall": played.names[HALL], "remote": played.names[REMOTE], "third": played.names[THIRD]}
    for place, language in enumerate(("de", "en")):
        rest = iter(line.split(": ", 1)[1] for line in told[language])
        missing = [
            row[place].format(**names) for row in TOLD if not any(row[place].format(**names) == line for line in rest)
        ]
        assert missing == [], told[language]
    assert not [line for line in told["de"] if line.startswith("public: ") and SECRET in line]
