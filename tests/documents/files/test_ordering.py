"""The order of an item's files: moved, kept, shown everywhere."""

import re

import pytest
from django.urls import reverse

from documents.files.models import File
from documents.files.selectors import files_by_item, lines_of
from documents.files.services import attach_file, move_file, remove_file
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.services import cancel_meeting
from tests.conftest import names_of
from tests.documents.conftest import PDF, upload

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def three(item, clerk):
    return [
        attach_file(item=item, upload=upload(f"{name}.pdf", PDF + b"%" + name.encode()), actor=clerk)
        for name in ("Eins", "Zwei", "Drei")
    ]


def titles(item, audience=Audience.PUBLIC):
    meeting = type(item.meeting).objects.get(pk=item.meeting_id)
    return [file.title for file in files_by_item(meeting, audience)[item.pk]]


def test_files_stand_in_the_order_in_which_they_came(item, three):
    assert titles(item) == ["Eins", "Zwei", "Drei"]


@pytest.mark.parametrize(
    ("moved", "before", "order"),
    [
        (2, 0, ["Drei", "Eins", "Zwei"]),
        (0, None, ["Zwei", "Drei", "Eins"]),
        (0, 2, ["Zwei", "Eins", "Drei"]),
        (1, 1, ["Eins", "Zwei", "Drei"]),
    ],
)
def test_move_file_puts_it_before_another_or_at_the_end(item, three, clerk, moved, before, order):
    move_file(file=three[moved], before=0 if before is None else three[before].pk, actor=clerk)

    assert titles(item) == order


def test_move_file_shows_everywhere_and_is_told_once(item, three, convened, clerk):
    move_file(file=three[2], before=three[0].pk, actor=clerk)
    move_file(file=three[2], before=three[0].pk, actor=clerk)  # stands there already

    event = convened.events.order_by("seq").last()
    assert names_of(convened).count("documents.file.moved") == 1
    assert (event.name, event.data["file"], event.data["number"]) == ("documents.file.moved", three[2].pk, "Ö 1")
    for panel, audience in (("papers", Audience.PUBLIC), ("papers", Audience.DESK), ("all_papers", Audience.DESK)):
        html = render_shared(panel_named(panel), convened, audience)
        assert re.findall(r"<bdi>(\w+)</bdi>", html) == ["Drei", "Eins", "Zwei"], panel


def test_a_new_file_comes_last_also_after_a_move(item, three, clerk):
    move_file(file=three[2], before=three[0].pk, actor=clerk)
    remove_file(file=three[1], actor=clerk)
    attach_file(item=item, upload=upload("Vier.pdf", PDF + b"%4"), actor=clerk)

    assert titles(item) == ["Drei", "Eins", "Vier"]


def test_files_of_before_there_was_an_order_are_moved_too(item, three, clerk):
    File.objects.update(position=0)
    move_file(file=three[2], before=three[1].pk, actor=clerk)

    assert titles(item) == ["Eins", "Drei", "Zwei"]


def test_move_file_refuses_a_place_that_is_none(item, three, secret_item, clerk):
    other = attach_file(item=secret_item, upload=upload("Fremd.pdf", PDF + b"%f"), actor=clerk)
    remove_file(file=three[1], actor=clerk)

    for before in (other.pk, three[1].pk, 999_999):
        with pytest.raises(DomainError) as error:
            move_file(file=three[2], before=before, actor=clerk)
        assert error.value.code == "file.not_there"
    assert titles(item) == ["Eins", "Drei"]


@pytest.mark.parametrize(
    "role", ["member", "expert_citizen", "advisory_member", "substitute", "administrator", "public"]
)
def test_move_file_is_refused_to_others(item, three, convened, actor, role):
    with pytest.raises(DomainError) as error:
        move_file(file=three[2], before=three[0].pk, actor=actor(role))

    assert error.value.status == 403
    assert titles(item) == ["Eins", "Zwei", "Drei"]


def test_move_file_of_a_cancelled_meeting_or_one_that_is_gone_is_refused(item, three, convened, clerk):
    remove_file(file=three[0], actor=clerk)
    with pytest.raises(DomainError) as gone:
        move_file(file=three[0], before=0, actor=clerk)
    cancel_meeting(meeting=convened, actor=clerk)
    with pytest.raises(DomainError) as cancelled:
        move_file(file=three[1], before=0, actor=clerk)

    assert (gone.value.status, cancelled.value.status) == (409, 409)


def test_the_buttons_lead_up_and_down(three):
    lines = lines_of(three)

    assert [line.up for line in lines] == [None, three[0].pk, three[1].pk]
    assert [line.down for line in lines] == [three[2].pk, 0, None]


def test_the_buttons_of_the_page_move_a_file(item, three, clerk, signed_in):
    desk = signed_in(clerk.user)
    page = desk.get(reverse("documents:files", args=[item.meeting_id])).content.decode()
    form = re.search(rf'action="(/files/{three[0].pk}/move/)".*?name="before" value="(\d+)"', page, re.DOTALL)

    answer = desk.post(form[1], {"before": form[2]}, **JSON)

    assert answer.status_code == 200
    assert titles(item) == ["Zwei", "Eins", "Drei"]
