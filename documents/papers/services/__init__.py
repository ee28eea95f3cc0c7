"""What happens to papers: every service locks the paper, asks, checks, writes and records."""

from documents.papers.services.agenda import put_on_agenda, take_off_agenda
from documents.papers.services.annexes import attach_annex, move_annex, note_annex, remove_annex
from documents.papers.services.consultations import plan_consultation, remove_consultation
from documents.papers.services.kinds import (
    KindData,
    add_paper_kind,
    edit_paper_kind,
    move_paper_kind,
    retire_paper_kind,
)
from documents.papers.services.openings import forget_openings, note_opening, over_openings
from documents.papers.services.proposals import forget_proposer, keep_proposer
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
from documents.papers.services.supporting import ask_supporter, support_paper, withdraw_support
from documents.papers.services.writing import PaperData, add_paper, discard_paper, edit_paper, note_paper

__all__ = [
    "KindData",
    "PaperData",
    "Signer",
    "add_paper",
    "add_paper_kind",
    "ask_supporter",
    "attach_annex",
    "depublish_paper",
    "discard_paper",
    "edit_paper",
    "edit_paper_kind",
    "forget_openings",
    "forget_proposer",
    "hand_in_paper",
    "keep_proposer",
    "move_annex",
    "move_paper_kind",
    "note_annex",
    "note_opening",
    "note_paper",
    "over_openings",
    "plan_consultation",
    "publish_paper",
    "put_on_agenda",
    "recall_sign_off",
    "refuse_sign_off",
    "release_paper",
    "remove_annex",
    "remove_consultation",
    "retire_paper_kind",
    "sign_off_paper",
    "start_sign_off",
    "support_paper",
    "take_off_agenda",
    "withdraw_paper",
    "withdraw_support",
]
