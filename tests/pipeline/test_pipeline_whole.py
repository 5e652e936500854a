"""Whole reports with their pages: odd data are reported, hostile names stand there as they are, the same inputs give the same bytes."""

import csv
import html
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import tiny
from tiny import CONVERSIONS, OCTOBER, REPORT, event, month_of_events, ndjson

from reportgen import render

pytestmark = pytest.mark.slow

WEB_ONLY = REPORT.split("  crm:", maxsplit=1)[0]
NAMES = {
    "html": "<b onclick=alert(1)>Bold</b> & <script>x</script>",
    "mathematics": r"$\frac{1}$",
    "a formula": '=HYPERLINK("http://x","y")',
    "right to left": "שלום עולם",
    "an emoji": "Guide 🎉",
    "a command": "+1 @sum",
}


def text_of(page: str) -> str:
    """What a reader sees of a page, but for its drawings."""
    bare = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", bare)).replace("\N{NO-BREAK SPACE}", " ")


def odd(name: str) -> dict[str, str | bytes | None]:
    """The tiny workspace's files for one kind of odd data."""
    october = list(month_of_events(OCTOBER))
    nameless = ndjson({key: value for key, value in row.items() if key != "user_pseudo_id"} for row in october)
    return {
        "zero visitors": {"web": nameless, "september": None, "crm": None, "report": WEB_ONLY},
        "no conversions": {"conversions": CONVERSIONS.replace("generate_lead", "never").replace("event: deal", "event: never")},
        "one day of data": {"web": ndjson(month_of_events(OCTOBER, days=1)), "september": None, "crm": None, "report": WEB_ONLY},
        "an empty month": {},
    }[name]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        pytest.param("zero visitors", "no visitors, so no rate"),
        pytest.param("no conversions", "0 of 23"),
        pytest.param("one day of data", "30 days of this period have no data"),
        pytest.param("an empty month", "No data was found for this period"),
    ],
)
def test_odd_data_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    monkeypatch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
    folder = tiny.workspace(tmp_path, **odd(name))
    words = ["--month", "2026-11"] if name == "an empty month" else []
    ran = tiny.run("build", *words, within=folder)
    assert ran.code == 0, ran.err
    page = text_of((folder / "site" / ("2026-11" if words else "2026-10") / "index.html").read_text("utf-8"))
    assert sentence in page
    assert "nan" not in page.split()
    for label in ("Contact", "Deal", "Download"):
        assert label in page


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose campaigns, pages, assets, labels and owners carry the names; built, without a PDF."""
    rows = []
    for place, name in enumerate(NAMES.values()):
        begin = tiny.noon(OCTOBER + timedelta(days=place))
        for visitor in range(3):
            who, session = f"h{place}-{visitor}", int(begin.timestamp()) + visitor
            tagged = {"page": f"/{name}", "source": name, "medium": name, "campaign": name}
            rows.append(event(begin, who, session, "page_view", **tagged))
            rows.append(event(begin + timedelta(seconds=5), who, session, "file_download", asset=name, **tagged))
    labels = [json.dumps(name, ensure_ascii=False) for name in NAMES.values()]
    rules = "conversions:\n" + "".join(
        f"  rule_{place}: {{label: {label}, tier: micro, match: file_download, by: asset, supports: contact}}\n"
        for place, label in enumerate(labels)
    )
    contact = "  contact: {label: Contact, tier: macro, match: generate_lead, outcome: We talk.}\n"
    goals = "goals:\n" + "".join(
        f"  goal_{place}: {{label: {label}, owner: {label}, strategy: {label}, metric: {{conversions: rule_{place}}}, target: 10, "
        f"attainable: {label}, supports: contact, from: 2026-10-01, by: 2026-10-31}}\n"
        for place, label in enumerate(labels)
    )
    folder = tiny.workspace(
        tmp_path_factory.mktemp("hostile") / "w",
        report=WEB_ONLY, crm=None, september=None, conversions=rules + contact, goals=goals,
        web=ndjson([*rows, *month_of_events(OCTOBER)]),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
        ran = tiny.run("build", within=folder)
    assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize("kind", NAMES)
def test_names_are_printed_literally(hostile: Path, kind: str) -> None:
    page = (hostile / "site" / "2026-10" / "index.html").read_text("utf-8")
    assert NAMES[kind] in " ".join(text_of(page).split())
    assert "<script>x" not in page
    assert "<b onclick" not in page


def test_no_cell_of_the_data_runs_in_a_spreadsheet(hostile: Path) -> None:
    found = set()
    for file in (hostile / "site" / "2026-10" / "data").glob("*.csv"):
        for row in csv.reader(io.StringIO(file.read_text("utf-8"))):
            for cell in row:
                found.add(cell)
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), file
                assert not cell.startswith("-") or re.fullmatch(r"-[\d.e-]+", cell), file
    assert {f"'{NAMES['a formula']}", NAMES["html"], NAMES["mathematics"]} <= found


def test_names_are_printed_literally_in_the_pdf(hostile: Path, tmp_path: Path) -> None:
    """Right-to-left text comes out of pdftotext in reading order, letter for letter."""
    assert tiny.run("build", "--out", tmp_path, within=hostile).code == 0
    pdf = tmp_path / "2026-10" / "report.pdf"
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True)
    text = re.sub(r"\s+", "", done.stdout)
    for kind in ("html", "mathematics", "a formula", "a command"):
        assert re.sub(r"\s+", "", NAMES[kind]) in text, kind
    assert set("שלוםע") <= set(text)
    assert "Guide" in text


def test_two_folders_get_the_same_bytes_pdf_included(tmp_path: Path) -> None:
    """Two processes with different hash seeds, folders, zones and locales."""
    trees = []
    for name, environment in {
        "one": {"PYTHONHASHSEED": "1", "TZ": "UTC"},
        "another one": {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
    }.items():
        folder = tiny.workspace(tmp_path / name)
        assert command(folder, environment).wait() == 0
        trees.append(tiny.tree(folder / "site"))
    assert trees[0].keys() == trees[1].keys()
    assert [name for name in trees[0] if trees[0][name] != trees[1][name]] == []
    assert trees[0]["2026-10/report.pdf"].startswith(b"%PDF-")


def command(folder: Path, environment: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """A build in a process of its own."""
    words = [sys.executable, "-m", "reportgen", "build", "--workspace", str(folder)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (environment or {}))


def test_a_build_killed_at_any_moment_leaves_the_last_good_state(october: Path, tmp_path: Path) -> None:
    """By the clock, early and late (test_pipeline_killed: by steps): the report is the old or the new one, and the next build is fine."""
    whole = Path(shutil.copytree(october, tmp_path / "whole"))
    late = {"data/crm.csv": tiny.DEALS + "2026-10-28,v9,500,D-3\n", "config/conversions.yaml": CONVERSIONS.replace("asset", "item")}
    tiny.write(whole, late)
    begun = time.monotonic()
    assert command(whole).wait() == 0
    took = time.monotonic() - begun
    new, old = tiny.tree(whole / "site"), tiny.tree(october / "site")
    for moment, share in enumerate((0.5, 0.85)):
        folder = Path(shutil.copytree(october, tmp_path / str(moment)))
        tiny.write(folder, late)
        process = command(folder)
        time.sleep(took * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = {name: content for name, content in tiny.tree(folder / "site").items() if not name.startswith(".")}
        report = {name: content for name, content in left.items() if name.startswith("2026-10/")}
        assert report in ({name: tree[name] for name in tree if name.startswith("2026-10/")} for tree in (old, new)), moment
        assert command(folder).wait() == 0
        assert tiny.tree(folder / "site") == new, moment
