"""Breaks in a share: weeks against the 26 before, where neither chance nor a slow drift explains them (statistics 2 and 8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.stats.measures import Dispersion, Rate
from reportgen.stats.rates import MAX_WEEKS, MIN_WEEKLY_VISITORS, MIN_WEEKS, difference_p_value

SURE = 1e-4
"""Stricter than a change that is reported: a share is looked at every month, for good."""
LEAST_POINTS = 0.05
LEAST_CHANGE = 0.25
"""Of the share itself, or of what is left of it, whichever is smaller."""
RECENT = 4
"""The weeks just before must be as unlike, or the share has drifted rather than jumped."""
LEAST_OF_IT = 0.6
PSEUDO_SQUARES = 4.0
PSEUDO_PHI = 1.5


@dataclass(frozen=True, slots=True)
class Break:
    """From week `at` (a position) on, a share is `after` where it was `before`; `p_value` of the quasi-binomial test."""

    at: int
    before: Rate
    after: Rate
    p_value: float


def share_break(weeks: Sequence[Rate], first: int, least_points: float = LEAST_POINTS, sure: float = SURE) -> Break | None:
    """The clearest break that begins in one of the weeks from position `first` on and lasts to the last one; None where there is none.

    Each such stretch is tested against the (at most 26, at least 8) weeks before `first`, with their own dispersion, a little of it
    assumed (four weeks at phi 1.5). It must be sure (p < .0001, `sure`), by 5 points (`least_points`) and a quarter, and be mostly there
    against the four weeks before as well. Weeks with fewer than ten in the denominator are left out.
    """
    earlier = [week for week in weeks[max(0, first - MAX_WEEKS) : first] if week.of >= MIN_WEEKLY_VISITORS]
    if len(earlier) < MIN_WEEKS:
        return None
    before, recent, spread = _sum(earlier), _sum(earlier[-RECENT:]), _spread(earlier)
    found = []
    for at in range(first, len(weeks)):
        after = _sum(weeks[at:])
        if after.of >= MIN_WEEKLY_VISITORS and _jumped(before, recent, after, least_points):
            p_value = difference_p_value(before, after, spread)
            found += [Break(at, before, after, p_value)] if p_value < sure else []
    return min(found, key=lambda each: each.p_value, default=None)


def _jumped(before: Rate, recent: Rate, after: Rate, least_points: float) -> bool:
    was, lately, now = (rate.n / rate.of for rate in (before, recent, after))
    change = now - was
    enough = max(least_points, LEAST_CHANGE * min(was, 1 - was))
    return change != 0 and abs(change) >= enough and (now - lately) / change >= LEAST_OF_IT


def _sum(weeks: Sequence[Rate]) -> Rate:
    return Rate(sum(week.n for week in weeks), sum(week.of for week in weeks))


def _spread(weeks: Sequence[Rate]) -> Dispersion:
    """(chi-square + 4 x 1.5) / (weeks - 1 + 4) around the pooled share, at least 1."""
    pooled = _sum(weeks)
    share = pooled.n / pooled.of
    df = len(weeks) - 1 + PSEUDO_SQUARES
    chance = share * (1 - share)
    squares = sum((week.n - week.of * share) ** 2 / (week.of * chance) for week in weeks) if chance else 0.0
    return Dispersion(max(1.0, (squares + PSEUDO_SQUARES * PSEUDO_PHI) / df), assumed=False, df=df)
