"""A definition's query, run by hand on the tables by name, gives the definition's own numbers."""

from collections.abc import Iterator
from datetime import date, timedelta

import ibis
import pytest
from ibis.expr.types import Table
from metrics_world import World, conversion, load, profile, rule, settings, view, visit

from reportgen import metrics, periods
from reportgen.engine import Engine, connect
from reportgen.metrics import Ask
from reportgen.metrics.definitions import formula
from reportgen.model.findings import Definition
from reportgen.model.settings import Goal, Metric

OCTOBER = periods.month("2026-10")
DAY = date(2026, 10, 5)
GOALS = {
    "rate": {"kind": "rate", "rule": "quote", "scope": {"channel": ["Email"]}},
    "visitors": {"kind": "visitors"},
    "ratio": {"kind": "ratio", "numerator": {"kind": "value", "rule": "quote"}, "denominator": {"kind": "sessions"}},
}
WORLD = World(
    [
        visit("ann", DAY, channel="Email"),
        visit("bob", DAY, engaged=True),
        visit("cem", date(2026, 9, 30), "s"),
        visit("cem", OCTOBER.begin, "s"),
    ],
    [view("ann", DAY, "/")],
    [
        conversion("ann", DAY, "quote", amount=2_500_000),
        conversion("ann", DAY, "purchase"),
        conversion("bob", DAY, "purchase"),
        conversion("bob", DAY, "registration"),
        conversion("zoe", DAY, "quote"),
    ],
)


def to_sql(expression: Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


@pytest.fixture(scope="module")
def written(people_only: None, totals_only: None) -> Iterator[tuple[Engine, dict[str, Definition]]]:
    goals = [
        Goal.model_validate(
            {"key": key, "label": key, "metric": metric, "target": {"value": 1}, "begin": OCTOBER.begin, "end": OCTOBER.end}
        )
        for key, metric in GOALS.items()
    ]
    firm = settings(rule("quote"), rule("purchase"), rule("registration", "micro", rate_base="purchase"), goals=goals)
    known = profile(*(date(2026, 9, 1) + timedelta(days=offset) for offset in range(61)))
    with connect() as engine:
        tables = load(engine, WORLD)
        for name in ("sessions", "pages", "conversions"):
            engine.backend.create_view(name, getattr(tables, name))
        counts = metrics.count(engine, tables, firm, Ask(OCTOBER, OCTOBER.last_day), known)
        yield engine, {found.key: found for found in metrics.definitions(firm, counts, to_sql)}


def run(engine: Engine, query: str) -> list[dict[str, int]]:
    """The first row of each statement of a query."""
    statements = [part for part in query.split(";") if part.strip()]
    return [engine.backend.raw_sql(part).df().fillna(0).iloc[0].to_dict() for part in statements]


def test_every_listed_number_has_one_definition(written: tuple[Engine, dict[str, Definition]]) -> None:
    assert list(written[1]) == [
        *("visitors", "sessions", "page_views", "engagement_rate", "bounce_rate", "rate_any_macro"),
        *("rate_quote", "conversions_quote", "value_quote", "rate_purchase", "conversions_purchase"),
        *("rate_registration", "conversions_registration", "goal_rate", "goal_visitors", "goal_ratio"),
    ]


@pytest.mark.parametrize(
    ("key", "n", "of"), [("rate_any_macro", 2, 3), ("rate_quote", 1, 3), ("rate_purchase", 2, 3), ("rate_registration", 1, 2)]
)
def test_the_query_of_a_rate_gives_both_counts(written: tuple[Engine, dict[str, Definition]], key: str, n: int, of: int) -> None:
    engine, found = written
    rows = run(engine, found[key].query)
    assert (found[key].numerator, found[key].denominator) == (n, of)
    assert rows[0].get("converters", rows[0].get("n")) == n
    assert rows[-1]["visitors"] == of


def test_queries_of_counts_and_money(written: tuple[Engine, dict[str, Definition]]) -> None:
    engine, found = written
    assert run(engine, found["conversions_quote"].query)[0]["conversions"] == found["conversions_quote"].numerator == 2
    assert run(engine, found["value_quote"].query)[0]["amount"] == 2_500_000
    assert found["value_quote"].numerator == 2.5
    traffic = run(engine, found["sessions"].query)[0]
    assert (traffic["visitors"], traffic["sessions"]) == (found["visitors"].numerator, found["sessions"].numerator) == (3, 2)
    assert (found["bounce_rate"].numerator, found["bounce_rate"].denominator) == (1, 2)


def test_queries_of_goals(written: tuple[Engine, dict[str, Definition]]) -> None:
    engine, found = written
    assert run(engine, found["goal_rate"].query)[0] == {"period": 0, "n": 1, "visitors": 1}
    assert (found["goal_rate"].formula, found["goal_rate"].numerator, found["goal_rate"].denominator) == (
        "converters(quote)[channel: Email] / visitors[channel: Email]",
        1,
        1,
    )
    assert found["goal_ratio"].formula == "(sum(amount of quote)) / (sessions)"
    statements = [part for part in found["goal_ratio"].query.split(";") if part.strip()]
    assert [engine.backend.raw_sql(part).df()["n"].sum() for part in statements] == [2_500_000, 2]


def test_a_definition_is_the_same_text_every_time(written: tuple[Engine, dict[str, Definition]]) -> None:
    for found in written[1].values():
        assert "memtable" not in found.query
        assert not any(f"{stem}_{number}" in found.query for stem in ("rows", "kept") for number in range(100))


def test_formulas_use_the_glossarys_names() -> None:
    terms = [{"metric": {"kind": "conversions", "rule": "quote"}, "weight": 2}, {"metric": {"kind": "sessions"}, "weight": 0.5}]
    assert formula(Metric.model_validate({"kind": "sum", "terms": terms})) == "2 * conversions(quote) + 0.5 * sessions"
    bounced = Metric.model_validate({"kind": "bounce_rate", "scope": {"landing_page": ["blog"], "device": ["mobile", "tablet"]}})
    where = "[device: mobile or tablet, landing_page: blog]"
    assert formula(bounced) == f"1 - engaged_sessions{where} / sessions{where}"
