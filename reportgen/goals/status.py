"""The status word of a goal (statistics, Settled and 1.5), on the basis of its chance or, without one, its pace."""

from dataclasses import dataclass

from reportgen.model.findings import Basis, GoalStatus
from reportgen.model.reasons import GoalReason
from reportgen.model.settings import Thresholds

MIN_RECORDED = 0.50
MAX_STALE_DAYS = 7
EARLY = 0.10
AHEAD, ON_TRACK, AT_RISK = 1.10, 0.95, 0.80


RANKS = (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK, GoalStatus.ON_TRACK, GoalStatus.AHEAD)
"""The words for a goal that is still open, worst first."""
USUAL = Thresholds()
MARGIN = 0.05
"""How far beyond a border the chance must be before last month's word changes (statistics 1.5, hysteresis)."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that the status rests on.

    `elapsed` is the share of the period's days that are over (0: not begun, 1: over). `locks`: the total can only grow, so that
    reaching the target (or exceeding the limit) settles it before the deadline. `refunds`: amounts were taken back before.
    `stale_days` from the newest data to the as-of day, None without data. `little_history`: too little to judge by. `ramping`: inside
    a new campaign's declared weeks. `chance` (0-1) of meeting the target, None where nothing could be simulated; `before`: the word of
    the look before this one, where it rested on a chance too.
    """

    elapsed: float
    at_most: bool
    locks: bool
    refunds: bool
    actual: float | None
    target: float | None
    expected: float | None
    blocked: GoalReason | None
    recorded: float
    stale_days: int | None
    little_history: bool
    required_rate: float | None
    ramping: bool = False
    chance: float | None = None
    before: GoalStatus | None = None
    thresholds: Thresholds = USUAL

    @property
    def met(self) -> bool:
        if self.actual is None or self.target is None:
            return False
        return self.actual <= self.target if self.at_most else self.actual >= self.target


@dataclass(frozen=True, slots=True)
class Decision:
    """The status, why where neither chance nor pace says it, and what it rests on."""

    status: GoalStatus
    reason: GoalReason | None = None
    basis: Basis = Basis.PACE


def decide(case: Case) -> Decision:
    """The status. First match wins."""
    if case.elapsed <= 0:
        return Decision(GoalStatus.NOT_STARTED)
    if case.target is None:
        return Decision(GoalStatus.NOT_COMPARABLE, case.blocked)
    if case.actual is None or case.stale_days is None:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED)
    return _locked(case) or _over(case) or _unclear(case) or _unreachable(case) or _open(case)


def _open(case: Case) -> Decision:
    if case.chance is None:
        return Decision(by_pace(case))
    return Decision(by_chance(case.chance, case.thresholds, case.before), basis=Basis.PROJECTION)


def by_chance(chance: float, thresholds: Thresholds, before: GoalStatus | None = None) -> GoalStatus:
    """The word for a chance (0-1); the word `before` stays unless the chance is five points beyond the border left behind."""
    borders = (thresholds.at_risk, thresholds.on_track, thresholds.ahead)
    now = sum(chance >= border for border in borders)
    then = RANKS.index(before) if before in RANKS else now
    if (now > then and chance < borders[then] + MARGIN) or (now < then and chance >= borders[then - 1] - MARGIN):
        now = then
    return RANKS[now]


def _locked(case: Case) -> Decision | None:
    """Settled before the deadline: missing days could only have added to what is there."""
    if not case.locks or case.elapsed >= 1:
        return None
    if case.at_most:
        return None if case.met else Decision(GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED)
    if not case.met:
        return None
    return Decision(GoalStatus.ACHIEVED, GoalReason.REACHED_SO_FAR if case.refunds else GoalReason.REACHED)


def _over(case: Case) -> Decision | None:
    if case.elapsed < 1:
        return None
    if case.locks and case.met != case.at_most:
        return (
            Decision(GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE)
            if case.met
            else Decision(GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED)
        )
    if case.recorded < MIN_RECORDED:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED)
    if case.stale_days is not None and case.stale_days > MAX_STALE_DAYS:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE)
    return _met() if case.met else Decision(GoalStatus.MISSED, GoalReason.NOT_MET_AT_DEADLINE)


def _met() -> Decision:
    return Decision(GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE)


def _unclear(case: Case) -> Decision | None:
    if case.recorded < MIN_RECORDED:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED)
    if case.stale_days is not None and case.stale_days > MAX_STALE_DAYS:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE)
    if case.ramping:
        return Decision(GoalStatus.RAMPING, GoalReason.RAMPING)
    if case.chance is None and case.little_history and case.elapsed < EARLY:
        return Decision(GoalStatus.NOT_ENOUGH_DATA, GoalReason.TOO_EARLY)
    return None


def _unreachable(case: Case) -> Decision | None:
    if case.required_rate is None or 0 <= case.required_rate <= 1:
        return None
    hopeless = case.required_rate < 0 if case.at_most else case.required_rate > 1
    return Decision(GoalStatus.MISSED, GoalReason.OUT_OF_REACH) if hopeless else None


def by_pace(case: Case) -> GoalStatus:
    """Actual over expected, or expected over actual where less is better: 1.10 ahead, .95 on track, .80 at risk."""
    if case.actual is None or case.expected is None:
        return GoalStatus.NOT_ENOUGH_DATA
    part, whole = (case.expected, case.actual) if case.at_most else (case.actual, case.expected)
    if whole <= 0:
        # Nothing used of an allowance, or nothing expected yet: no ratio can be taken.
        return GoalStatus.AHEAD if part > whole or case.met else GoalStatus.OFF_TRACK
    for least, status in ((AHEAD, GoalStatus.AHEAD), (ON_TRACK, GoalStatus.ON_TRACK), (AT_RISK, GoalStatus.AT_RISK)):
        if part / whole >= least:
            return status
    return GoalStatus.OFF_TRACK
