"""Which channels stand before a macro, by three rules side by side (statistics 7). Bookkeeping, not effect."""

from collections.abc import Iterable, Sequence

from reportgen import stats
from reportgen.model.channel_findings import AttributionFinding, Middle
from reportgen.model.counts import Counts
from reportgen.model.journeys import Attributed
from reportgen.model.settings import ConversionRule, Settings
from reportgen.stats import TouchPath

DIRECT = "Direct"


def attributions(settings: Settings, counts: Counts) -> tuple[AttributionFinding, ...]:
    """Every macro that happened, primary ones first."""
    found = (_attribution(rule, counts) for rule in settings.ranked_macros if rule.key in counts.journeys.macros)
    return tuple(one for one in found if one)


def _attribution(rule: ConversionRule, counts: Counts) -> AttributionFinding | None:
    journey = counts.journeys.macros[rule.key]
    recent = stats.attribute(journey.attributed.paths)
    ever = not stats.enough_macros(recent.total - recent.pathless)
    given = journey.attributed_ever if ever else journey.attributed
    shared = stats.attribute(given.paths) if ever else recent
    if not shared.total:
        return None
    counted = counts.current.converted.get(rule.key)
    return AttributionFinding(
        macro=rule.key,
        primary=rule.primary,
        ever=ever,
        since=min(counts.profile.recorded, default=None) if ever else None,
        lookback=journey.windows.lookback,
        total=shared.total if ever or counted is None else counted.conversions,
        attribution=shared,
        unnamed=given.unnamed,
        value=stats.attribute(given.amounts) if any(path.total for path in given.amounts) else None,
        assists={credit.channel: _assists(given.paths, credit.channel) for credit in shared.credits},
        visits=middle((one.touches, one.macros) for one in given.touches),
        days=_days(given),
    )


def _assists(paths: Sequence[TouchPath], channel: str) -> int:
    """Conversions with the channel on the way that last touch gives to another."""
    return sum(path.total for path in paths if channel in path.channels and _last(path) != channel)


def _last(path: TouchPath) -> str:
    return next((one for one in reversed(path.channels) if one != DIRECT), DIRECT)


def _days(given: Attributed) -> Middle | None:
    return middle((one.days, one.macros) for one in given.touches)


def middle(counted: Iterable[tuple[int, int]]) -> Middle | None:
    """Quartiles of (number, how often): the smallest number that a quarter, half and three quarters do not exceed. None of nothing."""
    ordered = sorted((number, n) for number, n in counted if n > 0)
    total = sum(n for _, n in ordered)
    return Middle(*(_quantile(ordered, total * quarter) for quarter in (1, 2, 3))) if total else None


def _quantile(ordered: Sequence[tuple[int, int]], fourths: int) -> int:
    """The first number with at least `fourths` quarters of one at or below it."""
    seen = 0
    for number, n in ordered:
        seen += n
        if 4 * seen >= fourths:
            return number
    return ordered[-1][0]
