"""Hot leads and signals together: who stands there now, how many of their like went on, and what comparable sessions let expect."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.lead_findings import HotLeads, IntentLevel, LeadFindings, MacroLeads
from reportgen.stats import Bridge, Interval, Link, Rate, RateEstimate
from reportgen.wording import lead_scores, link_charts
from reportgen.wording.draft import Draft

MOST_NAMED = 6
"""Signals of the rule that are named in a sentence."""


def blocks(draft: Draft) -> list[Block]:
    """Each primary macro: the hot-lead rule, the number of signals together, chances."""
    found = draft.findings.leads
    if found is None:
        return []
    shown = [each for each in found.macros if each.hot and stands_out(each.hot)] or [each for each in found.macros if each.hot][:1]
    often = _often(draft)
    told = [block for each in found.macros for block in _macro(draft, found, each, shown)]
    return [*told, *([Paragraph(often, "note")] if told and often else [])]


def _often(draft: Draft) -> str | None:
    """How many signals came for each macro conversion; None where they are not at least twice as many."""
    micros, macros = (sum(rule.converted.conversions for rule in rules) for rules in (draft.findings.micros, draft.findings.macros))
    if not macros or micros < 2 * macros:
        return None
    told = {"micros": draft.count(micros), "macros": draft.count(macros), "period": draft.period}
    return draft.say("leads.frequent", n=round(micros / macros), **told)


def _macro(draft: Draft, found: LeadFindings, each: MacroLeads, shown: Sequence[MacroLeads]) -> list[Block]:
    """The table stands where the rule does; where it stands nowhere, once."""
    if each.hot is None or not _known(each.hot):
        return lead_scores.blocks(draft, each, heading=True)
    told: list[Block] = [Subheading(f"hot-{each.macro}", _statement(draft, each.macro, each.hot))]
    told.append(Paragraph(_rule(draft, each.macro, each.hot) if each is found.macros[0] else _followed(draft, each.macro, each.hot)))
    flagged = _flag(draft, each.hot)
    told.extend([Paragraph(flagged, "warning")] if flagged else [])
    told.extend([_table(draft, each.macro, each.hot, first=each is shown[0])] if each in shown else [])
    return [*told, *lead_scores.blocks(draft, each, heading=False)]


def _known(hot: HotLeads) -> bool:
    """Whether anything is known of the rule: somebody stands there, or somebody ever went on."""
    return bool(hot.standing or hot.hot.rate.n or hot.others.rate.n)


def stands_out(hot: HotLeads) -> bool:
    """Whether hot leads go on more often than comparable sessions beyond doubt: the whole interval is above 1, also as it is printed."""
    return hot.link.enough and hot.link.interval is not None and round(hot.link.interval.low, 1) > 1


def _statement(draft: Draft, macro: str, hot: HotLeads) -> str:
    if stands_out(hot):
        return draft.say("leads.heading", n=hot.standing, macro=draft.rule_label(macro))
    key = "leads.heading_open" if hot.link.enough else "leads.heading_few"
    return draft.say(key, macro=draft.rule_label(macro))


def _rule(draft: Draft, macro: str, hot: HotLeads) -> str:
    """Who counts as hot, by whose word, and what followed."""
    labels = _signals(draft, hot)
    if hot.all_of:
        rule = draft.say("leads.rule_all", labels=labels, within=_days(draft, hot.within))
    else:
        rule = draft.say("leads.rule_some", n=hot.at_least, labels=labels, within=_days(draft, hot.within))
    said = [rule] if hot.declared else [rule, draft.say("leads.usual")]
    return draft.together([*said, _followed(draft, macro, hot)])


def _signals(draft: Draft, hot: HotLeads) -> str:
    """The rule's signals by name; of many the first few, and how many more."""
    names = list(map(draft.rule_label, hot.micros))
    if len(names) <= MOST_NAMED:
        return draft.listed(names)
    return draft.listed([*names[: MOST_NAMED - 2], draft.say("leads.more_signals", n=len(names) - MOST_NAMED + 2)])


def _followed(draft: Draft, macro: str, hot: HotLeads) -> str:
    told = {"macro": draft.rule_label(macro), "days": _days(draft, hot.days)}
    went = draft.say("leads.followed", hot=_rate(draft, hot.hot), others=_rate(draft, hot.others), **told)
    return draft.together([went, _alike(draft, hot.link)] if hot.link.interval and hot.link.enough else [went])


def _rate(draft: Draft, estimate: RateEstimate) -> str:
    if estimate.interval is None or estimate.rate.value is None:
        return draft.say("number.none")
    return draft.say("leads.rate", share=lead_scores.share(draft, estimate.rate.value), **_ends(draft, estimate.rate, estimate.interval))


def _ends(draft: Draft, rate: Rate, interval: Interval) -> dict[str, str]:
    ends = {"low": lead_scores.share(draft, interval.low), "high": lead_scores.share(draft, interval.high)}
    return {"n": draft.count(rate.n), "of": draft.count(rate.of), **ends}


def _alike(draft: Draft, link: Link) -> str:
    journeys = draft.findings.journeys
    assert journeys is not None
    return draft.say("leads.alike", alike=draft.say(f"bridge.alike_{journeys.unit}"), **_odds(draft, link))


def _odds(draft: Draft, link: Link) -> dict[str, str]:
    assert link.odds_ratio is not None
    assert link.interval is not None
    ends = {"low": link_charts.number(draft, link.interval.low), "high": link_charts.number(draft, link.interval.high)}
    return {"ratio": link_charts.number(draft, link.odds_ratio), "level": draft.level(link.interval), **ends}


def _flag(draft: Draft, hot: HotLeads) -> str | None:
    """What to hold against the rule: too little data, or a range that takes in 1."""
    if not hot.link.enough:
        needed = hot.link.more_needed
        return draft.say("leads.flag_few", n=needed) if needed else draft.say("leads.flag_unknown")
    if stands_out(hot):
        return None
    fewer = hot.link.interval is not None and round(hot.link.interval.high, 1) < 1
    return draft.say("leads.flag_fewer" if fewer else "leads.flag")


def _days(draft: Draft, days: int) -> str:
    return draft.say("leads.days", n=days)


# --- signals together -----------------------------------------------------------------------------------------------


def _table(draft: Draft, macro: str, hot: HotLeads, *, first: bool) -> Table:
    head = (
        Column(draft.say("leads.column_signals")),
        Column(draft.say("leads.column_now"), numeric=True),
        Column(draft.say("leads.column_said"), numeric=True, note=draft.say("leads.head_said")),
        Column(draft.say("leads.column_happened"), numeric=True, note=draft.say("leads.head_happened")),
        Column(draft.say("bridge.column_ratio"), numeric=True, note=draft.say("leads.head_ratio")),
    )
    rows = tuple(_row(draft, hot, level) for level in hot.levels)
    caption = draft.say("leads.table", macro=draft.rule_label(macro), within=_days(draft, hot.within))
    return Table(f"signals-{macro}", caption, head, rows, _notes(draft, hot) if first else ())


def _notes(draft: Draft, hot: HotLeads) -> tuple[str, ...]:
    told = [draft.say("leads.note_stretches", n=hot.stretches, days=_days(draft, hot.days)), draft.say("leads.note_halves")]
    if hot.clearest is not None and hot.clearest != hot.at_least and not hot.all_of:
        told.append(draft.say("leads.clearest", n=hot.clearest))
    return (draft.together(told),)


def _row(draft: Draft, hot: HotLeads, level: IntentLevel) -> Row:
    key = "leads.level_more" if level.more else "leads.level"
    name = draft.say(key, n=level.micros) if level.micros else draft.say("leads.level_none")
    cells = (
        Cell(name, sort=level.micros),
        Cell(draft.count(level.standing), sort=level.standing),
        _rate_cell(draft, level.said),
        _rate_cell(draft, level.happened),
        _ratio_cell(draft, level.link),
    )
    return Row(cells, strong=level.micros == hot.at_least)


def _rate_cell(draft: Draft, estimate: RateEstimate) -> Cell:
    if estimate.interval is None or estimate.rate.value is None:
        return Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    note = draft.say("cell.rate_note", **_ends(draft, estimate.rate, estimate.interval))
    return Cell(lead_scores.share(draft, estimate.rate.value), note=note, sort=estimate.rate.value)


def _ratio_cell(draft: Draft, link: Link | None) -> Cell:
    if link is None:
        return Cell("")
    if link.bridge is Bridge.NOT_ENOUGH_DATA or not link.enough or link.interval is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    told = _odds(draft, link)
    return Cell(told["ratio"], note=draft.say("number.range", low=told["low"], high=told["high"]), sort=link.odds_ratio)
