"""Facts from outside the site: whose they are, which belong to nobody seen on the site, and which are dated before what leads to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity.store import Part
from reportgen.engine import Engine
from reportgen.model.counts import EarlyRows, OfflineRows
from reportgen.model.settings import ConversionRule, InputSettings, Settings
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Outside:
    """`linked`: offline conversion parts, each with its `part`, under the visitor whose ids it carries; `people`: all seen on the site."""

    linked: Table
    people: Table


def hashed_space(key: str) -> str:
    """What stands before the hashes of an input's member list, so that they are no user id of any other input."""
    return f"sha256:{key}:"


def identified(engine: Engine, identities: Table, salts: Mapping[str, str]) -> Table:
    """Identities, and for each input with a salt the SHA-256 of the salt followed by every user id, as its member list gives it.

    Hashed here and not in the engine: not every engine can. Only ids of people who signed in are there to be hashed.
    """
    if not salts:
        return identities
    users = identities.filter(identities.kind == "user_id")
    keys = [str(key) for key in engine.run(users.select("key").distinct())["key"]]
    rows = [
        {"plain": key, "hashed": hashed_space(source) + hashlib.sha256((salt + key).encode()).hexdigest()}
        for source, salt in salts.items()
        for key in keys
    ]
    hashes = engine.memtable(rows, {"plain": "string", "hashed": "string"})
    joined = users.inner_join(hashes, users.key == hashes.plain)
    return identities.union(joined.select(**{name: joined.hashed if name == "key" else joined[name] for name in identities.columns}))


def linked(rows: Table, identities: Table) -> Table:
    """Offline rows without a visitor get the one who first carried their user id or click id, of several at once the first by `name`."""
    import ibis

    ranked = identities.mutate(place=ibis.row_number().over(group_by=["kind", "key"], order_by=["time", "name"]))
    earliest = ranked.filter(ranked.place == 0)
    by_user = earliest.filter(earliest.kind == "user_id").select(user_key="key", user_visitor="visitor")
    by_click = earliest.filter(earliest.kind == "click_id").select(click_key="key", click_visitor="visitor")
    joined = rows.left_join(by_user, [rows.user_id == by_user.user_key])
    joined = joined.left_join(by_click, [joined.click_id == by_click.click_key])
    return joined.mutate(visitor=ibis.coalesce(joined.visitor, joined.user_visitor, joined.click_visitor)).select(rows.columns)


def matched(engine: Engine, outside: Outside, parts: Sequence[Part]) -> tuple[OfflineRows, ...]:
    """How many offline rows of each input and rule belong to nobody seen on the site."""
    import ibis

    people = outside.people.select(seen="visitor")
    both = outside.linked.left_join(people, outside.linked.visitor == people.seen)
    nameless = both.visitor.isnull().cast("int64")
    unseen = (both.visitor.notnull() & both.seen.isnull()).cast("int64")
    counted = both.group_by("part", "rule").aggregate(rows=ibis._.count(), nameless=nameless.sum(), unseen=unseen.sum())
    inputs = {part.key: part.input for part in parts}
    found: dict[tuple[str, str], list[int]] = {}
    for row in engine.run(counted).to_dict("records"):
        sums = found.setdefault((inputs[str(row["part"])], str(row["rule"])), [0, 0, 0])
        for place, name in enumerate(("rows", "nameless", "unseen")):
            sums[place] += int(row[name])
    return tuple(OfflineRows(source, rule, *sums) for (source, rule), sums in sorted(found.items()))


def early(engine: Engine, conversions: Table, settings: Settings) -> tuple[EarlyRows, ...]:
    """Offline conversions dated on a day before the same visitor's first conversion of what leads to them. Equal days are in order."""
    pairs = [{"rule": after, "base": before} for before, after in _pairs(settings)]
    if not pairs:
        return ()
    table = engine.memtable(pairs, {"rule": "string", "base": "string"})
    named = conversions.filter(conversions.visitor.notnull())
    bases = named.filter(named.rule.isin(sorted({pair["base"] for pair in pairs})))
    first = bases.group_by(base="rule", base_visitor="visitor").aggregate(base_day=bases.day.min())
    late = named.filter(named.offline).inner_join(table, "rule")
    both = late.inner_join(first, [late.base == first.base, late.visitor == first.base_visitor])
    found = both.filter(both.day < both.base_day)
    counted = found.group_by("rule", "base").aggregate(rows=found.count(), day=found.day.min(), base_day=found.base_day.argmin(found.day))
    return tuple(
        EarlyRows(str(row["rule"]), str(row["base"]), int(row["rows"]), day_date(int(row["day"])), day_date(int(row["base_day"])))
        for row in engine.run(counted.order_by("rule", "base")).to_dict("records")
    )


def _pairs(settings: Settings) -> Iterator[tuple[str, str]]:
    """Rules and the macros that come after them, where an input is offline; without those whose dates stand in one record, which its
    reader compares."""
    if not any(source.offline for source in settings.report.inputs):
        return
    found = [(rule.rate_base, rule) for rule in settings.rules if rule.rate_base]
    found += [(rule.key, after) for rule in settings.macros for after in settings.rules if after.key in rule.supports]
    for before, after in dict.fromkeys((before, after.key) for before, after in found):
        if not any(_in_one_record(source, settings.rule(before), settings.rule(after)) for source in settings.report.inputs):
            yield before, after


def _in_one_record(source: InputSettings, *rules: ConversionRule) -> bool:
    told = {*source.records.dates, *source.records.stages} if source.records else set()
    return all(told & {event for match in rule.match for event in match.event} for rule in rules)
