"""Decks of slides, and a running meeting whose open item has one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.lib.pagesizes import landscape
from reportlab.pdfgen import canvas

from agenda.models import AgendaItem
from agenda.services import add_presenter, open_item
from documents.files.services import attach_file
from meetings.services import convene_meeting, open_meeting


def deck(*words, password=None):
    """A PDF file with one page for each of these words."""
    made = io.BytesIO()
    sheet = canvas.Canvas(made, landscape((360, 640)), encrypt=password, initialFontName="Helvetica")
    for said in words:
        sheet.setFont("Helvetica", 32)
        sheet.drawString(40, 200, said)
        sheet.showPage()
    sheet.save()
    return made.getvalue()


def slides(*words, name="Folien.pdf"):
    return SimpleUploadedFile(name, deck(*words), "application/pdf")


@pytest.fixture
def shown(item, clerk):
    """A public deck of three pages."""
    return attach_file(item=item, upload=slides("Eins", "Zwei", "Drei"), title="ePayment", actor=clerk)


@pytest.fixture
def confidential(item, clerk):
    """A deck of the same item that is not for the public."""
    upload = slides("Geheim eins", "Geheim zwei")
    return attach_file(item=item, upload=upload, title="Vertraulich", confidential=True, actor=clerk)


@pytest.fixture
def presenter(item, clerk):
    return add_presenter(item=item, actor=clerk, name="Frau Bläker")


@pytest.fixture
def ongoing(item, presenter, shown, confidential, clerk):
    """The meeting runs, and the item is called."""
    convene_meeting(meeting=item.meeting, actor=clerk)
    open_meeting(meeting=item.meeting, actor=clerk)
    open_item(item=item, actor=clerk)
    item = AgendaItem.objects.get(pk=item.pk)
    shown.item = confidential.item = presenter.item = item
    return item
