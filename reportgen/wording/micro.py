"""The section on micro conversions: all of them in one table, engagement apart from pipeline. Signals, never money."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.settings import Stage, StageKind
from reportgen.stats import CLEAR
from reportgen.stats.measures import Verdict
from reportgen.wording import changes, earlier, figures, items, journeys_micros, macro, numbers
from reportgen.wording.draft import Draft


def section(draft: Draft) -> Section:
    """All micros, at zero if need be."""
    kicker, micros = draft.say("micro.kicker"), draft.findings.micros
    if not micros:
        return Section("micro", kicker, draft.say("micro.none_heading"), draft.say("micro.none"), ())
    blocks: list[Block] = [_table(draft), Paragraph(draft.say("micro.stage_note"), "note")]
    links = journeys_micros.micro_table(draft, _by_stage(draft))
    blocks.extend([links] if links else [])
    orphans = [draft.label(rule) for rule in micros if rule.orphan]
    if orphans:
        blocks.append(Paragraph(draft.say("micro.orphans", n=len(orphans), labels=draft.listed(orphans)), "warning"))
    for rule in micros:
        blocks.extend(items.tables(draft, rule))
    return Section("micro", kicker, _heading(draft, micros), _lead(draft, micros), tuple(blocks))


def moved(rules: Sequence[RuleFinding]) -> tuple[RuleFinding, ...]:
    """The rules whose rate clearly changed, the largest relative change first."""
    clear = [rule for rule in rules if rule.against_previous.verdict in CLEAR]
    return tuple(sorted(clear, key=lambda rule: (-abs(rule.against_previous.relative or 0.0), rule.key)))


def moved_signals(draft: Draft) -> tuple[RuleFinding, ...]:
    """The micros that clearly changed, those of pipeline stages before engagement."""
    pipeline = {stage.key for stage in draft.settings.report.stages if stage.kind is StageKind.PIPELINE}
    return tuple(sorted(moved(draft.findings.micros), key=lambda rule: rule.stage not in pipeline))


def _heading(draft: Draft, micros: Sequence[RuleFinding]) -> str:
    clear = moved_signals(draft)
    if clear:
        change = clear[0].against_previous
        before, after = changes.rate_text(draft, change.before), changes.rate_text(draft, change.after)
        return draft.say(f"micro.heading_{change.verdict}", label=draft.label(clear[0]), before=before, after=after)
    if not any(rule.converted.conversions for rule in micros):
        return draft.say("micro.heading_zero", n=len(micros))
    compared = any(rule.against_previous.verdict is Verdict.NOT_ENOUGH_DATA for rule in micros)
    return draft.say("micro.heading_still" if compared else "micro.heading_plain", n=len(micros))


def _lead(draft: Draft, micros: Sequence[RuleFinding]) -> str:
    if draft.findings.context.traffic.visitors == 0:
        return draft.say("micro.lead_empty")
    clear = moved(micros)
    if clear and draft.findings.previous:
        return draft.say("micro.lead_moved", n=len(clear), of=len(micros), since=draft.span(draft.findings.previous))
    return draft.say("micro.lead", n=len(micros))


def _table(draft: Draft) -> Table:
    head = (
        Column(draft.say("micro.column_rule")),
        *([Column(draft.say("micro.column_trend"))] if _has_trends(draft) else []),
        Column(draft.say("micro.column_conversions"), numeric=True),
        Column(draft.say("micro.column_rate"), numeric=True),
        *earlier.heads(draft),
    )
    rows = tuple(Row(_cells(draft, rule), group=_group(draft, rule)) for rule in _by_stage(draft))
    caption = draft.say("micro.table", period=draft.period)
    notes = (draft.say("micro.rate_note", level=numbers.exact_share(draft.voice.locale, 0.95)),)
    return Table("micros", caption, head, rows, earlier.notes(draft, notes))


def _by_stage(draft: Draft) -> list[RuleFinding]:
    """Engagement stages first, then pipeline stages, each in the order of the settings; rules without a stage last."""
    stages = draft.settings.report.stages
    ordered = [stage.key for kind in StageKind for stage in stages if stage.kind is kind]
    place = {key: index for index, key in enumerate(ordered)}
    return sorted(draft.findings.micros, key=lambda rule: place.get(rule.stage or "", len(place)))


def _group(draft: Draft, rule: RuleFinding) -> str:
    stage: Stage | None = next((one for one in draft.settings.report.stages if one.key == rule.stage), None)
    return draft.say("micro.group_none") if stage is None else draft.say(f"micro.group_{stage.kind}", stage=draft.stages()[stage.key])


def _cells(draft: Draft, rule: RuleFinding) -> tuple[Cell, ...]:
    base = draft.rule_label(rule.rate_base) if rule.rate_base else None
    trend = [_trend(draft, rule)] if _has_trends(draft) else []
    return (
        Cell(
            draft.label(rule),
            note=_remark(draft, rule),
            tone=Tone.WARN if rule.orphan else Tone.NEUTRAL,
            definition=draft.definition(f"rate_{rule.key}"),
        ),
        *trend,
        Cell(draft.count(rule.converted.conversions), note=macro.counted_note(draft, rule), sort=rule.converted.conversions),
        changes.rate_cell(draft, rule.estimate, base),
        *changes.earlier_cells(draft, rule),
    )


def _has_trends(draft: Draft) -> bool:
    """Whether any signal has a line by month to show."""
    return any(figures.has_spark(draft.findings, rule.key) for rule in draft.findings.micros)


def _trend(draft: Draft, rule: RuleFinding) -> Cell:
    if not figures.has_spark(draft.findings, rule.key):
        return Cell("", mark=Mark.NOT_YET)
    return Cell("", chart=figures.spark_id(rule.key))


def _supports(draft: Draft, rule: RuleFinding) -> str:
    if rule.orphan or not rule.supports:
        return draft.say("micro.orphan")
    return draft.say("micro.supports", rules=draft.listed(draft.rule_label(key) for key in rule.supports))


def _remark(draft: Draft, rule: RuleFinding) -> str:
    """Small print under a signal: what it leads to, its weight, what it stands in for."""
    remarks = [_supports(draft, rule)]
    if rule.proxy:
        remarks.append(draft.say("micro.proxy", proxy=rule.proxy))
    if rule.weight is not None:
        remarks.append(draft.say("micro.weight", weight=numbers.amount(draft.voice.locale, rule.weight)))
    return draft.beside(remarks)
