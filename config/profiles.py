"""What the law of a Land and customary rules of procedure say, from the pages of all rooms (`<room>/profiles.py`);
who adopts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import agenda.profiles
import documents.minutes.profiles
import documents.papers.profiles
import meetings.profiles
import voting.profiles
from agenda.models import AgendaRules
from documents.minutes.models import DocumentRules
from documents.papers.models import PaperType
from meetings.models import DatedRules, Institution, RulesOfProcedure
from voting.models import VotingRules

Profile = Mapping[type[DatedRules], dict[str, Any]]

NRW: Profile = {
    RulesOfProcedure: meetings.profiles.NRW,
    AgendaRules: agenda.profiles.NRW,
    VotingRules: voting.profiles.NRW,
    DocumentRules: documents.minutes.profiles.NRW,
}


def adopt(profile: Profile, institution: Institution, *, valid_from: date, source: str) -> None:
    """Let all bodies of an institution follow a profile from a day on, where they have no rules of their own."""
    for kind, values in profile.items():
        kind._default_manager.create(institution=institution, valid_from=valid_from, source=source, **values)
    for position, paper in enumerate(documents.papers.profiles.NRW):
        defaults: dict[str, Any] = {**paper, "position": position}
        PaperType.objects.get_or_create(institution=institution, name=paper["name"], defaults=defaults)
