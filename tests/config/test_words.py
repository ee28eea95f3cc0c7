"""The words people read: one term per thing (docs/words.md), no form that was replaced, German quotation marks,
"Uhr" with times.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

import django.contrib.admin
import polib
import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from config.management.commands.compile_translations import ROOMS, catalogues
from meetings.templatetags.clock import clock

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "words.md"
TAG = re.compile(r"<[^>]*>")
MOMENT = datetime(2026, 11, 27, 16, 0, 5, tzinfo=UTC)

REPLACED = {
    r"\b[Ss]icher(n|e|t)\b(?! sich)": "Speichern",
    r"Wer gestört": "Betroffene Person",
    r"\b[Ff]reiwillig": "optional",
    r"(?<!E-)\bMails?\b(?! Meet)": "E-Mail",
    r"E-Mailadresse|\bEmail": "E-Mail",
    r"Einwänd": "Einwendungen",
    r"gesetzlichen Mitglieder\b": "gesetzliche Mitgliederzahl",
    r"DigiSiVO §|GO NRW §": "§ 5 DigiSiVO",
    r"Unterstützer": "Unterstützende",
    r"[Aa]bstimmen ging": "Abstimmung nicht möglich",
    r"[Ww]eigert sich zu gehen|[Vv]erweigert": "Weigert sich, den Saal zu verlassen",
    r"Schließung": "Schluss der Sitzung",
    r"schon gewirkt": "ist bereits vollzogen",
    r"wenn Sie (mögen|möchten)\b": "auf Wunsch",
    r"auf Ihrem Tisch": "Ihre Entwürfe",
    r"\b(Demnächst|Vorbei|vorbei)\b": "Bevorstehend; Vergangen",
    r"(von der|[Zz]ur|die) Sitzungsleitung (erfasst|kann (Sie|einen weiteren) "
    r"eintragen|eintragen|verwerfen)": "am Sitzungstisch erfasst",
    r"Zur(ück zur)? Sitzungsleitung": "Sitzungstisch",
    r"Vorsitz entscheidet|Entscheidung des Vorsitzes": "Sitzungsleitung",
    r"[Nn]icht[ -]öffentlich": "nichtöffentlich",
    r"Kennw(ort|ört)": "Passwort",
    r"jemand anderes": "jemand anders",
    r"unkts\b": "Tagesordnungspunktes",
    r"\bLadung\b": "eingeladen",
    r"[Uu]nterschriebene[rn]? (Verlauf|Stand)|unterschreibt": "signierter Stand",
    r"schiefge|nochmal|\bkriegen?\b|\bgeht (das )?nicht\b": "Abstimmung nicht möglich",
    r"[Ee]rneut drücken|drücken, um|drücken zum|drücken\b(?!:|$| Sie|\.)": "Noch einmal drücken: ...",
    r"[Vv]erifizier": "bestätigen",
    r"\.\.\.": "…",
}
"""German forms that are not written any more, as patterns, and the term of docs/words.md that took their place."""

SOMEBODY = re.compile(
    r"\w/(in|innen|r|n|e)\b|\w[*:_](in|innen)\b|\w\((in|innen|r)\)|[a-zäöüß]In(nen)?\b|"
    r"\b(die oder der|der oder die)\b|"
    r"\b\w*(Redner|[Ss]precher|Teilnehmer|Antragsteller|[Bb]enutzer|Nutzer|Schriftführer|Protokollführer|Stellvertreter|"
    r"Wähler|Administrator|Sitzinhaber|Vertreter|Bearbeiter|Mitarbeiter|Vorsitzende[rn]?)\b|"
    r"(?<!innen und )(?<!oder sachkundiger )\b(Bürger|Zuhörer|Einwohner)\b"
)
"""Forms of persons that the house does not use: a sign inside the word, or the masculine for all."""

OLD_ENGLISH = {
    r"does not hold any more|no longer holds \(": "is no longer valid",
    r"\bis voted\b": "Voting method",
    r"^(Ahead|Over)$": "Upcoming; Past",
    r"[Pp]ublic ways?\b": "public channel",
    r"^done$": "completed",
    r"on your desk": "Your drafts",
    r"\bif you like\b": "optionally",
    r"[Ww]ho is disturbed|^Disturbed": "person affected",
    r"not required\)": "optional",
    r"\bby mail\b|\b(further|this) mail\b|\ba mail\b": "E-Mail",
    r"DigiSiVO sections?": "section, paragraph, law",
    r"Time of Berlin|had its effect|lead nowhere|let you in here": "code",
    r"any more\b": "is no longer valid",
    r"\btaken? back\b.*\b(motion|request|support)\b": "withdraw",
    r"\b(motion|request|support)\b.*\b(taken?|takes|took)\b.*\bback\b": "withdraw",
    r'"': "“",
    r"\.\.\.": "…",
}
"""English forms that are not written any more. What allauth and Django ask for in their own English is not ours to
change.
"""

OWN_UHR = {
    "{label} of {name}, {time}",
    "from {time}",
    "until {time}",
    "unlocked {time} by {account}",
    "Presence can be entered from %(time)s on; who has come by the opening is there from the beginning.",
    "You can enter yourself as present from %(time)s on; it counts from the opening.",
}
SPANS = {"{time} over the time", "{time} left", "speaking for {time}"}
"""Texts whose value brings its "Uhr" along, and those whose value is a span, not a time of day."""

NAMES_OF_TIMES = re.compile(r"%\((?:time)\)s|\{(?:time|since|began|before|after)\}")


def germans():
    """Every German text of the catalogues, and of what is handed out beside them, with where it stands."""
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                yield f"{path.parts[-5]}: {entry.msgid[:60]}", text
    for line in (ROOT / "config" / "demo" / "texts.py").read_text(encoding="utf-8").splitlines():
        yield from (("demo", text) for text in re.findall(r'"([^"\\]*(?:\\.[^"\\]*)*)"', line))
    programs = ROOT / "documents" / "check" / "programs"
    readme = (programs / "README.txt").read_text(encoding="utf-8")
    yield "check/README.txt", readme.split("CHECK PACKAGE OF A MEETING")[0]
    says = (programs / "check.py").read_text(encoding="utf-8")
    yield from (("check.py", found) for found in re.findall(r'": "([^"/]+) / ', says))
    yield "check.html", re.sub(r'<(\w+)[^>]* lang="en".*?</\1>', "", (programs / "check.html").read_text("utf-8"))


def without_marks(text):
    """Without tags and what is typed on a command line."""
    return "\n".join(line for line in TAG.sub(" ", text).splitlines() if not line.startswith("    "))


def english():
    theirs = set(_foreign())
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.msgid not in theirs:
                yield from ((path.parts[-5], text) for text in (entry.msgid, entry.msgid_plural) if text)


def _foreign():
    import allauth

    for package in (allauth, django.contrib.admin):
        catalogue = Path(package.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
        yield from (entry.msgid for entry in polib.pofile(str(catalogue)))


def used_of_theirs():
    """What a person can meet of allauth's pages and of the administration."""
    import allauth

    theirs = polib.pofile(str(Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    pages = re.compile(r"(account|mfa|usersessions)/")
    yield from (entry.msgid for entry in theirs if any(pages.search(place) for place, _ in entry.occurrences))
    admin = polib.pofile(
        str(Path(django.contrib.admin.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po")
    )
    yield from (entry.msgid for entry in admin if not entry.msgctxt)


def in_german(text):
    with translation.override("de"):
        return translation.gettext(text)


GERMANS = [(place, without_marks(text)) for place, text in germans()]


@pytest.mark.parametrize("replaced", REPLACED)
def test_no_replaced_word_is_left_in_german(replaced):
    assert [(place, text) for place, text in GERMANS if re.search(replaced, text)] == []


@pytest.mark.parametrize("old", OLD_ENGLISH)
def test_no_replaced_word_is_left_in_english(old):
    assert [(room, text) for room, text in english() if re.search(old, TAG.sub(" ", text))] == []


@pytest.mark.parametrize("word", sorted({*REPLACED.values(), *OLD_ENGLISH.values()}))
def test_the_word_that_took_its_place_is_in_the_glossary(word):
    glossary = GLOSSARY.read_text(encoding="utf-8").lower()

    assert [part for part in word.lower().split("; ") if part not in glossary] == []


def test_what_allauth_and_django_say_is_in_our_words():
    shown = [(text, german) for text in used_of_theirs() if (german := in_german(text)) != text]

    assert len(shown) > 200
    assert [
        (text, german)
        for text, german in shown
        if any(re.search(replaced, TAG.sub(" ", german)) for replaced in REPLACED)
    ] == []
    assert [(text, german) for text, german in shown if SOMEBODY.search(TAG.sub(" ", german))] == []


def test_persons_are_named_evenly():
    assert [(place, found[0]) for place, text in GERMANS if (found := SOMEBODY.search(text))] == []


def test_quotation_marks_in_german_are_german_and_never_the_same_pair_inside():
    whole = re.compile(r"[^„“”‚‘\"»«]*(„[^„“”‚‘\"]*(‚[^„“”‚‘\"]*‘[^„“”‚‘\"]*)*“[^„“”‚‘\"»«]*)*")

    assert [(place, text) for place, text in GERMANS if not whole.fullmatch(text)] == []


def test_quotation_marks_in_english_are_pairs_and_never_the_same_pair_inside():
    whole = re.compile(r"[^“”‘\"„]*(“[^“”\"„]*”[^“”‘\"„]*)*")

    assert [(room, text) for room, text in english() if not whole.fullmatch(TAG.sub(" ", text))] == []


def test_a_time_of_day_has_its_uhr():
    bare = []
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            if entry.msgid not in OWN_UHR | SPANS:
                places = NAMES_OF_TIMES.finditer(entry.msgstr)
                bare += [entry.msgstr for found in places if not entry.msgstr[found.end() :].startswith((" Uhr", "–"))]

    assert bare == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_template_shows_a_time_without_its_uhr(room):
    """A bare `time:"H:i"` is the value of a sentence, which has its own Uhr, or the beginning of a span."""
    bare = re.compile(r"""\{\{[^}]*\|time:"H:i(:s)?"\s*\}\}(?!–)""")
    found = [
        (path.name, text[0])
        for path in (ROOT / room).rglob("templates/**/*.*")
        for text in bare.finditer(path.read_text("utf-8"))
    ]

    assert found == []


def test_dates_are_written_as_readers_write_them():
    formats = ("DATE_FORMAT", "TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")

    def written(language):
        with translation.override(language):
            return [date_format(localtime(MOMENT), name) for name in formats]

    assert written("de") == [
        "27. November 2026",
        "17:00 Uhr",
        "27. November 2026, 17:00 Uhr",
        "27.11.2026",
        "27.11.2026, 17:00 Uhr",
    ]
    assert written("en") == ["27 November 2026", "17:00", "27 November 2026, 17:00", "27/11/2026", "27/11/2026, 17:00"]


@pytest.mark.parametrize(("language", "shown"), [("de", "17:00:05 Uhr"), ("en", "17:00:05")])
def test_the_time_to_the_second_has_its_uhr_in_german(language, shown):
    with translation.override(language):
        assert clock(MOMENT) == shown


def test_the_pages_of_administration_say_speichern():
    theirs = polib.pofile(
        str(Path(django.contrib.admin.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po")
    )
    with translation.override("de"):
        words = [translation.gettext(entry.msgid) for entry in theirs]
        buttons = render_to_string(
            "admin/submit_line.html", {"show_save": True, "show_save_and_continue": True, "can_change": True}
        )

    assert [word for word in words if re.search(r"\b[Ss]ichern\b", word)] == []
    assert 'value="Speichern"' in buttons
    assert 'value="Speichern und weiter bearbeiten"' in buttons


def test_no_other_catalogue_changes_our_german():
    """Django takes the first catalogue that has a text; what it or allauth have, too, must read as we write it."""
    with translation.override("de"):
        changed = [
            (entry.msgid, shown)
            for path in catalogues()
            for entry in polib.pofile(str(path))
            if not entry.msgctxt
            and not entry.msgid_plural
            and (shown := translation.gettext(entry.msgid)) != entry.msgstr
        ]

    assert changed == []


def test_the_glossary_has_one_row_for_a_term():
    rows = [
        line.split("|")[1:4] for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ][1:]
    terms = [term.strip() for german, _, _ in rows for term in german.split(";")]

    assert len(rows) > 40
    assert sorted(terms) == sorted(set(terms))


def test_the_glossary_names_code_that_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    named = re.findall(r"\| `([\w.]+)` \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name in named if not re.search(rf"\b{name.rsplit('.', maxsplit=1)[-1]}\b", code)] == []
