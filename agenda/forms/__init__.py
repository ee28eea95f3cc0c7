"""The forms of the agenda room."""

from agenda.forms.items import (
    LARGEST,
    LONGEST_DAY,
    InputForm,
    ItemForm,
    NewItemForm,
    NoteForm,
    NumberForm,
    PlaceForm,
    PresenterForm,
    RowForm,
)

__all__ = [
    "LARGEST",
    "LONGEST_DAY",
    "InputForm",
    "ItemForm",
    "NewItemForm",
    "NoteForm",
    "NumberForm",
    "PlaceForm",
    "PresenterForm",
    "RowForm",
]
