"""How old pages, campaigns and items are, and what they did in their first days and in the last ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics.ask import Recorded, dates
from reportgen.metrics.frames import rows
from reportgen.metrics.notes import DAY, acting
from reportgen.metrics.patterns import fits
from reportgen.metrics.people import NONE
from reportgen.metrics.source import Facts, Source
from reportgen.metrics.windows import ITEM, Deed, Window, windows_seen
from reportgen.model.change_counts import ACTED, MAIN, Aged, FreshKind, Freshness
from reportgen.model.settings import Settings
from reportgen.periods import Period, day_date, day_number

SPAN = 30
"""Days of the first and of the last window."""
AT_START = 14
"""What is first seen within so many days of the first data may be older than they are."""
MOST = 6
"""Of each kind, those with most visitors."""
CONTENT = "blog"
"""The page group that is content where the settings name none."""
PLACES = {FreshKind.PAGE: "page ", FreshKind.CAMPAIGN: "campaign ", FreshKind.ITEM: "all"}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can age, the day it was first seen, and its visitors of the last window."""

    kind: FreshKind
    name: str
    rule: str | None
    first_day: date
    visitors: int


def freshness(source: Source, as_of: date) -> Freshness:
    """The most visited pages, campaigns and items; nothing without data. All days are up to as_of, as the tables are."""
    begin = source.known.first
    if begin is None or begin > as_of:
        return Freshness()
    cut = as_of - timedelta(days=SPAN - 1)
    frames = source.engine.many(expressions(source.facts, day_number(cut)))
    things = [thing for kind in FreshKind if kind in frames for thing in _things(kind, frames[kind])]
    told = [thing for kind in FreshKind for thing in _most([one for one in things if one.kind is kind])]
    aged = [_aged(thing, begin, Period(cut, as_of + DAY)) for thing in told]
    more = {kind: max(0, sum(thing.kind is kind for thing in things) - MOST) for kind in FreshKind}
    return Freshness(_counted(source, aged), more, begin)


def _most(things: Iterable[Thing]) -> list[Thing]:
    return sorted(things, key=lambda thing: (-thing.visitors, -thing.first_day.toordinal(), thing.name))[:MOST]


def _things(kind: FreshKind, frame: pd.DataFrame) -> list[Thing]:
    return [
        Thing(kind, row.text("name"), row.text("rule") or None, day_date(row.number("first_day")), row.number("visitors"))
        for row in rows(frame)
    ]


def _aged(thing: Thing, begin: date, last: Period) -> Aged:
    first = Period(thing.first_day, thing.first_day + timedelta(days=SPAN))
    at_start = (thing.first_day - begin).days < AT_START
    return Aged(thing.kind, thing.name, thing.rule, thing.first_day, at_start, first if first.end <= last.begin else None, last)


def _counted(source: Source, aged: list[Aged]) -> tuple[Aged, ...]:
    deeds = {ACTED: tuple(map(Deed, acting(source.settings)))}
    asked = [(at, side, period) for at, one in enumerate(aged) for side, period in (("was", one.first), ("now", one.last)) if period]
    windows = [Window(_place(aged[at]), _days(period, source.known), _wanted(aged[at], deeds)) for at, _, period in asked]
    found = windows_seen(source, rows_of_things(source.facts), windows)
    counted = list(aged)
    for (at, side, _), seen in zip(asked, found, strict=True):
        counted[at] = replace(counted[at], was=seen) if side == "was" else replace(counted[at], now=seen)
    return tuple(counted)


def _wanted(one: Aged, deeds: Mapping[str, tuple[Deed, ...]]) -> Mapping[str, tuple[Deed, ...]]:
    return {MAIN: (Deed(one.rule, one.name),)} if one.rule else deeds


def _place(one: Aged) -> str:
    return PLACES[one.kind] if one.kind is FreshKind.ITEM else PLACES[one.kind] + one.name


def _days(period: Period, known: Recorded) -> tuple[date, ...]:
    return tuple(day for day in dates(period) if day in known.days)


# --- expressions ----------------------------------------------------------------------------------------------------


def content_pages(settings: Settings) -> tuple[str, ...]:
    """The patterns of the pages that can age."""
    named = settings.report.content
    return tuple(pattern for name in ((CONTENT,) if named is None else named) for pattern in settings.report.page_groups.get(name, ()))


def content_rules(settings: Settings) -> tuple[str, ...]:
    """The micros whose items can age."""
    named = settings.report.content
    return tuple(rule.key for rule in settings.micros if rule.by and (named is None or rule.key in named))


def expressions(facts: Facts, cut: int) -> dict[str, Table]:
    """Rows (`rule`, `name`, `first_day`, `visitors`) of each kind there is; `visitors` are distinct, of the days from `cut` on."""
    none = ibis.literal("")
    asked = {}
    patterns, rules = content_pages(facts.settings), content_rules(facts.settings)
    if patterns:
        pages = facts.pages.filter(fits(facts.pages.page, patterns, fold=False))
        asked[FreshKind.PAGE.value] = _first_days(pages.select(rule=none, name=pages.page, visitor=pages.visitor, day=pages.day), cut)
    visits = _tagged(facts)
    asked[FreshKind.CAMPAIGN.value] = _first_days(
        visits.select(rule=none, name=visits.campaign, visitor=visits.visitor, day=visits.day), cut
    )
    if rules:
        taken = facts.conversions.filter(facts.conversions.rule.isin(list(rules)) & facts.conversions[ITEM].notnull())
        asked[FreshKind.ITEM.value] = _first_days(
            taken.select(rule=taken.rule, name=taken[ITEM], visitor=taken.visitor, day=taken.day), cut
        )
    return asked


def _tagged(facts: Facts) -> Table:
    """Visits with a campaign of their own: not one that the tool made up, such as `(organic)`."""
    campaign = facts.visits.campaign
    return facts.visits.filter((campaign != NONE) & (campaign != "") & ~campaign.startswith("("))


def _first_days(seen: Table, cut: int) -> Table:
    """First days over all history, which needs no visitors; distinct visitors of the last days alone."""
    first = seen.group_by("rule", "name").aggregate(first_day=seen.day.min())
    late = seen.filter((seen.day >= cut) & seen.visitor.notnull()).select("rule", "name", "visitor").distinct()
    recent = late.group_by("rule", "name").aggregate(visitors=late.count())
    both = first.left_join(recent, ["rule", "name"], rname="recent_{name}")
    return both.select("rule", "name", "first_day", visitors=ibis.coalesce(both.visitors, 0))


def rows_of_things(facts: Facts) -> Table:
    """Rows (`place`, `visitor`, `day`, `sessions`, `since`) of pages, of campaigns, and of all visits."""
    zero = ibis.literal(0, "int64")
    pages, visits, tagged = facts.pages.filter(facts.pages.page.notnull()), facts.visits, _tagged(facts)
    viewed = pages.select(
        place=ibis.literal(PLACES[FreshKind.PAGE]).concat(pages.page),
        visitor=pages.visitor,
        day=pages.day,
        sessions=zero,
        since=pages.first_time,
    )
    came = tagged.select(
        place=ibis.literal(PLACES[FreshKind.CAMPAIGN]).concat(tagged.campaign),
        visitor=tagged.visitor,
        day=tagged.day,
        sessions=tagged.sessions,
        since=zero,
    )
    every = visits.select(
        place=ibis.literal(PLACES[FreshKind.ITEM]), visitor=visits.visitor, day=visits.day, sessions=visits.sessions, since=zero
    )
    return viewed.union(came).union(every)
