"""What is done with files: received, added, put in order, removed, sent out."""

from documents.files.services.attaching import attach_file, note_file, put_on, remove_file, take_off, title_of
from documents.files.services.making import make_due, order_missing, woken
from documents.files.services.ordering import move_file
from documents.files.services.receiving import HOLDERS, Parcel, keep, received
from documents.files.services.serving import public_version, readable_version
from documents.files.services.uploads import begin_upload, drop_upload, finish_upload, forget_upload, send_piece

__all__ = [
    "HOLDERS",
    "Parcel",
    "attach_file",
    "begin_upload",
    "drop_upload",
    "finish_upload",
    "forget_upload",
    "keep",
    "make_due",
    "move_file",
    "note_file",
    "order_missing",
    "public_version",
    "put_on",
    "readable_version",
    "received",
    "remove_file",
    "send_piece",
    "take_off",
    "title_of",
    "woken",
]
