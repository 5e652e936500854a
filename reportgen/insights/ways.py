"""Ways that people took to macros, and the parts of the site they saw before, beside comparable visitors (statistics 3.2, 3.4 and 7)."""

from collections.abc import Mapping

from reportgen import stats
from reportgen.model.counts import Counts
from reportgen.model.journeys import MacroJourney, Micro
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.way_findings import PagesBefore, Touch, WayFinding, WayFindings
from reportgen.stats import Attribution, Candidate


def taken_ways(settings: Settings, counts: Counts) -> WayFindings | None:
    """Every listed macro that anybody had, primary ones first; None without."""
    found = counts.journeys
    listed = [rule for rule in settings.ranked_macros if rule.key in found.macros and found.macros[rule.key].visitors]
    return WayFindings(tuple(_way(settings, rule, found.macros[rule.key]) for rule in listed), found.reading) if listed else None


def _way(settings: Settings, rule: ConversionRule, journey: MacroJourney) -> WayFinding:
    attributed = stats.attribute(journey.attributed_ever.paths)
    return WayFinding(
        macro=rule.key,
        primary=rule.primary,
        lookback=journey.windows.lookback,
        taken=journey.taken,
        pages=_pages(settings, journey),
        first=_touch(attributed, {credit.channel: credit.first for credit in attributed.credits}),
        last=_touch(attributed, {credit.channel: credit.last for credit in attributed.credits}),
        seasoned=journey.seasoned,
        unseen=journey.visitors - journey.taken.linked,
        unnamed=journey.unnamed,
    )


def _pages(settings: Settings, journey: MacroJourney) -> tuple[PagesBefore, ...]:
    """Page groups that anybody viewed, in the order of the settings, judged together."""
    pairs = {group: journey.pairs[key] for group in settings.report.page_groups if (key := Micro("", group)) in journey.pairs}
    links = stats.bridges([Candidate(tuple(pair.strata.values()), pair.assisted) for pair in pairs.values()])
    own = {group: rule.key for rule in settings.micros for group in [_only_group(rule)] if group}
    return tuple(
        PagesBefore(group, pair.visitors, link, stats.assist(pair.assisted_seasoned, tuple(pair.strata.values())), own.get(group))
        for (group, pair), link in zip(pairs.items(), links, strict=True)
    )


def _only_group(rule: ConversionRule) -> str | None:
    """The page group (or pattern) whose views, all of them and nothing else, fulfil the rule."""
    part = rule.match[0]
    plain = len(rule.match) == 1 and len(part.page) == 1 and not (part.event or part.params or part.engagement)
    return part.page[0] if plain and rule.only_after is None else None


def _touch(attributed: Attribution, by: Mapping[str, float]) -> Touch | None:
    """The channel of most, the first by name among equals."""
    if not by:
        return None
    channel = min(by, key=lambda name: (-by[name], name))
    return Touch(channel, round(by[channel]), attributed.total - attributed.pathless)
