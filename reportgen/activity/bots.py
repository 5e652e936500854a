"""Visitors that behave like machines, judged by visitor and site day within one export."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

BOT_EVENTS = 300
BOT_VIEWS = 30
BOT_HOURS = 20
"""Statistics 8: a visitor-day with more than 300 events, or at least 30 page views with a median gap under a second, or activity in at
least 20 hours of the day."""


def suspected(events: Table, views: Table) -> Table:
    """Suspected bots: visitor, day, reason. Hours are counted only on days busy enough to fill twenty."""
    import ibis

    people = events.filter(events.visitor.notnull())
    days = people.group_by("file", "visitor", "day").aggregate(events=people.count())
    busy = days.filter(days.events >= BOT_HOURS)
    hours = people.semi_join(busy, ["file", "visitor", "day"]).select("file", "visitor", "day", "hour").distinct()
    hours = hours.group_by("file", "visitor", "day").aggregate(hours=hours.count())
    quick = views.group_by("file", "visitor", "day").aggregate(views=views.count(), quick=views.quick.sum())
    facts = busy.left_join(hours, ["file", "visitor", "day"]).left_join(quick, ["file", "visitor", "day"])
    facts = facts.select("file", "visitor", "day", "events", "hours", views=facts["views"].fill_null(0), quick=facts["quick"].fill_null(0))
    reason = ibis.cases(
        (facts.events > BOT_EVENTS, "many_events"),
        ((facts["views"] >= BOT_VIEWS) & (facts.quick * 2 > facts["views"] - 1), "fast_views"),
        (facts.hours >= BOT_HOURS, "all_hours"),
        else_=ibis.null("string"),
    )
    marked = facts.select("file", "visitor", "day", bot=reason)
    return marked.filter(marked.bot.notnull())
