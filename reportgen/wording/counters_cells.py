"""The cells of tables of outside counters: flows with their changes, levels with their net changes, in the counter's unit."""

from dataclasses import replace

from reportgen.model.document import Cell, Mark, Tone
from reportgen.model.outside import CounterSlice, Flow, Level
from reportgen.model.outside_findings import CounterFinding
from reportgen.model.settings import CounterUnit
from reportgen.stats.measures import CountChange, Verdict
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

MICRO = 1_000_000
MINUTE, HOUR = 60, 3_600


def number(draft: Draft, unit: CounterUnit, value: float) -> str:
    """A counter's number: money with its currency, seconds as the time they are, counts whole from 10 on."""
    if unit is CounterUnit.MONEY:
        return draft.money(round(value * MICRO))
    if unit is CounterUnit.SECONDS:
        return duration(draft, value)
    return numbers.decimal(draft.voice.locale, value, 0) if abs(value) >= 10 else numbers.amount(draft.voice.locale, value)


def duration(draft: Draft, seconds: float) -> str:
    """Seconds below a minute and a half, minutes below an hour and a half, hours from there on."""
    size, name = (1, "seconds") if seconds < 1.5 * MINUTE else (MINUTE, "minutes") if seconds < 1.5 * HOUR else (HOUR, "hours")
    value = seconds / size
    text = numbers.decimal(draft.voice.locale, value, 0) if value >= 10 else numbers.amount(draft.voice.locale, value)
    return draft.say(f"counters.{name}", value=text)


def signed(draft: Draft, unit: CounterUnit, value: float) -> str:
    """With its sign: +120, −4, 0."""
    return f"+{number(draft, unit, value)}" if value > 0 else number(draft, unit, value)


def cells(draft: Draft, part: CounterSlice, unit: CounterUnit, whole: CounterFinding | None) -> tuple[Cell, ...]:
    """A counter's cells behind its name; `whole` is given for all of it, whose change is known, and not for a value of its dimension."""
    if isinstance(part.current, Level):
        level, before = part.current, part.previous
        return (_level(draft, unit, level), _net(draft, unit, level), _net(draft, unit, before), _year_net(draft, unit, part))
    changes = (whole.against_previous, whole.against_year) if whole else (None, None)
    earlier = zip((part.previous, part.year_before), changes, strict=True)
    return (flow(draft, unit, part.current), *(_earlier(draft, unit, each, change, whole=whole is not None) for each, change in earlier))


def flow(draft: Draft, unit: CounterUnit, told: Flow | Level | None) -> Cell:
    """What came in, and on how many days it was told where that is not all of them."""
    if not isinstance(told, Flow) or not told.days:
        return missing(draft, "counters.not_told")
    partly = told.days < told.period.days
    note = draft.say("counters.days_told", n=told.days, of=told.period.days) if partly else None
    return Cell(number(draft, unit, told.total), note=note, sort=told.total)


def net(draft: Draft, unit: CounterUnit, value: float | None) -> Cell:
    """Those who came less those who left."""
    return missing(draft, "counters.not_told") if value is None else Cell(signed(draft, unit, value), sort=value)


def missing(draft: Draft, reason: str) -> Cell:
    return Cell("", mark=Mark.MISSING, note=draft.say(reason), tone=Tone.MUTED)


def _earlier(draft: Draft, unit: CounterUnit, told: Flow | Level | None, change: CountChange | None, *, whole: bool) -> Cell:
    """The change against an earlier period with its range; the earlier number itself where nothing can be compared."""
    if change is None or change.relative is None or not isinstance(told, Flow):
        # a number among changes: sorted with them it would come first whatever it is
        cell = replace(flow(draft, unit, told), sort=None)
        return cell if cell.mark or not whole else replace(cell, text=draft.say("context.then", value=cell.text))
    text, then = numbers.change(draft.voice.locale, change.relative), number(draft, unit, told.total)
    if change.interval is None:
        return Cell(text, note=draft.say("counters.from", value=then), sort=change.relative)
    low, high = (numbers.change_bound(draft.voice.locale, end - 1) for end in (change.interval.low, change.interval.high))
    tone = Tone.NEUTRAL if change.verdict in (Verdict.UP, Verdict.DOWN) else Tone.MUTED
    return Cell(text, note=draft.say("counters.from_range", value=then, low=low, high=high), tone=tone, sort=change.relative)


def _level(draft: Draft, unit: CounterUnit, level: Level) -> Cell:
    if level.value is None or level.day is None:
        return missing(draft, "counters.not_told")
    return Cell(number(draft, unit, level.value), note=draft.say("counters.on", day=draft.day(level.day)), sort=level.value)


def _net(draft: Draft, unit: CounterUnit, level: Flow | Level | None) -> Cell:
    """The change from the last number before the period to the last one in it, and since when that is."""
    if not isinstance(level, Level) or level.net is None or level.before_day is None:
        return missing(draft, "counters.no_start")
    return Cell(signed(draft, unit, level.net), note=draft.say("counters.since", day=draft.day(level.before_day)), sort=level.net)


def _year_net(draft: Draft, unit: CounterUnit, part: CounterSlice) -> Cell:
    """The change over the year."""
    now, then = part.current, part.year_before
    if not isinstance(now, Level) or not isinstance(then, Level) or now.value is None or then.value is None or then.day is None:
        return missing(draft, "counters.no_start")
    change = now.value - then.value
    return Cell(signed(draft, unit, change), note=draft.say("counters.since", day=draft.day(then.day)), sort=change)
