"""Speaking names for files: "Oe-4-ePayment-Zahlen-2021.pdf". Pure: no Django, no database."""

import re
import unicodedata
from datetime import date

LONGEST_STEM, LONGEST_PART = 100, 60
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"})


def speaking_name(number: str, title: str, ending: str, original: str = "") -> str:
    """A name that every system takes, from the item's number and the paper's title.

    Where a title has no Latin letter or digit at all, the original name serves, and then the number alone.
    """
    words = plain(title) or plain(stem_of(original))
    stem = "-".join(part for part in (plain(number), words) if part)
    return f"{stem[:LONGEST_STEM].rstrip('-') or 'file'}.{ending}"


_VERSIONS = {"public": "oeffentlich", "full": "vollstaendig", "abridged": "vollstaendig-ohne-befangene-Punkte"}


def meeting_stem(day: date, body: str, title: str) -> str:
    """What files of a meeting begin with: day, body and title, for a body may meet twice a day.

    A title that names the body stands alone.
    """
    whose, what = _cut(plain(body)), _cut(plain(title))
    return "-".join([f"{day:%Y-%m-%d}", *(part for part in ("" if whose in what else whose, what) if part)])


def _cut(words: str) -> str:
    """At most so much of a name, whole words where there are several."""
    return words if len(words) <= LONGEST_PART else words[: LONGEST_PART + 1].rpartition("-")[0] or words[:LONGEST_PART]


def minutes_name(stem: str, version: str, *, draft: bool = False) -> str:
    """The file name of minutes: of which meeting (`meeting_stem`), which of the two documents it is, a draft or not."""
    state = "-Entwurf" if draft else ""
    return f"Niederschrift{state}-{stem}-{_VERSIONS[version]}.pdf"


def plain(text: str) -> str:
    """ASCII letters and digits with single hyphens; umlauts written out, accents dropped."""
    composed = unicodedata.normalize("NFC", text).translate(_GERMAN)
    ascii_only = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")


def stem_of(original: str) -> str:
    """What stands before the ending of a file's name, without any folder."""
    name = re.split(r"[/\\]", original)[-1]
    return name.rpartition(".")[0] or name


def title_from(original: str) -> str:
    """A title for people from a file's name: no ending, no underscores, no control or invisible characters."""
    shown = "".join(" " if char in "_\t\n" else char for char in stem_of(original) if _is_shown(char))
    return " ".join(shown.split())


def _is_shown(char: str) -> bool:
    return char in "\t\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def another(name: str, taken: set[str]) -> str:
    """The name, with the first free number at its end when it is taken already."""
    stem, _, ending = name.rpartition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{ending}"
    return name
