"""Devices and countries in the reader's language. Country names: CLDR's `territories`, as Babel has them."""

from dataclasses import replace

import pytest
from babel import Locale
from wording_draft import draft

from reportgen.model.counts import Dimension
from reportgen.model.findings import Findings
from reportgen.model.settings import Metric, MetricKind, Scope, Settings
from reportgen.wording import breakdowns, measures, values


@pytest.mark.parametrize(
    ("language", "given", "said"),
    [
        ("de", "Germany", "Deutschland"),
        ("de", "DE", "Deutschland"),
        ("fr", "gb", "Royaume-Uni"),
        ("es", "Trinidad and Tobago", "Trinidad y Tobago"),
        ("ja", "Türkiye", "トルコ"),
        ("ja", "Turkey", "トルコ"),
        ("en", "DE", "Germany"),
        ("en", "USA", "USA"),
        ("de", "Atlantis", "Atlantis"),
        ("de", "Europe", "Europe"),
        ("de", "", ""),
    ],
)
def test_countries_by_name_or_code(language: str, given: str, said: str) -> None:
    """In English an export's own names stay; nowhere does an unknown name change, or a continent."""
    assert values.country(Locale(language), given) == said


@pytest.mark.parametrize(
    ("locale", "said"), [("en", ["desktop", "Germany"]), ("de", ["Computer", "Deutschland"]), ("ja", ["パソコン", "ドイツ"])]
)
def test_tables_say_both_in_the_reports_language(healthy: Findings, settings: Settings, locale: str, said: list[str]) -> None:
    """And all that is of other dimensions as the export has it."""
    found = replace(healthy, locale=locale)
    channels = next(one for one in found.breakdowns if one.dimension == "channel")
    for dimension, value, name in zip((Dimension.DEVICE, Dimension.COUNTRY), ("desktop", "Germany"), said, strict=True):
        one = replace(channels, dimension=dimension, slices=(replace(channels.slices[0], value=value), *channels.slices[1:]))
        assert breakdowns.table(draft(found, settings), one).rows[0].cells[0].text == name
    assert breakdowns.table(draft(found, settings), channels).rows[0].cells[0].text == channels.slices[0].value


def test_a_goals_scope_says_them_too(healthy: Findings, settings: Settings) -> None:
    metric = Metric(kind=MetricKind.SESSIONS, scope=Scope(device=("mobile", "Watch"), country=("Germany",)))
    said = measures.metric(draft(replace(healthy, locale="de"), settings), metric)
    assert "Smartphone und Watch" in said and "Deutschland" in said
