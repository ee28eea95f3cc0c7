"""What people paste is stored in one form, wherever it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.models import AgendaItem
from agenda.services import add_item, edit_item, move_motion, open_item, write_note
from documents.pdf.glyphs import markup
from meetings import services
from meetings.models import Person
from meetings.typed import one_line, paragraphs, words_of

pytestmark = pytest.mark.any_database


def test_a_tab_is_a_space_in_the_minutes():
    assert markup("Frau\tMüller\x0bspricht\r\nzwei") == "Frau Müller<br/>spricht<br/>zwei"


@given(st.text(max_size=60))
def test_cleaned_text_stays_as_it_is(text):
    once = paragraphs(text)

    assert paragraphs(once) == once
    assert not any(char in once for char in "\t\r\0\x0b\u2028")
    assert one_line(one_line(text)) == one_line(text)
    assert words_of(text).split() == once.split()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("a\tb", "a b"), ("a\r\nb\rc", "a\nb\nc"), ("Mu\u0308ller", "Müller"), ("a\x00b", "a b"), (" a  b ", " a  b ")],
)
def test_long_texts_keep_their_lines_and_spaces(typed, stored):
    assert paragraphs(typed) == stored


def test_every_text_is_cleaned_on_entry(running, clerk, seat):
    item = add_item(meeting=running, part="public", title="Bau\tplan\nNord", actor=clerk, resolution=_resolved())
    edited = edit_item(item=item, actor=clerk, version=item.version, draft_resolution="Eins\r\nzwei\tdrei")
    noted = write_note(item=edited, text="Frau\tMüller\r\nspricht", version=edited.note_version, actor=clerk)
    again = write_note(item=noted, text="Frau\tMüller\r\nspricht", version=noted.note_version, actor=clerk)
    row = AgendaItem.objects.get(pk=item.pk)

    assert (row.title, row.draft_resolution, row.note) == ("Bau plan Nord", "Eins\nzwei drei", "Frau Müller\nspricht")
    assert again.note_version == noted.note_version


def _resolved():
    from agenda.services import Resolution

    return Resolution("eilt", "einstimmig")


def test_the_texts_of_a_meeting_and_of_a_motion_are_cleaned(running, clerk, seat):
    member = seat("member").person
    edited = services.edit_meeting(
        meeting=running, actor=clerk, version=running.version, hall="Großer\tSaal", remark="a\r\nb"
    )
    services.record_arrival(meeting=running, person=member, mode="hall", actor=clerk)
    item = open_item(
        item=add_item(meeting=running, part="public", title="Ö", actor=clerk, resolution=_resolved()), actor=clerk
    )
    motion = move_motion(item=item, text="Der\tRat\r\nbeschließt", person=member.pk, actor=clerk)

    assert (edited.hall, edited.remark, motion.text) == ("Großer Saal", "a b", "Der Rat\nbeschließt")


def test_a_name_from_the_administration_is_composed(db):
    person = Person(given_name="Jo\u0308rg", family_name="Mu\u0308ller\t")
    person.full_clean()

    assert (person.given_name, person.family_name) == ("Jörg", "Müller")
