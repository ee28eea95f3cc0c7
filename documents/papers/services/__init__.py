"""What happens to papers: every service locks the paper, asks, checks, writes and records."""

from documents.papers.services.agenda import put_on_agenda, take_off_agenda
from documents.papers.services.annexes import attach_annex, move_annex, note_annex, remove_annex
from documents.papers.services.consultations import plan_consultation, remove_consultation
from documents.papers.services.releasing import (
    depublish_paper,
    hand_in_paper,
    publish_paper,
    release_paper,
    withdraw_paper,
)
from documents.papers.services.signing import (
    Signer,
    recall_sign_off,
    refuse_sign_off,
    sign_off_paper,
    start_sign_off,
)
from documents.papers.services.writing import PaperData, add_paper, discard_paper, edit_paper, note_paper

__all__ = [
    "PaperData",
    "Signer",
    "add_paper",
    "attach_annex",
    "depublish_paper",
    "discard_paper",
    "edit_paper",
    "hand_in_paper",
    "move_annex",
    "note_annex",
    "note_paper",
    "plan_consultation",
    "publish_paper",
    "put_on_agenda",
    "recall_sign_off",
    "refuse_sign_off",
    "release_paper",
    "remove_annex",
    "remove_consultation",
    "sign_off_paper",
    "start_sign_off",
    "take_off_agenda",
    "withdraw_paper",
]
