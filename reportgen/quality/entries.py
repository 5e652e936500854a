"""The ledger's lines about rows, rules, events, columns, bots and people."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.model.advice import Advice
from reportgen.model.counts import BotCounts, Counts, DayProfile, FileProfile
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.outside import OtherNumber, UnratedAmount
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Bots, ConversionRule, Settings, Tier
from reportgen.quality.calendar import Calendar
from reportgen.quality.silence import silence

Fact = str | int | float

MANY_BOTS = 0.05
MANY_UNNAMED = 0.05
MANY_REPEATS = 0.005
"""Share of rows that repeat another exactly from which it is no accident of a few (statistics 8)."""
MANY_REJECTED = 0.001
"""Share of a file's rows, refused for whatever reasons, from which it is worth the front page: fewer move no number that a reader sees
(a rate of 5 % by less than 0.01 points)."""
MOST_REASONS = 20
MOST_EVENTS = 20
VISIT_EVENTS = frozenset({"session_start", "first_visit", "first_open", "user_engagement"})
"""What a tool records by itself to tell visits apart: sessions are made of them, so no rule needs them."""
EMPTY_FROM, EMPTY_TO = 0.05, 0.5
"""A column breaks on a day when more than half of its rows lack it, where less than one in twenty did before."""
COLUMN_ROWS = 20
COLUMN_DAYS = 28


def entry(
    kind: str,
    severity: Severity,
    message: Say,
    facts: Mapping[str, Fact],
    days: Sequence[date] = (),
    *,
    touches: Sequence[str] = (),
    example: str | None = None,
) -> LedgerEntry:
    """A line of the ledger; `touches` are keys of rules, or of `Touch`."""
    return LedgerEntry(kind, severity, message, facts, tuple(days), example, tuple(touches))


def rejected(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """Refused rows: over all files against the gate, and the reasons with most rows, which are a warning where the file lost
    `MANY_REJECTED` of its rows or more. Their examples are in the profile."""
    files = counts.profile.files
    refused, of = rejected_rows(counts)
    allowed = settings.report.gates.max_rejected
    if of and refused / of > allowed:
        facts: dict[str, Fact] = {"rows": refused, "of": of, "share": refused / of, "allowed": allowed}
        yield entry("rows", Severity.GATE, Say.REJECTED_TOO_MANY, facts, touches=[Touch.ALL])
    reasons = sorted(((part, file) for file in files for part in file.rejected), key=lambda pair: -pair[0].rows)
    for part, file in reasons[:MOST_REASONS]:
        facts = {"input": file.input, "file": file.file, "reason": part.reason, "rows": part.rows, "of": file.rows}
        facts |= {"share": part.rows / file.rows if file.rows else 1.0, "line": part.line or 0}
        severity = Severity.WARNING if _refused(file) >= MANY_REJECTED * file.rows else Severity.NOTE
        yield entry("rows", severity, Say.REJECTED_ROWS, facts, touches=[Touch.ALL], example=part.example or None)
    for file in files:
        if file.lost_amounts:
            yield entry("rows", Severity.WARNING, Say.AMOUNTS_LOST, {"file": file.file, "rows": file.lost_amounts}, touches=[Touch.VALUES])
        if file.accepted == 0 and not any(remark.reason == "table_not_read" for remark in file.remarks):
            yield entry("rows", Severity.WARNING, Say.EMPTY_FILE, {"input": file.input, "file": file.file}, touches=[Touch.ALL])


def rejected_rows(counts: Counts) -> tuple[int, int]:
    """Rows refused and rows read, over all files."""
    files = counts.profile.files
    return sum(map(_refused, files)), sum(file.rows for file in files)


def _refused(file: FileProfile) -> int:
    return sum(part.rows for part in file.rejected)


def repeats(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """What stood there more than once and counts once."""
    profile = counts.profile
    inside, of = sum(file.repeated for file in profile.files), sum(file.rows for file in profile.files)
    if inside:
        severity, message = (Severity.WARNING, Say.REPEATS_MANY) if inside > MANY_REPEATS * of else (Severity.NOTE, Say.REPEATS_IN_FILES)
        yield entry("repeats", severity, message, {"rows": inside, "of": of, "share": inside / of}, example=_most_repeats(counts))
    if profile.repeated_across_files:
        yield entry("repeats", Severity.NOTE, Say.REPEATS_ACROSS_FILES, {"rows": profile.repeated_across_files})
    for key, rows in profile.repeated_transactions.items():
        if rows:
            facts: dict[str, Fact] = {"rule": key, "label": settings.rule(key).label, "rows": rows}
            yield entry("repeats", Severity.NOTE, Say.REPEATED_TRANSACTIONS, facts, touches=[key])


def _most_repeats(counts: Counts) -> str:
    """The file with most rows that repeat another: how many of how many."""
    file = max(counts.profile.files, key=lambda file: file.repeated)
    return f"{file.file}: {file.repeated:,} / {file.rows:,}"


def rules(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """Rules that went silent, never matched, or only stand in for the thing."""
    for rule in (*settings.macros, *settings.micros):
        yield from _tracking(rule, counts)
        if rule.proxy:
            yield entry(
                "rules", Severity.NOTE, Say.RULE_PROXY, {"rule": rule.key, "label": rule.label, "proxy": rule.proxy}, touches=[rule.key]
            )
    if settings.report.many_macros and len(settings.macros) > 2:
        facts: dict[str, Fact] = {"macros": len(settings.macros), "answer": settings.report.many_macros}
        yield entry("settings", Severity.NOTE, Say.MANY_MACROS, facts)


def _tracking(rule: ConversionRule, counts: Counts) -> Iterator[LedgerEntry]:
    who: dict[str, Fact] = {"rule": rule.key, "label": rule.label}
    ever = sum(found.conversions for found in counts.months.converted[rule.key])
    if ever == 0 and any(day.rows for day in counts.profile.days):
        yield entry("rules", Severity.WARNING, Say.RULE_NEVER_SEEN, who, touches=[rule.key])
    elif quiet := silence(counts.days, rule.key, counts.current.period):
        dead_macro = rule.tier is Tier.MACRO and quiet.lasting
        severity = Severity.GATE if dead_macro else Severity.WARNING
        yield entry(
            "rules", severity, Say.RULE_SILENT, who | {"run": len(quiet.days), "usual": quiet.usual}, quiet.days, touches=[rule.key]
        )


def events(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """Events that no rule uses, most rows first."""
    profile = counts.profile
    used = {*profile.matched_events, *VISIT_EVENTS}
    unused = sorted(((rows, name) for name, rows in profile.events.items() if name not in used), key=lambda it: (-it[0], it[1]))
    for rows, name in unused[:MOST_EVENTS]:
        yield entry("events", Severity.NOTE, Say.EVENT_WITHOUT_RULE, {"event": name, "rows": rows})
    if rest := unused[MOST_EVENTS:]:
        facts: dict[str, Fact] = {"events": len(rest), "rows": sum(rows for rows, _ in rest)}
        yield entry("events", Severity.NOTE, Say.MORE_EVENTS_WITHOUT_RULE, facts)


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose emptiness is watched."""

    message: Say
    touches: Touch
    empty: Callable[[DayProfile], int]


COLUMNS = (
    Column(Say.VISITOR_MISSING, Touch.VISITORS, lambda day: day.no_visitor),
    Column(Say.SESSION_MISSING, Touch.VISITORS, lambda day: day.no_session),
    Column(Say.SOURCE_MISSING, Touch.CHANNELS, lambda day: day.no_source),
    Column(Say.PAGE_MISSING, Touch.PAGES, lambda day: day.no_page),
)


def columns(known: Calendar) -> Iterator[LedgerEntry]:
    """Columns that broke on a day of the period (statistics 8, column fill rate)."""
    for column in COLUMNS:
        for at, day in enumerate(known.recorded):
            usual = _usual(column, known.recorded[max(0, at - COLUMN_DAYS) : at])
            share = column.empty(day) / day.rows
            if day.day in known.period and day.rows >= COLUMN_ROWS and share > EMPTY_TO and usual is not None and usual < EMPTY_FROM:
                days = [later.day for later in known.recorded[at:] if column.empty(later) / later.rows > EMPTY_TO]
                yield entry("columns", Severity.WARNING, column.message, {"share": share, "usual": usual}, days, touches=[column.touches])
                break


def _usual(column: Column, before: Sequence[DayProfile]) -> float | None:
    rows = sum(day.rows for day in before)
    return sum(column.empty(day) for day in before) / rows if rows >= COLUMN_ROWS else None


def bots(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """Suspected bots over all the data. The part of each reason is in the profile."""
    found = counts.profile.bots
    total = BotCounts("", *(sum(getattr(part, name) for part in found) for name in ("visitors", "sessions", "events")))
    rows = sum(day.rows for day in counts.profile.days)
    if not total.sessions:
        return
    share = min(1.0, total.events / rows) if rows else 0.0
    message = Say.BOTS_EXCLUDED if settings.report.bots is Bots.EXCLUDE else Say.BOTS_INCLUDED
    severity = Severity.WARNING if share > MANY_BOTS else Severity.NOTE
    facts: dict[str, Fact] = {"visitors": total.visitors, "sessions": total.sessions, "events": total.events, "share": share}
    yield entry("bots", severity, message, facts, touches=[Touch.VISITORS])


def people(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """What stands beside people: sessions, conversions and offline rows that belong to nobody seen, and amounts without a rate."""
    traffic, profile = counts.current.traffic, counts.profile
    if traffic.unnamed_sessions:
        share = traffic.unnamed_sessions / traffic.sessions
        facts: dict[str, Fact] = {"sessions": traffic.unnamed_sessions, "of": traffic.sessions, "share": share}
        severity = Severity.WARNING if share > MANY_UNNAMED else Severity.NOTE
        yield entry("people", severity, Say.UNNAMED_SESSIONS, facts, touches=[Touch.VISITORS])
    for rule in (*settings.macros, *settings.micros):
        found = counts.current.converted[rule.key]
        if found.unmatched and _online(settings):
            facts = {"rule": rule.key, "label": rule.label, "unmatched": found.unmatched, "of": found.conversions}
            yield entry("people", Severity.NOTE, Say.UNMATCHED_CONVERSIONS, facts, touches=[rule.key])
    yield from _outside(settings, counts)
    for currency, rows in profile.unknown_currency.items():
        if rows:
            facts = {"currency": currency, "rows": rows}
            example = _unrated(currency, profile.unrated)
            yield entry("money", Severity.WARNING, Say.UNKNOWN_CURRENCY, facts, touches=[Touch.VALUES], example=example)


def _online(settings: Settings) -> bool:
    """Whether any input tells of visits: without one nobody can be matched with a visitor."""
    return any(not (source.offline or source.outside) for source in settings.report.inputs)


def _outside(settings: Settings, counts: Counts) -> Iterator[LedgerEntry]:
    """Offline facts that belong to nobody seen on the site, whose order cannot be known, or is not what the rules expect."""
    known = {rule.key: rule for rule in settings.rules}
    for each in counts.profile.offline if _online(settings) else ():
        rule = known[each.rule]
        facts: dict[str, Fact] = {"input": each.input, "rule": rule.key, "label": rule.label, "rows": each.unmatched, "of": each.rows}
        if each.unmatched:
            yield entry("people", Severity.NOTE, Say.UNMATCHED_OFFLINE, facts, touches=[rule.key])
        if rule.only_after and each.nameless:
            facts = {"rule": rule.key, "label": rule.label, "base": known[rule.only_after].label, "rows": each.nameless}
            yield entry("people", Severity.NOTE, Say.ORDER_UNKNOWN, facts, touches=[rule.key])
    for early in counts.profile.early:
        facts = {"rule": early.rule, "label": known[early.rule].label, "base": known[early.base].label, "rows": early.rows}
        example = f"{early.rule} {early.day}, {early.base} {early.base_day}"
        yield entry("people", Severity.NOTE, Say.BEFORE_FIRST, facts, touches=[early.rule], example=example)


def totals(counts: Counts) -> Iterator[LedgerEntry]:
    """What files of totals and costs say twice, and costs that cannot be converted."""
    for each in counts.outside.restated:
        if each.restated:
            facts: dict[str, Fact] = {"input": each.input, "rows": each.restated}
            example = _otherwise(each.example) if each.example else None
            yield entry("totals", Severity.WARNING, Say.TOTALS_RESTATED, facts, touches=[Touch.COUNTERS], example=example)
        if each.repeated:
            yield entry("totals", Severity.NOTE, Say.TOTALS_REPEATED, {"input": each.input, "rows": each.repeated})
    for currency, rows in counts.outside.unknown_currency.items():
        facts = {"currency": currency, "rows": rows}
        example = _unrated(currency, counts.outside.unrated)
        yield entry("money", Severity.WARNING, Say.COSTS_WITHOUT_RATE, facts, touches=[Touch.COSTS], example=example)


def _otherwise(number: OtherNumber) -> str:
    return f"{number.day} {number.of}: {number.was:,.10g} → {number.now:,.10g}"


def _unrated(currency: str, first: Mapping[str, UnratedAmount]) -> str | None:
    return f"{first[currency].day}: {first[currency].amount:,.2f} {currency}" if currency in first else None


def advice(given: Sequence[Advice]) -> Iterator[LedgerEntry]:
    """Advice on the settings, with its place: notes here, since it says nothing against the data. `check` tells it as warnings."""
    for each in given:
        facts: dict[str, Fact] = {"place": str(each.place or ""), "path": each.path, "advice": each.kind.value, **each.facts}
        yield entry("settings", Severity.NOTE, Say.SETTINGS_WARNING, facts)
