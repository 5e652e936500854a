"""The bridge from micro to macro alone, as a good analyst would write it in DuckDB's SQL for the made-up site of `exports`.

From the same build's tables as reportgen's own count (`sessions`, `conversions`): a row a page view, one wide row a visitor with the first
page view after each micro, and sums by stratum as in statistics 3.1; assists and lags. Nothing comes from outside this site.
"""

from collections.abc import Mapping
from typing import Protocol

MACROS = ("contact", "quote")
MICROS = ("newsletter", "reading", "pricing", "download")
ITEMS = tuple(f"guide-{number}.pdf" for number in range(7))
SEVERAL = (2, 3, 4)
HORIZON = LOOKBACK = 30
NEVER = 2**40
EXPOSED = (*MICROS, *(f"download/{item}" for item in ITEMS), *(str(least) for least in SEVERAL))

VISITS = """
create temp table hand_visits as
select *, min(before) over (partition by visitor, visit_number) as opened from (
    select visitor, session, day, visit_number, channel, page_views as views,
        sum(page_views) over (partition by visitor order by visit_number, day)::bigint - page_views as before
    from {sessions} where visitor is not null)
"""
MARKS = """
create temp table hand_marks as
select c.visitor, rule, by_1 as item, time, day,
    greatest(before - 1, least(before + views - 1, opened + coalesce("view", -1))) as place
from {conversions} c join hand_visits using (visitor, session, day) where rule in {rules} and coalesce(amount, 0) >= 0
"""
SINCE = """
create temp table hand_micros as
select visitor, rule, item, min(place + (rule <> 'pricing')::int) as since, min(time) as time, min(day) as day
from hand_marks where rule in {micros} group by grouping sets ((visitor, rule), (visitor, rule, item))
having grouping(item) = 1 or (rule = 'download' and item is not null)
"""
NUMBERED = """
create temp table hand_since as
select visitor, case when item is null then rule else rule || '/' || item end as micro, since, time, day from hand_micros union all
select visitor, nth::varchar, since, time, day from (
    select *, row_number() over (partition by visitor order by since, time, rule) as nth from hand_micros where item is null)
where nth in {several}
"""
FIRSTS = """
create temp table hand_firsts as
select visitor, rule, min(time) as time, min(day) as day, arg_min(place, (time, place)) as place
from hand_marks where rule in {macros} group by all
"""
PEOPLE = """
create temp table hand_people as
select visitor, any_value(channel) as channel, min(first_day) as first_day, {wide}
from (select visitor, arg_min(channel, visit_number) as channel, min(day) as first_day from hand_visits group by all)
left join (select visitor, 'm ' || micro as name, since as place from hand_since
    union all select visitor, rule, place from hand_firsts) using (visitor) group by visitor
"""
RISK = """
select channel, visit, step, {sums} from (
    select p.*, least(visit_number - 1, 6) as visit, number, case when number < 4 then number when number < 6 then 4 when number < 9 then 6
        when number < 14 then 9 when number < 21 then 14 when number < 40 then 21 else 40 end as step
    from (select visitor, visit_number, unnest(range(before, before + views)) as number from hand_visits)
    join hand_people p using (visitor))
group by channel, visit, step
"""
ASSISTS = """
select micro, rule, count(*) as assisted, count(*) filter (first_day - {lookback} >= {begin}) as seasoned
from hand_since s join hand_firsts f using (visitor) join hand_people using (visitor) where s.time < f.time group by all
"""
LAGS = """
select m.micro, rule, least(coalesce(f.day - m.day, 1000000), {today} - m.day, {horizon}) as lag,
    coalesce(f.day - m.day <= least({today} - m.day, {horizon}), false) as event, count(*) as n
from hand_since m cross join (select unnest({macros}) as rule) left join hand_firsts f using (visitor, rule)
where m.micro in {micros} and (f.time is null or f.time > m.time) group by all
"""

Numbers = dict[str, int]


class Rows(Protocol):
    def __call__(self, query: str) -> list[tuple[object, ...]]: ...


def numbers(rows: Rows, tables: Mapping[str, str], begin: int, today: int) -> Numbers:
    """Every number of the bridge by a name; zeros are left out. `tables` name the build's own; days are numbers."""
    filled = {
        **tables,
        "macros": _listed(MACROS),
        "micros": _listed(MICROS),
        "rules": _listed((*MACROS, *MICROS)),
        "several": str(SEVERAL),
        "wide": ", ".join(_wide()),
    }
    for step in (VISITS, MARKS, SINCE, NUMBERED, FIRSTS, PEOPLE):
        rows(step.format(**filled))
    found: Numbers = {}
    for channel, visit, step, *sums in rows(RISK.format(sums=", ".join(_sums()))):
        found |= {f"risk/{channel}/{visit}/{step}/{name}": _whole(n) for name, n in zip(_names(), sums, strict=True)}
    for micro, rule, assisted, seasoned in rows(ASSISTS.format(lookback=LOOKBACK, begin=begin)):
        found |= {f"assists/{micro}/{rule}/ever": _whole(assisted), f"assists/{micro}/{rule}/seasoned": _whole(seasoned)}
    lags = rows(LAGS.format(today=today, horizon=HORIZON, micros=_listed(MICROS), macros=list(MACROS)))
    found |= {f"lags/{micro}/{rule}/{lag}/{event}": _whole(n) for micro, rule, lag, event, n in lags}
    for table in ("visits", "marks", "micros", "since", "firsts", "people"):
        rows(f"drop table hand_{table}")
    return {name: n for name, n in found.items() if n}


def _listed(names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"


def _wide() -> list[str]:
    since = [f"coalesce(min(place) filter (name = 'm {micro}'), {NEVER}) as since_{at}" for at, micro in enumerate(EXPOSED)]
    return since + [f"coalesce(min(place) filter (name = '{macro}'), {NEVER}) as end_{at}" for at, macro in enumerate(MACROS)]


def _sums() -> list[str]:
    found = []
    for at in range(len(MACROS)):
        tests = ["true", *(f"number >= since_{micro}" for micro in range(len(EXPOSED)))]
        for test in tests:
            found += [f"count(*) filter ({test} and number <= end_{at})", f"count(*) filter ({test} and number = end_{at})"]
    return found


def _names() -> list[str]:
    return [f"{macro}/{micro}/{name}" for macro in MACROS for micro in ("all", *EXPOSED) for name in ("n", "d")]


def _whole(value: object) -> int:
    return int(str(value))
