"""Counts made by hand for the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from reportgen import periods
from reportgen.model.counts import Converted, Counts, DayProfile, FileProfile, PeriodCounts, Profile, RejectedRows, Series, Traffic
from reportgen.model.settings import Settings
from reportgen.model.watch import NO_WATCH, Watch
from reportgen.periods import Period

OCTOBER = periods.month("2026-10")
AUGUST = date(2026, 8, 1)
SPAN = tuple(AUGUST + timedelta(days=offset) for offset in range(92))
"""1 August to 31 October 2026."""


def day_profile(day: date, rows: int = 100, **empty: int) -> DayProfile:
    none = {"repeats": 0, "no_visitor": 0, "no_session": 0, "no_source": 0, "no_page": 0}
    return DayProfile(day=day, rows=rows, **(none | empty))


def export(**parts: object) -> FileProfile:
    base: dict[str, object] = {"input": "web", "file": "data/web.csv", "format": "table", "sha256": "0" * 64, "bytes": 1, "rows": 1000}
    base |= {"accepted": 1000, "repeated": 0, "rejected": (), "first_day": AUGUST, "last_day": OCTOBER.last_day}
    return FileProfile(**(base | parts))  # type: ignore[arg-type]


def refused(rows: int, reason: str = "bad_time") -> RejectedRows:
    return RejectedRows(reason, rows, '{"t": "x"}', 12)


def firm(*rules: Mapping[str, object], **report: object) -> Settings:
    named = [
        {"label": str(rule["key"]).title(), "tier": "macro", "match": [{"event": ["e"]}]} | dict(rule)
        for rule in rules or ({"key": "quote"},)
    ]
    inputs = [{"key": "web", "files": ["data"]}, {"key": "crm", "files": ["crm"], "offline": True}]
    return Settings.model_validate({"report": {"site": {"name": "Firm", "zone": "UTC"}, "inputs": inputs} | report, "rules": named})


def empty_period(period: Period, **parts: object) -> PeriodCounts:
    base: dict[str, object] = {"traffic": Traffic(10, 12), "converted": {"quote": Converted(3, 3)}, "bases": {}, "by": {}, "items": {}}
    return PeriodCounts(period, **(base | parts))  # type: ignore[arg-type]


def daily(counts: Mapping[str, Sequence[int]], missing: Sequence[date] = ()) -> Series:
    """Conversions on the days of SPAN."""
    pieces = tuple(periods.of(day, day) for day in SPAN)
    return Series(
        periods=pieces,
        partial=(False,) * len(SPAN),
        missing=tuple(day in missing for day in SPAN),
        traffic=(Traffic(),) * len(SPAN),
        converted={rule: tuple(Converted(number, number) for number in numbers) for rule, numbers in counts.items()},
    )


def made(
    days: Sequence[DayProfile] | None = None,
    as_of: date = OCTOBER.last_day,
    conversions: Mapping[str, Sequence[int]] | None = None,
    current: PeriodCounts | None = None,
    compared: tuple[PeriodCounts | None, PeriodCounts | None] = (None, None),
    watch: Watch = NO_WATCH,
    **profile: object,
) -> Counts:
    """Counts of October 2026 in a healthy firm, but for what is given."""
    by_rule = conversions or {"quote": [3] * len(SPAN)}
    base: dict[str, object] = {"files": (export(),), "events": {}, "repeated_across_files": 0, "repeated_transactions": {}, "bots": ()}
    base |= {"unknown_currency": {}, "matched_events": ()}
    known = tuple(day_profile(day) for day in SPAN) if days is None else tuple(days)
    month = Series((OCTOBER,), (False,), (False,), (Traffic(),), {key: (Converted(sum(found)),) for key, found in by_rule.items()})
    return Counts(
        as_of=as_of,
        current=current or empty_period(OCTOBER, converted={key: Converted(3, 3) for key in by_rule}),
        previous=compared[0],
        year_before=compared[1],
        days=daily(by_rule),
        weeks=month,
        months=month,
        pages=(),
        goals={},
        profile=Profile(days=known, **(base | profile)),  # type: ignore[arg-type]
        watch=watch,
    )
