"""Kept conversion parts -> one build's conversions: repeats, session rules, offline facts, `only_after`, counting, value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity import match
from reportgen.activity.offline import Outside, linked
from reportgen.activity.sessions import Visits
from reportgen.engine import Engine, stacked
from reportgen.model.outside import UnratedAmount
from reportgen.model.settings import ConversionRule, Counting, Match, Settings
from reportgen.model.tables import CONVERSION_PARTS, CONVERSIONS, OWN_BITS
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerColumn, Table

ORDER = ("time", "seq", "event_name", "row_hash")
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The build's conversions and what was left out on the way, for the ledger: transactions as (rule, rows), amounts without a rate as
    (currency, rows, day, amount) with the first of them. `outside`: None without offline inputs."""

    conversions: Table
    repeated_transactions: Table
    unknown_currency: Table
    outside: Outside | None


def find(engine: Engine, settings: Settings, parts: Table, identities: Table, visits: Visits) -> Found:
    """The build's conversions from parts without repeats."""
    on_sessions = [rows for rule in settings.rules if (rows := _of_sessions(visits.sessions, visits.pages, rule, settings)) is not None]
    outside = _outside(engine, settings, parts, identities, visits)
    events = parts if outside is None else parts.filter(~parts.offline)
    given = [events.select(*CONVERSION_PARTS), *([] if outside is None else [outside.linked.select(*CONVERSION_PARTS)]), *on_sessions]
    candidates = engine.cache(stacked(given), "candidates")
    unique, again = _transactions(candidates)
    transactions = engine.cache(again, "transactions")
    valued = engine.cache(_valued(_all_counted(unique, settings), settings).select(*CONVERSIONS, "foreign", "unrated"), "conversions")
    engine.drop(candidates)
    foreign = valued.filter(valued.foreign.notnull())
    unrated = foreign.group_by(currency=foreign.foreign)
    return Found(
        valued.select(*CONVERSIONS),
        transactions,
        unrated.aggregate(rows=foreign.count(), day=foreign.day.min(), amount=foreign.unrated.argmin(foreign.day)),
        outside,
    )


def unrated(engine: Engine, unknown_currency: Table) -> dict[str, tuple[int, UnratedAmount]]:
    """By currency without a rate, in name order, how many amounts there are, and the first."""
    return {
        str(row["currency"]): (int(row["rows"]), UnratedAmount(day_date(int(row["day"])), int(row["amount"]) / MICRO))
        for row in engine.run(unknown_currency.order_by("currency")).to_dict("records")
    }


def _outside(engine: Engine, settings: Settings, parts: Table, identities: Table, visits: Visits) -> Outside | None:
    if not any(source.offline for source in settings.report.inputs):
        return None
    people = visits.sessions.filter(visits.sessions.visitor.notnull()).select("visitor").distinct()
    return Outside(engine.cache(linked(parts.filter(parts.offline), identities), "outside"), people)


def without_repeats(engine: Engine, parts: Table, spaces: Mapping[str, str]) -> Table:
    """Conversion parts with each event once where files repeat each other: rows of one rule alike above the low bits of their hash,
    which tell apart rows that share an event id. `spaces` are those of the parts; what is alike in two of them are two events."""
    import ibis

    keyed, keys = parts.mutate(alike=parts.row_hash // (1 << OWN_BITS)), ["alike", "rule"]
    if len({*spaces.values()}) > 1:
        told = engine.memtable([{"of": part, "space": space} for part, space in spaces.items()], {"of": "string", "space": "string"})
        keyed, keys = keyed.left_join(told, keyed.part == told["of"]).drop("of"), [*keys, "space"]
    added = [column for column in keyed.columns if column not in parts.columns]
    counted = keyed.group_by(keys).aggregate(copies=keyed.count())
    again = engine.cache(counted.filter(counted.copies > 1), "conversions_again")
    if not engine.scalar(again.count()):
        engine.drop(again)
        return parts
    ranked = keyed.semi_join(again, keys).mutate(copy=ibis.row_number().over(group_by=keys, order_by=["time", "row_hash", "part"]))
    first = ranked.filter(ranked.copy == 0)
    return keyed.anti_join(again, keys).drop(*added).union(first.drop("copy", *added))


def _of_sessions(sessions: Table, pages: Table, rule: ConversionRule, settings: Settings) -> Table | None:
    """Sessions that fulfil a rule by engaged time, dated by their end on the pages; None when the rule has no such match."""
    found = []
    for part in rule.match:
        if part.engagement is None:
            continue
        found.append(_on_pages(pages, part, settings) if part.page else _whole(sessions, part))
    if not found:
        return None
    rows = stacked(found)
    first = rows.group_by("visitor", "session").aggregate(time=rows.time.min(), day=rows.day.min(), page=rows.page.min())
    fixed = {"rule": rule.key, "event_name": "(session)"}
    return _filled(first, fixed).select(*CONVERSION_PARTS)


def _on_pages(pages: Table, part: Match, settings: Settings) -> Table:
    assert part.engagement is not None
    seen = pages.filter(match.like(pages.page, match.pages(settings.report, part.page)))
    summed = seen.group_by("visitor", "session").aggregate(
        total=seen.engagement_ms.sum(), time=seen.last_time.max(), day=seen.day.max(), page=seen.page.min()
    )
    return summed.filter(summed.total >= round(part.engagement * 1000)).select("visitor", "session", "time", "day", "page")


def _whole(sessions: Table, part: Match) -> Table:
    import ibis

    assert part.engagement is not None
    summed = sessions.group_by("visitor", "session").aggregate(
        total=sessions.engagement_ms.sum(), time=sessions.end.max(), day=sessions.day.max()
    )
    return summed.filter(summed.total >= round(part.engagement * 1000)).select(
        "visitor", "session", "time", "day", page=ibis.null("string")
    )


def _filled(rows: Table, fixed: dict[str, str]) -> Table:
    """Rows with the remaining columns of a conversion part."""
    import ibis

    plain: dict[str, object] = {name: ibis.literal(value) for name, value in fixed.items()}
    plain |= {"seq": ibis.literal(0, "int64"), "row_hash": ibis.literal(0, "int64"), "offline": ibis.literal(False)}
    missing = {name: ibis.null(kind) for name, kind in CONVERSION_PARTS.items() if name not in rows.columns and name not in plain}
    return rows.mutate(**plain, **missing)


def _transactions(rows: Table) -> tuple[Table, Table]:
    """Each transaction of a rule once, and how many repeats of a transaction each rule had; refunds of it may be several."""
    import ibis

    counts_once = rows.transaction_id.notnull() & (rows.amount.fill_null(0) >= 0)
    copy = ibis.row_number().over(group_by=["rule", "transaction_id"], order_by=list(ORDER))
    ranked = rows.filter(counts_once).mutate(copy=copy)
    again = ranked.filter(ranked.copy > 0)
    unique = rows.filter(~counts_once).union(ranked.filter(ranked.copy == 0).drop("copy"))
    return unique, again.group_by("rule").aggregate(rows=again.count())


def _all_counted(rows: Table, settings: Settings) -> Table:
    """Every rule's conversions as it counts them; a rule that follows another is counted after it."""
    followers = {rule.key: rule.only_after for rule in settings.rules if rule.only_after}
    done = _counted(rows.filter(rows.rule.notin(list(followers))) if followers else rows, settings)
    while followers:
        ready = [key for key, base in followers.items() if base not in followers]
        assert ready, "settings refuse rules that wait for each other"
        for key in ready:
            after = _after(rows.filter(rows.rule == key), done.filter(done.rule == followers.pop(key)))
            done = done.union(_counted(after, settings))
    return done


def _after(rows: Table, base: Table) -> Table:
    """Rows at or after the same visitor's first conversion of the base rule; equal times count (one batch has one timestamp), and so does
    the same day of a fact from outside the site, which may name no hour. Such a fact without a visitor counts beside people."""
    named = base.filter(base.visitor.notnull())
    first = named.group_by(base_visitor=named.visitor).aggregate(since=named.time.min(), since_day=named.day.min())
    joined = rows.inner_join(first, [rows.visitor == first.base_visitor])
    after = joined.filter((joined.time >= joined.since) | (joined.offline & (joined.day >= joined.since_day)))
    return after.select(*CONVERSION_PARTS).union(rows.filter(rows.offline & rows.visitor.isnull()).select(*CONVERSION_PARTS))


def _counted(rows: Table, settings: Settings) -> Table:
    """Of rules that count sessions or visitors the first row of each; rows without one stand for themselves."""
    import ibis

    def rules(counting: Counting) -> list[str]:
        return [rule.key for rule in settings.rules if rule.counting is counting]

    by_session, by_visitor = rows.rule.isin(rules(Counting.SESSION)), rows.rule.isin(rules(Counting.VISITOR))
    once = (by_session & rows.session.notnull()) | (by_visitor & rows.visitor.notnull())
    within = rows.filter(once).mutate(within=ibis.ifelse(by_session, rows.session, ibis.null("string")))
    ranked = within.mutate(place=ibis.row_number().over(group_by=["rule", "visitor", "within"], order_by=list(ORDER)))
    first = ranked.filter(ranked.place == 0).drop("within", "place")
    return rows.filter(~once).union(first)


def _valued(rows: Table, settings: Settings) -> Table:
    """Amounts in the report's currency: a rule's fixed value (a refund takes it back), else the event's own at the settings' rate.

    An amount in a currency without a rate is none: `foreign` and `unrated` say which it was.
    """
    import ibis

    sign = ibis.ifelse(rows.amount.fill_null(0) < 0, -1, 1)
    values = {rule.key: rule.value.fixed for rule in settings.rules if rule.value}
    fixed = [(rows.rule == key, sign * round(value * MICRO)) for key, value in values.items() if value is not None]
    own = ibis.cases(
        (rows.currency.isnull() | (rows.currency == settings.report.currency), rows.amount),
        *((rows.currency == currency, (rows.amount * rate).round().cast("int64")) for currency, rate in settings.report.rates.items()),
        else_=ibis.null("int64"),
    )
    strange = rows.currency.notnull() & ~rows.currency.isin(_currencies(settings)) & rows.amount.notnull()
    return rows.mutate(
        amount=ibis.cases(*fixed, else_=own) if fixed else own,
        foreign=ibis.ifelse(strange, rows.currency, ibis.null("string")),
        unrated=ibis.ifelse(strange, rows.amount, ibis.null("int64")),
    )


def _currencies(settings: Settings) -> list[str]:
    return [settings.report.currency, *settings.report.rates]


def visible(rows: Table, as_of: int) -> BooleanValue:
    """What a build as of this day (inclusive) may see: online and offline facts dated up to it."""
    day: IntegerColumn = rows.day
    return day <= as_of
