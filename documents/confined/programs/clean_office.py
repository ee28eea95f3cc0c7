"""An office file without its list of authors, times and programs: FILE COPY; JSON.

What stands in the text stays as it is, remarks and tracked changes with their names too.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile

from documents.confined.programs.limits import limit
from documents.confined.programs.packages import opened, pieces

DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{CORE}"/>',
    "docProps/app.xml": f'<Properties xmlns="{EXTENDED}"/>',
    "docProps/custom.xml": f'<Properties xmlns="{CUSTOM}"/>',
    "meta.xml": f'<office:document-meta xmlns:office="{OPEN_DOCUMENT}" office:version="1.3"/>',
}
SAYS = re.compile(rb">[^<\s][^<]*<|<[\w:-]+\s[^>]*meta:")


def main() -> None:
    """Write `{"taken": [...]}`, and the copy where something was taken out."""
    file, copy = limit()
    with opened(file) as archive:
        told = [name for name in EMPTY if name in archive.namelist() and _says(archive, name)]
        if told:
            _write(archive, copy, told)
    json.dump({"taken": ["about"] if told else []}, sys.stdout)


def _says(archive: zipfile.ZipFile, name: str) -> bool:
    return bool(SAYS.search(b"".join(pieces(archive, name, 4 * 1024 * 1024))))


def _write(archive: zipfile.ZipFile, copy: str, told: list[str]) -> None:
    with zipfile.ZipFile(copy, "w") as written:
        for entry in archive.infolist():
            plain = zipfile.ZipInfo(entry.filename)
            plain.compress_type = entry.compress_type
            with written.open(plain, "w") as target:
                if entry.filename in told:
                    target.write(DECLARED + EMPTY[entry.filename].encode())
                else:
                    for piece in pieces(archive, entry.filename):
                        target.write(piece)


if __name__ == "__main__":
    main()
