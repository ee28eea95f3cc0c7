"""A full hybrid meeting of 25 seats, played on seven screens at once: what each sees, and what the journal says in
the end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import groupby

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e import council
from tests.e2e import council_course as course
from tests.e2e import council_order as order
from tests.e2e.council import CANARIES, Council
from tests.e2e.council_course import HALL, IN_HALL, LATE, REMOTE, SUBSTITUTE
from tests.e2e.journal_of_council import SENTENCES
from tests.e2e.pages import release_minutes

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def test_a_full_hybrid_meeting(visit: Callable[..., Page], manage: Callable[..., str]):
    played = council.plan(manage)
    course.gather(played, visit)
    course.arrive(played)
    course.represent(played)
    course.first_vote(played)
    course.come_late(played)
    course.lose_and_heal(played)
    course.disturb(played)
    course.pause(played)
    order.keep_order(played)
    order.second_vote(played)
    order.hand_over(played)
    order.go_non_public(played)
    order.go_public(played)
    read_journal(played)
    release_minutes(played["clerk"], played.meeting)
    read_minutes(played)
    assert played.faults == {}


def read_journal(played: Council) -> None:
    """Every sentence, in both languages, in its order; times by pattern, equal ballots in a row once."""
    told = played.read_journal()
    names = {**played.names, "hall": played.names[HALL], "remote": played.names[REMOTE], "late": played.names[LATE]}
    names |= {"substitute": played.names[SUBSTITUTE], "deputy": played.names["deputy1"]}
    for place, language in enumerate(("de", "en")):
        expected = [row[place + 1].format(**words) for row in SENTENCES for words in _each(row, names)]
        read = [re.sub(r"\d\d:\d\d:\d\d", "00:00:00", line.split(": ", 1)[1]) for line in told[language]]
        displays = [line for line in read if re.match("Saalanzeige|Hall display|Display", line)]
        read = [line for line in read if line not in displays]  # when one is first heard of is nobody's plan
        assert [line for line, _ in groupby(read)] == expected
        assert len(displays) == 1
    levels = [row[0] for row in SENTENCES for _ in _each(row, names)]
    known = [line for line in told["de"] if "Saalanzeige 1" not in line]
    assert [line.split(": ", 1)[0] for line, _ in groupby(known)] == levels


def _each(row: tuple[str, str, str], names: dict[str, str]) -> list[dict[str, str]]:
    """A sentence about somebody of the file stands for everybody in it."""
    return [{**names, "one": names[one]} for one in (*IN_HALL, "clerk")] if "{one}" in row[1] else [names]


def read_minutes(played: Council) -> None:
    """The minutes tell the same; those of the public nothing of the non-public part."""
    texts = {who: minutes(played[who], played) for who in ("clerk", "citizen")}
    remote = played.names[REMOTE]
    for words in (
        f"{played.names[SUBSTITUTE]} nimmt in Vertretung den Sitz von {played.names[LATE]} ein.",
        f"bei {remote} seit",
    ):
        assert all(words in text for text in texts.values()), words
    for words in (
        "Die Sitzung wurde unterbrochen (technische Störung).",
        "wurde das Wort entzogen.",
        "Mehrheitlich beschlossen",
    ):
        assert all(words in text for text in texts.values()), words
    assert council.SECRET_NOTE in texts["clerk"]
    assert not [word for word in CANARIES if word in texts["citizen"]]


def minutes(page: Page, played: Council) -> str:
    answer = page.request.get(f"/meetings/{played.meeting}/minutes.pdf")
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return " ".join(" ".join(leaf.extract_text() for leaf in pages).split())
