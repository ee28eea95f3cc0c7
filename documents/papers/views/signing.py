"""Doors to the sign-off of papers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.papers import services
from documents.papers.selectors.signing import signing_or_404
from documents.papers.services import Signer
from documents.papers.views.door import deal
from meetings.fields import Sent, key, number, text

COLUMNS = ("person", "deputy", "step", "days")


def signers(sent: Sent, name: str) -> list[Signer]:
    """The rows of the form in which somebody was chosen; 404 for what can be nobody."""
    columns: Any = [sent.getlist(column) if hasattr(sent, "getlist") else [] for column in COLUMNS]
    chosen = [dict(zip(COLUMNS, row, strict=False)) for row in zip(*columns, strict=False) if row[0]]
    return [_signer(row) for row in chosen]


def _signer(row: dict[str, str]) -> Signer:
    deputy = key(row, "deputy") if row["deputy"] else 0
    return Signer(number(row, "step"), key(row, "person"), deputy, number(row, "days"))


start_sign_off = deal("paper", services.start_sign_off, _("Sent round. Its words rest meanwhile."), signers=signers)
sign_off_paper = deal("paper", services.sign_off_paper, _("Signed."), find=signing_or_404, remark=text, seen=number)
refuse_sign_off = deal(
    "paper",
    services.refuse_sign_off,
    _("Refused. Its author has the paper back, with your reason."),
    find=signing_or_404,
    ground=text,
    seen=number,
)
recall_sign_off = deal("paper", services.recall_sign_off, _("The paper is a draft again."))
