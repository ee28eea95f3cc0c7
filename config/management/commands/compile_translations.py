"""`manage.py compile_translations`: turn every room's German into the form that is read at run time."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.setup.bootstrap import ROOT

ROOMS = ("config", "meetings", "agenda", "voting", "documents")


def catalogues() -> list[Path]:
    """The .po file of every room that has texts."""
    return [path for room in ROOMS if (path := ROOT / room / "locale" / "de" / "LC_MESSAGES" / "django.po").exists()]


class Command(BaseCommand):
    """Needs no gettext on the machine; the .mo files are committed beside their sources."""

    help = "Compile the translations of all rooms; fails when one is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        import polib  # a tool of developers, not needed to run the program

        missing = []
        for path in catalogues():
            catalogue = polib.pofile(str(path))
            open_entries = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
            missing += [f"{path.relative_to(ROOT)}: {entry.msgid!r}" for entry in open_entries]
            catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        if missing:
            raise CommandError("Not translated:\n" + "\n".join(missing))
