"""A JPEG or PNG picture without data about who took it where: FILE COPY; JSON.

The picture itself is not unpacked. Which way is up stays, and so does what its colours mean.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator

from documents.confined.programs.limits import limit

PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
PNG_KEPT |= {b"acTL", b"fcTL", b"fdAT", b"cICP"}
ALONE = {0x01, 0xD8, *range(0xD0, 0xD8)}
END, SCAN, EXIF = 0xD9, 0xDA, 0xE1
TOLD = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}  # APP2 holds the colour profile, APP14 how colours are coded
UPRIGHT = 1


def main() -> None:
    """Write `{"taken": [...]}`, and the copy where something was taken out."""
    file, copy = limit()
    with open(file, "rb") as opened:
        content = opened.read()
    cleaned = b"".join(_png(content) if content.startswith(PNG) else _jpeg(content))
    if cleaned != content:
        with open(copy, "wb") as written:
            written.write(cleaned)
    json.dump({"taken": ["about"] if cleaned != content else []}, sys.stdout)


def _png(content: bytes) -> Iterator[bytes]:
    """PNG 1.2, chapter 3: length, type, data, check sum; what follows the end is no part of it."""
    yield PNG
    at = len(PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        piece = content[at : at + 12 + length]
        if len(piece) < 12 + length:
            raise ValueError("it breaks off")
        if kind in PNG_KEPT:
            yield piece
        if kind == b"IEND":
            return
        at += len(piece)


def _jpeg(content: bytes) -> Iterator[bytes]:
    """ITU-T T.81, annex B: segments, and between them what was scanned; what follows the end is no part of it."""
    at, turned = 2, b""
    yield content[:2]
    while True:
        if content[at] != 0xFF:
            raise ValueError("no picture")
        marker = content[at + 1]
        if marker == END:
            yield content[at : at + 2]
            return
        if marker in ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        at += 2 + length
        if marker == EXIF and not turned and (turned := _turned(segment)):
            yield turned
        if marker not in TOLD:
            yield segment
        if marker == SCAN:
            after = _end_of_scan(content, at)
            yield content[at:after]
            at = after


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and content[at + 1] not in range(0xD0, 0xD8):
            return at
        at += 2


def _turned(segment: bytes) -> bytes:
    """A segment that says which way is up and nothing else; none where the picture is upright (Exif 2.3, 4.6)."""
    way = _orientation(segment[10:]) if segment[4:10] == b"Exif\0\0" else UPRIGHT
    if not UPRIGHT < way <= 8:
        return b""
    told = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, way, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 8 + len(told)) + b"Exif\0\0" + told


def _orientation(told: bytes) -> int:
    try:
        order = {b"II": "<", b"MM": ">"}[told[:2]]
        (start,) = struct.unpack_from(f"{order}I", told, 4)
        (count,) = struct.unpack_from(f"{order}H", told, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _number, value = struct.unpack_from(f"{order}HHIH", told, entry)
            if (tag, kind) == (0x0112, 3):
                return int(value)
    except (KeyError, struct.error):
        return UPRIGHT
    return UPRIGHT


if __name__ == "__main__":
    main()
