"""Notices before an item: confirmed by mail, sent once, never more than the public agenda says, forgotten with the
meeting.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from agenda import selectors, services
from agenda.models import AgendaItem, ItemNotice
from config.serving.courier import Courier
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting, Outgoing
from tests.posted import deliver, rested
from tests.resolved import RESOLVED

ADDRESS = "vito@example.org"
pytestmark = pytest.mark.django_db


@pytest.fixture
def item(running, clerk):
    """Ö 2; before it Ö 1 takes 40 minutes."""
    services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Haushalt", planned_minutes=40, actor=clerk
    )
    return services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Spielplatz", planned_minutes=10, actor=clerk
    )


@pytest.fixture
def hidden(running, clerk):
    return services.add_item(
        meeting=running, resolution=RESOLVED, part="non_public", title="Grundstück", public_title="Vertrag", actor=clerk
    )


@pytest.fixture
def browser():
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def ask(browser, django_capture_on_commit_callbacks):
    def send(item, email=ADDRESS, minutes="15", **more):
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(
                reverse("agenda:notice", args=[item.pk]), {"email": email, "minutes": minutes}, **more
            )
        deliver()
        return answer

    return send


def link_in(letter):
    return re.search(r"http://localhost(/notices/confirm/\S+)", letter.body)[1]


@pytest.fixture
def wanted(item):
    """Make a confirmed notice."""

    def make(minutes=15, language="en", email=ADDRESS, of=None, **more):
        given = {"asked_at": timezone.now(), "confirmed_at": timezone.now(), **more}
        return ItemNotice.objects.create(item=of or item, email=email, minutes=minutes, language=language, **given)

    return make


def go():
    """A round and what it leads to; answers how many mails were taken."""
    services.tell_notices()
    return deliver()


def near(item, minutes):
    """Let the items before this one end so that it is expected in so many minutes."""
    AgendaItem.objects.filter(meeting=item.meeting_id, title="Haushalt").update(planned_minutes=minutes)


# --- asked for and confirmed ----------------------------------------------------------------------------------------
def test_whoever_asks_gets_a_link_to_confirm_and_nothing_else(item, ask):
    answer = ask(item)

    assert (answer.status_code, len(mail.outbox), mail.outbox[0].to) == (200, 1, [ADDRESS])
    assert "Ö 2 Spielplatz" in mail.outbox[0].body
    near(item, 5)
    assert (go(), len(mail.outbox)) == (0, 1)


def test_opening_the_link_confirms_nothing_pressing_the_button_does(item, ask, browser):
    ask(item)
    link = link_in(mail.outbox[0])

    browser.get(link)
    assert ItemNotice.objects.get().confirmed_at is None
    assert browser.post(link).status_code == 200
    assert ItemNotice.objects.get().confirmed_at is not None


def test_the_answer_is_the_same_for_a_known_address(item, ask, wanted):
    plain = lambda answer: re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", answer.text)  # noqa: E731
    first = ask(item, "neu@example.org")
    wanted(email="bekannt@example.org")
    second = ask(item, "bekannt@example.org")

    assert plain(first) == plain(second)
    assert (first.status_code, second.status_code) == (200, 200)
    assert [letter.to for letter in mail.outbox] == [["neu@example.org"], ["bekannt@example.org"]]
    assert mail.outbox[0].subject == mail.outbox[1].subject


def test_asking_does_not_change_what_somebody_has_confirmed_until_they_confirm(item, ask, wanted, browser):
    wanted(minutes=30)
    ask(item, minutes="5")
    assert ItemNotice.objects.get().minutes == 30

    browser.post(link_in(mail.outbox[0]))
    assert ItemNotice.objects.get().minutes == 5


def test_the_link_pressed_twice_sends_no_second_notice(item, ask, browser):
    ask(item)
    link = link_in(mail.outbox[0])
    browser.post(link)
    near(item, 5)
    assert go() == 1

    browser.post(link)

    assert (go(), len(mail.outbox)) == (0, 2)


@pytest.mark.parametrize(
    ("email", "minutes", "code"),
    [
        ("", "15", 400), ("niemand", "15", 400), ("a@b\nBcc: c@d.de", "15", 400),
        ("x" * 300 + "@example.org", "15", 400),
        ("a\0@example.org", "15", 400), (ADDRESS, "", 400), (ADDRESS, "7", 400), (ADDRESS, "-5", 400),
        (ADDRESS, "９", 400),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_kept(item, ask, email, minutes, code):
    assert (ask(item, email, minutes).status_code, mail.outbox, ItemNotice.objects.count()) == (code, [], 0)


def test_a_non_public_item_does_not_exist(hidden, ask, browser, clerk, signed_in):
    assert ask(hidden).status_code == 404
    for client in (browser, signed_in(clerk.user)):
        assert client.get(reverse("agenda:notice", args=[hidden.pk])).status_code == 404
    assert ItemNotice.objects.count() == 0


def test_a_draft_does_not_exist(meeting, clerk, ask):
    item = services.add_item(meeting=meeting, part="public", title="Entwurf", actor=clerk)

    assert ask(item).status_code == 404


def test_an_item_that_was_called_takes_no_more_notices(item, ask, clerk, browser):
    ask(item)
    services.open_item(item=item, actor=clerk)

    assert ask(item).status_code == 409
    assert browser.post(link_in(mail.outbox[0])).status_code == 409


def test_one_letter_box_gets_five_mails_an_hour_and_nobody_sees_it(item, ask):
    answers = {ask(item, email).status_code for email in [ADDRESS, "VITO@example.org "] * 4}

    assert (answers, len(mail.outbox)) == ({200}, 5)


def test_one_sender_is_stopped(item, ask, settings):
    settings.ACCOUNT_RATE_LIMITS = {"notice_asked": "2/m/ip", "notice_mailed": "5/h/key"}

    assert [ask(item, f"a{number}@example.org").status_code for number in range(3)] == [200, 200, 429]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", ["forged", "late", "gone", "hidden"])
def test_a_link_that_does_not_hold_says_so(item, ask, browser, change, monkeypatch):
    ask(item)
    link = link_in(mail.outbox[0])
    if change == "forged":
        link = link[:-3] + "xx/"
    elif change == "late":
        monkeypatch.setattr("agenda.selectors.notices.CONFIRM_WITHIN", timedelta(seconds=-1))
    elif change == "gone":
        ItemNotice.objects.all().delete()
    else:
        AgendaItem.objects.filter(pk=item.pk).update(part="non_public")

    answer = browser.post(link, headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (410, "notice.link_over")
    assert not ItemNotice.objects.filter(confirmed_at__isnull=False).exists()


def test_the_agenda_offers_it_for_what_waits_in_public_only(running, item, hidden, clerk):
    shown = {
        audience: render_shared(panel_named("agenda"), Meeting.objects.get(pk=running.pk), audience)
        for audience in Audience
    }
    link, other = (reverse("agenda:notice", args=[one.pk]) for one in (item, hidden))

    assert {audience for audience, html in shown.items() if link in html} == {Audience.PUBLIC, Audience.PARTICIPANT}
    assert not any(other in html for html in shown.values())


# --- sent -----------------------------------------------------------------------------------------------------------
def test_it_is_sent_once_when_the_forecast_says_so(item, wanted):
    wanted(minutes=15)
    assert go() == 0

    near(item, 14)

    assert (go(), go()) == (1, 0)
    letter = mail.outbox[0]
    assert (letter.to, "Ö 2 Spielplatz" in letter.body, "expected at about" in letter.body) == ([ADDRESS], True, True)


def test_speakers_who_wait_put_it_off(item, wanted, clerk, running):
    first = AgendaItem.objects.get(title="Haushalt")
    AgendaItem.objects.filter(pk=first.pk).update(planned_minutes=10)
    services.open_item(item=first, actor=clerk)
    for number in range(6):
        services.enter_request(item=first, guest=f"Gast {number}", actor=clerk)
    wanted(minutes=15)

    assert go() == 0
    for row in first.speaking_requests.all():
        services.strike_request(request=row, actor=clerk)
    assert go() == 1


def test_before_the_meeting_the_plan_counts(convened, clerk):
    item = services.add_item(meeting=convened, part="public", title="Erster", actor=clerk)
    given = {"confirmed_at": timezone.now(), "asked_at": timezone.now(), "language": "en"}
    ItemNotice.objects.create(item=item, email=ADDRESS, minutes=30, **given)
    assert go() == 0

    Meeting.objects.filter(pk=convened.pk).update(starts_at=timezone.now() + timedelta(minutes=29))

    assert go() == 1


def test_an_item_that_is_called_early_is_told_at_once(item, wanted, clerk):
    wanted(minutes=5)
    services.open_item(item=item, actor=clerk)

    assert go() == 1
    assert "being dealt with now" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("service", "words"), [("postpone_item", "was postponed"), ("withdraw_item", "was taken off the agenda")]
)
def test_an_item_that_will_not_come_up_is_told_and_the_address_forgotten(item, wanted, clerk, service, words):
    wanted(sent_at=timezone.now())
    getattr(services, service)(item=item, actor=clerk)

    assert (go(), go(), ItemNotice.objects.count()) == (1, 0, 0)
    assert words in mail.outbox[0].body


def test_a_cancelled_meeting_is_told(item, wanted):
    wanted()
    Meeting.objects.filter(pk=item.meeting_id).update(state="cancelled")

    assert (go(), ItemNotice.objects.count()) == (1, 0)
    assert "cancelled" in mail.outbox[0].body


def test_the_mail_speaks_the_language_it_was_asked_in(item, wanted):
    wanted(language="de")
    near(item, 5)
    with translation.override("en"):
        go()

    assert "wird bald aufgerufen" in mail.outbox[0].subject
    assert "voraussichtlich gegen" in mail.outbox[0].body


def test_an_item_that_became_non_public_is_not_told_and_the_address_forgotten(item, wanted):
    wanted()
    near(item, 5)
    AgendaItem.objects.filter(pk=item.pk).update(part="non_public", title="Geheim")

    assert (go(), mail.outbox, ItemNotice.objects.count()) == (0, [], 0)


@pytest.mark.parametrize("state", ["soon", "off"])
def test_what_the_mail_server_refuses_is_tried_again(item, wanted, clerk, monkeypatch, state):
    wanted()
    near(item, 5)
    if state == "off":
        services.postpone_item(item=item, actor=clerk)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *args: 1 / 0)
        assert (go(), ItemNotice.objects.count()) == (0, 1)

    assert go() == 0  # it rests
    rested()
    assert (go(), go()) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_refused_letter_box_does_not_hold_up_the_others(item, wanted, monkeypatch):
    for number in range(3):
        wanted(email=f"a{number}@example.org")
    near(item, 5)
    sending = mail.EmailMessage.send
    monkeypatch.setattr(mail.EmailMessage, "send", lambda self: 1 / 0 if "a0@" in self.to[0] else sending(self))

    assert go() == 2


def test_two_processes_send_one_mail(item, wanted, monkeypatch):
    wanted()
    near(item, 5)
    due = selectors.due_notices(timezone.now())
    monkeypatch.setattr("agenda.selectors.due_notices", lambda now: due)

    assert (go(), go(), len(mail.outbox)) == (1, 0, 1)


# --- between writing and sending ------------------------------------------------------------------------------------
def written(item):
    """A notice that the mail server did not take, ready for its next attempt."""
    near(item, 5)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", lambda *args: 1 / 0)
        assert go() == 0
    rested()


def test_an_item_that_became_non_public_meanwhile_is_not_told(item, wanted):
    wanted()
    written(item)
    AgendaItem.objects.filter(pk=item.pk).update(part="non_public", title="Geheim")

    assert (deliver(), mail.outbox, Outgoing.objects.get().state, Outgoing.objects.get().text) == (
        0,
        [],
        "given_up",
        "",
    )


def test_a_notice_that_was_ended_meanwhile_is_not_sent(item, wanted):
    wish = wanted()
    written(item)
    services.cancel_notice(token=selectors.cancel_token(wish))

    assert (go(), mail.outbox, Outgoing.objects.get().recipient) == (0, [], "v…@example.org")


def test_what_is_sent_later_says_what_holds_then(item, wanted, clerk):
    wanted()
    written(item)
    services.open_item(item=item, actor=clerk)

    assert (deliver(), "being dealt with now" in mail.outbox[0].body) == (1, True)


def test_an_item_put_off_meanwhile_is_told_as_off_and_once(item, wanted, clerk):
    wanted()
    written(item)
    services.postpone_item(item=item, actor=clerk)

    assert (go(), go(), len(mail.outbox), ItemNotice.objects.count()) == (1, 0, 1, 0)
    assert "was postponed" in mail.outbox[0].body


def test_an_item_that_is_back_is_not_told_as_off_and_still_announced(item, wanted, clerk):
    wanted()
    services.postpone_item(item=item, actor=clerk)
    written(item)
    AgendaItem.objects.filter(pk=item.pk).update(state="pending")

    assert (deliver(), mail.outbox) == (0, [])
    assert (go(), "comes up soon" in mail.outbox[0].subject) == (1, True)


def test_a_wish_is_kept_while_its_owner_is_being_told(item, wanted, clerk):
    wanted(asked_at=timezone.now() - timedelta(hours=30))
    services.postpone_item(item=item, actor=clerk)
    written(item)
    services.forget_notices(timezone.now())

    assert (deliver(), ItemNotice.objects.count()) == (1, 0)


def test_a_round_that_fails_has_written_nothing_and_claimed_nothing(item, wanted, monkeypatch):
    wanted()
    near(item, 5)
    with monkeypatch.context() as broken:
        broken.setattr("agenda.services.letters.notice_mail", lambda due: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.tell_notices()

    assert (Outgoing.objects.count(), go()) == (0, 1)


def test_the_clerk_sees_no_address_of_a_notice(item, wanted, clerk, signed_in):
    wanted()
    written(item)

    page = signed_in(clerk.user).get(reverse("meetings:mails_of_body", args=[item.meeting.body_id])).content.decode()

    assert ("v…@example.org" in page, ADDRESS in page) == (True, False)


# --- ended ----------------------------------------------------------------------------------------------------------
def ending_of(letter):
    return re.search(r"http://\S+?(/notices/end/\S+)", letter.body)[1]


def test_the_mail_can_be_ended_by_mail_programs_with_one_post(item, wanted):
    wanted()
    near(item, 5)
    go()
    headers = mail.outbox[0].extra_headers
    address = re.fullmatch(r"<http://[^/]+(/\S+)>", headers["List-Unsubscribe"])[1]

    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (answer.status_code, ItemNotice.objects.count()) == (200, 0)


def test_looking_at_the_link_ends_nothing_and_pressing_twice_does_no_harm(item, wanted, browser):
    wanted()
    near(item, 5)
    go()
    link = ending_of(mail.outbox[0])

    assert (browser.get(link).status_code, ItemNotice.objects.count()) == (200, 1)
    assert [browser.post(link).status_code for _ in range(2)] == [200, 200]
    assert ItemNotice.objects.count() == 0


def test_nobody_ends_a_notice_with_a_forged_link(item, wanted, browser):
    wanted()

    assert browser.post(reverse("agenda:cancel_notice", args=["WzFd:abc"])).status_code == 404
    assert ItemNotice.objects.count() == 1


# --- forgotten ------------------------------------------------------------------------------------------------------
def test_addresses_go_with_the_meeting(item, wanted):
    wanted()
    Meeting.objects.filter(pk=item.meeting_id).update(state="closed", closed_at=timezone.now())

    assert (go(), mail.outbox, ItemNotice.objects.count()) == (0, [], 0)


def test_what_nobody_confirms_is_forgotten_after_a_day(item, wanted):
    fresh = wanted(confirmed_at=None)
    wanted(confirmed_at=None, email="alt@example.org", asked_at=timezone.now() - timedelta(hours=25))
    go()

    assert list(ItemNotice.objects.all()) == [fresh]


def test_who_waits_in_a_running_meeting_is_kept(item, wanted):
    wanted()
    go()

    assert ItemNotice.objects.count() == 1


def test_a_put_off_item_of_a_closed_meeting_is_still_told(item, wanted, clerk):
    wanted()
    services.postpone_item(item=item, actor=clerk)
    Meeting.objects.filter(pk=item.meeting_id).update(state="closed", closed_at=timezone.now())

    assert (go(), ItemNotice.objects.count()) == (1, 0)


# --- the courier ----------------------------------------------------------------------------------------------------
def test_the_courier_survives_a_failing_round(monkeypatch, caplog):
    courier = Courier()
    monkeypatch.setattr("config.serving.courier.connections.close_all", lambda: None)
    monkeypatch.setattr("config.serving.courier.tell_notices", lambda: 1 / 0)

    courier.walk()

    assert "a round of notices failed" in caplog.text


def test_the_courier_walks_until_it_is_stopped(monkeypatch):
    courier = Courier(every=0.01)
    walked = []
    monkeypatch.setattr(courier, "walk", lambda: walked.append(courier.stop()))
    courier.start()
    courier.join(5)

    assert (walked, courier.is_alive()) == ([None], False)


def test_nobody_waiting_costs_two_questions(django_assert_num_queries):
    with django_assert_num_queries(2):
        services.tell_notices()


@pytest.mark.parametrize(
    ("state", "days", "promised"),
    [
        ("convened", 1, True),
        ("convened", -1, True),
        ("convened", -3, False),
        ("convened", -1700, False),
        ("cancelled", 1, False),
    ],
)
def test_a_notice_is_promised_only_while_it_can_be_sent(convened, add, client, mailoutbox, state, days, promised):
    """What is promised is not deleted a moment later, and what would be deleted is not promised."""
    found = add("Bericht")
    Meeting.objects.filter(pk=convened.pk).update(state=state, starts_at=timezone.now() + timedelta(days=days))
    found = AgendaItem.objects.select_related("meeting").get(pk=found.pk)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("agenda:notice", args=[found.pk])).text
    sent = client.post(reverse("agenda:notice", args=[found.pk]), {"email": "anna@example.org", "minutes": "15"})
    asked = ItemNotice.objects.count()
    services.forget_notices(timezone.now())

    assert ('<form method="post" class="form"' in page, sent.status_code) == (promised, 200 if promised else 409)
    assert (asked, ItemNotice.objects.count()) == ((1, 1) if promised else (0, 0))
    assert selectors.may_have_notice(found) is promised


@pytest.mark.parametrize(("days", "offered"), [(1, True), (-3, False)])
def test_the_agenda_offers_a_notice_only_while_it_can_be_sent(convened, add, days, offered):
    add("Bericht")
    Meeting.objects.filter(pk=convened.pk).update(starts_at=timezone.now() + timedelta(days=days))
    html = render_shared(panel_named("agenda"), Meeting.objects.get(pk=convened.pk), Audience.PUBLIC)

    assert ("agenda-list__notice" in html) is offered
