"""The same numbers as a good analyst would write them in DuckDB's SQL for this one site: rules, channels and zone are in the queries.

Written to be fast: each export is read once, only the columns that count, parameters by their place in the list.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from tests.bench.exports import exports, local_microseconds

TEXTS = ("page_location", "session_engaged", "source", "medium", "campaign", "file_name", "method", "form")
WHOLES = ("ga_session_id", "engagement_time_msec")
PAID = "^(.*cp.*|ppc|retargeting|paid.*)$"
DIMENSIONS = ("channel", "source", "campaign", "device", "country", "platform", "landing_page")

READ = """
create temp table read as
select t, event_name, visitor, sid, regexp_extract(page_location, '://[^/]+([^?#]*)', 1) as page, session_engaged = '1' as engaged,
    engagement_time_msec as ms, source, medium, campaign, first_source, first_medium, first_campaign, device, country, platform,
    file_name, method, form, row_hash, (local // 86400000000)::int as day, (local % 86400000000 // 3600000000)::int as hour
from (
    select *, t + case when t < {winter} then 7200000000 else 3600000000 end as local, {picked} from (
        select event_timestamp as t, event_name, user_pseudo_id as visitor, list_transform(event_params, x -> x.key) as keys, event_params,
            traffic_source.source as first_source, traffic_source.medium as first_medium, traffic_source.name as first_campaign,
            device.category as device, geo.country as country, lower(platform) as platform,
            hash(event_timestamp, event_name, user_pseudo_id, event_params, event_bundle_sequence_id) as row_hash
        from read_parquet({files})))
"""

STEPS = """
create temp table again as select row_hash, min(rowid) as first, count(*) - 1 as copies, any_value(day) as day
    from read group by row_hash having count(*) > 1;
delete from read using again where read.row_hash = again.row_hash and read.rowid <> again.first;
create temp table profile as select day, count(*) as rows from read group by day;
create temp table session_days as
select visitor, sid, day, min(t) as start, max(t) as stop, arg_min(source, t) filter (source is not null) as source,
    arg_min(medium, t) filter (source is not null) as medium, arg_min(campaign, t) filter (source is not null) as campaign,
    arg_min(first_source, t) as first_source, arg_min(first_medium, t) as first_medium, arg_min(first_campaign, t) as first_campaign,
    arg_min(device, t) as device, arg_min(country, t) as country, arg_min(platform, t) as platform,
    arg_min(page, t) filter (event_name = 'page_view') as landing_view, arg_min(page, t) as landing_any,
    arg_max(page, t) filter (event_name = 'page_view') as leaving_view, arg_max(page, t) as leaving_any,
    count(*) filter (event_name = 'page_view') as page_views, count(*) as events, bool_or(engaged) as engaged
from read group by visitor, sid, day;
create temp table bots as
with days as (select visitor, day, sum(events) as events from session_days group by all having sum(events) >= 20),
hours as (select visitor, day, count(distinct hour) as hours from read semi join days using (visitor, day) group by all),
many as (select visitor from session_days group by visitor, day having sum(page_views) >= 30),
gaps as (select visitor, day, t - lag(t) over (partition by visitor order by t) < 1000000 as quick
    from read where event_name = 'page_view' and visitor in (from many)),
quick as (select visitor, day, count(*) as views, count(*) filter (quick) as quick from gaps group by all)
select visitor, day, case when events > 300 then 'many_events' when views >= 30 and quick * 2 > views - 1 then 'fast_views'
    when hours >= 20 then 'all_hours' end as bot
from days left join hours using (visitor, day) left join quick using (visitor, day) where bot is not null;
create temp table visits as
select visitor, sid, min(day) as began, max(bot) as bot, bool_or(engaged) as engaged, arg_min(device, start) as device,
    arg_min(country, start) as country, arg_min(platform, start) as platform,
    arg_min(coalesce(landing_view, landing_any), start) as landing_page,
    arg_min(struct_pack(source := coalesce(source, first_source, '(none)'),
        medium := coalesce(case when source is not null then medium else first_medium end, '(none)'),
        campaign := coalesce(case when source is not null then campaign else first_campaign end, '(none)')), start) as origin
from session_days left join bots using (visitor, day) group by visitor, sid;
create temp table channels as
select origin, origin.source as source, origin.campaign as campaign, case
    when origin.source = '(direct)' and origin.medium = '(none)' then 'Direct'
    when origin.source in ('google', 'bing') and regexp_matches(origin.medium, '{paid}') then 'Paid Search'
    when origin.source in ('facebook', 'linkedin.com') and regexp_matches(origin.medium, '{paid}') then 'Paid Social'
    when origin.source in ('facebook', 'linkedin.com') or origin.medium = 'social' then 'Organic Social'
    when origin.source in ('google', 'bing') or origin.medium = 'organic' then 'Organic Search'
    when origin.medium = 'referral' then 'Referral' when origin.medium = 'email' then 'Email' else 'Unassigned' end as channel
from (select distinct origin from visits);
create temp table sessions as
select d.visitor, d.sid, d.day, d.start, d.page_views, (d.day = v.began)::int as sessions,
    (d.day = v.began and v.engaged)::int as engaged_sessions, c.channel, c.source, c.campaign, v.device, v.country, v.platform,
    v.landing_page, coalesce(d.leaving_view, d.leaving_any) as leaving
from session_days d join visits v using (visitor, sid) join channels c using (origin) where v.bot is null;
create temp table pages as
select r.visitor, r.sid, r.day, r.page, count(*) filter (event_name = 'page_view') as views, coalesce(sum(ms), 0) as ms, min(t) as first,
    any_value(landing_page = page)::int as landing, any_value(leaving = page)::int as leaving
from read r join sessions using (visitor, sid, day) where page is not null group by all;
create temp table fulfilled as
with matched as (
    select visitor, sid, day, t, row_hash, event_name, file_name, case
        when event_name = 'generate_lead' and form in ('contact', 'quote') then form
        when event_name = 'sign_up' and method = 'newsletter' then 'newsletter'
        when event_name = 'scroll' and page like '/blog/%' then 'reading'
        when event_name = 'page_view' and page = '/pricing' then 'pricing'
        when event_name = 'file_download' then 'download' end as rule
    from read where rule is not null),
human as (from matched semi join sessions using (visitor, sid))
select visitor, day, t, rule, file_name from human qualify case
    when rule in ('contact', 'reading', 'pricing')
        then row_number() over (partition by rule, visitor, sid order by t, event_name, row_hash) = 1
    when rule = 'newsletter' then row_number() over (partition by rule, visitor order by t, event_name, row_hash) = 1 else true end;
create temp table conversions as from fulfilled union all
    select visitor, day, t, 'any_macro', file_name from fulfilled where rule in ('contact', 'quote');
create temp table spans as select * from
    (values ('current', {current}, {end} - 1), ('previous', {previous}, {current} - 1)) as span(name, low, high);
create temp table people as
select name, visitor, sum(sessions) as sessions, sum(engaged_sessions) as engaged_sessions, sum(page_views) as page_views,
    arg_min(struct_pack(channel, source, campaign, device, country, platform, landing_page), (start, sid, day)) as first
from sessions join spans on day between low and high group by all;
create temp table done as
select name, visitor, rule, count(*) as n, first from conversions join spans on day between low and high
    join people using (name, visitor) group by all;
"""

TRAFFIC = "count(*), sum(sessions), sum(engaged_sessions), sum(page_views)"
MEASURES = ("visitors", "sessions", "engaged_sessions", "page_views")
GRAINS = {"day": "day", "week": "(day + 3) // 7 * 7 - 3", "month": "date_trunc('month', date '1970-01-01' + day)::date - date '1970-01-01'"}


def numbers(folder: Path, month: str) -> dict[str, int]:
    """As `ours.numbers`."""
    year, number = int(month[:4]), int(month[5:])
    current, end, previous = (_day(year, number + step) for step in (0, 1, -1))
    picked = [_picked(key, "string_value") for key in TEXTS] + [_picked(key, "int_value") for key in WHOLES]
    files = str([str(file) for file in exports(folder)])
    with duckdb.connect() as database:
        database.execute("set preserve_insertion_order = false")
        winter = local_microseconds(date(2026, 10, 25)) + 3 * 3600 * 1_000_000
        database.execute(READ.format(picked=", ".join(picked), winter=winter, files=files))
        for step in STEPS.format(paid=PAID, current=current, end=end, previous=previous).split(";"):
            if step.strip():
                database.execute(step)
        return {name: int(n) for name, n in _named(database) if n}


def _picked(key: str, slot: str) -> str:
    return f"event_params[list_position(keys, '{key}')].value.{slot} as {'sid' if key == 'ga_session_id' else key}"


def _day(year: int, month: int) -> int:
    index = year * 12 + month - 1
    return (date(index // 12, index % 12 + 1, 1) - date(1970, 1, 1)).days


def _named(database: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, int]]:
    def rows(query: str) -> list[tuple]:
        return database.execute(query).fetchall()

    for dimension in ("all", *DIMENSIONS):
        value = "'all'" if dimension == "all" else f"first.{dimension}"
        for name, key, *found in rows(f"select name, {value}, {TRAFFIC} from people group by all"):
            yield from ((f"{name}/{dimension}/{key}/{measure}", n) for measure, n in zip(MEASURES, found, strict=True))
        for name, key, rule, n, people in rows(f"select name, {value}, rule, sum(n), count(*) from done group by all"):
            yield f"{name}/{dimension}/{key}/{rule}", n
            yield f"{name}/{dimension}/{key}/{rule}/people", people
    for name, file, n in rows(
        "select name, file_name, count(*) from conversions join spans on day between low and high where rule = 'download' group by all"
    ):
        yield f"{name}/item/{file}/download", n
    for grain, begin in GRAINS.items():
        shown = f"date '1970-01-01' + ({begin})::int"
        sums = ", ".join(f"sum({measure}) as {measure}" for measure in MEASURES[1:])
        found = rows(f"select begun, {TRAFFIC} from (select {shown} as begun, visitor, {sums} from sessions group by all) group by all")
        for at, *counts in found:
            yield from ((f"{grain}/{str(at)[:10]}/{measure}", n) for measure, n in zip(MEASURES, counts, strict=True))
        persons = f"select {shown} as begun, rule, visitor, count(*) as n from conversions group by all"
        for at, rule, n, people in rows(f"select begun, rule, sum(n), count(*) from ({persons}) group by all"):
            yield f"{grain}/{str(at)[:10]}/{rule}", n
            yield f"{grain}/{str(at)[:10]}/{rule}/people", people
    database.execute(
        "create temp table viewed as select page, visitor, sum(views) as views, sum(ms) as ms, min(first) as first, "
        "sum(landing) as landings, sum(leaving) as exits from pages where day between (select low from spans where name = 'current') "
        "and (select high from spans where name = 'current') group by all"
    )
    for page, *counts in rows("select page, sum(views), count(*), sum(ms), sum(landings), sum(exits) from viewed group by all"):
        for measure, n in zip(("views", "visitors", "engagement_ms", "landings", "exits"), counts, strict=True):
            yield f"page/{page}/{measure}", n
    for page, rule, n in rows(
        "select page, rule, count(*) from viewed join (select visitor, rule, max(t) as last from conversions "
        "join spans on name = 'current' and day between low and high where rule in ('contact', 'quote') group by all) using (visitor) "
        "where last >= first group by all"
    ):
        yield f"page/{page}/{rule}", n
    for day, n, copies in rows(
        "select date '1970-01-01' + p.day, any_value(rows), coalesce(sum(copies), 0) "
        "from profile p left join again a on a.day = p.day group by all"
    ):
        yield f"rows/{str(day)[:10]}", n
        yield f"repeats/{str(day)[:10]}", copies
    for bot, n in rows("select bot, count(*) from visits where bot is not null group by all"):
        yield f"bots/{bot}/sessions", n
