"""Visitors without a macro on a landmark day, grouped by what was known of them then, and how many had it in the 30 days after
(statistics 3.4, Hot-lead score)."""

from collections.abc import Iterable, Mapping
from functools import reduce

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.hot import standing
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.hot import hot_rule
from reportgen.stats import LeadGroup, LeadProfile, Rate

LANDMARKS = (60, 30, 0)
"""Days before as_of: to learn from, to be judged by, and today."""
OUTCOME = 30
RECENCY = (3, 7, 14, 30)
VIEWS = (2, 4, 8, 15)

Leads = dict[int, tuple[LeadGroup, ...]]
Standing = dict[int, dict[int, Rate]]


def leads(way: Ways) -> tuple[Mapping[str, Leads], Mapping[str, Standing]]:
    """Macro -> landmark in days before as_of -> groups of visitors, and visitors by how many different micros of the hot-lead rule;
    of those of today nothing is known of the days after."""
    engine = way.engine
    known = engine.cache(_known(way), "lead_facts")
    found = list(rows(engine.run(_groups(way, known))))
    engine.drop(known)
    macros = list(enumerate(way.settings.macros))
    return {rule.key: _by_landmark(at, found, way) for at, rule in macros}, {rule.key: _standing(at, found) for at, rule in macros}


def _known(way: Ways) -> Table:
    """A row a person: by landmark the last visit's day (`last_60`), the page views so far (`views_60`) and the different micros of the
    hot-lead rule (`hot_60`), first channel, and the day of the first of each micro (`micro_0`) and macro (`macro_0`)."""
    visits = way.visits
    columns: dict[str, IntegerValue] = {}
    for back in LANDMARKS:
        seen = visits.day <= way.today - back
        columns[f"last_{back}"] = visits.day.max(where=seen)
        columns[f"views_{back}"] = ibis.ifelse(seen, visits["views"], 0).sum()
    people = visits.group_by("visitor").aggregate(**columns)
    days = {f"micro_{at}": way.firsts.day.min(where=way.firsts.rule == rule.key) for at, rule in enumerate(way.settings.micros)}
    days |= {f"macro_{at}": way.firsts.day.min(where=way.firsts.rule == rule.key) for at, rule in enumerate(way.settings.macros)}
    done = way.firsts.group_by("visitor").aggregate(**days)
    named = people.inner_join(way.people.select("visitor", "channel"), "visitor").left_join(done, "visitor", rname="of_{name}")
    rule = hot_rule(way.settings)
    if rule is None:
        return named.select(*columns, "channel", *days).mutate(**{f"hot_{back}": ibis.literal(0, "int64") for back in LANDMARKS})
    hot = standing(way, rule, LANDMARKS)
    joined = named.left_join(hot, "visitor", rname="hot_{name}")
    return joined.select(*columns, "channel", *days, **{f"hot_{back}": joined[f"hot_{back}"].fill_null(0) for back in LANDMARKS})


def _groups(way: Ways, known: Table) -> Table:
    """By landmark and profile: `n_0` visitors without the macro by position, `k_0` of them with it in the days after."""
    each = reduce(lambda left, right: left.union(right), (_at(way, known, back) for back in LANDMARKS))
    profile = ["back", "hot", "recency", "seen", "channel", *(f"mark_{at}" for at in range(len(way.settings.micros)))]
    counts = {f"{name}_{at}": each[f"{name}_{at}"].sum() for at in range(len(way.settings.macros)) for name in ("n", "k")}
    return each.group_by(profile).aggregate(**counts)


def _at(way: Ways, known: Table, back: int) -> Table:
    """The people seen by one landmark."""
    day = way.today - back
    seen = known.filter(known[f"last_{back}"].notnull())
    marks = {f"mark_{at}": _yes(seen[f"micro_{at}"] <= day) for at in range(len(way.settings.micros))}
    counts: dict[str, IntegerValue] = {}
    for at in range(len(way.settings.macros)):
        macro = seen[f"macro_{at}"]
        counts[f"n_{at}"] = _yes(macro.isnull() | (macro > day))
        counts[f"k_{at}"] = _yes((macro > day) & (macro <= day + OUTCOME))
    return seen.select(
        back=ibis.literal(back, "int64"),
        hot=seen[f"hot_{back}"],
        recency=_bucket(day - seen[f"last_{back}"], RECENCY),
        seen=_bucket(seen[f"views_{back}"], VIEWS),
        channel=seen.channel,
        **marks,
        **counts,
    )


def _yes(test: ibis.expr.types.BooleanValue) -> IntegerValue:
    return test.fill_null(False).cast("int64")


def _bucket(value: IntegerValue, bounds: tuple[int, ...]) -> IntegerValue:
    """How many of the rising bounds the value reaches."""
    found: IntegerValue = ibis.cases(*((value < bound, at) for at, bound in enumerate(bounds)), else_=len(bounds)).cast("int64")
    return found


def _by_landmark(at: int, found: list[Row], way: Ways) -> Leads:
    groups: Leads = {}
    for back in LANDMARKS:
        own = [row for row in found if row.number("back") == back and row.number(f"n_{at}")]
        groups[back] = tuple(sorted(_groups_of(own, at, len(way.settings.micros)), key=_order))
    return groups


def _groups_of(own: Iterable[Row], at: int, micros: int) -> list[LeadGroup]:
    """People of one profile together, hot or not."""
    counted: dict[LeadProfile, Rate] = {}
    for row in own:
        marks = tuple(bool(row.number(f"mark_{place}")) for place in range(micros))
        profile = LeadProfile(marks, row.number("recency"), row.number("seen"), row.text("channel"))
        counted[profile] = counted.get(profile, Rate(0, 0)) + _rate(row, at)
    return [LeadGroup(profile, rate.of, rate.n) for profile, rate in counted.items()]


def _standing(at: int, found: Iterable[Row]) -> Standing:
    counted: Standing = {back: {} for back in LANDMARKS}
    for row in found:
        here, hot = counted[row.number("back")], row.number("hot")
        here[hot] = here.get(hot, Rate(0, 0)) + _rate(row, at)
    return {back: {hot: here[hot] for hot in sorted(here) if here[hot].of} for back, here in counted.items()}


def _rate(row: Row, at: int) -> Rate:
    return Rate(row.number(f"k_{at}"), row.number(f"n_{at}"))


def _order(group: LeadGroup) -> tuple[int, int, str, tuple[bool, ...]]:
    return group.profile.recency, -group.profile.views, group.profile.channel, group.profile.marks
