"""Micro to macro: how often a macro follows a micro, beside what comparable visits would give (statistics 3.1 and 3.2).

Counts of risk rows (page views up to the one during which a visitor's first macro happens) by stratum: first channel x visit number x page
number. Rows of one stratum are compared with each other only, and the strata are pooled after Mantel & Haenszel (1959). Every visitor has
one macro at most, so the rows are discrete-time hazards and may be treated as independent. Association, never effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil, erfc, exp, inf, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.many import false_discovery
from reportgen.stats.measures import Interval, Rate
from reportgen.stats.referee import LEVEL, MIN_EXPECTED, MIN_MACROS

Floats = NDArray[np.float64]

STRONG_Q, SUGGESTIVE_Q = 0.05, 0.10
STRONG_LOW = 1.2
STRUCTURAL_SHARE = 0.95
VANITY_LOW, VANITY_HIGH = 0.8, 1.25


class Bridge(StrEnum):
    """What the link of a micro to a macro is called."""

    STRONG = "strong"
    SUGGESTIVE = "suggestive"
    STRUCTURAL = "structural"
    NOT_ENOUGH_DATA = "not_enough_data"
    NO_LINK_SHOWN = "no_link_shown"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Risk rows that may be compared: `n` rows, `d` of them with the macro; `n1` after the micro, `d1` of them with the macro.

    Raises ValueError for counts that no rows can have.
    """

    n: int
    d: int
    n1: int
    d1: int

    def __post_init__(self) -> None:
        if not (0 <= self.d1 <= min(self.d, self.n1) and max(self.d, self.n1) <= self.n and self.d - self.d1 <= self.n - self.n1):
            raise ValueError(f"no rows can count n {self.n}, d {self.d}, n1 {self.n1}, d1 {self.d1}")

    @property
    def compared(self) -> bool:
        """Whether rows with and without the micro are there."""
        return 0 < self.n1 < self.n


@dataclass(frozen=True, slots=True)
class Candidate:
    """A micro before a macro, to be judged.

    `had_it`: macro visitors who had the micro before, of all macro visitors. `declared_step`: settings name it as an earlier step.
    """

    strata: Sequence[Stratum]
    had_it: Rate = field(default=Rate(0, 0))
    declared_step: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """How a macro goes along with a micro.

    `macros` of all risk rows; `observed` and `expected` macros after the micro are of the strata that have rows with and without it, as is
    everything below. `odds_ratio` is None when nobody without the micro had the macro; `interval` (and `log_se`, the standard error of its
    logarithm) also when nobody with it had. `differs_p`: Tarone's test that strata have one odds ratio, None with fewer than two that could
    tell; over many thin strata it cries wolf (docs/calibration.md), so ask `heterogeneity` whether channels differ. `q_value` is None until
    compared with other micros, and where it was not tested.
    """

    bridge: Bridge
    macros: int
    observed: int
    expected: float
    odds_ratio: float | None = None
    interval: Interval | None = None
    log_se: float | None = None
    p_value: float | None = None
    q_value: float | None = None
    differs_p: float | None = None

    @property
    def enough(self) -> bool:
        """At least 20 macros, and 5 expected after the micro."""
        return self.macros >= MIN_MACROS and self.expected >= MIN_EXPECTED

    @property
    def more_needed(self) -> int | None:
        """Further macros after which there may be enough data, at the present share of them after the micro; 0 where there is enough.

        None where no macro is expected after the micro, so that no number of them would do.
        """
        if not self.expected:
            return None
        wanted = max(MIN_MACROS, ceil(MIN_EXPECTED * self.macros / self.expected - 1e-9))
        return max(wanted - self.macros, 0 if self.enough else 1)

    @property
    def fewer(self) -> bool:
        """Whether the macro is rarer after the micro."""
        return self.observed < self.expected

    @property
    def marked(self) -> bool:
        """Whether the link stands out from chance: strong or suggestive."""
        return self.bridge in {Bridge.STRONG, Bridge.SUGGESTIVE}

    @property
    def vanity(self) -> bool:
        """Plenty of data, and no link worth the name."""
        if self.interval is None or self.expected < MIN_EXPECTED or self.bridge in {Bridge.STRONG, Bridge.STRUCTURAL}:
            return False
        return self.interval.low >= VANITY_LOW and self.interval.high <= VANITY_HIGH


def bridges(candidates: Sequence[Candidate]) -> tuple[Link, ...]:
    """All candidates judged together, in the order given: q values after Benjamini & Hochberg (1995) over those with enough data.

    Structural ones come first and are not tested: an earlier step that nearly all macro visitors take says nothing about the others.
    """
    found = [bridge(one.strata) for one in candidates]
    structural = [is_structural(one, each) for one, each in zip(candidates, found, strict=True)]
    tested = [i for i, each in enumerate(found) if each.enough and not structural[i]]
    q_values = dict(zip(tested, false_discovery([found[i].p_value or 0.0 for i in tested]), strict=True))
    return tuple(
        replace(each, bridge=Bridge.STRUCTURAL, q_value=None) if structural[i] else _labelled(each, q_values.get(i))
        for i, each in enumerate(found)
    )


def bridge(strata: Sequence[Stratum]) -> Link:
    """One micro alone: the Mantel-Haenszel odds ratio with Robins', Breslow's & Greenland's (1986) interval.

    p: Cochran-Mantel-Haenszel with continuity correction; `differs_p`: Breslow-Day with Tarone's (1985) correction. NOT_ENOUGH_DATA under
    20 macros or 5 expected; else labelled as if nothing else was tested, q = p.
    """
    macros = sum(one.d for one in strata)
    used = [one for one in strata if one.compared]
    if not used:
        return Link(Bridge.NOT_ENOUGH_DATA, macros, 0, 0.0)
    n, d, n1, a = _columns(used)
    observed, expected = int(a.sum()), float((d * n1 / n).sum())
    ratio, log_se = _pooled(n, d, n1, a)
    found = Link(
        Bridge.NO_LINK_SHOWN,
        macros,
        observed,
        expected,
        odds_ratio=ratio,
        interval=interval(ratio, log_se),
        log_se=log_se,
        p_value=_null_p(n, d, n1, a),
        differs_p=_tarone(n, d, n1, a, ratio)[2],
    )
    return _labelled(found, found.p_value)


def is_structural(candidate: Candidate, found: Link) -> bool:
    """A declared earlier step that at least 95 % of the macro's visitors took, with at least 20 macros to say so."""
    share = candidate.had_it.value
    return candidate.declared_step and found.macros >= MIN_MACROS and share is not None and share >= STRUCTURAL_SHARE


def interval(odds_ratio: float | None, log_se: float | None, level: float = LEVEL) -> Interval | None:
    """exp(ln OR +- z se); None without both, or beyond what a float holds."""
    if not odds_ratio or log_se is None:
        return None
    reach = NormalDist().inv_cdf((1 + level) / 2) * log_se
    return Interval(odds_ratio * exp(-reach), odds_ratio * exp(reach), level) if reach < 700 else None


def heterogeneity(found: Sequence[Link]) -> float | None:
    """p value of one odds ratio for all groups (such as channels): Cochran's (1954) Q on the log odds ratios.

    Groups without enough data stay out; None with fewer than two left.
    """
    told = [(log(one.odds_ratio), one.log_se) for one in found if one.enough and one.odds_ratio and one.log_se]
    if len(told) < 2:
        return None
    logs, weights = np.array([value for value, _ in told]), np.array([se**-2 for _, se in told])
    middle = float(weights @ logs / weights.sum())
    return _chi_square_p(float(weights @ (logs - middle) ** 2), len(told) - 1)


def dispersion_between(strata: Sequence[Stratum], odds_ratio: float | None) -> tuple[float, int]:
    """Breslow's & Day's (1980) chi-square of the strata around their common odds ratio with Tarone's correction, and its df.

    (0.0, 0) with fewer than two strata that could tell.
    """
    used = [one for one in strata if one.compared]
    chi_square, df, _ = _tarone(*_columns(used), odds_ratio) if used else (0.0, 0, None)
    return chi_square, df


def _columns(strata: Sequence[Stratum]) -> tuple[Floats, Floats, Floats, Floats]:
    n, d, n1, a = np.array([(one.n, one.d, one.n1, one.d1) for one in strata], dtype=float).T
    return n, d, n1, a


def _labelled(found: Link, q_value: float | None) -> Link:
    if not found.enough or q_value is None:
        return replace(found, bridge=Bridge.NOT_ENOUGH_DATA, q_value=None)
    low = found.interval.low if found.interval else 0.0
    if q_value < STRONG_Q and low > STRONG_LOW:
        label = Bridge.STRONG
    else:
        label = Bridge.SUGGESTIVE if q_value < SUGGESTIVE_Q else Bridge.NO_LINK_SHOWN
    return replace(found, bridge=label, q_value=q_value)


def _pooled(n: Floats, d: Floats, n1: Floats, a: Floats) -> tuple[float | None, float | None]:
    """The pooled odds ratio and the standard error of its logarithm, None where they have no finite value."""
    b, c = n1 - a, d - a
    e = n - n1 - c
    up, down, agree = a * e / n, b * c / n, (a + e) / n
    top, bottom = float(up.sum()), float(down.sum())
    if bottom == 0:
        return None, None
    if top == 0:
        return 0.0, None
    variance = (
        float(agree @ up) / top**2 + float(agree @ down + (1 - agree) @ up) / (top * bottom) + float((1 - agree) @ down) / bottom**2
    ) / 2
    return top / bottom, sqrt(variance)


def _null_p(n: Floats, d: Floats, n1: Floats, a: Floats) -> float:
    """Cochran-Mantel-Haenszel p value, corrected for continuity; 1.0 where nothing could vary."""
    many = n > 1
    variance = float((d[many] * (n - d)[many] * n1[many] * (n - n1)[many] / (n[many] ** 2 * (n[many] - 1))).sum())
    away = max(abs(float((a - d * n1 / n).sum())) - 0.5, 0.0)
    return erfc(away / sqrt(2 * variance)) if variance > 0 else 1.0


def _tarone(n: Floats, d: Floats, n1: Floats, a: Floats, ratio: float | None) -> tuple[float, int, float | None]:
    """Chi-square, degrees of freedom and p value that all strata have the pooled odds ratio; only strata with 0 < d < n can tell."""
    tells = (d > 0) & (d < n)
    if tells.sum() < 2 or not ratio:
        return 0.0, 0, None
    n, d, n1, a = n[tells], d[tells], n1[tells], a[tells]
    fitted = _fitted(n, d, n1, ratio)
    variance = 1 / (1 / fitted + 1 / (d - fitted) + 1 / (n1 - fitted) + 1 / (n - d - n1 + fitted))
    away = a - fitted
    chi_square = max(float((away**2 / variance).sum() - away.sum() ** 2 / variance.sum()), 0.0)
    df = int(tells.sum()) - 1
    return chi_square, df, _chi_square_p(chi_square, df)


def _fitted(n: Floats, d: Floats, n1: Floats, ratio: float) -> Floats:
    """Macros after the micro in each stratum at that odds ratio: the root of a quadratic, written so that 1 is no special case."""
    slope = ratio * (d + n1) + n - d - n1
    root = np.sqrt(slope**2 + 4 * (1 - ratio) * ratio * d * n1)
    fitted: Floats = 2 * ratio * d * n1 / (slope + root)
    return fitted


def _chi_square_p(chi_square: float, df: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, chi_square)) if chi_square < inf else 0.0
