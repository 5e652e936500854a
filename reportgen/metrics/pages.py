"""The pages of the reported period: views, visitors, where visits began and ended, what they led to."""

from collections.abc import Sequence

import ibis
import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.patterns import page_group
from reportgen.metrics.people import NONE, tagged
from reportgen.metrics.source import Source
from reportgen.metrics.totals import OTHER, macro_keys
from reportgen.model.counts import PageCounts
from reportgen.model.settings import Settings
from reportgen.periods import Period

PAGES = 200
"""Most pages by name; the rest become one line `(other)`."""


def most_viewed(pages_tagged: Table) -> Table:
    """Pages with their views, most viewed first."""
    named = pages_tagged.mutate(page=pages_tagged.page.fill_null(NONE))
    views = named.group_by("page").aggregate(views=named.views.sum())
    return views.order_by(views.views.desc(), views.page).limit(PAGES)


def page_visitors(pages_tagged: Table, top: Table) -> Table:
    """A row a page (those of `top`, else `(other)`) and visitor, with sums and the time of their first view in the period."""
    named = pages_tagged.mutate(page=pages_tagged.page.fill_null(NONE))
    joined = named.left_join(top.select("page", label=top.page), "page", rname="top_{name}")
    labelled = joined.mutate(page=joined.label.fill_null(OTHER))
    return labelled.group_by("page", "visitor").aggregate(
        views=labelled.views.sum(),
        engagement_ms=labelled.engagement_ms.sum(),
        first_time=labelled.first_time.min(),
        landings=labelled.is_landing.cast("int64").sum(),
        exits=labelled.is_exit.cast("int64").sum(),
    )


def page_totals(visitors: Table) -> Table:
    """A row a page with sums and distinct visitors; views without a visitor id count as views only."""
    sums = {name: visitors[name].sum() for name in ("views", "engagement_ms", "landings", "exits")}
    return visitors.group_by("page").aggregate(visitors=visitors.visitor.count(), **sums)


def led_to(visitors: Table, conversions_tagged: Table, by: Sequence[str] = ("page",)) -> Table:
    """Per page (or `by`) and rule: visitors whose first view of it was not after their last conversion of the rule, both in the period.

    A view at the same instant counts as before: an export stamps a page view and what happens on it alike.
    """
    named = conversions_tagged.filter(conversions_tagged.visitor.notnull())
    last = named.group_by("rule", "visitor").aggregate(last_time=named.time.max())
    both = visitors.inner_join(last, "visitor")
    later = both.filter(both.last_time >= both.first_time)
    return later.group_by(*by, "rule").aggregate(visitors=later.count())


def page_counts(source: Source, seen: Period) -> tuple[PageCounts, ...]:
    """The period's pages, most viewed first, `(other)` last."""
    engine = source.engine
    calendar = engine.memtable(calendar_rows([[seen]]), CALENDAR)
    macros = macro_keys(source.settings)
    viewed = tagged(source.facts.pages, calendar)
    top = engine.cache(most_viewed(viewed), "top_pages")
    visitors = engine.cache(page_visitors(viewed, top), "page_visitors")
    of_macros = tagged(fulfilled(source.facts.conversions), calendar).filter(ibis._.rule.isin(list(macros)))
    frames = engine.many({"totals": page_totals(visitors), "led_to": led_to(visitors, of_macros)})
    engine.drop(top, visitors, calendar)
    return _records(frames["totals"], frames["led_to"], source.settings)


def _records(totals: pd.DataFrame, ways: pd.DataFrame, settings: Settings) -> tuple[PageCounts, ...]:
    led = {(row.text("page"), row.text("rule")): row.number("visitors") for row in rows(ways)}
    found = [_record(row, led, settings) for row in rows(totals)]
    return tuple(sorted(found, key=lambda page: (page.page == OTHER, -page.views, page.page)))


def _record(row: Row, led: dict[tuple[str, str], int], settings: Settings) -> PageCounts:
    page = row.text("page")
    return PageCounts(
        page=page,
        group=page_group(page, settings.report.page_groups),
        views=row.number("views"),
        visitors=row.number("visitors"),
        engagement_ms=row.number("engagement_ms"),
        landings=row.number("landings"),
        exits=row.number("exits"),
        led_to={rule: led.get((page, rule), 0) for rule in macro_keys(settings)},
    )
