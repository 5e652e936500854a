"""The firm of `wording_fixture` with everything that can be known of a goal: forecasts, histories, steps, ramps, plans, combined goals."""

from dataclasses import replace
from datetime import date, timedelta

from wording_fixture import OCTOBER, goal, healthy_findings, healthy_settings, letters, straight_path

from reportgen.model.findings import (
    Basis,
    CombinedFinding,
    FanDay,
    Findings,
    GoalFinding,
    GoalStatus,
    PartFinding,
    PastLook,
    Plan,
    Projection,
    Ramping,
    SameAge,
    Step,
    Unit,
    VersionChange,
)
from reportgen.model.reasons import CombinedReason, GoalReason, LetterReason, PathBasis
from reportgen.model.settings import Combine, Goal, Settings
from reportgen.periods import Period
from reportgen.stats.attain import Attainable
from reportgen.stats.forecast import Method
from reportgen.stats.measures import Interval
from reportgen.stats.trend import Trend, TrendVerdict

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
AS_OF = OCTOBER.last_day
DEADLINE = YEAR.last_day
ENDS = tuple(date(2026, month + 1, 1) - timedelta(days=1) for month in range(1, 11))


def fan(now: float, low: float, median: float, high: float, *, adds: bool = True) -> tuple[FanDay, ...]:
    """Eight weeks and the deadline; a rate's fan opens at once."""
    days = [*(AS_OF + timedelta(days=7 * week) for week in range(1, 9)), DEADLINE]
    shares = [(day - AS_OF).days / (DEADLINE - AS_OF).days for day in days]
    widths = shares if adds else [share**0.5 for share in shares]
    return tuple(
        FanDay(day, now + (low - now) * wide, now + (median - now) * share, now + (high - now) * wide)
        for day, share, wide in zip(days, shares, widths, strict=True)
    )


def projection(value: float, low: float, high: float, chance: float, **more: object) -> Projection:
    values: dict[str, object] = {"method": Method.LEVEL, "weeks": 43, "drift": 0.11}
    return Projection(value, Interval(low, high, 0.80), chance, **{**values, **more})  # type: ignore[arg-type]


def past(statuses: str, chances: tuple[float | None, ...], reached: float, target: float) -> tuple[PastLook, ...]:
    """A look at each month's end, one letter of `statuses` each: - not enough data, o off track, r at risk, t on track, h ahead."""
    words = {
        "-": GoalStatus.NOT_ENOUGH_DATA,
        "o": GoalStatus.OFF_TRACK,
        "r": GoalStatus.AT_RISK,
        "t": GoalStatus.ON_TRACK,
        "h": GoalStatus.AHEAD,
        "d": GoalStatus.ACHIEVED,
    }
    return tuple(
        PastLook(
            day,
            words[letter],
            Basis.PACE if chance is None else Basis.PROJECTION,
            chance,
            reached * (index + 1) / len(statuses),
            target * (index + 1) / 12,
            target,
        )
        for index, (day, letter, chance) in enumerate(zip(ENDS, statuses, chances, strict=True))
    )


def trend(verdict: TrendVerdict, change: float, low: float, high: float, detectable: float = 0.4) -> Trend:
    return Trend(verdict, 13, change, Interval(low, high, 0.95), Interval(low * 0.65, high * 0.65, 0.80), detectable)


def _megan(known: GoalFinding) -> GoalFinding:
    return replace(
        known,
        basis=Basis.PROJECTION,
        projection=projection(
            11_260.0,
            10_840.0,
            11_750.0,
            0.36,
            method=Method.SEASON,
            weeks=95,
            wide=Interval(10_500, 12_100, 0.95),
            reached=None,
            reached_early=date(2026, 12, 14),
            fan=fan(9_310, 10_840, 11_260, 11_750),
        ),
        path_basis=PathBasis.SEASON,
        trend=trend(TrendVerdict.NO_CLEAR_TREND, 0.04, -0.31, 0.52),
        history=past("-ttthhtttr", (None, 0.61, 0.66, 0.7, 0.92, 0.93, 0.74, 0.68, 0.64, 0.36), 9_310, 11_500),
        plan=Plan(
            Attainable.STRETCH, 0.22, Interval(8_600, 12_300, 0.80), 0.78, 10_040.0, 10_900.0, date(2025, 11, 30), (10_000.0, 11_000.0)
        ),
    )


def _quotes(known: GoalFinding) -> GoalFinding:
    starts = (*(date(2026, month, 1) for month in (1, 4, 7, 10)), YEAR.end)
    quarters = tuple(map(Period, starts, starts[1:]))
    brought = (31.0, 27.0, 13.0, 3.0)
    return replace(
        known,
        basis=Basis.PROJECTION,
        projection=projection(
            86.0, 80.2, 94.4, 0.02, method=Method.SPARSE, drift=None, weeks=43, fan=fan(74, 80.2, 86, 94.4), reached_early=None
        ),
        path_basis=PathBasis.STEPS,
        trend=trend(TrendVerdict.REGRESSING, -0.46, -0.68, -0.12),
        history=tuple(
            replace(look, version_target=110.0 if look.day < date(2026, 7, 1) else 120.0)
            for look in past("thhhrrrooo", (0.65, 0.9, 0.91, 0.95, 0.55, 0.4, 0.3, 0.15, 0.06, 0.02), 74, 120)
        ),
        steps=tuple(
            Step(None, quarter, False, 30.0, value, None if index == 3 else value >= 30)
            for index, (quarter, value) in enumerate(zip(quarters, brought, strict=True))
        ),
        changes=(VersionChange(date(2026, 7, 1), 110.0, "the board raised it"),),
        plan=Plan(Attainable.REALISTIC, 0.47, Interval(84.0, 163.0, 0.80), 0.46, 96.0, 118.0, date(2025, 6, 30), (110.0, 140.0)),
        note="The form is rebuilt in November.",
    )


def _rate(known: GoalFinding) -> GoalFinding:
    return replace(
        known,
        basis=Basis.PROJECTION,
        projection=projection(0.0309, 0.0297, 0.0321, 0.83, scaled=0.94, fan=fan(0.0312, 0.0297, 0.0309, 0.0321, adds=False)),
        path=tuple(
            replace(point, actual=0.031 if point.day <= AS_OF else None, expected=0.03)
            for point in straight_path(YEAR, AS_OF, 0.0312, 0.03)
        ),
        path_basis=PathBasis.LEVEL,
        trend=trend(TrendVerdict.STAGNATING, 0.05, -0.05, 0.17),
    )


def _bounce(known: GoalFinding) -> GoalFinding:
    return replace(known, trend=trend(TrendVerdict.PROGRESSING, -0.18, -0.3, -0.06))


def _proposals(known: GoalFinding) -> GoalFinding:
    days = ((date(2026, 4, 1), "Spring fair", 40_000.0, 47_200.0), (date(2026, 8, 1), None, 75_000.0, 69_900.0))
    return replace(
        known,
        basis=Basis.PROJECTION,
        path=straight_path(YEAR, AS_OF, 130_400, 120_000),
        path_basis=PathBasis.STEPS,
        steps=tuple(Step(label, Period(YEAR.begin, end), True, value, there, there >= value) for end, label, value, there in days),
        trend=trend(TrendVerdict.PROGRESSING, 0.32, 0.08, 0.63),
        plan=Plan(Attainable.WITHIN_REACH, 0.86, Interval(112_400.0, 187_900.0, 0.80), 0.1, 124_000.0, None, None, (140_000.0, 170_000.0)),
    )


def _newsletter(known: GoalFinding) -> GoalFinding:
    return replace(known, plan=Plan(Attainable.NO_HISTORY))


def _spring() -> GoalFinding:
    weeks = Period(date(2026, 10, 19), date(2027, 1, 11))
    return goal(
        "autumn",
        "Downloads of the autumn guide",
        "micro",
        GoalStatus.RAMPING,
        owner="Jonas",
        period=weeks,
        elapsed_days=13,
        total_days=84,
        actual=9.0,
        target=120.0,
        progress=0.075,
        expected=18.6,
        pace=0.48,
        required_per_day=1.56,
        reason=GoalReason.RAMPING,
        path=straight_path(weeks, AS_OF, 9, 120),
        path_basis=PathBasis.LINEAR,
        trend=Trend(TrendVerdict.NOT_ENOUGH_DATA, 1),
        ramp=Ramping(weeks.begin, 2, 6, 9.0, (SameAge("Spring", 14.0),)),
    )


def _spend() -> GoalFinding:
    return goal(
        "spend",
        "Spent on ads",
        "context",
        GoalStatus.AHEAD,
        unit=Unit.MONEY,
        at_most=True,
        basis=Basis.PROJECTION,
        actual=15_200.0,
        target=24_000.0,
        progress=0.633,
        expected=19_990.0,
        pace=0.76,
        required_per_day=144.3,
        recent_per_day=52.1,
        projection=projection(18_310.0, 17_620.0, 19_240.0, 0.99, fan=fan(15_200, 17_620, 18_310, 19_240)),
        path=straight_path(YEAR, AS_OF, 15_200, 24_000),
        path_basis=PathBasis.WEEKDAY,
        trend=trend(TrendVerdict.REGRESSING, 0.21, 0.03, 0.44),
        history=past("tttthhhhhh", (0.7, 0.72, 0.8, 0.86, 0.9, 0.92, 0.94, 0.97, 0.98, 0.99), 15_200, 24_000),
        letters=letters(A=LetterReason.NOT_SHOWN_ATTAINABLE),
    )


def _combined() -> tuple[CombinedFinding, ...]:
    def part(key: str, label: str, status: GoalStatus, weight: float = 1.0, *, guards: bool = False) -> PartFinding:
        return PartFinding(key, label, status, weight, guards)

    megan = part("megan_blog", "Organic blog traffic", GoalStatus.AT_RISK)
    quotes = part("quotes", "Quote requests", GoalStatus.OFF_TRACK)
    rate = part("contact_rate", "Contact rate", GoalStatus.ON_TRACK)
    money = part("proposals", "Accepted proposals", GoalStatus.ACHIEVED)
    return (
        CombinedFinding(
            "year",
            "A good year",
            "Megan",
            Combine.ALL_OF,
            (megan, quotes, money),
            GoalStatus.OFF_TRACK,
            CombinedReason.WEAKEST,
            DEADLINE,
            (0.0, 0.02),
            None,
            None,
            1.0,
            "All three, or it was no good year.",
        ),
        CombinedFinding(
            "score",
            "Demand",
            None,
            Combine.WEIGHTED,
            (replace(megan, weight=2.0), rate),
            GoalStatus.AT_RISK,
            CombinedReason.SCORE,
            DEADLINE,
            None,
            0.77,
            0.83,
            0.9,
            None,
        ),
        CombinedFinding(
            "healthy",
            "Growth that lasts",
            "Jonas",
            Combine.GUARDED,
            (megan, replace(rate, guards=True)),
            GoalStatus.AT_RISK,
            CombinedReason.WEAKEST,
            DEADLINE,
            (0.19, 0.36),
            None,
            None,
            1.0,
            None,
        ),
    )


def told_findings(locale: str = "en") -> Findings:
    """The healthy firm with all that."""
    known = healthy_findings(locale)
    megan, quotes, rate, bounce, proposals, newsletter, chat = known.goals
    return replace(
        known,
        goals=(
            _megan(megan),
            _quotes(quotes),
            _rate(rate),
            _bounce(bounce),
            _proposals(proposals),
            _newsletter(newsletter),
            chat,
            _spring(),
            _spend(),
        ),
        combined=_combined(),
    )


def told_settings() -> Settings:
    """The settings of those goals."""
    known = healthy_settings()
    more = (
        {
            "key": "autumn",
            "label": "Downloads of the autumn guide",
            "owner": "Jonas",
            "metric": {"kind": "conversions", "rule": "newsletter_signup"},
            "target": {"value": 120},
            "begin": date(2026, 10, 19),
            "end": date(2027, 1, 11),
        },
        {
            "key": "spend",
            "label": "Spent on ads",
            "metric": {"kind": "value", "rule": "quote_request"},
            "target": {"direction": "at_most", "value": 24_000},
            "begin": date(2026, 1, 1),
            "end": date(2027, 1, 1),
        },
    )
    return known.model_copy(update={"goals": (*known.goals, *map(Goal.model_validate, more))})
