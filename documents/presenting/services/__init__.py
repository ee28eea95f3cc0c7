"""Every change of state in the presenting wing goes through one of these; what is drawn and kept, too."""

from documents.presenting.services.pages import content_of, picture_of, text_of
from documents.presenting.services.presenters import guest_of
from documents.presenting.services.readings import keep_place, note_pages
from documents.presenting.services.showing import present_file, stop_presenting, turn_page
from documents.presenting.services.slides import put_slides, take_slides_off

__all__ = [
    "content_of",
    "guest_of",
    "keep_place",
    "note_pages",
    "picture_of",
    "present_file",
    "put_slides",
    "stop_presenting",
    "take_slides_off",
    "text_of",
    "turn_page",
]
