"""Hot leads: who had how many different micros of the settings' rule within its days, and since when."""

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.journeys.ways import Ways, views_pages
from reportgen.model.hot import HotRule
from reportgen.model.journeys import HOT


def exposures(way: Ways, rule: HotRule) -> Table:
    """A row a person and level: how many different micros (`at_least`) they had within the days for the first time, and the first page
    view that comes after it (`since`); also `time` and `day` of that, and the columns of `risk.exposures`."""
    done = _days(way, rule)
    order = ibis.cumulative_window(group_by="visitor", order_by=["since", "time", "rule"])
    latest = {f"latest_{at}": ibis.ifelse(done.rule == key, done.day, ibis.null("int64")) for at, key in enumerate(rule.micros)}
    marked = done.mutate(**latest)
    seen = marked.mutate(**{name: marked[name].max().over(order) for name in latest})
    held = sum(((seen.day - seen[name] < rule.within).fill_null(False).cast("int64") for name in latest), ibis.literal(0, "int64"))
    counted = seen.select("visitor", "since", "time", "day", held=held)
    return ibis.union(*(_reached(counted, level) for level in rule.levels)) if len(rule.levels) > 1 else _reached(counted, rule.at_least)


def _days(way: Ways, rule: HotRule) -> Table:
    """Each person's first fulfilment of each of the micros on each day."""
    views = [one.key for one in way.settings.micros if views_pages(one, way.settings)]
    own = way.marks.filter(way.marks.rule.isin(list(rule.micros)))
    since = ibis.ifelse(own.rule.isin(views), own.place, own.place + 1) if views else own.place + 1
    marked = own.mutate(since=ibis.greatest(since, 0).cast("int64"))
    return marked.group_by("visitor", "rule", "day").aggregate(since=marked.since.min(), time=marked.time.min())


def _reached(counted: Table, level: int) -> Table:
    met = counted.filter(counted.held >= level)
    first = met.group_by("visitor").aggregate(since=met.since.min(), time=met.time.min(), day=met.day.min())
    at_least = ibis.literal(level, "int64")
    return first.select("visitor", "since", "time", "day", rule=ibis.literal(""), item=ibis.literal(HOT), at_least=at_least)


def standing(way: Ways, rule: HotRule, landmarks: tuple[int, ...]) -> Table:
    """A row a person with any of the micros: by landmark in days before as_of how many different ones they had in the days up to it
    (`hot_30`), no more than the rule's highest level."""
    own = way.marks.filter(way.marks.rule.isin(list(rule.micros)))
    had: dict[str, IntegerValue] = {}
    for back in landmarks:
        day = way.today - back
        had[f"hot_{back}"] = own.day.between(day - rule.within + 1, day).cast("int64").max()
    each = own.group_by("visitor", "rule").aggregate(**had)
    most = rule.levels[-1]
    return each.group_by("visitor").aggregate(**{name: ibis.least(each[name].sum(), most).cast("int64") for name in had})
