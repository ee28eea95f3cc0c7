"""Setting hall displays up: the short code, the link, the devices, and what none of them opens."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from meetings import services
from meetings.errors import DomainError
from meetings.live import hub as hubs
from meetings.live.displays import window_of
from meetings.models import Display, DisplayCode, Meeting, RightsClock
from meetings.selectors import (
    SILENT_DISPLAY,
    display_code_of,
    display_token,
    displays_of,
    is_connected,
    meeting_by_code,
)
from meetings.services.displays import MOST, Sign, note_displays
from tests.conftest import names_of
from tests.meetings.test_live import PATIENCE, act, frames_until, socket

pytestmark = pytest.mark.any_database
HALL = Sign("de", 1920, 1080)
LONG = timedelta(hours=1)


@pytest.fixture(autouse=True)
def take_time(monkeypatch):
    """A busy machine makes no display silent: that takes an hour here."""
    monkeypatch.setattr("meetings.selectors.displays.SILENT_AFTER", LONG)
    monkeypatch.setattr("meetings.services.displays.SHOWS_NUMBER", LONG)


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


@pytest.fixture
def code(running, clerk):
    services.make_display_code(meeting=running, actor=clerk)
    return display_code_of(running)[0]


@pytest.fixture
def shown(code):
    """A display that came by the code and has just been heard of."""
    row = services.connect_display(code=code)
    note_displays(row.meeting_id, {row.key: HALL})
    row.refresh_from_db()
    return row


def own_address(row, name="display"):
    return reverse(f"meetings:{name}", args=[row.meeting_id, display_token(row.meeting, row.key)])


def silence(meeting):
    """As if nothing had been heard of the displays for too long."""
    Display.objects.filter(meeting=meeting).update(seen_at=timezone.now() - 2 * LONG)


def test_the_silence_is_two_heartbeats_and_two_seconds():
    assert timedelta(seconds=12) == SILENT_DISPLAY


def test_make_display_code_gives_nine_digits_for_half_an_hour(running, clerk):
    services.make_display_code(meeting=running, actor=clerk)
    code, until = display_code_of(running)

    assert re.fullmatch(r"[0-9]{9}", code)
    assert timedelta(minutes=29) < until - timezone.now() <= timedelta(minutes=30)
    assert names_of(running)[-1] == "meetings.display.code_made"


def test_the_database_and_the_journal_hold_no_code(running, code):
    row = DisplayCode.objects.get()
    kept = f"{row.seed} {row.seed.hex} {row.digest} {[event.data for event in running.events.all()]}"

    assert code not in kept
    assert code not in re.sub(r"\D", "", f"{row.seed.int}")


def test_another_program_key_makes_the_code_useless(running, code, settings):
    settings.SECRET_KEY = "another key of the same program, long enough for it"

    assert (display_code_of(running), meeting_by_code(code)) == (None, None)


@pytest.mark.parametrize("service", ["make_display_code", "revoke_display_code"])
def test_only_the_desk_has_codes_and_only_while_the_meeting_is_before_everybody(
    service, meeting, running, code, clerk, actor
):
    before = names_of(running)
    work = getattr(services, service)

    assert refusal(work, meeting=running, actor=actor("member")) == ("permission.denied", 403)
    assert names_of(running) == before
    services.close_meeting(meeting=running, actor=clerk)
    assert refusal(work, meeting=running, actor=clerk) == ("state.not_now", 409)


def test_a_rehearsal_has_no_code(running, clerk):
    Meeting.objects.filter(pk=running.pk).update(rehearsal_of=running.pk)

    assert refusal(services.make_display_code, meeting=running, actor=clerk) == ("display.rehearsal", 409)


@pytest.mark.parametrize("form", ["{}{}{}", " {} {} {} ", "{}-{}-{}", "{}.{}\u00a0{}"])
def test_connect_display_takes_the_code_as_people_type_it(code, running, form):
    """Elsewhere the spaces and dashes with which a code was shown made it wrong."""
    row = services.connect_display(code=form.format(code[:3], code[3:6], code[6:]))

    assert (row.meeting, row.number, row.by_code, row.ended_at) == (running, 1, True, None)
    assert names_of(running)[-1] == "meetings.display.set_up"


def test_several_displays_come_by_one_code_and_have_their_numbers(code, running):
    rows = [services.connect_display(code=code) for _ in range(3)]

    assert [row.number for row in rows] == [1, 2, 3]
    assert len({row.key for row in rows}) == 3


def wrong(code):
    return f"{(int(code) + 1) % 10**9:09}"


@pytest.mark.parametrize(
    "case", ["wrong", "empty", "short", "words", "expired", "revoked", "replaced", "closed", "draft"]
)
def test_whatever_is_wrong_with_a_code_is_answered_alike(case, code, running, clerk):
    typed = {"wrong": wrong(code), "empty": "", "short": code[:8], "words": "１２３４５６７８９"}.get(case, code)
    if case == "expired":
        DisplayCode.objects.update(expires_at=timezone.now())
    elif case == "revoked":
        services.revoke_display_code(meeting=running, actor=clerk)
    elif case == "replaced":
        services.make_display_code(meeting=running, actor=clerk)
    elif case == "closed":
        services.close_meeting(meeting=running, actor=clerk)
    elif case == "draft":
        Meeting.objects.filter(pk=running.pk).update(state="draft")
    before = names_of(running)

    assert refusal(services.connect_display, code=typed) == ("display.code_wrong", 400)
    assert (names_of(running), Display.objects.count()) == (before, 0)


def test_revoking_needs_a_code_and_is_recorded(running, code, clerk):
    services.revoke_display_code(meeting=running, actor=clerk)

    assert names_of(running)[-1] == "meetings.display.code_revoked"
    assert refusal(services.revoke_display_code, meeting=running, actor=clerk) == ("display.no_code", 409)


def test_the_list_does_not_grow_without_end(code, running):
    for number in range(MOST):
        Display.objects.create(meeting=running, number=number + 1, key=uuid4(), by_code=True, set_up_at=timezone.now())

    assert refusal(services.connect_display, code=code) == ("display.too_many", 409)
    note_displays(running.pk, {uuid4(): HALL})
    assert Display.objects.count() == MOST


def test_the_field_leads_to_the_hall_display_and_to_nothing_else(client, code, running):
    answer = client.post("/d/", {"code": code})
    row = Display.objects.get()
    page = client.get(answer.url)
    others = [
        client.get(reverse(f"meetings:{name}", args=[running.pk])).status_code
        for name in ("room", "desk", "displays", "attendance", "reading")
    ]

    assert answer.url == own_address(row)
    assert (page.status_code, 'data-view="screen"' in page.content.decode()) == (200, True)
    assert others == [403] * 5
    assert set(client.cookies) <= {"csrf"}


def test_a_wrong_code_stays_in_the_field_with_its_reason(client, code):
    answer = client.post("/d/", {"code": wrong(code)})
    page = answer.content.decode()
    told = client.post("/d/", {"code": wrong(code)}, headers={"accept": "application/json"})

    assert (answer.status_code, wrong(code) in page, 'aria-invalid="true"' in page) == (400, True, True)
    assert (told.status_code, told.json()["code"]) == (400, "display.code_wrong")


def test_guesses_are_limited_and_right_codes_are_not_counted(client, code):
    """Elsewhere the limit stood before one of two ways only, or a header of the guesser's chose the counter."""
    right = [client.post("/d/", {"code": code}).status_code for _ in range(25)]
    found = [
        client.post("/d/", {"code": wrong(code)}, headers={"x-forwarded-for": f"10.0.0.{number}"}).status_code
        for number in range(22)
    ]
    even_right = client.post("/d/", {"code": code})

    assert right == [302] * 25
    assert found == [400] * 20 + [429] * 2
    assert even_right.status_code == 429
    cache.clear()
    assert client.post("/d/", {"code": code}).status_code == 302


def test_many_networks_together_are_limited_too(client, code, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "display_code": "20/10m/ip,5/h/key"}
    found = [
        client.post("/d/", {"code": wrong(code)}, REMOTE_ADDR=f"10.{number}.0.1").status_code for number in range(7)
    ]

    assert found == [400] * 5 + [429] * 2


def test_looking_at_the_field_counts_and_changes_nothing(client, code, running):
    """Elsewhere a preview of the QR code's link used the code up."""
    before = names_of(running)
    seen = {client.get("/d/").status_code for _ in range(30)} | {client.head("/d/").status_code}

    assert (seen, names_of(running)) == ({200}, before)
    assert client.post("/d/", {"code": code}).status_code == 302


def test_the_page_shows_address_code_and_a_qr_code_with_its_quiet_zone(running, code, clerk, signed_in):
    page = signed_in(clerk.user).get(reverse("meetings:displays", args=[running.pk])).content.decode()
    size = int(re.search(r'<svg class="qr" viewBox="0 0 (\d+) \1"', page)[1])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1", page)}

    assert "http://testserver/d/" in page
    assert "".join(re.findall(r"<span>(\d{3})</span>", page)) == code
    assert {min(x for x, _ in dark), min(y for _, y in dark)} == {4}
    assert {max(x for x, _ in dark), max(y for _, y in dark)} == {size - 5}
    assert ('fill="#fff"' in page, 'fill="#000"' in page, " style=" in page) == (True, True, False)


def test_the_page_is_for_the_desk_alone(running, code, clerk, actor, signed_in, client):
    path = reverse("meetings:displays", args=[running.pk])

    assert display_token(running) in signed_in(clerk.user).get(path).content.decode()
    assert [signed_in(actor("member").user).get(path).status_code, client.get(path).status_code] == [403, 403]


def test_the_pages_of_the_meeting_lead_there(running, clerk, actor, signed_in):
    path = reverse("meetings:displays", args=[running.pk])
    found = {
        (role, name): path in signed_in(who.user).get(reverse(f"meetings:{name}", args=[running.pk])).content.decode()
        for role, who, names in (
            ("clerk", clerk, ("meeting", "desk", "attendance")),
            ("member", actor("member"), ("meeting",)),
        )
        for name in names
    }

    assert found == {
        ("clerk", "meeting"): True,
        ("clerk", "desk"): True,
        ("clerk", "attendance"): True,
        ("member", "meeting"): False,
    }


def test_a_sign_of_life_says_since_when_in_which_language_and_size(shown):
    assert is_connected(shown)
    assert (shown.language, shown.width, shown.height) == ("de", 1920, 1080)
    since = shown.connected_at
    note_displays(shown.meeting_id, {shown.key: Sign("en")})
    shown.refresh_from_db()
    assert (shown.connected_at, shown.language, shown.width) == (since, "en", 1920)


def test_a_silent_display_is_not_connected_and_comes_back_with_its_number(shown):
    silence(shown.meeting)
    shown.refresh_from_db()
    before = (is_connected(shown), shown.connected_at)
    note_displays(shown.meeting_id, {shown.key: HALL})
    shown.refresh_from_db()

    assert before[0] is False
    assert (is_connected(shown), shown.number, shown.connected_at > before[1]) == (True, 1, True)


def test_a_closed_socket_is_not_connected_at_once(shown):
    note_displays(shown.meeting_id, {}, {shown.key})
    shown.refresh_from_db()

    assert (is_connected(shown), shown.seen_at is not None) == (False, True)


def test_a_display_that_came_by_the_link_gets_a_number_and_an_event(running):
    key = uuid4()
    note_displays(running.pk, {key: HALL})
    note_displays(running.pk, {key: HALL})
    row = Display.objects.get()

    assert (row.number, row.key, row.by_code, is_connected(row)) == (1, key, False, True)
    assert names_of(running).count("meetings.display.set_up") == 1


def test_nothing_is_set_up_in_a_meeting_that_is_over(running, clerk):
    services.close_meeting(meeting=running, actor=clerk)
    before = names_of(running)
    note_displays(running.pk, {uuid4(): HALL})

    assert (names_of(running), Display.objects.count()) == (before, 0)


def test_the_link_knows_a_device_again_that_was_switched_off(client, running, clerk):
    """Elsewhere each start of a player made one display more."""
    path = reverse("meetings:display", args=[running.pk, display_token(running)])
    owns = [re.search(r'data-display="([^"]+)"', client.get(path).content.decode())[1] for _ in range(2)]
    cookie = client.cookies["display"]
    client.cookies.clear()
    third = re.search(r'data-display="([^"]+)"', client.get(path).content.decode())[1]

    assert owns[0] == owns[1] != third
    assert (cookie["path"], cookie["httponly"]) == (f"/meetings/{running.pk}/screen/", True)
    client.cookies.load({"display": owns[0]})
    services.renew_display_link(meeting=running, actor=clerk)
    new = reverse("meetings:display", args=[running.pk, display_token(running)])
    assert client.get(new).status_code == 200


def test_name_display(shown, clerk, actor, client, signed_in):
    given = {"meeting": shown.meeting, "display": shown.pk, "name": "  Empore\tlinks "}
    services.name_display(**given, actor=clerk)
    shown.refresh_from_db()
    path = reverse("meetings:displays", args=[shown.meeting_id])

    assert (shown.name, str(shown)) == ("Empore links", "Empore links")
    assert "Empore links" in signed_in(clerk.user).get(path).content.decode()
    assert "Empore" not in client.get(own_address(shown)).content.decode()
    assert refusal(services.name_display, **given, actor=actor("member")) == ("permission.denied", 403)
    assert refusal(services.name_display, **{**given, "name": "x" * 61}, actor=clerk) == ("display.name_refused", 400)
    assert refusal(services.name_display, **{**given, "display": 0}, actor=clerk) == ("not_found", 404)
    shown.refresh_from_db()
    assert shown.name == "Empore links"


def test_point_out_display_marks_one_or_all_that_are_connected(shown, code, clerk, actor):
    silent = services.connect_display(code=code)
    other = services.connect_display(code=code)
    note_displays(shown.meeting_id, {other.key: HALL})
    given = {"meeting": shown.meeting, "actor": clerk}
    marked = lambda: [row.number for row in displays_of(shown.meeting) if row.shows_number_until]  # noqa: E731
    services.point_out_display(**given, display=shown.pk)
    one = marked()
    services.point_out_display(**given, display=0)

    assert (one, marked()) == ([1], [1, 3])
    assert refusal(services.point_out_display, **given, display=silent.pk) == ("display.not_connected", 409)
    assert refusal(services.point_out_display, **{**given, "actor": actor("member")}, display=0)[1] == 403


def test_disconnect_display_ends_its_own_link_for_good(shown, clerk, actor, client):
    own, code_address = own_address(shown), own_address(shown, "display_code")
    before = client.get(own).status_code, client.get(code_address).status_code
    assert refusal(services.disconnect_display, meeting=shown.meeting, display=shown.pk, actor=actor("member")) == (
        "permission.denied",
        403,
    )
    services.disconnect_display(meeting=shown.meeting, display=shown.pk, actor=clerk)
    note_displays(shown.meeting_id, {shown.key: HALL})
    after = client.get(own)
    shown.refresh_from_db()

    assert before == (200, 200)
    assert (after.status_code, after.url) == (302, "/d/?disconnected")
    assert client.get(code_address).status_code == 410
    assert client.get(f"/meetings/{shown.meeting_id}/live/?view=screen&display={own.split('/')[-2]}").status_code == 410
    assert (shown.connected_at, displays_of(shown.meeting)) == (None, [])
    assert names_of(shown.meeting)[-1] == "meetings.display.disconnected"
    assert refusal(services.disconnect_display, meeting=shown.meeting, display=shown.pk, actor=clerk)[1] == 404


def test_a_device_that_came_by_the_link_stays_out_until_the_link_is_renewed(client, running, clerk):
    path = reverse("meetings:display", args=[running.pk, display_token(running)])
    own = re.search(r'data-display="([^"]+)"', client.get(path).content.decode())[1]
    client.get(f"/meetings/{running.pk}/live/?view=screen&seq=0&display={own}")
    services.disconnect_display(meeting=running, display=Display.objects.get().pk, actor=clerk)

    assert client.get(path).url == "/d/?disconnected"


def test_renew_display_link_ends_link_code_and_displays(shown, code, clerk, client):
    own = own_address(shown)
    services.renew_display_link(meeting=shown.meeting, actor=clerk)

    assert client.get(own).url == "/d/?disconnected"
    assert refusal(services.connect_display, code=code) == ("display.code_wrong", 400)
    assert displays_of(shown.meeting) == []


@pytest.mark.parametrize("change", ["meeting", "key", "shared", "text"])
def test_a_forged_link_of_a_device_opens_nothing(change, shown, client):
    other = Meeting(pk=shown.meeting_id + 1)
    token = {
        "meeting": lambda: display_token(other, shown.key),
        "key": lambda: display_token(shown.meeting, uuid4()),
        "shared": lambda: display_token(shown.meeting)[:-1],
        "text": lambda: "WzEsMF0:x",
    }[change]()
    answer = client.get(reverse("meetings:display", args=[shown.meeting_id, token]))

    assert answer.status_code == (302 if change == "key" else 404)


def test_a_page_without_a_socket_shows_life_and_its_number(shown, clerk, client):
    silence(shown.meeting)
    token = display_token(shown.meeting, shown.key)
    path = f"/meetings/{shown.meeting_id}/live/?view=screen&seq=0&display={token}"
    before = client.get(path).json()
    services.point_out_display(meeting=shown.meeting, display=shown.pk, actor=clerk)
    frame = client.get(path).json()

    assert (before["audience"], "display" in before) == ("screen", False)
    assert (frame["display"]["number"], 0 < frame["display"]["seconds"] <= LONG.total_seconds()) == (1, True)


@pytest.mark.parametrize("view", ["room", "desk", "public"])
def test_a_display_gets_no_wider_view_by_its_link(view, shown, client):
    token = display_token(shown.meeting, shown.key)
    frame = client.get(f"/meetings/{shown.meeting_id}/live/?view={view}&seq=0&display={token}").json()

    assert frame["audience"] == "public"


@pytest.mark.parametrize(
    ("frame", "window"),
    [
        ({"width": 1280, "height": 720}, (1280, 720)),
        ({"width": 0, "height": 720}, None),
        ({"width": True, "height": 720}, None),
        ({"width": "1280", "height": 720}, None),
        ({"width": 1280.5, "height": 720}, None),
        ({"width": 10**9, "height": 720}, None),
        ({"width": 1280}, None),
        ({}, None),
    ],
)
def test_window_of(frame, window):
    assert window_of(frame) == window


@pytest.mark.parametrize(("width", "height"), [(5, None), (None, 5), (0, 5)])
def test_the_database_takes_no_half_size(shown, width, height):
    with pytest.raises(IntegrityError), transaction.atomic():
        Display.objects.update(width=width, height=height)


@pytest.mark.django_db(transaction=True)
def test_the_clock_of_rights_moves_when_a_display_is_disconnected_in_whatever_way(shown):
    before = RightsClock.objects.get().number
    Display.objects.update(ended_at=timezone.now(), connected_at=None)

    assert RightsClock.objects.get().number > before


@pytest.mark.django_db(transaction=True)
async def test_a_socket_appears_in_the_list_tells_its_size_shows_its_number_and_is_cut(running, clerk, monkeypatch):
    """Over real sockets: a display and a desk, which follow each other through the rows of the database alone."""
    monkeypatch.setattr(hubs, "WATCH", 0.1)
    monkeypatch.setattr(hubs, "HEARTBEAT", 0.5)
    key = uuid4()
    token = await sync_to_async(display_token)(running, key)
    path = f"/ws/meetings/{running.pk}/?seq=0&view="
    async with (
        socket(f"{path}desk", clerk.user) as desk,
        socket(f"{path}screen&lang=en&display={token}") as hall,
        socket(f"{path}screen") as citizen,
    ):
        await panel_until(desk, lambda html: "Englisch" in html)
        await hall.send_to(text_data='{"type": "ping", "width": 1366, "height": 768}')
        await panel_until(desk, lambda html: "1366 × 768" in html)
        row = await Display.objects.aget()
        await act(services.point_out_display, meeting=running, display=row.pk, actor=clerk)
        told = (await frames_until(hall, "display"))[-1]
        await act(services.disconnect_display, meeting=running, display=row.pk, actor=clerk)
        heard = await until_closed(hall)
        gone = await panel_until(desk, lambda html: "displays__row" not in html)
        await citizen.send_to(text_data='{"type": "resync"}')
        other = await frames_until(citizen, "panels")
    async with socket(f"{path}screen&display={token}") as again:
        refused = not again.accepted

    assert (told["number"], 0 < told["seconds"] <= LONG.total_seconds()) == (1, True)
    assert (heard, "displays__row" in gone, refused) == (4404, False, True)
    assert all(frame["type"] != "display" for frame in other)


async def panel_until(page, holds):
    """The desk's list as soon as it says that; the page answers heartbeats meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while True:
            html = (await frames_until(page, "panels"))[-1]["panels"].get("displays")
            if html is not None and holds(html):
                return html


async def until_closed(page):
    """Read on until the server closes the socket; its code."""
    async with asyncio.timeout(PATIENCE):
        while True:
            message = await page.receive_output(timeout=PATIENCE)
            if message["type"] == "websocket.close":
                return message["code"]
