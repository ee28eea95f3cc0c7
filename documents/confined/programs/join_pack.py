"""A pack out of its pieces.

The first piece is the house's own: cover, contents, placeholder pages, and the font of the stamps. With `sealed` the
file has no end: whoever delivers it writes the mark of the person, the table and the trailer behind `body`.
"""

from __future__ import annotations

from typing import Any

from documents.confined.programs import pieces
from documents.confined.programs.assembly import Piece, Sheets, ending

SIZE, EDGE, PAD = 7.0, 9.0, 2.0
USUAL = 595.0
MARK = 1000.0


def joined(plan: dict[str, Any]) -> dict[str, Any]:
    """Join, and tell where the objects end, what belongs into the trailer, and how many pages there are."""
    make_own(plan["own"], plan["pieces"][0], plan["font"])
    with open(plan["target"], "wb") as file:
        return Pack(plan, Sheets(file)).written(file)


def make_own(source: str, target: str, name: str) -> None:
    """The house's own pages as a piece, with the font of the stamps, which bears this name in them."""
    import pikepdf

    with pikepdf.open(source) as pdf:
        font = pdf.pages[0].obj["/Resources"]["/Font"][name]
        _lead_inside(pdf)
        links = [page.obj.get("/Annots") for page in pdf.pages]
        pieces.prepare(pdf)
        for page, kept in zip(pdf.pages, links, strict=True):
            if kept is not None:
                page.obj["/Annots"] = kept
        pdf.Root["/RsFont"] = font
        pieces.save(pdf, target)


def _lead_inside(pdf: Any) -> None:
    """An address that begins with `pack:` is the name of a place in the pack."""
    import pikepdf

    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            address = str(note["/A"].get("/URI", "")) if "/A" in note else ""
            if address.startswith("pack:"):
                note["/A"] = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String(address))


class Pack:
    """The file that comes of a plan."""

    def __init__(self, plan: dict[str, Any], sheets: Sheets) -> None:
        self.plan, self.sheets = plan, sheets
        self.parts = [Piece.opened(path) for path in plan["pieces"]]
        self.bases = [sheets.reserve(len(part)) - 1 for part in self.parts]
        self.tree, self.catalog, self.info, self.places = (sheets.reserve() for _ in range(4))
        self.blank = sheets.reserve()
        self.pages = [self._page(*page) for page in plan["pages"]]
        self.outline = sheets.reserve(len(plan["marks"]) + 1)
        self.font = self.bases[0] + self.parts[0].named["RsFont"]
        self.mark = sheets.count + 1

    def written(self, file: Any) -> dict[str, Any]:
        """Write everything; where the objects end, and what belongs into the trailer."""
        self._write_pieces()
        self._write_blanks()
        self._write_tree()
        body, entries = self.sheets.at, self.sheets.entries()
        words = f"/Root {self.catalog} 0 R /Info {self.info} 0 R /ID [<{self.plan['id']}> <{self.plan['id']}>]"
        file.write(entries if self.plan["sealed"] else ending(entries, body, words.encode()))
        return {"body": body, "words": words, "pages": len(self.pages)}

    def _page(self, part: int | None, index: int, text: str, width: float) -> int:
        return self.sheets.reserve(2) if part is None else self.bases[part] + self.parts[part].pages[index]

    def _write_pieces(self) -> None:
        stamps: list[dict[int, bytes]] = [{} for _ in self.parts]
        for part, index, text, width in self.plan["pages"]:
            if part is not None:
                piece = self.parts[part]
                stamps[part][piece.stamps[index]] = self._stamp(piece.boxes[index], text, width)
        for at, piece in enumerate(self.parts):
            self._write_piece(piece, self.bases[at], stamps[at])

    def _write_piece(self, piece: Piece, base: int, stamps: dict[int, bytes]) -> None:
        inner = piece.tree + base

        def number(own: int) -> int:
            return self.tree if own + base == inner else own + base

        unused = {*piece.stamps, piece.root, piece.tree} - stamps.keys()
        for own, text, stream in piece.objects(number):
            if own in stamps:
                self.sheets.add(own + base, *_halves(stamps[own]))
            elif own in unused:
                self.sheets.add(own + base, b"null")
            else:
                self.sheets.add(own + base, text, stream)

    def _write_blanks(self) -> None:
        self.sheets.draw(self.blank, b"<<", b"/S Do")
        for number, (part, _index, text, width) in zip(self.pages, self.plan["pages"], strict=True):
            if part is None:
                box = (*pieces.A4, 0.0)
                self.sheets.add(number + 1, *_halves(self._stamp(box, text, width)))
                self.sheets.add(number, self._blank(number + 1))

    def _blank(self, stamp: int) -> bytes:
        box = " ".join(f"{edge:g}" for edge in pieces.A4)
        return (
            f"<< /Type /Page /Parent {self.tree} 0 R /MediaBox [{box}] "
            f"/Resources << /XObject << /S {stamp} 0 R >> >> /Contents {self.blank} 0 R >>"
        ).encode()

    def _stamp(self, box: tuple[float, ...], text: str, width: float) -> bytes:
        """The line in the margin, and below it the place of the mark: a form that lies over what is seen of a page,
        upright for who reads it.
        """
        matrix, wide, high = _upright(box)
        scale = min(max(min(wide, high) / USUAL, 0.4), 4.0)
        size, length = SIZE * scale, width * SIZE * scale
        left, low = max(wide - EDGE * 2 * scale - length, 0), EDGE * scale
        drawing = ""
        if self.plan["sealed"]:
            fit = min(wide, high) / MARK
            drawing = (
                f"q {fit:.5f} 0 0 {fit:.5f} {(wide - MARK * fit) / 2:.3f} {(high - MARK * fit) / 2:.3f} cm /M Do Q "
            )
        if text:
            plate = (left - PAD * scale, low - PAD * scale, length + 2 * PAD * scale, size + PAD * scale)
            drawing += f"1 g {' '.join(f'{edge:.3f}' for edge in plate)} re f "
            drawing += f"BT 0.27 g /F {size:.3f} Tf {left:.3f} {low:.3f} Td <{text}> Tj ET"
        marks = f"/XObject << /M {self.mark} 0 R >> " if self.plan["sealed"] else ""
        head = (
            f"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 {wide:.3f} {high:.3f}] /Matrix [{matrix}] "
            f"/Resources << /Font << /F {self.font} 0 R >> {marks}>> /Length {len(drawing)} >>"
        )
        return f"{head}\nstream\n{drawing}\nendstream".encode()

    def _write_tree(self) -> None:
        add, kids = self.sheets.add, b" ".join(b"%d 0 R" % page for page in self.pages)
        add(self.tree, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(self.pages), kids))
        names = " ".join(
            f"({name}) [{self.pages[page]} 0 R /Fit]" for name, page in sorted(self.plan["places"].items())
        )
        add(self.places, f"<< /Names [{names}] >>".encode())
        add(
            self.catalog,
            f"<< /Type /Catalog /Pages {self.tree} 0 R /Outlines {self.outline} 0 R /PageMode /UseOutlines "
            f"/Names << /Dests {self.places} 0 R >> /Lang ({self.plan['language']}) "
            f"/ViewerPreferences << /DisplayDocTitle true >> >>".encode(),
        )
        facts = " ".join(f"/{key} {_words(value)}" for key, value in self.plan["info"].items())
        add(self.info, f"<< {facts} /Creator (Ratssaal) /CreationDate (D:{self.plan['date']}) >>".encode())
        self._write_outline()

    def _write_outline(self) -> None:
        """Items, and below each its parts."""
        marks, first = self.plan["marks"], self.outline + 1
        tops = [at for at, (_title, _page, level) in enumerate(marks) if level == 0]
        ends = [*tops[1:], len(marks)] if tops else []
        ref = lambda at: f"{first + at} 0 R"  # noqa: E731
        reach = f"/First {ref(tops[0])} /Last {ref(tops[-1])} " if tops else ""
        self.sheets.add(self.outline, f"<< /Type /Outlines {reach}/Count {len(tops)} >>".encode())
        for place, (top, end) in enumerate(zip(tops, ends, strict=True)):
            below = range(top + 1, end)
            more = f"/First {ref(below[0])} /Last {ref(below[-1])} /Count -{len(below)} " if below else ""
            around = f"/Prev {ref(tops[place - 1])} " if place else ""
            around += f"/Next {ref(tops[place + 1])} " if place + 1 < len(tops) else ""
            self._write_mark(top, f"{self.outline} 0 R", around + more)
            for at in below:
                around = f"/Prev {ref(at - 1)} " if at > below[0] else ""
                around += f"/Next {ref(at + 1)} " if at < below[-1] else ""
                self._write_mark(at, ref(top), around)

    def _write_mark(self, at: int, parent: str, around: str) -> None:
        title, page, _level = self.plan["marks"][at]
        text = f"<< /Title {_words(title)} /Parent {parent} {around}/Dest [{self.pages[page]} 0 R /Fit] >>"
        self.sheets.add(self.outline + 1 + at, text.encode())


def _halves(form: bytes) -> tuple[bytes, bytes]:
    at = form.index(b"\nstream\n")
    return form[:at], form[at:]


def _words(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _upright(box: tuple[float, ...]) -> tuple[str, float, float]:
    """How to draw on a page as it is seen: the matrix from there to the page's own units, width and height."""
    left, low, right, high, turned = box
    wide, tall = right - left, high - low
    turns: dict[int, tuple[float, ...]] = {
        0: (1, 0, 0, 1, left, low, wide, tall),
        90: (0, 1, -1, 0, right, low, tall, wide),
        180: (-1, 0, 0, -1, right, high, wide, tall),
        270: (0, -1, 1, 0, left, high, tall, wide),
    }
    *matrix, across, up = turns[int(turned)]
    return " ".join(f"{edge:g}" for edge in matrix), across, up
