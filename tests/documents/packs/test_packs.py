"""One PDF with all papers, for each person what they may have."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from django.urls import reverse

from agenda.services import add_item, enter_recusal
from documents.confined import Confined
from documents.files.services import attach_file, remove_file
from documents.packs import services
from documents.packs.enums import PackState
from documents.packs.exports import building
from documents.packs.models import Pack, PackFetch, PackPiece
from meetings.models import Reading
from tests.documents.conftest import upload
from tests.documents.packs import made
from tests.resolved import RESOLVED

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
JSON = {"HTTP_ACCEPT": "application/json"}


def fetched(browser, meeting, name="pack_pdf"):
    response = browser.get(reverse(f"documents:{name}", args=[meeting.pk]))
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


@pytest.fixture
def papers(item, secret_item, meeting, clerk):
    """A public item with three files, one of them confidential; one without any; a non-public one."""
    add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title="Verschiedenes")
    put = lambda at, name, content, **more: attach_file(item=at, upload=upload(name, content), actor=clerk, **more)  # noqa: E731
    return {
        "numbers": put(item, "Zahlen 2021.pdf", made.pdf("Zahlen eins", "Zahlen zwei")),
        "plan": put(item, "Plan.pdf", made.pdf("Plan quer", size=(842, 595), turned=90)),
        "inside": put(item, "Intern.pdf", made.pdf("Nur intern"), confidential=True),
        "offers": put(secret_item, "Angebote.pdf", made.pdf("Angebot geheim")),
    }


def outline(content):
    """The bookmarks as (level, title, page from 1)."""

    def walk(rows, level):
        for row in rows:
            if isinstance(row, list):
                yield from walk(row, level + 1)
            else:
                yield level, row.title, reader.get_destination_page_number(row) + 1

    reader = made.read(content)
    return list(walk(reader.outline, 0))


def test_the_public_gets_the_public_papers_with_contents_bookmarks_and_page_numbers(papers, convened, client):
    content = fetched(client, convened)
    pages = made.texts(content)

    assert len(pages) == 5
    assert "Stadt Beispiel" in pages[0]
    assert "Sitzungsmappe" in pages[0]
    assert "Stand" in pages[0]
    assert "öffentlicher Teil" in pages[0]
    assert "Ö 2 Verschiedenes keine Unterlagen" in pages[1]
    assert "Anlage 1: Zahlen 2021 Anlage 2: Plan" in pages[1]
    assert "3 3 5" in pages[1]  # the item and its two papers
    assert "N 1 Vergabe" in pages[1]
    assert pages[2:] == [
        "Zahlen eins Ö 1 · Anlage 1 · 3 / 5",
        "Zahlen zwei Ö 1 · Anlage 1 · 4 / 5",
        "Plan quer Ö 1 · Anlage 2 · 5 / 5",
    ]
    assert outline(content) == [
        (0, "Sitzungsmappe", 1),
        (0, "Inhalt", 2),
        (0, "Ö 1 ePayment", 3),
        (1, "Anlage 1: Zahlen 2021", 3),
        (1, "Anlage 2: Plan", 5),
    ]


def test_the_contents_lead_to_the_pages(papers, convened, client):
    reader = made.read(fetched(client, convened))
    places = reader.named_destinations

    led = {
        reader.get_destination_page_number(places[note.get_object()["/A"]["/D"]]) + 1
        for note in reader.pages[1]["/Annots"]
    }

    assert led == {3, 5}


def test_nothing_of_the_rest_is_in_the_public_pack(papers, convened, client):
    content = fetched(client, convened)

    said = str(made.texts(content)) + str(made.read(content).metadata) + str(outline(content))
    for word in ("intern", "Intern", "geheim", "Geheimsache", "Angebot"):
        assert word not in said
    assert Reading.objects.count() == 0


def test_members_get_everything_with_their_name_across_each_page_and_it_is_on_record(
    papers, convened, actor, signed_in
):
    member = actor("member")
    pages = made.texts(fetched(signed_in(member.user), convened))

    assert len(pages) == 7
    assert "Nur intern" in pages[5]
    assert "Angebot geheim" in pages[6]
    assert "N 1 · Anlage 1 · 7 / 7" in pages[6]
    assert all("Mira Member" in page for page in pages)
    assert sorted(Reading.objects.values_list("what", "key", "reader", "way")) == sorted(
        [
            ("documents.pack", convened.pk, member.user.pk, "download"),
            ("documents.file", papers["inside"].pk, member.user.pk, "download"),
            ("documents.file", papers["offers"].pk, member.user.pk, "download"),
        ]
    )


def test_members_with_the_same_rights_share_one_pack_and_each_has_their_own_name(papers, convened, actor, signed_in):
    first = fetched(signed_in(actor("member").user), convened)
    second = fetched(signed_in(actor("substitute").user), convened)

    assert Pack.objects.count() == 1
    assert ("Mira Member" in made.texts(first)[3], "Mira Member" in made.texts(second)[3]) == (True, False)
    assert "Sami Substitute" in made.texts(second)[3]


def test_whoever_has_a_conflict_of_interest_gets_nothing_of_that_item(
    papers, secret_item, convened, clerk, actor, signed_in
):
    member = actor("member")
    enter_recusal(item=secret_item, person=member.person_id, actor=clerk)

    content = fetched(signed_in(member.user), convened)

    pages = made.texts(content)
    assert "Nur intern" in str(pages)
    assert "Angebot" not in str(pages) + str(outline(content))
    assert "Befangenheit" in pages[-1]


def test_a_meeting_without_anything_non_public_has_one_pack_for_all(item, convened, clerk, client, actor, signed_in):
    attach_file(item=item, upload=upload("Zahlen.pdf", made.pdf("Zahlen")), actor=clerk)

    assert fetched(client, convened) == fetched(signed_in(actor("member").user), convened)
    assert Reading.objects.count() == 0


def test_a_pack_is_refused_when_it_cannot_be_put_on_record(papers, convened, actor, signed_in, monkeypatch):
    from django.db import DatabaseError

    def refuse(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("meetings.services.readings.Reading.objects.create", refuse)
    for name in ("pack_pdf", "pack_zip"):
        answer = signed_in(actor("member").user).get(reverse(f"documents:{name}", args=[convened.pk]), **JSON)
        assert (answer.status_code, answer.json()["code"]) == (503, "reading.not_recorded")


def test_a_draft_has_no_pack_for_members_and_the_public(papers, meeting, client, actor, signed_in):
    for browser in (client, signed_in(actor("member").user)):
        for name in ("pack", "pack_pdf", "pack_zip"):
            assert browser.get(reverse(f"documents:{name}", args=[meeting.pk])).status_code == 404


def test_pages_of_any_size_and_rotation_bear_their_stamp_below_and_upright(item, convened, clerk, client):
    shapes = [((595, 842), 0), ((842, 595), 90), ((595, 842), 180), ((1684, 2384), 270), ((200, 120), 0)]
    for number, (size, turned) in enumerate(shapes):
        content = made.pdf(f"Blatt {number}", size=size, turned=turned)
        attach_file(item=item, upload=upload(f"Blatt {number}.pdf", content), actor=clerk)

    content = fetched(client, convened)

    for page in made.read(content).pages[2:]:
        places = []
        page.extract_text(visitor_text=lambda text, cm, tm, font, size, places=places: places.append((text, cm, tm)))
        assert any("Anlage" in text for text, _cm, _tm in places)
    if shutil.which("pdftotext"):
        for number, ((wide, high), _turned) in enumerate(shapes, 3):
            words = _words(content, number)
            low = [word for word in words if word["word"] == "Anlage"]
            assert len(low) == 1
            assert low[0]["bottom"] > high * 0.9
            assert low[0]["right"] < wide


def _words(content, page):
    import re

    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    said = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    pattern = r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
    return [
        {"left": float(left), "right": float(right), "bottom": float(bottom), "word": word}
        for left, right, bottom, word in re.findall(pattern, said)
    ]


def test_other_programs_read_packs(papers, convened, client, actor, signed_in, tmp_path):
    for name, browser in (("public", client), ("own", signed_in(actor("member").user))):
        place = tmp_path / f"{name}.pdf"
        place.write_bytes(fetched(browser, convened))
        if shutil.which("qpdf"):
            subprocess.run(["qpdf", "--check", str(place)], check=True, capture_output=True)
        if shutil.which("pdftoppm"):
            drawn = subprocess.run(["pdftoppm", "-r", "20", str(place), str(tmp_path / name)], capture_output=True)
            assert (drawn.returncode, drawn.stderr) == (0, b"")


def test_pictures_are_pages(item, convened, clerk, client):
    for name, kind in (("Foto.png", "PNG"), ("Foto.jpg", "JPEG")):
        attach_file(item=item, upload=upload(name, made.picture(kind)), actor=clerk)

    reader = made.read(fetched(client, convened))

    assert len(reader.pages) == 4
    assert [len(page.images) for page in reader.pages[2:]] == [1, 1]


def test_a_paper_of_two_items_has_its_own_stamps_at_each(papers, convened, clerk, meeting, client):
    other = add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title="Noch einmal")
    attach_file(item=other, upload=upload("Zahlen.pdf", made.pdf("Zahlen eins", "Zahlen zwei")), actor=clerk)

    pages = made.texts(fetched(client, convened))

    assert pages[2] == "Zahlen eins Ö 1 · Anlage 1 · 3 / 7"
    assert pages[5] == "Zahlen eins Ö 3 · Anlage 1 · 6 / 7"


def test_only_what_changed_is_made_anew(papers, item, convened, clerk, client, monkeypatch):
    fetched(client, convened)
    asked = []
    ask = building._asked

    def heard(program, told):
        asked.append("media_type" in told)
        return ask(program, told)

    monkeypatch.setattr(building, "_asked", heard)
    fetched(client, convened)
    assert asked == []

    attach_file(item=item, upload=upload("Neu.pdf", made.pdf("Ganz neu")), actor=clerk)
    pages = made.texts(fetched(client, convened))

    assert asked == [True, False]
    assert pages[-1] == "Ganz neu Ö 1 · Anlage 3 · 6 / 6"


def test_a_removed_file_is_in_no_pack_that_is_fetched_afterwards(papers, convened, clerk, client):
    fetched(client, convened)
    remove_file(file=papers["plan"], actor=clerk)

    assert "Plan" not in str(made.texts(fetched(client, convened)))


def test_the_print_run_begins_each_part_on_the_front_of_a_sheet(papers, convened, clerk, actor, signed_in):
    content = fetched(signed_in(clerk.user), convened, "print_run_pdf")

    begins = [page for level, _title, page in outline(content) if level == 1]
    assert begins == [3, 5, 7, 9]
    pages = made.texts(content)
    assert len(pages) == 9
    assert ("Plan quer" in pages[4], "6 / 9" in pages[5], "Nur intern" in pages[6]) == (True, True, True)
    assert (
        signed_in(actor("member").user).get(reverse("documents:print_run_pdf", args=[convened.pk]), **JSON).status_code
        == 403
    )


def test_a_supplement_holds_only_what_is_new_since_ones_last_pack(papers, item, convened, clerk, actor, signed_in):
    browser = signed_in(actor("member").user)
    address = reverse("documents:supplement_pdf", args=[convened.pk])
    assert browser.get(address, **JSON).json()["code"] == "pack.none_fetched"
    fetched(browser, convened)
    assert browser.get(address, **JSON).json()["code"] == "pack.nothing_new"

    attach_file(item=item, upload=upload("Tischvorlage.pdf", made.pdf("Kam spät")), actor=clerk)
    pages = made.texts(fetched(browser, convened, "supplement_pdf"))

    assert "Nachlieferung" in pages[0]
    assert len(pages) == 3
    assert pages[2] == "Kam spät Ö 1 · Anlage 4 · 3 / 3"
    assert made.texts(fetched(browser, convened, "supplement_pdf"))[2] == pages[2]  # a download may have broken off

    attach_file(item=item, upload=upload("Noch eine.pdf", made.pdf("Kam noch später")), actor=clerk)
    assert "Kam spät" not in str(made.texts(fetched(browser, convened, "supplement_pdf")))


def test_nobody_else_knows_what_somebody_fetched(papers, convened, actor, signed_in, client):
    fetched(signed_in(actor("member").user), convened)
    fetched(client, convened)

    assert PackFetch.objects.count() == 1
    address = reverse("documents:supplement_pdf", args=[convened.pk])
    assert signed_in(actor("chair").user).get(address, **JSON).json()["code"] == "pack.none_fetched"
    assert client.get(address, **JSON).status_code == 403


def test_head_puts_nothing_on_record_and_remembers_nothing(papers, convened, actor, signed_in):
    browser = signed_in(actor("member").user)
    for name in ("pack_pdf", "pack_zip"):
        answer = browser.head(reverse(f"documents:{name}", args=[convened.pk]))
        assert (answer.status_code, answer.content) == (200, b"")
    assert (Reading.objects.count(), PackFetch.objects.count()) == (0, 0)


def test_public_packs_are_sent_in_parts_and_own_ones_whole_and_not_kept(papers, convened, client, actor, signed_in):
    address = reverse("documents:pack_pdf", args=[convened.pk])
    whole = fetched(client, convened)

    part = client.get(address, headers={"Range": "bytes=0-7"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, whole[:8])
    own = signed_in(actor("member").user).get(address)
    content = b"".join(own.streaming_content)
    assert own.headers["Content-Length"] == str(len(content))
    assert "no-store" in own.headers["Cache-Control"]
    assert own.headers["Content-Disposition"].startswith('attachment; filename="Sitzungsmappe-')


# Building ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_background():
    building_elsewhere = __import__("documents.packs.exports.waiting", fromlist=["in_background"]).in_background
    building_elsewhere.set()
    yield
    building_elsewhere.clear()


def test_while_a_pack_is_built_programs_come_again_and_browsers_see_how_far_it_is(
    papers, convened, client, in_background, monkeypatch
):
    monkeypatch.setattr("documents.packs.views.PATIENCE", 0)
    monkeypatch.setattr("documents.packs.views.SHORT", 0)
    address, page = (reverse(f"documents:{name}", args=[convened.pk]) for name in ("pack_pdf", "pack"))

    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "pack.being_built", "2")
    assert client.get(address, headers={"accept": "text/html"})["Location"] == page
    assert client.get(page, **JSON).json() == {"state": "waiting", "done": 0, "total": 3, "pages": 0, "size": 0}
    assert "<progress" in client.get(page).content.decode()

    assert building.build_next()
    assert not building.build_next()
    said = client.get(page, **JSON).json()
    assert (said["state"], said["done"], said["total"], said["pages"]) == ("ready", 3, 3, 5)
    assert address in client.get(page).content.decode()


def test_build_pack_asks_for_the_pack_and_leads_to_its_page(papers, convened, client, in_background):
    answer = client.post(reverse("documents:build_pack", args=[convened.pk]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("documents:pack", args=[convened.pk]))
    assert Pack.objects.get().state == PackState.WAITING


def test_what_was_being_built_when_the_program_was_killed_is_taken_up_again(papers, convened, client, in_background):
    client.post(reverse("documents:build_pack", args=[convened.pk]))
    assert services.claim_pack() is not None
    assert services.claim_pack() is None

    assert services.take_up_again() == 1
    assert building.build_next()
    assert Pack.objects.get().is_ready


def test_a_builder_that_says_nothing_any_more_is_replaced(papers, convened, client, in_background):
    from django.utils import timezone

    client.post(reverse("documents:build_pack", args=[convened.pk]))
    services.claim_pack()
    Pack.objects.update(touched_at=timezone.now() - services.FORGOTTEN_AFTER * 2)

    assert services.claim_pack() is not None


def test_what_cannot_be_built_is_tried_a_few_times_and_then_said(papers, convened, client, monkeypatch):
    def fail(*args, **kwargs):
        raise Confined("join_pack: no")

    monkeypatch.setattr(building, "_asked", fail)
    answer = client.get(reverse("documents:pack_pdf", args=[convened.pk]), **JSON)

    assert (answer.status_code, answer.json()["code"]) == (503, "pack.failed")
    assert (Pack.objects.get().state, Pack.objects.get().attempts) == (PackState.FAILED, services.MOST_ATTEMPTS)


def test_a_pack_whose_file_is_gone_is_made_anew(papers, convened, client, folder):
    fetched(client, convened)
    from django.core.files.storage import default_storage

    default_storage.delete(Pack.objects.get().stored.name)
    address = reverse("documents:pack_pdf", args=[convened.pk])

    assert client.get(address, **JSON).status_code == 503
    assert len(fetched(client, convened)) > 1000


def test_packs_are_thrown_away_with_their_files(papers, convened, client, folder, monkeypatch):
    before = len(folder())
    fetched(client, convened)
    assert len(folder()) == before + 3  # two pieces and the pack
    from datetime import timedelta

    from django.utils import timezone

    from config import tidying

    assert tidying.tidy()["meeting packs"] == 0
    old = timezone.now() - timedelta(days=15)
    Pack.objects.update(used_at=old)
    PackPiece.objects.update(used_at=old)
    done = tidying.tidy()

    assert (done["meeting packs"], done["pieces of packs"]) == (1, 2)
    assert len(folder()) == before


def test_a_meeting_keeps_only_so_many_packs(papers, item, convened, clerk, client, monkeypatch):
    monkeypatch.setattr(services, "MOST_PACKS", 2)
    for number in range(3):
        attach_file(item=item, upload=upload(f"{number}.pdf", made.pdf(str(number))), actor=clerk)
        fetched(client, convened)

    assert Pack.objects.count() == 2
