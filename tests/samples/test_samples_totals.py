"""Real exports without people: Plausible's CSV files, old and current, and reports of the GA4 Data API, against queries written by hand."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sample_world import one

from reportgen import pipeline, readers, settings
from reportgen.engine import Engine, connect
from reportgen.errors import DataError
from reportgen.pipeline import Request, Workspace

pytestmark = pytest.mark.samples
NUMBERS = {
    "visitors": {
        "visitors": "visitors",
        "visits": "visits",
        "pageviews": "pageviews",
        "bounces": "bounces",
        "visit_duration": "visit_duration",
    },
    "sources": {
        "visits": "source_visits",
        "bounces": "source_bounces",
        "visit_duration": "source_duration",
        "pageviews": "source_pageviews",
    },
    "pages": {"pageviews": "page_views", "visits": "page_visits"},
    "entry_pages": {
        "entrances": "entrances",
        "bounces": "entry_bounces",
        "visit_duration": "entry_duration",
        "pageviews": "entry_pageviews",
    },
    "exit_pages": {"exits": "exits", "bounces": "exit_bounces", "visit_duration": "exit_duration", "pageviews": "exit_pageviews"},
    "locations": {
        "visits": "country_visits",
        "bounces": "country_bounces",
        "visit_duration": "country_duration",
        "pageviews": "country_pageviews",
    },
    "devices": {
        "visitors": "device_visitors",
        "visits": "device_visits",
        "bounces": "device_bounces",
        "visit_duration": "device_duration",
        "pageviews": "device_pageviews",
    },
    "browsers": {
        "visits": "browser_visits",
        "bounces": "browser_bounces",
        "visit_duration": "browser_duration",
        "pageviews": "browser_pageviews",
    },
    "operating_systems": {
        "visits": "system_visits",
        "bounces": "system_bounces",
        "visit_duration": "system_duration",
        "pageviews": "system_pageviews",
    },
    "custom_events": {"events": "events"},
}
"""File -> its columns that add up, and the preset's counters of them."""
PEOPLE = {
    "visitors": "visitors",
    "sources": "source_visitors",
    "pages": "page_visitors",
    "entry_pages": "entry_visitors",
    "exit_pages": "exit_visitors",
    "locations": "country_visitors",
    "devices": "device_visitors",
    "browsers": "browser_visitors",
    "operating_systems": "system_visitors",
    "custom_events": "event_visitors",
}
Sums = dict[str, Decimal]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[[Path], Path]:
    """A workspace over one folder of exports, of which nothing is said but where it is; the broken file is left out."""

    def write(folder: Path) -> Path:
        shutil.copytree(folder, tmp_path / "data", ignore=shutil.ignore_patterns("BROKEN*"), copy_function=shutil.copyfile)
        (tmp_path / "config").mkdir()
        (tmp_path / "config/report.yaml").write_text("site: {name: Sample, zone: UTC}\ninputs: {web: data}\n")
        (tmp_path / "config/conversions.yaml").write_text("conversions: {lead: {label: L, tier: macro, match: lead, outcome: O}}\n")
        return tmp_path

    return write


def sums(engine: Engine, folder: Path, preset: str) -> tuple[dict[str, Sums], dict[str, list[str]]]:
    """By file the sums of its counters in units, and its remarks; the input is recognised as the preset."""
    (source,) = settings.load(folder, recognise=readers.recognised(folder)).settings.report.inputs
    assert source.preset == preset
    found: dict[str, Sums] = {}
    remarks: dict[str, list[str]] = {}
    for export in readers.find(folder, (source,)):
        with readers.read_totals(engine, export) as staged:
            rows = engine.rows(f"select metric, sum(value) from {staged.tables['counters'].get_name()} group by 1")
            name = export.name.removeprefix("data/").removeprefix("imported_").partition("_2")[0]
            found[name] = {str(metric): Decimal(int(str(value))) / 1_000_000 for metric, value in rows}
            remarks[name] = [remark.reason for remark in staged.file.remarks]
            assert staged.file.rejected == ()
            assert staged.repeated == 0
    return found, remarks


@pytest.mark.parametrize("version", ["csv_export_old", "csv_export_current"])
def test_every_number_of_plausibles_export_is_there(samples: Path, workspace: Callable[[Path], Path], engine: Engine, version: str) -> None:
    """The sums of the raw files by a query of their own. People are whole where no two rows are of one day and one place."""
    folder = samples / "plausible" / version
    found, remarks = sums(engine, workspace(folder), "plausible")
    assert set(found) == set(NUMBERS)
    for name, columns in NUMBERS.items():
        (file,) = folder.glob(f"imported_{name}_2*.csv")
        header = file.read_text("utf-8").partition("\n")[0].replace('"', "").split(",")
        for column in [column for column in columns if column in header]:
            assert found[name][columns[column]] == one(f"select sum({column}) from read_csv({{file}})", file=file)[0], (name, column)
        keys = ", ".join(column for column in header if column not in {"visitors", *columns})
        groups = f"select sum(visitors) n from read_csv({{file}}) group by {keys} having count(*) = 1"
        alone = f"select coalesce(sum(n), 0) from ({groups})"
        assert found[name].get(PEOPLE[name], 0) == one(alone, file=file)[0], name
    told = {name for name, reasons in remarks.items() if reasons}
    assert told == ({"browsers", "locations", "pages"} if version.endswith("old") else set())


def test_known_sums_of_the_current_export(samples: Path, workspace: Callable[[Path], Path], engine: Engine) -> None:
    """Counted in the files: nine days of February 2023."""
    found, _ = sums(engine, workspace(samples / "plausible" / "csv_export_current"), "plausible")
    assert found["visitors"] == {"visitors": 18_756, "visits": 25_234, "pageviews": 56_052, "bounces": 15_672, "visit_duration": 4_477_606}


def test_the_broken_file_is_refused_by_name(samples: Path, workspace: Callable[[Path], Path]) -> None:
    folder = workspace(samples / "plausible" / "csv_export_old")
    name = "BROKEN_imported_devices_20211230_20211231.csv"
    shutil.copyfile(samples / "plausible" / "csv_export_old" / name, folder / "data" / name)
    with pytest.raises(DataError) as caught:
        pipeline.analysed(Workspace(folder), Request(month="2021-12"), lambda text: None)
    assert str(caught.value).startswith(
        f"data/{name}:1: inputs.web: the file is none of its 11 tables, nearest to `imported_devices` (the file has no column 'visits')"
    )


def test_every_number_of_the_data_apis_reports_is_there(samples: Path, workspace: Callable[[Path], Path], engine: Engine) -> None:
    """Metric values are texts, newest first; summed here from the JSON itself."""
    folder = samples / "plausible" / "ga4_data_api"
    found, remarks = sums(engine, workspace(folder), "ga4_data_api")
    assert not any(remarks.values())
    prefixes = {"custom_events": "event_", "sources": "source_", "visitors": ""}
    names = {
        "totalUsers": "users", "eventCount": "events", "screenPageViews": "page_views", "sessions": "sessions", "bounces": "bounces",
        "userEngagementDuration": "engagement",
    }  # fmt: skip
    for kind, prefix in prefixes.items():
        (report,) = json.loads((folder / f"ga4_report_imported_{kind}.json").read_text("utf-8"))["reports"]
        raw: defaultdict[str, int] = defaultdict(int)
        for row in report["rows"]:
            for header, value in zip(report["metricHeaders"], row["metricValues"], strict=True):
                raw[f"{prefix}{names[header['name']]}"] += int(value["value"])
        assert found[f"ga4_report_imported_{kind}.json"] == raw
    assert found["ga4_report_imported_visitors.json"]["sessions"] == 6_261
