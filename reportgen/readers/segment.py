"""Segment's messages (NDJSON, as its stores keep them), or its warehouse tables (`tracks`, `pages`), as CSV, NDJSON or Parquet.

Source: the documented common fields and warehouse schema. Page and screen calls are views; identify, group and alias are events by those
names. RudderStack's messages have the same shape.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped, Texts

NAME = "segment"
CALLS = {"page": "page_view", "screen": "screen_view", "identify": "identify", "group": "group", "alias": "alias"}


def known(columns: tuple[str, ...]) -> bool:
    """True for messages with an anonymous id and Segment's own fields around it."""
    there = set(columns)
    return {"anonymousId", "messageId", "type"} <= there or ({"anonymous_id", "context_library_name"} <= there and "timestamp" in there)


def _event(text: Texts) -> str:
    """A track call by its event; another call by its kind; a row of the warehouse's pages, which names neither, is a view."""
    calls = " ".join(f"when '{call}' then '{event}'" for call, event in CALLS.items())
    return f"case {text('call')} {calls} else coalesce({text('event')}, 'page_view') end"


MAPPED = Mapped(
    places={
        "time": ("timestamp", "originalTimestamp", "original_timestamp", "receivedAt", "received_at"),
        "event": ("event",),
        "call": ("type",),
        "event_id": ("messageId", "id"),
        "visitor": ("anonymousId", "anonymous_id"),
        "user_id": ("userId", "user_id"),
        "page": ("properties.url", "context.page.url", "context_page_url", "url", "properties.path", "context_page_path", "path"),
        "referrer": ("context.page.referrer", "properties.referrer", "context_page_referrer", "referrer"),
        "source": ("context.campaign.source", "context_campaign_source"),
        "medium": ("context.campaign.medium", "context_campaign_medium"),
        "campaign": ("context.campaign.name", "context_campaign_name"),
        "content": ("context.campaign.content", "context_campaign_content"),
        "click_id": ("properties.gclid", "context_page_gclid"),
        "device": ("context.device.type", "context_device_type"),
        "country": ("context.location.country", "context_location_country"),
        "amount": ("properties.revenue", "properties.total", "properties.value", "revenue", "total", "value"),
        "currency": ("properties.currency", "currency"),
        "transaction_id": ("properties.order_id", "order_id"),
    },
    bags=("properties",),
    event=_event,
    zone="UTC",
)
