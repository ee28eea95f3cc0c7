import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agenda.services import add_item, open_item
from documents.files.services import attach_file, remove_file
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.services import convene_meeting, open_meeting
from tests.documents.conftest import PDF, upload
from tests.resolved import RESOLVED

pytestmark = pytest.mark.any_database


def shown(meeting, audience, name="papers"):
    return render_shared(panel_named(name), meeting, audience)


@pytest.mark.parametrize(
    ("audience", "sees"),
    [(Audience.PUBLIC, False), (Audience.PARTICIPANT, True), (Audience.DESK, True)],
)
def test_papers_shows_each_audience_what_it_may_see(file, secret_file, item, clerk, convened, audience, sees):
    attach_file(item=item, upload=upload("Vertrauliche Anlage.pdf", PDF + b"3"), actor=clerk, confidential=True)

    html = shown(convened, audience)

    assert "Zahlen 2021" in html
    assert [word in html for word in ("Angebote", "Geheimsache", "Vertrauliche Anlage")] == [sees] * 3


def test_the_hall_display_gets_no_files():
    assert Audience.SCREEN not in panel_named("papers").audiences


def test_files_begin_with_those_of_the_current_item(file, convened, clerk):
    meeting = open_meeting(meeting=convened, actor=clerk)
    second = add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title="Zweiter Punkt")
    attach_file(item=second, upload=upload("Folien.pdf", PDF + b"2"), actor=clerk)
    before = shown(meeting, Audience.PUBLIC)

    open_item(item=second, actor=clerk)

    after = shown(meeting, Audience.PUBLIC)
    assert before.index("Zahlen 2021") < before.index("Folien")
    assert after.index("Folien") < after.index("Zahlen 2021")


def test_files_of_a_removed_file_are_gone(file, convened, clerk):
    remove_file(file=file, actor=clerk)

    assert "Zahlen" not in shown(convened, Audience.DESK)


def test_files_show_a_title_as_it_was_typed(item, convened, clerk):
    attach_file(item=item, upload=SimpleUploadedFile("a.pdf", PDF), actor=clerk, title='<b>"Zahlen"</b> & שלום')

    assert "&lt;b&gt;&quot;Zahlen&quot;&lt;/b&gt; &amp; שלום" in shown(convened, Audience.PUBLIC)


def test_all_papers_offers_every_item_a_place_to_drop_files(item, secret_item, convened):
    html = shown(convened, Audience.DESK, "all_papers")

    assert html.count("data-upload") == 2


@pytest.mark.parametrize(("name", "queries"), [("papers", 4), ("all_papers", 3)])
@pytest.mark.parametrize("count", [1, 3])
def test_panels_take_as_many_queries_whatever_there_is(meeting, clerk, django_assert_num_queries, name, queries, count):
    """Three for the files; the panel of rooms and desk asks for papers at the items, too."""
    for number in range(count):
        item = add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title=f"Punkt {number}")
        for file in range(count):
            attach_file(item=item, upload=upload(f"Papier {file}.pdf", PDF + bytes([65 + file])), actor=clerk)
    convene_meeting(meeting=meeting, actor=clerk)

    with django_assert_num_queries(queries):
        shown(meeting, Audience.DESK, name)
