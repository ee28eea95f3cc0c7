"""What the rules of a Land say, as far as the ground floor reads them: data for `models.RulesOfProcedure`.

Each room has such a page, with the names of its own fields. Another Land is a copy of `NRW` under a name of its own on
each of them and one line in `config/profiles.py`.
"""

from __future__ import annotations

from typing import Any

SOURCE = "GO NRW; DigiSiVO"

NRW: dict[str, Any] = {
    "notice_days": 7,
    # So long before the planned beginning the list of those present may be kept.
    "check_in_minutes": 30,
    "experts_below_council": True,
    "deemed_quorate": True,
    "substitute_order": "rank",
    "grace_seconds": 60,
    "disruption_rule": "until_settled",
    "report_minutes": 10,
    "report_path": "",
    "calls_before_withdrawal": 3,
    "meetings_barred_after_refusal": 3,
    "recused_count_for_quorum": True,
    # What is customarily found before the first item; the previous minutes only where a body approves them.
    "formalities": ["convening", "conflicts", "agenda"],
    # GO NRW section 48(2): what the standing orders usually name.
    "non_public_categories": [
        "Personalangelegenheiten",
        "Liegenschaftssachen",
        "Auftragsvergaben",
        "Abgabenangelegenheiten",
        "Rechtsstreitigkeiten",
    ],
}
