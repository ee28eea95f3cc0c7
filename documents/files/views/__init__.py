"""HTTP for files: fetch through a selector, call one service, render."""

from documents.files.views.pages import attach_file, file, files, move_file, original_file, read_file, remove_file
from documents.files.views.uploads import begin_upload, drop_upload, finish_upload, send_piece

__all__ = [
    "attach_file",
    "begin_upload",
    "drop_upload",
    "file",
    "files",
    "finish_upload",
    "move_file",
    "original_file",
    "read_file",
    "remove_file",
    "send_piece",
]
