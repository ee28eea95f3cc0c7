"""The key of an installation (Ed25519), with which it signs the heads of its journals: the file that holds it.

It lies in a private file (`settings.SIGNING_KEY_FILE`) and never leaves it; its public half stands in every check
package, its fingerprint in the minutes. Which key counts stands in the database: `meetings.journal.keyring`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError


def sign(message: bytes) -> tuple[str, str]:
    """Sign with the key in the file; answers public key and signature, hexadecimal. 503 `signing.key_lost`,
    `signing.key_unreadable`.
    """
    key = _present(_place())
    return key.public_key().public_bytes_raw().hex(), key.sign(message).hex()


def public_key() -> str:
    """The public half of the key in the file, hexadecimal; 503 as `sign`."""
    return _public(_place())


def make_key() -> None:
    """Make the key unless there is one; for an installation that has never signed."""
    place = _place()
    if not place.exists():
        _make(place)


def next_key() -> str:
    """Make the key that is to follow, beside the present one; a change that was broken off goes on with the one it
    had made.
    """
    place = _next()
    if not place.exists():
        _make(place)
    return _public(place)


def waits_to_follow(key: str) -> bool:
    """Whether that key was put on record but not yet in its place."""
    return _next().exists() and _public(_next()) == key


def put_in_place() -> None:
    """The key that was to follow is the key now; the private half of the one before is gone with it."""
    with contextlib.suppress(FileNotFoundError):  # the same command beside this one has done it
        os.replace(_next(), _place())


def fingerprint(key: str) -> str:
    """What people compare of a public key: five groups of four digits."""
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 20, 4))


def _place() -> Path:
    return Path(settings.SIGNING_KEY_FILE)


def _next() -> Path:
    return _place().with_name(f"{_place().name}.next")


def _public(path: Path) -> str:
    return _present(path).public_key().public_bytes_raw().hex()


def _present(path: Path) -> Ed25519PrivateKey:
    """Looked at each time, read again when it is another file: all processes follow a change of key at once."""
    try:
        found = path.stat()
    except OSError:
        raise DomainError(
            "signing.key_lost", _("The key of this installation is missing: SIGNING_KEY_FILE."), status=503
        ) from None
    return _key(path, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=4)
def _key(path: Path, stamp: Any) -> Ed25519PrivateKey:
    """Read once per process and state of the file."""
    try:
        found = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise DomainError(
            "signing.key_unreadable", _("The key of this installation cannot be read: SIGNING_KEY_FILE."), status=503
        )
    return found


def _make(path: Path) -> None:
    """Two programs that start at once end up with the same key; it is on the disk before anything is signed with it."""
    draft = path.with_name(f"{path.name}.{token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            handle.flush()
            os.fsync(handle.fileno())
        _give_to_the_program(draft, path)
        os.link(draft, path)
    except FileExistsError:
        pass  # the other program was first; its key counts
    except OSError:
        raise DomainError(
            "signing.key_unreadable", _("The key of this installation cannot be read: SIGNING_KEY_FILE."), status=503
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def _give_to_the_program(draft: Path, path: Path) -> None:
    """Made by the superuser, the file belongs to whom the one before or else its folder belongs to."""
    owner = (_place() if _place().exists() else path.parent).stat()
    with contextlib.suppress(PermissionError):
        os.chown(draft, owner.st_uid, owner.st_gid)
