"""Chances of those who have not had a macro yet: how far a score can be believed, and how many stand where; never who."""

from collections.abc import Sequence
from math import inf

from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table
from reportgen.model.lead_findings import LeadScore, MacroLeads, RankedGroup
from reportgen.stats import Dispersion, ScoreBin, ScoreQuality, estimate_rate
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

ONE_BY_ONE = Dispersion(1.0, assumed=True, df=inf)
PAIRS = 10
TINY = 0.001


def share(draft: Draft, value: float) -> str:
    """A share of two significant figures also where it is far below one in a thousand, as among all visitors: 0.052%."""
    if not 0 < value < TINY:
        return draft.bound(value)
    return numbers.percent(draft.voice.locale, value, min(numbers.decimals_for(value * 100, 2), 4), keep_zeros=False)


def blocks(draft: Draft, each: MacroLeads, *, heading: bool) -> list[Block]:
    """The score beside what happened; with too little to learn from, an order without chances; nothing where no order tells more than
    when somebody was last seen, or under a `heading` where there is no more to say than that it is too little."""
    score = each.score
    if score is None:
        return []
    told = _judged(draft, each.macro, score, score.quality) if score.quality else _unjudged(draft, each.macro, score)
    if not heading:
        return told
    if not any(isinstance(block, Table) for block in told):
        return []
    return [Subheading(f"hot-{each.macro}", draft.say("score.heading", macro=draft.rule_label(each.macro))), *told]


# --- a score that was held against what happened ----------------------------------------------------------------------


def _judged(draft: Draft, macro: str, score: LeadScore, quality: ScoreQuality) -> list[Block]:
    said = [draft.say("score.learnt", n=score.macros, macro=draft.rule_label(macro))]
    if quality.auc is not None:
        said.append(draft.say("score.auc", pairs=draft.count(round(quality.auc * PAIRS)), of=draft.count(PAIRS)))
    top = quality.bins[0]
    whole = sum(one.happened.n for one in quality.bins)
    if whole:
        said.append(draft.say("score.top", n=top.happened.n, whole=draft.count(whole), share=_part(draft, top, quality.bins)))
    return [Paragraph(draft.together(said)), _table(draft, macro, score, quality)]


def _table(draft: Draft, macro: str, score: LeadScore, quality: ScoreQuality) -> Table:
    head = (
        Column(draft.say("score.column_group")),
        Column(draft.say("score.column_said"), numeric=True),
        Column(draft.say("score.column_happened"), numeric=True, note=draft.say("score.head_happened")),
        Column(draft.say("score.column_now"), numeric=True, note=draft.say("score.head_now")),
    )
    rows = [_bin(draft, score, quality, at) for at in range(len(quality.bins))]
    return Table(f"score-{macro}", draft.say("score.table", macro=draft.rule_label(macro)), head, tuple(rows), (draft.say("score.note"),))


def _bin(draft: Draft, score: LeadScore, quality: ScoreQuality, at: int) -> Row:
    one, estimate = quality.bins[at], estimate_rate(quality.bins[at].happened, ONE_BY_ONE)
    name = draft.say("score.top_group" if not at else "score.group", share=_part(draft, one, quality.bins))
    assert estimate.interval is not None
    ends = {"low": share(draft, estimate.interval.low), "high": share(draft, estimate.interval.high)}
    note = draft.say("cell.rate_note", n=draft.count(one.happened.n), of=draft.count(one.happened.of), **ends)
    happened = one.happened.n / one.happened.of
    now = score.now[at] if at < len(score.now) else None
    standing = Cell("")
    if now is not None:
        expected = numbers.amount(draft.voice.locale, numbers.rough(now.visitors * now.chance))
        standing = Cell(draft.count(now.visitors), note=draft.say("score.expected", expected=expected), sort=now.visitors)
    return Row((Cell(name), Cell(share(draft, one.said), sort=one.said), Cell(share(draft, happened), note=note, sort=happened), standing))


def _part(draft: Draft, one: ScoreBin, bins: Sequence[ScoreBin]) -> str:
    return draft.bound(one.happened.of / sum(each.happened.of for each in bins))


# --- too little to learn from ---------------------------------------------------------------------------------------


def _unjudged(draft: Draft, macro: str, score: LeadScore) -> list[Block]:
    told = {"macro": draft.rule_label(macro), "needed": draft.count(score.needed)}
    few = Paragraph(draft.say("score.few", n=score.macros, **told), "note")
    if not any(group.marked for group in score.ranked):
        return [few]
    head = (
        Column(draft.say("score.column_seen")),
        Column(draft.say("score.column_marked"), numeric=True),
        Column(draft.say("score.column_now"), numeric=True),
    )
    rows = tuple(_ranked(draft, group) for group in score.ranked)
    caption = draft.say("score.ranking", macro=draft.rule_label(macro))
    return [few, Table(f"ranking-{macro}", caption, head, rows, (draft.say("score.note_ranking"),))]


def _ranked(draft: Draft, group: RankedGroup) -> Row:
    seen = Cell(draft.say(f"score.seen_{group.recency}"), sort=group.recency)
    return Row((seen, Cell(draft.count(group.marked), sort=group.marked), Cell(draft.count(group.visitors), sort=group.visitors)))
