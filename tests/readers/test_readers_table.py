"""Tables of events: delimiters, quotes, marks, times in every form, ids that stay exact, and each refused row with its line."""

import json
from datetime import UTC, datetime

import pytest
from exports_world import Exports, Row, micros, rule, settings

from reportgen import readers
from reportgen.activity import FileRows
from reportgen.errors import DataError
from reportgen.model.settings import Settings

MONEY = {"time": "at", "event": "what", "amount": "sum"}
MAPPED = {"time": "at", "event": "what", "visitor": "who", "page": "where", "amount": "sum"}


def table(files: str = "data", *, zone: str = "Europe/Berlin", columns: Row | None = None, **options: object) -> Settings:
    source = {"key": "shop", "files": [files], "columns": columns or MAPPED, **options}
    return settings(rule("buy", by=["note"]), inputs=[source], zone=zone)


HEADER = "at,what,who,where,sum,note"
ROWS = [
    ["2026-10-01T10:00:00Z", "buy", "007", "/a", "1.5", "plain"],
    ["2026-10-01T10:00:01Z", "buy", "1026454.4283438", "/b", "", "with, comma"],
    ["2026-10-01T10:00:02Z", "view", "9007199254740993", "/c", "-3", 'two\nlines and "quotes"'],
    ["2026-10-01T10:00:03Z", "buy", "1e5", "/d", "x", "ümlaut €"],
    ["2026-10-01T10:00:04Z", "buy", "", "", "2", "\\N"],
]


def csv_text(delimiter: str = ",", end: str = "\n") -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & {delimiter, "\n", '"'} else text

    lines = [HEADER.split(","), *ROWS]
    return "".join(delimiter.join(cell(text) for text in line) + end for line in lines)


def facts(found: list[Row]) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in ("event_time", "event_name", "visitor", "page", "amount", "param:note")) for row in found]


def expected() -> list[tuple[object, ...]]:
    start = micros("2026-10-01T10:00:00")
    return [
        (start, "buy", "shop:007", "/a", 1_500_000, "plain"),
        (start + 1_000_000, "buy", "shop:1026454.4283438", "/b", None, "with, comma"),
        (start + 2_000_000, "view", "shop:9007199254740993", "/c", -3_000_000, 'two\nlines and "quotes"'),
        (start + 3_000_000, "buy", "shop:1e5", "/d", None, "ümlaut €"),
        (start + 4_000_000, "buy", None, None, 2_000_000, None),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("comma.csv", csv_text()),
        ("semicolon.csv", csv_text(";")),
        ("tab.tsv", csv_text("\t")),
        ("windows.csv", "\ufeff" + csv_text(end="\r\n")),
        ("packed.csv.gz", csv_text()),
        ("no_last_newline.csv", csv_text().rstrip("\n")),
        ("rows.ndjson", "".join(json.dumps(dict(zip(HEADER.split(","), row, strict=True))) + "\n" for row in ROWS)),
        ("marked.ndjson", "\ufeff" + "\n".join(json.dumps(dict(zip(HEADER.split(","), row, strict=True))) for row in ROWS)),
    ],
)
def test_the_same_table_in_every_form(exports: Exports, name: str, content: str) -> None:
    assert facts(exports.put(name, content).events(table())) == expected()


def test_parquet_with_typed_columns(exports: Exports) -> None:
    """Numbers and times as such; an integer id stays exact."""
    query = (
        "select * from (values (timestamptz '2026-10-01 10:00:00Z', 'buy', 9007199254740993, '/a', 1.5::decimal(9, 2), null), "
        "(timestamptz '2026-10-01 10:00:01.25Z', 'buy', 7, '/b', 2, 'x')) rows(\"at\", what, who, \"where\", sum, note)"
    )
    start = micros("2026-10-01T10:00:00")
    assert facts(exports.put_parquet("a.parquet", query).events(table())) == [
        (start, "buy", "shop:9007199254740993", "/a", 1_500_000, None),
        (start + 1_250_000, "buy", "shop:7", "/b", 2_000_000, "x"),
    ]


MOMENT = datetime(2026, 7, 1, 12, 0, 0, 250_000, tzinfo=UTC)
TIMES = {
    "2026-07-01T12:00:00.25Z": MOMENT,
    "2026-07-01t12:00:00.25z": MOMENT,
    "2026-07-01 12:00:00.250 UTC": MOMENT,
    "2026-07-01T14:00:00.250+0200": MOMENT,
    "2026-07-01T08:00:00.250-04:00": MOMENT,
    "2026-07-01 14:00:00.250000+02": MOMENT,
    "2026-07-01 14:00:00.25": MOMENT,
    "1782907200": MOMENT.replace(microsecond=0),
    "1782907200.25": MOMENT,
    "1782907200250": MOMENT,
    "1782907200250000": MOMENT,
    "1782907200250000123": MOMENT,
    "2026-07-01": datetime(2026, 6, 30, 22, tzinfo=UTC),
    "2026-01-01 00:30": datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
    "2026-10-25 03:00:00": datetime(2026, 10, 25, 2, tzinfo=UTC),
    "2026-03-29 03:00:00": datetime(2026, 3, 29, 1, tzinfo=UTC),
}
NO_TIMES = ("soon", "01/02/2026", "0", "9999-12-31", "1969-12-31T00:00:00Z", "99999999999", "2026-13-01", "infinity")


def timed(zone: str, texts: tuple[str, ...]) -> str:
    return "at,what,note\n" + "".join(f"{text},buy,{text}\n" for text in texts)


COLUMNS = {"time": "at", "event": "what"}


def test_times_in_every_form(exports: Exports) -> None:
    """Texts without an offset are in the input's zone, by default the site's."""
    text = timed("", (*TIMES, *NO_TIMES))
    found = exports.put("a.csv", text).events(table(columns=COLUMNS))
    read = {row["param:note"]: datetime.fromtimestamp(row["event_time"] / 1e6, UTC) for row in found}
    assert read == TIMES
    elsewhere = exports.events(table(columns=COLUMNS, zone="America/New_York"))
    naive = {row["param:note"]: row["event_time"] for row in elsewhere}["2026-07-01 14:00:00.25"]
    assert naive == micros("2026-07-01T18:00:00.250000")
    named = settings(rule("buy", by=["note"]), inputs=[{"key": "s", "files": ["data"], "columns": COLUMNS, "zone": "Asia/Kolkata"}])
    naive = {row["param:note"]: row["event_time"] for row in exports.events(named)}["2026-07-01 14:00:00.25"]
    assert naive == micros("2026-07-01T08:30:00.250000")


def test_a_time_that_cannot_be_is_refused(exports: Exports) -> None:
    (part,) = exports.put("a.csv", timed("", NO_TIMES)).gather(table(columns=COLUMNS))
    (refused,) = part.rejected
    assert (refused.reason, refused.rows, refused.example, refused.line) == ("bad_time", len(NO_TIMES), "0", 4)


def test_columns_that_only_later_records_have_are_read(exports: Exports) -> None:
    """NDJSON leaves out what is null, so that the first thousands of records may lack a mapped column."""
    first = [{"at": "2026-10-01T10:00:00Z", "what": "view", "who": str(number)} for number in range(6000)]
    last = {"at": "2026-10-01T11:00:00Z", "what": "buy", "who": "x", "sum": 2.5, "note": "late"}
    found = exports.put("a.ndjson", [*first, last]).events(table())
    assert len(found) == 6001
    assert facts(found[-1:]) == [(micros("2026-10-01T11:00:00"), "buy", "shop:x", None, 2_500_000, "late")]


# checklist 001-7
def test_each_refused_row_is_counted_with_its_line(exports: Exports) -> None:
    text = (
        "at,what,who\n"
        '2026-10-01T10:00:00Z,"buy\nit",ann\n'
        "2026-10-01T10:00:00Z,,ben\n"
        ",buy,cleo\n"
        "yesterday,buy,dora\n"
        "2026-10-01T10:00:00Z,buy\n"
        "\n"
        "2026-10-01T10:00:00Z,buy,emil,more,and more\n"
        "2026-10-01T10:00:01Z,buy,fred\n"
        ",,\n"
        "2026-10-01T10:00:02Z,(not set),gerd\n"
    )
    columns = {"time": "at", "event": "what", "visitor": "who"}
    (part,) = exports.put("a.csv", text).gather(table(columns=columns))
    assert {each.reason: (each.rows, each.line) for each in part.rejected} == {
        "no_event_name": (2, 4),
        "no_time": (1, 5),
        "bad_time": (1, 6),
        "missing_columns": (1, 7),
        "too_many_columns": (1, 9),
        "unreadable": (1, 11),
    }
    assert (part.rows, part.accepted) == (9, 2)
    assert not any("emil" in each.example for each in part.rejected)


def test_lines_of_ndjson_that_are_no_record(exports: Exports) -> None:
    text = '{"at": "2026-10-01T10:00:00Z", "what": "buy"}\n\n{"at": "2026-10-01T10:\n{"what": "buy"}\n{"at": "x", "what": "buy"}\n'
    (part,) = exports.put("a.ndjson", text).gather(table(columns=COLUMNS))
    assert {each.reason: (each.rows, each.line) for each in part.rejected} == {"unreadable": (1, 3), "no_time": (1, 4), "bad_time": (1, 5)}


@pytest.mark.slow
def test_bytes_that_are_no_utf8_far_down_are_refused_by_the_line(exports: Exports) -> None:
    rows = [f"2026-10-01T10:00:00Z,buy,{number:08}\n" for number in range(12_000)]
    rows[11_000] = rows[11_000].replace("buy", "bué")
    content = ("at,what,who\n" + "".join(rows)).encode("latin-1")
    (part,) = exports.put("a.csv", content).gather(table(columns={"time": "at", "event": "what", "visitor": "who"}))
    (refused,) = part.rejected
    assert (refused.reason, refused.rows, refused.line) == ("invalid_encoding", 1, 11_002)
    assert part.accepted == 11_999


def test_a_table_of_one_kind_of_event(exports: Exports) -> None:
    chosen = table(columns={"time": "at", "visitor": "who"}, event="call", platform="phone", identity="people")
    (found,) = exports.put("a.csv", "at,who\n2026-10-01 10:00,ann\n").events(chosen)
    assert (found["event_name"], found["platform"], found["visitor"]) == ("call", "phone", "people:ann")


def test_texts_that_mean_no_value_can_be_said(exports: Exports) -> None:
    chosen = table(columns={"time": "at", "event": "what", "visitor": "who"}, missing=("?",))
    (found, named) = exports.put("a.csv", "at,what,who\n2026-10-01 10:00,buy,?\n2026-10-01 10:01,buy,null\n").events(chosen)
    assert (found["visitor"], named["visitor"]) == (None, "shop:null")


AMOUNTS = {
    "12.5": 12.5, "1,234.50": 1234.5, "1.234,50": 1234.5, "12,50": 12.5, "$ 12": 12, "-3,5": -3.5, "1'234.00 CHF": 1234, "1e3": 1000,
}  # fmt: skip


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts_as_people_write_them(exports: Exports, text: str) -> None:
    (found,) = exports.put("a.csv", f'at,what,sum\n2026-10-01 10:00,buy,"{text}"\n').events(table(columns=MONEY))
    assert found["amount"] == AMOUNTS[text] * 1_000_000


def test_an_amount_that_is_no_number_is_counted(exports: Exports) -> None:
    (part,) = exports.put("a.csv", "at,what,sum\n2026-10-01 10:00,buy,ten\n2026-10-01 10:01,buy,\n,buy,x\n").gather(table(columns=MONEY))

    assert (part.rows, part.lost_amounts) == (3, 1)


REFUSED = [
    ("a.csv", "when,what,who\n1,2,3\n", COLUMNS, "data/a.csv:1: inputs.shop.columns: the file has no column 'at'; it has: when, what, who"),
    ("a.csv", "at,what,at\n1,2,3\n", COLUMNS, "data/a.csv:1: the header names 'at' twice, for different things; rename one of the columns"),
    ("a.csv", "at,who\n1,2\n", {"time": "at"}, "config/report.yaml: inputs.shop: nothing names the event; map `columns.event`"),
    ("a.ndjson", '{"when": 1, "what": "buy"}\n', COLUMNS, "the file has no column 'at'; it has: when, what"),
    ("a.csv", "what,who\n", {"time": "at", "event": "what", "visitor": "whom"}, "the file has no column 'at', 'whom'"),
]


@pytest.mark.parametrize(("name", "text", "columns", "message"), REFUSED)
def test_a_mapping_that_does_not_fit_is_refused(exports: Exports, name: str, text: str, columns: Row, message: str) -> None:
    with pytest.raises(DataError) as caught:
        exports.put(name, text).events(table(columns=columns))
    assert message in str(caught.value)


def test_parquet_without_a_mapped_column(exports: Exports) -> None:
    with pytest.raises(DataError, match=r"data/a\.parquet: inputs\.shop\.columns: the file has no column 'at', .*'who'; it has: n"):
        exports.put_parquet("a.parquet", "select 1 as n").events(table())


# --- nested columns and referrers -----------------------------------------------------------------------------------

NESTED = [
    {"at": "2026-10-01T10:00:00Z", "what": "buy", "props": {"who": "007", "plan": "pro", "$page.url": "x", "note": "inner"}},
    {"at": "2026-10-01T10:00:01Z", "what": "buy", "props": {"who": {"id": 9007199254740993}}, "note": "outer"},
    {"at": "2026-10-01T10:00:02Z", "what": "buy", "props": None},
]
PATHS = {"time": "at", "event": "what", "visitor": "props.who", "user_id": "props.who.id", "params": "props"}


def test_paths_reach_into_nested_columns_and_parameters_into_their_bag(exports: Exports) -> None:
    found = exports.put("nested.ndjson", NESTED).events(table(columns=PATHS))
    assert [(row["visitor"], row["user_id"], row["param:note"]) for row in found] == [
        ("shop:007", None, "inner"),
        ('shop:{"id":9007199254740993}', "9007199254740993", "outer"),
        (None, None, None),
    ]


@pytest.mark.parametrize("name", ["nested.csv", "nested.parquet"])
def test_the_same_from_json_in_cells_and_from_nested_parquet(exports: Exports, name: str) -> None:
    if name.endswith("csv"):
        exports.put(
            name, 'at,what,props\n2026-10-01T10:00:00Z,buy,"{""who"": ""007"", ""note"": ""inner""}"\n2026-10-01T10:00:01Z,buy,no\n'
        )
    else:
        struct = "select '2026-10-01T10:00:00Z' as at, 'buy' as what, {'who': '007', 'note': 'inner'} as props"
        exports.put_parquet(name, f"{struct} union all select '2026-10-01T10:00:01Z', 'buy', null")
    found = exports.events(table(columns=PATHS))
    assert [(row["visitor"], row["param:note"]) for row in found] == [("shop:007", "inner"), (None, None)]


def test_a_path_into_no_column_is_refused(exports: Exports) -> None:
    exports.put("plain.csv", "at,what\n2026-10-01T10:00:00Z,buy\n")
    with pytest.raises(DataError, match=r"no column 'props', 'props\.who'"):
        exports.events(table(columns={"time": "at", "event": "what", "visitor": "props.who", "params": "props"}))


@pytest.mark.parametrize(
    ("referrer", "tagged", "origin"),
    [
        ("https://www.bing.com/search?q=x", "", ("bing.com", "referral")),
        ("https://Firm.example/old", "", (None, None)),
        ("https://www.firm.example/old", "", (None, None)),
        ("https://bing.com/", "newsletter", ("newsletter", None)),
        ("", "", (None, None)),
        ("android-app://com.google.android", "", ("com.google.android", "referral")),
    ],
)
def test_a_visit_that_names_no_source_comes_from_its_referrer(
    exports: Exports, referrer: str, tagged: str, origin: tuple[str | None, str | None]
) -> None:
    exports.put("seen.csv", f"at,what,url,from,tag\n2026-10-01T10:00:00Z,page_view,https://firm.example/a,{referrer},{tagged}\n")
    mapped = {"time": "at", "event": "what", "page": "url", "referrer": "from", "source": "tag"}
    (row,) = exports.events(table(columns=mapped))
    assert (row["source"], row["medium"]) == origin


WHO = COLUMNS | {"visitor": "who"}


def read_one(exports: Exports) -> FileRows:
    """What the only file of the workspace held."""
    chosen = table(columns=COLUMNS)
    for staged, _ in readers.read(exports.engine, readers.find(exports.folder, chosen.report.inputs), readers.Wanted()):
        (rows,) = staged.files.values()
        return rows
    raise AssertionError("no file")


def test_an_id_that_a_spreadsheet_has_rounded_is_refused_with_its_line(exports: Exports) -> None:
    """Different people look the same then, in any id column; the same text is no harm in a page or a note."""
    exports.put("a.csv", "at,what,who,note\n2026-10-01T10:00:00Z,buy,2812345678901234567,1.0E+15\n")
    assert exports.events(table(columns=WHO))[0]["visitor"] == "shop:2812345678901234567"
    for id in ("2.8E+18", "1,23E+15", "9E+15"):
        exports.put("b.csv", f'at,what,who,note\n2026-10-01T10:00:00Z,buy,ann,\n2026-10-01T10:00:00Z,buy,"{id}",\n')
        with pytest.raises(DataError) as caught:
            exports.events(table(columns=WHO))
        assert str(caught.value) == (
            f"data/b.csv:3: {id} in 'who' is an id that a spreadsheet has rounded: different ones look the same now; "
            "export it again without opening it in a spreadsheet, or format the column as text before"
        )


def test_ids_beyond_64_bits_stay_exact_in_every_form(exports: Exports) -> None:
    id = 9223372036854775808123
    exports.put("a.ndjson", f'{{"at": "2026-10-01T10:00:00Z", "what": "buy", "who": {id}}}\n')
    exports.put(
        "b.json", f'[{{"at": "2026-10-01T10:00:01Z", "what": "buy",\n "who": {id}}},\n{{"at": "2026-10-01T10:00:02Z", "what": "buy"}}]'
    )
    exports.put("c.csv", f"at,what,who\n2026-10-01T10:00:03Z,buy,{id}\n")
    assert [row["visitor"] for row in exports.events(table(columns=WHO))] == [
        f"shop:{id}",
        f"shop:{id}",
        None,
        f"shop:{id}",
    ]


def slashed(*times: str) -> str:
    return "at,what\n" + "".join(f'"{time}",buy\n' for time in times)


def test_times_as_a_country_writes_them(exports: Exports) -> None:
    """One time that only one order allows tells the order of all."""
    for times in (
        ("31/10/2026 14:05", "1/10/2026 9:00:30"),
        ("10/31/2026 2:05 PM", "10/01/2026, 9:00:30 AM"),
        ("31.10.2026 14:05", "01.10.2026 09:00:30"),
    ):
        found = exports.put("a.csv", slashed(*times)).events(table(columns=COLUMNS, zone="UTC"))
        assert [row["event_time"] for row in found] == [micros("2026-10-01T09:00:30"), micros("2026-10-31T14:05:00")], times


def test_times_in_two_orders_or_in_either_are_refused_with_both_readings(exports: Exports) -> None:
    exports.put("a.csv", slashed("31/10/2026 14:05", "10/31/2026 14:05"))
    with pytest.raises(
        DataError, match=r"data/a\.csv: inputs\.shop\.columns: dates in two orders: 31/10/2026 has the day first, 10/31/2026"
    ):
        read_one(exports)
    exports.put("a.csv", slashed("03/04/2026 14:05"))
    with pytest.raises(DataError, match=r"`03/04/2026` can be read in two ways: 2026-04-03 or 2026-03-04; write `date_order: day_first`"):
        read_one(exports)
    told = exports.events(table(columns={**COLUMNS, "date_order": "month_first"}, zone="UTC"))
    assert [row["event_time"] for row in told] == [micros("2026-03-04T14:05:00")]


def test_a_column_that_stands_twice_with_the_same_content_is_read_once(exports: Exports) -> None:
    part = read_one(exports.put("a.csv", "at,what,note,at\n2026-10-01T10:00:00Z,buy,x,2026-10-01T10:00:00Z\n"))
    assert [(remark.reason, remark.example, remark.line) for remark in part.remarks] == [("duplicated_column", "at", 1)]
    part = read_one(exports.put("a.csv", "at,what,note,note\n2026-10-01T10:00:00Z,buy,x,y\n"))
    assert [(remark.reason, remark.example) for remark in part.remarks] == [("different_columns", "note")]
    assert (part.rows, part.rejected) == (1, ())


def test_nul_bytes_are_left_out_and_told(exports: Exports) -> None:
    part = read_one(exports.put("a.csv", slashed(*["2026-10-01T10:00:00Z"] * 9) + "2026-10-01T10:00:01Z,b\0uy\n"))
    assert [(remark.reason, remark.rows, remark.line) for remark in part.remarks] == [("nul_bytes", 1, 11)]
    assert (part.rows, part.rejected) == (10, ())


def test_notes_above_the_header_are_no_rows_and_lines_stay_those_of_the_file(exports: Exports) -> None:
    notes = "\ufeff# Export of everything, by hand\n#\n\n# 20261001-20261031\n"
    part = read_one(exports.put("a.csv", notes + "at,what\n2026-10-01T10:00:00Z,buy\nsoon,buy\n"))
    assert (part.rows, part.rejected[0].rows, part.rejected[0].line) == (2, 1, 7)
    exports.put("a.csv", notes + "when,what\n2026-10-01T10:00:00Z,buy\n")
    with pytest.raises(DataError, match=r"^data/a\.csv:5: inputs\.shop\.columns: the file has no column 'at'"):
        read_one(exports)


@pytest.mark.slow
def test_a_table_as_long_as_a_spreadsheet_is_warned_of(exports: Exports) -> None:
    part = read_one(exports.put("a.csv", "at,what\n" + "2026-10-01T10:00:00Z,buy\n" * 1_048_575))
    assert [(remark.reason, remark.rows) for remark in part.remarks] == [("row_limit", 1_048_575)]
    part = read_one(exports.put("a.csv", "at,what\n" + "2026-10-01T10:00:00Z,buy\n" * 1_048_574))
    assert part.remarks == ()
