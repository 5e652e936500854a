"""The German catalogue: whole sentences as a reader finds them, and the words that stay out of it."""

import re

import pytest
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.wording import catalogue

MESSAGES = catalogue.messages("de")
VARIANTS = [(key, text) for key, message in MESSAGES.items() for text in ([message] if isinstance(message, str) else message.values())]

CAUSAL = re.compile(
    r"\b((?<!geteilt )durch(?! Besucher geteilt| das andere geteilt)|wegen|aufgrund|dank|infolge|deshalb|deswegen|dadurch"
    r"|bewirk\w*|verursach\w*|zurückzuführen|(führt|führte|führen|führten) zu)\b",
    re.IGNORECASE,
)
"""`durch` divides here and does nothing else."""
MONEY = re.compile(r"\b(Umsatz|Umsätze|Erlöse?|Gewinne?|Verkauf|Verkäufe|Einnahmen?)\b")
NOT_OUR_WORDS = re.compile(
    r"\b(Nutzer\w*|User|Besuche|Visits?|Treffer|Hits?|Sessions?|Konversion\w*|Abschlussrate|KPIs?|Konfidenz\w*|Vertrauensbereich|Uplift|Delta"
    r"|Vorhersagen?|Kohorten?|Zielvorgabe|Soll)\b"
)


@pytest.mark.parametrize("banned", [CAUSAL, MONEY, NOT_OUR_WORDS], ids=["causal", "money", "glossary"])
def test_the_german_catalogue_avoids(banned: re.Pattern[str]) -> None:
    # checklist 000-8 (a signal, never a sale)
    assert [(key, text) for key, text in VARIANTS if banned.search(text)] == []


def test_german_marks_are_german() -> None:
    """Quotation marks in pairs, no straight ones; a percent sign stands off by a space that does not break."""
    for key, text in VARIANTS:
        assert text.count("„") == text.count("“"), key
        assert not re.search(r"[\"'”]|\d ?%", text.replace("\xa0%", "")), key


def test_a_german_front_page() -> None:
    """Its three sentences, as in English: the goals, what moved, what to do."""
    made = wording.document(healthy_findings("de"), healthy_settings())
    assert made.language == "de"
    assert made.sentences == (
        "Von 7 Zielen: 1 erreicht, 2 auf Kurs, 1 gefährdet, 1 kritisch, 1 nicht vergleichbar und 1 nicht begonnen.",
        "Am deutlichsten hat sich „Quote request“ bewegt: Die Rate stieg gegenüber September 2026 von 0,66\xa0% auf 1,4\xa0% "
        "(Spanne der Änderung bei 95\xa0%: +0,2 bis +1,2 Prozentpunkte).",
        "Was zu tun ist: 4 Dinge beheben und eines beibehalten. Am dringendsten: die Daten.",
    )


def test_a_german_goal_with_its_forecast() -> None:
    made = wording.document(told_findings("de"), told_settings())
    assert made.sentences[0].startswith(
        "Von 9 Zielen: 4 erreicht oder auf Kurs, 2 verfehlt oder zurück und 3 noch nicht zu beurteilen. "
        "Am stärksten gefährdet: Quote requests; Chance: unter 5\xa0%."
    )
    goals = next(section for section in made.sections if section.id == "goals")
    assert goals.lead == (
        "Am weitesten zurück: Quote requests. Bisher 74 von 120. Nach jetzigem Stand endet es bei etwa 86 "
        "(Spanne bei 80\xa0%: 80 bis 94); Chance, den Zielwert zu erreichen: unter 5\xa0%."
    )


def test_a_german_report_without_data() -> None:
    made = wording.document(tiny_findings("de"), tiny_settings())
    assert (made.language, made.title) == ("de", "Conversions und Ziele")
    assert made.sentences == (
        "Noch sind keine Ziele gesetzt: Der Bericht zeigt, was geschah, aber nicht, ob es genügt.",
        "Für diesen Zeitraum gibt es keine Daten; was sich bewegt hat, lässt sich nicht sagen.",
        "Eines ist zu beheben: die Daten.",
    )


def test_german_days_and_counts() -> None:
    voice = wording.voice("de_AT", "EUR")
    assert voice.say("status_note.missing", n=1) == "Für einen Tag dieses Zeitraums fehlen Daten."
    assert voice.say("status_note.missing", n=12) == "Für 12 Tage dieses Zeitraums fehlen Daten."
