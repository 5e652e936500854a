"""A made-up site's GA4 exports of any size, a Parquet file a month, and the workspace that reports on them.

The engine's own hash is the source of chance, so that the same size gives the same rows. Sessions do not cross the files' edges.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

ZONE = "Europe/Berlin"
LAST = date(2026, 10, 1)
PER_SESSION = 8
"""Events a session, on average."""

REPORT = """\
site: {name: Bench, url: https://www.example.com, zone: Europe/Berlin}
business_type: lead
locale: en
inputs:
  web: {files: data/*.parquet}
page_groups: {blog: /blog/*}
"""
CONVERSIONS = """\
conversions:
  contact:
    {tier: macro, label: Contact, outcome: Talk., match: {event: generate_lead, params: {form: contact}}, counting: session, journey: short}
  quote:
    {tier: macro, label: Quote, outcome: Offer., match: {event: generate_lead, params: {form: quote}}, counting: event, journey: short}
  newsletter:
    {tier: micro, label: List, match: {event: sign_up, params: {method: newsletter}}, counting: visitor, stage: engagement, supports: quote}
  reading:
    {tier: micro, label: Reading, match: {event: scroll, page: blog}, counting: session, stage: awareness, supports: contact}
  pricing:
    {tier: micro, label: Pricing, match: {page: /pricing}, counting: session, stage: intent, supports: quote}
  download:
    {tier: micro, label: Download, match: {event: file_download}, by: file_name, counting: event, stage: consideration, supports: quote}
"""

MACROS = """
create or replace temp macro pick(seed, salt, n) as (hash(seed, salt, $month) % n)::bigint;
create or replace temp macro text(k, v) as {'key': k, 'value': {'string_value': v, 'int_value': null::bigint,
    'float_value': null::double, 'double_value': null::double}};
create or replace temp macro whole(k, v) as {'key': k, 'value': {'string_value': null::varchar, 'int_value': v::bigint,
    'float_value': null::double, 'double_value': null::double}};
create or replace temp macro origin(n) as case when n < 30 then {'source': 'google', 'medium': 'organic', 'name': null}
    when n < 40 then {'source': 'google', 'medium': 'cpc', 'name': 'search_brand'}
    when n < 48 then {'source': 'bing', 'medium': 'organic', 'name': null}
    when n < 56 then {'source': 'newsletter', 'medium': 'email', 'name': 'newsletter_07'}
    when n < 64 then {'source': 'linkedin.com', 'medium': 'social', 'name': null}
    when n < 69 then {'source': 'facebook', 'medium': 'paid_social', 'name': 'guide_eu'}
    when n < 75 then {'source': 'partner.example', 'medium': 'referral', 'name': null} end;
create or replace temp macro path(n) as case when n < 12 then '/' when n < 18 then '/pricing' when n < 60 then '/blog/post-' || n
    when n < 85 then '/work/' || n else '/services/' || n end;
"""

MONTH = """
copy (
with sessions as (
    select i, floor($people * pow(pick(i, 1, 1000000) / 1e6, 1.5))::bigint as visitor, 4 + pick(i, 2, 9) as n,
        $begin + pick(i, 3, $length) as start, (3 + pick(i, 4, 60)) * 1000000 + pick(i, 5, 1000) as gap from range($sessions) as one(i)
    union all
    select -1 - i, -1 - i, [400, 100, 60][1 + i % 3], $begin + pick(i, 6, $length // 2), [400000, 250000, 1800000000][1 + i % 3]
    from range($bots) as bot(i)
), visits as (
    select *, start // 1000000 as sid, origin(pick(i, 7, 100)) as came, pick(i, 8, 10) < 6 as engaged,
        coalesce(origin(hash(visitor) % 100), {'source': '(direct)', 'medium': '(none)', 'name': '(direct)'}) as touched from sessions
), numbered as (
    select *, unnest(range(n)) as j from visits
), events as (
    select *, start + greatest(j - 1, 0) * gap as t, pick(hash(i, j), 9, 1000) as dice,
        path(pick(hash(i, j // 3), 10, 100)) as page from numbered
), named as (
    select *, case when j = 0 then 'session_start' when j = 1 or j % 3 = 0 then 'page_view' when dice < 300 then 'scroll'
        when dice < 700 then 'user_engagement' when dice < 860 then 'click' when dice < 930 then 'file_download'
        when dice < 960 then 'sign_up'
        when dice < 972 then 'generate_lead' else 'view_search_results' end as event from events
), rows as (
    select strftime(make_timestamp(t), '%Y%m%d') as event_date, t as event_timestamp, event as event_name,
        [whole('ga_session_id', sid), whole('ga_session_number', 1 + pick(i, 11, 5)),
            text('page_location', 'https://www.example.com' || page || case when j < 3 then '?utm_id=' || pick(i, 12, 99) else '' end),
            text('page_title', 'Bench ' || page), text('session_engaged', case when engaged then '1' else '0' end)]
        || case when event = 'user_engagement' then [whole('engagement_time_msec', 500 + dice * 30)] else [] end
        || case when j < 2 and came is not null then
            [text('source', came.source), text('medium', came.medium), text('campaign', came.name)] else [] end
        || case event when 'file_download' then [text('file_name', 'guide-' || dice % 7 || '.pdf')]
            when 'sign_up' then [text('method', ['newsletter', 'account'][1 + dice % 2])]
            when 'generate_lead' then [text('form', ['contact', 'quote', 'other'][1 + dice % 3])]
            when 'scroll' then [whole('percent_scrolled', 90)] else [] end as event_params,
        t // 1000 as event_bundle_sequence_id, null::varchar as user_id,
        'v' || visitor || '.' || hash(visitor) % 10000000000 as user_pseudo_id,
        {'category': ['desktop', 'mobile', 'tablet'][1 + least(hash(visitor) % 5, 2)::bigint],
            'operating_system': 'Web', 'language': 'en-gb'} as device,
        {'continent': 'Europe', 'country': ['Germany', 'Austria', 'France', 'Spain'][1 + (hash(visitor, 1) % 4)::bigint],
            'city': '(not set)'} as geo,
        {'name': touched.name, 'medium': touched.medium, 'source': touched.source} as traffic_source,
        '4410028871' as stream_id, 'WEB' as platform
    from named
)
select * from rows union all select * from rows where hash(event_timestamp, user_pseudo_id, event_name) % 600 = 0
) to '$file' (format parquet, compression zstd)
"""

ONCE = 1_000_000
"""So many events a month are made in no time; more of them are their copies."""
COPIES = """
copy (
    select * replace (user_pseudo_id || '-' || copy as user_pseudo_id) from read_parquet('$read'), range($copies) as one(copy)
) to '$file' (format parquet, compression zstd)
"""


def write(folder: Path, events: int, months: int, *, bots: bool = True) -> None:
    """The workspace: config/ and data/, `events` rows a month or a few more."""
    (folder / "config").mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    (folder / "config" / "report.yaml").write_text(REPORT, encoding="utf-8")
    (folder / "config" / "conversions.yaml").write_text(CONVERSIONS, encoding="utf-8")
    for back in range(months):
        _month(folder, events, months, _months_before(LAST, back), bots=bots)


def write_large(folder: Path, events: int, months: int) -> None:
    """As `write`, of millions of events a month: a million or so, whose visitors are copied under other names until there are enough.
    Takes a third of the time; copies pack better than what they stand for."""
    copies = max(1, events // ONCE)
    write(folder, events // copies, months, bots=False)
    for file in exports(folder) if copies > 1 else ():
        unfinished = file.with_suffix(".unfinished")
        with duckdb.connect() as database:
            database.execute("set enable_progress_bar = false")
            database.execute("set preserve_insertion_order = false")
            database.execute(_filled(COPIES, {"read": file, "copies": copies, "file": unfinished}))
        unfinished.replace(file)


def exports(folder: Path) -> list[Path]:
    return sorted((folder / "data").glob("*.parquet"))


def rows(file: Path) -> int:
    with duckdb.connect() as database:
        return int(database.execute("select sum(num_rows) from parquet_file_metadata(?)", [str(file)]).fetchall()[0][0])


def local_microseconds(day: date) -> int:
    """The moment the day begins on the site, in UTC microseconds."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).astimezone(UTC).timestamp()) * 1_000_000


def _month(folder: Path, events: int, months: int, month: date, *, bots: bool) -> None:
    file = folder / "data" / f"events_{month:%Y%m}.parquet"
    begin, end = local_microseconds(month), local_microseconds(_months_before(month, -1))
    sessions = events // PER_SESSION
    values = {
        "month": month.year * 12 + month.month,
        "people": sessions * months // 2,
        "sessions": sessions,
        "bots": max(3, sessions // 10_000) if bots else 0,
        "begin": begin,
        "length": end - begin - 2 * 3600 * 1_000_000,
        "file": file.with_suffix(".unfinished"),
    }
    with duckdb.connect() as database:
        for text in (MACROS, MONTH):
            database.execute(_filled(text, values))
    file.with_suffix(".unfinished").replace(file)


def _filled(text: str, values: dict[str, object]) -> str:
    for name in sorted(values, key=len, reverse=True):
        text = text.replace("$" + name, str(values[name]))
    return text


def _months_before(month: date, back: int) -> date:
    index = month.year * 12 + month.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)
