"""Names of the files in a pack's ZIP: speaking, and taken by Windows, macOS and Linux alike; no database."""

import re
import unicodedata

LONGEST = 110
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe(words: str, longest: int = LONGEST) -> str:
    """The words as part of a file's name: composed letters, nothing invisible, none of the signs that systems keep for
    themselves.
    """
    composed = FORBIDDEN.sub(" ", unicodedata.normalize("NFC", words))
    shown = "".join(char if not unicodedata.category(char).startswith(("C", "Z")) else " " for char in composed)
    line = " ".join(shown.split())
    cut = line if len(line) <= longest else line[: longest + 1].rpartition(" ")[0] or line[:longest]
    name = cut.strip(" .")
    return f"_{name}" if RESERVED.match(name) else name


def entry_name(number: str, item: str, label: str, title: str, ending: str) -> str:
    """ "Ö 3 ePayment - Anlage 1.pdf", and behind the label what the file's title says besides the item's."""
    head = safe(f"{number} {item}", 70)
    more = safe(_besides(title, item), 60)
    return f"{head} - {safe(label, 30)}{f' {more}' if more else ''}.{safe(ending, 10).lower() or 'bin'}"


def folder_name(number: str, item: str) -> str:
    """The folder of an item that has several files."""
    return safe(f"{number} {item}", 70)


def _besides(title: str, item: str) -> str:
    """What a title says beyond the item's: "ePayment Zahlen 2021" on the item "ePayment" is "Zahlen 2021"."""
    plain, said = title.strip(), item.strip()
    if not said:
        return plain
    rest = re.sub(rf"(?<!\w){re.escape(said)}(?!\w)", " ", plain, count=1, flags=re.IGNORECASE)
    return rest.strip(" -–:,") if rest != plain else plain


def unique(name: str, taken: set[str]) -> str:
    """The name, numbered where one that systems take for the same is there already."""
    stem, dot, ending = name.rpartition(".")
    number, wanted = 1, name
    while _key(wanted) in taken:
        number += 1
        wanted = f"{stem} ({number}){dot}{ending}"
    taken.add(_key(wanted))
    return wanted


def _key(name: str) -> str:
    """macOS keeps letters apart from their accents, Windows makes no difference between large and small ones."""
    return unicodedata.normalize("NFD", name).casefold()
