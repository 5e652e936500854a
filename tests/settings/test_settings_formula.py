"""Formulas: any text ends in a tree or in one sentence, and a printed tree reads as itself again."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.settings.formula import LARGEST, FormulaError, Name, Negative, Number, Operation, Tree, parse, printed

NAMES = st.sampled_from(("visitors", "cost", "cost_per_lead"))
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and text == " ".join(text.split())
)
FILTERS = st.lists(st.tuples(st.sampled_from(("channel", "page")), st.lists(VALUES, min_size=1, max_size=3).map(tuple)), max_size=2)
LEAVES: st.SearchStrategy[Tree] = st.one_of(
    st.floats(0, LARGEST).map(Number),
    st.integers(0, 9999).map(lambda whole: Number(float(whole))),
    st.builds(Name, NAMES, st.sampled_from((None, "contact", "page.likes")), FILTERS.map(tuple)),
)


def inner(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(st.builds(Operation, st.sampled_from("+-*/"), trees, trees), st.builds(Negative, trees))


TREES = st.recursive(LEAVES, inner, max_leaves=8)


@settings(max_examples=30)
@given(TREES)
def test_a_printed_tree_reads_as_itself(tree: Tree) -> None:
    text = printed(tree)
    if len(text) <= 500:
        assert parse(text) == tree


def evaluated(tree: Tree) -> float:
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Negative):
        return -evaluated(tree.part)
    assert isinstance(tree, Operation)
    left, right = evaluated(tree.left), evaluated(tree.right)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right}[tree.sign]()


@given(st.recursive(st.integers(1, 99).map(lambda whole: Number(float(whole))), inner, max_leaves=8))
def test_signs_bind_as_pythons_do(tree: Tree) -> None:
    """Python's own reading of the printed text is the reference."""
    try:
        wanted = eval(printed(tree), {"__builtins__": {}})
    except ZeroDivisionError:
        return
    assert math.isclose(evaluated(parse(printed(tree))), wanted, rel_tol=1e-9, abs_tol=1e-9)


@given(st.text(max_size=80) | st.text("()[]+-*/.,:|%\"' 0129eEacost\u2212\u00d7\u00f7", max_size=80))
def test_any_text_ends_in_a_tree_or_in_one_sentence(text: str) -> None:
    try:
        parse(text)
    except FormulaError as error:
        assert error.wrong
        assert error.right
        assert 0 <= error.at <= max(len(text), 1)


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("", 0, "is empty"),
        ("cost +", 6, "ends where a number or a name should follow"),
        ("cost / / visitors", 7, "`/` cannot stand here"),
        ("cost visitors", 5, "`v` cannot stand here"),
        ("(cost", 0, "the bracket is never closed; write `)`"),
        ("cost[channel: Email", 4, "the bracket is never closed; write `]`"),
        ("cost[Email]", 5, "is not a filter; write `[channel: Email]`"),
        ("cost[channel: ]", 14, "a filter without a value"),
        ("conversions(a b)", 12, "`conversions(` is not followed by one key and `)`"),
        ("1e999 * cost", 0, "`1e999` is too large a number"),
        ("1,250 * cost", 1, "a comma in a number; write 1250.5"),
        ("cost ^ 2", 5, "`^` cannot stand here"),
        ("__import__('os')", 11, "is not followed by one key"),
        ("(" * 400 + "1" + ")" * 400, 500, "is 801 characters long; write at most 500"),
        ("(" * 60 + "1" + ")" * 60, 21, "is nested more than 20 deep"),
        ("-" * 60 + "1", 21, "is nested more than 20 deep"),
        ("+".join(["1"] * 60), 80, "has more than 40 parts"),
        ("cost / \U0001f600", 7, "cannot stand here"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_character(text: str, at: int, said: str) -> None:
    with pytest.raises(FormulaError, match=r".") as error:
        parse(text)
    assert said in str(error.value)
    assert error.value.at == at


def test_friendly_signs_and_percentages() -> None:
    assert parse("cost \u00d7 40% \u00f7 visitors \u2212 1") == parse("cost * 0.4 / visitors - 1")
    assert parse('cost[channel: "A, B" | C]') == Name("cost", None, (("channel", ("A, B", "C")),))
