"""The words of the demonstration's papers: invented, neutral, harmless; nothing here describes a real decision."""

from __future__ import annotations

from typing import Any

from config.demo import texts

OFFICE = {"lead_office": "Amt für Digitalisierung (Demo)", "office_sign": "10"}
NO_EFFECT = "Keine. Die Angaben dieser Vorlage sind für die Vorführung erfunden."
ON_BOOKING = "Gemeinsame Oberfläche für die Terminvergabe"
ON_REPORTER = "Erprobung eines digitalen Mängelmelders"
ON_QUESTIONS = "Anfragen und Mitteilungen"

BOOKING: dict[str, Any] = {
    "kind": "Beschlussvorlage",
    "item": ON_BOOKING,
    "words": {
        "subject": "Gemeinsame Oberfläche für die Terminvergabe der Bürgerservice-Stationen (Demo)",
        "draft_resolution": texts.BOOKING,
        "facts": "Die Stationen vergeben Termine bisher je für sich.\n\n# Ziel\n\n"
        "- eine Oberfläche für alle Stationen\n- Termine auch am Telefon\n- ein Bericht nach zwölf Monaten",
        "financial_effect": NO_EFFECT,
        **OFFICE,
    },
    "annexes": [("Übersicht der Stationen (Demo)", "Erfundene Übersicht über erfundene Stationen.")],
}
SUPPLEMENT: dict[str, Any] = {
    "kind": "Ergänzungsvorlage",
    "item": ON_BOOKING,
    "words": {
        "subject": "Ergänzung: Termine am Telefon (Demo)",
        "draft_resolution": "Der Ausschuss nimmt Termine am Telefon in die Umstellung auf.",
        "facts": "Die Ergänzung nimmt einen Hinweis aus der Vorberatung auf.",
        **OFFICE,
    },
}
REPORTER: dict[str, Any] = {
    "kind": "Beschlussvorlage",
    "item": ON_REPORTER,
    "words": {
        "subject": "Erprobung eines digitalen Mängelmelders (Demo)",
        "draft_resolution": texts.REPORTER,
        "facts": "Meldungen gehen bisher auf vielen Wegen ein. Die Erprobung beginnt im ersten Quartal.",
        "financial_effect": "| Jahr | Euro |\n| 1 | 12.000 |",
        **OFFICE,
    },
    "annexes": [("Ablauf einer Meldung (Demo)", "Erfundener Ablauf in allgemeinen Worten.")],
}
CORRECTION: dict[str, Any] = {
    "facts": "Meldungen gehen bisher auf vielen Wegen ein. Die Erprobung beginnt im zweiten Quartal.",
    "financial_effect": "| Jahr | Euro |\n| 1 | 14.500 |",
}
CORRECTION_NOTE = "Beginn und Kosten berichtigt"
MOTION: dict[str, Any] = {
    "kind": "Antrag",
    "item": ON_REPORTER,
    "words": {
        "subject": "Rückmeldung an alle, die einen Mangel melden (Demo)",
        "draft_resolution": "Wer einen Mangel meldet, erhält innerhalb einer Woche eine Rückmeldung.",
        "facts": "Der Antrag ist für die Vorführung erfunden.",
    },
}
INQUIRY: dict[str, Any] = {
    "kind": "Anfrage",
    "item": ON_QUESTIONS,
    "role": "notice",
    "words": {
        "subject": "Anfrage: Öffnungszeiten der Stationen (Demo)",
        "facts": "1. Welche Zeiten sind geplant?\n2. Werden sie im Netz veröffentlicht?",
    },
}
ANSWER: dict[str, Any] = {
    "kind": "Antwort der Verwaltung",
    "item": ON_QUESTIONS,
    "role": "notice",
    "words": {
        "subject": "Antwort: Öffnungszeiten der Stationen (Demo)",
        "facts": "Zu 1.: Die Zeiten werden erfunden, sobald die Vorführung sie braucht.\n\nZu 2.: Ja.",
        **OFFICE,
    },
}
NETWORK: dict[str, Any] = {
    "kind": "Mitteilungsvorlage",
    "item": "Drahtloses Netz auf öffentlichen Plätzen",
    "role": "notice",
    "words": {
        "subject": "Drahtloses Netz auf öffentlichen Plätzen: Sachstand (Demo)",
        "facts": "Der Bericht fasst den Stand in allgemeinen Worten zusammen.",
        **OFFICE,
    },
    "annexes": [("Karte der Plätze (Demo)", "Eine Karte gibt es in der Vorführung nicht.")],
}
REDACTED: dict[str, Any] = {
    "kind": "Mitteilungsvorlage",
    "item": "Ausstattung der Schulen mit Endgeräten",
    "role": "notice",
    "words": {
        "subject": "Ausstattung der Schulen mit Endgeräten (Demo)",
        "facts": "Die Firma Muster (erfunden) bietet die Wartung zu 40 Euro je Gerät an.",
        "public_facts": "Für die Wartung liegt ein Angebot vor. [Für die Öffentlichkeit gekürzt]",
        **OFFICE,
    },
    "annexes": [
        ("Angebot, interne Fassung (Demo)", "Erfundenes Angebot mit erfundenem Preis."),
        ("Angebot, geschwärzte Fassung (Demo)", "Erfundenes Angebot ohne Preis."),
    ],
}
SECRET: dict[str, Any] = {
    "kind": "Beschlussvorlage",
    "item": "Vergabe: Wartung der Netzwerktechnik in drei Gebäuden",
    "words": {
        "subject": "Vergabe: Wartung der Netzwerktechnik (Demo)",
        "draft_resolution": texts.NETWORK,
        "facts": "Drei erfundene Angebote wurden gewertet.",
        "financial_effect": NO_EFFECT,
        "is_public": False,
        **OFFICE,
    },
    "annexes": [("Wertung der Angebote (Demo)", "Erfundene Wertung von drei erfundenen Angeboten.")],
}
DRAFT: dict[str, Any] = {
    "kind": "Beschlussvorlage",
    "words": {
        "subject": "Neuordnung der Sitzungsräume (Demo, in Arbeit)",
        "draft_resolution": "Der Ausschuss beschließt das Raumkonzept.",
        "facts": "Diese Vorlage liegt zur Mitzeichnung.",
        **OFFICE,
    },
}
