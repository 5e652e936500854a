"""The same numbers with pandas, as one writes them: a month's events as a frame, what is needed later kept, then group by group by.

Parameters are flattened by Arrow first; as Python objects a month of a million events would not fit in memory.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.bench.exports import ZONE, exports

TEXTS = ("page_location", "session_engaged", "source", "medium", "campaign", "file_name", "method", "form")
WHOLES = ("ga_session_id", "engagement_time_msec")
DIMENSIONS = ("channel", "source", "campaign", "device", "country", "platform", "landing_page")
MEASURES = ("visitors", "sessions", "engaged_sessions", "page_views")
SESSION, MACROS = ["visitor", "sid"], ["contact", "quote"]
FIRST = ["source", "medium", "campaign"]


def numbers(folder: Path, month: str) -> dict[str, int]:
    """As `ours.numbers`."""
    months = [_month(file) for file in exports(folder)]
    days, events, pages, profile, bots = (pd.concat(parts, ignore_index=True) for parts in zip(*months, strict=True))
    sessions, marked = _sessions(days, bots)
    conversions = _conversions(events, sessions)
    pages = pages.merge(sessions[[*SESSION, "day", "landing_page", "leaving"]], on=[*SESSION, "day"])
    now = pd.Period(month)
    found = [
        *_period("current", sessions, conversions, now),
        *_period("previous", sessions, conversions, now - 1),
        *_series(sessions, conversions),
        *_pages(pages, conversions, now),
        *((f"{column}/{day:%Y-%m-%d}", n) for column in ("rows", "repeats") for day, n in profile.set_index("day")[column].items()),
        *((f"bots/{bot}/sessions", n) for bot, n in marked.items()),
    ]
    return {name: int(n) for name, n in found if n}


def _events(file: Path) -> pd.DataFrame:
    """A month's events: a column a parameter, site-local days."""
    columns = ["event_timestamp", "event_name", "event_params", "event_bundle_sequence_id", "user_pseudo_id", "device", "geo",
               "traffic_source", "platform"]  # fmt: skip
    table = pq.read_table(file, columns=columns).combine_chunks()
    plain = {"t": "event_timestamp", "event_name": "event_name", "visitor": "user_pseudo_id", "bundle": "event_bundle_sequence_id"}
    events = pd.DataFrame({column: table[name].to_pandas() for column, name in plain.items()})
    for column, path in {"device": ("device", "category"), "country": ("geo", "country")}.items():
        events[column] = pc.struct_field(table[path[0]], path[1]).to_pandas()
    for column, field in zip(FIRST, ("source", "medium", "name"), strict=True):
        events[f"first_{column}"] = pc.struct_field(table["traffic_source"], field).to_pandas()
    events["platform"] = table["platform"].to_pandas().str.lower()
    params = table["event_params"].chunk(0) if table["event_params"].num_chunks else table["event_params"]
    owner, inner = pc.list_parent_indices(params).to_numpy(), pc.list_flatten(params)
    keys, values = inner.field("key"), inner.field("value")
    for key in (*TEXTS, *WHOLES):
        mask = pc.equal(keys, key)
        slot = values.field("int_value" if key in WHOLES else "string_value").filter(mask)
        events[key] = pd.Series(slot.to_pandas().to_numpy(), index=owner[mask.to_numpy(zero_copy_only=False)]).reindex(events.index)
    local = pd.to_datetime(events["t"], unit="us", utc=True).dt.tz_convert(ZONE)
    events["day"], events["hour"] = local.dt.tz_localize(None).dt.normalize(), local.dt.hour
    events["page"] = events["page_location"].str.extract(r"://[^/]+([^?#]*)", expand=False)
    return events.rename(columns={"ga_session_id": "sid", "engagement_time_msec": "ms"})


def _month(file: Path) -> tuple[pd.DataFrame, ...]:
    """What one month leaves: session days, matched events, pages, rows a day, bots."""
    events = _events(file)
    repeated = events.duplicated()
    kept = events[~repeated].sort_values(["t", "event_name"], kind="stable")
    profile = pd.DataFrame({"rows": kept.groupby("day").size(), "repeats": events[repeated].groupby("day").size()}).fillna(0).reset_index()
    days = _session_days(kept)
    seen = kept[kept["page"].notna()].assign(view=lambda rows: rows["event_name"] == "page_view")
    pages = seen.groupby([*SESSION, "day", "page"]).agg(views=("view", "sum"), ms=("ms", "sum"), first=("t", "min")).reset_index()
    return days, _matched(kept), pages, profile, _bots(kept)


def _session_days(events: pd.DataFrame) -> pd.DataFrame:
    keys = [*SESSION, "day"]
    named = events[events["source"].notna()].drop_duplicates(keys).set_index(keys)[FIRST]
    views = events[events["event_name"] == "page_view"]
    grouped = events.groupby(keys)
    days = grouped.agg(start=("t", "min"), device=("device", "first"), country=("country", "first"), platform=("platform", "first"),
                       events=("t", "size"), landing_any=("page", "first"), leaving_any=("page", "last"),
                       **{f"first_{column}": (f"first_{column}", "first") for column in FIRST})  # fmt: skip
    days["engaged"] = events["session_engaged"].eq("1").groupby([events[key] for key in keys]).any()
    seen = views.groupby(keys)["page"].agg(["first", "last", "size"])
    days["landing_page"] = seen["first"].reindex(days.index).fillna(days["landing_any"])
    days["leaving"] = seen["last"].reindex(days.index).fillna(days["leaving_any"])
    days["page_views"] = seen["size"].reindex(days.index).fillna(0)
    days = days.join(named)
    known = days["source"].notna()
    for column in FIRST:
        days[column] = days[column].where(known, days[f"first_{column}"]).fillna("(none)")
    return days.drop(columns=["landing_any", "leaving_any", *(f"first_{column}" for column in FIRST)]).reset_index()


def _matched(events: pd.DataFrame) -> pd.DataFrame:
    name, page = events["event_name"], events["page"].fillna("")
    rules = {
        "contact": name.eq("generate_lead") & events["form"].eq("contact"),
        "quote": name.eq("generate_lead") & events["form"].eq("quote"),
        "newsletter": name.eq("sign_up") & events["method"].eq("newsletter"),
        "reading": name.eq("scroll") & page.str.startswith("/blog/"),
        "pricing": name.eq("page_view") & page.eq("/pricing"),
        "download": name.eq("file_download"),
    }
    columns = [*SESSION, "day", "t", "file_name"]
    return pd.concat([events.loc[mask, columns].assign(rule=rule) for rule, mask in rules.items()])


def _bots(events: pd.DataFrame) -> pd.DataFrame:
    by_day = events.groupby(["visitor", "day"]).agg(events=("t", "size"), hours=("hour", "nunique"))
    views = events.loc[events["event_name"] == "page_view", ["visitor", "day", "t"]]
    views = views.assign(quick=views.groupby("visitor")["t"].diff() < 1_000_000)
    by_day = by_day.join(views.groupby(["visitor", "day"])["quick"].agg(["size", "sum"])).fillna(0)
    reasons = [by_day["events"] > 300, (by_day["size"] >= 30) & (by_day["sum"] * 2 > by_day["size"] - 1), by_day["hours"] >= 20]
    by_day["bot"] = np.select(reasons, ["many_events", "fast_views", "all_hours"], default="")
    return by_day.loc[by_day["bot"] != "", "bot"].reset_index()


def _sessions(days: pd.DataFrame, bots: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Session days with their session's dimensions, bots out; and the bots' sessions by reason."""
    days = days.merge(bots, on=["visitor", "day"], how="left").sort_values("start")
    whole = days.groupby(SESSION).agg(
        began=("day", "min"), any_engaged=("engaged", "any"), reason=("bot", "max"),
        **{f"one_{name}": (name, "first") for name in ("source", "medium", "campaign", "device", "country", "platform", "landing_page")},
    ).reset_index()  # fmt: skip
    marked = whole["reason"].dropna().value_counts()
    whole = whole[whole["reason"].isna()]
    rows = days[[*SESSION, "day", "start", "page_views", "leaving"]].merge(whole, on=SESSION)
    rows = rows.rename(columns=lambda name: name.removeprefix("one_"))
    rows["sessions"] = rows["day"].eq(rows["began"]).astype(int)
    rows["engaged_sessions"] = rows["sessions"] * rows["any_engaged"]
    rows["channel"] = _channels(rows["source"], rows["medium"])
    return rows, marked


def _channels(source: pd.Series, medium: pd.Series) -> np.ndarray:
    paid = medium.str.fullmatch(r".*cp.*|ppc|retargeting|paid.*")
    search, social = source.isin(["google", "bing"]), source.isin(["facebook", "linkedin.com"])
    return np.select(
        [source.eq("(direct)") & medium.eq("(none)"), search & paid, social & paid, social | medium.eq("social"),
         search | medium.eq("organic"), medium.eq("referral"), medium.eq("email")],
        ["Direct", "Paid Search", "Paid Social", "Organic Social", "Organic Search", "Referral", "Email"], default="Unassigned",
    )  # fmt: skip


def _conversions(events: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """Matched events as their rules count them, without bots, and the macros once more as any macro."""
    human = events.merge(sessions[SESSION].drop_duplicates(), on=SESSION).sort_values("t", kind="stable")
    once = human[human["rule"].isin(["contact", "reading", "pricing"])].drop_duplicates(["rule", *SESSION])
    person = human[human["rule"] == "newsletter"].drop_duplicates(["rule", "visitor"])
    counted = pd.concat([once, person, human[human["rule"].isin(["quote", "download"])]])
    return pd.concat([counted, counted[counted["rule"].isin(MACROS)].assign(rule="any_macro")])


def _inside(rows: pd.DataFrame, period: pd.Period) -> pd.DataFrame:
    return rows[rows["day"].between(period.start_time, period.end_time)]


def _period(name: str, sessions: pd.DataFrame, conversions: pd.DataFrame, period: pd.Period) -> Iterator[tuple[str, int]]:
    seen = _inside(sessions, period)
    people = seen.groupby("visitor")[list(MEASURES[1:])].sum()
    first = seen.sort_values(["start", "sid"]).drop_duplicates("visitor").set_index("visitor")[list(DIMENSIONS)]
    people = people.join(first).assign(visitors=1, all="all")
    done = _inside(conversions, period).merge(people, left_on="visitor", right_index=True)
    for dimension in ("all", *DIMENSIONS):
        for key, row in people.groupby(dimension)[list(MEASURES)].sum().iterrows():
            yield from ((f"{name}/{dimension}/{key}/{measure}", row[measure]) for measure in MEASURES)
        for (key, rule), row in done.groupby([dimension, "rule"])["visitor"].agg(["size", "nunique"]).iterrows():
            yield f"{name}/{dimension}/{key}/{rule}", row["size"]
            yield f"{name}/{dimension}/{key}/{rule}/people", row["nunique"]
    for file, n in done[done["rule"] == "download"].groupby("file_name").size().items():
        yield f"{name}/item/{file}/download", n


def _series(sessions: pd.DataFrame, conversions: pd.DataFrame) -> Iterator[tuple[str, int]]:
    for grain, freq in (("day", "D"), ("week", "W-SUN"), ("month", "M")):
        begun = sessions["day"].dt.to_period(freq).dt.start_time
        sums = sessions.groupby(begun)[list(MEASURES[1:])].sum().join(sessions.groupby(begun)["visitor"].nunique().rename("visitors"))
        for begin, row in sums.iterrows():
            yield from ((f"{grain}/{begin:%Y-%m-%d}/{measure}", row[measure]) for measure in MEASURES)
        when = conversions["day"].dt.to_period(freq).dt.start_time
        for (begin, rule), row in conversions.groupby([when, "rule"])["visitor"].agg(["size", "nunique"]).iterrows():
            yield f"{grain}/{begin:%Y-%m-%d}/{rule}", row["size"]
            yield f"{grain}/{begin:%Y-%m-%d}/{rule}/people", row["nunique"]


def _pages(pages: pd.DataFrame, conversions: pd.DataFrame, period: pd.Period) -> Iterator[tuple[str, int]]:
    seen = _inside(pages, period)
    seen = seen.assign(landing=seen["page"] == seen["landing_page"], exit=seen["page"] == seen["leaving"])
    viewed = seen.groupby(["page", "visitor"]).agg(
        views=("views", "sum"), ms=("ms", "sum"), first=("first", "min"), landing=("landing", "sum"), exit=("exit", "sum")
    )
    totals = viewed.assign(visitors=1).groupby("page")[["views", "visitors", "ms", "landing", "exit"]].sum()
    totals = totals.rename(columns={"ms": "engagement_ms", "landing": "landings", "exit": "exits"})
    for page, row in totals.iterrows():
        yield from ((f"page/{page}/{measure}", row[measure]) for measure in totals.columns)
    macros = _inside(conversions[conversions["rule"].isin(MACROS)], period)
    last = macros.groupby(["rule", "visitor"])["t"].max().rename("last").reset_index()
    both = viewed.reset_index().merge(last, on="visitor")
    for (page, rule), n in both[both["last"] >= both["first"]].groupby(["page", "rule"]).size().items():
        yield f"page/{page}/{rule}", n
