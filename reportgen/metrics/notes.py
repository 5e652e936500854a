"""Equal windows before and after the dated notes: as many whole weeks on both sides, so that every weekday stands as often."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
from ibis.expr.types import Table

from reportgen.engine import stacked
from reportgen.metrics.ask import Recorded, dates
from reportgen.metrics.scope import pages_in, visits_in
from reportgen.metrics.source import Facts, Source
from reportgen.metrics.windows import Deed, Window, windows_seen
from reportgen.model.change_counts import ACTED, MAIN, Cut, NoteCounts, Seen, Subject
from reportgen.model.settings import ConversionRule, Note, Scope, Settings, StageKind
from reportgen.periods import Period

WINDOW = 28
WEEK = 7
MEMORY = 90
MOST = 8
"""Notes of so many days before as_of are looked at, the most recent of them counted."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sides:
    """The days to compare: `before` and `after` have as many of each weekday."""

    counts: NoteCounts
    before: tuple[date, ...]
    after: tuple[date, ...]


def note_counts(source: Source, as_of: date) -> tuple[tuple[NoteCounts, ...], int]:
    """Notes of the last 90 days, the most recent first, and how many more there are than are counted."""
    notes = source.settings.notes
    recent = [at for at, note in enumerate(notes) if as_of - timedelta(days=MEMORY) < note.day <= as_of]
    recent.sort(key=lambda at: (notes[at].day, at), reverse=True)
    every = [sides(source.settings, at, source.known, as_of) for at in recent[:MOST]]
    asked = [one for one in every if one.before]
    wanted = [_wanted(source.settings, one.counts.rule) for one in asked]
    windows = [
        Window(str(one.counts.note), days, deeds) for one, deeds in zip(asked, wanted, strict=True) for days in (one.before, one.after)
    ]
    found = windows_seen(source, rows_of_notes(source.facts, [one.counts.note for one in asked]), windows) if asked else ()
    read = {one.counts.note: (found[2 * at], found[2 * at + 1]) for at, one in enumerate(asked)}
    return tuple(_read(one.counts, read.get(one.counts.note)) for one in every), max(0, len(recent) - MOST)


def _read(counts: NoteCounts, seen: tuple[Seen, Seen] | None) -> NoteCounts:
    return replace(counts, was=seen[0], now=seen[1]) if seen else counts


def subject_of(note: Note) -> Subject:
    """A note is about the first thing it names; about the site where it names nothing."""
    return Subject.RULE if note.rule else Subject.PAGE if note.page else Subject.CAMPAIGN if note.campaign else Subject.SITE


def main_macro(settings: Settings) -> ConversionRule | None:
    """The macro that notes, pages and campaigns are held against: of those with a rate of all visitors a primary one, else the first."""
    open_ = [rule for rule in settings.macros if not rule.rate_base]
    return next((rule for rule in open_ if rule.primary), open_[0] if open_ else None)


def acting(settings: Settings) -> tuple[str, ...]:
    """The rules that count as going on: every macro, and the micros of pipeline stages."""
    pipeline = {stage.key for stage in settings.report.stages if stage.kind is StageKind.PIPELINE}
    return (*(rule.key for rule in settings.macros), *(rule.key for rule in settings.micros if rule.stage in pipeline))


def _wanted(settings: Settings, rule: str | None) -> dict[str, tuple[Deed, ...]]:
    return {MAIN: (Deed(rule),) if rule else (), ACTED: tuple(map(Deed, acting(settings)))}


# --- windows --------------------------------------------------------------------------------------------------------


def sides(settings: Settings, at: int, known: Recorded, as_of: date) -> Sides:
    """The windows of one note, up to the as-of day, the data's first day, and other notes that could be seen in the same numbers."""
    note = settings.notes[at]
    opened = _opened(note)
    others = [one for other, one in enumerate(settings.notes) if other != at and one.day <= as_of and _meets(one, note)]
    begin, begin_cut = max([(known.first or note.day, Cut.DATA), *((_opened(one), Cut.NOTE) for one in others if one.day < note.day)])
    end, end_cut = min([(as_of + DAY, Cut.AS_OF), *((one.day, Cut.NOTE) for one in others if one.day >= opened)])
    room = [((note.day - begin).days, begin_cut), ((end - opened).days, end_cut)]
    least, cut = min(room, key=lambda side: side[0])
    weeks = max(0, min(WINDOW, least)) // WEEK
    length = timedelta(days=weeks * WEEK)
    named = note.rule or (rule.key if (rule := main_macro(settings)) else None)
    counts = NoteCounts(at, subject_of(note), named, None, None, 0, cut if least < WINDOW else None, opened + timedelta(days=WINDOW - 1))
    if not weeks:
        return Sides(counts, (), ())
    before, after = Period(note.day - length, note.day), Period(opened, opened + length)
    was, now = matched(before, after, known)
    return Sides(replace(counts, before=before, after=after, days=len(was)), was, now)


def _opened(note: Note) -> date:
    """The first day after what the note tells; a campaign is looked at from its own first day on."""
    return note.day if note.campaign or note.until is None else note.until + DAY


def _meets(one: Note, other: Note) -> bool:
    """Whether both could be seen in the same numbers: they are about the same thing, or one of them about the whole site."""
    about = [(subject_of(note), note.rule or note.page or note.campaign) for note in (one, other)]
    return about[0] == about[1] or Subject.SITE in (about[0][0], about[1][0])


def matched(before: Period, after: Period, known: Recorded) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The recorded days of two windows of whole weeks, each with its counterpart: the same weekday of the same week of the window."""
    pairs = list(zip(_by_weekday(before), _by_weekday(after), strict=True))
    kept = [(one, other) for one, other in pairs if one in known.days and other in known.days]
    return tuple(one for one, _ in kept), tuple(other for _, other in kept)


def _by_weekday(window: Period) -> list[date]:
    return sorted(dates(window), key=lambda day: (day.weekday(), day))


# --- rows -----------------------------------------------------------------------------------------------------------


def rows_of_notes(facts: Facts, notes: Sequence[int]) -> Table:
    """Rows (`place`: the note, `visitor`, `day`, `sessions`, `since`): what each note is about."""
    parts = [_rows(facts, facts.settings.notes[at], str(at)) for at in notes]
    return stacked(parts)


def _rows(facts: Facts, note: Note, place: str) -> Table:
    zero = ibis.literal(0, "int64")
    if note.page and not note.rule:
        viewed = pages_in(facts, Scope(page=(note.page,)))
        return viewed.select(place=ibis.literal(place), visitor=viewed.visitor, day=viewed.day, sessions=zero, since=viewed.first_time)
    scope = Scope(campaign=(note.campaign,)) if note.campaign and not note.rule else Scope()
    visits = visits_in(facts, scope)
    return visits.select(place=ibis.literal(place), visitor=visits.visitor, day=visits.day, sessions=visits.sessions, since=zero)
