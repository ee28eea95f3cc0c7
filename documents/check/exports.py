"""The check package (Prüfpaket): a meeting's journal with its signed heads, and two programs with which anybody checks
them.

`documents/check/programs/` holds what leaves the house unchanged; nothing there imports this program.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from documents.check import programs
from documents.check.programs import check
from meetings.journal import signing
from meetings.journal.book import stamp
from meetings.journal.export import export_lines
from meetings.journal.heads import exported_heads
from meetings.journal.keyring import periods
from meetings.models import Meeting

HERE = Path(programs.__file__).parent
NAME = "Pruefpaket"


def package_of(meeting: Meeting, *, public_only: bool) -> dict[str, str]:
    """The files of the package by their names; with `public_only` nothing of the non-public part is in them.

    The journal's last state is signed for the package where no signed head covers it, so that no end can be cut off
    unseen.
    """
    events = "".join(f"{line}\n" for line in export_lines(meeting, public_only=public_only))
    heads = exported_heads(meeting, form=hashlib.sha256(events.encode()).hexdigest() if public_only else "")
    return {
        "events.ndjson": events,
        "heads.json": _json({"format": "ratssaal-heads/1", "meeting": meeting.pk, "heads": heads}),
        "keys.json": _json(
            {"format": "ratssaal-keys/1", "keys": [_key(*period) for period in periods(head["key"] for head in heads)]}
        ),
        "README.txt": _text("README.txt"),
        "check.py": _text("check.py"),
        "check.html": check_page(),
    }


def _key(key: str, since: datetime | None, until: datetime | None) -> dict[str, str]:
    times = {name: stamp(at) for name, at in (("from", since), ("until", until)) if at is not None}
    return {"algorithm": "Ed25519", "key": key, "fingerprint": signing.fingerprint(key), **times}


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def archive_of(files: dict[str, str], stem: str) -> bytes:
    """The files as one ZIP archive, in a folder of that name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{stem}/{name}", content.encode())
    return target.getvalue()


def check_page() -> str:
    """The page that checks offline: script and style are put into it, and its policy lets it run these and load
    nothing.
    """
    data = json.dumps({"lists": check.LISTS, "says": check.SAYS, "names": check.NAMES}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )
    script, style = _text("check.js"), _text("check.css")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    parts = {
        '<link rel="stylesheet" href="check.css">': f"<style>{style}</style>",
        '<script id="data" type="application/json">{}</script>': f'<script id="data" '
        f'type="application/json">{data}</script>',
        '<script src="check.js"></script>': f"<script>{script}</script>",
        "<!-- policy -->": f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
    }
    page = _text("check.html")
    for place, content in parts.items():
        page = page.replace(place, content)
    return page


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
