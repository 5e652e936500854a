"""Visitors that behave like machines, judged by visitor and site day within one export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.activity.clock import SECOND

if TYPE_CHECKING:
    from ibis.expr.types import Table

BOT_EVENTS = 300
BOT_VIEWS = 30
BOT_HOURS = 20
"""Statistics 8: a visitor-day with more than 300 events, or at least 30 page views with a median gap under a second, or activity in at
least 20 hours of the day."""


def suspected(events: Table, sessions: Table) -> Table:
    """Suspected bots: file, visitor, day, reason; from events and their session-days.

    Hours and gaps are looked at only on days busy enough to count.
    """
    import ibis

    keys = ("file", "visitor", "day")
    people = sessions.filter(sessions.visitor.notnull())
    days = people.group_by(*keys).aggregate(events=people.events.sum(), views=people.page_views.sum())
    busy = days.filter(days.events >= BOT_HOURS)
    hours = events.semi_join(busy, keys).select(*keys, "hour").distinct()
    hours = hours.group_by(*keys).aggregate(hours=hours.count())
    facts = busy.left_join(hours, keys).left_join(_quick(events, days), keys)
    facts = facts.select(*keys, "events", "views", "hours", quick=facts["quick"].fill_null(0))
    reason = ibis.cases(
        (facts.events > BOT_EVENTS, "many_events"),
        ((facts["views"] >= BOT_VIEWS) & (facts.quick * 2 > facts["views"] - 1), "fast_views"),
        (facts.hours >= BOT_HOURS, "all_hours"),
        else_=ibis.null("string"),
    )
    marked = facts.select(*keys, bot=reason)
    return marked.filter(marked.bot.notnull())


def _quick(events: Table, days: Table) -> Table:
    """How many page views follow the visitor's last within a second, of visitors with a day of many page views."""
    many = days.filter(days["views"] >= BOT_VIEWS).select("file", "visitor").distinct()
    views = events.filter(events.is_view).semi_join(many, ["file", "visitor"])
    gap = views.event_time - views.event_time.lag().over(group_by=["file", "visitor"], order_by="event_time")
    marked = views.mutate(quick=(gap < SECOND).fill_null(False).cast("int64"))
    return marked.group_by("file", "visitor", "day").aggregate(quick=marked.quick.sum())
