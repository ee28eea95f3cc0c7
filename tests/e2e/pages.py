"""Every page a person can come to, as (name, role, address)."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.scenes import Scene, act

PAGES = [
    ("start", "clerk", "/"),
    ("meetings", None, "/meetings/"),
    ("start of a member", "member", "/"),
    ("item of a citizen", None, "/meetings/{meeting}/items/{item}/"),
    ("bodies", None, "/bodies/"),
    ("body", "clerk", "/bodies/{body}/"),
    ("meeting", "clerk", "/meetings/{meeting}/"),
    ("meeting of a citizen", None, "/meetings/{meeting}/"),
    ("meeting form", "clerk", "/bodies/{body}/meetings/new/"),
    ("persons", "clerk", "/people/"),
    ("new person", "clerk", "/bodies/{body}/people/new/"),
    ("persons from a file", "clerk", "/bodies/{body}/people/import/"),
    ("new body", "administrator", "/bodies/new/"),
    ("name of a body", "administrator", "/bodies/{body}/name/"),
    ("agenda editor", "clerk", "/meetings/{ahead}/agenda/"),
    ("minutes", "clerk", "/meetings/{meeting}/minutes/"),
    ("item", "clerk", "/items/{item}/"),
    ("files", "clerk", "/meetings/{ahead}/files/"),
    ("desk", "clerk", "/meetings/{meeting}/desk/"),
    ("desk of the chair", "chair", "/meetings/{meeting}/desk/"),
    ("reading form", "chair", "/meetings/{meeting}/reading/"),
    ("room with a vote", "member", "/meetings/{meeting}/room/"),
    ("public", None, "/meetings/{meeting}/public/"),
    ("public, held", None, "/meetings/{held}/public/"),
    ("screen", None, "/meetings/{meeting}/screen/"),
    ("login", None, "/accounts/login/"),
    ("code login", None, "/accounts/login/code/"),
    ("password reset", None, "/accounts/password/reset/"),
    ("second factor", "member", "/accounts/2fa/"),
    ("e-mail", "member", "/accounts/email/"),
    ("sessions", "member", "/accounts/sessions/"),
    ("invitation", None, "{invitation}"),
    ("presenter's link", None, "{presenter}"),
    ("notice by mail", None, "/items/{waits}/notice/"),
    ("meeting of a member", "member", "/meetings/{meeting}/"),
    ("draft and its form", "clerk", "/meetings/{ahead}/edit/"),
    ("agenda while the meeting runs", "clerk", "/meetings/{meeting}/agenda/"),
    ("public and non-public", "clerk", "/items/{item}/matters/"),
    ("attendance", "clerk", "/meetings/{meeting}/attendance/"),
    ("hall displays", "clerk", "/meetings/{meeting}/displays/"),
    ("field for the code of a display", None, "/d/"),
    ("import of the roll", "clerk", "/meetings/{meeting}/attendance/import/"),
    ("files while the meeting runs", "clerk", "/meetings/{meeting}/files/"),
    ("reading form, held", "clerk", "/meetings/{held}/reading/"),
    ("room, held", "member", "/meetings/{held}/room/"),
    ("body of a citizen", None, "/bodies/{body}/"),
    ("start of a citizen", None, "/"),
    ("change of the password", "member", "/accounts/password/change/"),
    ("imprint", None, "/legal/imprint/"),
    ("privacy", None, "/legal/privacy/"),
    ("accessibility", None, "/legal/accessibility/"),
    ("report of a barrier", None, "/legal/1/feedback/"),
    ("outbox", "clerk", "/bodies/{body}/mails/"),
    ("outbox of the administrator", "administrator", "/mails/"),
    ("start of the administrator", "administrator", "/"),
    ("body of the administrator", "administrator", "/bodies/{body}/"),
    ("meeting of the administrator", "administrator", "/meetings/{meeting}/"),
    ("error 403", "member", "/meetings/{meeting}/desk/"),
    ("error 404", "member", "/meetings/999999/"),
]


INVITE = """
from datetime import date
from meetings.enums import Role
from meetings.models import Body, Membership, Person, User
from meetings.selectors import actor_for
from meetings.services.accounts import invite_person
person = Person.objects.create(given_name="Gast", family_name="Ohnekonto", is_demo=True)
Membership.objects.create(person=person, body_id=1, role=Role.ADVISORY_MEMBER, starts_on=date(2020, 11, 1))
clerk = actor_for(User.objects.get(email="clerk@example.org"), body_id=1)
body = Body.objects.get(pk=1)
invite_person(person=person, email=f"gast{person.pk}@example.org", body=body, actor=clerk,
    link=lambda token: print("token", token))
"""


def addresses(scene: Scene, house: Any, clerk: Page) -> list[tuple[str, str | None, str]]:
    """All pages with the numbers of this installation, a fresh invitation and a presenter's personal link among
    them.
    """
    numbers = {meeting["state"]: meeting["id"] for meeting in house["meetings"]}
    invitation = re.search(r"^token (\S+)", house.manage("shell", "-c", INVITE), re.MULTILINE)[1]
    act(clerk, f"/items/{scene.items[2]}/presenters/add/", name="Frau Beispiel")
    act(clerk, f"/meetings/{scene.meeting}/displays/code/")
    presenter = re.search(r"/p/[^/\"]+/", clerk.request.get(f"/items/{scene.items[2]}/").text())[0]
    known = {
        "body": 1,
        "meeting": scene.meeting,
        "item": scene.items[2],
        "held": numbers["closed"],
        "ahead": numbers["convened"],
    }
    known |= {"waits": scene.items[3]}
    known |= {"invitation": f"/accounts/invitation/{invitation}/", "presenter": presenter}
    return [(name, role, address.format(**known)) for name, role, address in PAGES]


def open_conflict(clerk: Page, scene: Scene) -> None:
    """A press of the plain form that is impossible now: the 409 page, as a browser without scripts sees it."""
    clerk.goto(scene.url("desk"))
    clerk.evaluate(
        "url => { const form = document.createElement('form'); form.method = 'post'; form.action = url;"
        "const token = document.querySelector('[name=csrfmiddlewaretoken]').cloneNode(); form.append(token);"
        "document.body.append(form); HTMLFormElement.prototype.submit.call(form); }",
        scene.url("open"),
    )
    clerk.wait_for_selector(".kern-alert--danger")


def release_minutes(clerk: Page, meeting: int | str) -> None:
    """After the close: the next step leads to the notes and the draft; two presses release them."""
    clerk.goto(f"/meetings/{meeting}/desk/")
    clerk.get_by_role("link", name="Niederschrift fertigstellen und freigeben").click()
    clerk.get_by_role("button", name="Niederschrift freigeben").click()
    clerk.locator("#panel-minutes_release button[data-armed]").click()
    expect(clerk.get_by_role("link", name="Öffentliche Niederschrift (PDF)")).to_have_count(1)
    expect(clerk.locator("#panel-minutes_release")).to_contain_text("Freigegeben am")
