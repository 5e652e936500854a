"""The bridge as a chart: odds ratios with their ranges on a logarithmic axis."""

from collections.abc import Mapping
from math import ceil, floor, log2

from reportgen.model.charts import ForestChart, ForestRow, Words
from reportgen.model.journeys_findings import BridgeFinding, LinkFinding
from reportgen.stats import Bridge
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

FARTHEST = 5
"""Powers of two on each side of 1 that the axis words at most."""


def forest(draft: Draft, bridge: BridgeFinding) -> ForestChart | None:
    """All micros with enough data, the largest odds ratio first. None with fewer than two."""
    shown = [link for link in bridge.links if link.link.enough and link.link.interval and link.link.bridge is not Bridge.STRUCTURAL]
    if len(shown) < 2:
        return None
    rows = tuple(_row(draft, link) for link in sorted(shown, key=lambda link: (-(link.link.odds_ratio or 0.0), link.micro)))
    level = numbers.exact_share(draft.voice.locale, 0.95)
    told = draft.together([_told(draft, row) for row in rows])
    ratio, low, high = (number(draft, value) for value in (rows[0].value, rows[0].low, rows[0].high))
    title = draft.say("bridge.chart_title", micro=rows[0].label, ratio=ratio, level=level, low=low, high=high)
    alt = draft.say("bridge.chart_alt", macro=draft.rule_label(bridge.macro), level=level, rows=told)
    ticks = _ticks(draft, min(row.low for row in rows), max(row.high for row in rows))
    return ForestChart(rows, 1.0, Words(title, alt, {"reference": draft.say("bridge.chart_reference")}, ticks, {}), logarithmic=True)


def _row(draft: Draft, link: LinkFinding) -> ForestRow:
    found = link.link
    assert found.odds_ratio is not None
    assert found.interval is not None
    note = draft.say("bridge.chart_note", n=found.observed, expected=draft.count(round(found.expected)))
    strong = found.bridge is Bridge.STRONG
    return ForestRow(draft.rule_label(link.micro), note, found.odds_ratio, found.interval.low, found.interval.high, strong)


def _told(draft: Draft, row: ForestRow) -> str:
    ratio, low, high = (number(draft, value) for value in (row.value, row.low, row.high))
    return draft.say("bridge.chart_row", micro=row.label, ratio=ratio, low=low, high=high)


def number(draft: Draft, ratio: float) -> str:
    """An odds ratio with two significant figures: 1.7, 0.85, 12."""
    told = float(f"{ratio:.2g}")
    return numbers.decimal(draft.voice.locale, told, numbers.decimals_for(told, 2), keep_zeros=True)


def _ticks(draft: Draft, low: float, high: float) -> Mapping[float, str]:
    """Powers of two around all ranges, 1 among them."""
    first = max(-FARTHEST, min(-1, floor(log2(low)) if low > 0 else -FARTHEST))
    last = min(FARTHEST, max(1, ceil(log2(high))))
    return {2.0**power: numbers.amount(draft.voice.locale, 2.0**power) for power in range(first, last + 1)}
