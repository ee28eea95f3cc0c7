import re
from pathlib import Path

import allauth
import polib
import pytest
from django.utils import translation

from config.management.commands.compile_translations import ROOMS, catalogues

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-5])
def test_german_is_complete(path):
    assert [entry.msgid for entry in entries(path) if not entry.translated() or "fuzzy" in entry.flags] == []


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-5])
def test_the_compiled_file_fits_its_source(path):
    def texts(found):
        return {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in found}

    compiled = texts(polib.mofile(str(path.with_suffix(".mo"))))

    assert {key for key, german in texts(entries(path)).items() if compiled.get(key) != german} == set()


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-5])
def test_placeholders_survive_the_translation(path):
    wrong = [
        entry.msgid
        for entry in entries(path)
        if entry.msgstr and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]

    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_the_templates_is_in_a_catalogue(room):
    known = {entry.msgid for path in catalogues() for entry in entries(path)}
    translate = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")

    missing = {
        text
        for template in (ROOT / room).rglob("*.html")
        for pair in translate.findall(template.read_text(encoding="utf-8"))
        if (text := pair[0] or pair[1]) not in known
    }

    assert missing == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_argument_and_block_of_the_templates_is_in_a_catalogue(room):
    known = {text for path in catalogues() for entry in entries(path) for text in (entry.msgid, entry.msgid_plural)}
    argument = re.compile(r"""_\((?:"([^"]+)"|'([^']+)')\)""")
    block = re.compile(
        r"{%\s*blocktranslate\b(.*?)%}(.*?)(?:{%\s*plural\s*%}(.*?))?{%\s*endblocktranslate\s*%}", re.DOTALL
    )

    missing = set()
    for template in (ROOT / room).rglob("templates/**/*.html"):
        source = template.read_text(encoding="utf-8")
        found = [pair[0] or pair[1] for pair in argument.findall(source)]
        for options, *texts in block.findall(source):
            texts = [re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text) for text in texts if text]
            found += [re.sub(r"\s*\n\s*", " ", text.strip()) for text in texts] if "trimmed" in options else texts
        missing |= {text for text in found if text not in known}

    assert missing == set()


def test_one_english_text_has_one_german_one_in_all_rooms():
    """Django knows one catalogue for all: two translations of one text would depend on the order of the rooms."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in catalogues():
        for entry in entries(path):
            found.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr or str(entry.msgstr_plural))

    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}


def test_the_account_pages_say_sie():
    """allauth mixes du and Sie; our catalogue replaces every text of it that a person can meet here."""
    theirs = polib.pofile(str(Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    used = [
        entry.msgid
        for entry in theirs
        if any(re.search(r"(account|mfa|usersessions)/", place) for place, _ in entry.occurrences)
    ]
    familiar = re.compile(r"\b(du|dein\w*|dir|dich|gib|klicke?|rufe|lass|wähle|bestätige|kontaktiere)\b", re.IGNORECASE)

    with translation.override("de"):
        assert len(used) > 100
        assert [text for text in map(translation.gettext, used) if familiar.search(text)] == []


def test_no_template_writes_dates_of_one_language():
    """28. November is German, 28 November English: the formats of `config/formats` know."""
    templates = [path for room in ROOMS for path in (ROOT / room).rglob("*.html")]

    assert len(templates) > 100
    assert [path.name for path in templates if re.search(r'date:"[^"]*j\. ', path.read_text(encoding="utf-8"))] == []
