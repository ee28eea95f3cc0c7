"""The rehearsal: a copy nobody else sees, simulated members who act through the real doors, and nothing of it in the
real meeting.
"""

import json
import subprocess
import sys
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from agenda.services import add_item, copy_meeting
from config.rehearsal.copying import prepare, simulated_members
from config.rehearsal.habits import HABITS
from config.rehearsal.moves import moves_in
from meetings import selectors, services
from meetings.errors import DomainError
from meetings.models import Body, Meeting, Membership
from tests.load.servers import ROOT, data_folder, running, surroundings

pytestmark = [pytest.mark.long, pytest.mark.any_database]

FORM = """<section><form method="post" action="/polls/7/cast/">
<input type="hidden" name="csrfmiddlewaretoken" value="x">
<input type="hidden" name="ballot_id" value="b-1">
<button name="choice" value="yes">Ja</button><button name="choice" value="no">Nein</button>
<button type="button" name="confirm">Bestätigen</button></form>
<form method="get" action="/search/"><input name="q"></form></section>"""


@pytest.fixture
def copy(convened, seat, clerk):
    add_item(meeting=convened, actor=clerk, part="public", title="Bericht", planned_minutes=15)
    add_item(meeting=convened, actor=clerk, part="non_public", title="Vergabe", public_title="Auftrag")
    seat("chair")
    seat("member")
    return prepare(convened, 5)


def test_a_copy_has_members_of_its_own_and_the_same_agenda(convened, copy):
    people = simulated_members(copy)
    titles = [list(meeting.items.order_by("pk").values_list("part", "title")) for meeting in (convened, copy)]

    assert (len(people), all(person.is_demo for person in people)) == (5, True)
    assert all(not person.user.has_usable_password() for person in people)
    assert copy.body.statutory_seats == Membership.objects.filter(body=copy.body, voting_right=True).count()
    assert titles[0] == titles[1] != []
    assert (copy.state, copy.rehearsal_of) == ("convened", convened)


def test_only_those_of_the_copy_see_it(copy, clerk, signed_in, seat):
    staff, other = signed_in(clerk.user), signed_in(seat("member").person.user)
    pages = [
        f"/meetings/{copy.pk}/{view}"
        for view in ("", "public/", "screen/", "room/", "live/?view=public", "calendar.ics")
    ]
    pages.append(f"/bodies/{copy.body.pk}/")

    assert {staff.get(page).status_code for page in pages} == {200}
    assert {client.get(page).status_code for client in (Client(), other) for page in pages} == {404}
    assert all(copy.title not in client.get(page).text for client in (Client(), other) for page in ("/", "/bodies/"))


def test_what_is_copied_from_a_rehearsal_is_one_too(copy, clerk, seat, signed_in):
    again = services.convene_meeting(meeting=copy_meeting(meeting=copy, actor=clerk), actor=clerk)

    assert again.rehearsal_of == copy.rehearsal_of
    assert {
        client.get(again.get_absolute_url()).status_code for client in (Client(), signed_in(seat("member").person.user))
    } == {404}
    assert again.title not in Client().get("/").text


def test_a_body_that_rehearses_gets_no_meeting_that_everybody_would_see(copy, clerk, signed_in):
    with pytest.raises(DomainError) as refused:
        services.create_meeting(body=copy.body, actor=clerk, title="Echt?", starts_at=copy.starts_at)
    typed = {"title": "Echt?", "starts_at": "2099-05-05T17:00", "format": "in_person", "version": 1}
    answer = signed_in(clerk.user).post(f"/bodies/{copy.body.pk}/meetings/new/", typed)

    assert (refused.value.code, answer.status_code) == ("meeting.body_rehearses", 400)
    assert "probt nur" in answer.text
    assert not Meeting.objects.filter(title="Echt?").exists()


def test_a_rehearsal_is_in_no_list_of_bodies(copy):
    assert copy.body not in selectors.all_bodies()
    assert Body.objects.filter(rehearsal_of=copy.rehearsal_of.body).count() == 1


def test_every_rehearsal_is_a_body_of_its_own(convened, copy):
    assert prepare(convened, 2).body != copy.body


def test_a_page_is_read_for_its_forms():
    (move,) = moves_in([FORM])

    assert (move.path, move.fields) == ("/polls/7/cast/", {"ballot_id": "b-1"})
    assert move.pressed("no") == {"ballot_id": "b-1", "choice": "no"}
    assert move.buttons == [("choice", "yes"), ("choice", "no")]


@pytest.mark.parametrize(
    "html", ["", "<form", "<form method=post action=/x/>", "<button name=a value=b>", "</form></form>"]
)
def test_broken_pages_offer_nothing(html):
    assert moves_in([html]) == []


def test_members_choose_among_the_choices_that_there_are():
    (move,) = moves_in([FORM])
    chosen = {HABITS["voting:cast_ballot"].choose(move, Random(seed))["choice"] for seed in range(50)}

    assert chosen == {"yes", "no"}


def test_the_command_says_what_is_wrong(convened):
    with pytest.raises(CommandError, match="does not answer"):
        call_command("rehearse", str(convened.pk), url="http://127.0.0.1:9")
    with pytest.raises(CommandError, match="1 to 200"):
        call_command("rehearse", str(convened.pk), members=0)


def test_simulated_members_act_through_the_real_doors(db):
    """The program in a process of its own, on SQLite; seven members join both ways, and the clerk presses the next
    step.
    """
    with data_folder(5) as data, running(data, "daphne") as servers:
        cookie = json.loads((data / "cookies.json").read_text())["clerk"]
        url = f"http://127.0.0.1:{servers[0].port}"
        command = [sys.executable, "-m", "tests.load.rehearsing", url, "1", cookie, "7", "40", "6", "early"]
        done = subprocess.run(
            command, cwd=ROOT, env=surroundings(servers[0].folder), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])

    joined = sum(
        number for name, outcome, number in told["counts"] if (name, outcome) == ("meetings:join_meeting", "200")
    )
    assert told["faults"] == 0
    assert joined >= 7
    assert "agenda:open_item 200" in told["pressed"]
    assert Meeting.objects.count() == 0
