"""Visitors without a macro on a landmark day, grouped by what was known of them then, and how many had it in the 30 days after
(statistics 3.4, Hot-lead score)."""

from collections.abc import Mapping, Sequence

import ibis
import pandas as pd
from ibis.expr.types import IntegerValue, Table

from reportgen.engine import stacked
from reportgen.metrics.journeys.ways import Ways
from reportgen.stats import LeadGroup, LeadProfile

LANDMARKS = (60, 30, 0)
"""Days before as_of: to learn from, to be judged by, and today."""
OUTCOME = 30
RECENCY = (3, 7, 14, 30)
VIEWS = (2, 4, 8, 15)

Leads = dict[int, tuple[LeadGroup, ...]]


def leads(way: Ways) -> Mapping[str, Leads]:
    """Macro -> landmark in days before as_of -> groups of visitors; of those of today nothing is known of the days after."""
    engine = way.engine
    known = engine.cache(_known(way), "lead_facts")
    found = engine.run(_groups(way, known))
    engine.drop(known)
    profiles = _profiles(found, len(way.settings.micros))
    return {rule.key: _by_landmark(at, found, profiles) for at, rule in enumerate(way.settings.macros)}


def _known(way: Ways) -> Table:
    """A row a person: by landmark the last visit's day (`last_60`) and the page views so far (`views_60`), first channel, and the day
    of the first of each micro (`micro_0`) and macro (`macro_0`)."""
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
    return named.select(*columns, "channel", *days)


def _groups(way: Ways, known: Table) -> Table:
    """By landmark and profile: `n_0` visitors without the macro by position, `k_0` of them with it in the days after."""
    each = stacked([_at(way, known, back) for back in LANDMARKS])
    profile = ["back", "recency", "seen", "channel", *(f"mark_{at}" for at in range(len(way.settings.micros)))]
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


def _profiles(found: pd.DataFrame, micros: int) -> list[LeadProfile]:
    """Each row's profile. There are many thousands, so columns are taken whole."""
    marks = zip(*(found[f"mark_{at}"].astype(bool).tolist() for at in range(micros)), strict=True) if micros else [()] * len(found)
    facts = (found[name].tolist() for name in ("recency", "seen", "channel"))
    return [LeadProfile(each, *known) for each, *known in zip(marks, *facts, strict=True)]


def _by_landmark(at: int, found: pd.DataFrame, profiles: Sequence[LeadProfile]) -> Leads:
    counted = zip(found["back"].tolist(), profiles, found[f"n_{at}"].tolist(), found[f"k_{at}"].tolist(), strict=True)
    groups: dict[int, list[LeadGroup]] = {back: [] for back in LANDMARKS}
    for back, profile, n, k in counted:
        if n:
            groups[back].append(LeadGroup(profile, n, k))
    return {back: tuple(sorted(own, key=_order)) for back, own in groups.items()}


def _order(group: LeadGroup) -> tuple[int, int, str, tuple[bool, ...]]:
    return group.profile.recency, -group.profile.views, group.profile.channel, group.profile.marks
