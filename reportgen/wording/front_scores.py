"""The scoreboard of the front page: the bottom line, each macro, and the people behind all of them counted once."""

from collections.abc import Sequence

from reportgen.model.document import Paragraph, Score, Scoreboard, Tone
from reportgen.model.findings import RuleFinding
from reportgen.stats import CLEAR
from reportgen.stats.measures import Verdict
from reportgen.wording import changes, counters_moved, figures, macro, named, numbers
from reportgen.wording.draft import ANY_MACRO, Draft

FEW_MACROS = 2


def scoreboard(draft: Draft) -> Scoreboard:
    """The bottom line, each macro that is not demoted, and the people behind all macros counted once."""
    lesser = demoted_rules(draft)
    macros = sorted((rule for rule in draft.findings.macros if rule not in lesser), key=lambda rule: not rule.primary)
    scores = [*_value(draft), *(score(draft, rule) for rule in macros)]
    if not draft.settings.report.has_people:
        scores += counters_moved.scores(draft)
    if len(draft.findings.macros) > 1:
        scores.append(_any_macro(draft))
    scores.extend(named.scores(draft))
    previous = draft.findings.previous
    caption = draft.say("front.scoreboard" if draft.settings.report.has_people else "front.totals_scoreboard", period=draft.period)
    if previous is not None and draft.settings.report.has_people:
        caption = draft.say("front.scoreboard_against", period=draft.period, since=draft.span(previous))
    return Scoreboard("scoreboard", caption, tuple(scores))


def demoted_rules(draft: Draft) -> tuple[RuleFinding, ...]:
    """Of more than two macros those that are not primary, where any is (checklist 001-8): one or two get closer attention."""
    macros = draft.findings.macros
    if len(macros) <= FEW_MACROS or not any(rule.primary for rule in macros):
        return ()
    return tuple(rule for rule in macros if not rule.primary)


def demoted(draft: Draft) -> Paragraph | None:
    """The demoted macros with their counts, and where they are told."""
    lesser = demoted_rules(draft)
    if not lesser:
        return None
    parts = draft.listed(draft.say("front.demoted_part", label=draft.label(rule), n=rule.converted.conversions) for rule in lesser)
    return Paragraph(draft.say("front.demoted", parts=parts), "note")


def _value(draft: Draft) -> tuple[Score, ...]:
    """The bottom line; none where no macro says a value."""
    valued, estimated = macro.bottom_line(draft)
    if not valued:
        return ()
    total = sum(rule.converted.amount or 0 for rule in valued)
    said = [(draft.label(rule), draft.money(rule.converted.amount or 0)) for rule in valued]
    parts = draft.listed(draft.say("front.value_part", label=label, value=value) for label, value in said)
    note = draft.say("front.value_note", parts=parts)
    return (
        Score(
            draft.say("front.value_estimated" if estimated else "front.value"),
            draft.money(total),
            note,
            _value_change(draft, valued, total),
            Tone.NEUTRAL,
        ),
    )


def _value_change(draft: Draft, valued: Sequence[RuleFinding], total: int) -> str | None:
    against = [rule.amount_against_previous for rule in valued]
    previous = draft.findings.previous
    if previous is None or any(one is None or one.verdict is Verdict.NOT_COMPARABLE for one in against):
        return None
    before = sum(one.before for one in against if one)
    if before <= 0:
        return draft.say("front.score_value_none") if before == 0 else None
    if before == total:
        return draft.say("front.score_value_unchanged")
    return draft.say("front.score_value", before=draft.money(before), change=numbers.change(draft.voice.locale, total / before - 1))


def score(draft: Draft, rule: RuleFinding) -> Score:
    """One rule: how often, its rate, whether that changed."""
    change, tone = _rate_change(draft, rule)
    chart = figures.spark_id(rule.key) if figures.has_spark(draft.findings, rule.key) else None
    counted = draft.count(rule.converted.conversions)
    definition = draft.definition(f"rate_{rule.key}")
    return Score(draft.label(rule), counted, _score_note(draft, rule), change, tone, chart, definition)


def _score_note(draft: Draft, rule: RuleFinding) -> str:
    estimate = rule.estimate
    if estimate.interval is None:
        return draft.say("front.score_note_none")
    if changes.nobody_seen(rule):
        return draft.say("cell.nobody_seen")
    told = {
        "rate": changes.rate_text(draft, estimate.rate),
        "n": draft.count(estimate.rate.n),
        "of": draft.count(estimate.rate.of),
        "level": draft.level(estimate.interval),
        "low": draft.bound(estimate.interval.low),
        "high": draft.bound(estimate.interval.high),
    }
    if rule.rate_base:
        return draft.say("front.score_note_base", **told, base=draft.rule_label(rule.rate_base))
    return draft.say("front.score_note", **told)


def _rate_change(draft: Draft, rule: RuleFinding) -> tuple[str | None, Tone]:
    change, previous = rule.against_previous, draft.findings.previous
    if previous is None or change.verdict is Verdict.NOT_COMPARABLE:
        return None, Tone.NEUTRAL
    if change.verdict in CLEAR:
        told = {"before": changes.rate_text(draft, change.before), "after": changes.rate_text(draft, change.after)}
        moved = draft.say(f"front.score_{change.verdict}", **told)
        if draft.incomplete(rule):
            return draft.say("front.score_incomplete", moved=moved), Tone.NEUTRAL
        return moved, Tone.GOOD if change.verdict is Verdict.UP else Tone.BAD
    if change.verdict is Verdict.COUNTS_ONLY:
        return draft.say("front.score_counts", before=rule.count_against_previous.before), Tone.NEUTRAL
    return draft.say("front.score_no_change", before=changes.rate_text(draft, change.before)), Tone.NEUTRAL


def _any_macro(draft: Draft) -> Score:
    rule = draft.findings.any_macro
    change, tone = _rate_change(draft, rule)
    label = draft.say("front.any_macro")
    estimate = rule.estimate
    if estimate.interval is None:
        return Score(label, draft.say("number.none"), draft.say("front.score_note_none"), change, tone)
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    note = draft.say("front.any_note", n=estimate.rate.n, of=estimate.rate.of, level=draft.level(estimate.interval), **ends)
    text = changes.rate_text(draft, estimate.rate)
    if rule.against_previous.verdict is Verdict.COUNTS_ONLY and draft.findings.previous is not None:
        # too few for rates side by side: people beside people
        text, change = draft.count(estimate.rate.n), draft.say("front.score_counts", before=rule.against_previous.before.n)
    return Score(label, text, note, change, tone, definition=draft.definition(f"rate_{ANY_MACRO}"))
