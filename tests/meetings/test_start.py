"""The start page by person, the list of all meetings: what stands there for whom, and what it asks of the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.services import Resolution, add_item, open_item
from meetings import services
from meetings.models import Body, Meeting
from meetings.selectors import last_days_to_convene, visitor_of
from meetings.templatetags.shell import initials

EXTENSION = Resolution(ground="Dringlich", words="Ohne Widerspruch")


def page(client, address="/", **query):
    return client.get(address, query).content.decode()


def plan(body, clerk, title, days, convened=True):
    meeting = services.create_meeting(
        body=body, actor=clerk, title=title, starts_at=timezone.now() + timedelta(days=days)
    )
    return services.convene_meeting(meeting=meeting, actor=clerk) if convened else meeting


def part(html, heading):
    """What stands from a heading to the end of its section."""
    return html.partition(f'id="{heading}"')[2].partition("</section>")[0]


def test_a_past_meeting_is_nobodys_headline(body, clerk, actor, signed_in):
    past = plan(body, clerk, "Längst vorbei", 5)
    Meeting.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(days=400))
    coming = plan(body, clerk, "Nächste Woche", 7)

    for client in (signed_in(actor("member").user), Client()):
        html = page(client)
        assert f'id="meeting-{coming.pk}"' in html
        assert "Längst vorbei" not in html


def test_what_runs_stands_above_with_the_public_item_that_is_dealt_with(running, clerk):
    item = add_item(meeting=running, actor=clerk, part="public", title="Radweg", resolution=EXTENSION)
    open_item(item=item, actor=clerk)

    html = page(Client())

    assert f'id="meeting-{running.pk}"' in html
    assert reverse("meetings:public", args=[running.pk]) in html
    assert "Radweg" in html


def test_the_clerk_is_told_what_is_due_and_on_which_day(body, clerk, signed_in):
    draft = plan(body, clerk, "Entwurf", 30, convened=False)
    late = plan(body, clerk, "Hätte beginnen sollen", 3)
    Meeting.objects.filter(pk=late.pk).update(starts_at=timezone.now() - timedelta(days=1))

    tasks = part(page(signed_in(clerk.user)), "tasks-heading")

    assert f'href="{draft.get_absolute_url()}"' in tasks
    assert f'href="{reverse("agenda:agenda", args=[draft.pk])}"' in tasks  # its agenda is empty
    assert f'href="{reverse("meetings:desk", args=[late.pk])}"' in tasks
    assert tasks.index("Hätte beginnen sollen") < tasks.index("Entwurf")


def test_an_agenda_with_an_item_is_no_task(body, clerk, signed_in):
    draft = plan(body, clerk, "Entwurf", 30, convened=False)
    add_item(meeting=draft, actor=clerk, part="public", title="Eröffnung")

    assert reverse("agenda:agenda", args=[draft.pk]) not in part(page(signed_in(clerk.user)), "tasks-heading")


def test_the_invitation_is_due_before_the_clear_days(body, clerk):
    draft = plan(body, clerk, "Entwurf", 30, convened=False)
    day = timezone.localtime(draft.starts_at).date()

    assert last_days_to_convene([draft]) == {
        draft.pk: day - timedelta(days=8)
    }  # seven clear days of the shipped profile


def test_a_member_gets_no_tasks_of_the_desk(body, clerk, actor, signed_in):
    draft = plan(body, clerk, "Entwurf", 30, convened=False)

    member = actor("member")

    assert "Entwurf" not in page(signed_in(member.user))
    assert visitor_of(member.user).desks == frozenset()
    assert draft.body_id in visitor_of(clerk.user).desks


@pytest.mark.parametrize("role", ["clerk", "chair", "member", None])
def test_the_start_page_asks_the_same_of_one_row_and_of_three(body, actor, clerk, signed_in, role):
    client = signed_in(actor(role).user) if role else Client()

    def grow(number):
        for place in range(number):
            plan(body, clerk, f"Sitzung {place}", 3 + place)
            plan(body, clerk, f"Entwurf {place}", 40 + place, convened=False)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    grow(1)
    asked()
    one = asked()
    grow(2)

    assert asked() == one <= 20


def test_the_list_filters_by_body_and_year_and_says_how_many(body, clerk, signed_in):
    other = Body.objects.create(institution=body.institution, name="Anderer Ausschuss")
    here = plan(body, clerk, "Hier", 10)
    elsewhere = plan(body, clerk, "Anderswo", 10)
    Meeting.objects.filter(pk=elsewhere.pk).update(body=other)
    year = timezone.localtime(here.starts_at).year

    def found(**query):
        return page(Client(), reverse("meetings:meetings"), **query)

    assert "Hier" in found(body=body.pk)
    assert "Anderswo" not in found(body=body.pk)
    assert "Hier" in found(year=year)
    assert "Hier" not in found(year=year - 3)
    assert "2 " in part(found(), "meetings-heading")


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"year": "1"}, {"year": "99999"}, {"body": "-1"}, {"body": "9" * 30}, {"page": "²"}]
)
def test_a_filter_that_makes_no_sense_is_no_error(db, query):
    assert Client().get(reverse("meetings:meetings"), query).status_code == 200


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr. Alex Ahornfeld", "AA"), ("Kim Stern", "KS"), ("Ada", "A"), ("x@example.org", "X"), ("", "?")],
)
def test_initials_of_a_name(name, letters):
    assert initials(name) == letters
