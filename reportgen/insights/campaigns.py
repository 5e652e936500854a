"""Two campaigns side by side: on the macro, and where customers are too few to say, on a micro that supports it (checklist 004-15)."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from reportgen import stats
from reportgen.insights.rules import rate_spread, visitor_rate
from reportgen.model.channel_findings import ComparisonFinding, Duel
from reportgen.model.counts import Counts, Dimension, Slice
from reportgen.model.settings import ConversionRule
from reportgen.stats import Dispersion, RateChange, Verdict

COMPARED = 3
"""Slices with most visitors of which each pair is compared."""
Pair = tuple[Slice, Slice]


def comparisons(counts: Counts, macro: ConversionRule | None, micros: Sequence[ConversionRule]) -> tuple[ComparisonFinding, ...]:
    """Each pair of the campaigns with most visitors; of channels where fewer than two campaigns have a name and thirty visitors."""
    if macro is None:
        return ()
    by = counts.current.by
    for dimension in (Dimension.CAMPAIGN, Dimension.CHANNEL):
        largest = _largest(by.get(dimension, ()))
        if len(largest) > 1:
            return _compared(dimension, list(combinations(largest, 2)), counts, macro, micros)
    return ()


def _largest(slices: Sequence[Slice]) -> list[Slice]:
    """Values in brackets stand for no name: (organic), (not set), (other)."""
    named = [one for one in slices if not one.value.startswith("(") and one.traffic.visitors >= stats.MIN_VISITORS]
    return sorted(named, key=lambda one: (-one.traffic.visitors, one.value))[:COMPARED]


def _compared(
    dimension: Dimension, pairs: Sequence[Pair], counts: Counts, macro: ConversionRule, micros: Sequence[ConversionRule]
) -> tuple[ComparisonFinding, ...]:
    on_macro = duels(pairs, macro.key, rate_spread(counts, macro.key, None))
    undecided = [pair for pair, duel in zip(pairs, on_macro, strict=True) if not duel.leads]
    on_micro = _on_micro(undecided, counts, micros)
    return tuple(
        ComparisonFinding(dimension, one.value, other.value, duel, on_micro.get((one.value, other.value)))
        for (one, other), duel in zip(pairs, on_macro, strict=True)
    )


def _on_micro(pairs: Sequence[Pair], counts: Counts, micros: Sequence[ConversionRule]) -> Mapping[tuple[str, str], Duel]:
    """On the first supporting micro; none where nothing supports the macro."""
    if not micros or not pairs:
        return {}
    found = duels(pairs, micros[0].key, rate_spread(counts, micros[0].key, None))
    return {(one.value, other.value): duel for (one, other), duel in zip(pairs, found, strict=True)}


def duels(pairs: Sequence[Pair], rule: str, spread: Dispersion) -> tuple[Duel, ...]:
    """Each pair on one rule, corrected for their number."""
    changes = [stats.compare_rates(visitor_rate(other, rule), visitor_rate(one, rule), spread) for one, other in pairs]
    tested = [i for i, change in enumerate(changes) if change.p_value is not None]
    q_values = dict(zip(tested, stats.false_discovery([changes[i].p_value or 0.0 for i in tested]), strict=True))
    return tuple(_duel(rule, change, q_values.get(i), spread) for i, change in enumerate(changes))


def _duel(rule: str, change: RateChange, q_value: float | None, spread: Dispersion) -> Duel:
    clear = change.verdict in stats.CLEAR and stats.stands_out(q_value)
    leads = 0 if not clear else 1 if change.verdict is Verdict.UP else -1
    return Duel(rule, change, leads, None if leads else stats.more_visitors(change.before, change.after, spread.phi))
