"""Which key of the installation counts: the keys on record, who changed them and why.

A key that is lost is never replaced in silence: while another key is on record nothing is signed, until somebody brings
the file back or changes the key on record (`manage.py change_signing_key`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.errors import DomainError
from meetings.journal import signing
from meetings.models import SignedHead, SigningKey

FIRST = "first key"


def sign(message: bytes) -> tuple[str, str]:
    """Sign with the key on record; answers public key and signature.

    503 `signing.key_lost`, `signing.key_unreadable`; `signing.key_not_on_record` while the file holds another key.
    """
    _require_key_on_record()
    return signing.sign(message)


def _require_key_on_record() -> None:
    present = SigningKey.objects.last() or _begin()
    if signing.public_key() != present.key:
        raise _not_on_record()


def _begin() -> SigningKey:
    """Only an installation that has never signed makes a key by itself; of several processes the first one's row
    counts.
    """
    last = SignedHead.objects.order_by("at", "pk").last()
    if last is None:
        signing.make_key()
    elif signing.public_key() != last.key:
        raise _not_on_record()
    row = SigningKey(number=1, key=signing.public_key(), since=timezone.now(), reason=FIRST)
    SigningKey.objects.bulk_create([row], ignore_conflicts=True)
    return SigningKey.objects.latest("number")


def _not_on_record() -> DomainError:
    says = _(
        "The key in SIGNING_KEY_FILE is not the one with which this installation signs. Restore the file from the "
        "backup, "
        "or change the key on record: manage.py change_signing_key."
    )
    return DomainError("signing.key_not_on_record", says, status=503)


def trouble() -> str:
    """Why nothing can be signed right now, in words; empty when it can or nothing was ever signed. Makes and changes
    nothing.
    """
    signed_with = (
        SigningKey.objects.values_list("key", flat=True).last()
        or SignedHead.objects.order_by("at").values_list("key", flat=True).last()
    )
    try:
        if signed_with and signing.public_key() != signed_with:
            raise _not_on_record()
    except DomainError as error:
        return str(error)
    return ""


def change_key(*, by: str, reason: str) -> SigningKey:
    """Make a new key and put it on record with who and why (Schlüsselwechsel); a change that was broken off is
    finished.

    The row is stored before the file changes: broken off in between, nothing is signed until the command runs again.
    409 `signing.never_signed`, 400 `data.invalid` without name or reason.
    """
    if not (by.strip() and reason.strip()):
        raise DomainError("data.invalid", _("Say who changes the key, and why."), status=400)
    with transaction.atomic():
        row = _put_on_record(by.strip(), reason.strip())
    signing.put_in_place()
    return row


def _put_on_record(by: str, reason: str) -> SigningKey:
    last = SigningKey.objects.select_for_update().order_by("number").last()
    if last is None:
        raise DomainError("signing.never_signed", _("This installation has never signed; it makes its key by itself."))
    if signing.waits_to_follow(last.key):
        return last
    return SigningKey.objects.create(
        number=last.number + 1, key=signing.next_key(), since=timezone.now(), by=by, reason=reason
    )


def periods(keys: Iterable[str]) -> list[tuple[str, datetime | None, datetime | None]]:
    """These keys with from when until when each was the installation's, in order; one not on record stands without."""
    rows = list(SigningKey.objects.all())
    ends = [row.since for row in rows[1:]]
    wanted = list(dict.fromkeys(keys))
    known = [(row.key, row.since, end) for row, end in zip(rows, [*ends, None], strict=True) if row.key in wanted]
    return known + [(key, None, None) for key in wanted if key not in {row.key for row in rows}]
