"""`/styleguide/`: there with DEBUG alone, and it shows every piece of the design."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configured

CONFIG = Path(configured.BASE_DIR) / "config" / "static" / "config"
PIECES = re.compile(
    r"^\.(btn-|quiet|chip|party|no\b|no--|stamp|leaf|seg|meter|note|card|tick|toast|row\b|row--now|task|result)"
)


@pytest.mark.django_db
def test_in_earnest_there_is_no_styleguide(client, signed_in, seat):
    assert client.get("/styleguide/").status_code == 404
    assert signed_in(seat("clerk").person.user).get("/styleguide/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["", "light", "dark", '"><script>'])
def test_it_shows_every_icon_and_takes_known_themes_only(client, settings, theme):
    settings.DEBUG = True

    page = client.get("/styleguide/", {"theme": theme}).content.decode()

    icons = re.findall(r'<symbol id="([\w-]+)"', (CONFIG / "icons.svg").read_text(encoding="utf-8"))
    assert len(icons) > 40
    assert all(f"#{name}" in page for name in icons)
    assert (f'data-kern-theme="{theme}"' in page) == (theme in {"light", "dark"})
    assert "<script>" not in page


@pytest.mark.django_db
def test_it_shows_every_piece_of_the_face(client, settings):
    """A piece that is added to the sheet has to be shown."""
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    shown = {name for found in re.findall(r'class="([^"]*)"', page) for name in found.split()}

    sheets = "\n".join((CONFIG / name).read_text(encoding="utf-8") for name in ("face.css", "lists.css", "pages.css"))
    pieces = {line[1:] for line in re.findall(r"^(\.[\w-]+) \{", sheets, re.MULTILINE) if PIECES.match(line)}

    assert len(pieces) > 40
    assert pieces - shown == set()
