"""Accounts in a real browser: passkeys under the strict CSP, and every account page under axe at phone width."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import account

pytestmark = pytest.mark.any_database

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OPEN = ("login/", "login/code/", "password/reset/", "password/reset/done/", "signup/")
OWN = ("email/", "password/change/", "2fa/", "sessions/", "reauthenticate/", "logout/")
UNREADABLE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def here(house):
    """The house under a host name: browsers refuse passkeys for a bare IP address."""
    return house["base_url"].replace("127.0.0.1", "localhost")


def sign_in(page: Page, here: str, who: dict[str, str]) -> None:
    page.goto(f"{here}/accounts/login/")
    page.fill("input[name=login]", who["email"])
    page.fill("input[name=password]", who["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def findings(page: Page) -> list[tuple[str, str, str]]:
    """What is wrong with the page in light and in dark, at the width of a small phone."""
    found = [(page.url, "overflow", "")] if page.evaluate(UNREADABLE) > 0 else []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            found.append((page.url, f"{scheme}: {violation['id']}", violation["nodes"][0]["html"]))
    return found


def test_the_account_pages_are_accessible_on_a_phone(visit, house, here):
    page, found = visit(size=(320, 800)), []

    for path in OPEN:
        page.goto(f"{here}/accounts/{path}")
        found += findings(page)
    sign_in(page, here, account(house, "member", 2))
    for path in OWN:
        page.goto(f"{here}/accounts/{path}")
        found += findings(page)

    assert found == []


def test_a_passkey_is_set_up_and_signs_in(visit, house, here):
    page, who = visit(size=(320, 800)), account(house, "member", 3)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, here, who)

    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", who["password"])
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/")
    page.fill("input[name=name]", "Tablet")
    page.check("input[name=passwordless]")
    page.get_by_role("button", name="Hinzufügen").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{here}/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Tablet · Passkey")
    assert findings(page) == []
    page.locator(".site-head__account .who").click()
    page.get_by_role("button", name="Abmelden").click()
    page.goto(f"{here}/accounts/login/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()

    page.wait_for_url(lambda url: "/accounts/" not in url)
    expect(page.locator(".site-head__who")).to_contain_text(who["person"])


def test_the_picture_for_an_authenticator_app_has_a_light_ground_in_the_dark(visit, house, here):
    page, who = visit(color_scheme="dark"), account(house, "member", 4)
    sign_in(page, here, who)

    page.goto(f"{here}/accounts/2fa/totp/activate/")
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", who["password"])
        page.press("input[name=password]", "Enter")

    expect(page.locator("img.qr-code")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_after_signing_out_going_back_shows_nothing_of_the_person(visit, house, here):
    page = visit()
    sign_in(page, here, account(house, "member", 2))
    page.goto(f"{here}/bodies/")
    expect(page.locator(".site-head__who")).to_be_visible()
    page.locator(".site-head__account .who").click()
    page.locator("form[action='/accounts/logout/'] button").first.click()
    page.wait_for_load_state()
    confirm = page.locator("main form[action='/accounts/logout/'] button")
    if confirm.count():
        confirm.first.click()
    expect(page.locator(".site-head__who")).to_have_count(0)

    page.go_back()

    expect(page.locator(".site-head__account a[href^='/accounts/login/']")).to_be_visible()
    expect(page.locator(".site-head__who")).to_have_count(0)
