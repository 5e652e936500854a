"""Metrics by formula: one table of them in the appendix, the marked ones on the scoreboard, and what each means."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.model.document import Block, Cell, Column, Mark, Row, Score, Table, Tone
from reportgen.model.findings import Unit
from reportgen.model.named_findings import NamedFinding, Shown
from reportgen.model.quantity import Base
from reportgen.model.settings import Named
from reportgen.stats import CLEAR
from reportgen.stats.measures import RateChange, ValueChange, Verdict
from reportgen.wording import changes, earlier, measures, numbers
from reportgen.wording.draft import Draft

ALL_KNOWN = 0.995
UNITS = {
    Shown.MONEY: Unit.MONEY,
    Shown.SHARE: Unit.SHARE,
    Shown.COUNT: Unit.COUNT,
    Shown.NUMBER: Unit.NUMBER,
    Shown.TIMES: Unit.NUMBER,
    Shown.SECONDS: Unit.NUMBER,
}


def blocks(draft: Draft) -> tuple[Block, ...]:
    """The table of all metrics by formula; none without any."""
    found = draft.findings.named
    if not found:
        return ()
    head = (
        Column(draft.say("named.column_metric")),
        Column(draft.period, numeric=True),
        *earlier.heads(draft),
    )
    rows = tuple(_row(draft, one) for one in found)
    return (Table("named", draft.say("named.table", period=draft.period), head, rows, tuple(_notes(draft, found))),)


def scores(draft: Draft) -> tuple[Score, ...]:
    """Those with `front: true` for the scoreboard of the front page."""
    return tuple(_score(draft, one) for one in draft.findings.named if one.front)


def definition(draft: Draft, one: Named) -> str:
    """What a metric by formula means: its parts in words, why it is looked at, and whose totals stand in it."""
    words = measures.formula(draft, one.metric)
    text = draft.say("method.text_metric_why", formula=words, why=one.why) if one.why else draft.say("method.text_metric", formula=words)
    found = next((finding for finding in draft.findings.named if finding.key == one.key), None)
    if found is None or not found.beside:
        return text
    return draft.say("method.text_metric_beside", text=text, platforms=draft.listed(found.beside))


def _row(draft: Draft, one: NamedFinding) -> Row:
    name = Cell(one.label, note=_made_of(draft, one), definition=draft.definition(f"metric_{one.key}"))
    before = _earlier(draft, one, one.previous, one.against_previous), _earlier(draft, one, one.year_before, one.against_year)
    return Row((name, _current(draft, one), *earlier.cells(draft, *before)))


def _made_of(draft: Draft, one: NamedFinding) -> str | None:
    """Its parts in words, where the label does not say them already, and who looks after it."""
    given = next((each for each in draft.settings.named if each.key == one.key), None)
    words = measures.formula(draft, given.metric) if given else one.formula
    if words.casefold() == one.label.casefold():
        return one.owner
    return draft.say("named.owned", formula=words, owner=one.owner) if one.owner else words


def _current(draft: Draft, one: NamedFinding) -> Cell:
    """The value, what was divided by what, and its range without digits that nobody knows."""
    if one.value is None:
        return Cell("", mark=Mark.MISSING, note=draft.say(f"named.{one.reason}"), tone=Tone.MUTED)
    return Cell(_value(draft, one, one.value), note=_counted(draft, one), sort=one.value)


def _value(draft: Draft, one: NamedFinding, value: float) -> str:
    locale = draft.voice.locale
    if one.shown is Shown.SHARE:
        return numbers.share(locale, value)
    if one.shown is Shown.COUNT:
        return _plain(draft, value)
    text = numbers.money(locale, value, draft.findings.currency) if one.shown is Shown.MONEY else numbers.amount(locale, value)
    if one.shown in (Shown.SECONDS, Shown.TIMES):
        return draft.say(f"named.{one.shown}", value=text)
    by_people = one.shown is Shown.NUMBER and one.quantity.under == (Base.PEOPLE,)
    return draft.say("named.per_visitor", value=text) if by_people else text


def _counted(draft: Draft, one: NamedFinding) -> str | None:
    found = draft.ends(UNITS[one.shown], one.interval) if one.interval else None
    ends = {"low": found.low, "high": found.high} if found else None
    if one.now.of is None:
        return draft.say("named.range", **ends) if ends else None
    told = {"n": _side(draft, one, one.now.n, one.quantity.over), "of": _side(draft, one, one.now.of, one.quantity.under)}
    return draft.say("named.quotient_range", **told, **ends) if ends else draft.say("named.quotient", **told)


def _side(draft: Draft, one: NamedFinding, value: float, bases: Sequence[Base]) -> str:
    """What stands above or below the line; of money by money both sides are money."""
    if Base.MONEY in bases or one.shown is Shown.TIMES:
        return numbers.money(draft.voice.locale, value, draft.findings.currency)
    return _plain(draft, value)


def _plain(draft: Draft, value: float) -> str:
    """Whole from 10 on."""
    return numbers.decimal(draft.voice.locale, value, 0) if abs(value) >= 10 else numbers.amount(draft.voice.locale, value)


# --- changes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Moved:
    """A change in words: its size, and where it came from with its range."""

    text: str
    note: str
    size: float


def _earlier(draft: Draft, one: NamedFinding, value: float | None, change: RateChange | ValueChange | None) -> Cell:
    """The change against an earlier period; that period's own number where nothing can be compared."""
    if value is None or change is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("named.no_earlier"), tone=Tone.MUTED)
    then = draft.say("named.from", before=_value(draft, one, value))
    if change.verdict is Verdict.NOT_COMPARABLE:
        return Cell(draft.say("cell.not_comparable"), mark=Mark.NOT_COMPARABLE, note=changes.reason(draft, change.reason), tone=Tone.MUTED)
    moved = _points(draft, change, then) if isinstance(change, RateChange) else _percent(draft, change, then)
    if moved is None:
        return Cell(then, tone=Tone.MUTED)
    return Cell(moved.text, note=moved.note, tone=Tone.NEUTRAL if change.verdict in CLEAR else Tone.MUTED, sort=moved.size)


def _points(draft: Draft, change: RateChange, then: str) -> _Moved | None:
    """A share's change in points."""
    if change.difference is None or change.interval is None:
        return None
    points = [numbers.points(draft.voice.locale, size) for size in (change.difference, change.interval.low, change.interval.high)]
    note = draft.say("named.then_range", then=then, low=points[1], high=points[2])
    return _Moved(draft.say("named.points", points=points[0]), note, change.difference)


def _percent(draft: Draft, change: ValueChange, then: str) -> _Moved | None:
    if change.relative is None:
        return None
    text = numbers.change(draft.voice.locale, change.relative)
    if change.interval is None:
        return _Moved(text, then, change.relative)
    low, high = (numbers.change_bound(draft.voice.locale, end - 1) for end in (change.interval.low, change.interval.high))
    return _Moved(text, draft.say("named.then_range", then=then, low=low, high=high), change.relative)


def _score(draft: Draft, one: NamedFinding) -> Score:
    """A metric on the scoreboard: uncoloured, since a formula does not say whether more is better."""
    defined = draft.definition(f"metric_{one.key}")
    if one.value is None:
        return Score(one.label, draft.say("number.none"), draft.say(f"named.{one.reason}"), None, Tone.NEUTRAL, definition=defined)
    return Score(
        one.label, _value(draft, one, one.value), _counted(draft, one), _score_change(draft, one), Tone.NEUTRAL, definition=defined
    )


def _score_change(draft: Draft, one: NamedFinding) -> str | None:
    """What it was before, and the change where that is clear or where nothing says how far chance moves it."""
    change = one.against_previous
    if one.previous is None or change is None or change.verdict is Verdict.NOT_COMPARABLE:
        return None
    before = _value(draft, one, one.previous)
    if change.verdict is Verdict.NOT_ENOUGH_DATA:
        return draft.say("named.score_still", before=before)
    moved = _points(draft, change, "") if isinstance(change, RateChange) else _percent(draft, change, "")
    return draft.say("named.score", before=before, change=moved.text) if moved else draft.say("named.from", before=before)


def _notes(draft: Draft, found: Sequence[NamedFinding]) -> list[str]:
    ranges = [one.interval for one in found if one.interval]
    notes = [draft.say("named.ranges", level=draft.level(ranges[0]))] if ranges else []
    if any(one.value is not None and one.interval is None for one in found):
        notes.append(draft.say("named.no_range"))
    for one in found:
        if one.value is not None and one.known < ALL_KNOWN:
            share = numbers.share(draft.voice.locale, one.known, 0)
            notes.append(draft.say("named.known", label=one.label, share=share, period=draft.period))
        if one.beside:
            notes.append(draft.say("named.beside", label=one.label, platforms=draft.listed(one.beside)))
        if one.daily_people:
            notes.append(draft.say("named.daily_people", label=one.label))
    return notes
