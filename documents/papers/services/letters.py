"""Mails about papers: the acknowledgement that something was handed in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.papers.enums import Origin
from documents.papers.models import Paper
from meetings import post
from meetings.services.letters import letter

ACKNOWLEDGED = post.register(
    post.Kind("documents.acknowledgement", gettext_lazy("Acknowledgement of what was handed in"), timedelta(days=3))
)


def acknowledge(paper: Paper) -> None:
    """Write to the author of a motion or an inquiry that it was received, with its number (Eingangsbestätigung).

    Its subject stands there only where it is for the public. Rehearsals are told to nobody.
    """
    if paper.author is None or paper.type.origin != Origin.MEMBERS or paper.body.rehearsal_of_id:
        return
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.SITE_URL + paper.get_absolute_url()
        text = render_to_string("documents/papers/mail/acknowledgement.txt", {"paper": paper, "address": address})
        subject = _("{kind} {number} was received").format(kind=paper.type, number=paper.number)
        mail = letter(subject=subject, text=text, to=paper.author.email, institutions=[paper.institution])
    post.enqueue(mail, ACKNOWLEDGED, body=paper.body, about=paper.pk)
