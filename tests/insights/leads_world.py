"""Counts by hand of a firm with one macro, four micros and a year of history."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from reportgen import periods
from reportgen.insights import find
from reportgen.model.counts import Converted, Counts, DayProfile, GoalCounts, Measured, PeriodCounts, Profile, Series, Traffic
from reportgen.model.journeys import Cohort, Journeys, MacroJourney, Micro, Pair, Place, Windows
from reportgen.model.lead_findings import LeadFindings
from reportgen.model.settings import (
    ConversionRule,
    Goal,
    InputSettings,
    Match,
    Metric,
    MetricKind,
    ReportSettings,
    Settings,
    Site,
    Target,
    Tier,
)
from reportgen.periods import Period
from reportgen.stats import LeadGroup, LeadProfile, Rate, Stratum, Wait

AS_OF = date(2026, 10, 31)
SHORT = Windows(30, 30, 30)
PLACE = Place("Direct", 1, 0)
STRONG = Stratum(4_000, 200, 1_000, 100)
NOTHING = Stratum(4_000, 200, 1_000, 50)
MICROS = ("pricing", "download", "chat", "follow")


def rule(key: str, tier: Tier = Tier.MICRO, **more: object) -> ConversionRule:
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": (Match(event=(key,)),), **more})


RULES = (rule("quote", Tier.MACRO, primary=True), *(rule(key, stage="engagement" if key == "follow" else "intent") for key in MICROS))


def goal(key: str = "quotes", **more: object) -> Goal:
    values: dict[str, object] = {
        "key": key,
        "label": "Quotes",
        "owner": "Aylin",
        "strategy": 'Choose "our" projects',
        "metric": Metric(kind=MetricKind.CONVERSIONS, rule="quote"),
        "target": Target(value=700.0),
        "begin": date(2026, 1, 1),
        "end": date(2027, 1, 1),
    }
    return Goal.model_validate({**values, **more})


def settings(*goals: Goal, rules: tuple[ConversionRule, ...] = RULES, **report: object) -> Settings:
    made = ReportSettings.model_validate(
        {"site": Site(name="Site", zone="UTC"), "inputs": (InputSettings(key="web", files=("x",)),), **report}
    )
    return Settings(report=made, rules=rules, goals=goals)


def pair(stratum: Stratum = NOTHING, lags: tuple[Wait, ...] = ()) -> Pair:
    assisted = Rate(stratum.d1, stratum.d)
    return Pair({PLACE: stratum}, 900, assisted, assisted, lags=lags)


def way(pairs: Mapping[Micro, Pair], windows: Windows = SHORT, lags: tuple[Wait, ...] = (), **more: object) -> MacroJourney:
    known = {Micro(key): pairs.get(Micro(key), pair()) for key in MICROS}
    cohorts = (Cohort("2026-09", 1_000, 0, lags),)
    values: dict[str, object] = {"visitors": 200, "linked": 200, "seasoned": 200, "pairs": {**known, **pairs}, "cohorts": cohorts, **more}
    return MacroJourney(windows, **values)  # type: ignore[arg-type]


def group(marks: str, n: int, k: int = 0, recency: int = 0) -> LeadGroup:
    """Visitors alike; marks as `x` and `-` in the order of the micros."""
    return LeadGroup(LeadProfile(tuple(mark == "x" for mark in marks), recency, 0, "Direct"), n, k)


def counts(
    journey: MacroJourney, weeks: Series | None = None, goals: Mapping[str, float] | None = None, missing: Sequence[date] = ()
) -> Counts:
    nothing = Series((), (), (), (), {})
    days = [day for week in (weeks.periods if weeks else ()) for day in (week.begin + timedelta(days=n) for n in range(week.days))]
    profile = Profile((), tuple(DayProfile(day, 100, 0, 0, 0, 0, 0) for day in days if day not in missing), {}, 0, {}, (), {}, {}, ())
    seen = PeriodCounts(periods.month("2026-10"), Traffic(100, 120, 80, 300), {}, {}, {}, {})
    measured = {key: _so_far(value) for key, value in (goals or {}).items()}
    journeys = Journeys(visitors=10_000, macros={"quote": journey})
    return Counts(AS_OF, seen, None, None, nothing, weeks or nothing, nothing, (), measured, profile, journeys)


def _so_far(value: float) -> GoalCounts:
    year = Period(date(2026, 1, 1), date(2026, 11, 1))
    return GoalCounts(Measured(year, value), (), None, None, 1.0, 1.0, AS_OF)


def leads(given: Counts, chosen: Settings | None = None) -> LeadFindings:
    found = find(chosen or settings(), given).leads
    assert found is not None
    return found


def weekly(n: int, series: Mapping[str, Sequence[int]], short: Sequence[int] = ()) -> Series:
    """The last `n` weeks up to Sunday, 25 October, and six days of the next; `short` ones lack a day or more."""
    begin = date(2026, 10, 26) - timedelta(weeks=n)
    parts = [Period(begin + timedelta(weeks=at), begin + timedelta(weeks=at + 1)) for at in range(n)] + [
        Period(date(2026, 10, 26), date(2026, 11, 1))
    ]
    converted = {key: tuple(Converted(count, count) for count in [*values, 1]) for key, values in series.items()}
    return Series(
        tuple(parts),
        (False,) * n + (True,),
        tuple(at in short for at in range(n + 1)),
        (Traffic(700, 900, 500, 2_000),) * (n + 1),
        converted,
    )
