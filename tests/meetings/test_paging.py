"""No list is cut silently: whatever there is can be reached by links."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Journal, Meeting

pytestmark = pytest.mark.any_database

LINK = re.compile(r'rel="next" href="([^"#]+)')


def plan(body, number, **fields):
    start = timezone.now() + timedelta(days=1)
    rows = [
        Meeting(body=body, title=f"Sitzung-{place:03}.", starts_at=start + timedelta(days=place), **fields)
        for place in range(number)
    ]
    for row, journal in zip(rows, Journal.objects.bulk_create(Journal() for _ in rows), strict=True):
        row.journal = journal
    return Meeting.objects.bulk_create(rows)


def titles_from(client, url, name):
    """The titles on this page of one list and all that follow it by its own link."""
    found = []
    while url:
        html = unescape(client.get(url).content.decode())
        found += re.findall(r"Sitzung-\d{3}\.", html)
        url = next((link for link in LINK.findall(html) if f"?{name}=" in link), None)
    return found


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"state": "convened", "convened_at": timezone.now()},
        {"state": "cancelled", "convened_at": timezone.now()},
        {"state": "running", "convened_at": timezone.now(), "opened_at": timezone.now()},
    ],
)
@pytest.mark.parametrize("filtered", [False, True])
def test_every_meeting_is_reached_from_the_list_of_meetings(body, clerk, signed_in, fields, filtered):
    rows = plan(body, 64, **fields)
    client = signed_in(clerk.user)
    address = reverse("meetings:meetings")

    found = titles_from(client, f"{address}?body={body.pk}" if filtered else address, "page")

    assert address in client.get("/").content.decode()
    assert sorted(set(found)) == [row.title for row in rows]


def test_every_meeting_of_a_body_is_reached(body, clerk, signed_in):
    rows = plan(body, 110)

    found = titles_from(signed_in(clerk.user), reverse("meetings:body", args=[body.pk]), "meetings")

    assert (len(found), sorted(found)) == (110, [row.title for row in rows])


@pytest.mark.parametrize("wanted", ["", "0", "-1", "x", "99999999999999999999", "²", "1.5"])
def test_any_page_that_is_asked_for_is_answered(body, clerk, signed_in, wanted):
    plan(body, 30)
    client = signed_in(clerk.user)

    start = client.get(reverse("meetings:meetings"), {"page": wanted})
    own = client.get(reverse("meetings:body", args=[body.pk]), {"meetings": wanted})

    assert (start.status_code, own.status_code) == (200, 200)


def test_the_meeting_to_copy_from_is_the_last_one_on_every_page(body, clerk, signed_in):
    rows = plan(body, 60)

    second = signed_in(clerk.user).get(reverse("meetings:body", args=[body.pk]), {"meetings": "2"}).content.decode()

    assert f"?copy={rows[-1].pk}" in second
