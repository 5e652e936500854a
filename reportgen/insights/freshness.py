"""What ages: each page, campaign and item in its first days beside its last ones."""

from collections.abc import Sequence

from reportgen import stats
from reportgen.model.change_counts import ACTED, MAIN, Aged, FreshKind, Seen
from reportgen.model.change_findings import Age, FreshFinding, FreshnessFinding
from reportgen.model.counts import Counts
from reportgen.stats import CLEAR, Rate, RateChange, Verdict


def fresh_findings(counts: Counts) -> FreshnessFinding | None:
    """None where nothing was found that can age. A rate that moved is called so where it still stands out among all that are compared."""
    found = counts.change.freshness
    if not found.aged or found.data_begin is None:
        return None
    changes = [_change(one) for one in found.aged]
    marked = _marked(changes)
    told = tuple(
        _finding(one, change, counts, shown=at in marked) for at, (one, change) in enumerate(zip(found.aged, changes, strict=True))
    )
    return FreshnessFinding(told, {kind: n for kind, n in found.more.items() if n}, found.data_begin, found.aged[0].last.days)


def _finding(one: Aged, change: RateChange | None, counts: Counts, *, shown: bool) -> FreshFinding:
    rate = _rate(one, one.now)
    return FreshFinding(
        kind=one.kind,
        name=one.name,
        rule=one.rule,
        first_day=one.first_day,
        at_start=one.at_start,
        days=(counts.as_of - one.first_day).days + 1,
        age=_age(one, change, shown=shown),
        visitors=rate.n if one.kind is FreshKind.ITEM else rate.of,
        rate=rate,
        change=change,
    )


def _rate(one: Aged, seen: Seen) -> Rate:
    """Of an item those who took it among all visitors; of a page or campaign those of its visitors who went on."""
    return Rate(seen.done.get(MAIN if one.kind is FreshKind.ITEM else ACTED, 0), seen.visitors)


def _gone(one: Aged) -> bool:
    return not (one.now.done.get(MAIN, 0) if one.kind is FreshKind.ITEM else one.now.visitors)


def _change(one: Aged) -> RateChange | None:
    if one.first is None or _gone(one):
        return None
    was, now = _rate(one, one.was), _rate(one, one.now)
    return stats.compare_rates(was, now, stats.dispersion((), max(was.of, now.of)))


def _marked(changes: Sequence[RateChange | None]) -> frozenset[int]:
    """Places of the changes that are clear by themselves and stand out after correction for their number."""
    tested = [(at, one) for at, one in enumerate(changes) if one is not None and one.p_value is not None]
    q_values = stats.false_discovery([one.p_value or 0.0 for _, one in tested])
    return frozenset(at for (at, one), q in zip(tested, q_values, strict=True) if one.verdict in CLEAR and stats.stands_out(q))


def _age(one: Aged, change: RateChange | None, *, shown: bool) -> Age:
    if _gone(one):
        return Age.GONE
    if change is None:
        return Age.FRESH
    if change.verdict is Verdict.COUNTS_ONLY:
        return Age.NOT_ENOUGH_DATA
    if shown:
        return Age.AGEING if (change.relative or 0.0) < 0 else Age.RISING
    return Age.HOLDING
