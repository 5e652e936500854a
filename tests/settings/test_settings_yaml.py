"""YAML's surprises: each is refused with its place and what to write instead, none is guessed."""

from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given
from settings_workspace import Refused, Workspace

from reportgen.settings import scalars
from reportgen.settings.yaml_text import text as as_yaml

REPORT = "site: {name: Northlight, zone: Europe/Berlin}\ninputs: {web: data/*}\n"
RULE = "conversions:\n  contact:\n    label: Contact\n    tier: macro\n    match: contact\n    outcome: We talk.\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("public: no", "config/report.yaml:3:1: public: `no` is a text in YAML 1.2, not a yes or no; write false"),
        ("public: off", "config/report.yaml:3:1: public: `off` is a text in YAML 1.2, not a yes or no; write false"),
        ("public: Yes", "config/report.yaml:3:1: public: `Yes` is a text in YAML 1.2, not a yes or no; write true"),
        ("public: 1", "config/report.yaml:3:1: public: `1` is neither true nor false; write true or false"),
        (
            "gates: {max_missing_days: 1_200}",
            "config/report.yaml:3:9: gates.max_missing_days: `1_200` is not a number; YAML 1.2 knows no `_` in numbers: write 1200",
        ),
        ("gates: {max_missing_days: 2.5}", "config/report.yaml:3:9: gates.max_missing_days: `2.5` is not a whole number; write 2"),
        ("rates: {USD: '0,92'}", "config/report.yaml:3:9: rates.USD: `0,92` is not a number; the decimal mark is a point: write 0.92"),
        ("rates: {USD: .inf}", "config/report.yaml:3:9: rates.USD: `.inf` is not a number; write digits, such as 1200 or 0.5"),
        (
            "brand:\n  color: #1a7f37",
            "config/report.yaml:4:3: brand.color: has no value: `#1a7f37` is a comment; put the value in quotes",
        ),
        ("memory:", "config/report.yaml:3:1: memory: has no value; write one, or remove the line"),
        ("currency: null", "config/report.yaml:3:1: currency: cannot be null; write a value, or remove the line"),
        ("bots: [exclude]", "config/report.yaml:3:1: bots: is a list; write a single value"),
        ("page_groups: /blog/*", "config/report.yaml:3:1: page_groups: is a single value; write `name: value` lines below it"),
        ("brand: blue", "config/report.yaml:3:1: brand: is a single value; write its options below it, such as `color:`"),
        ("busines_type: lead", "config/report.yaml:3:1: busines_type: is not a setting; did you mean `business_type`?"),
    ],
)
def test_a_scalar_that_is_not_what_it_looks_like(refused: Refused, line: str, said: str) -> None:
    assert refused(report=REPORT + line + "\n") == said


def test_base_60_is_not_a_duration(refused: Refused) -> None:
    """YAML 1.1 reads 30:00 as 1800."""
    said = refused(conversions=RULE.replace("match: contact", "match: {engagement: 30:00}"))
    assert said == (
        "config/conversions.yaml:5:13: conversions.contact.match.engagement: `30:00` is not a duration:"
        " YAML 1.1 would have read 1800; write 30m"
    )


def test_a_number_without_unit_is_no_duration(refused: Refused) -> None:
    said = refused(conversions=RULE.replace("match: contact", "match: {engagement: 30}"))
    assert said.endswith("`30` has no unit; write 30s for seconds or 30m for minutes")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (RULE + "  contact: {}\n", ":7:3: conversions.contact", "is there twice (first in line 2); keep one of them"),
        (RULE + "    tier: micro\n", ":7:5: conversions.contact.tier", "is there twice (first in line 4); keep one of them"),
        (RULE.replace("match: contact", "match: &m contact\n    by: *m"), ":6:9", "the alias `*m` is not read; write the value out"),
        (
            RULE.replace("macro", "!!python/name:os.system x"),
            ":4:11",
            "the tag `tag:yaml.org,2002:python/name:os.system` is not read; write",
        ),
        (RULE.replace("    tier", "\ttier"), ":4:1", "a tab stands where YAML wants spaces; indent with spaces"),
        (RULE.replace("We talk.", "We talk: soon"), ":6:21", "a second `:` in one line; put the text in quotes"),
        (RULE.replace("We talk.", '"We talk'), "", "the file ends inside a quoted text; close the quotes"),
        (RULE + "---\na: b\n", ":7:1", "a second document starts here; keep one document in a file"),
        ("# nothing\n", "", "is empty; write at least one setting, or remove the file"),
        ("- a\n- b\n", ":1:1", "holds a list; start with `key: value`"),
        ("conversions\n", ":1:1", "holds a single text; start with `key: value`"),
        (RULE + "    '': x\n", ":7:5: conversions.contact", "an empty key; write a name before the `:`"),
        (RULE + "    key: other\n", ":7:5: conversions.contact.key", "is not a setting; the key stands before the colon"),
        (RULE.replace("We talk.", '"Talk \\ud83c\\udf89"'), ":6:5: conversions.contact.outcome", "half a character: YAML reads an escape"),
        (RULE + '    "\\ud83c": x\n', ":7:5: conversions.contact", "half a character: YAML reads an escape"),
        (RULE + "    ? [a]\n    : b\n", ":7:7: conversions.contact", "a list or mapping as a key"),
        ("conversions:\n", ":1:1: conversions", "has no conversion rule; a report needs at least one"),
        ("conversion:\n", ":1:1: conversion", "is not a setting; did you mean `conversions`?"),
        ("conversions: " + "[" * 100 + "]" * 100, ":1:", "is nested more than 40 levels deep"),
    ],
    ids=lambda value: value.strip()[:24] if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_read_as_meant(workspace: Workspace, text: str, place: str, said: str) -> None:
    problems = workspace.write(conversions=text).problems()
    assert problems
    assert any(each.startswith(f"config/conversions.yaml{place}") and said in each for each in problems), problems


def test_aliases_are_refused_before_they_grow(refused: Refused) -> None:
    """Ten levels of ten aliases would be ten thousand million texts."""
    levels = ["a0: &a0 x"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    assert "the alias `*a0` is not read" in refused(report="\n".join(levels))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"site:\n  name: M\xfcller\n", "config/report.yaml:2:10: is not UTF-8: byte 0xfc; save it as UTF-8"),
        ("site: x".encode("utf-16"), "config/report.yaml: is written in UTF-16; save it as UTF-8"),
        (b"site: \x00\n", "config/report.yaml: is not YAML"),
    ],
)
def test_another_encoding(workspace: Workspace, raw: bytes, said: str) -> None:
    workspace.write()
    (workspace.folder / "config/report.yaml").write_bytes(raw)
    assert any(each.startswith(said) for each in workspace.problems())


def test_a_byte_order_mark_and_windows_lines_do_not_matter(workspace: Workspace) -> None:
    workspace.write()
    file = workspace.folder / "config/report.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert workspace.load().report.site.name == "Northlight"


def test_a_text_that_looks_like_something_else_stays_a_text(workspace: Workspace) -> None:
    """Countries, versions and years are texts where texts are meant."""
    given = RULE.replace(
        "match: contact", "match: {event: contact, params: {country: [NO, on], version: 1.10, year: 2024, sent: true, at: 30:00}}"
    )
    params = workspace.write(conversions=given).load().rule("contact").match[0].params
    assert params == {"country": ("NO", "on"), "version": ("1.10",), "year": ("2024",), "sent": ("true",), "at": ("30:00",)}


@pytest.mark.parametrize(
    ("text", "value"), [("30s", 30), ("2m", 120), ("2min", 120), ("1h", 3600), ("1m30s", 90), ("1.5m", 90), ("1h 30m", 5400)]
)
def test_durations(text: str, value: float) -> None:
    assert scalars.seconds(text) == value


@pytest.mark.parametrize(("text", "value"), [("15%", 0.15), ("+15 %", 0.15), ("-10%", -0.1), ("\u221210%", -0.1), ("2.3%", 0.023)])
def test_percentages(text: str, value: float) -> None:
    assert scalars.percent(text) == value


@given(st.decimals(min_value=-1000, max_value=1000, places=3))
def test_a_percentage_is_exact_to_the_last_digit(value: Decimal) -> None:
    assert scalars.percent(f"{value}%") == float(value / 100)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("31.12.2014", "write year-month-day: 2014-12-31"),
        ("2014", "write the whole date, such as 2014-01-01"),
        ("2014-06", "write the whole date, such as 2014-06-01"),
        ("2014-13-01", "check month and day"),
        ("tomorrow", "write year-month-day, such as 2026-03-31"),
    ],
)
def test_dates(text: str, right: str) -> None:
    with pytest.raises(scalars.MisreadError) as caught:
        scalars.day(text)
    assert caught.value.right == right


@given(st.text(max_size=40))
def test_a_written_text_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from reportgen.settings.nodes import Scalar, read

    file = tmp_path_factory.mktemp("yaml") / "one.yaml"
    file.write_text(f"key: {as_yaml(text)}\n", encoding="utf-8")
    tree, problems = read(file, "one.yaml")
    assert problems == ()
    assert tree is not None
    assert isinstance(node := tree.entries["key"], Scalar)
    assert node.text == text


@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Any bytes give a table or a problem, never a traceback."""
    from reportgen.settings.nodes import read

    file = tmp_path_factory.mktemp("yaml") / "any.yaml"
    file.write_bytes(raw)
    tree, problems = read(file, "any.yaml")
    assert tree is not None or problems
