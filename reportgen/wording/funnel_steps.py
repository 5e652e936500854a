"""One funnel in words: its steps, how long they take, what is unlike before or unlike other channels, and what the order leaves out."""

from collections.abc import Iterator

from reportgen.model.document import Cell, Column, Mark, Row, Table, Tone
from reportgen.model.funnel_findings import FunnelFinding, StepFinding, StepTime
from reportgen.stats import CLEAR, Verdict
from reportgen.wording import changes, numbers
from reportgen.wording.draft import Draft
from reportgen.wording.funnel_words import change_facts, followed_day, gap_facts, label_of, rate_cell, step_label, usual_cell

MOST_TOLD = 3


def statement(draft: Draft, funnel: FunnelFinding) -> str:
    """The way to the macro, and whether any of its own steps is unlike before."""
    macro = draft.rule_label(funnel.macro)
    if funnel.abandoned:
        change = funnel.abandoned.change
        if change.usual is None:
            return draft.say("funnel.cart_few", step=label_of(draft, funnel, funnel.abandoned.step))
        key = f"funnel.cart_{change.verdict}" if change.verdict in CLEAR else "funnel.cart"
        return draft.say(key, rate=changes.rate_text(draft, change.now), days=draft.count(funnel.age))
    own = funnel.steps[max(funnel.shared, 1) :]
    for verdict in (Verdict.DOWN, Verdict.UP):
        labels = [step_label(draft, funnel, step) for step in own if step.change and step.change.verdict is verdict]
        if labels:
            return draft.say(f"funnel.way_{verdict}", macro=macro, labels=draft.listed(labels))
    tested = [step for step in own if step.change and step.change.usual is not None]
    return draft.say("funnel.way_still" if tested else "funnel.way_few", macro=macro)


def marked(draft: Draft, funnel: FunnelFinding) -> list[str]:
    """What is unlike before or unlike other channels, in sentences; the cart left behind first."""
    told = [*_abandoned(draft, funnel), *_unlike_before(draft, funnel)]
    for gap in funnel.unlike_others[:MOST_TOLD]:
        verdict, step = gap.gap.verdict, label_of(draft, funnel, gap.step)
        told.append(draft.say(f"funnel.gap_{verdict}", step=step, **gap_facts(draft, gap)))
    more = len(funnel.unlike_before) + len(funnel.unlike_others) - 2 * MOST_TOLD
    return [*told, *([draft.say("funnel.gaps_more", n=more)] if more > 0 else [])]


def _abandoned(draft: Draft, funnel: FunnelFinding) -> Iterator[str]:
    if funnel.abandoned is None or funnel.abandoned.estimate.interval is None:
        return
    found, change = funnel.abandoned.estimate, funnel.abandoned.change
    assert found.interval is not None
    told = {"step": label_of(draft, funnel, funnel.abandoned.step), "macro": draft.rule_label(funnel.macro)}
    told |= {"left": draft.count(found.rate.n), "days": draft.count(funnel.age), "day": followed_day(draft, funnel)}
    if change.usual is None:
        yield draft.say("funnel.abandoned_few", n=found.rate.of, **told)
        return
    told |= {"rate": changes.rate_text(draft, found.rate), "low": draft.bound(found.interval.low), "high": draft.bound(found.interval.high)}
    yield draft.say("funnel.abandoned", n=found.rate.of, usual=draft.range(change.usual), **told)


def _unlike_before(draft: Draft, funnel: FunnelFinding) -> Iterator[str]:
    for step in funnel.steps[max(funnel.shared, 1) :]:
        if step.change and step.change.verdict in CLEAR:
            yield draft.say(f"funnel.step_{step.change.verdict}", step=step_label(draft, funnel, step), **change_facts(draft, step.change))
    for one in funnel.unlike_before[:MOST_TOLD]:
        told = {"channel": one.channel, "step": label_of(draft, funnel, one.step), **change_facts(draft, one.change)}
        yield draft.say(f"funnel.channel_{one.change.verdict}", **told)


def in_order(draft: Draft, funnel: FunnelFinding) -> list[str]:
    """How many of those with the last step took all steps in their order; nothing for two steps or before anybody came so far."""
    if not funnel.in_order.of or len(funnel.steps) < 3:
        return []
    told = {"macro": draft.rule_label(funnel.macro), "of": draft.count(funnel.in_order.of)}
    told["days"] = draft.count(funnel.window)
    if not funnel.in_order.n:
        return [draft.say("funnel.in_order_none", **told)]
    key = "in_order" if funnel.in_order.n * 2 < funnel.in_order.of else "in_order_most"
    return [draft.say(f"funnel.{key}", n=funnel.in_order.n, **told)]


def beside(draft: Draft, funnel: FunnelFinding) -> list[str]:
    """Who never appeared at the step before the last, and who stands there now."""
    last, before = funnel.steps[-1], funnel.steps[-2]
    told = {"macro": step_label(draft, funnel, last), "step": step_label(draft, funnel, before)}
    said = []
    if before.skipped and before.skipped_ever and before.skipped_ever.of:
        ever = {"ever": draft.count(before.skipped_ever.n), "ever_of": draft.count(before.skipped_ever.of)}
        key = "skipped" if before.skipped.n else "skipped_none" if before.skipped.of else "skipped_ever"
        said.append(draft.say(f"funnel.{key}", n=before.skipped.n, of=before.skipped.of, period=draft.period, **told, **ever))
    return [*said, draft.say("funnel.standing", n=before.standing, days=draft.count(funnel.window), **told)]


# --- tables ---------------------------------------------------------------------------------------------------------


def steps_table(draft: Draft, funnel: FunnelFinding) -> Table:
    """Everybody seen at each step, those who came in order, and their rates beside the usual range."""
    days = draft.count(funnel.age)
    head = (
        Column(draft.say("funnel.column_step")),
        Column(draft.say("funnel.column_seen"), numeric=True, note=draft.period),
        Column(draft.say("funnel.column_reached"), numeric=True, note=draft.say("funnel.head_within", days=days)),
        Column(draft.say("funnel.column_of_last"), numeric=True),
        Column(draft.say("funnel.column_usual"), numeric=True, note=draft.say("funnel.head_weeks")),
        Column(draft.say("funnel.column_of_first"), numeric=True),
    )
    rows = tuple(_step_row(draft, funnel, step) for step in funnel.steps)
    caption = draft.say("funnel.steps_table", macro=draft.rule_label(funnel.macro), day=followed_day(draft, funnel))
    notes = [draft.say("funnel.note_order", days=days), draft.say("funnel.note_usual")]
    if funnel.still_open:
        notes.insert(1, draft.say("funnel.note_open", n=funnel.still_open, day=followed_day(draft, funnel), days=days))
    return Table(f"steps-{funnel.key}", caption, head, rows, (draft.together(notes),))


def _step_row(draft: Draft, funnel: FunnelFinding, step: StepFinding) -> Row:
    clear = step.change is not None and step.change.verdict in CLEAR
    cells = (
        Cell(step_label(draft, funnel, step)),
        Cell(draft.count(step.seen), sort=step.seen),
        Cell(draft.count(step.reached), sort=step.reached),
        rate_cell(draft, step.of_last),
        usual_cell(draft, step.change, more_is_better=True),
        rate_cell(draft, step.of_first) if step.of_first else Cell(""),
    )
    return Row(cells, strong=clear)


def times_table(draft: Draft, funnel: FunnelFinding) -> Table:
    """How many take each step in the end and how long it takes, where that can be told; who never appeared there, who stands there."""
    window, timed = draft.count(funnel.window), any(step.time for step in funnel.steps)
    times = (
        Column(draft.say("funnel.column_share"), numeric=True, note=draft.say("funnel.head_within", days=window)),
        Column(draft.say("funnel.column_half"), numeric=True),
        Column(draft.say("funnel.column_late"), numeric=True),
    )
    head = (
        Column(draft.say("funnel.column_step")),
        *(times if timed else ()),
        Column(
            draft.say("funnel.column_skipped"), numeric=True, note=draft.say("funnel.head_skipped", macro=draft.rule_label(funnel.macro))
        ),
        Column(draft.say("funnel.column_standing"), numeric=True, note=draft.say("funnel.head_last", days=window)),
    )
    rows = tuple(Row(_time_cells(draft, funnel, step, timed=timed)) for step in funnel.steps)
    told = {"macro": draft.rule_label(funnel.macro), "as_of": draft.day(draft.findings.as_of)}
    caption = draft.say("funnel.times_table" if timed else "funnel.passed_table", **told)
    return Table(f"times-{funnel.key}", caption, head, rows, (draft.say("funnel.note_times"),) if timed else ())


def _time_cells(draft: Draft, funnel: FunnelFinding, step: StepFinding, *, timed: bool) -> tuple[Cell, ...]:
    skipped = Cell("") if step.skipped_ever is None else changes.share_cell(draft, step.skipped_ever)
    standing = Cell(draft.count(step.standing), sort=step.standing)
    times = time_cells(draft, step.time) if step.of_last else (Cell(""),) * 3
    return Cell(step_label(draft, funnel, step)), *(times if timed else ()), skipped, standing


def time_cells(draft: Draft, time: StepTime | None, *, counted: bool = True) -> tuple[Cell, Cell, Cell]:
    """The share who take the step in the end, and the days by which half and nine in ten of them have; `counted` with those so far."""
    if time is None:
        empty = Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
        return empty, empty, empty
    share = numbers.share(draft.voice.locale, time.share, None if time.share < 0.1 else 0)
    ends = draft.range(time.interval)
    note = draft.say("funnel.seen_events", n=time.events, of=draft.count(time.visitors), range=ends) if counted else ends
    return Cell(share, note=note, sort=time.share), day_cell(draft, time.half), day_cell(draft, time.late)


def day_cell(draft: Draft, day: int) -> Cell:
    """Days as people say them: the same day, one day, 12 days."""
    return Cell(draft.say("bridge.days", n=day) if day else draft.say("bridge.same_day"), sort=day)
