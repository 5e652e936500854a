"""Which files an input means, and files that are not what they should be: refused with their name and what would be right."""

import gzip
import json
from pathlib import Path

import pytest
from exports_world import Exports, ga4, ndjson, rule, settings

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings, Settings

EVENTS = ndjson([ga4("contact", "2026-10-01T10:00:00")])
CSV = b"at,what\n2026-10-01T10:00:00Z,contact\n"
NOISE = bytes(range(256)) * 40


def named(*patterns: str, **options: object) -> InputSettings:
    return InputSettings.model_validate({"key": "web", "files": patterns, **options})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data/a.csv", "data/b/c.csv", "data/.hidden.csv", "data/_SUCCESS", "data/202610.csv", "data/2026-11.csv", "data/x[1].csv"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(CSV)
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (("data/a.csv",), ["data/a.csv"]),
        (("data",), ["data/2026-11.csv", "data/202610.csv", "data/a.csv", "data/b/c.csv", "data/x[1].csv"]),
        (("data/*.csv", "data/a.csv"), ["data/2026-11.csv", "data/202610.csv", "data/a.csv", "data/x[1].csv"]),
        (("data/**/*.csv",), ["data/2026-11.csv", "data/202610.csv", "data/a.csv", "data/b/c.csv", "data/x[1].csv"]),
        (("data/{month}.csv",), ["data/2026-11.csv", "data/202610.csv"]),
        (("data/x[1].csv",), ["data/x[1].csv"]),
    ],
)
def test_files_folders_globs_and_months(folder: Path, patterns: tuple[str, ...], found: list[str]) -> None:
    assert [export.name for export in readers.find(folder, [named(*patterns)])] == found


def test_a_pattern_that_matches_nothing(folder: Path) -> None:
    wanted = r"^config/report\.yaml: inputs\.web\.files: nothing matches 'data/\*\.parquet' below .+; write a file, a folder or a glob"
    with pytest.raises(DataError, match=wanted):
        readers.find(folder, [named("data/a.csv", "data/*.parquet")])
    assert readers.find(folder, [named("data/*.parquet", optional=True)]) == ()


def test_a_path_outside_the_workspace_shows_its_name_only(folder: Path) -> None:
    (export,) = readers.find(folder / "data" / "b", [named(str(folder / "data" / "a.csv"))])
    assert export.name == "a.csv"


def tables() -> Settings:
    return settings(rule("contact"), inputs=[{"key": "web", "files": ["data"], "columns": {"time": "at", "event": "what"}}])


BAD = {
    "empty": ("a.csv", b"", "data/a.csv: the file is empty; export it again"),
    "packed emptiness": ("a.csv.gz", gzip.compress(b""), "data/a.csv.gz: the file is empty"),
    "cut off": ("a.csv.gz", gzip.compress(NOISE)[:200], "data/a.csv.gz: the gzip file is damaged or cut off"),
    "damaged": ("a.csv.gz", gzip.compress(CSV)[:-6] + b"\0" * 6, "data/a.csv.gz: the gzip file is damaged or cut off"),
    "half a letter": ("a.csv", CSV.decode().encode("utf-16")[:-1], "data/a.csv: the text begins as UTF-16 and is none"),
    "latin-1": ("a.csv", b"at,what\n1,ok\n2,caf\xe9\n", "data/a.csv:3: the text is not UTF-8 (near 'at,what?1,ok?2,caf??'); save it"),
    "excel": ("a.xlsx", b"PK\x03\x04" + NOISE, "data/a.xlsx: this is a workbook, not an export; open it and save the sheet as CSV (UTF-8)"),
    "zstd": ("a.csv.zst", b"\x28\xb5\x2f\xfd" + NOISE, "data/a.csv.zst: this is a Zstandard file"),
    "binary": ("a.dat", b"at,what\n\0\1\2", "data/a.dat: this is a binary file, not an export"),
    "old excel": ("a.xls", b"\xd0\xcf\x11\xe0" + NOISE, "data/a.xls: this is a workbook of old Excel, not an export"),
    "numbers": ("a.json", b" [[1, 2], [3, 4]]", "data/a.json:1: this is a JSON array of something else than records; write an array of"),
    "cut array": ("a.json", b'[{"at": 1},\n{"at": 2', "data/a.json:2: the JSON array breaks off; export or copy it again"),
    "no comma": ("a.json", b'[{"at": 1}\n{"at": 2}]', "data/a.json:2: '{' where a comma belongs; export or copy it again"),
    "a word among records": ("a.json", b'[{"at": 1},\n"x"]', "data/a.json:2: the JSON array holds something else than records"),
    "a damaged record": ("a.json", b'[{"at": 1},\n{"at" 2, "x": "%b"}]' % (b"y" * 60), "data/a.json:2: the JSON is damaged (Expecting ':'"),
    "a hole": ("a.csv", CSV + b"\0" * 4096 + CSV, "data/a.csv:3: a hole: many NUL bytes in a row"),
    "pretty": ("a.json", b'{\n  "at": 1,\n  "what": "x"\n}\n', "data/a.json:1: none of the first 5 lines is a JSON record"),
    "cut parquet": ("a.parquet", b"PAR1" + NOISE, "data/a.parquet: the Parquet file cannot be read"),
}


@pytest.mark.parametrize("kind", BAD)
def test_files_that_cannot_be_read_are_refused(exports: Exports, kind: str) -> None:
    name, content, message = BAD[kind]
    file = exports.folder / "data" / name
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        exports.gather(tables())
    assert message in str(caught.value)
    assert not exports.store.folder.exists()


def test_lines_that_end_as_on_an_old_mac(exports: Exports) -> None:
    assert len(exports.put("a.csv", CSV.replace(b"\n", b"\r")).events(tables())) == CSV.count(b"\n") - 1


@pytest.mark.parametrize(
    "coding", ["utf-16", pytest.param("utf-16-le", marks=pytest.mark.slow), pytest.param("utf-16-be", marks=pytest.mark.slow)]
)
def test_utf_16_reads_as_utf_8_does(exports: Exports, coding: str) -> None:
    marked = CSV.decode() if coding == "utf-16" else "\ufeff" + CSV.decode()
    (part,) = exports.put("a.csv", marked.encode(coding)).gather(tables())
    assert part.accepted == CSV.count(b"\n") - 1


def test_an_unknown_format_names_the_columns_and_what_would_help(exports: Exports) -> None:
    with pytest.raises(DataError) as caught:
        exports.put("a.csv", "a,b\n1,2\n").events()
    assert str(caught.value) == (
        "data/a.csv: inputs.web: unknown format (columns: a, b); map its `columns` in report.yaml (of totals its `counters`, or name a "
        "`preset`), or give an export of "
        "GA4 or Universal Analytics (BigQuery), Amplitude, Matomo, Mixpanel, PostHog, Segment, Snowplow or Umami"
    )


def test_a_format_that_the_file_has_not(exports: Exports) -> None:
    chosen = settings(rule("contact"), inputs=[{"key": "web", "files": ["data"], "format": "ga4"}])
    with pytest.raises(DataError, match=r"data/a\.csv: this is no ga4 export \(columns: a, b\); leave `format` out"):
        exports.put("a.csv", "a,b\n1,2\n").events(chosen)


def test_packed_parquet(exports: Exports) -> None:
    exports.put_parquet("a.parquet", "select '2026-10-01T10:00:00Z' as at, 'contact' as what")
    plain = exports.folder / "data" / "a.parquet"
    exports.put("b.parquet.gz", plain.read_bytes())
    plain.unlink()
    assert [row["event_name"] for row in exports.events(tables())] == ["contact"]


def test_formats_may_be_mixed_in_one_input(exports: Exports) -> None:
    exports.put("a.ndjson", EVENTS).put("b.ndjson.gz", ndjson([ga4("contact", "2026-10-02T10:00:00")]))
    exports.put_parquet("c.parquet", "select event_name, event_timestamp::bigint + 1 as event_timestamp, [{'key': 'k', 'value': "
                        f"{{'string_value': 'v'}}}}] as event_params from read_json('{exports.folder}/data/a.ndjson')")  # fmt: skip
    assert [row["event_name"] for row in exports.events()] == ["contact"] * 3


def test_nothing_is_left_in_scratch(exports: Exports, tmp_path: Path) -> None:
    exports.put("a.ndjson.gz", EVENTS)
    (source,) = settings(rule("contact")).report.inputs
    before = set(exports.engine.scratch.iterdir())
    for staged, files in readers.read(exports.engine, readers.find(tmp_path, (source,)), readers.Wanted()):
        assert [export.name for export in files.values()] == ["data/a.ndjson.gz"]
        assert exports.engine.scalar(staged.events.count()) == 1
        assert set(exports.engine.scratch.iterdir()) > before
    assert set(exports.engine.scratch.iterdir()) == before


def test_small_exports_are_read_together_without_keeping_a_file_open_for_each(exports: Exports, tmp_path: Path) -> None:
    """Years of daily exports are more than a process may have open."""
    for day in range(1, 31):
        exports.put(f"{day}.ndjson", ndjson([ga4("contact", f"2026-10-{day:02}T10:00:00")]))
    (source,) = settings(rule("contact")).report.inputs
    before = _open_files()
    for _, files in readers.read(exports.engine, readers.find(tmp_path, (source,)), readers.Wanted()):
        assert len(files) == 30
        assert _open_files() < before + 10


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_an_array_of_records_is_read_as_their_lines_are(exports: Exports) -> None:
    """As query consoles save results: pretty-printed, in one array, whatever the format of the records."""
    rows = [ga4("contact", "2026-10-01T10:00:00"), ga4("page_view", "2026-10-01T11:00:00", params={"page_title": "[{\n}]"})]
    lines = exports.put("a.ndjson", ndjson(rows)).events()
    (exports.folder / "data" / "a.ndjson").unlink()
    assert exports.put("a.json", json.dumps(rows, indent=2)).events() == lines
    assert [row["event_name"] for row in lines] == ["contact", "page_view"]
