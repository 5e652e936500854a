"""Hand-made counts of a small site: October 2026 against September 2026 and October 2025."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from reportgen import periods
from reportgen.insights import Insights, find
from reportgen.model.counts import (
    Converted,
    Counts,
    DayProfile,
    Dimension,
    PeriodCounts,
    Profile,
    Series,
    Slice,
    Traffic,
)
from reportgen.model.settings import ConversionRule, InputSettings, Match, ReportSettings, Settings, Site, Tier
from reportgen.periods import Grain, Period
from reportgen.stats import Rate

OCTOBER, SEPTEMBER, LAST_YEAR = (periods.month(text) for text in ("2026-10", "2026-09", "2025-10"))
FIRST_DAY = date(2025, 6, 1)
QUOTE = ConversionRule(key="quote", label="Quote request", tier=Tier.MACRO, match=(Match(event=("quote",)),))
BUY = ConversionRule(key="buy", label="Purchase", tier=Tier.MACRO, match=(Match(event=("buy",)),))
DOWNLOAD = ConversionRule(key="download", label="Download", tier=Tier.MICRO, match=(Match(event=("file_download",)),), by=("asset",))
NOW, BEFORE, WEEK = Traffic(1_000, 1_500, 900, 4_000, 0), Traffic(800, 1_200, 700, 3_000, 0), Traffic(250, 350, 200, 900, 0)


@dataclass
class Site2026:
    """What a test may change before it asks for the findings."""

    rules: tuple[ConversionRule, ...] = (QUOTE, BUY, DOWNLOAD)
    current: Mapping[str, Converted] = field(default_factory=dict)
    previous: Mapping[str, Converted] | None = field(default_factory=dict)
    year: Mapping[str, Converted] | None = field(default_factory=dict)
    traffic: Traffic = NOW
    previous_traffic: Traffic = NOW
    year_traffic: Traffic = BEFORE
    bases: Mapping[str, Rate] = field(default_factory=dict)
    by: Mapping[Dimension, tuple[Slice, ...]] = field(default_factory=dict)
    items: Mapping[tuple[str, str], Mapping[str, Converted]] = field(default_factory=dict)
    weekly: Mapping[str, Sequence[int]] = field(default_factory=dict)
    weekly_traffic: Traffic = WEEK
    as_of: date = date(2026, 10, 31)
    first_day: date = FIRST_DAY
    missing: frozenset[date] = frozenset()

    def find(self) -> Insights:
        report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
        return find(Settings(report=report, rules=self.rules), self.counts())

    def counts(self) -> Counts:
        nothing = Series((), (), (), (), {})
        before = None if self.previous is None else PeriodCounts(SEPTEMBER, self.previous_traffic, self.previous, {}, {}, {})
        year = None if self.year is None else PeriodCounts(LAST_YEAR, self.year_traffic, self.year, {}, {}, {})
        current = PeriodCounts(OCTOBER, self.traffic, self.current, self.bases, self.by, self.items)
        return Counts(self.as_of, current, before, year, nothing, self.weeks(), nothing, (), {}, self.profile())

    def weeks(self) -> Series:
        """Thirty weeks up to the end of October, Monday to Sunday; `weekly` gives their conversions, the last ones for October."""
        whole = [part for part in periods.split(Period(date(2026, 4, 6), OCTOBER.end), Grain.WEEK) if periods.is_whole(part, Grain.WEEK)]
        converted = {
            rule: tuple(Converted(conversions=n, converters=n) for n in (*values, *[0] * len(whole))[: len(whole)])
            for rule, values in self.weekly.items()
        }
        return Series(tuple(whole), (False,) * len(whole), (False,) * len(whole), (self.weekly_traffic,) * len(whole), converted)

    def profile(self) -> Profile:
        days = (self.first_day + timedelta(days=i) for i in range((self.as_of - self.first_day).days + 1))
        recorded = tuple(DayProfile(day, 100, 0, 0, 0, 0, 0) for day in days if day not in self.missing)
        return Profile((), recorded, {}, 0, {}, (), {}, {}, frozenset())


@pytest.fixture
def site() -> Callable[..., Site2026]:
    """Makes a site; keywords are the fields of `Site2026`."""
    return Site2026
