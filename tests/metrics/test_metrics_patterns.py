"""`*` patterns say the same in Python and in the engine."""

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.engine import Engine
from reportgen.metrics.patterns import fits, matches, page_group, page_patterns


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("/blog/a", "/blog/*", True),
        ("/blog", "/blog/*", False),
        ("/shop/blog/a", "/blog/*", False),
        ("/a.b", "/a.b", True),
        ("/axb", "/a.b", False),
        ("/shop/x/pay", "/shop/*/pay", True),
        ("/shop/pay", "/shop/*/pay", False),
        ("spring_2026[b]", "*[b]", True),
        ("50%_off", "50%_*", True),
        ("501_off", "50%_*", False),
        ("a\\b^c", "a\\b^*", True),
        ("", "*", True),
        ("Über uns", "Über*", True),
    ],
)
def test_patterns(engine: Engine, text: str, pattern: str, expected: bool) -> None:
    assert matches(text, [pattern]) is expected
    table = engine.memtable([{"text": text}], {"text": "string"})
    assert bool(engine.run(table.select(fit=fits(table.text, [pattern], fold=False)))["fit"][0]) is expected


@settings(max_examples=30)
@given(st.lists(st.text("/a.*[]^\\$|(é-", max_size=6), min_size=1, max_size=30), st.text("/a.*[]^\\$|(é-", max_size=5))
def test_engine_and_python_agree_on_odd_characters(engine: Engine, texts: list[str], pattern: str) -> None:
    table = engine.memtable([{"text": text} for text in texts], {"text": "string"})
    found = engine.run(table.filter(fits(table.text, [pattern], fold=False)).aggregate(n=ibis._.count()))["n"][0]
    assert found == sum(matches(text, [pattern]) for text in texts)


def test_case_counts_for_pages_only_and_null_fits_nothing(engine: Engine) -> None:
    table = engine.memtable([{"text": "Email"}, {"text": "EMAIL"}, {"text": None}], {"text": "string"})
    for fold, expected in ((True, [True, True, False]), (False, [True, False, False])):
        assert list(engine.run(table.select(fit=fits(table.text, ["Email"], fold=fold)))["fit"]) == expected


def test_a_page_belongs_to_the_first_group_that_fits() -> None:
    groups = {"blog": ("/blog/*",), "all": ("/*",)}
    assert [page_group(page, groups) for page in ("/blog/a", "/x", "x")] == ["blog", "all", None]
    assert page_patterns(("blog", "/pricing"), groups) == ("/blog/*", "/pricing")
