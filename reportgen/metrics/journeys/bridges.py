"""The frames of `risk`, `pairs` and `cohorts` -> a record for each macro."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys import cohorts
from reportgen.metrics.journeys.records import grouped, lags_of, orders_of, place_of
from reportgen.model.journeys import NO_ORDERS, MacroJourney, Micro, Pair, Place, windows
from reportgen.model.settings import ConversionRule, Settings
from reportgen.stats import Stratum
from reportgen.stats.measures import Rate

Frames = Mapping[str, pd.DataFrame]
Key = tuple[Micro, str]


def bridges(settings: Settings, frames: Frames) -> dict[str, MacroJourney]:
    """Macro -> its journey, in the order of the settings. Each micro rule is there, at zero where nobody had it."""
    read = _read(frames)
    micros = [*(Micro(rule.key) for rule in settings.micros), *sorted(micro for micro in read.having if micro.item or micro.at_least)]
    return {rule.key: _with_cohorts(_macro(at, rule, micros, read), rule.key, frames) for at, rule in enumerate(settings.macros)}


def _with_cohorts(journey: MacroJourney, macro: str, frames: Frames) -> MacroJourney:
    return replace(
        journey,
        cohorts=cohorts.cohorts(macro, frames),
        repeats=cohorts.repeats(macro, frames),
        repeat_cohorts=cohorts.repeat_cohorts(macro, frames),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """The frames' rows by what they are about."""

    places: Mapping[Place, Row]
    exposed: Mapping[Micro, Mapping[Place, Row]]
    having: Mapping[Micro, int]
    assists: Mapping[Key, Row]
    lags: Mapping[Key, list[Row]]
    micro_orders: Mapping[Key, Row]
    totals: Mapping[str, Row]
    orders: Mapping[str, Row]
    unnamed: Mapping[str, int]


def _read(frames: Frames) -> _Read:
    exposed = grouped(rows(frames["exposed"]), _micro)
    return _Read(
        places=_by_place(rows(frames["places"])),
        exposed={micro: _by_place(found) for micro, found in exposed.items()},
        having={_micro(row): row.number("visitors") for row in rows(frames["having"])},
        assists={(_micro(row), row.text("macro")): row for row in rows(frames["assists"])},
        lags=grouped(rows(frames["lags"]), _rule_pair),
        micro_orders={_rule_pair(row): row for row in rows(frames["micro_orders"])},
        totals={row.text("macro"): row for row in rows(frames["totals"])},
        orders={row.text("macro"): row for row in rows(frames["orders"])},
        unnamed={row.text("rule"): row.number("n") for row in rows(frames["unnamed"])},
    )


def _by_place(found: Iterable[Row]) -> dict[Place, Row]:
    return {place_of(row): row for row in found}


def _micro(row: Row) -> Micro:
    return Micro(row.text("rule"), row.text("item"), row.number("at_least"))


def _rule_pair(row: Row) -> Key:
    return Micro(row.text("rule")), row.text("macro")


def _macro(at: int, rule: ConversionRule, micros: Iterable[Micro], read: _Read) -> MacroJourney:
    total, orders = read.totals.get(rule.key), read.orders.get(rule.key)
    places = {place: Rate(row.number(f"d_{at}"), n) for place, row in sorted(read.places.items()) if (n := row.number(f"n_{at}"))}
    visitors, seasoned = (total.number(name) if total else 0 for name in ("visitors", "seasoned"))
    return MacroJourney(
        windows(rule),
        visitors=visitors,
        linked=total.number("linked") if total else 0,
        seasoned=seasoned,
        unnamed=read.unnamed.get(rule.key, 0),
        orders=orders_of(orders) if orders else NO_ORDERS,
        places=places,
        pairs={micro: _pair(at, (micro, rule.key), places, (visitors, seasoned), read) for micro in micros},
    )


def _pair(at: int, key: Key, places: Mapping[Place, Rate], of: tuple[int, int], read: _Read) -> Pair:
    assists, orders, lags = read.assists.get(key), read.micro_orders.get(key), read.lags.get(key, [])
    matured = [row for row in lags if row.number("matured")]
    return Pair(
        strata=_strata(at, read.exposed.get(key[0], {}), places),
        visitors=read.having.get(key[0], 0),
        assisted=Rate(assists.number("assisted") if assists else 0, of[0]),
        assisted_seasoned=Rate(assists.number("assisted_seasoned") if assists else 0, of[1]),
        lags=lags_of(lags),
        matured=Rate(sum(row.number("n") for row in matured if row.number("event")), sum(row.number("n") for row in matured)),
        orders=orders_of(orders) if orders else NO_ORDERS,
    )


def _strata(at: int, exposed: Mapping[Place, Row], places: Mapping[Place, Rate]) -> dict[Place, Stratum]:
    """All strata of the macro; without a row of `exposed` nobody there had the micro."""
    found = {}
    for place, rate in places.items():
        row = exposed.get(place)
        found[place] = Stratum(rate.of, rate.n, row.number(f"n_{at}") if row else 0, row.number(f"d_{at}") if row else 0)
    return found
