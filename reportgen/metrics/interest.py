"""The reported period by topic: views, clicks and downloads on each page group, downloads by asset, and what their visitors went on to."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import StringValue, Table

from reportgen.engine import stacked
from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.pages import led_to
from reportgen.metrics.patterns import fits
from reportgen.metrics.people import NONE, tagged
from reportgen.metrics.source import Source
from reportgen.metrics.totals import macro_keys
from reportgen.model.interest import ELSEWHERE, NO_INTEREST, AssetCounts, InterestCounts, TopicCounts
from reportgen.model.settings import ConversionRule, Settings
from reportgen.periods import Period

LEAST = 3
"""Visitors that an asset needs to be listed: fewer could be one person's interest."""
CLICK, DOWNLOAD = ("click", "select_"), ("download",)
SUBJECT = ("micro", "by", "value")
"""A download's key, the position of its parameter, and the parameter's value; without a key the name of a page group."""
SUMS = ("views", "engagement_ms", "downloads")


def interest(source: Source, seen: Period | None) -> InterestCounts:
    """What the period's visitors looked at; nothing before it begins."""
    if seen is None:
        return NO_INTEREST
    engine, settings = source.engine, source.settings
    clicking, downloading = _named(settings, CLICK), _named(settings, DOWNLOAD)
    done = tagged(fulfilled(source.facts.conversions), seen)
    people = engine.cache(_people(source, seen, done, downloading), "interested")
    of_macros = done.filter(done.rule.isin(list(macro_keys(settings))))
    frames = engine.many(
        {
            "totals": people.group_by(*SUBJECT).aggregate(visitors=people.visitor.count(), **{name: people[name].sum() for name in SUMS}),
            "led_to": led_to(people, of_macros, SUBJECT),
            "acts": _acts(done, settings, clicking, downloading),
        }
    )
    engine.drop(people)
    totals, led, acts = (list(rows(frames[name])) for name in ("totals", "led_to", "acts"))
    assets = [_asset(row, led, settings) for row in totals if row.text("micro")]
    hidden = [(each.rule, each.by) for each in assets if each.visitors < LEAST]
    listed = [each for each in assets if each.visitors >= LEAST]
    return InterestCounts(
        topics=_topics(settings, [row for row in totals if not row.text("micro")], led, acts),
        assets=tuple(sorted(listed, key=lambda each: (each.rule, each.by, -each.downloads, each.value))),
        few_assets={key: hidden.count(key) for key in sorted(set(hidden))},
        clicking=clicking,
        downloading=downloading,
    )


def _named(settings: Settings, parts: Sequence[str]) -> tuple[str, ...]:
    """Micros whose every event has one of these in its name."""
    return tuple(
        rule.key for rule in settings.micros if (names := _events(rule)) and all(any(part in name for part in parts) for name in names)
    )


def _events(rule: ConversionRule) -> list[str]:
    """The names of events that fulfil the rule; none where anything else does."""
    return [name.lower() for part in rule.match for name in part.event] if all(part.event for part in rule.match) else []


def _people(source: Source, seen: Period, done: Table, downloading: Sequence[str]) -> Table:
    """A row a subject and visitor (null: nobody), with sums and the first time in the period."""
    pages, none = tagged(source.facts.pages, seen), ibis.literal(0, "int64")
    viewed = pages.select(
        "visitor",
        "views",
        "first_time",
        micro=ibis.literal(""),
        by=none,
        value=_group(pages.page, source.settings),
        engagement_ms=pages.engagement_ms.fill_null(0),
        downloads=none,
    )
    parts = [viewed]
    for at in range(3):
        own = [key for key in downloading if len(source.settings.rule(key).by) > at]
        if own:
            rows_ = done.filter(done.rule.isin(own))
            named = rows_.select(
                "visitor",
                micro="rule",
                first_time="time",
                value=rows_[f"by_{at + 1}"].fill_null(NONE),
                by=ibis.literal(at, "int64"),
                views=none,
                engagement_ms=none,
                downloads=ibis.literal(1, "int64"),
            )
            parts.append(named.select(viewed.columns))
    each = stacked(parts)
    return each.group_by(*SUBJECT, "visitor").aggregate(first_time=each.first_time.min(), **{name: each[name].sum() for name in SUMS})


def _group(page: StringValue, settings: Settings) -> StringValue:
    """The first page group that fits, `ELSEWHERE` for none."""
    tests = [(fits(page, patterns, fold=False), name) for name, patterns in settings.report.page_groups.items()]
    return ibis.cases(*tests, else_=ELSEWHERE) if tests else ibis.literal(ELSEWHERE)


def _acts(done: Table, settings: Settings, clicking: Sequence[str], downloading: Sequence[str]) -> Table:
    """Clicks and downloads by the page group on whose page they happened."""
    rows_ = done.filter(done.rule.isin([*clicking, *downloading]))
    named = rows_.select(
        value=_group(rows_.page, settings),
        click=rows_.rule.isin(list(clicking)).cast("int64"),
        download=rows_.rule.isin(list(downloading)).cast("int64"),
    )
    return named.group_by("value").aggregate(clicks=named.click.sum(), downloads=named.download.sum())


def _topics(settings: Settings, totals: Sequence[Row], led: Sequence[Row], acts: Sequence[Row]) -> tuple[TopicCounts, ...]:
    """Every page group, at zero where nobody came, then the pages outside where there are any."""
    by_name = {row.text("value"): row for row in totals}
    done = {row.text("value"): row for row in acts}
    names = [*settings.report.page_groups, *([ELSEWHERE] if ELSEWHERE in by_name or ELSEWHERE in done else [])]
    return tuple(_topic(name, by_name.get(name), done.get(name), _later("", 0, name, led, settings)) for name in names)


def _topic(name: str, row: Row | None, acts: Row | None, later: dict[str, int]) -> TopicCounts:
    views, visitors, engaged = (row.number(column) if row else 0 for column in ("views", "visitors", "engagement_ms"))
    clicks, downloads = (acts.number(column) if acts else 0 for column in ("clicks", "downloads"))
    return TopicCounts(name, views, visitors, engaged, clicks, downloads, later)


def _asset(row: Row, led: Sequence[Row], settings: Settings) -> AssetCounts:
    micro, at, value = row.text("micro"), row.number("by"), row.text("value")
    later = _later(micro, at, value, led, settings)
    return AssetCounts(micro, settings.rule(micro).by[at], value, row.number("downloads"), row.number("visitors"), later)


def _later(micro: str, by: int, value: str, led: Sequence[Row], settings: Settings) -> dict[str, int]:
    own = [row for row in led if (row.text("micro"), row.number("by"), row.text("value")) == (micro, by, value)]
    found = {row.text("rule"): row.number("visitors") for row in own}
    return {key: found.get(key, 0) for key in macro_keys(settings)}
