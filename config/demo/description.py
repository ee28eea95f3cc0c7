"""What the demonstration offers, for people and programs: accounts and addresses (docs/contract)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from config.demo.people import PASSWORD
from documents.papers.models import Paper
from meetings.models import Meeting, Membership, Person

PAGES = {
    "page": "meetings:meeting",
    "room": "meetings:room",
    "desk": "meetings:desk",
    "public": "meetings:public",
    "screen": "meetings:screen",
    "ics": "documents:calendar",
    "minutes_pdf": "documents:minutes_pdf",
    "pack": "documents:pack_pdf",
    "pack_zip": "documents:pack_zip",
    "state": "documents:state",
}

PAPER = {"page": "paper", "pdf": "paper_pdf"}


def describe(base_url: str) -> dict[str, Any]:
    """Accounts and addresses of the demonstration; the keys are a contract, see docs/."""
    return {
        "base_url": base_url,
        "accounts": [_account(person) for person in _people()],
        "meetings": [_meeting(meeting, base_url) for meeting in _meetings()],
        "papers": [_paper(paper, base_url) for paper in Paper.objects.select_related("type").order_by("pk")],
    }


def _people() -> list[Person]:
    people = Person.objects.filter(is_demo=True, user__is_active=True)
    return list(people.select_related("user").prefetch_related("memberships").order_by("user__pk"))


def _meetings() -> QuerySet[Meeting]:
    """Those of bodies in which one of the accounts has a seat."""
    seats = Membership.objects.filter(person__user__is_active=True)
    return Meeting.objects.filter(body__in=seats.values("body")).order_by("pk")


def _account(person: Person) -> dict[str, str]:
    assert person.user is not None
    roles = [membership.role for membership in person.memberships.all()]
    role = roles[0] if roles else "administrator"
    return {"email": person.user.email, "password": PASSWORD, "role": role, "person": person.name}


def _meeting(meeting: Meeting, base_url: str) -> dict[str, Any]:
    urls = {name: base_url + reverse(view, args=[meeting.pk]) for name, view in PAGES.items()}
    urls["ws"] = f"ws{base_url.removeprefix('http')}/ws/meetings/{meeting.pk}/"
    return {"id": meeting.pk, "title": meeting.title, "state": meeting.state, "urls": urls}


def _paper(paper: Paper, base_url: str) -> dict[str, Any]:
    urls = {name: base_url + reverse(f"documents:{view}", args=[paper.pk]) for name, view in PAPER.items()}
    return {
        "number": paper.number,
        "title": paper.subject,
        "type": paper.type.name,
        "status": paper.state,
        "urls": urls,
    }
