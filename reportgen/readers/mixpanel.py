"""Mixpanel's raw export (NDJSON: `event` and `properties`), or its events as a table with a column for each common property.

Source: the documented raw event export and its default properties. `$insert_id` tells repeats. Times are seconds since 1970 in UTC, or ISO
times that name no zone, which are UTC too.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped

NAME = "mixpanel"


def known(columns: tuple[str, ...]) -> bool:
    """True for `event` beside `properties` and nothing that the other tools name, and for tables with Mixpanel's own columns."""
    there = set(columns)
    raw = {"event", "properties"} <= there and not there & {"distinct_id", "timestamp", "uuid", "anonymousId", "messageId", "type"}
    return raw or ({"distinct_id", "time"} <= there and bool(there & {"mp_processing_time_ms", "mp_lib", "mp_country_code"}))


MAPPED = Mapped(
    places={
        "time": ("time", "properties.time"),
        "event": ("event", "name"),
        "event_id": ("insert_id", "properties.$insert_id"),
        "visitor": ("distinct_id", "properties.distinct_id"),
        "user_id": ("properties.$user_id",),
        "session": ("properties.$session_id",),
        "page": ("current_url", "properties.$current_url", "properties.current_url", "properties.current_page_url"),
        "referrer": ("referrer", "properties.$referrer"),
        "source": ("utm_source", "properties.utm_source"),
        "medium": ("utm_medium", "properties.utm_medium"),
        "campaign": ("utm_campaign", "properties.utm_campaign"),
        "content": ("utm_content", "properties.utm_content"),
        "click_id": ("properties.gclid",),
        "device": ("properties.$device", "device", "properties.$os", "os"),
        "country": ("mp_country_code", "properties.mp_country_code"),
        "amount": ("properties.amount", "properties.revenue", "properties.value"),
        "currency": ("properties.currency",),
        "transaction_id": ("properties.transaction_id", "properties.order_id"),
    },
    bags=("properties",),
    aliases={"$mp_web_page_view": "page_view"},
    zone="UTC",
)
