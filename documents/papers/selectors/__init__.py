"""Reading papers: who gets which, how far, and what stands in it."""

from documents.papers.selectors.access import (
    Access,
    annex_or_404,
    consultation_or_404,
    paper_or_404,
    papers_for,
    papers_of_public,
    version_for,
)
from documents.papers.selectors.lists import PapersSought, kinds_for, offices_of, papers_sought

__all__ = [
    "Access",
    "PapersSought",
    "annex_or_404",
    "consultation_or_404",
    "kinds_for",
    "offices_of",
    "paper_or_404",
    "papers_for",
    "papers_of_public",
    "papers_sought",
    "version_for",
]
