"""Numbers of papers, without gaps in their series."""

from __future__ import annotations

from documents.papers.models import Paper, PaperSeries
from documents.papers.numbering import number_in, series_of, supplement_number
from documents.papers.selectors.kinds import parts_of_numbers


def give_number(paper: Paper) -> None:
    """The next number of the paper's series (Vorlagennummer), unless it has one; the series is locked until the
    transaction ends, so that none is given twice and none is left out.
    """
    if paper.number:
        return
    if paper.parent is not None and paper.parent.number:
        key = paper.parent.number
        paper.number = supplement_number(key, _next(paper, f"{key}-"))
        return
    series = series_of(paper.type.pattern, parts_of_numbers(paper.type, paper.office_sign))
    paper.number = number_in(series, _next(paper, series))


def _next(paper: Paper, key: str) -> int:
    """One more in this series, which is begun when there is none."""
    PaperSeries.objects.bulk_create([PaperSeries(institution=paper.institution, key=key)], ignore_conflicts=True)
    series = PaperSeries.objects.select_for_update().get(institution=paper.institution, key=key)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
