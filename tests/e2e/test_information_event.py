"""The main job: the 3rd information event, from draft to minutes, on five kinds of screen at once."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import ROOT
from tests.e2e.pages import release_minutes

EVENT = json.loads((ROOT / "config" / "demo" / "duisburg-2022-02-01.json").read_text(encoding="utf-8"))
TITLE = EVENT["meeting"]["title"]
FOLLOWS = 1500
"""Milliseconds within which every screen shows what happened; the promise is a second, the browser needs some too."""


def plan(clerk: Page) -> str:
    """The clerk plans the meeting and its agenda; returns the number in its address."""
    clerk.goto("/bodies/")
    clerk.get_by_role("link", name="Digitalisierungsausschuss", exact=True).click()
    clerk.get_by_role("link", name="Neue Sitzung").click()
    clerk.get_by_label("Titel", exact=True).fill(TITLE)
    clerk.get_by_label("Beginn", exact=True).fill("2027-02-01T17:00")
    clerk.get_by_label("Sitzungsform", exact=True).select_option("digital")
    clerk.get_by_role("button", name="Sitzung speichern").click()
    clerk.wait_for_url(re.compile(r"/meetings/\d+/$"))
    return re.search(r"/meetings/(\d+)/", clerk.url)[1]


def write_agenda(clerk: Page, meeting: str) -> None:
    clerk.goto(f"/meetings/{meeting}/agenda/")
    for item in EVENT["agenda"]:
        clerk.locator("#add-public").fill(item["title"])
        clerk.locator("#add-public").press("Enter")
        expect(clerk.locator("#region-public")).to_contain_text(item["title"])
    expect(clerk.locator("#region-public")).to_contain_text("Ö 5")


def next_step(clerk: Page, words: str, *, twice: bool = False) -> None:
    """Press the one button that offers what normally comes now."""
    button = clerk.locator(".next-step__button")
    expect(button).to_contain_text(words)
    button.click()
    if twice:
        clerk.locator(".next-step__button[data-armed]").click()


def vote(member: Page, choice: str) -> None:
    """Two taps, and the member knows that it counted."""
    member.locator(".vote-sheet__choice", has_text=choice).click()
    member.locator(".vote-sheet__confirm").click()
    expect(member.locator("[data-ballot-status]")).to_contain_text(f"Gespeichert: {choice}")


def everybody_sees(pages: list[Page], panel: str, words: str) -> None:
    for page in pages:
        expect(page.locator(f"#panel-{panel}")).to_contain_text(words, timeout=FOLLOWS)


def test_the_information_event_from_draft_to_minutes(visit, manage, tmp_path):
    clerk, first, second = visit("clerk"), visit("member"), visit("member", 1, size=(390, 844))
    screen, citizen = visit(size=(1920, 1080)), visit(size=(390, 844))
    meeting = plan(clerk)
    write_agenda(clerk, meeting)
    assert citizen.goto(f"/meetings/{meeting}/").status == 404

    clerk.goto(f"/meetings/{meeting}/desk/")
    next_step(clerk, "Sitzung einberufen")
    next_step(clerk, "Sitzung eröffnen")
    expect(clerk.locator("#panel-status")).to_contain_text("Läuft")
    for page, view in ((first, "room"), (second, "room"), (screen, "screen"), (citizen, "public")):
        page.goto(f"/meetings/{meeting}/{view}/")
        expect(page.locator("body[data-connection=open]")).to_be_attached()
    everyone = [clerk, first, second, screen, citizen]

    for member in (first, second):
        member.get_by_role("button", name="Ich nehme zugeschaltet teil").click()
        expect(member.locator("#panel-my_part")).to_contain_text("Sie nehmen teil")
    everybody_sees([clerk, first, second, citizen, screen], "status", "2 von 25")

    next_step(clerk, "ordnungsgemäß eingeladen")
    expect(clerk.locator(".next-step__button")).to_contain_text("Beschlussfähigkeit feststellen")
    clerk.locator("#panel-agenda").get_by_role(
        "button", name="Ö 1 aufrufen"
    ).click()  # an information event needs no quorum
    for number, item in enumerate(EVENT["agenda"], 1):
        if number > 1:
            next_step(clerk, f"Ö {number} aufrufen")
        everybody_sees(everyone, "current_item", item["title"])
        if number == 4:
            put_to_vote(clerk, first, second, screen, citizen)
        next_step(clerk, f"Ö {number} schließen")
    next_step(clerk, "Sitzung schließen", twice=True)
    everybody_sees(everyone, "status", "Geschlossen")

    release_minutes(clerk, meeting)
    check_minutes(citizen, meeting)
    check_calendar(citizen, meeting)
    check_journal(manage, meeting, tmp_path)


def put_to_vote(clerk: Page, first: Page, second: Page, screen: Page, citizen: Page) -> None:
    allow_devices(clerk)
    clerk.locator(".poll__create summary").click()
    question = clerk.locator("#panel-poll textarea[name=question]")
    question.fill("Der Ausschuss nimmt den Bericht zur Kenntnis.")
    clerk.locator("#panel-poll button[name=open][value='1']").click()
    everybody_sees([first, second], "my_ballot", "Der Ausschuss nimmt den Bericht zur Kenntnis.")
    everybody_sees([screen, citizen], "poll", "0 von 2")
    vote(first, "Ja")
    vote(second, "Nein")
    vote(second, "Ja")
    everybody_sees([clerk, screen, citizen], "poll", "2 von 2")
    next_step(clerk, "Abstimmung schließen", twice=True)
    everybody_sees([first, second, citizen], "poll", "Einstimmig beschlossen")
    everybody_sees([screen], "poll", "das Ergebnis ist noch nicht festgestellt")
    next_step(clerk, "Ergebnis feststellen")
    everybody_sees([screen], "poll", "Einstimmig beschlossen")


def allow_devices(clerk: Page) -> None:
    """A digital meeting votes on devices only with an approval, or with the reason on record."""
    clerk.locator("#override-approval > summary").click()
    clerk.locator("#override-reason").fill("Probe")
    clerk.get_by_role("button", name="Elektronische Abstimmung in dieser Sitzung erlauben").click()
    clerk.locator("#override-approval [data-armed]").click()
    expect(clerk.locator("#override-approval")).to_have_count(0)


def check_minutes(citizen: Page, meeting: str) -> None:
    answer = citizen.request.get(f"/meetings/{meeting}/minutes.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert answer.headers["content-type"] == "application/pdf"
    for words in (
        *(item["title"].split("/")[0] for item in EVENT["agenda"]),
        "Einstimmig beschlossen",
        "Niederschrift",
    ):
        assert " ".join(words.split()) in " ".join(text.split())


def check_calendar(citizen: Page, meeting: str) -> None:
    calendar = Calendar.from_ical(citizen.request.get(f"/meetings/{meeting}/calendar.ics").text())
    assert [str(event["SUMMARY"]) for event in calendar.events] == [TITLE]


def check_journal(manage, meeting: str, folder: Path) -> None:
    """The journal verifies offline, and a flipped byte is found."""
    manage("export_journal", meeting, "--out", str(folder))
    check = [sys.executable, "-I", "chain.py", "journal.ndjson"]
    whole = subprocess.run(check, cwd=folder, capture_output=True, text=True)
    journal = folder / "journal.ndjson"
    content = bytearray(journal.read_bytes())
    content[len(content) // 2] ^= 1
    journal.write_bytes(content)
    broken = subprocess.run(check, cwd=folder, capture_output=True, text=True)

    assert whole.returncode == 0, whole.stdout
    assert broken.returncode == 1
    assert broken.stdout.startswith("NOT WHOLE")
