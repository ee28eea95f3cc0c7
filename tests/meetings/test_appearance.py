"""What all pages show of an institution: name, crest, colour, legal pages; who may set it, and what is refused."""

import io
import struct
import zlib

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from PIL import Image

from meetings import colours
from meetings.crests import SIDE, checked_crest
from meetings.errors import DomainError
from meetings.models import Crest, Institution
from meetings.services import set_appearance
from tests.conftest import make_user

pytestmark = pytest.mark.any_database

RED = "#a3132b"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind="PNG", size=(600, 400), colour=(163, 19, 43), **how):
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **how)
    return target.getvalue()


def bomb(width, height):
    """A PNG of a few bytes that says it has so many points."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def administrator(signed_in):
    return signed_in(make_user(is_superuser=True, is_staff=True))


@pytest.fixture
def page(institution):
    return reverse("meetings:set_appearance", args=[institution.pk])


def test_set_appearance_stores_it_and_the_administration_keeps_who_did_it(institution, actor):
    by = actor("administrator")

    set_appearance(
        institution=institution,
        actor=by,
        name="  Stadt   Neustadt ",
        accent=RED.upper(),
        crest=picture(),
        imprint_url="https://example.org/impressum",
    )

    row = Institution.objects.get()
    assert (row.name, row.accent, row.accent_dark) == ("Stadt Neustadt", RED, "")
    assert row.imprint_url == "https://example.org/impressum"
    assert (row.crest.width, row.crest.height) == (256, 171)
    entry = LogEntry.objects.get()
    assert entry.user == by.user
    assert "accent" in entry.change_message


@pytest.mark.parametrize("role", ["clerk", "chair", "member", "public"])
def test_set_appearance_is_the_administrators(institution, actor, role):
    with pytest.raises(DomainError) as refused:
        set_appearance(institution=institution, actor=actor(role), name="Anders")

    assert refused.value.status == 403
    assert Institution.objects.get().name == institution.name


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"accent": "#ffcc00"}, "accent.contrast"),
        ({"accent_dark": "#203040"}, "accent.contrast"),
        ({"accent": "red"}, "accent.unreadable"),
        ({"accent": "#fff;}body{display:none"}, "accent.unreadable"),
        ({"name": "   "}, "institution.name"),
        ({"name": "x" * 501}, "institution.name"),
        ({"imprint_url": "javascript:alert(1)"}, "institution.address"),
        ({"privacy_url": "https://example.org/" + "x" * 500}, "institution.address"),
        ({"crest": SVG}, "crest.unreadable"),
        ({"crest": b""}, "crest.unreadable"),
        ({"crest": b"%PDF-1.7"}, "crest.unreadable"),
        ({"crest": picture("GIF")}, "crest.unreadable"),
        ({"crest": picture()[:200]}, "crest.unreadable"),
        ({"crest": bomb(60_000, 60_000)}, "crest.too_large"),
        ({"crest": bomb(9_500, 9_500)}, "crest.too_large"),
        ({"crest": bomb(4_001, 4_000)}, "crest.too_large"),
        ({"crest": bytes(1024 * 1024 + 1)}, "crest.too_large"),
    ],
)
def test_set_appearance_refuses_and_changes_nothing(institution, actor, wrong, code):
    with pytest.raises(DomainError) as refused:
        set_appearance(institution=institution, actor=actor("administrator"), **{"name": "Anders", **wrong})

    assert refused.value.code == code
    row = Institution.objects.get()
    assert (row.name, row.accent, row.crest_tag, row.imprint_url) == (institution.name, "", "", "")
    assert not Crest.objects.exists()
    assert not LogEntry.objects.exists()


def test_two_institutions_do_not_share_a_name(institution, actor):
    other = Institution.objects.create(name="Kreis Beispiel")

    with pytest.raises(DomainError) as refused:
        set_appearance(institution=other, actor=actor("administrator"), name=institution.name)

    assert refused.value.code == "institution.name_taken"


def test_a_crest_is_drawn_anew_and_nothing_else_of_the_file_is_kept():
    """What hides behind the picture, in its comments or its camera's notes, is gone; it stands upright."""
    exif = Image.Exif()
    exif[0x010E] = "Name des Fotografen"
    exif[0x0112] = 6  # lies on its side
    made = checked_crest(picture("JPEG", (600, 300), exif=exif) + SVG)

    with Image.open(io.BytesIO(made.data)) as image:
        assert (image.format, image.size, image.info) == ("PNG", (128, 256), {})
    assert (made.width, made.height) == (128, 256)
    assert b"Fotografen" not in made.data
    assert b"script" not in made.data


def test_a_crest_keeps_what_is_transparent():
    target = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(target, "PNG")

    with Image.open(io.BytesIO(checked_crest(target.getvalue()).data)) as image:
        assert (image.size, image.getpixel((0, 0))[3]) == ((SIDE, SIDE), 0)


@pytest.mark.parametrize(
    ("colour", "is_dark", "says"),
    [
        ("#ffcc00", False, "1.51:1 against white"),
        ("#777777", False, "4.47:1 against white"),
        ("#757575", False, "4.18:1 against the ground of pages"),
        ("#203040", True, "1.55:1 against the dark ground"),
    ],
)
def test_too_little_contrast_is_named(colour, is_dark, says):
    with translation.override("en"), pytest.raises(DomainError, match=r"4\.5:1 is needed") as refused:
        colours.checked_accent(colour, is_dark=is_dark)

    assert says in str(refused.value)


@pytest.mark.parametrize("accent", [RED, "#000000", "#2044aa", "#005f2a", "#6b006b", "#5a4a00"])
def test_the_style_sheet_can_be_read_in_light_and_dark(accent):
    """The filled button carries white and black, also under the pointer; words of the colour stand on its wash."""
    pairs = dict(
        line.strip().removesuffix(");").split(": light-dark(") for line in colours.sheet(accent, "").splitlines()[1:-1]
    )
    for name, pair in pairs.items():
        light, dark = pair.split(", ")
        if name.endswith("wash"):
            own = pairs["--action"].split(", ")
            measured = (colours.contrast(light, own[0]), colours.contrast(dark, own[1]))
        else:
            measured = (colours.contrast(light, "#ffffff"), colours.contrast(dark, "#000000"))
        assert min(measured) >= 4.5, name
    assert colours.checked_accent(pairs["--action"].split(", ")[1], is_dark=True)


def test_the_page_is_the_administrators(page, signed_in, seat, administrator):
    assert Client().get(page).status_code == 403
    assert signed_in(seat("clerk").person.user).get(page).status_code == 403
    assert administrator.get(page).status_code == 200
    assert page in administrator.get("/admin/").content.decode()


def test_the_page_stores_and_every_page_shows_name_crest_and_colour(page, institution, administrator, client):
    crest = SimpleUploadedFile("wappen.jpg", picture("JPEG"))

    answer = administrator.post(page, {"name": "Stadt Neustadt", "accent": RED, "crest": crest})

    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    row = Institution.objects.get()
    for address in ("/", "/meetings/", "/bodies/", "/accounts/login/", "/legal/imprint/", "/no-such-page/"):
        shown = client.get(address).content.decode()
        assert "Stadt Neustadt" in shown
        assert f'src="/institutions/{row.pk}/crest.png?v={row.crest_tag}"' in shown
        assert f"/institutions/{row.pk}/accent.css?v={colours.tag_of(RED, '')}" in shown
        assert "/legal/privacy/" in shown


@pytest.mark.parametrize("name", ["meeting", "room", "public", "desk", "screen", "reading"])
def test_the_pages_of_a_meeting_show_the_crest(running, institution, actor, seat, signed_in, name):
    set_appearance(institution=institution, actor=actor("administrator"), name="Neustadt", accent=RED, crest=picture())

    page = signed_in(seat("chair").person.user).get(reverse(f"meetings:{name}", args=[running.pk])).content.decode()

    assert f'<img class="crest" src="/institutions/{institution.pk}/crest.png?v=' in page
    assert f'href="/institutions/{institution.pk}/accent.css?v=' in page
    assert "Neustadt" in page
    assert "/legal/accessibility/" in page or name == "screen"


def test_refusals_stand_at_their_field_and_keep_what_was_typed(page, institution, administrator):
    crest = SimpleUploadedFile("wappen.svg", SVG, content_type="image/svg+xml")

    answer = administrator.post(
        page, {"name": "Neu", "accent": "#ffcc00", "crest": crest, "imprint_url": "javascript:alert(1)"}
    )

    words = answer.content.decode()
    assert answer.status_code == 400
    assert "Diese Farbe hat gegenüber Weiß einen Kontrast von 1,51:1" in words
    assert "Ein SVG wird nicht angenommen" in words
    assert 'value="#ffcc00"' in words
    assert words.count('class="kern-error"') == 3
    assert Institution.objects.get().name == institution.name


def test_what_only_the_service_sees_stands_at_its_field_too(page, administrator):
    Institution.objects.create(name="Kreis Beispiel")

    answer = administrator.post(page, {"name": "Kreis Beispiel"}, headers={"accept-language": "en"})

    assert answer.status_code == 409
    assert "Another institution has this name." in answer.content.decode()


def test_the_crest_is_taken_away_again(page, institution, administrator, client):
    administrator.post(page, {"name": "Neu", "crest": SimpleUploadedFile("w.png", picture())})
    address = reverse("meetings:crest", args=[institution.pk])
    assert client.get(address).status_code == 200

    administrator.post(page, {"name": "Neu", "remove_crest": "on"})

    assert client.get(address).status_code == 404
    assert Institution.objects.get().crest_tag == ""
    assert "crest.png" not in client.get("/").content.decode()


@pytest.mark.parametrize(("name", "kind"), [("crest", "image/png"), ("accent", "text/css; charset=utf-8")])
def test_crest_and_colour_are_data_for_everybody_and_may_be_kept(institution, actor, signed_in, seat, name, kind):
    set_appearance(institution=institution, actor=actor("administrator"), name="Neu", accent=RED, crest=picture())
    row = Institution.objects.get()
    tag = row.crest_tag if name == "crest" else colours.tag_of(RED, "")
    address = reverse(f"meetings:{name}", args=[institution.pk])

    for visitor in (Client(), signed_in(seat("member").person.user)):
        answer = visitor.get(f"{address}?v={tag}")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert visitor.get(address).headers["Cache-Control"] == "public, no-cache"
        again = visitor.get(address, headers={"if-none-match": f'"{tag}"'})
        assert (again.status_code, again.content) == (304, b"")


def test_without_a_colour_the_sheet_is_empty_and_no_page_links_it(institution, client):
    assert client.get(reverse("meetings:accent", args=[institution.pk])).content == b""
    assert "accent.css" not in client.get("/").content.decode()


@pytest.mark.parametrize("kind", ["imprint", "privacy", "accessibility"])
def test_a_legal_page_may_be_elsewhere(page, institution, administrator, client, kind):
    assert client.get(f"/legal/{kind}/").status_code == 200
    administrator.post(page, {"name": institution.name, f"{kind}_url": f"https://example.org/{kind}"})

    for address in (f"/legal/{kind}/", reverse("meetings:legal_page", args=[institution.pk, kind])):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"https://example.org/{kind}")
    open_ones = administrator.get("/admin/").content.decode()
    assert f"kind={kind}" not in open_ones
    assert open_ones.count("legalpage/add/?") == 2


def test_among_several_institutions_only_pages_about_one_show_it(institution, body, actor, client):
    set_appearance(institution=institution, actor=actor("administrator"), name="Neustadt", crest=picture())
    Institution.objects.create(name="Kreis Beispiel")

    assert "crest.png" not in client.get("/accounts/login/").content.decode()
    assert "crest.png" in client.get(reverse("meetings:body", args=[body.pk])).content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/bodies/", "/no-such-page/"])
def test_the_frame_asks_once_at_most(institution, client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert sum('FROM "meetings_institution"' in query["sql"] for query in asked) == 1


def test_a_page_of_a_meeting_asks_nothing_more_for_its_frame(running, client):
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("meetings:meeting", args=[running.pk]))

    assert not any('FROM "meetings_institution"' in query["sql"] for query in asked)
