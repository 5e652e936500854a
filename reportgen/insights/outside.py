"""Totals and costs from outside the site: how flows changed, nets and ratios. Nothing is linked, since nobody stands behind them."""

from collections.abc import Iterable, Iterator, Mapping

from reportgen import stats
from reportgen.model.counts import Counts
from reportgen.model.outside import CounterCounts, CounterSlice, Flow, Level
from reportgen.model.outside_findings import CounterFinding, CounterRatio, NetSlice, OutsideFindings, Quotient, RatioSlice
from reportgen.model.settings import CounterMeasure, CounterUnit, InputSettings, Settings
from reportgen.stats import CountChange

MICRO = 1_000_000
MIN_WEEKS = 8
"""From so many whole weeks on it is known how far chance moves a counter (statistics 2, as for counts)."""

Key = tuple[str, str]
"""A counter: its input and its measure."""
Declared = tuple[InputSettings, CounterMeasure]


def outside(settings: Settings, counts: Counts) -> OutsideFindings | None:
    """Every counter, its ratios, and the costs; None where no input has any."""
    if not any(source.outside for source in settings.report.inputs):
        return None
    declared = {(source.key, measure.key): (source, measure) for source in settings.report.inputs for _, measure in source.measures}
    counted = {(one.input, one.key): one for one in counts.outside.counters}
    return OutsideFindings(
        tuple(_finding(one, declared, counted) for key, one in counted.items() if key in declared and not declared[key][1].hidden),
        counts.outside.costs,
        tuple(_ratios(declared, counted)),
    )


def _finding(counts: CounterCounts, declared: Mapping[Key, Declared], counted: Mapping[Key, CounterCounts]) -> CounterFinding:
    whole = counts.whole
    source, measure = declared[counts.input, counts.key]
    leavers = next((key for key, (own, one) in declared.items() if own is source and one.leaves == measure.key), None)
    return CounterFinding(
        counts,
        _change(counts, whole.previous, measure.unit) if whole else None,
        _change(counts, whole.year_before, measure.unit) if whole else None,
        about=source.about,
        unit=measure.unit,
        net=tuple(_net(counts, counted[leavers])) if leavers is not None and leavers in counted else (),
    )


def _change(counts: CounterCounts, earlier: Flow | Level | None, unit: CounterUnit) -> CountChange | None:
    """None for stocks, and where a day of either period was not told: what is missing is not zero. A range only of what is counted: a few
    large amounts decide a sum."""
    now = counts.whole.current if counts.whole else None
    if not isinstance(now, Flow) or not isinstance(earlier, Flow) or min(_told(now), _told(earlier)) < 1:
        return None
    if unit is not CounterUnit.COUNT or len(counts.weekly) < MIN_WEEKS or min(now.total, earlier.total) < 0:
        return stats.compare_amounts(round(earlier.total * MICRO), round(now.total * MICRO))
    phi = stats.count_dispersion([round(week) for week in counts.weekly], round(now.total)).phi
    return stats.compare_counts(round(earlier.total), round(now.total), phi)


def _told(flow: Flow) -> float:
    """Share of the period's days that were told, 0-1."""
    return flow.days / flow.period.days


def _pairs(one: CounterCounts, other: CounterCounts) -> Iterator[tuple[CounterSlice, CounterSlice]]:
    """All of both first, then each value of the dimension that both tell."""
    theirs = {part.value: part for part in other.slices}
    if one.whole and other.whole:
        yield one.whole, other.whole
    yield from ((part, theirs[part.value]) for part in one.slices if part.value in theirs)


def _flows(part: CounterSlice) -> Iterable[Flow | None]:
    return (each if isinstance(each, Flow) and each.days else None for each in (part.current, part.previous, part.year_before))


def _net(came: CounterCounts, left: CounterCounts) -> Iterator[NetSlice]:
    for one, other in _pairs(came, left):
        parts = [a.total - b.total if a and b and a.days == b.days else None for a, b in zip(_flows(one), _flows(other), strict=True)]
        yield NetSlice(one.value, *parts)


def _ratios(declared: Mapping[Key, Declared], counted: Mapping[Key, CounterCounts]) -> Iterator[CounterRatio]:
    for key, (source, measure) in declared.items():
        below = (source.key, measure.per or "")
        if below not in counted or key not in counted:
            continue
        parts = [_ratio(one, other) for one, other in _pairs(counted[key], counted[below])]
        if parts:
            yield CounterRatio(
                input=source.key,
                key=measure.key,
                label=measure.ratio,
                platform=source.platform,
                numerator=counted[key].label,
                denominator=counted[below].label,
                unit=measure.unit,
                per_unit=declared[below][1].unit,
                about=source.about,
                whole=parts[0],
                slices=tuple(parts[1:]),
            )


def _ratio(one: CounterSlice, other: CounterSlice) -> RatioSlice:
    both = zip(_flows(one), _flows(other), strict=True)
    return RatioSlice(one.value, *(Quotient(a.total, b.total) if a and b and a.days == b.days else None for a, b in both))
