"""Tables of totals and costs: how days and numbers are read, what is refused, and what can be read in two ways."""

from datetime import date
from decimal import Decimal

import pytest
from exports_world import Exports
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings
from reportgen.periods import day_date

LIKES = {
    "date": "Date",
    "measures": [{"key": "likes", "column": "Likes", "kind": "stock"}, {"key": "new", "column": "New", "kind": "flow"}],
}
COSTS = {"date": "day", "until": "last", "channel": "channel", "amount": "cost", "currency": "currency"}
MICRO = 1_000_000
Told = list[tuple[object, ...]]


def counters(**options: object) -> InputSettings:
    return InputSettings.model_validate({"key": "page", "files": ["data"], "platform": "Facebook", "counters": [LIKES | options]})


def costs(**options: object) -> InputSettings:
    return InputSettings.model_validate({"key": "ads", "files": ["data"], "costs": [COSTS | options]})


def told(exports: Exports, source: InputSettings) -> tuple[Told, dict[str, RejectedRows], int]:
    """The rows that one file gives (counters: metric, day, dimension, units), what it refuses by reason, and its repeats."""
    (export,) = readers.find(exports.folder, (source,))
    with readers.read_totals(exports.engine, export) as staged:
        (rows_of,) = staged.tables.values()
        frame = exports.engine.run(rows_of).astype(object).where(lambda found: found.notna(), None)
        rows = frame.to_dict("records")
        refused = {reason.reason: reason for reason in staged.file.rejected}
    if source.counters:
        found = [(row["metric"], day_date(int(row["day"])), row["dimension"], Decimal(int(row["value"])) / MICRO) for row in rows]
    else:
        found = [(day_date(int(row["day"])), row["channel"], row["currency"], int(row["amount"])) for row in rows]
    return sorted(found, key=lambda row: [str(part) for part in row]), refused, staged.repeated


def refusal(exports: Exports, source: InputSettings) -> str:
    with pytest.raises(DataError) as caught:
        told(exports, source)
    return str(caught.value)


def test_each_measure_gives_a_row_a_day_and_says_whether_it_is_a_stock(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n2026-10-01,4310,12\n2026-10-02,4315.25,\n")
    assert told(exports, counters())[0] == [
        ("likes", date(2026, 10, 1), None, 4310),
        ("likes", date(2026, 10, 2), None, Decimal("4315.25")),
        ("new", date(2026, 10, 1), None, 12),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", "Date,Likes,New\n2026-10-01,4310,12\n"),
        ("a.csv", "Date;Likes;New\n01.10.2026;4310;12\n"),
        ("a.csv", "New,Date,Likes\n12,20261001,4310\n"),
        ("a.ndjson", '{"Date": "2026-10-01T00:00:00-0700", "Likes": 4310, "New": 12}\n'),
        ("a.csv", 'Date,Likes,New\n"Oct 1, 2026","+4,310.0",12\n'),
        ("a.csv", "Date,Likes,New\n2026/10/1,4 310,12\n"),
    ],
    ids=["gzip", "semicolons", "compact", "json", "words", "slashes"],
)
def test_every_way_to_write_it_says_the_same(exports: Exports, name: str, content: str) -> None:
    exports.put(name, content)
    assert told(exports, counters())[0] == [("likes", date(2026, 10, 1), None, 4310), ("new", date(2026, 10, 1), None, 12)]


def test_parquet_keeps_its_own_types(exports: Exports) -> None:
    exports.put_parquet("a.parquet", """select date '2026-10-01' as "Date", 1.234::double as "Likes", 12 as "New" """)
    assert told(exports, counters())[0][0] == ("likes", date(2026, 10, 1), None, Decimal("1.234"))


def test_a_weeks_flow_is_spread_over_its_days_and_a_stock_stands_on_the_last_one(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n2026-09-28,4310,10\n")
    found = told(exports, counters(grain="week"))[0]
    assert found[0] == ("likes", date(2026, 10, 4), None, 4310)
    parts = [value for metric, _, _, value in found if metric == "new"]
    assert len(parts) == 7
    assert sum(Decimal(str(part)) for part in parts) == 10
    assert max(parts) - min(parts) == Decimal("0.000001")  # type: ignore[type-var, operator]


def test_two_days_in_a_cell_are_a_range_and_other_words_after_a_day_are_none(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n2026-09-28 - 2026-09-30,4310,3\n2026-10-01 to be checked,4311,1\n")
    found, refused, _ = told(exports, counters())
    assert found == [("likes", date(2026, 9, 30), None, 4310), *(("new", date(2026, 9, day), None, 1) for day in (28, 29, 30))]
    assert refused["bad_date"].example == "2026-10-01 to be checked"


def test_a_table_of_very_many_columns_is_read(exports: Exports) -> None:
    many = [f"c{place}" for place in range(1_500)]
    exports.put("a.csv", ",".join(["Date", "Likes", "New", *many]) + "\n2026-10-01,4310,1" + ",7" * len(many) + "\n")
    assert len(told(exports, counters())[0]) == 2
    exports.put("a.csv", ",".join(many) + "\n")
    assert refusal(exports, counters()).endswith("c38, c39, and 1460 more")


def test_a_month_as_2026_02_is_found(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n2026-02,4310,28\n")
    found = told(exports, counters())[0]
    assert found[0] == ("likes", date(2026, 2, 28), None, 4310)
    assert found[1:] == [("new", date(2026, 2, day), None, 1) for day in range(1, 29)]


def test_what_cannot_be_used_is_refused_with_its_line(exports: Exports) -> None:
    exports.put(
        "a.csv",
        "Date,Post,Likes,New\n2026-10-01,a,10,1\n2026-13-01,a,10,1\n2026-10-02,a,ten,1\n2026-10-03,a,,\n,a,1,1\nTotal,,20,2\n"
        "2026-10-01,a,10,1\n2026-10-04,a,11,1\n2026-10-04,a,12,1\n2026-10-04,b,5,0\n2026-10-05,a,2.8E+18,1\n",
    )
    found, refused, repeated = told(exports, counters(dimension=["Post"]))
    assert {(reason, each.rows, each.line) for reason, each in refused.items()} == {
        ("bad_date", 2, 3),
        ("bad_number", 2, 4),
        ("no_number", 1, 5),
        ("no_date", 1, 6),
        ("two_values", 2, 9),
    }
    assert refused["bad_number"].example == "ten"
    assert repeated == 1
    assert found == [
        ("likes", date(2026, 10, 1), "a", 10),
        ("likes", date(2026, 10, 4), "b", 5),
        ("new", date(2026, 10, 1), "a", 1),
        ("new", date(2026, 10, 4), "b", 0),
    ]


def test_a_date_that_both_orders_allow_is_refused_with_both_readings(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n03/04/2026,10,1\n05/05/2026,11,1\n")
    said = refusal(exports, counters())
    assert "`03/04/2026` can be read in two ways: 2026-04-03 or 2026-03-04; write `date_order: day_first` or" in said
    assert told(exports, counters(date_order="month_first"))[0][0] == ("likes", date(2026, 3, 4), None, 10)


def test_one_unmistakable_date_tells_the_order_of_all_and_two_orders_are_refused(exports: Exports) -> None:
    exports.put("a.csv", "Date,Likes,New\n03/04/2026,10,1\n03/14/2026,11,1\n")
    assert [row[1] for row in told(exports, counters())[0][:2]] == [date(2026, 3, 4), date(2026, 3, 14)]
    exports.put("a.csv", "Date,Likes,New\n14/03/2026,10,1\n03/15/2026,11,1\n")
    assert "dates in two orders: 14/03/2026 has the day first, 03/15/2026 the month" in refusal(exports, counters())


def test_a_number_that_both_decimal_marks_allow_is_refused_with_both_readings(exports: Exports) -> None:
    exports.put("a.csv", 'Date,Likes,New\n2026-10-01,"4,310",1\n')
    assert "`4,310` can be read in two ways: 4310 or 4.310; write `decimal: point` or `decimal: comma`" in refusal(exports, counters())
    assert told(exports, counters(decimal="comma"))[0][0][3] == Decimal("4.31")
    exports.put("a.csv", 'Date,Likes,New\n2026-10-01,"4,310",1\n2026-10-02,"1,234,567",1\n')
    assert [row[3] for row in told(exports, counters())[0][:2]] == [4310, 1234567]
    exports.put("a.csv", "Date;Likes;New\n2026-10-01;4.310;1\n2026-10-02;4.310,5;1\n")
    assert [row[3] for row in told(exports, counters())[0][:2]] == [4310, Decimal("4310.5")]
    exports.put("a.csv", 'Date,Likes,New\n2026-10-01,"4,5",1\n2026-10-02,4.5,1\n')
    assert "numbers with two decimal marks: 4.5 and 4,5" in refusal(exports, counters())


def test_a_misspelt_column_is_named_beside_those_that_are_there(exports: Exports) -> None:
    exports.put("a.csv", "Date,Like,New\n2026-10-01,4310,12\n")
    said = refusal(exports, counters())
    assert said == "data/a.csv:1: inputs.page.counters: the file has no column 'Likes'; it has: Date, Like, New"


def test_costs_are_spread_over_their_days_exactly(exports: Exports) -> None:
    exports.put("a.csv", "day,last,channel,cost,currency\n2026-10-01,2026-10-03,Paid Search,€ 100.00,EUR\n2026-10-02,,Paid Search,5,eur\n")
    assert told(exports, costs())[0] == [
        (date(2026, 10, 1), "Paid Search", "EUR", 33_333_334),
        (date(2026, 10, 2), "Paid Search", "EUR", 38_333_333),
        (date(2026, 10, 3), "Paid Search", "EUR", 33_333_333),
    ]


def test_costs_below_zero_and_those_that_stand_twice_are_refused_with_their_line(exports: Exports) -> None:
    exports.put(
        "a.csv",
        "day,last,channel,cost,currency\n2026-10-01,,Email,7,EUR\n2026-10-02,,Email,-5,EUR\n2026-10-03,2026-10-02,Email,5,EUR\n"
        "2026-10-01,,Email,7,EUR\n",
    )
    found, refused, _ = told(exports, costs())
    assert {(reason, each.rows, each.line) for reason, each in refused.items()} == {
        ("negative_cost", 1, 3),
        ("bad_until", 1, 4),
        ("repeated_cost", 1, 5),
    }
    assert found == [(date(2026, 10, 1), "Email", "EUR", 7 * MICRO)]


def test_numbers_of_every_width_are_read_exactly(exports: Exports) -> None:
    """Short and long ones are read in two ways that must agree."""
    written = ["5", "-3.5", "+7", "0.000001", "99999.999999", "100000.5", "123456789012", "1234567890123", "9,223,372,036,854.775807"]
    exports.put("a.csv", "Date,Likes,New\n" + "".join(f'2026-10-{day:02},"{text}",1\n' for day, text in enumerate(written, start=1)))
    found, refused, _ = told(exports, counters())
    assert not refused
    assert [value for metric, _, _, value in found if metric == "likes"] == [Decimal(text.replace(",", "")) for text in written]


@trying(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**11), st.integers(1, 40))
def test_spreading_loses_nothing_and_is_even(exports: Exports, micros: int, days: int) -> None:
    """Whole micro-units: they add up to the row's amount, no day has more than one more than another, the first days have more."""
    last = date.fromordinal(date(2026, 1, 1).toordinal() + days - 1)
    exports.put("a.csv", f"day,last,channel,cost,currency\n2026-01-01,{last},Email,{Decimal(micros) / MICRO:f},EUR\n")
    parts = [int(str(amount)) for _, _, _, amount in told(exports, costs(decimal="point"))[0]]
    assert len(parts) == days
    assert sum(parts) == micros
    assert sorted(parts, reverse=True) == parts
    assert max(parts) - min(parts) <= 1
