"""Hot leads: who had how many different micros of the settings' rule within its days, and since when."""

from collections.abc import Mapping, Sequence

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.engine import stacked
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.ways import Ways, views_pages
from reportgen.model.hot import HotRule
from reportgen.model.journeys import HOT
from reportgen.stats import Rate

STRETCH, STRETCHES = 30, 12
"""Days after a landmark in which a macro counts, and how many such stretches are looked back on."""
Standing = dict[int, dict[int, Rate]]


def exposures(way: Ways, rule: HotRule) -> Table:
    """A row a person and level: how many different micros (`at_least`) they had within the days for the first time, and the first page
    view that comes after it (`since`); also the `time` of that, and the columns of `risk.exposures`."""
    done = _days(way, rule)
    counted = _held_so_far(done, rule)
    return stacked([_reached(done if level == 1 else counted.filter(counted.held >= level), level) for level in rule.levels])


def _held_so_far(done: Table, rule: HotRule) -> Table:
    """The same with how many different micros were `held` within the days by then, of people who ever had two."""
    different = done.select("visitor", "rule").distinct().group_by("visitor").aggregate(micros=ibis._.count())
    several = done.semi_join(different.filter(different.micros > 1), "visitor")
    order = ibis.cumulative_window(group_by="visitor", order_by=["since", "time", "rule"])
    latest = {f"latest_{at}": ibis.ifelse(several.rule == key, several.day, ibis.null("int64")) for at, key in enumerate(rule.micros)}
    marked = several.mutate(**latest)
    seen = marked.mutate(**{name: marked[name].max().over(order) for name in latest})
    held = sum(((seen.day - seen[name] < rule.within).fill_null(False).cast("int64") for name in latest), ibis.literal(0, "int64"))
    return seen.select("visitor", "since", "time", held=held)


def _days(way: Ways, rule: HotRule) -> Table:
    """Each person's first fulfilment of each of the micros on each day."""
    views = [one.key for one in way.settings.micros if views_pages(one, way.settings)]
    own = way.marks.filter(way.marks.rule.isin(list(rule.micros)))
    since = ibis.ifelse(own.rule.isin(views), own.place, own.place + 1) if views else own.place + 1
    marked = own.mutate(since=ibis.greatest(since, 0).cast("int64"))
    return marked.group_by("visitor", "rule", "day").aggregate(since=marked.since.min(), time=marked.time.min())


def _reached(met: Table, level: int) -> Table:
    first = met.group_by("visitor").aggregate(since=met.since.min(), time=met.time.min())
    at_least = ibis.literal(level, "int64")
    return first.select("visitor", "since", "time", rule=ibis.literal(""), item=ibis.literal(HOT), at_least=at_least)


def standing(way: Ways, rule: HotRule) -> Mapping[str, Standing]:
    """Macro -> landmark in days before as_of (0, 30 ... 360, as far as the data know the rule's days before) -> how many different micros
    of the rule people had in its days up to then, no more than its highest level -> (with the macro in the 30 days after, people)."""
    marks = [stretch for stretch in range(STRETCHES + 1) if way.today - stretch * STRETCH - rule.within + 1 >= way.begin]
    if not marks:
        return {macro.key: {} for macro in way.settings.macros}
    frames = way.engine.many({"held": _held(way, rule, marks), "people": _people(way), "had": _had(way)})
    held, people, had = (list(rows(frames[name])) for name in ("held", "people", "had"))
    return {macro.key: _by_landmark(at, marks, held, people, had) for at, macro in enumerate(way.settings.macros)}


def _held(way: Ways, rule: HotRule, marks: Sequence[int]) -> Table:
    """By landmark and number of micros held: `n_0` people without the macro by position, `k_0` of them with it in the days after."""
    ends = [(stretch, way.today - stretch * STRETCH) for stretch in marks]
    days = [{"stretch": stretch, "until": until, "day": until - back} for stretch, until in ends for back in range(rule.within)]
    calendar = way.engine.memtable(days, {"stretch": "int64", "until": "int64", "day": "int64"})
    done = way.marks.filter(way.marks.rule.isin(list(rule.micros))).select("visitor", "rule", "day")
    near = done.inner_join(calendar, "day").select("visitor", "rule", "stretch", "until").distinct()
    each = near.group_by("visitor", "stretch", "until").aggregate(held=near.count())
    known = each.inner_join(way.people.select("visitor", "first_day"), "visitor")
    joined = known.filter(known.first_day <= known.until).left_join(_macro_days(way), "visitor", rname="of_{name}")
    counts: dict[str, IntegerValue] = {}
    for at in range(len(way.settings.macros)):
        day = joined[f"macro_{at}"]
        counts[f"n_{at}"] = (day.isnull() | (day > joined.until)).cast("int64").sum()
        counts[f"k_{at}"] = ((day > joined.until) & (day <= joined.until + STRETCH)).fill_null(False).cast("int64").sum()
    return joined.mutate(held=ibis.least(joined.held, rule.levels[-1])).group_by("stretch", "held").aggregate(**counts)


def _macro_days(way: Ways) -> Table:
    days = {f"macro_{at}": way.firsts.day.max(where=way.firsts.rule == rule.key) for at, rule in enumerate(way.settings.macros)}
    return way.firsts.filter(way.firsts.rule.isin([rule.key for rule in way.settings.macros])).group_by("visitor").aggregate(**days)


def _people(way: Ways) -> Table:
    """By `entered`, the stretch of the first visit counted back from as_of: people."""
    people = way.people.mutate(entered=_stretch(way, way.people.first_day))
    return people.group_by("entered").aggregate(n=people.count())


def _had(way: Ways) -> Table:
    """By macro's position, `entered` and `stretch` of the first macro: people."""
    firsts = way.firsts
    position = ibis.cases(*((firsts.rule == rule.key, at) for at, rule in enumerate(way.settings.macros)), else_=-1)
    done = firsts.mutate(macro=position.cast("int64")).filter(ibis._.macro >= 0).select("visitor", "macro", "day")
    joined = done.inner_join(way.people.select("visitor", "first_day"), "visitor")
    placed = joined.mutate(entered=_stretch(way, joined.first_day), stretch=_stretch(way, joined.day))
    return placed.group_by("macro", "entered", "stretch").aggregate(n=placed.count())


def _stretch(way: Ways, day: IntegerValue) -> IntegerValue:
    """0 for as_of and the days before it, 1 for the stretch before."""
    found: IntegerValue = ((ibis.literal(way.today, "int64") - day) // STRETCH).cast("int64")
    return found


def _by_landmark(at: int, marks: Sequence[int], held: Sequence[Row], people: Sequence[Row], had: Sequence[Row]) -> Standing:
    """Those who hold none are all people seen by then and without the macro, but for those who hold some."""
    found: Standing = {}
    own = [(row.number("entered"), row.number("stretch"), row.number("n")) for row in had if row.number("macro") == at]
    for mark in marks:
        seen = sum(row.number("n") for row in people if row.number("entered") >= mark)
        over = sum(n for entered, stretch, n in own if entered >= mark and stretch >= mark)
        after = sum(n for entered, stretch, n in own if entered >= mark and stretch == mark - 1)
        some = {row.number("held"): Rate(row.number(f"k_{at}"), row.number(f"n_{at}")) for row in held if row.number("stretch") == mark}
        none = Rate(after - sum(rate.n for rate in some.values()), seen - over - sum(rate.of for rate in some.values()))
        found[mark * STRETCH] = {number: rate for number, rate in sorted({0: none, **some}.items()) if rate.of}
    return found
