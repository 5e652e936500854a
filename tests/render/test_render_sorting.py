"""What the page's script is told of a table's order: one character a row and column, in the order of their code points."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.document import Cell, Column, Row, Table
from reportgen.render.sorting import NOTHING, orders


def table(*rows: Row, numeric: bool = True) -> Table:
    return Table("t", "T", (Column("Name"), Column("N", numeric=numeric)), rows)


def row(name: str, number: float | str | None, text: str | None = None, **more: object) -> Row:
    return Row((Cell(name), Cell(text if text is not None else f"{number}", sort=number)), **more)  # type: ignore[arg-type]


def test_numbers_go_by_their_value_and_words_by_their_letters() -> None:
    """1.2 k is more than 999, and é stands with e."""
    names = orders(table(row("Ärzte", 1200, "1.2 k"), row("zoo", 999), row("Eule", 9), row("école", None, "–"), row("Page 10", 10)))
    assert names == ("04213", "320-1")
    pages = orders(table(row("Page 10", 1), row("Page 9", 2), row("Page 100", 3), row("page 9", 4)))
    assert pages[0] == "1020"


def test_marks_of_direction_are_no_letters() -> None:
    """A name from right to left stands between such marks where a sentence tells it: U+2068, which comes after Z."""
    assert orders(table(row("\u2068דוד\u2069", 1), row("\u2068אבא\u2069\u200e", 2), row("גן", 3), row("Z", 4)))[0] == "3120"


def test_equal_values_have_one_place() -> None:
    assert orders(table(row("a", 2), row("b", 1), row("c", 2), row("d", 1)))[1] == "1010"


def test_headings_of_groups_have_a_place_and_parts_go_with_what_they_are_part_of() -> None:
    """As parts/table.html.j2 prints them: a line before each group."""
    rows = (
        row("a", 5, group="A"),
        row("of a", 1, group="A", sub=True),
        row("b", 7, group="A"),
        row("c", 6, group="B"),
        row("d", 0, group="B"),
    )
    assert orders(table(*rows)) == ("-001-23", "-113-20")


def test_few_rows_columns_of_one_value_and_tables_of_words_are_left_alone() -> None:
    assert orders(table(row("a", 1), row("b", 2), row("c", 3))) == (None, None)
    assert orders(table(row("a", 1), row("b", 1), row("c", 1), row("d", 1))) == ("0123", None)
    words = [Row((Cell(name), Cell(f"{place}"))) for place, name in enumerate("abcd")]
    assert orders(table(*words)) == (None, None)


def test_a_column_of_numbers_is_never_sorted_as_words() -> None:
    """Where nobody gave their values: 9 would come after 10."""
    rows = [Row((Cell(name, sort=place), Cell(f"{place}"))) for place, name in enumerate("abcd")]
    assert orders(table(*rows)) == ("0123", None)
    assert orders(table(*rows, numeric=False)) == ("0123", "0123")


@given(st.lists(st.one_of(st.none(), st.integers(-9, 9), st.floats(-1e9, 1e9)), min_size=4, max_size=90))
def test_the_characters_are_in_the_order_of_the_values(values: list[float | None]) -> None:
    """Also beyond the 62 plain characters; a value that is missing has the one before all others."""
    order = orders(table(*(row(f"{place}", value, "x") for place, value in enumerate(values))))[1]
    if order is None:
        assert len({value for value in values if value is not None}) < 2
        return
    told = [(value, sign) for value, sign in zip(values, order, strict=True) if value is not None]
    assert all((one < other) == (a < b) and (one == other) == (a == b) for one, a in told for other, b in told)
    assert all((value is None) == (sign == NOTHING) for value, sign in zip(values, order, strict=True))
    assert all(sign > NOTHING for _, sign in told)
