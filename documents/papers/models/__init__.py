"""The tables of the papers wing."""

from documents.papers.models.consultations import Consultation
from documents.papers.models.files import PaperFile
from documents.papers.models.openings import PaperOpening
from documents.papers.models.papers import Paper
from documents.papers.models.proposers import Proposer
from documents.papers.models.sheets import PaperSheet
from documents.papers.models.signing import SignOff
from documents.papers.models.supporters import Supporter
from documents.papers.models.types import PaperSeries, PaperType
from documents.papers.models.versions import PaperVersion

__all__ = [
    "Consultation",
    "Paper",
    "PaperFile",
    "PaperOpening",
    "PaperSeries",
    "PaperSheet",
    "PaperType",
    "PaperVersion",
    "Proposer",
    "SignOff",
    "Supporter",
]
