"""What happens to papers: every service locks the paper, asks, checks, writes and records."""

from documents.papers.services.agenda import put_on_agenda, take_off_agenda
from documents.papers.services.annexes import attach_annex, move_annex, note_annex, remove_annex
from documents.papers.services.consultations import plan_consultation, remove_consultation
from documents.papers.services.openings import forget_openings, note_opening, over_openings
from documents.papers.services.releasing import (
    depublish_paper,
    hand_in_paper,
    publish_paper,
    release_paper,
    withdraw_paper,
)
from documents.papers.services.writing import PaperData, add_paper, discard_paper, edit_paper, note_paper

__all__ = [
    "PaperData",
    "add_paper",
    "attach_annex",
    "depublish_paper",
    "discard_paper",
    "edit_paper",
    "forget_openings",
    "hand_in_paper",
    "move_annex",
    "note_annex",
    "note_opening",
    "note_paper",
    "over_openings",
    "plan_consultation",
    "publish_paper",
    "put_on_agenda",
    "release_paper",
    "remove_annex",
    "remove_consultation",
    "take_off_agenda",
    "withdraw_paper",
]
