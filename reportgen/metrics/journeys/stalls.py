"""Pages and page groups after which people stop: seen, and then no further step within a week (statistics 4)."""

from collections.abc import Sequence
from functools import reduce

import ibis
from ibis.expr.types import Table

from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.ways import Ways, views_pages
from reportgen.metrics.patterns import fits
from reportgen.model.journeys import Stall
from reportgen.periods import Period, day_number
from reportgen.stats.measures import Rate

DAYS = 7
PAGES = 20
"""Most single pages, by visitors in the period."""


def stalls(way: Ways, spans: Sequence[Period]) -> tuple[Stall, ...]:
    """Each page group of the settings, and the period's most visited pages, in each stretch and by first channel."""
    engine = way.engine
    calendar = engine.memtable(calendar_rows([[span] for span in spans]), CALENDAR)
    first = day_number(min(span.begin for span in spans))
    pages = way.source.facts.pages
    seen = pages.filter(pages.visitor.notnull() & (pages["views"] > 0) & pages.day.between(first, way.today - DAYS))
    first = engine.cache(_views(way, seen, calendar), "seen_targets")
    found = sorted(rows(engine.run(_stopped(way, first))), key=_order)
    engine.drop(calendar, first)
    return tuple(
        Stall(
            row.text("target"),
            bool(row.number("is_group")),
            spans[row.number("period")],
            row.text("channel"),
            Rate(row.number("stopped"), row.number("n")),
        )
        for row in found
    )


def _order(row: Row) -> tuple[int, str, int, str]:
    """Groups first, by name, the reported period first, then by channel."""
    return -row.number("is_group"), row.text("target"), row.number("period"), row.text("channel")


def _views(way: Ways, seen: Table, calendar: Table) -> Table:
    """A row a stretch, target and person: the first view of it there."""
    targets = [seen.select("visitor", "day", "first_time", is_group=ibis.literal(0, "int64"), target=seen.page)]
    for name, patterns in way.settings.report.page_groups.items():
        inside = seen.filter(fits(seen.page, patterns, fold=False))
        targets.append(inside.select("visitor", "day", "first_time", is_group=ibis.literal(1, "int64"), target=ibis.literal(name)))
    each = reduce(lambda left, right: left.union(right), targets).inner_join(calendar, "day")
    first = each.group_by("period", "is_group", "target", "visitor").aggregate(time=each.first_time.min(), day=each.day.min())
    lately = first.filter((first.period == 0) & (first.is_group == 0))
    counted = lately.group_by("is_group", "target").aggregate(n=lately.count())
    top = counted.order_by(counted.n.desc(), counted.target).limit(PAGES)
    wanted = first.semi_join(top, ["is_group", "target"]).union(first.filter(first.is_group == 1))
    return wanted.inner_join(way.people.select("visitor", "channel"), "visitor").select(*wanted.columns, "channel")


def _stopped(way: Ways, first: Table) -> Table:
    """By stretch, target and channel: people who saw it, and those of them without a step in the days after."""
    rules = [rule for rule in (*way.settings.macros, *way.settings.micros) if not views_pages(rule, way.settings)]
    steps = [rule.key for rule in rules if all(part.engagement is None for part in rule.match)]
    done = way.marks.filter(way.marks.rule.isin(steps)).select(step_visitor="visitor", step_time="time", step_day="day")
    after = [first.visitor == done.step_visitor, done.step_time > first.time, done.step_day <= first.day + DAYS]
    stopped = first.anti_join(done, after)
    keys = ["period", "is_group", "target", "channel"]
    seen = first.group_by(keys).aggregate(n=first.count())
    rest = stopped.group_by(keys).aggregate(stopped=stopped.count())
    return seen.left_join(rest, keys).select(*keys, "n", stopped=rest.stopped.fill_null(0))
