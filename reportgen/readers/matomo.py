"""Matomo's visits log (`Live.getLastVisitsDetails`) as XML or CSV, in UTF-8 or UTF-16; `visits_log` makes records of its actions.

Source: the documented Live API.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped

NAME = "matomo"


def known(columns: tuple[str, ...]) -> bool:
    """True for a visits log as `visits_log.write` leaves it."""
    return {"matomo_visit", "matomo_event", "matomo_time"} <= set(columns)


MAPPED = Mapped(
    places={
        "time": ("matomo_time",),
        "event": ("matomo_event",),
        "visitor": ("visitor",),
        "user_id": ("user",),
        "session": ("matomo_visit",),
        "page": ("url",),
        "source": ("source",),
        "medium": ("medium",),
        "campaign": ("campaign",),
        "content": ("content",),
        "device": ("device",),
        "country": ("country",),
        "amount": ("amount",),
        "currency": ("currency",),
        "transaction_id": ("order",),
        "engagement_ms": ("spent",),
    },
    zone="UTC",
)
