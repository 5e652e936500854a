"""Whether there are leads enough, in words: open ones against a goal, those of the period against what sales can take, and how many sales
can call."""

from reportgen.model.document import Block, Paragraph, Subheading
from reportgen.model.findings import Unit
from reportgen.model.lead_value import HandedFinding, LeadValueFinding, PipelineFinding, ReadyFinding
from reportgen.stats import MIN_BEHIND, Coverage
from reportgen.wording import changes, numbers
from reportgen.wording.draft import Draft
from reportgen.wording.lead_value import rate_words


def blocks(draft: Draft) -> list[Block]:
    """A statement and a sentence for each part; nothing where none of it is asked for."""
    found = draft.findings.lead_value
    if found is None:
        return []
    told = [
        *([_coverage(draft, found, found.pipeline)] if found.pipeline else []),
        *([_form(draft, found)] if found.form and found.form_rule else []),
        *([_handed(draft, found.handed)] if found.handed else []),
        *([_ready(draft, found.ready)] if found.ready else []),
    ]
    return [Subheading("pipeline", _statement(draft, found)), *(Paragraph(text) for text in told)] if told else []


def _statement(draft: Draft, found: LeadValueFinding) -> str:
    """Whether the open leads cover what is left, on the interval; else how many are open, or came."""
    pipeline = found.pipeline
    if pipeline and pipeline.goal and pipeline.coverage:
        ends = pipeline.coverage.times
        enough = "late" if _days_left(draft, pipeline) < found.window else "full"
        key = enough if ends.low >= 1 else "thin" if ends.high < 1 else "close"
        return draft.say(f"pipeline.heading_{key}", goal=draft.rule_label(pipeline.goal))
    if pipeline and pipeline.left == 0 and pipeline.goal:
        return draft.say("pipeline.heading_reached", goal=draft.rule_label(pipeline.goal))
    if pipeline:
        return draft.say("pipeline.heading_open", n=pipeline.open)
    return draft.say("pipeline.heading", lead=draft.rule_label(found.lead))


def _coverage(draft: Draft, found: LeadValueFinding, pipeline: PipelineFinding) -> str:
    lead = draft.rule_label(found.lead)
    key = "pipeline.open_records" if pipeline.records else "pipeline.open_people"
    told = [draft.say(key, n=pipeline.open, lead=lead, day=draft.day(draft.findings.as_of))]
    if pipeline.old:
        told.append(draft.say("pipeline.old", n=pipeline.old, days=draft.count(found.window)))
    if pipeline.goal is None or pipeline.left is None or pipeline.deadline is None:
        return draft.together([*told, draft.say("pipeline.no_goal")])
    goal = {"goal": draft.rule_label(pipeline.goal), "deadline": draft.day(pipeline.deadline)}
    if not pipeline.left:
        return draft.together([*told, draft.say("pipeline.reached", **goal)])
    left = numbers.decimal(draft.voice.locale, pipeline.left, 0 if pipeline.left >= 1 else 1)
    if pipeline.mean is None:
        told.append(draft.say("pipeline.left", left=left, **goal))
    else:
        told.append(draft.say("pipeline.left_value", left=left, **goal, mean=draft.about(Unit.MONEY, pipeline.mean)))
    told += _needed(draft, pipeline, pipeline.coverage, found.window)
    days = _days_left(draft, pipeline)
    return draft.together([*told, *([draft.say("pipeline.late", n=days, days=draft.count(found.window))] if days < found.window else [])])


def _days_left(draft: Draft, pipeline: PipelineFinding) -> int:
    return (pipeline.deadline - draft.findings.as_of).days if pipeline.deadline else 0


def _needed(draft: Draft, pipeline: PipelineFinding, coverage: Coverage | None, window: int) -> list[str]:
    if coverage is None or coverage.needed.interval is None or coverage.times.interval is None:
        return [draft.say("pipeline.few", enough=draft.count(MIN_BEHIND))]
    needed = draft.ends(Unit.COUNT, coverage.needed.interval, value=coverage.needed.value)
    ends = {"needed": needed.value, "fewest": needed.low, "most": needed.high}
    times = draft.ends(Unit.NUMBER, coverage.times.interval, value=coverage.times.value)
    covered = {"times": times.value, "least": times.low, "best": times.high}
    counted = {"of": draft.count(pipeline.rate.rate.of), "days": draft.count(window), **rate_words(draft, pipeline.rate)}
    return [draft.say("pipeline.needed_records" if pipeline.records else "pipeline.needed_people", **counted, **ends, **covered)]


def _form(draft: Draft, found: LeadValueFinding) -> str:
    assert found.form is not None and found.form_rule is not None
    labels = {"form": draft.rule_label(found.form_rule), "lead": draft.rule_label(found.lead), "days": draft.count(found.form_window)}
    return draft.say("pipeline.form", n=found.form.rate.of, **labels, **rate_words(draft, found.form))


def _handed(draft: Draft, handed: HandedFinding) -> str:
    said = {
        "period": draft.period,
        "room": numbers.decimal(draft.voice.locale, handed.room, 0),
        "share": numbers.share(draft.voice.locale, handed.n / handed.room, 0),
    }
    return draft.say("pipeline.handed_over" if handed.n > handed.room else "pipeline.handed", n=handed.n, **said)


def _ready(draft: Draft, ready: ReadyFinding) -> str:
    details = draft.listed(draft.say(f"pipeline.detail_{detail}") for detail in ready.details)
    told = {"ready": draft.count(ready.ready.n), "rate": changes.rate_text(draft, ready.ready), "details": details, "period": draft.period}
    return draft.say("pipeline.ready", n=ready.ready.of, **told)
