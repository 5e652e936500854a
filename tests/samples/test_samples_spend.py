"""Real files of what advertising cost: a campaign table with cost in millionths, and a spend table with damaged rows."""

from pathlib import Path

import pytest
from sample_world import asked, count, one

from reportgen import pipeline
from reportgen.model.outside import Flow
from reportgen.pipeline import Request, Workspace

pytestmark = pytest.mark.samples
NO_RULES = "  {}\n"


def test_google_ads_says_spend_and_clicks_by_its_preset(samples: Path, tmp_path: Path) -> None:
    """Several rows a day (device, network) are added up."""
    file = samples / "ads" / "google_ads_fivetran_campaign_stats_data.csv"
    counts = count(tmp_path, "2021-02", f"ads: {{files: {file}, preset: google_ads}}", NO_RULES).outside
    spent, clicks, shown = one(
        "select sum(cost_micros), sum(clicks), sum(impressions) from {file} where date between '2021-02-01' and '2021-02-28'", file=file
    )
    assert counts.costs is not None
    assert counts.costs.current == spent
    assert [(one.value, one.current) for one in counts.costs.campaigns] == [("9935249409", spent)]
    totals = {one.key: one.whole.current.total for one in counts.counters if one.whole and isinstance(one.whole.current, Flow)}
    assert (totals["clicks_by_id"], totals["impressions_by_id"], totals["conversions_by_id"]) == (clicks, shown, 0)


def test_spend_without_its_repeats_and_its_negative_row(samples: Path, tmp_path: Path) -> None:
    """100 rows: two stand twice, one is below zero."""
    file = samples / "dirty" / "marketing_spend.csv"
    inputs = f"ads: {{files: {file}, costs: {{date: date, channel: channel, amount: spend}}}}"
    counts = count(tmp_path, "2026-01", inputs, NO_RULES)
    usable = "(select distinct * from {file} where spend >= 0)"
    rows = asked(f"select channel, sum(round(spend * 1000000)::bigint) from {usable} group by 1", file=file)
    by_hand = {str(channel): int(str(amount)) for channel, amount in rows}
    assert counts.outside.costs is not None
    assert {one.value: one.current for one in counts.outside.costs.channels} == by_hand
    assert counts.outside.costs.current == sum(by_hand.values())
    refused = {reason.reason: (reason.rows, reason.example, reason.line) for part in counts.profile.files for reason in part.rejected}
    assert refused["negative_cost"] == (1, "-500.0", line(file, "2026-01-08,Google,-500.0"))
    assert refused["repeated_cost"][0] == 2


def test_the_refused_rows_are_said_with_their_line(samples: Path, tmp_path: Path) -> None:
    file = samples / "dirty" / "marketing_spend.csv"
    config = tmp_path / "config"
    config.mkdir()
    inputs = f"  ads: {{files: {file}, costs: {{date: date, channel: channel, amount: spend}}}}\n"
    (config / "report.yaml").write_text(f"site: {{name: S, zone: UTC}}\ninputs:\n{inputs}")
    (config / "conversions.yaml").write_text("conversions: {}\n")
    made = pipeline.analysed(Workspace(tmp_path), Request(month="2026-01"), lambda _text: None)
    said = {entry.facts["reason"]: entry for entry in made.findings.ledger.entries if "reason" in entry.facts}
    assert set(said) == {"negative_cost", "repeated_cost"}
    assert said["negative_cost"].facts["line"] == line(file, "2026-01-08,Google,-500.0")
    assert said["negative_cost"].example == "-500.0"


def line(file: Path, row: str) -> int:
    return file.read_text().splitlines().index(row) + 1
