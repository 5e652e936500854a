"""Advice on the settings: English on the command line, the report's language in its ledger."""

import pytest
from wording_fixture import tiny_findings

from reportgen import wording
from reportgen.errors import Place
from reportgen.model.advice import Advice, AdviceKind
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage
from reportgen.wording import advice
from reportgen.wording.draft import Speech

OLD = {"day": "2023-01-01"}


def test_a_command_tells_it_in_english_with_days_as_they_are_written() -> None:
    given = Advice(AdviceKind.OLD_BENCHMARK, "conversions.contact.benchmark.date", OLD, Place("config/conversions.yaml", 2, 102))
    assert [str(each) for each in wording.problems([given])] == [
        "config/conversions.yaml:2:102: conversions.contact.benchmark.date: the benchmark is from 2023-01-01, more than two years old;"
        " look for a newer one"
    ]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "a.yaml:2: goals.a: the value is from Jan 1, 2023, more than a year old; work it out anew, or look for a newer one"),
        ("de", "a.yaml:2: goals.a: der Wert ist vom 1. Jan. 2023, also über ein Jahr alt; ihn neu berechnen oder einen neueren suchen"),
        (
            "fr",
            "a.yaml:2 : goals.a : la valeur date du 1er janv. 2023, il y a plus d’un an ; recalculez-la, ou cherchez-en une plus récente",
        ),
        ("es", "a.yaml:2: goals.a: el valor es del 1 ene 2023, de hace más de un año; calcularlo de nuevo, o buscar uno más reciente"),
        ("ja", "a.yaml:2：goals.a：金額は2023年1月1日のもので、1年以上前です。計算し直すか、新しいものを探しましょう"),
    ],
)
def test_the_ledger_tells_it_in_the_reports_language(locale: str, said: str) -> None:
    facts = {"place": "a.yaml:2", "path": "goals.a", "advice": "old_lifetime", **OLD}
    entry = LedgerEntry("settings", Severity.NOTE, LedgerMessage.SETTINGS_WARNING, facts)
    speech = Speech(wording.voice(locale, "EUR"), tiny_findings(locale))
    assert advice.said(speech, entry, placed=True).replace("\u202f", " ").replace("\xa0", " ") == said
