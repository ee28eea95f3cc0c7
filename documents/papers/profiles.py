"""The kinds of papers that are customary in North Rhine-Westphalia; an institution changes them as it likes."""

from typing import Any

from documents.papers.enums import Origin

OFFICE: dict[str, Any] = {"origin": Origin.ADMINISTRATION, "pattern": "{serial:04}/{year}"}
MEMBERS: dict[str, Any] = {"origin": Origin.MEMBERS, "pattern": "{kind}/{serial:03}/{year}"}
NRW: tuple[dict[str, Any], ...] = (
    {"name": "Beschlussvorlage", "decides": True, "needs_sign_off": True, **OFFICE},
    {"name": "Mitteilungsvorlage", **OFFICE},
    {"name": "Ergänzungsvorlage", "decides": True, "depends": True, **OFFICE},
    {"name": "Antrag", "kind": "A", "decides": True, **MEMBERS},
    {"name": "Änderungsantrag", "kind": "A", "decides": True, "depends": True, **MEMBERS},
    {"name": "Anfrage", "kind": "F", **MEMBERS},
    {"name": "Antwort der Verwaltung", "depends": True, **OFFICE},
    {
        "name": "Anregung nach § 24 GO NRW",
        "kind": "B",
        "pattern": "{kind}/{serial:03}/{year}",
        "origin": Origin.CITIZENS,
    },
)
