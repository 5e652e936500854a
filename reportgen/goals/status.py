"""The status word of a goal (statistics, Settled and 1.5), on the basis of its pace."""

from dataclasses import dataclass

from reportgen.model.findings import GoalStatus
from reportgen.model.reasons import GoalReason

MIN_RECORDED = 0.50
MAX_STALE_DAYS = 7
EARLY = 0.10
AHEAD, ON_TRACK, AT_RISK = 1.10, 0.95, 0.80


@dataclass(frozen=True, slots=True)
class Case:
    """All that the status rests on.

    `elapsed` is the share of the period's days that are over (0: not begun, 1: over). `locks`: the total can only grow, so that
    reaching the target (or exceeding the limit) settles it before the deadline. `refunds`: amounts were taken back before.
    `stale_days` from the newest data to the as-of day, None without data. `little_history`: too little to judge by.
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

    @property
    def met(self) -> bool:
        if self.actual is None or self.target is None:
            return False
        return self.actual <= self.target if self.at_most else self.actual >= self.target


Decision = tuple[GoalStatus, GoalReason | None]


def decide(case: Case) -> Decision:
    """The status, and why where the pace does not say it. First match wins."""
    if case.elapsed <= 0:
        return GoalStatus.NOT_STARTED, None
    if case.target is None:
        return GoalStatus.NOT_COMPARABLE, case.blocked
    if case.actual is None or case.stale_days is None:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED
    return _locked(case) or _over(case) or _unclear(case) or _unreachable(case) or (by_pace(case), None)


def _locked(case: Case) -> Decision | None:
    """Settled before the deadline: missing days could only have added to what is there."""
    if not case.locks or case.elapsed >= 1:
        return None
    if case.at_most:
        return None if case.met else (GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED)
    if not case.met:
        return None
    return GoalStatus.ACHIEVED, GoalReason.REACHED_SO_FAR if case.refunds else GoalReason.REACHED


def _over(case: Case) -> Decision | None:
    if case.elapsed < 1:
        return None
    if case.locks and case.met != case.at_most:
        return (GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE) if case.met else (GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED)
    if case.recorded < MIN_RECORDED:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED
    if case.stale_days is not None and case.stale_days > MAX_STALE_DAYS:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE
    if case.met:
        return GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE
    return GoalStatus.MISSED, GoalReason.NOT_MET_AT_DEADLINE


def _unclear(case: Case) -> Decision | None:
    if case.recorded < MIN_RECORDED:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED
    if case.stale_days is not None and case.stale_days > MAX_STALE_DAYS:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE
    if case.little_history and case.elapsed < EARLY:
        return GoalStatus.NOT_ENOUGH_DATA, GoalReason.TOO_EARLY
    return None


def _unreachable(case: Case) -> Decision | None:
    if case.required_rate is None or 0 <= case.required_rate <= 1:
        return None
    hopeless = case.required_rate < 0 if case.at_most else case.required_rate > 1
    return (GoalStatus.MISSED, GoalReason.OUT_OF_REACH) if hopeless else None


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
