"""The key of an installation (Ed25519), with which it signs the heads of its journals.

It lies in a private file (`settings.SIGNING_KEY_FILE`), is made at first need and never leaves it; its public half stands in every
check package, its fingerprint in the minutes.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError


def sign(message: bytes) -> tuple[str, str]:
    """Sign with the key of the installation; answers public key and signature, hexadecimal. 503 `signing.key_unreadable`."""
    key = _key(Path(settings.SIGNING_KEY_FILE))
    return key.public_key().public_bytes_raw().hex(), key.sign(message).hex()


def public_key() -> str:
    """The public half of the installation's key, hexadecimal."""
    return _key(Path(settings.SIGNING_KEY_FILE)).public_key().public_bytes_raw().hex()


def fingerprint(key: str) -> str:
    """What people compare of a public key: five groups of four digits."""
    digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 20, 4))


@cache
def _key(path: Path) -> Ed25519PrivateKey:
    """Read once per process."""
    try:
        if not path.exists():
            _make(path)
        found = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise DomainError("signing.key_unreadable", _("The key of this installation cannot be read: SIGNING_KEY_FILE."), status=503)
    return found


def _make(path: Path) -> None:
    """Two programs that start at once end up with the same key; it is on the disk before anything is signed with it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other program was first; its key counts
    finally:
        draft.unlink()
