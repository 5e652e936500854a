"""A funnel as a chart: those who came in order beside everybody seen at each step, and where the number usually lies."""

from itertools import pairwise

from reportgen.model.charts import FunnelChart, FunnelRow, Words
from reportgen.model.funnel_findings import FunnelFinding, StepFinding
from reportgen.stats import CLEAR
from reportgen.wording.draft import Draft
from reportgen.wording.funnel_words import LEAST_NOW, step_label

LEAST_STEPS = 3


def chart(draft: Draft, funnel: FunnelFinding) -> FunnelChart | None:
    """None for fewer than three steps or thirty entrants: a sentence says it better."""
    if len(funnel.steps) < LEAST_STEPS or funnel.steps[0].reached < LEAST_NOW:
        return None
    rows = (_row(draft, funnel, funnel.steps[0], 0), *(_row(draft, funnel, step, last.reached) for last, step in pairwise(funnel.steps)))
    labels = {
        "ordered": draft.say("funnel.chart_ordered", days=draft.count(funnel.age)),
        "everybody": draft.say("funnel.chart_everybody", period=draft.period),
    }
    if any(row.low is not None for row in rows):
        labels["usual"] = draft.say("funnel.chart_usual")
    told = draft.together(
        [draft.say("funnel.chart_row", step=row.label, n=int(row.value), everybody=draft.count(int(row.everybody))) for row in rows]
    )
    alt = draft.say("funnel.chart_alt", macro=draft.rule_label(funnel.macro), days=draft.count(funnel.age), rows=told)
    return FunnelChart(rows, Words(_title(draft, funnel), alt, labels, {}, {}))


def _title(draft: Draft, funnel: FunnelFinding) -> str:
    """What is unlike before; else the step that fewest take of those that can be told; else what became of all."""
    able = [step for step in funnel.steps if step.of_last and step.of_last.rate.of >= LEAST_NOW]
    marked = [step for step in able if step.change and step.change.verdict in CLEAR]
    if marked and marked[0].change:
        return _step_title(draft, funnel, marked[0], str(marked[0].change.verdict))
    if len(able) > 1:
        return _step_title(draft, funnel, min(able, key=_share), "narrowest")
    last = funnel.steps[-1]
    told = {"label": step_label(draft, funnel, last), "first": step_label(draft, funnel, funnel.steps[0])}
    return draft.say("funnel.chart_title", n=last.reached, of=draft.count(funnel.steps[0].reached), seen=draft.count(last.seen), **told)


def _share(step: StepFinding) -> float:
    return step.of_last.rate.value or 0.0 if step.of_last else 0.0


def _step_title(draft: Draft, funnel: FunnelFinding, step: StepFinding, key: str) -> str:
    assert step.of_last is not None
    told = {"label": step_label(draft, funnel, step), "of": draft.count(step.of_last.rate.of), "seen": draft.count(step.seen)}
    return draft.say(f"funnel.chart_{key}", n=step.of_last.rate.n, **told)


def _row(draft: Draft, funnel: FunnelFinding, step: StepFinding, before: int) -> FunnelRow:
    """The usual range of the step's rate, as visitors of those who came to the step before."""
    usual = step.change.usual if step.change else None
    clear = step.change is not None and step.change.verdict in CLEAR
    note = draft.say("funnel.chart_note", n=step.reached, everybody=draft.count(step.seen))
    low, high = (usual.low * before, usual.high * before) if usual else (None, None)
    return FunnelRow(step_label(draft, funnel, step), note, step.reached, step.seen, low, high, clear)
