"""What kind of file this is, judged by its content. Pure: no Django, no database.

Nothing is ever unpacked: of an office file only the list of contents and two small entries are read, both with a
limit, so an archive that would swell to gigabytes costs nothing. The name's ending must agree with the content.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
DIRECTORY_LIMIT = 2 * 1024 * 1024
ENTRY_LIMIT = 256 * 1024
PIECE = 64 * 1024
PDF_HEADER_WITHIN = 1024
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class UnknownKind(Exception):
    """Of no kind that is taken: by its name already, or, when the name's `ending` is taken, by its content."""

    def __init__(self, ending: str, *, is_taken: bool) -> None:
        super().__init__(ending)
        self.ending = ending
        self.is_taken = is_taken


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: the ending of its name, its media type, and the test of its content."""

    ending: str
    media_type: str
    fits: Callable[[BinaryIO], bool]


def _begins(*signature: bytes) -> Callable[[BinaryIO], bool]:
    def fits(file: BinaryIO) -> bool:
        file.seek(0)
        return file.read(16).startswith(signature)

    return fits


def _is_pdf(file: BinaryIO) -> bool:
    """Gateways and scanners put a byte order mark, newlines or a boundary first; readers look this far (ISO 32000-1,
    Annex H).
    """
    return b"%PDF-" in file.read(PDF_HEADER_WITHIN)


def _is_text(file: BinaryIO) -> bool:
    return any(_reads_as(file, encoding) for encoding in ("utf-8-sig", "cp1252"))


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            if NOT_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _open_document(media_type: str) -> Callable[[BinaryIO], bool]:
    """OpenDocument 1.3 part 2, section 3.3: the first entry is `mimetype`."""
    return lambda file: _entry(file, "mimetype") == media_type.encode()


def _open_xml(main_part: str) -> Callable[[BinaryIO], bool]:
    """ECMA-376 part 2: `[Content_Types].xml` names the main part's type; files with macros have another one."""
    wanted = f'"{OPEN_XML}{main_part}.main+xml"'.encode()

    def fits(file: BinaryIO) -> bool:
        types = _entry(file, "[Content_Types].xml")
        return wanted in types and b"macroenabled" not in types.lower() and b"vbaproject" not in types.lower()

    return fits


def _entry(file: BinaryIO, name: str) -> bytes:
    """The beginning of one entry of a ZIP archive; empty when there is none or the archive is not a plain one."""
    if not _directory_is_small(file) or not _begins(b"PK\3\4")(file):
        return b""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as entry:
            return entry.read(ENTRY_LIMIT)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error):
        return b""


def _directory_is_small(file: BinaryIO) -> bool:
    """Whether the archive ends as office programs write it, with a list of contents that is cheap to read."""
    size = file.seek(0, 2)
    tail_length = END_OF_DIRECTORY.size + 20  # a ZIP64 locator would stand right before
    if size < tail_length:
        return False
    file.seek(-tail_length, 2)
    tail = file.read(tail_length)
    signature, *_counts, length, _offset, comment = END_OF_DIRECTORY.unpack(tail[20:])
    return signature == b"PK\5\6" and not comment and length <= DIRECTORY_LIMIT and not tail.startswith(b"PK\6\7")


KINDS = (
    Kind("pdf", "application/pdf", _is_pdf),
    Kind("png", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    Kind("jpg", "image/jpeg", _begins(b"\xff\xd8\xff")),
    Kind("docx", f"{OPEN_XML}wordprocessingml.document", _open_xml("wordprocessingml.document")),
    Kind("xlsx", f"{OPEN_XML}spreadsheetml.sheet", _open_xml("spreadsheetml.sheet")),
    Kind("pptx", f"{OPEN_XML}presentationml.presentation", _open_xml("presentationml.presentation")),
    Kind("odt", f"{OPEN_DOCUMENT}text", _open_document(f"{OPEN_DOCUMENT}text")),
    Kind("ods", f"{OPEN_DOCUMENT}spreadsheet", _open_document(f"{OPEN_DOCUMENT}spreadsheet")),
    Kind("odp", f"{OPEN_DOCUMENT}presentation", _open_document(f"{OPEN_DOCUMENT}presentation")),
    Kind("txt", "text/plain", _is_text),
    Kind("csv", "text/csv", _is_text),
)
_by_ending = {kind.ending: kind for kind in KINDS} | {"jpeg": next(kind for kind in KINDS if kind.ending == "jpg")}
ENDINGS = tuple(sorted(_by_ending))


def unknown_by_name(name: str) -> UnknownKind | None:
    """What `kind_of` would raise whatever the content is; None for a name of a kind that is taken."""
    _, dot, ending = name.rpartition(".")
    return None if dot and ending.lower() in _by_ending else UnknownKind(ending if dot else "", is_taken=False)


def kind_of(name: str, file: BinaryIO) -> Kind:
    """The kind that both the name's ending and the content say; raises `UnknownKind` otherwise. Rewinds the file."""
    _, dot, ending = name.rpartition(".")
    kind = _by_ending.get(ending.lower())
    file.seek(0)
    fits = kind is not None and kind.fits(file)
    file.seek(0)
    if kind is None or not fits:
        raise UnknownKind(ending if dot else "", is_taken=kind is not None)
    return kind
