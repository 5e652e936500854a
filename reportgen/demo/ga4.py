"""Events in the shape of GA4's BigQuery export, as Arrow columns.

The shape follows the export as it was in each month: early months carry a session's source in event parameters and
`traffic_source` alone, later ones add `collected_traffic_source` with the batch columns, then
`session_traffic_source_last_click`. Source: Google's documentation of the BigQuery export schema.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from reportgen.demo import firm, params, site, sources
from reportgen.demo.clock import Ints
from reportgen.demo.columns import Columns, coded, records
from reportgen.demo.events import Events
from reportgen.demo.recorded import DEVICES, PLACES, Recorded

WEB_STREAM, APP_STREAM = "4410028871", "5120093347"
CONSENT = ({"analytics_storage": "No"}, {"analytics_storage": "Yes", "ads_storage": "Yes"})
ITEM = pa.struct(
    [
        ("item_id", pa.string()),
        ("item_name", pa.string()),
        ("item_category", pa.string()),
        ("price", pa.float64()),
        ("quantity", pa.int64()),
    ]
)
ECOMMERCE = pa.struct(
    [
        ("total_item_quantity", pa.int64()),
        ("purchase_revenue", pa.float64()),
        ("unique_items", pa.int64()),
        ("transaction_id", pa.string()),
    ]
)


def table(facts: Recorded, events: Events, month: date) -> Columns:
    """The export's columns for these events of one month. Dictionary arrays stand for repeated values."""
    session = facts.seen.session[events.view]
    visitor = facts.seen.visitor[events.view]
    app = facts.people.app[visitor].astype(np.int64)
    known = facts.people.consent[visitor]
    columns: dict[str, pa.Array] = {
        "event_date": _dates(facts, events),
        "event_timestamp": pa.array(events.time),
        "event_name": coded(events.name.codes, events.name.values),
        "event_params": params.nested(events, [*params.session_params(facts, events, month), *events.params]),
        "event_bundle_sequence_id": pa.array(facts.seen.time[events.view] // 1000 % 10**10),
        "user_id": pa.nulls(len(events), pa.string()),
        "user_pseudo_id": coded(np.where(known, visitor, -1), facts.ids),
        "privacy_info": records(known.astype(np.int64), CONSENT),
        "user_first_touch_timestamp": pa.array(facts.first_touch[visitor], mask=~known),
        "device": _devices(facts, visitor, app),
        "geo": records(facts.place[visitor], [_place(*place[:3]) for place in PLACES]),
        "app_info": records(app - 1, [{"id": "example.northlight.desk", "version": "2.4.1"}]),
        "traffic_source": sources.first_source(facts, visitor),
        "stream_id": coded(app, (WEB_STREAM, APP_STREAM)),
        "platform": coded(app * (1 + visitor % 2), ("WEB", "ANDROID", "IOS")),
        **_ecommerce(events),
        "is_active_user": pa.array(facts.engaged[session]),
    }
    if month >= firm.COLLECTED_SINCE:
        columns |= sources.batches(facts, events, session)
    if month >= firm.LAST_CLICK_SINCE:
        columns["session_traffic_source_last_click"] = sources.last_click(facts, session, known)
    return columns


def _dates(facts: Recorded, events: Events) -> pa.DictionaryArray:
    """The day in the property's zone, as GA4 writes it: 20261031."""
    return coded(facts.clock.day_of(events.time), [f"{day:%Y%m%d}" for day in facts.clock.dates()])


def _devices(facts: Recorded, visitor: Ints, app: Ints) -> pa.DictionaryArray:
    """Devices of the web, then the two kinds of phone that run the app."""
    web = [
        {
            "category": category,
            "operating_system": system,
            "operating_system_version": version,
            "language": language,
            "web_info": {"browser": browser, "hostname": site.HOST},
        }
        for category, system, version, browser, language, _ in DEVICES
    ]
    phones = [{"category": "mobile", "operating_system": system, "language": "de-de"} for system in ("Android", "iOS")]
    return records(np.where(app == 1, len(web) + visitor % 2, facts.device[visitor]), [*web, *phones])


def _place(country: str, region: str, city: str) -> Mapping[str, str]:
    return {
        "continent": "Europe" if country not in ("United States", "(not set)") else "(not set)",
        "country": country,
        "region": region,
        "city": city,
        "metro": "(not set)",
    }


def _ecommerce(events: Events) -> Columns:
    """Product views carry their item; nothing is sold on the site."""
    viewed = (events.name.codes == events.name.values.index("view_item")).astype(np.int64)
    item = {"item_id": "desk", "item_name": "Northlight Desk", "item_category": "Software", "price": 29.0, "quantity": 1}
    return {
        "user_properties": records(np.zeros(len(events), dtype=np.int64), [[]], pa.list_(pa.struct([("key", pa.string())]))),
        "ecommerce": records(viewed, [{}, {"total_item_quantity": 1, "unique_items": 1}], ECOMMERCE),
        "items": records(viewed, [[], [item]], pa.list_(ITEM)),
    }


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)
