"""Who buys again in a real shop over six months, and which channels stand before its purchases: against pandas on the raw files."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sample_world import count

from reportgen import insights, periods, settings
from reportgen.model.channel_findings import ChannelFindings, RepeatFinding

pytestmark = pytest.mark.samples

PAID = "\n  payment_done: {label: Paid, tier: macro, match: payment_done, outcome: They pay.}\n"
BOUGHT = "\n  purchase: {label: Purchase, tier: macro, match: purchase, outcome: They order.}\n"
LAST = pd.Timestamp("2020-04-30")


def told(folder: Path, period: periods.Period, inputs: str, rules: str) -> ChannelFindings:
    counts = count(folder, period, inputs, rules)
    found = insights.find(settings.load(folder).settings, counts).channels
    assert found is not None
    return found


def kaplan_meier(days: pd.Series, happened: pd.Series, horizon: int) -> float:
    """Share by the end of `horizon`; whoever is last seen on a day is still at risk on it."""
    waiting = 1.0
    for day in sorted(days[happened & (days <= horizon)].unique()):
        waiting *= 1 - ((days == day) & happened).sum() / (days >= day).sum()
    return 1 - waiting


def test_who_pays_again_and_how_soon(samples: Path, tmp_path: Path) -> None:  # checklist 003-11
    file = samples / "shop" / "simple-onlineshop.csv"
    inputs = f"web: {{files: '{file}', columns: {{time: timestamp, event: event, visitor: client_id}}}}"
    found = told(tmp_path, periods.of(date(2019, 11, 1), date(2020, 4, 30)), inputs, PAID)
    (repeat,) = found.repeats
    rows = pd.read_csv(file, parse_dates=["timestamp"]).drop_duplicates()
    paid = rows[rows.event == "payment_done"].sort_values("timestamp")
    often = paid.groupby("client_id").size()
    assert repeat.often == often.value_counts().sort_index().to_dict()
    first, second = (paid.groupby("client_id").timestamp.nth(at).dt.normalize() for at in (0, 1))
    first.index, second.index = (paid.client_id.loc[times.index] for times in (first, second))
    again = second.reindex(first.index)
    assert (repeat.so_far.n, repeat.so_far.of) == (int(again.notna().sum()), len(first))
    days = (again.fillna(LAST) - first).dt.days
    check_curve(repeat, days, again.notna())
    by_month = pd.DataFrame({"month": first.dt.strftime("%Y-%m"), "again": again.notna(), "soon": again.notna() & (days <= 30)})
    for cohort in repeat.cohorts:
        own = by_month[by_month.month == periods.key(cohort.period)]
        assert (cohort.so_far.n, cohort.so_far.of) == (int(own.again.sum()), len(own))
        if cohort.within:
            assert cohort.within.n == int(own.soon.sum())
    assert [cohort.within is None for cohort in repeat.cohorts] == [False] * 5 + [True]


def check_curve(repeat: RepeatFinding, days: pd.Series, happened: pd.Series) -> None:
    for point in repeat.curve:
        assert point.share == pytest.approx(kaplan_meier(days, happened, point.day))
        assert point.interval.low <= point.share <= point.interval.high
    assert bool(repeat.curve) == (int((happened & (days <= 180)).sum()) >= 20)


def test_channels_before_a_purchase_add_up_by_every_rule(samples: Path, tmp_path: Path) -> None:
    """The last channel that is not direct, and the first, of each purchase's sessions within thirty days."""
    file = samples / "shop" / "ecom.csv.gz"
    inputs = (
        f"web: {{files: '{file}', columns: {{time: timestamp, event: event, visitor: user_id, session: session_id, "
        "channel: acquisition_channel}}"
    )
    (found,) = told(tmp_path, periods.of(date(2024, 1, 1), date(2024, 6, 30)), inputs, BOUGHT).attributions
    rows = pd.read_csv(file, parse_dates=["timestamp"]).drop_duplicates()
    visits = (
        rows.sort_values("timestamp")
        .groupby(["user_id", "session_id"])
        .agg(start=("timestamp", "min"), channel=("acquisition_channel", "first"))
    )
    bought = rows[rows.event == "purchase"][["user_id", "timestamp"]].reset_index(names="purchase")
    touched = bought.merge(visits.reset_index(), on="user_id").sort_values("start")
    near = touched[
        (touched.start <= touched.timestamp) & ((touched.timestamp.dt.normalize() - touched.start.dt.normalize()).dt.days <= found.lookback)
    ]
    firsts = near.groupby("purchase").channel.first().value_counts()
    assert {credit.channel: credit.first for credit in found.attribution.credits if credit.first} == firsts.to_dict()
    linear = (1 / near.groupby("purchase").channel.transform("size")).groupby(near.channel).sum()
    assert {credit.channel: credit.linear for credit in found.attribution.credits} == pytest.approx(linear.to_dict())
    assert (found.total, found.attribution.total, found.ever) == (470, 470, False)
    for column in ("first", "last", "linear"):
        assert sum(getattr(credit, column) for credit in found.attribution.credits) == pytest.approx(470 - found.attribution.pathless)
