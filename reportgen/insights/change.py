"""What changed and why: each primary macro split into mix and rate by channel (statistics 5), and the rest about change."""

from reportgen import stats
from reportgen.insights.comparison import Comparisons, Side, rate_change
from reportgen.insights.freshness import fresh_findings
from reportgen.insights.notes import note_findings
from reportgen.insights.rules import rate_of, rate_spread, visitor_rate
from reportgen.insights.spent import spent
from reportgen.insights.unusual import unusual
from reportgen.model.change_findings import Against, ChangeFindings, PartFinding, SplitFinding
from reportgen.model.counts import Counts, Dimension, PeriodCounts
from reportgen.model.settings import ConversionRule, Settings
from reportgen.stats import Moved, Part, Rate, Split

SHIFTED = 0.05
"""A channel's share of the visitors that moved by so much is told; shares of all visitors are hardly moved by chance."""


def change(settings: Settings, counts: Counts, sides: Comparisons) -> ChangeFindings:
    """Everything about change; each part is empty where there is nothing to tell."""
    split = [
        found
        for rule in split_rules(settings)
        for against, side in ((Against.PREVIOUS, sides.previous), (Against.YEAR, sides.year))
        if (found := _split(counts, rule, against, side))
    ]
    return ChangeFindings(
        splits=tuple(split),
        unusual=unusual(settings, counts),
        notes=note_findings(settings, counts),
        more_notes=counts.change.more_notes,
        freshness=fresh_findings(counts),
        spent=spent(counts, sides.previous),
    )


def split_rules(settings: Settings) -> tuple[ConversionRule, ...]:
    """The primary macros, else the first macro; those with a rate of another base than all visitors cannot be split by channel."""
    open_ = [rule for rule in settings.macros if not rule.rate_base]
    return tuple(rule for rule in open_ if rule.primary) or tuple(open_[:1])


def _split(counts: Counts, rule: ConversionRule, against: Against, side: Side) -> SplitFinding | None:
    """None where the periods cannot be compared, or nobody converted in either."""
    if side.counts is None or side.reason:
        return None
    moved = _moved(side.counts, counts.current, rule.key)
    spread = rate_spread(counts, rule.key, None)
    found = stats.split(moved, [spread] * len(moved))
    if found is None or not (found.before.n or found.after.n):
        return None
    by_name = {one.name: one for one in moved}
    parts = sorted((_part(by_name[part.name], part, found) for part in found.parts), key=_weight)
    return SplitFinding(
        macro=rule.key,
        against=against,
        since=side.counts.period,
        total=rate_change(side, rate_of(counts.current, rule.key, None), spread, lambda part: rate_of(part, rule.key, None)),
        parts=tuple(parts),
        visitors=found.visitors,
        mix=found.mix,
        rate=found.rate,
    )


def _part(moved: Moved, part: Part, whole: Split) -> PartFinding:
    shift = moved.after.of / whole.after.of - moved.before.of / whole.before.of
    return PartFinding(part.name, moved.before, moved.after, part.mix, part.rate, part.shown, shifted=abs(shift) >= SHIFTED)


def _weight(part: PartFinding) -> tuple[bool, float, str]:
    return not part.shown, -max(abs(part.mix), abs(part.rate)), part.channel


def _moved(before: PeriodCounts, after: PeriodCounts, rule: str) -> tuple[Moved, ...]:
    """Every channel of both periods; a visitor counts under the channel of the first session in each."""
    sides = [_rates(period, rule) for period in (before, after)]
    names = sorted({name for side in sides for name in side})
    nobody = Rate(0, 0)
    return tuple(Moved(name, sides[0].get(name, nobody), sides[1].get(name, nobody)) for name in names)


def _rates(period: PeriodCounts, rule: str) -> dict[str, Rate]:
    slices = period.by.get(Dimension.CHANNEL, ())
    return {one.value: visitor_rate(one, rule) for one in slices}
