"""How the files of minutes are called; no database."""

_EDITIONS = {"public": "oeffentlich", "full": "vollstaendig", "abridged": "vollstaendig-ohne-befangene-Punkte"}


def minutes_name(stem: str, edition: str, *, draft: bool = False) -> str:
    """The file name of minutes: of which meeting (`meeting_stem`), which of the two documents it is, a draft or not."""
    state = "-Entwurf" if draft else ""
    return f"Niederschrift{state}-{stem}-{_EDITIONS[edition]}.pdf"
