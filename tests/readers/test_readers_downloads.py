"""Tables as people download them: notes above the header, several in a file, rows of totals, days and numbers of another country."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
from exports_world import Exports
from web_files import DOWNLOADS, WebDownload

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings, Preset
from reportgen.periods import day_date
from reportgen.readers import preambles
from reportgen.settings import presets

QUICK = ("german ua", "search console")
"""Those with the most quirks between them; all others are read by the slow tests."""
EACH = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in DOWNLOADS]
Told = dict[tuple[str, str | None], float]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Preset]:
    of = presets.of(tmp_path_factory.mktemp("nowhere"))
    return {name: preset for name in {each.preset for each in DOWNLOADS.values()} if (preset := of.read(name)[0]) is not None}


def said(exports: Exports, source: InputSettings) -> tuple[Told, list[RejectedRows], set[str]]:
    """Totals of all files of an input, what is refused or remarked, and the days."""
    totals: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    remarks: list[RejectedRows] = []
    days: set[str] = set()
    for export in readers.find(exports.folder, (source,)):
        with readers.read_totals(exports.engine, export) as staged:
            remarks += [*staged.file.rejected, *staged.file.remarks]
            for table in staged.tables.values():
                frame = exports.engine.run(table).astype(object)
                for row in frame.where(frame.notna(), None).to_dict("records"):
                    totals[row["metric"], row["dimension"]] += int(row["value"]) / 1_000_000
                    days.add(str(day_date(int(row["day"]))))
    return {key: round(value, 6) for key, value in totals.items()}, remarks, days


def placed(exports: Exports, download: WebDownload) -> None:
    for name, content in download.files.items():
        exports.put(name, content)


def given(preset: Preset) -> InputSettings:
    return InputSettings(key="web", files=("data",), preset=preset.key, counters=preset.counters, platform=preset.platform)


@pytest.mark.parametrize("name", EACH)
def test_a_download_says_what_stands_in_it(exports: Exports, shipped: Mapping[str, Preset], name: str) -> None:
    download = DOWNLOADS[name]
    placed(exports, download)
    totals, remarks, _ = said(exports, given(shipped[download.preset]))
    assert totals == dict(download.told)
    assert sorted(remark.reason for remark in remarks) == list(download.remarks)


@pytest.mark.slow
@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_download_is_recognised(exports: Exports, shipped: Mapping[str, Preset], name: str) -> None:
    placed(exports, DOWNLOADS[name])
    source = InputSettings(key="web", files=("data",))
    assert readers.recognised(exports.folder)(source, lambda: shipped) == (DOWNLOADS[name].preset,)


def test_remarks_name_the_line_of_the_file_and_what_is_not_read(exports: Exports, shipped: Mapping[str, Preset]) -> None:
    placed(exports, DOWNLOADS["ga4"])
    _, remarks, days = said(exports, given(shipped["ga4_web"]))
    told = {remark.reason: (remark.line, remark.example) for remark in remarks}
    assert told["totals_row"] == (20, "79 · 40 · 0.506329 · 5 · 1250.5 · Grand total")
    assert told["table_not_read"] == (27, "City | Sessions")
    assert days == {"2026-10-01", "2026-10-02", "2026-10-03"}


MEASURES = {"measures": [{"key": "n", "column": "N", "kind": "flow"}]}


def mapped(**options: object) -> InputSettings:
    return InputSettings.model_validate({"key": "web", "files": ["data"], "counters": [MEASURES | options]})


def test_the_range_settles_the_order_of_days(exports: Exports) -> None:
    exports.put("a.csv", "# 20260301-20260405\n\nDay,N\n03/04/2026,5\n04/03/2026,7\n")
    with pytest.raises(DataError, match="can be read in two ways"):
        said(exports, mapped(date="Day"))
    exports.put("a.csv", "# 20260401-20260430\n\nDay,N\n03/04/2026,5\n04/04/2026,7\n")
    assert said(exports, mapped(date="Day"))[2] == {"2026-04-03", "2026-04-04"}


@pytest.mark.parametrize("name", ["visits_20261001_20261003.csv", "visits 2026-10-01 to 2026-10-03.csv"])
def test_the_name_of_a_file_says_its_days(exports: Exports, name: str) -> None:
    exports.put(name, "Page,N\n/a,5\n/b,7\n")
    totals, _, days = said(exports, mapped(dimension=["Page"]))
    assert totals == {("n", "/a"): 5, ("n", "/b"): 7}
    assert days == {"2026-10-01", "2026-10-02", "2026-10-03"}


def test_a_row_that_names_nothing_is_a_total_only_where_it_is_one(exports: Exports) -> None:
    """Not a visit without a page, whatever its number."""
    exports.put("a_2026-10.csv", "Page,N\n/a,5\n/b,7\n/c,1\n,2\n")
    totals, remarks, _ = said(exports, mapped(dimension=["Page"]))
    assert (totals["n", "(not set)"], remarks) == (2, [])
    exports.put("a_2026-10.csv", "Page,N\n/a,5\n/b,7\n/c,1\n,13\n")
    totals, remarks, _ = said(exports, mapped(dimension=["Page"]))
    assert sum(totals.values()) == 13
    assert [(remark.reason, remark.line) for remark in remarks] == [("totals_row", 5)]


def test_a_blank_line_inside_a_table_or_a_cell_ends_nothing(exports: Exports) -> None:
    exports.put("a_2026-10.csv", 'Page,N\n/a,5\n\n/b,7\n"two\n\nlines",1\n')
    assert said(exports, mapped(dimension=["Page"]))[0] == {("n", "/a"): 5, ("n", "/b"): 7, ("n", "two\n\nlines"): 1}


def test_a_refused_row_of_a_later_table_keeps_its_line(exports: Exports) -> None:
    exports.put("a_2026-10.csv", "# Report\n\nCity,Visits\nBerlin,5\n\nPage,N\n/a,5\n/b,many\n")
    _, remarks, _ = said(exports, mapped(dimension=["Page"]))
    assert {(remark.reason, remark.line) for remark in remarks} == {("bad_number", 8), ("table_not_read", 3)}


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Account: Firm, Inc.\nDay,N,M,K\n1,2,3,4\n1,2,3,4\n", 1),
        ("Title\n\nDay,N\n1,2\n", 2),
        ("sep=;\nDay;N\n1;2,5\n", 1),
        ("# note\n#,N\n1,2\n", 1),
        ("Day,N\n1,2,3,4\n1,2,3,4\n", 0),
        ("Day,N,M\n1,2\n1,2,3\n1,2,3\n", 0),
        ("N\n1\n2\n", 0),
        ("Day,N\n", 0),
        ("", 0),
    ],
)
def test_where_the_header_stands(text: str, header: int) -> None:
    """Rows that do not fit the header do not make a note of it."""
    assert preambles.of(text).lines == header
