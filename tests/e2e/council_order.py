"""The later stations of the full meeting: order, a vote without the excluded member, presiding, the non-public part."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import council
from tests.e2e.council import CANARIES, Council
from tests.e2e.council_course import HALL, IN_HALL, LATE, OUTSIDE, REMOTE, SUBSTITUTE, poll_number, press, vote
from tests.e2e.scenes import show_all_tools


def keep_order(played: Council) -> None:
    """Three calls to order, the floor withdrawn, and excluded at last: out of the room, the list and the electorate."""
    chair, name = played["chair"], played.names[HALL]
    press(played["clerk"], "Ö 4 aufrufen")
    expect(chair.locator(".current-item__above")).to_contain_text("Ö 4")
    show_all_tools(chair)
    chair.locator("#order-tools > summary").tap()
    chair.locator("#order-whom").select_option(label=name)
    chair.locator("#order-fresh").get_by_role("button", name="Ordnungsruf").tap()
    person = chair.locator(".order__person", has=chair.locator("summary", has_text=name))
    person.locator("summary").tap()
    expect(person).to_contain_text("1 Ruf von 3")
    played.look("16-order", also=("chair",))
    person.get_by_role("button", name="Zur Ordnung; auf Folgen hingewiesen").tap()
    expect(person).to_contain_text("2 Rufe von 3")
    person.get_by_role("button", name="Ordnungsruf").tap()
    expect(person).to_contain_text("3 Rufe von 3")
    person.get_by_role("button", name="Wort entziehen").tap()
    person.locator("[data-armed]").click()
    played.all_see("order", "Wortentzug", "remote", "clerk")
    played.all_see("my_measure", "Ihnen wurde zu TOP Ö 4 das Wort entzogen", "hall")
    played.look("17-floor-withdrawn", "chair", also=("hall",))
    person.get_by_role("button", name="Wegen grober Störung der Ordnung ausschließen").tap()
    person.locator("[data-armed]").click()
    played.all_see("status", "18 von 25", "clerk", "chair", "remote", *OUTSIDE)
    expect(played["hall"].get_by_text("Sie sind von dieser Sitzung ausgeschlossen")).to_be_visible()
    expect(played["hall"].locator("#panel-my_part")).to_have_count(0)
    for who in ("remote", "citizen"):
        expect(played.row(who, HALL)).to_have_count(0)
    played.look("18-excluded", "hall", also=("chair", "clerk", "remote", "citizen"))


def second_vote(played: Council) -> None:
    """The excluded member is not asked any more."""
    clerk = played["clerk"]
    press(clerk, "Zur Abstimmung stellen")
    played.all_see("poll", "0 von 18", "clerk", *OUTSIDE)
    expect(played["hall"].locator(".vote-sheet")).to_have_count(0)
    played.all_see("my_ballot", "You have no vote in it", "substitute")
    for name in ("chair", "remote"):
        vote(played[name], "Ja")
    played.cast_for_others(poll_number(clerk), [*IN_HALL[1:], LATE])
    press(clerk, "Abstimmung schließen", twice=True)
    press(clerk, "Ergebnis feststellen")
    played.all_see("poll", "Mehrheitlich beschlossen: 13 Ja, 5 Nein", "clerk", "chair", "hall", "remote", *OUTSIDE)
    press(clerk, "Ö 4 schließen")


def hand_over(played: Council) -> None:
    """The deputy presides for one item; when it is closed the chair does again."""
    clerk, chair, deputy = played["clerk"], played["chair"], played.names["deputy1"]
    press(clerk, "Ö 5 aufrufen")
    show_all_tools(chair)
    chair.locator("#hand-over > summary").tap()
    chair.locator("#hand-over-to").select_option(str(played.people["deputy1"]))
    chair.get_by_role("button", name="zu TOP Ö 5", exact=True).tap()
    played.all_see("status", f"Sitzungsleitung: {deputy}", "clerk", "chair", "remote", *OUTSIDE)
    played.look("19-deputy", "chair", also=("clerk", "display"))
    press(clerk, "Ö 5 schließen")
    played.all_see("status", f"Sitzungsleitung: {played.names['chair']}", "clerk", "chair", "remote", *OUTSIDE)


def go_non_public(played: Council) -> None:
    """Every public way answers closed; those remote are asked whether somebody listens."""
    clerk, remote = played["clerk"], played["remote"]
    press(clerk, "Öffentlichkeit ausschließen")
    played.look("20-excluding", "clerk")
    clerk.locator("#publicity-category").select_option(council.SECRET_GROUND)
    clerk.locator("#panel-publicity").get_by_role("button", name="Öffentlichkeit ausschließen").click()
    for who in (*OUTSIDE, "hall"):
        played.all_see("current_item", "Die Öffentlichkeit ist zurzeit ausgeschlossen", who)
        expect(played[who].locator(".attendance__list > li")).to_have_count(0)
    for who in ("clerk", "chair"):
        expect(played[who].locator("#publicity-heading")).to_have_text(
            "Öffentlichkeit: Nichtöffentlich", timeout=15_000
        )
    played.all_see("publicity", re.compile(f"Haben nicht bestätigt.*{played.names[REMOTE]}", re.DOTALL), "chair")
    played.look("21-unconfirmed", "remote", "citizen", "display", also=("clerk", "chair", "substitute", "hall"))
    remote.get_by_role("button", name="Niemand sonst sieht oder hört mit").tap()
    expect(remote.locator(".confidentiality")).to_have_count(0)
    expect(played["chair"].locator(".publicity__unconfirmed")).not_to_contain_text(played.names[REMOTE])
    expect(played["chair"].locator(".publicity__unconfirmed")).to_contain_text(played.names[SUBSTITUTE])
    press(clerk, "N 1 aufrufen")
    for who in ("clerk", "chair", "remote", "substitute"):
        expect(played[who].locator(".current-item__above")).to_contain_text("N 1")
    played.all_see("current_item", council.SECRET_TITLE, "clerk", "chair", "remote", "substitute")
    played.all_see("note", "Notiz für die Niederschrift zu N 1", "clerk")
    clerk.locator(".note__text").fill(council.SECRET_NOTE)
    expect(clerk.locator("#panel-note")).to_contain_text("Gespeichert")
    played.look("22-non-public", "substitute", also=("clerk", "chair", "remote", "citizen"))
    see_nothing(played, *OUTSIDE, "hall")


def see_nothing(played: Council, *who_looks: str) -> None:
    """No canary on these screens, nor in what their browsers may fetch."""
    for who in who_looks:
        page = played[who]
        fetched = [page.request.get(played.url(face)).text() for face in ("public", "screen", "live", "room")]
        fetched.append(page.request.get(f"/items/{played.items[-1]}/").text())
        for text in (page.content(), *fetched):
            assert not [word for word in CANARIES if word in text], who


def go_public(played: Council) -> None:
    """Back to public the same way, and the end."""
    clerk = played["clerk"]
    press(clerk, "N 1 schließen")
    clerk.get_by_role("button", name="Öffentlichkeit wiederherstellen").click()
    clerk.locator("#panel-publicity [data-armed]").click()
    played.all_see("status", "18 von 25", *OUTSIDE, "hall")
    press(clerk, "Sitzung schließen", twice=True)
    played.all_see("status", "Geschlossen", "clerk", "chair", "hall", "remote", *OUTSIDE)
    see_nothing(played, *OUTSIDE)  # the exclusion of the member has ended with the meeting (GO NRW section 51(4))
    played.look("23-closed", "citizen", also=("clerk", "chair", "hall", "display"))
