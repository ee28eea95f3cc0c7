"""What the journal of the full meeting says: who may see a sentence, the sentence in German and in English.

`{one}` stands for everybody of the imported list in turn; ballots of one choice in a row stand here once.
"""

_RESOLVE = "Der Ausschuss beschließt, {what} zu erproben."
_REPORTER = _RESOLVE.replace("{what}", "einen Mängelmelder")
_SCREENS = _RESOLVE.replace("{what}", "zwei Bildschirme")
_TITLES = {
    "Ö 1": "Eröffnung und Feststellung der Beschlussfähigkeit",
    "Ö 2": "Digitaler Mängelmelder",
    "Ö 3": "Bericht zur Terminvergabe",
    "Ö 4": "Informationsbildschirme",
    "Ö 5": "Anfragen und Mitteilungen",
    "N 1": "Vergabe an die Kanarienwerke",
}
Sentence = tuple[str, str, str]


def _item(number: str, german: str, english: str, audience: str = "") -> Sentence:
    """Something happens to an item; the public hears it of its own part alone."""
    level = audience or ("public" if number.startswith("Ö") else "participant")
    return level, f"TOP {number} wurde {german}: {_TITLES[number]}", f"Item {number} was {english}: {_TITLES[number]}"


def _called(number: str) -> Sentence:
    return _item(number, "aufgerufen", "called")


def _closed(number: str) -> Sentence:
    return _item(number, "geschlossen", "closed")


def _cast(german: str, english: str) -> Sentence:
    return (
        "participant",
        f"Eine Stimme wurde abgegeben: {german} (Fassung 1).",
        f"A vote was cast: {english} (version 1).",
    )


def _vote_opened(number: str, electors: int, question: str) -> list[Sentence]:
    return [
        (
            "desk",
            f"Eine Abstimmung zu TOP {number} wurde vorbereitet: {question}",
            f"A vote on item {number} was prepared: {question}",
        ),
        (
            "public",
            f"Die Abstimmung zu TOP {number} wurde für {electors} Stimmberechtigte eröffnet (Offene "
            f"Abstimmung am eigenen Gerät):"
            f" {question}",
            f"The vote on item {number} was opened for {electors} electors (Open vote on one's own device): {question}",
        ),
    ]


def _vote_closed(number: str, result: str) -> list[Sentence]:
    return [
        ("public", f"Die Abstimmung zu TOP {number} wurde geschlossen.", f"The vote on item {number} was closed."),
        (
            "public",
            f"Ergebnis der Abstimmung zu TOP {number}: „{result}“",
            f"Result of the vote on item {number}: “{result}”",
        ),
    ]


def _call(count: int) -> Sentence:
    german = f"{{hall}} wurde zur Ordnung gerufen ({count}. Ruf zu diesem Tagesordnungspunkt)."
    return "public", german, f"{{hall}} was called to order (call no. {count} on this item)."


_STEP = "Ö 3 Bericht zur Terminvergabe"
SENTENCES: list[Sentence] = [
    ("desk", "Die Sitzung wurde angelegt.", "The meeting was planned."),
    *(_item(number, "in die Tagesordnung aufgenommen", "put on the agenda", "desk") for number in _TITLES),
    ("public", "Die Sitzung wurde einberufen.", "The meeting was convened."),
    ("public", "Die Sitzung wurde eröffnet.", "The meeting was opened."),
    (
        "public",
        "{one} ist seit 00:00:00 Uhr anwesend (im Saal); nach der eingelesenen Liste.",
        "{one} has been present since 00:00:00 (in the hall), according to the imported list.",
    ),
    ("public", "{hall} ist anwesend (im Saal).", "{hall} is present (in the hall)."),
    ("public", "{remote} ist anwesend (zugeschaltet).", "{remote} is present (remotely)."),
    ("public", "{substitute} ist anwesend (zugeschaltet).", "{substitute} is present (remotely)."),
    (
        "public",
        "Es wurde festgestellt, dass form- und fristgerecht eingeladen worden ist.",
        "It was found that the meeting had been convened properly and in time.",
    ),
    (
        "public",
        "Die Beschlussfähigkeit wurde geprüft: Von 25 Stimmberechtigten sind 18 anwesend, 13 sind erforderlich "
        "(Ratsmitglieder: 13,"
        " sachkundige Bürgerinnen und Bürger: 5). Das Gremium ist beschlussfähig.",
        "The quorum was checked: 18 of 25 voting seats are present, 13 are required (council members: 13, expert "
        "citizens: 5)."
        " The body is quorate.",
    ),
    (
        "public",
        "Auf die Befangenheitsvorschriften (§ 31 GO NRW) wurde hingewiesen.",
        "Conflicts of interest (GO NRW section 31) were pointed out.",
    ),
    ("public", "Die Tagesordnung wurde festgestellt.", "The agenda was fixed."),
    _called("Ö 1"),
    (
        "public",
        "{substitute} nimmt in Vertretung den Sitz von {late} ein.",
        "{substitute} takes the seat of {late} as a substitute.",
    ),
    _closed("Ö 1"),
    _called("Ö 2"),
    *_vote_opened("Ö 2", 19, _REPORTER),
    _cast("Ja", "Yes"),
    _cast("Enthaltung", "Abstain"),
    _cast("Ja", "Yes"),
    _cast("Nein", "No"),
    *_vote_closed("Ö 2", "Mehrheitlich beschlossen: 13 Ja, 5 Nein, 1 Enthaltung"),
    _closed("Ö 2"),
    _called("Ö 3"),
    ("public", "{late} ist anwesend (im Saal).", "{late} is present (in the hall)."),
    (
        "public",
        "Die Vertretung endet: {substitute} gibt den Sitz an {late} zurück.",
        "{substitute} hands the seat back to {late}.",
    ),
    ("public", "{remote} ist seit 00:00:00 Uhr nicht erreichbar.", "{remote} has been unreachable since 00:00:00."),
    (
        "public",
        "{remote} gilt seit 00:00:00 Uhr als abwesend: Die Verbindung ist abgebrochen.",
        "{remote} has counted as absent since 00:00:00: the connection was lost.",
    ),
    (
        "participant",
        "Das Programm hat eine technische Störung bei {remote} erkannt.",
        "The program has noticed a technical disturbance affecting {remote}.",
    ),
    (
        "public",
        "{remote} ist wieder anwesend (zugeschaltet): Die Verbindung ist wiederhergestellt.",
        "{remote} is present again (remotely): the connection is restored.",
    ),
    (
        "public",
        "Über die technische Störung bei {remote} seit 00:00:00 Uhr wurde entschieden: unbeachtlich.",
        "The technical disturbance affecting {remote} since 00:00:00 was settled: insignificant.",
    ),
    (
        "participant",
        "{remote} meldet eine technische Störung: „Kein Ton“",
        "{remote} reports a technical disturbance: “Kein Ton”",
    ),
    _closed("Ö 3"),
    (
        "public",
        "Die Sitzung wurde unterbrochen (technische Störung).",
        "The meeting was interrupted (technical disturbance).",
    ),
    (
        "public",
        "Über die technische Störung bei {remote} seit 00:00:00 Uhr wurde entschieden: behoben.",
        "The technical disturbance affecting {remote} since 00:00:00 was settled: remedied.",
    ),
    (
        "public",
        f"Wegen der technischen Störung zu wiederholen: {_STEP}",
        f"To be repeated because of the technical disturbance: {_STEP}",
    ),
    (
        "public",
        "Die Sitzung wurde fortgesetzt; sie war seit 00:00:00 Uhr unterbrochen.",
        "The meeting was resumed; it had been interrupted since 00:00:00.",
    ),
    _item("Ö 3", "wieder aufgenommen", "taken up again"),
    _closed("Ö 3"),
    (
        "public",
        f"Nach der technischen Störung wiederholt: {_STEP}",
        f"Repeated after the technical disturbance: {_STEP}",
    ),
    ("public", "Die Sitzung wurde unterbrochen (Pause).", "The meeting was interrupted (break)."),
    (
        "public",
        "Die Sitzung wurde fortgesetzt; sie war seit 00:00:00 Uhr unterbrochen.",
        "The meeting was resumed; it had been interrupted since 00:00:00.",
    ),
    _called("Ö 4"),
    _call(1),
    _call(2),
    (
        "public",
        "{hall} wurde auf die Folgen eines weiteren Rufes hingewiesen.",
        "The consequences of a further call were pointed out to {hall}.",
    ),
    _call(3),
    ("public", "{hall} wurde das Wort entzogen.", "The floor was withdrawn from {hall}."),
    (
        "public",
        "{hall} wurde wegen grober Störung der Ordnung von der Sitzung ausgeschlossen.",
        "{hall} was excluded from the meeting for gross disorder.",
    ),
    ("public", "{hall} gilt ab jetzt als abwesend.", "{hall} counts as absent from now on."),
    *_vote_opened("Ö 4", 18, _SCREENS),
    _cast("Ja", "Yes"),
    _cast("Nein", "No"),
    *_vote_closed("Ö 4", "Mehrheitlich beschlossen: 13 Ja, 5 Nein"),
    _closed("Ö 4"),
    _called("Ö 5"),
    ("public", "{deputy} übernimmt die Sitzungsleitung zu TOP Ö 5.", "{deputy} presides for item Ö 5."),
    _closed("Ö 5"),
    ("public", "Der Vorsitz übernimmt die Sitzungsleitung wieder.", "The chair presides again."),
    ("public", "Die Öffentlichkeit wurde ausgeschlossen.", "The public was excluded."),
    (
        "participant",
        "Grund für den Ausschluss der Öffentlichkeit: Liegenschaftssachen",
        "Ground for excluding the public: Liegenschaftssachen",
    ),
    (
        "public",
        "Alle öffentlichen Kanäle haben gemeldet, dass sie geschlossen sind.",
        "All public channels have confirmed that they are closed.",
    ),
    (
        "participant",
        "{remote} hat bestätigt, dass niemand sonst mitsehen oder mithören kann.",
        "{remote} has confirmed that nobody else can see or hear.",
    ),
    _called("N 1"),
    ("desk", "Die Notiz zu TOP N 1 wurde geändert.", "The note on item N 1 was changed."),
    _closed("N 1"),
    ("public", "Die Öffentlichkeit wurde wiederhergestellt.", "The public was readmitted."),
    ("public", "Die Sitzung wurde geschlossen.", "The meeting was closed."),
]
