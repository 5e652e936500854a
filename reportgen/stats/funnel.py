"""Funnels: rates from step to step, what is unlike the weeks before or the other channels, and where most are lost (statistics 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, inf, log, sqrt

from reportgen.stats.bridge import Stratum, bridge, dispersion_between
from reportgen.stats.many import MIN_SHRINK, channel_against_rest, false_discovery, shrink
from reportgen.stats.measures import Dispersion, Interval, Rate, RateEstimate, Verdict
from reportgen.stats.rates import compare_rates, estimate_rates
from reportgen.stats.referee import LEVEL, MIN_VISITORS, stands_out

MIN_BEFORE = 100
MIN_RELATIVE_CHANGE = 0.10
PRIOR_DF, PRIOR_PHI = 4, 1.5
HISTORY_WEEKS = 24


@dataclass(frozen=True, slots=True)
class Step:
    """Visitors who reached a step, of those at the step before and of those at the first (both None at the first)."""

    reached: int
    of_last: RateEstimate | None
    of_first: RateEstimate | None


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step's rate now against its own weeks before.

    `usual`: where 95 % of such periods lie if nothing changed. `interval` is of the difference (shares). COUNTS_ONLY under 30 entrants now
    or 100 before; UP or DOWN when q < .10 and the rate moved by at least 10 % of itself; otherwise NOT_ENOUGH_DATA.
    """

    before: Rate
    now: Rate
    verdict: Verdict
    phi: float = 1.0
    usual: Interval | None = None
    interval: Interval | None = None
    relative: float | None = None
    p_value: float | None = None
    q_value: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One channel's step rate against all others', month by month; `odds_ratio` above 1 where the channel's is higher.

    COUNTS_ONLY under 30 entrants in the channel or 100 in the others; UP or DOWN when q < .10 and both rates, over all months, are at least
    10 % apart; otherwise NOT_ENOUGH_DATA.
    """

    channel: Rate
    rest: Rate
    verdict: Verdict
    odds_ratio: float | None = None
    interval: Interval | None = None
    p_value: float | None = None
    q_value: float | None = None


def steps(reached: Sequence[int], phi: float = 1.0) -> tuple[Step, ...]:
    """The steps of a funnel from the visitors who reached each, entrants first; rates with Wilson intervals on n / phi.

    Raises ValueError where a step has more visitors than the one before.
    """
    if any(later > earlier for earlier, later in pairwise(reached)):
        raise ValueError(f"a funnel cannot widen: {list(reached)}")
    spread = Dispersion(phi, assumed=True, df=inf)
    last = estimate_rates([Rate(n, of) for of, n in pairwise(reached)], spread)
    first = estimate_rates([Rate(n, reached[0]) for n in reached[1:]], spread)
    later = [Step(n, one, all_) for n, one, all_ in zip(reached[1:], last, first, strict=True)]
    return (Step(reached[0], None, None), *later) if reached else ()


def step_changes(cases: Sequence[tuple[Sequence[Rate], Rate]]) -> tuple[StepChange, ...]:
    """Steps (of any channel or device, also exit shares) against up to 24 weeks before, judged together, in the order given.

    Each case is (weeks before, now). Quasi-binomial: phi = (chi-square + 4 x 1.5) / (df + 4), at least 1, of the weeks around their pooled
    rate, t with df + 4; where a cell expects fewer than five, Fisher's exact test if that is more cautious.
    """
    found = [_against_before(weeks[-HISTORY_WEEKS:], now) for weeks, now in cases]
    tested = [i for i, one in enumerate(found) if one.p_value is not None]
    q_values = false_discovery([found[i].p_value or 0.0 for i in tested])
    for i, q_value in zip(tested, q_values, strict=True):
        relative = found[i].relative
        found[i] = replace(found[i], verdict=_verdict(q_value, relative), q_value=q_value)
    return tuple(found)


def _against_before(weeks: Sequence[Rate], now: Rate) -> StepChange:
    before = sum(weeks, Rate(0, 0))
    if now.of < MIN_VISITORS or before.of < MIN_BEFORE:
        return StepChange(before, now, Verdict.COUNTS_ONLY)
    spread = steady_dispersion(weeks)
    return StepChange(
        before,
        now,
        Verdict.NOT_ENOUGH_DATA,
        phi=spread.phi,
        usual=_usual(before, now.of, spread),
        interval=compare_rates(before, now, spread).interval,
        relative=(now.n / now.of) / (before.n / before.of) - 1 if before.n else None,
        p_value=channel_against_rest(now, before, spread),
    )


def steady_dispersion(weeks: Sequence[Rate]) -> Dispersion:
    """Dispersion of weekly rates, drawn to 1.5 by four weeks' worth, so that few weeks can also be used; 1 at least."""
    usable = [one for one in weeks if one.of]
    pooled = sum(usable, Rate(0, 0))
    df = max(len(usable) - 1, 0)
    chi_square = 0.0
    if 0 < pooled.n < pooled.of:
        p = pooled.n / pooled.of
        chi_square = sum((one.n - one.of * p) ** 2 / (one.of * p * (1 - p)) for one in usable)
    return Dispersion(_shrunken(chi_square, df), assumed=not df, df=df + PRIOR_DF)


def _shrunken(chi_square: float, df: int) -> float:
    return max(1.0, (chi_square + PRIOR_DF * PRIOR_PHI) / (df + PRIOR_DF))


def _usual(before: Rate, entrants: int, spread: Dispersion) -> Interval:
    p = before.n / before.of
    reach = _quantile(spread.df) * sqrt(spread.phi * p * (1 - p) * (1 / before.of + 1 / entrants))
    return Interval(max(p - reach, 0.0), min(p + reach, 1.0), LEVEL)


def _quantile(df: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + LEVEL) / 2))


def _verdict(q_value: float, relative: float | None) -> Verdict:
    if not stands_out(q_value) or (relative is not None and abs(relative) < MIN_RELATIVE_CHANGE):
        return Verdict.NOT_ENOUGH_DATA
    return Verdict.DOWN if relative is not None and relative < 0 else Verdict.UP


def channel_gaps(cases: Sequence[Sequence[tuple[Rate, Rate]]]) -> tuple[Gap, ...]:
    """Channels against all others, judged together: each case is (channel, rest) for every month, compared within its month.

    The odds ratio pooled over months (Mantel-Haenszel) with the dispersion between them (Tarone's chi-square, drawn to 1.5 as above).
    """
    found = [_against_rest(months) for months in cases]
    tested = [i for i, one in enumerate(found) if one.p_value is not None]
    q_values = false_discovery([found[i].p_value or 0.0 for i in tested])
    for i, q_value in zip(tested, q_values, strict=True):
        channel, rest = found[i].channel.value, found[i].rest.value
        relative = channel / rest - 1 if channel is not None and rest else None
        found[i] = replace(found[i], verdict=_verdict(q_value, relative), q_value=q_value)
    return tuple(found)


def _against_rest(months: Sequence[tuple[Rate, Rate]]) -> Gap:
    channel, rest = (sum(side, Rate(0, 0)) for side in zip(*months, strict=True)) if months else (Rate(0, 0), Rate(0, 0))
    if channel.of < MIN_VISITORS or rest.of < MIN_BEFORE:
        return Gap(channel, rest, Verdict.COUNTS_ONLY)
    strata = [Stratum(one.of + other.of, one.n + other.n, one.of, one.n) for one, other in months]
    found = bridge(strata)
    chi_square, df = dispersion_between(strata, found.odds_ratio)
    phi = _shrunken(chi_square, df)
    interval = None
    if found.odds_ratio and found.log_se is not None:
        reach = _quantile(df + PRIOR_DF) * sqrt(phi) * found.log_se
        middle = log(found.odds_ratio)
        interval = Interval(exp(middle - reach), exp(middle + reach), LEVEL)
    p_value = 1.0 if found.p_value is None else _dispersed(found.p_value, phi, df + PRIOR_DF)
    return Gap(channel, rest, Verdict.NOT_ENOUGH_DATA, found.odds_ratio, interval, p_value)


def _dispersed(p_value: float, phi: float, df: int) -> float:
    """The p value of a normal statistic divided by sqrt(phi), with Student's tails."""
    from scipy.special import ndtri, stdtr

    return float(2 * stdtr(df, float(ndtri(max(p_value, 1e-300) / 2)) / sqrt(phi)))


def lost(exits: Sequence[Rate]) -> tuple[float, ...]:
    """Visitors that each page or step loses, to rank by: its exit share, shrunken where three or more can be compared, x its visitors."""
    shares = shrink(exits) if len(exits) >= MIN_SHRINK else [one.value or 0.0 for one in exits]
    return tuple(share * one.of for share, one in zip(shares, exits, strict=True))
