"""Meeting packs: 60 files with 1,000 pages, against `qpdf --empty --pages` on the same files in the same run.

    manage.py bench papers [--quick]

Measured are seconds of the processor, all processes together, and the largest resident memory of any of them: the whole
way of a pack, from its contents in the database to the file in the storage. Then once more after one file was changed
(only that one is made anew), and what one more member's own copy takes of a pack that is there. SQLite within the
process.
"""

from __future__ import annotations

import io
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from tests.load.servers import table

FILES, PAGES = 60, 1000
TIMES, AGAIN, MEGABYTES = 1.5, 0.25, 300
WORDS = [
    "Die",
    "Verwaltung",
    "wird",
    "beauftragt",
    "im",
    "Rahmen",
    "der",
    "Beratung",
    "das",
    "Konzept",
    "vorzulegen",
    "und",
    "über",
    "Kosten",
    "zu",
    "berichten",
]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    if shutil.which("qpdf") is None:
        print("There is no qpdf here to compare with.")
        return 0
    rounds = 2 if "--quick" in argv else 5
    meeting, items, clerk = _meeting()
    files = [_attach(items[number % len(items)], number, clerk) for number in range(FILES)]
    figures = [_round(meeting, files, clerk, number) for number in range(rounds)]
    qpdf, first, again, copy, megabytes = (statistics.median(column) for column in zip(*figures, strict=True))
    table(
        ["qpdf s", "pack s", "times", "one changed s", "of the first", "own copy ms", "peak MB"],
        [
            [
                *(f"{qpdf:.2f} {first:.2f} {first / qpdf:.2f} {again:.2f} {again / first:.2f}".split()),
                f"{copy * 1000:.0f}",
                f"{megabytes:.0f}",
            ]
        ],
    )
    print(f"\n{FILES} files, {PAGES} pages; goals: {TIMES:g} times qpdf, {AGAIN:g} of the first, {MEGABYTES} MB.")
    return int(first > TIMES * qpdf or again > AGAIN * first or megabytes > MEGABYTES)


def _round(meeting, files, clerk, number: int) -> tuple[float, float, float, float, float]:
    from documents.files.services import remove_file
    from documents.packs import services
    from documents.packs.models import Pack, PackPiece

    services.throw_away(Pack.objects.all())
    services.throw_away(PackPiece.objects.all())
    qpdf = _timed(lambda: _joined_by_qpdf(files))
    first = _timed(lambda: _pack(meeting, clerk))
    changed = files[FILES // 2]
    remove_file(file=changed, actor=clerk)
    files[FILES // 2] = _attach(changed.item, 1000 + number, clerk)
    again = _timed(lambda: _pack(meeting, clerk))
    copy = _timed(lambda: _own_copy(meeting, clerk))
    return qpdf, first, again, copy, _peak()


def _timed(task) -> float:
    """Of the processor, in this process and those that it started: others on the machine do not count."""
    begin = os.times()
    task()
    end = os.times()
    return sum(end[:4]) - sum(begin[:4])


def _joined_by_qpdf(files) -> None:
    from django.conf import settings

    target = Path(settings.DATA_DIR) / "qpdf.pdf"
    subprocess.run(["qpdf", "--empty", "--pages", *(file.stored.path for file in files), "--", target], check=True)
    target.unlink()


def _pack(meeting, actor):
    from documents.packs import services
    from documents.packs.content import contents_of
    from documents.packs.exports.building import build_here

    pack = services.ask_for_pack(contents_of(meeting, actor))
    build_here(pack)
    pack.refresh_from_db()
    assert pack.is_ready, pack.state
    assert pack.pages > PAGES
    return pack


def _own_copy(meeting, actor) -> None:
    from django.utils import timezone

    from documents.packs.content import contents_of
    from documents.packs.exports.marking import marked
    from documents.packs.selectors import pack_with

    pack = pack_with(contents_of(meeting, actor))
    with pack.stored.open("rb") as shared:
        length, pieces = marked(shared, pack.body, pack.trailer, "Mira Mitglied", timezone.now())
        assert sum(map(len, pieces)) == length


def _peak() -> float:
    """Of the programs that open and join, and of this process, which draws our own pages; without qpdf it would be the
    same, which takes less.
    """
    unit = 1024 * (1024 if sys.platform == "darwin" else 1)
    who = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    return max(resource.getrusage(one).ru_maxrss for one in who) / unit


def _meeting():
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        return _planned()


def _planned():
    from agenda import services as agenda
    from agenda.models import AgendaItem
    from meetings import selectors
    from tests.load.voting_data import open_vote

    user, _members = open_vote(5)
    meeting = AgendaItem.objects.get().meeting
    clerk = selectors.actor_for(user, body_id=meeting.body_id)
    resolution = agenda.Resolution("duldet keinen Aufschub", "einstimmig", category="Auftragsvergaben")
    parts = ["public"] * 15 + ["non_public"] * 5
    items = [
        agenda.add_item(meeting=meeting, actor=clerk, part=part, title=f"Punkt {number}", resolution=resolution)
        for number, part in enumerate(parts)
    ]
    return meeting, items, clerk


def _attach(item, number: int, clerk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from documents.files.services import attach_file

    pages = PAGES // FILES + (number % FILES < PAGES % FILES)
    upload = SimpleUploadedFile(f"Vorlage {number}.pdf", _paper(number, pages), "application/pdf")
    return attach_file(item=item, upload=upload, actor=clerk)


def _paper(number: int, pages: int) -> bytes:
    """A paper of text, with a picture on every fourth page; always the same for the same number."""
    from documents.pdf.fonts import FAMILY, register_fonts

    register_fonts()
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    chance, target = random.Random(number), io.BytesIO()
    canvas = Canvas(target, pageCompression=1)
    for page in range(pages):
        canvas.setFont(FAMILY, 11)
        for line in range(48):
            canvas.drawString(60, 780 - 15 * line, " ".join(chance.choice(WORDS) for _ in range(9)))
        if page % 4 == 0:
            picture = Image.frombytes("RGB", (200, 140), chance.randbytes(200 * 140 * 3))
            canvas.drawImage(ImageReader(picture), 300, 40, 200, 140)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
