"""Hot leads: a score from what visitors did before a landmark day, how far it can be believed, and one simple rule (statistics 3.4)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from reportgen.stats.bridge import Bridge, Candidate, Link, Stratum, bridges, interval
from reportgen.stats.measures import Rate
from reportgen.stats.referee import LEVEL
from reportgen.stats.ridge import Fit, Floats, logistic

MIN_MACROS = 40
TOP = 0.02
SHARES = (TOP, 0.10, 0.30, 1.0)
BUCKETS = 5


@dataclass(frozen=True, slots=True)
class LeadProfile:
    """What is known of a visitor without a macro on a landmark day.

    `marks`: which micros were done, in one order for all; `recency`: 0-4 for under 3, 3-6, 7-13, 14-29, 30 or more days since the last
    visit; `views`: 0-4 for under 2, 2-3, 4-7, 8-14, 15 or more page views.
    """

    marks: tuple[bool, ...]
    recency: int
    views: int
    channel: str


@dataclass(frozen=True, slots=True)
class LeadGroup:
    """`n` visitors alike, `k` of them with the macro in the 30 days after."""

    profile: LeadProfile
    n: int
    k: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """A fitted score: `macros` it has learnt from, and the channels it has seen, others being none of them."""

    fit: Fit
    channels: tuple[str, ...]
    macros: int

    def chances(self, profiles: Sequence[LeadProfile]) -> tuple[float, ...]:
        """Probability, 0-1, of the macro within 30 days, in the order given."""
        if not profiles:
            return ()
        return tuple(float(chance) for chance in 1 / (1 + np.exp(-self.fit.linear(_columns(profiles, self.channels)))))


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Visitors given about the same chance: its mean, beside what happened."""

    said: float
    happened: Rate


@dataclass(frozen=True, slots=True)
class ScoreQuality:
    """A score held against visitors it has not learnt from.

    `auc`: probability, 0-1, that one with the macro was given the higher chance than one without; None without both. `bins`: the top 2 %,
    then up to 10, 30 and 100 % of the visitors, whole groups alike. `lift`: rate of the top 2 % / rate of all, None without a macro.
    """

    auc: float | None
    bins: tuple[ScoreBin, ...]
    lift: float | None


def train_score(groups: Sequence[LeadGroup]) -> Score | None:
    """A regularised logistic score from visitors of past landmarks; None under 40 macros, or when every visitor has one.

    Ridge with penalty 1 on every coefficient but the intercept. Raises ValueError when profiles have different numbers of marks.
    """
    macros = sum(one.k for one in groups)
    if macros < MIN_MACROS or macros == sum(one.n for one in groups):
        return None
    channels = tuple(sorted({one.profile.channel for one in groups}))
    k, n = np.array([(one.k, one.n) for one in groups], dtype=float).T
    return Score(logistic(_columns([one.profile for one in groups], channels), k, n), channels, macros)


def _columns(profiles: Sequence[LeadProfile], channels: Sequence[str]) -> Floats:
    """0 or 1 for each mark, bucket of recency and of views, and channel (rows, features)."""
    if len({len(one.marks) for one in profiles}) > 1:
        raise ValueError("all profiles need the same marks")
    rows = [
        (
            *one.marks,
            *(one.recency == bucket for bucket in range(BUCKETS)),
            *(one.views == bucket for bucket in range(BUCKETS)),
            *(one.channel == channel for channel in channels),
        )
        for one in profiles
    ]
    return np.array(rows, dtype=float)


def judge_score(score: Score, groups: Sequence[LeadGroup]) -> ScoreQuality:
    """The score against a later landmark than those it was trained on."""
    held = [one for one in groups if one.n]
    said = score.chances([one.profile for one in held])
    ordered = sorted(zip(said, held, strict=True), key=lambda pair: -pair[0])
    bins = _bins(ordered)
    rate, top = sum((one.happened for one in bins), Rate(0, 0)).value, bins[0].happened.value if bins else None
    return ScoreQuality(_auc(ordered), bins, top / rate if rate and top is not None else None)


def _auc(ordered: Sequence[tuple[float, LeadGroup]]) -> float | None:
    """Mann & Whitney (1947) over groups from the highest chance down; ties count half."""
    macros, others = sum(one.k for _, one in ordered), sum(one.n - one.k for _, one in ordered)
    if not macros or not others:
        return None
    at: dict[float, Rate] = {}
    for said, one in ordered:
        at[said] = at.get(said, Rate(0, 0)) + Rate(one.k, one.n)
    below, above = others, 0.0
    for rate in at.values():
        without = rate.of - rate.n
        below -= without
        above += rate.n * (below + without / 2)
    return above / (macros * others)


def _bins(ordered: Sequence[tuple[float, LeadGroup]]) -> tuple[ScoreBin, ...]:
    visitors = list(accumulate(one.n for _, one in ordered))
    found, begin = [], 0
    for share in SHARES:
        end = bisect_left(visitors, share * visitors[-1]) + 1 if visitors else 0
        part = ordered[begin:end]
        of = sum(one.n for _, one in part)
        if of:
            found.append(ScoreBin(sum(said * one.n for said, one in part) / of, Rate(sum(one.k for _, one in part), of)))
            begin = end
    return tuple(found)


def rank_leads(profiles: Sequence[LeadProfile], marked: Sequence[bool]) -> tuple[int, ...]:
    """Positions of the profiles, hottest first, where there are too few macros for a score: latest visit first, then most marked micros.

    `marked`: which of the marks are strong or suggestive links. Equal ones stay in the order given.
    """

    def coldness(at: int) -> tuple[int, int]:
        one = profiles[at]
        return one.recency, -sum(done and counts for done, counts in zip(one.marks, marked, strict=True))

    return tuple(sorted(range(len(profiles)), key=coldness))


@dataclass(frozen=True, slots=True)
class HotRule:
    """The chosen candidate's position, and its link; the interval allows for having chosen among so many."""

    chosen: int
    link: Link


def hot_rule(candidates: Sequence[Sequence[Stratum]]) -> HotRule | None:
    """The best of given rules, such as two marked micros within seven days, from the risk rows after each; None if none is strong.

    Best is the highest lower end of the interval at 1 - .05 / candidates (Bonferroni), which stays true however many were tried.
    """
    level = 1 - (1 - LEVEL) / max(len(candidates), 1)
    found = [
        replace(one, interval=interval(one.odds_ratio, one.log_se, level)) for one in bridges([Candidate(strata) for strata in candidates])
    ]
    strong = [(one.interval.low, -at) for at, one in enumerate(found) if one.bridge is Bridge.STRONG and one.interval]
    if not strong:
        return None
    at = -max(strong)[1]
    return HotRule(at, found[at])
