"""Where a goal will land, in words: its outlook, the facts about it, and how the forecast was made."""

from datetime import date

from reportgen.model.document import Fact
from reportgen.model.findings import GoalFinding, GoalStatus, Projection
from reportgen.model.reasons import PathBasis
from reportgen.stats import DRAWS, Method
from reportgen.stats.measures import Interval
from reportgen.wording import dates, numbers
from reportgen.wording.chances import chance
from reportgen.wording.draft import Draft, Ends, Speech

OPEN = frozenset({GoalStatus.AHEAD, GoalStatus.ON_TRACK, GoalStatus.AT_RISK, GoalStatus.OFF_TRACK})
"""Where a forecast is told: of a campaign that is still ramping it would call behind what nobody calls behind yet."""
SCALED = 0.005
"""A scaling below this share is not worth a word."""


def of(goal: GoalFinding) -> Projection | None:
    """The projection of a goal whose end is still open."""
    return goal.projection if goal.status in OPEN else None


def probability(goal: GoalFinding) -> float | None:
    """The chance of a goal whose end is still open, 0-1."""
    found = of(goal)
    return found.probability if found else None


def chance_text(draft: Speech, goal: GoalFinding) -> str | None:
    """The chance of reaching the target, to five points. None where there is none, or nothing is left to chance."""
    known = probability(goal)
    return None if known is None else chance(draft, known)


def landing(draft: Speech, goal: GoalFinding, found: Projection) -> Ends:
    """The median and the 80 % range in the goal's unit; a total is never below what it has already."""
    least = goal.actual if goal.path_basis not in (PathBasis.LEVEL, PathBasis.STOCK) and goal.progress is not None else None
    return draft.ends(goal.unit, found.interval, value=found.value, least=least)


def outlook(draft: Draft, goal: GoalFinding) -> str | None:
    """Where it ends as things go, and the chance; None without a projection."""
    found, said = of(goal), chance_text(draft, goal)
    if found is None or said is None:
        return None
    ends = landing(draft, goal, found)
    told = {"value": ends.value, "low": ends.low, "high": ends.high, "level": draft.level(found.interval), "chance": said}
    return draft.say("goals.sentence.outlook_at_most" if goal.at_most else "goals.sentence.outlook", **told)


def facts(draft: Draft, goal: GoalFinding) -> tuple[Fact, ...]:
    """The chance, the landing and the day of it; empty without a projection."""
    found = of(goal)
    if found is None:
        return ()
    ends, said = landing(draft, goal, found), chance_text(draft, goal)
    note = draft.say("goals.fact.projection_note", level=draft.level(found.interval), low=ends.low, high=ends.high)
    known = [Fact(draft.say("goals.fact.keeping" if goal.at_most else "goals.fact.probability"), said)] if said else []
    return (*known, Fact(draft.say("goals.fact.projection"), ends.value, note=note), *_reached(draft, goal, found))


def _reached(draft: Draft, goal: GoalFinding, found: Projection) -> tuple[Fact, ...]:
    """The day by which the target (the limit) is come to. Rates, ratios and levels have none."""
    if goal.path_basis in (None, PathBasis.LEVEL) or goal.target is None:
        return ()
    label = draft.say("goals.fact.passed" if goal.at_most else "goals.fact.reached")
    if found.reached is not None:
        return (Fact(label, draft.say("goals.fact.about", day=_day(draft, goal, found.reached)), note=_between(draft, goal, found)),)
    later = draft.say("goals.fact.not_before" if goal.at_most else "goals.fact.after")
    early = found.reached_early
    return (Fact(label, later, note=draft.say("goals.fact.at_earliest", day=_day(draft, goal, early)) if early else None),)


def _between(draft: Draft, goal: GoalFinding, found: Projection) -> str | None:
    early, late = found.reached_early, found.reached_late
    if early is None:
        return None
    if late is None:
        return draft.say("goals.fact.between_and_after", early=_day(draft, goal, early))
    return draft.say("goals.fact.between", early=_day(draft, goal, early), late=_day(draft, goal, late))


def _day(draft: Draft, goal: GoalFinding, day: date) -> str:
    """A day, without its year where that is the deadline's."""
    return dates.short_day(draft.voice.calendar, day) if day.year == goal.period.last_day.year else draft.day(day)


def labels(draft: Draft, goal: GoalFinding) -> dict[str, str]:
    """The labels at the end of a chart's fan."""
    found = of(goal)
    if found is None:
        return {}
    ends = landing(draft, goal, found)
    between = draft.say("number.range", low=ends.low, high=ends.high)
    return {
        "landing": draft.say("chart.landing", value=ends.value),
        "range": between,
        "band": draft.say("chart.band", level=draft.level(found.interval)),
    }


def alt(draft: Draft, goal: GoalFinding) -> str | None:
    """What the fan shows, for those who do not see it."""
    found = of(goal)
    if found is None:
        return None
    ends = landing(draft, goal, found)
    told = {"value": ends.value, "low": ends.low, "high": ends.high, "level": draft.level(found.interval)}
    return draft.say("chart.path_alt_fan", **told)


def fan_day(draft: Draft, goal: GoalFinding, low: float, median: float, high: float) -> Ends:
    """One day of the fan in words."""
    return draft.ends(goal.unit, Interval(low, high, 0.80), value=median, least=goal.actual if goal.progress is not None else None)


def footnotes(draft: Draft, goal: GoalFinding) -> tuple[str, ...]:
    """How this forecast was made: method, weeks, drift, scaling."""
    found = of(goal)
    if found is None or found.method is Method.NONE:
        return ()
    key = found.method if found.drift is not None or found.method is Method.SPARSE else f"{found.method}_bare"
    drift = "" if found.drift is None else numbers.percent(draft.voice.locale, found.drift, 0)
    made = draft.say(f"forecast.{key}", n=found.weeks, drift=drift, draws=DRAWS)
    if goal.path_basis is PathBasis.STOCK:
        return made, draft.say("forecast.stock")
    if abs(found.scaled - 1) <= SCALED:
        return (made,)
    return made, draft.say("forecast.scaled", factor=numbers.decimal(draft.voice.locale, found.scaled, 2))
