"""Pages and page groups after which people stop: seen, and then no further step within a week (statistics 4)."""

from collections.abc import Mapping, Sequence

import ibis
from ibis.expr.types import Table

from reportgen.engine import stacked
from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.ways import Ways, views_pages
from reportgen.metrics.patterns import fits, page_patterns
from reportgen.model.journeys import Stall
from reportgen.model.settings import Settings
from reportgen.periods import Period, day_number
from reportgen.stats.measures import Rate

DAYS = 7
PAGES = 10
"""Most single pages where nothing is watched, by visitors in the period."""
INTENT = "intent"


def watched(settings: Settings) -> Mapping[str, Sequence[str]]:
    """Target -> its path patterns: what the settings name, else every page group and the pages of rules with the stage `intent`; the same
    pages once."""
    groups = settings.report.page_groups
    intent = [page for rule in settings.micros if rule.stage == INTENT for part in rule.match for page in part.page]
    names = dict.fromkeys(settings.report.stalls.watch or (*groups, *intent))
    found = {tuple(page_patterns((name,), groups)): name for name in reversed(names)}
    return {name: patterns for patterns, name in reversed(found.items())}


def stalls(way: Ways, spans: Sequence[Period]) -> tuple[Stall, ...]:
    """Everything watched, or else the period's most visited pages, in each stretch and by first channel."""
    engine = way.engine
    calendar = engine.memtable(calendar_rows([[span] for span in spans]), CALENDAR)
    first = day_number(min(span.begin for span in spans))
    pages = way.pages
    seen = pages.filter(pages.visitor.notnull() & pages.day.between(first, way.today - DAYS))
    targets = watched(way.settings)
    views = engine.cache(_watched(seen, calendar, targets) if targets else _most_visited(seen, calendar), "seen_targets")
    found = sorted(rows(engine.run(_stopped(way, views))), key=_order)
    engine.drop(calendar, views)
    return tuple(
        Stall(
            row.text("target"),
            row.text("target") in way.settings.report.page_groups,
            spans[row.number("period")],
            row.text("channel"),
            Rate(row.number("stopped"), row.number("n")),
        )
        for row in found
    )


def _order(row: Row) -> tuple[str, int, str]:
    """By target, the reported period first, then by channel."""
    return row.text("target"), row.number("period"), row.text("channel")


def _watched(seen: Table, calendar: Table, targets: Mapping[str, Sequence[str]]) -> Table:
    """A row a stretch, target and person: the first view of it there."""
    inside = seen.filter(fits(seen.page, [pattern for patterns in targets.values() for pattern in patterns], fold=False))
    each = [
        inside.filter(fits(inside.page, patterns, fold=False)).select("visitor", "day", "first_time", target=ibis.literal(name))
        for name, patterns in targets.items()
    ]
    return _firsts(stacked(each), calendar)


def _most_visited(seen: Table, calendar: Table) -> Table:
    """The same of the pages that most people saw in the reported period."""
    first = _firsts(seen.select("visitor", "day", "first_time", target="page"), calendar)
    lately = first.filter(first.period == 0)
    counted = lately.group_by("target").aggregate(n=lately.count())
    return first.semi_join(counted.order_by(counted.n.desc(), counted.target).limit(PAGES), "target")


def _firsts(views: Table, calendar: Table) -> Table:
    dated = views.inner_join(calendar, "day")
    return dated.group_by("period", "target", "visitor").aggregate(time=dated.first_time.min(), day=dated.day.min())


def _stopped(way: Ways, views: Table) -> Table:
    """By stretch, target and channel: people who saw it, and those of them without a step in the days after."""
    first = views.inner_join(way.people.select("visitor", "channel"), "visitor").select(*views.columns, "channel")
    rules = [rule for rule in (*way.settings.macros, *way.settings.micros) if not views_pages(rule, way.settings)]
    steps = [rule.key for rule in rules if all(part.engagement is None for part in rule.match)]
    done = way.marks.filter(way.marks.rule.isin(steps)).select(step_visitor="visitor", step_time="time", step_day="day")
    after = [first.visitor == done.step_visitor, done.step_time > first.time, done.step_day <= first.day + DAYS]
    stopped = first.anti_join(done, after)
    keys = ["period", "target", "channel"]
    seen = first.group_by(keys).aggregate(n=first.count())
    rest = stopped.group_by(keys).aggregate(stopped=stopped.count())
    return seen.left_join(rest, keys).select(*keys, "n", stopped=rest.stopped.fill_null(0))
