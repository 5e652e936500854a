"""The Spanish catalogue: whole sentences as a reader finds them, its plurals, and the words that stay out of it."""

import re

import pytest
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.wording import catalogue
from reportgen.wording.draft import Speech

MESSAGES = catalogue.messages("es")
VARIANTS = [(key, text) for key, message in MESSAGES.items() for text in ([message] if isinstance(message, str) else message.values())]

CAUSAL = re.compile(
    r"\b(causas?|causad\w+|causan|provoca\w*|impuls\w+|gracias a|debid[oa]s? a|se debe a|se deben a|por culpa de|a raíz de"
    r"|como consecuencia|porque|efecto de(?! elegir)|(lleva|llevan|llevó) a(?! la mitad)|genera\w* por|hizo que|hace que)\b",
    re.IGNORECASE,
)
MONEY = re.compile(r"\b(ventas?|vendid\w+|ingresos|beneficios?|ganancias?|facturación)\b", re.IGNORECASE)
NOT_OUR_WORDS = re.compile(
    r"\b(usuari\w+|visitas?|únicos|hits?|kpis?|cuotas?|predicci\w+|pronóstico\w*|delta|embudos? de ventas?|leads?|landing|target"
    r"|página de (destino|aterrizaje)|rango|(?<!odds )ratio|ustedes|usted|su empresa)\b",
    re.IGNORECASE,
)
NAMES_OF_SETTINGS = re.compile(r"\((strategy|metric, target|target|baseline|baseline o attainable|supports|supports o relevant|from, by)\)")


@pytest.mark.parametrize("banned", [CAUSAL, MONEY, NOT_OUR_WORDS], ids=["causal", "money", "glossary"])
def test_the_spanish_catalogue_avoids(banned: re.Pattern[str]) -> None:
    # checklist 000-8 (a signal, never a sale)
    plain = [(key, NAMES_OF_SETTINGS.sub("", re.sub(r"\{\w+\}", "", text))) for key, text in VARIANTS]
    assert [(key, text) for key, text in plain if banned.search(text)] == []


def test_spanish_marks_are_spanish() -> None:
    """Angled quotation marks in pairs, a question opened and closed, decimals with a comma, a space that does not break before %."""
    for key, text in VARIANTS:
        assert text.count("«") == text.count("»"), key
        assert text.count("¿") == text.count("?"), key
        assert not re.search(r"[\"“”]|\d ?%|\d\.\d", text.replace("\xa0%", "")), key


def test_a_spanish_front_page() -> None:
    """Its three sentences, as in English: the goals, what moved, what to do."""
    made = wording.document(healthy_findings("es"), healthy_settings())
    assert (made.language, made.period) == ("es", "Octubre de 2026")
    assert made.sentences == (
        "De 7 objetivos: 1 conseguido, 2 en camino, 1 en riesgo, 1 desviado, 1 no comparable y 1 sin empezar.",
        "El cambio más claro es el de Quote request: su tasa subió del 0,66\xa0% al 1,4\xa0% frente a septiembre de 2026 "
        "(intervalo al 95\xa0%: de +0,2 a +1,2 puntos).",
        "Qué hacer: arreglar 4 cosas y mantener una. Lo más urgente: los datos.",
    )


def test_a_spanish_goal_with_its_forecast() -> None:
    made = wording.document(told_findings("es"), told_settings())
    goals = next(section for section in made.sections if section.id == "goals")
    assert goals.lead == (
        "El más rezagado: Quote requests. 74 de 120 hasta ahora. De seguir así acabará en torno a 86 "
        "(intervalo al 80\xa0%: de 80 a 94); probabilidad de alcanzar la meta: menos del 5\xa0%."
    )


def test_a_spanish_report_without_data() -> None:
    made = wording.document(tiny_findings("es"), tiny_settings())
    assert made.sentences == (
        "Todavía no hay objetivos: el informe muestra qué ha pasado, pero no si es suficiente.",
        "No hay datos de este periodo, así que nada se puede decir de lo que cambió.",
        "Una cosa que arreglar: los datos.",
    )


def test_spanish_plurals() -> None:
    """A round million takes `de`: CLDR's `many`."""
    voice = wording.voice("es_ES", "EUR")
    told = {n: voice.say("context.heading", n=n, sessions="7") for n in (1, 2, 1_000_000, 1_000_001)}
    assert told[1] == "Un visitante; sesiones: 7"
    assert told[2] == "2 visitantes en 7 sesiones"
    assert told[1_000_000] == "1.000.000 de visitantes en 7 sesiones"
    assert told[1_000_001] == "1.000.001 visitantes en 7 sesiones"


@pytest.mark.parametrize(
    ("last", "told"),
    [("Instagram", "Email e Instagram"), ("Historia", "Email e Historia"), ("Hielo", "Email y Hielo"), ("Yahoo", "Email y Yahoo")],
)
def test_a_spanish_list_changes_its_and_before_the_sound_of_i(last: str, told: str) -> None:
    findings = tiny_findings("es")
    assert Speech(wording.voice("es", "EUR"), findings).listed(["Email", last]) == told
