"""Reports of barriers (Feedback-Mechanismus, BGG NRW section 10b(2) no. 2): a mail to the institution, and nothing else is kept."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from meetings.errors import DomainError
from meetings.models import Institution
from meetings.services.letters import letter

logger = logging.getLogger(__name__)


def send_feedback(*, institution: Institution, message: str, email: str, page: str) -> None:
    """Mail what somebody reports to the institution's address; an answer goes to the sender, if they gave one.

    404 without an address of the institution; 503 `feedback.not_sent` when the mail server does not take it: then the sender is
    told the address, and nothing was lost that still stands in the form.
    """
    report = _letter(institution, message, email, page)
    try:
        report.send()
    except OSError as error:  # SMTP errors are OSErrors
        logger.warning("a report of a barrier could not be sent: %s", type(error).__name__)
        says = _("Your message could not be sent just now. Please write to {email} instead.").format(email=institution.contact_email)
        raise DomainError("feedback.not_sent", says, status=503) from None


def _letter(institution: Institution, message: str, email: str, page: str) -> EmailMessage:
    """In the language of the house, with the sender's words as they are."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("report of a barrier, {institution}").format(institution=institution)
        text = render_to_string("meetings/mail/feedback.txt", {"message": message, "email": email, "page": page})
        written = letter(subject=subject, text=text, to=institution.contact_email)
    written.reply_to = [email] if email else []
    return written
