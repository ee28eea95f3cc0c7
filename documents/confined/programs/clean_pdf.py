"""A PDF file without data about who wrote it, without scripts and without files in it: FILE COPY; JSON.

Nothing is written where there is nothing to take out: then the file serves as it is, with its signatures.
"""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator
from typing import Any

from documents.confined.programs.limits import limit

ABOUT = ("/Metadata", "/PieceInfo")
DOES = ("/AA", "/JS", "/XFA")
ACTIONS = ("/A", "/OpenAction", "/Next", "/PA")
HARMLESS = {"/GoTo", "/URI", "/Named", "/SetOCGState", "/Hide", "/Trans", "/Thread"}
CARRIED = ("/JavaScript", "/EmbeddedFiles")
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
BLANK = b"\xef\xbb\xbf \t\r\n\0"
DEPTH = 40


def main() -> None:
    """Write `{"taken": [...]}`, and the copy where something was taken out."""
    file, copy = limit()
    import pikepdf

    with pikepdf.open(file) as pdf:
        taken = set(_head(pdf, pikepdf)) | set(_earlier(file))
        for thing in pdf.objects:
            taken |= set(_sweep(thing, pikepdf, 0))
        if taken:
            pdf.remove_unreferenced_resources()
            pdf.save(copy, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    json.dump({"taken": sorted(taken)}, sys.stdout)


def _head(pdf: Any, pikepdf: Any) -> Iterator[str]:
    """What stands about the whole document."""
    if len(pdf.pages) == 0:
        raise ValueError("no pages")
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
        yield "info"
    for key in CARRIED:
        names = pdf.Root.get("/Names")
        if isinstance(names, pikepdf.Dictionary) and key in names:
            del names[key]
            yield "carried"
    if "/AF" in pdf.Root:
        del pdf.Root["/AF"]
        yield "carried"


def _earlier(file: str) -> Iterator[str]:
    """An earlier state of the document that is still in the file (incremental update), and what stands around it."""
    with open(file, "rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[: content.find(b"%PDF-", 0, 1024)].strip(BLANK) or _follows(content):
            yield "around"
        is_linear = content.find(b"/Linearized", 0, 1024) >= 0
        first = content.find(b"startxref")
        second = content.find(b"startxref", first + 1)
        third = content.find(b"startxref", second + 1) if second >= 0 else -1
        if (third if is_linear else second) >= 0:
            yield "earlier"


def _follows(content: mmap.mmap) -> bool:
    """Whether anything but remarks stands behind the end, where another kind of file could hide."""
    lines = content[content.rfind(b"%%EOF") + 5 :].splitlines()
    return any(line.strip(BLANK) and not line.startswith(b"%") for line in lines)


def _sweep(thing: Any, pikepdf: Any, depth: int) -> Iterator[str]:
    """One object and whatever stands directly in it."""
    if depth > DEPTH:
        raise ValueError("too deep")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from _cut(thing, pikepdf)
        inside = [value for _key, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _sweep(value, pikepdf, depth + 1)


def _cut(thing: Any, pikepdf: Any) -> Iterator[str]:
    for key in (*ABOUT, *DOES):
        if key in thing:
            del thing[key]
            yield "about" if key in ABOUT else "script"
    for key in ACTIONS:
        if key in thing and _acts(thing[key], pikepdf):
            del thing[key]
            yield "script"
    if "/Annots" in thing and isinstance(thing.get("/Annots"), pikepdf.Array):
        yield from _annotations(thing, pikepdf)
    if thing.get("/Subtype") is not None and "/T" in thing and "/Rect" in thing and thing.get("/Subtype") != "/Widget":
        del thing["/T"]  # the author of a remark
        yield "about"


def _acts(action: Any, pikepdf: Any) -> bool:
    """Whether this does more than lead somewhere; several one after the other count as one."""
    if isinstance(action, pikepdf.Array):  # a destination, or a list of actions
        return any(_acts(part, pikepdf) for part in action if isinstance(part, pikepdf.Dictionary) and "/S" in part)
    return isinstance(action, pikepdf.Dictionary) and "/S" in action and str(action["/S"]) not in HARMLESS


def _annotations(page: Any, pikepdf: Any) -> Iterator[str]:
    kept = [
        one
        for one in page["/Annots"]
        if not (isinstance(one, pikepdf.Dictionary) and str(one.get("/Subtype")) in ANNOTATIONS)
    ]
    if len(kept) < len(page["/Annots"]):
        page["/Annots"] = pikepdf.Array(kept)
        yield "carried"


if __name__ == "__main__":
    main()
