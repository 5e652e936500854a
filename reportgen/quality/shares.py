"""The ledger's lines about shares that broke: empty columns, first visits, channels, macros without a page view (statistics 8)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.watch import MacroDay, VisitDay, Watch
from reportgen.quality.calendar import Calendar
from reportgen.quality.daily import WEEKS_BEFORE, rates, weeks
from reportgen.quality.entries import COLUMNS, Fact, entry
from reportgen.stats import Break, Rate, share_break

SWALLOWING = ("Direct", "Unassigned", "Referral")
"""Channels that take in what others lose when sources get lost: no source, none that is known, the site's own or a payment page."""
FELL = 0.75
"""Visitors fell when fewer than this share of the median week's came since."""
LOST = 0.85
"""A channel fell when fewer than this share of its median week's sessions came since."""
LIKELY = 0.01
"""Enough for macros by visitor where the visitors' fall speaks beside it."""
MOST = 0.5
NOBODY, NOTHING = VisitDay(), MacroDay()


@dataclass(frozen=True, slots=True)
class Share:
    """A watched share: what it says when it rises, and its two counts a day."""

    message: Say
    n: Callable[[date], int]
    of: Callable[[date], int]
    touches: tuple[str, ...]


def columns(known: Calendar, told: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Columns that became emptier by the test against 26 weeks, where a broken day has not been `told` already.

    A column that most rows lack anyway says little of those that have it: there it is the first row of a visit that counts.
    """
    days = {day.day: day for day in known.recorded}
    for column in COLUMNS:
        if any(line.message == column.message for line in told):
            continue
        empty = {day: column.empty(found) for day, found in days.items()}
        share = Share(column.message, _number(empty), _number({day: found.rows for day, found in days.items()}), (column.touches,))
        yield from (line for line in _risen("columns", share, known) if float(line.facts["usual"]) < MOST)


def people(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Signs of a gap in ids or consent: more first visits, macros without a page view, fewer visitors with as many macros."""
    watch = counts.watch
    visits, macros = watch.visits, watch.macros
    first = Share(
        Say.FIRST_VISITS_UP,
        lambda day: visits.get(day, NOBODY).first,
        lambda day: visits.get(day, NOBODY).sessions,
        (Touch.VISITORS, Touch.CONVERSIONS),
    )
    blind = Share(
        Say.MACROS_WITHOUT_VIEW,
        lambda day: macros.get(day, NOTHING).without_view,
        lambda day: macros.get(day, NOTHING).conversions,
        (Touch.PAGES, Touch.CONVERSIONS),
    )
    yield from _risen("people", first, known)
    yield from _risen("people", blind, known)
    yield from _fewer_people(watch, known)


def _risen(kind: str, share: Share, known: Calendar) -> Iterator[LedgerEntry]:
    shares = rates(known, share.n, share.of)
    found = share_break(shares, WEEKS_BEFORE)
    if found and _value(found.after) > _value(found.before):
        days = weeks(known)
        facts: dict[str, Fact] = {"share": _value(found.after), "usual": _value(found.before)}
        lasting = [day for week in days[found.at :] for day in week]
        yield entry(kind, Severity.WARNING, share.message, facts, lasting, touches=share.touches, example=_example(lasting, found))


def _fewer_people(watch: Watch, known: Calendar) -> Iterator[LedgerEntry]:
    """Visitors that fell while macros stayed: macros for each visitor broke upwards, and the weeks since had far fewer visitors."""

    def visitors(day: date) -> int:
        return watch.visits.get(day, NOBODY).visitors

    def macros(day: date) -> int:
        return min(watch.macros.get(day, NOTHING).conversions, visitors(day))

    found = share_break(rates(known, macros, visitors), WEEKS_BEFORE, least_points=0.0, sure=LIKELY)
    if not found or _value(found.after) < _value(found.before):
        return
    number = [sum(map(visitors, week)) for week in weeks(known)]
    usual = median(number[found.at - 8 : found.at])
    now = median(number[found.at :])
    if now < FELL * usual:
        days = [day for week in weeks(known)[found.at :] for day in week]
        facts: dict[str, Fact] = {"visitors": round(now), "usual": float(usual)}
        touches = [Touch.VISITORS, Touch.CHANGES]
        yield entry("people", Severity.WARNING, Say.VISITORS_FELL, facts, days, touches=touches, example=_example(days, found))


def channels(counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """A channel without a telling source that took in what another lost."""
    found = counts.watch.channels
    total = {day: visit.sessions for day, visit in counts.watch.visits.items()}
    for channel in (name for name in SWALLOWING if name in found):
        broke = share_break(rates(known, _number(found[channel]), _number(total)), WEEKS_BEFORE)
        loser = _loser(counts.watch, known, channel, broke.at) if broke and _value(broke.after) > _value(broke.before) else None
        if broke and loser:
            days = [day for week in weeks(known)[broke.at :] for day in week]
            facts: dict[str, Fact] = {"channel": channel, "share": _value(broke.after), "usual": _value(broke.before)}
            facts |= {"loser": loser}
            yield entry(
                "channels", Severity.WARNING, Say.CHANNEL_SWALLOWS, facts, days, touches=[Touch.CHANNELS], example=_example(days, broke)
            )


def _loser(watch: Watch, known: Calendar, winner: str, at: int) -> str | None:
    """The channel that fell most, in sessions a week, since week `at`; None where none fell enough."""
    fell = {}
    for name, days in watch.channels.items():
        number = [sum(days.get(day, 0) for day in week) for week in weeks(known)]
        usual, now = median(number[at - 8 : at]), median(number[at:])
        if name != winner and now < LOST * usual:
            fell[name] = usual - now
    return max(fell, key=lambda name: fell[name], default=None)


def _number(days: Mapping[date, int]) -> Callable[[date], int]:
    return lambda day: days.get(day, 0)


def _value(rate: Rate) -> float:
    return rate.n / rate.of


def _example(days: Sequence[date], found: Break) -> str:
    return f"{days[0].isoformat()}: {found.after.n:,} / {found.after.of:,}, {found.before.n:,} / {found.before.of:,} before"
