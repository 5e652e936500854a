"""Reports of the GA4 Data API: names and rows apart become tables, and what the API says of its numbers becomes remarks."""

import json

import pytest
from exports_world import Exports

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings

WEB = InputSettings.model_validate(
    {
        "key": "web",
        "files": ["data"],
        "counters": [
            {
                "date": "date",
                "strict": True,
                "ignored": ["currencyCode"],
                "measures": [{"key": "users", "column": "totalUsers", "kind": "flow"}],
            },
            {
                "date": "date",
                "dimension": "country",
                "currency": "currencyCode",
                "measures": [{"key": "revenue", "column": "totalRevenue", "kind": "flow", "unit": "money"}],
            },
        ],
    }
)
Json = dict[str, object]


def report(dimensions: list[str], metrics: list[str], rows: list[list[str]], **more: object) -> Json:
    """A report as `runReport` answers: newest first, every value a text."""
    return {
        "kind": "analyticsData#runReport",
        "dimensionHeaders": [{"name": name} for name in dimensions],
        "metricHeaders": [{"name": name, "type": "TYPE_INTEGER"} for name in metrics],
        "rows": [
            {
                "dimensionValues": [{"value": value} for value in row[: len(dimensions)]],
                "metricValues": [{"value": value} for value in row[len(dimensions) :]],
            }
            for row in rows
        ],
        "rowCount": len(rows),
        "metadata": {"currencyCode": "USD", "timeZone": "Europe/Amsterdam"},
        **more,
    }


USERS = report(["date"], ["totalUsers"], [["20260102", "115"], ["20260101", "141"]])
REVENUE = report(["date", "country"], ["totalRevenue"], [["20260101", "", "12.345"], ["20260101", "France", "0"]])


def read(exports: Exports, content: str) -> tuple[list[tuple[object, ...]], list[tuple[str, int, str]]]:
    """Metric, day of January 2026, dimension, value and currency; and the remarks."""
    exports.put("a.json", content)
    (export,) = readers.find(exports.folder, (WEB,))
    with readers.read_totals(exports.engine, export) as staged:
        rows = exports.engine.rows(
            f"select metric, day - (date '2025-12-31' - date '1970-01-01'), dimension, value, currency "
            f"from {staged.tables['counters'].get_name()} order by all"
        )
        return rows, [(each.reason, each.rows, each.example) for each in staged.file.remarks]


BOTH = [
    ("revenue", 1, "(not set)", 12_345_000, "USD"),
    ("revenue", 1, "France", 0, "USD"),
    ("users", 1, None, 141_000_000, None),
    ("users", 2, None, 115_000_000, None),
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"kind": "analyticsData#batchRunReports", "reports": [USERS, REVENUE]}, indent=2),
        json.dumps([USERS, REVENUE]),
        f"{json.dumps(USERS)}\n{json.dumps(REVENUE)}\n",
        json.dumps([USERS, REVENUE]).replace("Headers", "_headers").replace("Values", "_values").replace("rowCount", "row_count")
        .replace("currencyCode", "currency_code"),
    ],
    ids=["batch", "list", "lines", "underscores"],
)  # fmt: skip
def test_every_report_of_a_file_is_a_table(exports: Exports, content: str) -> None:
    assert read(exports, content) == (BOTH, [])


def test_pages_of_one_report_are_one_and_a_missing_page_is_remarked(exports: Exports) -> None:
    first = report(["date"], ["totalUsers"], [["20260103", "7"]], rowCount=3)
    rest = report(["date"], ["totalUsers"], [["20260102", "115"]], rowCount=3)
    rows, remarks = read(exports, json.dumps([first, rest]))
    assert [row[3] for row in rows] == [115_000_000, 7_000_000]
    assert remarks == [("report_cut", 1, "2 of 3 rows")]


def test_what_the_api_says_of_its_numbers_is_remarked(exports: Exports) -> None:
    said = {
        "samplingMetadatas": [{"samplesReadCount": "500", "samplingSpaceSize": "10000"}],
        "subjectToThresholding": True,
        "dataLossFromOtherRow": True,
    }
    _, remarks = read(exports, json.dumps({**USERS, "metadata": said}))
    assert remarks == [("sampled", 0, "500 of 10000 events"), ("thresholded", 0, ""), ("other_row", 0, "")]


def test_a_report_without_rows_is_no_fault(exports: Exports) -> None:
    empty = {name: value for name, value in USERS.items() if name not in ("rows", "rowCount")}
    assert read(exports, json.dumps(empty)) == ([], [])


def test_a_table_that_no_mapping_knows_is_named(exports: Exports) -> None:
    browsers = report(["date", "browser"], ["totalUsers"], [["20260101", "Firefox", "3"]])
    assert read(exports, json.dumps([USERS, browsers]))[1] == [("table_not_read", 1, "date · browser")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (json.dumps(USERS, indent=2)[:600], "the JSON breaks off or is damaged"),
        (
            json.dumps({"error": {"code": 403, "message": "Quota is used up"}}),
            "it holds an error of the API and no report: Quota is used up",
        ),
        (json.dumps({**USERS, "rows": [{"dimensionValues": [{"value": "20260101"}]}]}), "a row has 1 values, and the report 2 names"),
        (json.dumps({**USERS, "pivotHeaders": [{}]}), "a pivot report is not read"),
    ],
    ids=["cut", "error", "short row", "pivot"],
)
def test_what_is_no_report_is_refused(exports: Exports, content: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(exports, content)
    assert said in str(caught.value)
    assert str(caught.value).startswith("data/a.json")
