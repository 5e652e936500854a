"""The French catalogue: whole sentences as a reader finds them, the words that stay out of it, and the spaces of French print."""

import re
from datetime import date

import pytest
from babel import Locale
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.periods import Period
from reportgen.wording import catalogue, dates

MESSAGES = catalogue.messages("fr")
VARIANTS = [(key, text) for key, message in MESSAGES.items() for text in ([message] if isinstance(message, str) else message.values())]

CAUSAL = re.compile(
    r"\b(grâce (à|au|aux)|à cause d\w*|en raison d\w*|du fait d\w*|dûe?s? (à|au|aux)|provo(qu|c)\w*|entraîn\w*|caus(e|er|ent|é|ée|ant)s?"
    r"|(mène|mènent|mené|conduit|conduisent) (à|au|aux)|parce qu\w*|résult(e|ent|é) d\w*)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r"\b(ventes?|vendre|vendus?|chiffre d’affaires|bénéfices?|profits?|recettes?)\b", re.IGNORECASE)
NOT_OUR_WORDS = re.compile(
    r"\b(utilisateurs?|internautes?|users?|visites?|hits?|uniques?|taux de transformation|CR|KPIs?|uplift|delta|prédictions?|quotas?"
    r"|marge d’erreur|intervalles? de confiance|entonnoirs?|leads?|micro-conversions?|macro-conversions?|rapport de chances)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("banned", [CAUSAL, MONEY, NOT_OUR_WORDS], ids=["causal", "money", "glossary"])
def test_the_french_catalogue_avoids(banned: re.Pattern[str]) -> None:
    # checklist 000-8 (a signal, never a sale)
    assert [(key, text) for key, text in VARIANTS if banned.search(PLACE.sub("", text))] == []


def test_french_marks_stand_off_by_spaces_that_do_not_break() -> None:
    """Outside code (between backticks) and what is to be pasted: no straight quotes, no plain space beside : ; ! ? % or guillemets."""
    for key, text in VARIANTS:
        plain = re.sub(r"`[^`]*`|goals:|:key", "", text)
        assert text.count("«") == text.count("»"), key
        assert not re.search(r"[\"'“”„]", plain), key
        assert not re.search(r"(?<!\u00a0):|(?<![\u202f])[;!?]|(?<!\u00a0)[%»]|«(?!\u00a0)", plain), (key, plain)


def test_the_singular_serves_zero() -> None:
    voice = wording.voice("fr", "EUR")
    assert voice.say("macro.conversions", n=0) == "0 conversion"
    assert voice.say("macro.conversions", n=2) == "2 conversions"
    assert voice.say("macro.conversions", n=1_000_000) == "1\u202f000\u202f000 de conversions"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    """So the Imprimerie nationale's rules: 1er octobre, then 2, 3, ... 11, 21, 31 octobre."""
    fr = Locale("fr")
    assert dates.long_day(fr, date(2026, 10, 1)) == "1er octobre 2026"
    assert dates.medium_day(fr, date(2021, 1, 1)) == "1er janv. 2021"
    assert dates.long_day(fr, date(2026, 10, 21)) == "21 octobre 2026"
    assert dates.period(fr, Period(date(2026, 10, 1), date(2026, 10, 12))) == "1er–11 oct. 2026"
    assert dates.period(fr, Period(date(2026, 9, 1), date(2026, 10, 2))) == "1er sept.\u2009–\u20091er oct. 2026"


def test_a_french_front_page() -> None:
    """Its three sentences, as in English: the goals, what moved, what to do."""
    made = wording.document(healthy_findings("fr"), healthy_settings())
    assert made.language == "fr"
    assert made.sentences == (
        "Sur 7 objectifs\u00a0: 1 atteint, 2 en bonne voie, 1 menacé, 1 décroché, 1 non comparable et 1 pas commencé.",
        "Le mouvement le plus net\u00a0: Quote request, dont le taux est monté de 0,66\u00a0% à 1,4\u00a0% par rapport à septembre 2026 "
        "(écart, intervalle à 95\u00a0%\u00a0: +0,2 à +1,2\u00a0pt).",
        "À faire\u00a0: corriger 4 choses et en garder une. Le plus urgent\u00a0: les données.",
    )


def test_a_french_goal_with_its_forecast() -> None:
    made = wording.document(told_findings("fr"), told_settings())
    assert made.sentences[0].startswith(
        "Sur 9 objectifs\u00a0: 4 atteints ou en bonne voie, 2 manqués ou en retard et 3 pas encore jugeables. "
        "Le plus menacé\u00a0: Quote requests (chances\u00a0: moins de 5\u00a0%)."
    )
    goals = next(section for section in made.sections if section.id == "goals")
    assert goals.lead == (
        "Le plus en retard\u00a0: Quote requests. À ce jour 74 sur 120. En l’état, le résultat final serait d’environ 86 "
        "(intervalle à 80\u00a0%\u00a0: 80 à 94)\u202f; chances d’atteindre la cible\u00a0: moins de 5\u00a0%."
    )


def test_a_french_report_without_data() -> None:
    made = wording.document(tiny_findings("fr"), tiny_settings())
    assert made.sentences == (
        "Aucun objectif n’est encore fixé\u00a0: le rapport montre ce qui s’est passé, pas encore si cela suffit.",
        "Il n’y a pas de données pour cette période\u00a0: on ne peut rien dire de ce qui a bougé.",
        "Une chose à corriger\u00a0: les données.",
    )
