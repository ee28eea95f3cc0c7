"""Three meetings of the demo committee: one held, the information event, and an ordinary one ahead."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from agenda.models import AgendaItem
from agenda.services import add_item, add_presenter
from config.demo import texts
from config.demo.clock import clock_set_to
from config.demo.decks import deck_for
from config.demo.files import figures_file, neutral_file
from config.demo.held import hold
from config.demo.papers import bring_papers, correct
from documents.files.services import attach_file
from documents.minutes.exports.pdf import pdf_of
from documents.minutes.services import release_minutes
from meetings.models import Body, Meeting
from meetings.permissions import Actor
from meetings.services import convene_meeting, create_meeting
from voting.services import override_approval

EVENT = Path(__file__).with_name("duisburg-2022-02-01.json")
HALL = "Rathaus, Sitzungssaal 1 (Demo)"
HYBRID = "§ 58a GO NRW, § 8 der Hauptsatzung (Demo)"


class Entry(TypedDict, total=False):
    """One item of an agenda with what stands below it."""

    title: str
    subtitle: str
    public_title: str
    treatment: str
    planned_minutes: int
    draft_resolution: str
    below: list[Entry]
    file: str


def berlin(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in the time of the committee's town."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))


def write_agenda(
    meeting: Meeting, clerk: Actor, part: str, entries: list[Entry], parent: AgendaItem | None = None
) -> list[AgendaItem]:
    """Put a list of entries on the agenda, files and sub-items included; returns the items of this level."""
    items = []
    for entry in entries:
        data: dict[str, Any] = {name: value for name, value in entry.items() if name not in {"below", "file"}}
        item = add_item(meeting=meeting, actor=clerk, part=part, parent=parent, **data)
        if words := entry.get("file"):
            upload = neutral_file(entry["title"], words)
            attach_file(item=item, upload=upload, actor=clerk, title=f"Vorlage {entry['title']}")
        write_agenda(meeting, clerk, part, entry.get("below", []), item)
        items.append(item)
    return items


def plan_information_event(body: Body, clerk: Actor) -> Meeting:
    """The 3rd information event with its true agenda and presenters; only its clock times are chosen."""
    event = json.loads(EVENT.read_text(encoding="utf-8"))
    day = date.fromisoformat(event["meeting"]["date"])
    named = "; ".join(f"{person['name']}, {person['function']}" for person in event["named_in_the_slides"])
    meeting = create_meeting(
        body=body,
        actor=clerk,
        title=event["meeting"]["title"],
        format=event["meeting"]["format"],
        starts_at=berlin(day, 16),
        ends_at=berlin(day, 17, 30),
        remark=f"{texts.CHOSEN_TIMES} {texts.NAMED_IN_THE_SLIDES.format(named=named)}",
    )
    for entry in event["agenda"]:
        _true_item(meeting, clerk, entry, event)
    override_approval(meeting=meeting, reason=texts.NOT_APPROVED, actor=clerk)
    return convene_meeting(meeting=meeting, actor=clerk)


def _true_item(meeting: Meeting, clerk: Actor, entry: dict[str, Any], event: dict[str, Any]) -> None:
    data = {"title": entry["title"], "subtitle": entry.get("subtitle", ""), "treatment": entry["treatment"]}
    item = add_item(
        meeting=meeting, actor=clerk, part="public", planned_minutes=texts.EVENT_MINUTES[entry["number"]], **data
    )
    for name in entry["presenters"]:
        add_presenter(item=item, actor=clerk, name=name)
    slides = deck_for(entry["number"])
    if slides:
        attach_file(item=item, upload=slides, actor=clerk, title=f"Folien: {entry['title']} (Vorführdaten)")
    figures = event.get(f"figures_for_a_file_on_item_{entry['number']}")
    if figures:
        file = figures_file(texts.FIGURES_SOURCE, figures)
        attach_file(item=item, upload=file, actor=clerk, title="ePayment Zahlen 2021 und 2020")


def plan_ordinary_meeting(body: Body, clerk: Actor) -> Meeting:
    """A hybrid meeting ahead: the first Tuesday that is at least a week away."""
    day = _tuesday(timezone.localdate() + timedelta(days=7))
    meeting = create_meeting(
        body=body,
        actor=clerk,
        title="12. Sitzung des Digitalisierungsausschusses (Demo)",
        format="hybrid",
        legal_basis=HYBRID,
        hall=HALL,
        video_link="https://video.example.org/digitalisierungsausschuss",
        starts_at=berlin(day, 16),
        ends_at=berlin(day, 18, 30),
        remark=texts.INVENTED,
    )
    write_agenda(meeting, clerk, "public", texts.AHEAD_PUBLIC)
    write_agenda(meeting, clerk, "non_public", texts.AHEAD_NON_PUBLIC)
    override_approval(meeting=meeting, reason=texts.NOT_APPROVED, actor=clerk)
    late = bring_papers(meeting, clerk)
    convened = convene_meeting(meeting=meeting, actor=clerk)
    correct(late, clerk)
    return convened


def _tuesday(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


def hold_past_meeting(body: Body, clerk: Actor) -> Meeting:
    """A hybrid meeting four weeks ago, from its plan to its close, with attendance and declared votes."""
    day = _tuesday(timezone.localdate() - timedelta(days=28))
    with clock_set_to(berlin(day - timedelta(days=14), 9, 30)) as clock:
        meeting = create_meeting(
            body=body,
            actor=clerk,
            title="11. Sitzung des Digitalisierungsausschusses (Demo)",
            format="hybrid",
            legal_basis=HYBRID,
            hall=HALL,
            starts_at=berlin(day, 16),
            ends_at=berlin(day, 17, 30),
            remark=texts.INVENTED,
        )
        items = write_agenda(meeting, clerk, "public", texts.HELD_PUBLIC)
        items += write_agenda(meeting, clerk, "non_public", texts.HELD_NON_PUBLIC)
        override_approval(meeting=meeting, reason=texts.NOT_APPROVED, actor=clerk)
        convene_meeting(meeting=meeting, actor=clerk)
        clock.moment = berlin(day, 15, 58)
        held = hold(meeting, items, clerk, clock)
        clock.moment = berlin(day + timedelta(days=6), 10, 15)
        release_minutes(meeting=held, draw=pdf_of, actor=clerk)
        return held
