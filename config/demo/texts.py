"""The words of the demonstration: invented, neutral, harmless; nothing here describes a real decision."""

from __future__ import annotations

from typing import Any

CHOSEN_TIMES = "Die Uhrzeiten sind für die Vorführung gewählt; die Folien nennen keine."
NAMED_IN_THE_SLIDES = "Auf der Titelfolie genannt: {named}."
INVENTED = "Vorführdaten: Inhalte, Personen und Fraktionen sind erfunden."
NOT_APPROVED = (
    "Vorführung: Dieses Programm hat keine Zulassung nach § 11 DigiSiVO. "
    + "Die Abstimmungen dieser Sitzung sind erfunden oder dienen der Probe."
)
FIGURES_SOURCE = "Folien der 3. Informationsveranstaltung des Digitalisierungsausschusses am 01.02.2022."
EVENT_MINUTES = {"1": 5, "2": 20, "3": 20, "4": 25, "5": 20}

OPENING: dict[str, Any] = {
    "title": "Eröffnung und Feststellung der Beschlussfähigkeit",
    "treatment": "opening",
    "planned_minutes": 5,
}
BOOKING = (
    "Der Ausschuss empfiehlt, die Terminvergabe der Bürgerservice-Stationen schrittweise auf eine gemeinsame "
    "Oberfläche umzustellen "
    "und nach zwölf Monaten über die Nutzung zu berichten."
)
REPORTER = "Der Ausschuss beschließt, einen digitalen Mängelmelder für zwölf Monate zu erproben."
SCREENS = "Der Ausschuss beschließt, zwei Informationsbildschirme für die Dauer von sechs Monaten zu erproben."
NETWORK = "Der Ausschuss nimmt den Vergabevorschlag an."

AHEAD_PUBLIC: list[Any] = [
    OPENING,
    {"title": "Niederschrift der 11. Sitzung", "treatment": "information", "planned_minutes": 5},
    {
        "title": "Berichte der Verwaltung",
        "treatment": "report",
        "below": [
            {"title": "Drahtloses Netz auf öffentlichen Plätzen", "treatment": "report", "planned_minutes": 10},
            {
                "title": "Ausstattung der Schulen mit Endgeräten",
                "treatment": "report",
                "planned_minutes": 15,
                "file": "Der Bericht fasst den Stand der Ausstattung in allgemeinen Worten zusammen.",
            },
        ],
    },
    {
        "title": "Gemeinsame Oberfläche für die Terminvergabe",
        "treatment": "recommendation",
        "planned_minutes": 20,
        "draft_resolution": BOOKING,
        "file": "Die Vorlage beschreibt eine gemeinsame Oberfläche, auf der alle Stationen ihre Termine anbieten.",
    },
    {
        "title": "Erprobung eines digitalen Mängelmelders",
        "treatment": "decision",
        "planned_minutes": 20,
        "draft_resolution": REPORTER,
    },
    {"title": "Anfragen und Mitteilungen", "treatment": "enquiry", "planned_minutes": 10},
]
AHEAD_NON_PUBLIC: list[Any] = [
    {
        "title": "Vergabe: Wartung der Netzwerktechnik in drei Gebäuden",
        "public_title": "Vergabeangelegenheit",
        "treatment": "decision",
        "planned_minutes": 15,
        "draft_resolution": NETWORK,
        "file": "Erfundene Gegenüberstellung von drei erfundenen Angeboten.",
    },
    {
        "title": "Mitteilungen aus laufenden Verfahren",
        "public_title": "Mitteilungen",
        "treatment": "information",
        "planned_minutes": 5,
    },
]

HELD_PUBLIC: list[Any] = [
    OPENING,
    {"title": "Niederschrift der 10. Sitzung", "treatment": "information", "planned_minutes": 5},
    {
        "title": "Bericht: Barrierefreiheit der Online-Dienste",
        "treatment": "report",
        "planned_minutes": 20,
        "file": "Der Bericht beschreibt in allgemeinen Worten, wie die Online-Dienste geprüft werden.",
    },
    {
        "title": "Erprobung von Informationsbildschirmen",
        "treatment": "decision",
        "planned_minutes": 20,
        "draft_resolution": SCREENS,
    },
    {"title": "Terminvergabe: Zeitplan", "treatment": "decision", "planned_minutes": 15, "draft_resolution": BOOKING},
    {"title": "Anfragen und Mitteilungen", "treatment": "enquiry", "planned_minutes": 10},
]
HELD_NON_PUBLIC: list[Any] = [
    {
        "title": "Vergabe: Wartung von Kopiergeräten",
        "public_title": "Vergabeangelegenheit",
        "treatment": "decision",
        "planned_minutes": 10,
        "draft_resolution": NETWORK,
    },
]
HELD_NOTES = (
    "Der Vorsitz eröffnet die Sitzung, stellt die ordnungsgemäße Einladung und die Beschlussfähigkeit fest und weist "
    "auf das "
    "Mitwirkungsverbot bei Befangenheit hin (§ 31 GO NRW).",
    "Einwendungen gegen die Niederschrift werden nicht erhoben.",
    "Die Verwaltung berichtet über das Prüfverfahren.\nNachfragen zum Zeitplan werden beantwortet; die Verwaltung "
    "sagt zu, den Stand "
    "in der übernächsten Sitzung erneut vorzustellen.\nDer Ausschuss nimmt den Bericht zur Kenntnis.",
    "Nach Aussprache lässt der Vorsitz über den Beschlussvorschlag abstimmen.",
    "Der Zeitplan wird erläutert. Eine Erweiterung auf weitere Dienste wird erörtert und nicht zur Abstimmung "
    "gestellt.",
    "Es liegen keine Anfragen vor.",
    "Die Verwaltung erläutert den Vergabevorschlag.",
)
