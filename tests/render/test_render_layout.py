"""Widths of columns and what the document holds."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from render_fixture import document

from reportgen.model.document import Cell, Column, Row, Section, Table
from reportgen.render import layout


def table(labels: list[str], rows: list[list[str]]) -> Table:
    return Table("t", "A table", tuple(Column(label) for label in labels), tuple(Row(tuple(Cell(text) for text in row)) for row in rows))


def percent(widths: tuple[str, ...]) -> list[float]:
    return [float(width.removesuffix("%")) for width in widths]


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(st.lists(st.text(), min_size=n, max_size=n), st.lists(st.lists(st.text(), min_size=n, max_size=n)))
    )
)
def test_widths_fill_the_table_and_none_vanishes(content: tuple[list[str], list[list[str]]]) -> None:
    widths = percent(layout.setting(table(*content)).widths)
    assert len(widths) == len(content[0])
    assert abs(sum(widths) - 100) < 0.1
    assert min(widths) > 1


def test_a_longer_column_is_wider_up_to_a_bound() -> None:
    short, long, longest = percent(layout.setting(table(["A", "B", "C"], [["x", "y" * 30, "z" * 500]])).widths)
    assert short < long < longest < 2.5 * long


def test_no_name_breaks_while_other_columns_have_room_to_give() -> None:
    name, numbers = "autumn_checklist_2026", "12 of 1,251 and 0.55% to 1.7%"
    widths = percent(layout.setting(table(["Campaign", *"ABCDEF"], [[name, *[numbers] * 6]])).widths)
    assert widths[0] / 100 * layout.ROOM > len(name) + 0.9 * layout.GAP


def test_small_print_and_charts_ask_for_room() -> None:
    columns = (Column("A"), Column("B"), Column("C"))
    rows = (Row((Cell("1"), Cell("1", note="1,204 of 4,213"), Cell("", chart="spark"))),)
    plain, noted, drawn = percent(layout.setting(Table("t", "A table", columns, rows)).widths)
    assert noted > 1.5 * plain and drawn > 1.5 * plain


def noted(rows: int, columns: int, note: str) -> Table:
    head = tuple(Column(f"Column {place}", numeric=place > 0) for place in range(columns))
    cells = (Cell("October"), *(Cell("1.4%", note=note) for _ in range(columns - 1)))
    return Table("t", "A table", head, tuple(Row(cells) for _ in range(rows)))


def test_small_print_stands_beside_its_number_where_there_is_room() -> None:
    beside = layout.setting(noted(5, 4, "42 of 3,019")).beside
    assert beside[0] is None and all(place and place > 5 for place in beside[1:])
    assert layout.setting(noted(5, 4, "42 of 3,019; 1.2% to 1.9%; above the others")).beside == (None,) * 4
    assert layout.setting(noted(5, 4, "42 of 3,019"), 0.4).beside == (None,) * 4


def test_small_print_stays_below_where_that_would_spare_few_lines() -> None:
    wide = noted(5, 4, "42 of 3,019; 1.2% to 1.9%; above the others")
    mixed = Table(
        "t",
        "A table",
        (*wide.columns, Column("Lag", numeric=True)),
        tuple(Row((*row.cells, Cell("3", note="1 to 4"))) for row in wide.rows),
    )
    assert layout.setting(mixed).beside == (None,) * 5


def test_small_print_breaks_between_its_parts_and_not_within_them() -> None:
    bound = layout.held("1,041 of 3,019; 33% to 36%", 14)
    assert bound.split(" ") == ["1,041\u00a0of\u00a03,019;", "33%\u00a0to\u00a036%"]
    assert layout.held("1,041 of 3,019; 33% to 36%", 13).split(" ") == ["1,041", "of", "3,019;", "33%\u00a0to\u00a036%"]


def test_the_widest_column_has_room_for_most_small_print() -> None:
    fits = layout.setting(noted(5, 4, "42 of 3,019; 1.2% to 1.9%; above the others")).fits
    assert fits[0] < fits[1] and all(20 <= each <= 40 for each in fits[1:])


def test_every_other_table_of_half_width_ends_a_line() -> None:
    halves = [replace(table(["A"], [["x"]]), id=f"t{place}", half=place != 3) for place in range(6)]
    section = replace(document().sections[0], blocks=tuple(halves))
    assert layout.second_halves(replace(document(), sections=(section,))) == {"t1", "t5"}


def test_every_figure_is_listed_once() -> None:
    ids = [figure.id for figure in layout.figures(document())]
    assert len(ids) == len(set(ids))
    assert ids[:2] == ["path-quotes_year", "path-megan_blog"] and "bullet-quotes_year" in ids and "rate-contact" in ids


def test_every_definition_is_known_by_its_number() -> None:
    assert layout.definitions(document()) == {"quote_rate": 1, "contact_rate": 2, "any": 3, "value": 4}


def test_only_sections_of_the_appendix_that_need_it_lie_across_their_pages() -> None:
    wide, narrow = noted(3, 14, "42 of 3,019; 1.2% to 1.9%"), replace(noted(3, 4, "42 of 3,019"), id="narrow")
    body = Section("body", "Body", "Body", None, (replace(wide, id="body"),))
    made = replace(document(), sections=(body, replace(body, id="more", blocks=(wide, narrow), appendix=True)))
    assert layout.lying(made) == {"more"}
    assert layout.lying(replace(made, sections=(replace(body, blocks=(narrow,), appendix=True),))) == set()


def test_a_label_of_many_words_and_a_name_keep_their_room_beside_wide_columns() -> None:
    """A head of seven lines over a column of "3.9%", and "Angebotsanfrag|e": both were seen in print."""
    head = (
        Column("Signal"), Column("Am klarsten vor"), Column("Zusammenhang"), Column("Chancenverh\u00e4ltnis", numeric=True),
        Column("Anteil mit dem Signal davor", numeric=True), Column("Wert mit Signal", numeric=True),
    )  # fmt: skip
    texts = ("F\u00f6rderrechner benutzt", "Angebotsanfrage", "braucht etwa 409 mehr", "2,4", "3,9 %", "kein gemessener Zusammenhang")
    wide = [share * layout.ROOM / 100 for share in percent(layout.setting(Table("t", "T", head, (Row(tuple(map(Cell, texts))),))).widths)]
    assert wide[1] >= layout.SAFE * layout.length("Angebotsanfrage") + layout.GAP - 0.1
    assert wide[4] >= layout.length("Anteil mit dem Signal davor") / layout.HEAD_LINES
