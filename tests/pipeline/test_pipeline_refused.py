"""Bad input is refused with its place and what would be right, and nothing half written is left."""

import gzip
import io
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import tiny
from tiny import CONVERSIONS, DEALS, GOALS, OCTOBER, REPORT, month_of_events, ndjson

WEB = ndjson(month_of_events(OCTOBER))


def scrambled_parquet() -> bytes:
    """A whole Parquet file whose footer is fine and whose pages are not."""
    rows = [json.loads(line) for line in WEB.splitlines()]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink, compression="zstd", use_dictionary=False)
    content = bytearray(sink.getvalue())
    content[8:600] = bytes(byte ^ 0x5A for byte in content[8:600])
    return bytes(content)


@pytest.fixture(autouse=True)
def _undrawn() -> Iterator[None]:
    with tiny.undrawn():
        yield


def left(folder: Path) -> dict[str, bytes]:
    """What stands in a workspace but for its kept parts, which are whole ones."""
    unfinished = [name for name in tiny.tree(folder) if "unfinished" in name]
    assert unfinished == []
    return {name: content for name, content in tiny.tree(folder).items() if not name.startswith(".reportgen/")}


def refused(folder: Path, code: int, *words: str) -> str:
    """What a build says that ends with this code and writes nothing."""
    before = left(folder)
    ran = tiny.run("build", *words, within=folder)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert left(folder) == before
    return ran.err


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"report": REPORT.replace("currency:", "curency:")},
            "config/report.yaml:2:1: curency: is not a setting; did you mean `currency`?",
        ),
        ({"report": REPORT + "currency: USD\n"}, "config/report.yaml:11:1: currency: is there twice (first in line 2); keep one of them"),
        ({"report": REPORT + "public: no\n"}, "config/report.yaml:11:1: public: `no` is a text in YAML 1.2, not a yes or no; write false"),
        (
            {"conversions": CONVERSIONS.replace("primary: true", "primary: off")},
            "config/conversions.yaml:2:42: conversions.contact.primary: `off` is a text in YAML 1.2, not a yes or no; write false",
        ),
        (
            {"conversions": CONVERSIONS + "  read: {label: Read, tier: micro, match: {engagement: 30:00}}\n"},
            "config/conversions.yaml:5:44: conversions.read.match.engagement: `30:00` is not a duration",
        ),
        (
            {"goals": GOALS.replace("target: 500", "target: 1_200")},
            "config/goals.yaml:19:5: goals.downloads.target: `1_200` is not a number; YAML 1.2 knows no `_` in numbers: write 1200",
        ),
        (
            {"report": REPORT.replace("Europe/Berlin", "Europe/Berlinn")},
            "config/report.yaml:1:26: site.zone: there is no time zone `Europe/Berlinn`; did you mean Europe/Berlin?",
        ),
        (
            {"goals": GOALS.replace("conversions: contact", "conversions: contcat")},
            "config/goals.yaml:6:5: goals.contacts.metric: there is no conversion `contcat`; did you mean `contact`?",
        ),
        (
            {"report": REPORT + "engine: spark://x\n"},
            "config/report.yaml:11:1: engine: `spark://x` does not say where; write spark://HOST:PORT",
        ),
        ({"report": REPORT + "brand: {logo: no.svg}\n"}, "config/report.yaml:11:9: brand.logo: there is no file `no.svg`; name an image"),
        ({"report": REPORT + "memory: 1MB\n"}, "config/report.yaml:11:1: memory: the engine ran out of it (Out of Memory Error: "),
        ({"report": None}, "config/report.yaml: there is no such file; `reportgen init` writes one"),
    ],
)
def test_settings(tmp_path: Path, files: dict[str, str | None], sentence: str) -> None:
    assert f"error: {sentence}" in refused(tiny.workspace(tmp_path, **files), 3)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    files = {"report": REPORT.replace("currency:", "curency:"), "goals": GOALS.replace("conversions: contact", "conversions: contcat")}
    said = refused(tiny.workspace(tmp_path, **files), 3)
    assert [line.split(": ")[-2] for line in said.splitlines()] == ["goals.contacts.metric", "curency"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"crm": None}, "config/report.yaml:6:5: inputs.crm.files: nothing matches 'data/crm.csv'"),
        ({"report": REPORT.replace("data/web/*", "data/wob/*")}, "config/report.yaml:4:3: inputs.web.files: nothing matches 'data/wob/*'"),
        ({"web": b""}, "data/web/2026-10.ndjson: the file is empty; export it again"),
        ({"web": gzip.compress(WEB)[:-200]}, "data/web/2026-10.ndjson: the gzip file is damaged or cut off"),
        ({"web": b"<html><body>not found</body></html>\n"}, "data/web/2026-10.ndjson: this is a web page, not an export"),
        ({"web": b"PAR1" + b"x" * 100}, "data/web/2026-10.ndjson: the Parquet file cannot be read (No magic bytes found"),
        ({"web": scrambled_parquet()}, "data/web/2026-10.ndjson: the Parquet file cannot be read ("),
        ({"web": WEB.decode().encode("utf-16")[:-1]}, "data/web/2026-10.ndjson: the text begins as UTF-16 and is none"),
        ({"web": WEB + b'{"event_name": "caf\xe9"}\n'}, "data/web/2026-10.ndjson:80: the text is not UTF-8"),
        (
            {"web": None, "september": None},
            "config/report.yaml:4:3: inputs.web.files: nothing matches 'data/web/*'",
        ),
    ],
)
def test_exports(tmp_path: Path, files: dict[str, str | bytes | None], sentence: str) -> None:
    said = refused(tiny.workspace(tmp_path, **files), 4)
    assert f"error: {sentence}" in said
    assert str(tmp_path) not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("crm", "sentence"),
    [
        (
            DEALS.replace("client_id", "client"),
            "data/crm.csv:1: inputs.crm.columns: the file has no column 'client_id'; it has: won_on, client, value, deal",
        ),
        (DEALS.replace("value,deal", "deal,deal"), "data/crm.csv:1: "),
        (DEALS.encode("utf-16")[:-1], "data/crm.csv: the text begins as UTF-16 and is none"),
        ((DEALS + "2026-10-09,vé3,1200,D-9\n").encode("latin-1"), "data/crm.csv:4: the text is not UTF-8"),
    ],
)
def test_tables(october: Path, tmp_path: Path, crm: str | bytes, sentence: str) -> None:
    """Beside exports that are fine, and kept."""
    folder = Path(shutil.copytree(october, tmp_path / "w"))
    tiny.write(folder, {"data/crm.csv": crm})
    assert f"error: {sentence}" in refused(folder, 4)


def test_a_month_before_the_data(copied: Path) -> None:
    said = refused(copied, 4, "--month", "2026-08")
    assert said == "error: 2026-08 is before the data: the first day with data is 2026-09-01; ask for a later period\n"


def test_nothing_usable_in_the_exports(tmp_path: Path) -> None:
    rows = WEB.replace(b'"event_timestamp": "', b'"event_timestamp": "x')
    said = refused(tiny.workspace(tmp_path, september=None, web=rows, crm="won_on,client_id,value,deal\nsoon,v1,1,D\n"), 4)
    assert "no usable row" in said


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("out", ["file", "file/site"])
def test_a_site_that_cannot_be_there(october: Path, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("x")
    ran = tiny.run("build", "--out", tmp_path / out, within=october)
    assert (ran.code, ran.out) == (2, "")
    assert f"{tmp_path / out}: cannot write: " in ran.err
    assert "no folder; free space, make it writable, or choose another folder" in ran.err
    assert (tmp_path / "file").read_text() == "x"


def test_parts_that_cannot_be_kept(tmp_path: Path) -> None:
    folder = tiny.workspace(tmp_path, september=None, crm=None, report=REPORT.split("  crm:")[0])
    (folder / ".reportgen").write_text("in the way")
    said = refused(folder, 2)
    assert "parts: cannot write: Not a directory" in said


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from reportgen.cli import main
main(["build", "--workspace", sys.argv[2]])
"""


@pytest.mark.slow
@pytest.mark.parametrize("allowed", [1_000, 4_000, 20_000, 60_000])
def test_a_disk_that_fills_while_building(october: Path, tmp_path: Path, allowed: int) -> None:
    """No file may grow beyond so many bytes: parts, pages and PDF fail at different moments, each as a sentence."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    folder = Path(shutil.copytree(october, tmp_path / "w"))
    shutil.rmtree(folder / ".reportgen")
    tiny.write(folder, {"data/crm.csv": DEALS + "2026-10-28,v9,500,D-3\n"})
    before = left(folder)
    done = subprocess.run([sys.executable, "-c", LIMITED, str(allowed), str(folder)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert "error: " in done.stderr
    assert left(folder) == before
    assert tiny.run("build", within=folder).code == 0
