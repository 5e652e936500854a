"""Real downloads against their raw files: Google Analytics' pages, Matomo's reports, the US government's days and two sites' visits."""

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sample_world import asked, one

from reportgen import readers, settings
from reportgen.engine import Engine, connect
from reportgen.periods import day_date

pytestmark = pytest.mark.samples
Daily = dict[tuple[str, str | None], dict[date, Decimal]]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


def placed(folder: Path, files: Mapping[str, Path | bytes], mapping: str = "{files: data}") -> Path:
    """A workspace with these files in data/; without a mapping they have to be recognised."""
    for name, content in files.items():
        target = folder / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config/report.yaml").write_text(f"site: {{name: Sample, zone: UTC}}\ninputs:\n  web: {mapping}\n")
    (folder / "config/conversions.yaml").write_text("conversions: {lead: {label: L, tier: macro, match: lead, outcome: O}}\n")
    return folder


def daily(engine: Engine, folder: Path, preset: str | None = None) -> tuple[Daily, dict[str, tuple[int, int | None]]]:
    """Every counter's days in units, and the remarks: reason -> rows and line."""
    (source,) = settings.load(folder, recognise=readers.recognised(folder)).settings.report.inputs
    assert source.preset == preset
    found: defaultdict[tuple[str, str | None], dict[date, Decimal]] = defaultdict(dict)
    remarks: dict[str, tuple[int, int | None]] = {}
    for export in readers.find(folder, (source,)):
        with readers.read_totals(engine, export) as staged:
            assert staged.file.rejected == ()
            remarks |= {remark.reason: (remark.rows, remark.line) for remark in staged.file.remarks}
            if "counters" in staged.tables:
                for metric, dimension, day, value in engine.rows(
                    f"select metric, dimension, day, value from {staged.tables['counters'].get_name()}"
                ):
                    key = (str(metric), None if dimension is None else str(dimension))
                    found[key][day_date(int(str(day)))] = Decimal(int(str(value))) / 1_000_000
    return dict(found), remarks


def totals(found: Daily) -> dict[tuple[str, str | None], Decimal]:
    return {key: sum(days.values(), Decimal(0)) for key, days in found.items()}


def test_an_audience_overview_of_universal_analytics(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """Two figures a year, the month first; the range above the header settles both; the last row is their sum."""
    file = samples / "ga_ui" / "ua_audience_overview_2015_sobach.csv"
    found, remarks = daily(engine, placed(tmp_path, {"overview.csv": file}), "ua_web")
    raw = [(int(sessions)) for sessions in re.findall(r"^\d+/\d+/15,(\d+)\r?$", file.read_text(), re.MULTILINE)]
    assert list(found) == [("sessions", None)]
    assert [found["sessions", None][date(2015, 3, 20) + timedelta(days=day)] for day in range(31)] == raw
    assert sum(raw) == 54_314
    assert remarks == {"totals_row": (1, 39)}


def test_landing_pages_of_universal_analytics_with_only_the_top_row(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """One row of 553 sessions under a total of 3,215, then the same by day."""
    file = samples / "ga_ui" / "ua_landing_pages_gbp_transcribed.csv"
    found, remarks = daily(engine, placed(tmp_path, {"landing.csv": file}), "ua_web")
    page = "/lasko?_z1_adgid=1&_z1_msid=lasko"
    day = date(2015, 4, 16)
    assert found == {("landing_sessions", page): {day: 553}, ("landing_new_users", page): {day: 531}, ("sessions", None): {day: 553}}
    assert remarks == {"totals_row": (1, 13), "top_rows_only": (1, 9)}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("traffic_sources", {"Sessions": "channel_sessions", "Engaged sessions": "channel_engaged", "Event count": "channel_events",
                             "Key events": "channel_key_events"}),
        ("landing_pages", {"New users": "first_new_users", "Event count": "first_events", "Key events": "first_key_events"}),
    ],
)  # fmt: skip
def test_acquisition_in_google_analytics_4(samples: Path, tmp_path: Path, engine: Engine, name: str, columns: Mapping[str, str]) -> None:
    """Nine lines above the header; three years in one row a channel, spread over their 1,164 days without a rest."""
    file = samples / "ga_ui" / f"ga4_ui_nj_business_{name}.csv"
    found, _ = daily(engine, placed(tmp_path, {"traffic.csv": file}), "ga4_web")
    summed = totals(found)
    for column, measure in columns.items():
        raw = asked(
            f'select column0, "{column}" from (select #1 as column0, * from read_csv({{file}}, skip = 9, header = true))', file=file
        )
        assert {key[1]: value for key, value in summed.items() if key[0] == measure} == {str(of): Decimal(str(n)) for of, n in raw}
    assert {(min(days), max(days), len(days)) for days in found.values()} == {(date(2023, 1, 1), date(2026, 3, 9), 1164)}


MATOMO = "test_csvExport_multi__VisitsSummary.get_week.csv", "test_OneVisitorTwoVisits_csv__API.get_month.csv"


@pytest.mark.parametrize(("name", "days"), list(zip(MATOMO, (7, 31), strict=True)))
def test_matomos_visits_of_a_week_or_a_month(samples: Path, tmp_path: Path, engine: Engine, name: str, days: int) -> None:
    """UTF-16; a week as two dates in a cell; people of several days are left out and told."""
    file = samples / "matomo" / name
    found, remarks = daily(engine, placed(tmp_path, {"visits.csv": file}), "matomo_reports")
    (raw,) = csv.DictReader(io.StringIO(file.read_text("utf-16")))
    names = {
        "visits": ("nb_visits", "Visits"),
        "actions": ("nb_actions", "Actions"),
        "bounces": ("bounce_count", "Bounces"),
        "visit_time": ("sum_visit_length", "Total time spent by visitors (in seconds)"),
    }
    for measure, columns in names.items():
        number = next(raw[column] for column in columns if column in raw)
        assert sum(found[measure, None].values()) == Decimal(number)
        assert len(found[measure, None]) == days
    assert remarks == {"people_not_spread": (1, 2)}


def test_matomos_german_summary_of_a_day(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """Without a date in it: the name of the file says the day."""
    file = samples / "matomo" / "test_csvExport_xp1_inner1_trans-de__VisitsSummary.get_day.csv"
    found, remarks = daily(engine, placed(tmp_path, {"Besuche 2010-03-06 2010-03-06.csv": file}), "matomo_reports")
    day = date(2010, 3, 6)
    assert {measure: value for (measure, _), value in found.items()} == {
        "summary_visitors": {day: 2}, "summary_visits": {day: 2}, "summary_actions": {day: 2}, "summary_bounces": {day: 2},
        "summary_converted": {day: 0}, "summary_time": {day: 542},
    }  # fmt: skip
    assert remarks == {}


def test_a_scheduled_report_of_matomo(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """More than fifty tables in one file; those that the preset knows are read, the others counted."""
    (file,) = (samples / "matomo").glob("*ScheduledReports*")
    found, remarks = daily(engine, placed(tmp_path, {"report_2010-01-04_2010-01-10.csv": file}), "matomo_reports")
    blocks = [block.split("\n") for block in file.read_text("utf-8").split("\n\n")]
    tables = {block[0].strip('"'): list(csv.DictReader(block[1:])) for block in blocks if len(block) > 2}

    def money(text: str) -> Decimal:
        return Decimal(text.replace("$", "").replace(",", ""))

    summed = totals(found)
    for title, prefix, columns in (
        ("Country", "country", {"nb_visits": "visits", "nb_actions": "actions", "revenue": "revenue"}),
        ("Channel Type", "channel", {"nb_visits": "visits", "nb_actions": "actions", "revenue": "revenue"}),
        ("Device type", "device", {"nb_visits": "visits", "nb_actions": "actions", "revenue": "revenue"}),
        ("Page URLs", "page", {"nb_visits": "visits", "nb_hits": "views"}),
    ):
        for row in tables[title]:
            for column, measure in columns.items():
                assert summed[f"{prefix}_{measure}", row["label"]] == money(row[column]), (title, column)
    assert summed["summary_visits", None] == 5
    assert (summed["orders", None], summed["order_revenue", None]) == (4, Decimal("13351.11"))
    assert (summed["abandoned_carts", None], summed["abandoned_revenue", None]) == (3, Decimal("7530.33"))
    assert remarks["table_not_read"][0] == len(tables) - 9


def test_fourteen_agencies_daily_visits_newest_first(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """Packed as one archive, an agency a file: each day's visits as a query finds them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((samples / "gsa").glob("*/users.csv")):
            archive.write(file, f"{file.parent.name}.csv")
    mapping = "{files: data, counters: {date: date, measures: {visits: {column: visits, kind: flow}}}}"
    folder = placed(tmp_path, {"agencies.zip": target.getvalue()}, mapping)
    (source,) = settings.load(folder).settings.report.inputs
    exports = readers.find(folder, (source,))
    assert len(exports) == 13
    for export in exports:
        agency = export.name.rpartition("/")[2].removesuffix(".csv")
        with readers.read_totals(engine, export) as staged:
            (told,) = engine.rows(f"select count(*), sum(value) // 1000000, min(day), max(day) from {staged.tables['counters'].get_name()}")
        raw = one("select count(*), sum(visits), min(date), max(date) from read_csv({file})", file=samples / "gsa" / agency / "users.csv")
        assert (told[0], told[1], day_date(int(str(told[2]))), day_date(int(str(told[3])))) == raw
        assert raw[0] == 90


def test_one_sites_days_in_two_dressings(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """Plain numbers, and `"2,146"` with American dates: the same 2,167 days."""
    mapping = (
        "{files: data, counters: {date: Date, decimal: point, measures: {loads: {column: Page.Loads, kind: flow}, "
        "visits: {column: Unique.Visits, kind: flow}, first: {column: First.Time.Visits, kind: flow}}}}"
    )
    found = []
    for dressing in ("clean", "thousands"):
        file = samples / "daily" / f"daily-website-visitors_{dressing}.csv"
        found.append(daily(engine, placed(tmp_path / dressing, {"days.csv": file}, mapping))[0])
    assert found[0] == found[1]
    raw = one(
        'select count(*), sum("Page.Loads"), sum("Unique.Visits"), sum("First.Time.Visits") from read_csv({file})',
        file=samples / "daily" / "daily-website-visitors_clean.csv",
    )
    assert (len(found[0]["loads", None]), *(sum(found[0][name, None].values()) for name in ("loads", "visits", "first"))) == raw
    assert raw[0] == 2_167


def test_days_that_are_missing_stay_missing(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """2,905 days with 59 gaps, numbers with up to fifteen decimals."""
    file = samples / "daily" / "example_wp_log_peyton_manning.csv"
    mapping = "{files: data, counters: {date: ds, measures: {views: {column: y, kind: stock}}}}"
    days = daily(engine, placed(tmp_path, {"log.csv": file}, mapping))[0]["views", None]
    raw = {day: Decimal(str(y)) for day, y in asked("select ds, y from read_csv({file}, types = {{'y': 'decimal(28, 6)'}})", file=file)}
    assert days == raw
    assert len(days) == 2_905
    assert (max(days) - min(days)).days + 1 - len(days) == 59


def test_a_connectors_table_with_a_column_twice(samples: Path, tmp_path: Path, engine: Engine) -> None:
    """The two say different things, so neither can be mapped; the rest is read."""
    file = samples / "exports" / "ga4_export_event_data.csv"
    columns = "{time: timestamp, event: name, visitor: user_pseudo_id, transaction_id: ecommerce_transaction_id, amount: value_in_usd}"
    folder = placed(tmp_path, {}, f"{{files: '{file}', columns: {columns}}}")
    (source,) = settings.load(folder).settings.report.inputs
    for staged, _ in readers.read(engine, readers.find(folder, (source,)), readers.Wanted()):
        (rows,) = staged.files.values()
        assert [(remark.reason, remark.example, remark.line) for remark in rows.remarks] == [
            ("different_columns", "param_session_engaged", 1)
        ]
        assert rows.rows == one("select count(*) from read_csv({file})", file=file)[0]
        assert (
            engine.scalar(staged.events.amount.sum())
            == one("select (sum(value_in_usd) * 1000000)::bigint from read_csv({file})", file=file)[0]
        )
