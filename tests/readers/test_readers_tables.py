"""Several tables in one input of totals: which one a file is, what its names may be, and numbers that do not add up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from exports_world import Exports

from reportgen import readers
from reportgen.activity import StagedTotals
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings
from reportgen.periods import day_date

MICRO = 1_000_000
BY_DAY: Mapping[str, object] = {
    "name": "by day",
    "date": "date",
    "measures": [
        {"key": "visits", "column": ["visits", "sessions", "Besuche"], "kind": "flow"},
        {"key": "visitors", "column": "visitors", "kind": "flow", "people": True, "optional": True},
    ],
}
BY_PAGE: Mapping[str, object] = {
    "name": "by page",
    "date": "date",
    "dimension": [["page", "Seite"]],
    "added_over": ["host"],
    "measures": [
        {"key": "views", "column": "views", "kind": "flow"},
        {"key": "readers", "column": "visitors", "kind": "flow", "people": True, "optional": True},
    ],
}
ADS: Mapping[str, object] = {
    "key": "ads",
    "files": ["data"],
    "counters": {"date": "day", "dimension": "campaign", "measures": [{"key": "clicks", "column": "clicks", "kind": "flow"}]},
    "costs": {"date": "day", "campaign": "campaign", "amount": "cost_micros", "divide_by": 1_000_000},
}
Told = dict[str, list[tuple[date, str | None, Decimal]]]


def input_of(*tables: Mapping[str, object], **options: object) -> InputSettings:
    return InputSettings.model_validate({"key": "web", "files": ["data"], "counters": list(tables), **options})


def told(exports: Exports, staged: StagedTotals) -> Told:
    """By metric the days, values of the dimension and units of the counters."""
    found: Told = {}
    for row in exports.engine.run(staged.tables["counters"]).astype(object).to_dict("records"):
        value = row["dimension"] if isinstance(row["dimension"], str) else None
        found.setdefault(row["metric"], []).append((day_date(int(row["day"])), value, Decimal(int(row["value"])) / MICRO))
    return {metric: sorted(rows, key=str) for metric, rows in found.items()}


def read(exports: Exports, source: InputSettings) -> tuple[Told, list[tuple[str, int, int | None]], list[tuple[str, int, int | None]]]:
    """What the one file gives; what it refuses, and its remarks: reason, rows and line."""
    (export,) = readers.find(exports.folder, (source,))
    with readers.read_totals(exports.engine, export) as staged:
        refused, remarks = (
            [(each.reason, each.rows, each.line) for each in found] for found in (staged.file.rejected, staged.file.remarks)
        )
        return told(exports, staged) if "counters" in staged.tables else {}, refused, remarks


def refusal(exports: Exports, source: InputSettings) -> str:
    with pytest.raises(DataError) as caught:
        read(exports, source)
    return str(caught.value)


def test_a_file_is_the_table_whose_columns_it_has_most_of(exports: Exports) -> None:
    exports.put("a.csv", "date,visits,visitors\n2026-10-01,3,2\n")
    assert set(read(exports, input_of(BY_DAY, BY_PAGE))[0]) == {"visits", "visitors"}
    exports.put("a.csv", "date,page,views,visits\n2026-10-01,/a,7,3\n")
    assert read(exports, input_of(BY_DAY, BY_PAGE))[0] == {"views": [(date(2026, 10, 1), "/a", 7)]}


@pytest.mark.parametrize("header", ["date,visits", "date,sessions", "Date, SESSIONS ", "DATE,besuche"])
def test_a_column_has_any_of_its_names_in_any_case(exports: Exports, header: str) -> None:
    exports.put("a.csv", f"{header}\n2026-10-01,3\n")
    assert read(exports, input_of(BY_DAY))[0] == {"visits": [(date(2026, 10, 1), None, 3)]}


def test_the_exact_name_comes_before_one_that_differs_in_case(exports: Exports) -> None:
    exports.put("a.csv", "date,Visits,sessions\n2026-10-01,5,3\n")
    assert read(exports, input_of(BY_DAY))[0]["visits"] == [(date(2026, 10, 1), None, 3)]


def test_a_file_that_fits_no_table_is_told_what_the_nearest_needs(exports: Exports) -> None:
    exports.put("a.csv", "date,page,veiws\n2026-10-01,/a,7\n")
    assert refusal(exports, input_of(BY_DAY, BY_PAGE)) == (
        "data/a.csv:1: inputs.web.counters: the file is none of its 2 tables, nearest to `by day` (the file has no column 'visits') or "
        "`by page` (the file has no column 'views'); it has: date, page, veiws"
    )


def test_a_file_that_fits_two_tables_equally_is_refused(exports: Exports) -> None:
    other = {**BY_DAY, "name": "other", "measures": [{"key": "more", "column": "visits", "kind": "flow"}]}
    exports.put("a.csv", "date,visits\n2026-10-01,3\n")
    said = refusal(exports, input_of(BY_DAY, other))
    assert "the file fits `by day` and `other` equally; name in one of them a column that only its files have" in said


def test_a_title_tells_tables_apart_whose_columns_are_alike(exports: Exports) -> None:
    liked = {
        **BY_DAY,
        "name": "liked",
        "titled": ["Page likes", "liked"],
        "measures": [{"key": "likes", "column": "visits", "kind": "flow"}],
    }
    shared = {**BY_DAY, "name": "shared", "titled": ["shares"], "measures": [{"key": "shares", "column": "visits", "kind": "flow"}]}
    exports.put("Shares_2026.csv", "date,visits\n2026-10-01,3\n")
    assert set(read(exports, input_of(liked, shared))[0]) == {"shares"}


def test_flows_add_up_over_columns_that_are_not_shown_and_people_never_do(exports: Exports) -> None:
    """Two hosts: views add up, readers stay apart; two rows that nothing tells apart: views add up, readers are left out."""
    exports.put(
        "a.csv", "date,host,page,views,visitors\n2026-10-01,x,/a,7,2\n2026-10-01,y,/a,1,1\n2026-10-02,x,/a,1,1\n2026-10-02,x,/a,1,1\n"
    )
    found, refused, remarks = read(exports, input_of(BY_PAGE))
    assert found["views"] == [(date(2026, 10, 1), "/a", 8), (date(2026, 10, 2), "/a", 2)]
    assert found["readers"] == [(date(2026, 10, 1), "/a · x", 2), (date(2026, 10, 1), "/a · y", 1)]
    assert (refused, remarks) == ([], [("people_not_added", 2, 4)])


def test_days_come_from_the_files_name_where_no_column_has_them(exports: Exports) -> None:
    """62 views and 4 readers of two days: 31 a day; nobody knows on which day the readers came."""
    exports.put("pages_20261001_20261002.csv", "page,views,visitors\n/a,62,4\n")
    found, _, remarks = read(exports, input_of({**BY_PAGE, "date": []}))
    assert found == {"views": [(date(2026, 10, 1), "/a", 31), (date(2026, 10, 2), "/a", 31)]}
    assert remarks == [("people_not_spread", 1, 2)]


def test_without_days_in_its_name_such_a_file_is_refused(exports: Exports) -> None:
    exports.put("pages.csv", "page,views\n/a,62\n")
    assert "the file has no range of days in its name or first lines" in refusal(exports, input_of({**BY_PAGE, "date": []}))


def test_a_date_that_is_named_is_not_replaced_by_the_files_range(exports: Exports) -> None:
    exports.put("pages_20261001_20261002.csv", "day,page,views\n2026-10-01,/a,62\n")
    assert "the file has no column 'date'" in refusal(exports, input_of(BY_PAGE))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("date,visits,bonus\n2026-10-01,3,1\n", "data/a.csv:1: inputs.web.counters: 'bonus' does not belong in the file; it has: date"),
        (
            "date,visits,note\n2026-10-01,3,x\n2026-10-02,ehhh,y\n",
            "data/a.csv:3: inputs.web.counters: a number that is none (ehhh); a tool",
        ),
        ("date,visits\n2026-10-01,3\n2026-10-02\n", "data/a.csv:3: inputs.web.counters: a line that does not fit the header (202…-10-02)"),
        ("date,visits\n2026-10-01,3\n2026-10-01,4\n", "data/a.csv:2: inputs.web.counters: a second number for the same day (2026-10-01)"),
    ],
    ids=["column", "value", "line", "second"],
)
def test_a_file_that_only_a_machine_writes_is_whole_or_refused(exports: Exports, content: str, said: str) -> None:
    exports.put("a.csv", content)
    assert refusal(exports, input_of({**BY_DAY, "strict": True, "ignored": ["note"]})).startswith(said)


def test_the_row_that_explains_the_columns_is_no_row(exports: Exports) -> None:
    exports.put("a.csv", "date,visits\nThe day,How many came\n2026-10-01,3\n")
    found, refused, _ = read(exports, input_of({**BY_DAY, "explained": True}))
    assert (found["visits"], refused) == ([(date(2026, 10, 1), None, 3)], [])


def test_one_file_may_hold_counters_and_costs(exports: Exports) -> None:
    """A row without clicks is a cost alone, one with a cost below zero counts its clicks alone; one with neither is refused."""
    rows = "2026-10-01,spring,40,12500000\n2026-10-02,spring,,1000001\n2026-10-03,spring,7,-5\n2026-10-04,spring,x,-5\n"
    exports.put("a.csv", f"day,campaign,clicks,cost_micros\n{rows}")
    (export,) = readers.find(exports.folder, (source := InputSettings.model_validate(ADS),))
    with readers.read_totals(exports.engine, export) as staged:
        costs = exports.engine.run(staged.tables["costs"]).sort_values("day")
        assert [*costs["amount"]] == [12_500_000, 1_000_001]
        assert {*costs["campaign"]} == {"spring"}
        assert told(exports, staged) == {"clicks": [(date(2026, 10, 1), "spring", 40), (date(2026, 10, 3), "spring", 7)]}
        assert [(each.reason, each.line) for each in staged.file.rejected] == [("bad_number", 5)]
        assert [(each.reason, each.rows, each.line) for each in staged.file.remarks] == [("half_read", 2, 3)]
        assert (staged.file.rows, staged.repeated) == (4, 0)
    assert source.outside


def test_a_file_with_the_columns_of_one_kind_is_of_that_kind_alone(exports: Exports) -> None:
    exports.put("a.csv", "day,campaign,clicks\n2026-10-01,spring,40\n")
    (export,) = readers.find(exports.folder, (InputSettings.model_validate(ADS),))
    with readers.read_totals(exports.engine, export) as staged:
        assert set(staged.tables) == {"counters"}
        assert [(each.reason, each.example) for each in staged.file.remarks] == [("one_kind_only", "cost_micros")]


def test_a_mapped_column_that_stands_twice_for_different_things_is_refused(exports: Exports) -> None:
    exports.put("a.csv", "date,visits,visits\n2026-10-01,3,4\n")
    assert "the header names 'visits' twice, for different things" in refusal(exports, input_of(BY_DAY))
    exports.put("a.csv", "date,visits,note,note\n2026-10-01,3,a,b\n")
    assert read(exports, input_of(BY_DAY))[0] == {"visits": [(date(2026, 10, 1), None, 3)]}


def test_money_keeps_its_currency_and_a_row_may_name_its_last_day(exports: Exports) -> None:
    table = {
        "date": "from",
        "until": "to",
        "currency": "currency",
        "measures": [{"key": "revenue", "column": "revenue", "kind": "flow", "unit": "money"}],
    }
    exports.put("a.csv", 'from,to,revenue,currency\n2026-10-01,2026-10-03,"€ 3.30",eur\n')
    (export,) = readers.find(exports.folder, (input_of(table),))
    with readers.read_totals(exports.engine, export) as staged:
        found = exports.engine.run(staged.tables["counters"])
        assert [*found["value"]] == [1_100_000] * 3
        assert {*found["currency"]} == {"EUR"}
