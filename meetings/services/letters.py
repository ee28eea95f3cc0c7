"""How mails of the program look: from whom, whom to ask, and that a program has written them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from meetings.models import Institution

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""RFC 3834: no machine answers a machine."""


def letter(*, subject: str, text: str, to: str, institutions: Sequence[Institution] = ()) -> EmailMessage:
    """A mail in the institution's name; an answer goes to its address for questions, where it has named one."""
    words = settings.EMAIL_SUBJECT_PREFIX + " ".join(subject.split())
    body = f"{text.rstrip()}\n\n{signature(institutions)}\n"
    return EmailMessage(words, body, None, [to], reply_to=contacts_of(institutions), headers=dict(AUTOMATIC))


def signature(institutions: Sequence[Institution]) -> str:
    """Who it comes from and whom to ask, in the active language."""
    return render_to_string(
        "meetings/mail/signature.txt", {"institutions": institutions, "site": urlsplit(settings.SITE_URL).netloc}
    ).strip()


def contacts_of(institutions: Sequence[Institution]) -> list[str]:
    """The addresses for questions, each once."""
    return list(dict.fromkeys(row.contact_email for row in institutions if row.contact_email))
