"""Each workspace of the gallery is what it is said to be, and its report keeps the rules that every report keeps."""

import csv
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import tiny

from tests.gallery import EVERY, shop
from tests.gallery.workspace import KEY

LARGE = ("ordinary", "shop", "names")
MEASURED = ("missed", "first")
"""Their pages are looked at by test_render_pdf_pages."""
HTML, PDF = 1_000_000, 1_500_000
"""Bytes that a report may have."""
PAGES = range(5, 61)

Report = dict[str, Any]


def special(report: Report) -> dict[str, bool]:
    """What is special about each workspace, asked of its findings."""
    statuses = {goal["status"] for goal in report["goals"]}
    visitors = report["context"]["traffic"]["visitors"]
    n_rules = len(report["macros"]) + len(report["micros"])
    return {
        "tiny": visitors == 9
        and not any(rule["converted"]["conversions"] for rule in report["macros"] + report["micros"])
        and report["ledger"]["status"] == "complete",  # though nobody came on 22 of 31 days
        "ordinary": len(statuses) > 1 and report["previous"] is not None and report["year_before"] is not None,
        "shop": max(len(each["slices"]) for each in report["breakdowns"] if each["dimension"] == "campaign") > 50,
        "names": n_rules == 60 and any("\u0590" <= sign <= "\u06ff" for rule in report["macros"] for sign in rule["label"]),
        "first": report["previous"] is None and report["year_before"] is None,
        "outage": len(report["ledger"]["missing_days"]) == 9 and report["ledger"]["status"] == "partial",
        "achieved": statuses == {"achieved"},
        "missed": statuses == {"missed"},
    }


def test_the_same_workspace_twice_is_the_same_files() -> None:
    assert EVERY["tiny"]() == EVERY["tiny"]()


@pytest.mark.slow
def test_two_hundred_campaigns_brought_visitors_to_the_shop() -> None:
    files = EVERY["shop"]().files
    rows = [row for name, text in files.items() if name.startswith("data/web/") for row in csv.DictReader(io.StringIO(text))]
    assert len({row["campaign"] for row in rows if row["campaign"]}) == 200 == len(shop.campaigns())


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.gallery] * (name in LARGE + MEASURED)) for name in EVERY])
def test_its_report_keeps_the_rules(name: str, tmp_path: Path) -> None:
    place = EVERY[name]().write(tmp_path)
    done = tiny.run("build", "--month", KEY, within=place)
    assert done.code == 0, done.err
    site = place / "site" / KEY
    html, pdf = (site / "index.html").read_bytes(), site / "report.pdf"
    assert special(json.loads((site / "report.json").read_bytes()))[name]
    assert len(html) < HTML and pdf.stat().st_size < PDF
    assert not re.search(rb"Traceback|Undefined|>None<|\bnan\b", re.sub(rb"(?s)<(style|script)\b.*?</\1>", b"", html))
    info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert int(re.search(r"Pages:\s+(\d+)", info)[1]) in PAGES  # type: ignore[index]
