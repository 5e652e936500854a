"""Events in the shape of GA4's BigQuery export, as Arrow columns.

The shape follows the export as it was in each month: early months carry a session's source in event parameters and
`traffic_source` alone, later ones add `collected_traffic_source` with the batch columns, then
`session_traffic_source_last_click`. Source: Google's documentation of the BigQuery export schema.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from reportgen.demo import firm
from reportgen.demo.clock import MICROS, Clock, Flags, Ints
from reportgen.demo.events import Events, Param, Texts
from reportgen.demo.people import Sessions, Views, Visitors, choose, within
from reportgen.demo.traffic import CAMPAIGNS, SOURCES, Arrivals, landing_addresses, page_address, session_ids

Columns = Mapping[str, pa.Array]

DEVICES = (
    ("desktop", "Windows", "Windows 11", "Chrome", "de-de", 0.36),
    ("desktop", "Windows", "Windows 10", "Edge", "de-de", 0.14),
    ("desktop", "Macintosh", "Intel 10.15", "Safari", "en-us", 0.1),
    ("desktop", "Macintosh", "Intel 10.15", "Chrome", "de-de", 0.08),
    ("desktop", "Linux", "(not set)", "Firefox", "en-us", 0.03),
    ("mobile", "iOS", "18.1", "Safari", "de-de", 0.15),
    ("mobile", "Android", "15", "Chrome", "de-de", 0.12),
    ("tablet", "iOS", "17.6", "Safari", "de-de", 0.02),
)
PLACES = (
    ("Germany", "Berlin", "Berlin", 0.26),
    ("Germany", "Bavaria", "Munich", 0.12),
    ("Germany", "Hamburg", "Hamburg", 0.1),
    ("Germany", "North Rhine-Westphalia", "Cologne", 0.11),
    ("Germany", "(not set)", "(not set)", 0.08),
    ("Austria", "Vienna", "Vienna", 0.09),
    ("Switzerland", "Zurich", "Zurich", 0.07),
    ("Netherlands", "North Holland", "Amsterdam", 0.05),
    ("United Kingdom", "England", "London", 0.05),
    ("United States", "New York", "New York", 0.05),
    ("(not set)", "(not set)", "(not set)", 0.02),
)
SCREENS = ("Board", "Timeline", "Invoices", "Settings")
WEB_STREAM, APP_STREAM = "4410028871", "5120093347"
ITEM = pa.struct(
    [("item_id", pa.string()), ("item_name", pa.string()), ("item_category", pa.string()), ("price", pa.float64()), ("quantity", pa.int64())]
)
ECOMMERCE = pa.struct(
    [
        ("total_item_quantity", pa.int64()),
        ("purchase_revenue", pa.float64()),
        ("unique_items", pa.int64()),
        ("transaction_id", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything known about what was recorded, and the tracker's own marks: ids by visitor, addresses by page view."""

    clock: Clock
    people: Visitors
    visits: Sessions
    seen: Views
    came: Arrivals
    ids: Sequence[str]
    first_touch: Ints
    device: Ints
    place: Ints
    location: Texts
    referrer: Texts
    engaged: Flags


def recorded(rng: np.random.Generator, clock: Clock, people: Visitors, visits: Sessions, seen: Views, came: Arrivals) -> Recorded:
    """Give visitors their ids and devices, and page views their addresses."""
    first_touch = visits.start[visits.number == 1]
    numbers = rng.integers(10**8, 2**31, len(people)).tolist()
    ids = [f"{number}.{second}" for number, second in zip(numbers, (first_touch // MICROS).tolist(), strict=True)]
    pages = [page_address(page) for page in firm.PAGES]
    landed = seen.step == 0
    location = Texts(np.where(landed, len(pages) + seen.session, seen.page), [*pages, *landing_addresses(came, visits, seen)])
    outside = ["", *(source.referrer or "" for source in SOURCES)]
    referrer = np.where(landed, 1 + came.source[seen.session], len(outside) + np.r_[0, seen.page[:-1]])
    long_enough = np.bincount(seen.session, weights=seen.dwell, minlength=len(visits)) >= 10 * MICROS
    engaged = long_enough | (np.bincount(seen.session, minlength=len(visits)) > 1)
    return Recorded(
        clock,
        people,
        visits,
        seen,
        came,
        ids,
        first_touch,
        choose(rng, [device[-1] for device in DEVICES], len(people)),
        choose(rng, [place[-1] for place in PLACES], len(people)),
        location,
        Texts(referrer, [*outside, *pages]),
        engaged,
    )


def table(facts: Recorded, events: Events, month: date) -> Columns:
    """The export's columns for these events of one month. Dictionary arrays stand for repeated values."""
    session = facts.seen.session[events.view]
    visitor = facts.seen.visitor[events.view]
    app = facts.people.app[visitor].astype(np.int64)
    known = facts.people.consent[visitor]
    columns = {
        "event_date": _dates(facts, events),
        "event_timestamp": pa.array(events.time),
        "event_name": coded(events.name.codes, events.name.values),
        "event_params": _params(events, [*_session_params(facts, events, month), *events.params]),
        "event_bundle_sequence_id": pa.array(facts.seen.time[events.view] // 1000 % 10**10),
        "user_id": pa.nulls(len(events), pa.string()),
        "user_pseudo_id": coded(np.where(known, visitor, -1), facts.ids),
        "privacy_info": records(known.astype(np.int64), [{"analytics_storage": "No"}, {"analytics_storage": "Yes", "ads_storage": "Yes"}]),
        "user_first_touch_timestamp": pa.array(facts.first_touch[visitor], mask=~known),
        "device": _devices(facts, visitor, app),
        "geo": records(facts.place[visitor], [_place(*place[:3]) for place in PLACES]),
        "app_info": records(
            app - 1, [{"id": "example.northlight.desk", "version": "2.4.1"}], pa.struct([("id", pa.string()), ("version", pa.string())])
        ),
        "traffic_source": _first_source(facts, visitor),
        "stream_id": coded(app, (WEB_STREAM, APP_STREAM)),
        "platform": coded(app * (1 + visitor % 2), ("WEB", "ANDROID", "IOS")),
        **_ecommerce(events),
        "is_active_user": pa.array(facts.engaged[session]),
    }
    if month >= firm.COLLECTED_SINCE:
        columns |= _batches(facts, events, session)
    if month >= firm.LAST_CLICK_SINCE:
        columns["session_traffic_source_last_click"] = _last_click(facts, session, known)
    return columns


def coded(codes: Ints, values: Sequence[str]) -> pa.DictionaryArray:
    """Texts by index, a negative one null; only the values in use are kept."""
    used, index = np.unique(codes, return_inverse=True)
    n_null = int(np.searchsorted(used, 0))
    kept = pa.array([values[code] for code in used[n_null:].tolist()], pa.string())
    index = index.astype(np.int32) - n_null
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), kept)


def records(codes: Ints, values: Sequence[Mapping[str, object]], kind: pa.DataType | None = None) -> pa.DictionaryArray:
    """Records by index, a negative one null."""
    index = codes.astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(values, kind))


def _dates(facts: Recorded, events: Events) -> pa.DictionaryArray:
    """The day in the property's zone, as GA4 writes it: 20261031."""
    return coded(facts.clock.day_of(events.time), [f"{day:%Y%m%d}" for day in facts.clock.dates()])


def _session_params(facts: Recorded, events: Events, month: date) -> list[Param]:
    """The parameters that every event of a session or page carries."""
    visitor, session = facts.seen.visitor[events.view], facts.seen.session[events.view]
    app, known = facts.people.app[visitor], facts.people.consent[visitor]
    landed = (events.order <= 3) & (facts.seen.step[events.view] == 0)
    engaged = facts.engaged[session] & ~landed
    page = facts.seen.page[events.view]
    web, in_app, with_id = np.flatnonzero(~app), np.flatnonzero(app), np.flatnonzero(known)
    location, referrer = facts.location.take(events.view), facts.referrer.take(events.view)
    referred = np.flatnonzero(~app & (np.array([bool(value) for value in referrer.values])[referrer.codes]))
    flags = engaged.astype(np.int64)[with_id]
    params = [
        Param("ga_session_id", with_id, session_ids(facts.visits)[session[with_id]]),
        Param("ga_session_number", with_id, facts.visits.number[session[with_id]]),
        Param("page_location", web, location.take(web)),
        Param("page_title", web, Texts(page[web], [one.title for one in firm.PAGES])),
        Param("page_referrer", referred, referrer.take(referred)),
        Param("firebase_screen", in_app, Texts(page[in_app] % len(SCREENS), SCREENS)),
        Param("session_engaged", with_id, flags if month < firm.COLLECTED_SINCE else Texts(flags, ("0", "1"))),
        Param("engaged_session_event", np.flatnonzero(engaged & known), np.ones(int((engaged & known).sum()), dtype=np.int64)),
    ]
    return [*params, *_source_params(facts, np.flatnonzero(landed & ~app & known), session)]


def _source_params(facts: Recorded, landed: Ints, session: Ints) -> list[Param]:
    """Source, medium, campaign and click on the events that open a session that did not come directly."""
    came = facts.came
    source = came.source[session]
    direct = np.array([one.source == "(direct)" for one in SOURCES])[source]
    named = landed[~direct[landed] & (came.tagged | (came.click == 0))[session[landed]]]
    tagged = landed[came.tagged[session[landed]]]
    clicked = landed[came.click[session[landed]] > 0]
    clicks = [came.click_id(one) or "" for one in session[clicked].tolist()]
    return [
        Param("source", named, Texts(source[named], [one.source for one in SOURCES])),
        Param("medium", named, Texts(source[named], [one.medium for one in SOURCES])),
        Param("campaign", tagged, Texts(came.campaign[session[tagged]], CAMPAIGNS)),
        Param("content", tagged, Texts(came.content[session[tagged]], firm.CONTENTS)),
        Param("gclid", clicked, Texts(np.arange(len(clicked)), clicks)),
    ]


def _params(events: Events, params: Sequence[Param]) -> pa.ListArray:
    """Parameters as GA4 nests them: per event a list of a key and four value slots, one of them filled."""
    params = [param for param in params if len(param.rows)]
    row = np.concatenate([param.rows for param in params])
    order = np.argsort(row, kind="stable")
    size = len(row)
    key = np.repeat(np.arange(len(params)), [len(param.rows) for param in params])
    text, whole, double = np.full(size, -1), np.zeros(size, dtype=np.int64), np.zeros(size)
    slot = np.zeros(size, dtype=np.int64)
    values: list[str] = []
    begin = 0
    for param in params:
        here = slice(begin, begin + len(param.rows))
        begin = here.stop
        if isinstance(param.values, Texts):
            used, index = np.unique(param.values.codes, return_inverse=True)
            text[here] = len(values) + index
            values += [param.values.values[code] for code in used.tolist()]
        elif param.values.dtype.kind == "f":
            double[here], slot[here] = param.values, 2
        else:
            whole[here], slot[here] = param.values, 1
    value = pa.StructArray.from_arrays(
        [
            coded(text[order], values),
            pa.array(whole[order], mask=slot[order] != 1),
            pa.nulls(size, pa.float64()),
            pa.array(double[order], mask=slot[order] != 2),
        ],
        names=["string_value", "int_value", "float_value", "double_value"],
    )
    entries = pa.StructArray.from_arrays([coded(key[order], [param.key for param in params]), value], names=["key", "value"])
    offsets = np.r_[0, np.cumsum(np.bincount(row, minlength=len(events)))].astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), entries)


def _devices(facts: Recorded, visitor: Ints, app: Ints) -> pa.DictionaryArray:
    """Devices of the web, then the two kinds of phone that run the app."""
    web = [
        {
            "category": category,
            "operating_system": system,
            "operating_system_version": version,
            "language": language,
            "web_info": {"browser": browser, "hostname": firm.HOST},
        }
        for category, system, version, browser, language, _ in DEVICES
    ]
    phones = [{"category": "mobile", "operating_system": system, "language": "de-de"} for system in ("Android", "iOS")]
    return records(np.where(app == 1, len(web) + visitor % 2, facts.device[visitor]), [*web, *phones])


def _place(country: str, region: str, city: str) -> Mapping[str, str]:
    return {"continent": "Europe" if country not in ("United States", "(not set)") else "(not set)", "country": country, "region": region, "city": city, "metro": "(not set)"}


def _names(source: int, campaign: int) -> tuple[str, str, str]:
    """Source, medium and the campaign name GA4 shows for a visitor's first source."""
    one = SOURCES[source]
    fallback = {"organic": "(organic)", "referral": "(referral)", "(none)": "(direct)"}.get(one.medium, "(not set)")
    return one.source, one.medium, CAMPAIGNS[campaign] or fallback


def _first_source(facts: Recorded, visitor: Ints) -> pa.DictionaryArray:
    """`traffic_source`: how the visitor first came, whatever the session."""
    opening = np.flatnonzero(facts.visits.number == 1)[visitor]
    pairs = facts.came.source[opening] * len(CAMPAIGNS) + facts.came.campaign[opening]
    values = [
        dict(zip(("source", "medium", "name"), _names(source, campaign), strict=True))
        for source in range(len(SOURCES))
        for campaign in range(len(CAMPAIGNS))
    ]
    return records(pairs, values)


def _ecommerce(events: Events) -> Columns:
    """Product views carry their item; nothing is sold on the site."""
    viewed = (events.name.codes == events.name.values.index("view_item")).astype(np.int64)
    item = {"item_id": "desk", "item_name": "Northlight Desk", "item_category": "Software", "price": 29.0, "quantity": 1}
    return {
        "user_properties": records(np.zeros(len(events)), [[]], pa.list_(pa.struct([("key", pa.string())]))),
        "ecommerce": records(viewed, [{}, {"total_item_quantity": 1, "unique_items": 1}], ECOMMERCE),
        "items": records(viewed, [[], [item]], pa.list_(ITEM)),
    }


def _batches(facts: Recorded, events: Events, session: Ints) -> Columns:
    """`collected_traffic_source` on the events that open a session, and the order of events that share a timestamp."""
    kind = pa.struct([(name, pa.string()) for name in ("manual_source", "manual_medium", "manual_campaign_name", "manual_content", "gclid")])
    opening = (events.order <= 3) & (facts.seen.step[events.view] == 0)
    collects = opening & (np.array([one.source != "(direct)" for one in SOURCES])[facts.came.source[session]])
    collects &= ~facts.people.app[facts.seen.visitor[events.view]]
    used, index = np.unique(session[collects], return_inverse=True)
    codes = np.full(len(events), -1)
    codes[collects] = index
    place = np.lexsort((events.order, events.view))
    ordering = np.empty(len(events), dtype=np.int64)
    ordering[place] = within(events.view[place]) + 1
    return {
        "collected_traffic_source": records(codes, [_collected(facts.came, one) for one in used.tolist()], kind),
        "batch_event_index": pa.array(ordering),
        "batch_ordering_id": pa.array(np.where(events.order <= 5, 1, events.order)),
        "batch_page_id": pa.array(facts.seen.time[events.view] // 1000),
    }


def _collected(came: Arrivals, session: int) -> Mapping[str, str | None]:
    """What a landing address tells: tags, the click id, else the referrer."""
    source = SOURCES[came.source[session]]
    click = came.click_id(session)
    if came.tagged[session]:
        campaign, content = CAMPAIGNS[came.campaign[session]], firm.CONTENTS[came.content[session]]
        return {"manual_source": source.source, "manual_medium": source.medium, "manual_campaign_name": campaign, "manual_content": content, "gclid": click}
    if click:
        return {"gclid": click}
    return {"manual_source": source.source, "manual_medium": source.medium, "manual_campaign_name": f"({source.medium})"}


def _last_click(facts: Recorded, session: Ints, known: Flags) -> pa.DictionaryArray:
    """`session_traffic_source_last_click` on every event of a session: manual tags, Google Ads and the joint view."""
    came = facts.came
    codes = (came.source * len(CAMPAIGNS) + came.campaign) * 2 + came.tagged
    used, index = np.unique(codes[session], return_inverse=True)
    return records(np.where(known, index, -1), [_clicked(int(code)) for code in used])


def _clicked(code: int) -> Mapping[str, Mapping[str, str | None] | None]:
    source, campaign, tagged = code // 2 // len(CAMPAIGNS), code // 2 % len(CAMPAIGNS), code % 2
    name, medium, label = _names(source, campaign)
    shown = {"campaign_name": label, "source": name, "medium": medium}
    ads = name == "google" and medium == "cpc"
    return {
        "manual_campaign": shown if tagged or not ads else {"campaign_name": "(not set)", "source": "(not set)", "medium": "(not set)"},
        "google_ads_campaign": {"customer_id": "880-154-2231", "campaign_name": label} if ads else None,
        "cross_channel_campaign": shown,
    }


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)
