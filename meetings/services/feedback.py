"""Reports of barriers (Feedback-Mechanismus, BGG NRW section 10b(2) no. 2): a mail to the institution; its words are
kept nowhere.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings import post
from meetings.errors import DomainError
from meetings.models import Institution
from meetings.services.letters import letter

FEEDBACK = post.register(post.Kind("meetings.feedback", _lazy("Report of a barrier"), timedelta(minutes=10)))


def send_feedback(*, institution: Institution, message: str, email: str, page: str) -> None:
    """Mail what somebody reports to the institution's address; an answer goes to the sender, if they gave one.

    404 without an address of the institution; 503 `feedback.not_sent` when the mail server does not take it: then the
    sender is told the address, and nothing was lost that still stands in the form.
    """
    if not post.send_now(_letter(institution, message, email, page), FEEDBACK):
        says = _("Your message could not be sent just now. Please write to {email} instead.").format(
            email=institution.contact_email
        )
        raise DomainError("feedback.not_sent", says, status=503)


def _letter(institution: Institution, message: str, email: str, page: str) -> EmailMessage:
    """In the language of the house, with the sender's words as they are."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("report of a barrier, {institution}").format(institution=institution)
        text = render_to_string("meetings/mail/feedback.txt", {"message": message, "email": email, "page": page})
        written = letter(subject=subject, text=text, to=institution.contact_email)
    written.reply_to = [email] if email else []
    return written
