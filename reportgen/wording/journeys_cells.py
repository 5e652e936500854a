"""The cells of a link: observed beside expected, odds ratio, label, assist rate, value and lag."""

from reportgen.model.document import Cell, Column, Mark, Tone
from reportgen.model.journeys_findings import LinkFinding, TypicalLag
from reportgen.stats import Bridge
from reportgen.wording import changes, link_charts, numbers
from reportgen.wording.draft import Draft

LEVEL = 0.95
CLEAREST_FIRST = (Bridge.STRONG, Bridge.SUGGESTIVE, Bridge.NO_LINK_SHOWN, Bridge.STRUCTURAL)
"""The order of a column of links; those with too little data come last, whichever way it is sorted."""


def ratio(draft: Draft, link: LinkFinding) -> dict[str, str]:
    """Odds ratio and range of a link that has them."""
    odds, interval = link.link.odds_ratio, link.link.interval
    assert odds is not None
    assert interval is not None
    ends = {"low": link_charts.number(draft, interval.low), "high": link_charts.number(draft, interval.high)}
    return {"ratio": link_charts.number(draft, odds), "level": draft.level(interval), **ends}


def expected(draft: Draft, link: LinkFinding) -> str:
    """How many comparable visitors let expect; one digit more below ten."""
    number = link.link.expected
    return numbers.decimal(draft.voice.locale, number, 0 if number >= 10 else 1)


def ratio_head(draft: Draft) -> Column:
    """The column of odds ratios, with the level of their ranges below."""
    level = numbers.exact_share(draft.voice.locale, LEVEL)
    return Column(draft.say("bridge.column_ratio"), numeric=True, note=draft.say("bridge.head_range", level=level))


def ratio_cell(draft: Draft, link: LinkFinding) -> Cell:
    """The odds ratio with its range; one mark where nothing can be compared, another under too little data."""
    if link.link.bridge is Bridge.STRUCTURAL:
        return Cell("", mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    if not link.link.enough or link.link.odds_ratio is None or link.link.interval is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    told = ratio(draft, link)
    return Cell(told["ratio"], note=draft.say("number.range", low=told["low"], high=told["high"]), sort=link.link.odds_ratio)


def link_cell(draft: Draft, link: LinkFinding) -> Cell:
    """What the link is called; without enough data, how much more it would take. One of fewer than expected is sorted between the others
    that are marked and no link."""
    label = link.link.bridge
    if label is Bridge.NOT_ENOUGH_DATA:
        needed = draft.say("bridge.needed", n=link.needed) if link.needed else draft.say("bridge.needed_unknown")
        return Cell(draft.say("bridge.label.not_enough_data"), note=needed, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if label is Bridge.SUGGESTIVE and link.fewer:
        return Cell(draft.say("bridge.label.fewer"), note=draft.say("bridge.fewer"), sort=CLEAREST_FIRST.index(label) + 0.5)
    note = draft.say("bridge.vanity") if link.vanity else draft.say("bridge.structural") if label is Bridge.STRUCTURAL else None
    tone = {Bridge.STRONG: Tone.GOOD, Bridge.NO_LINK_SHOWN: Tone.MUTED}.get(label, Tone.NEUTRAL)
    return Cell(draft.say(f"bridge.label.{label}"), note=note, tone=tone, sort=CLEAREST_FIRST.index(label))


def assist_cell(draft: Draft, link: LinkFinding) -> Cell:
    """The macro's visitors who had the signal before, beside what chance would give."""
    assist = link.assist
    if assist.interval is None or assist.rate.value is None:
        return Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    chance = numbers.share(draft.voice.locale, assist.by_chance, 0) if assist.by_chance is not None else draft.say("number.none")
    return Cell(changes.rate_text(draft, assist.rate), note=chance, sort=assist.rate.value)


def worth_cell(draft: Draft, link: LinkFinding) -> Cell:
    """The value that goes along with one, with its range, and the part above comparable visitors."""
    worth = link.worth
    if worth is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    note = draft.say("number.range", low=money(draft, worth.interval.low), high=money(draft, worth.interval.high))
    if worth.above_interval is None:
        return Cell(money(draft, worth.value), note=note, tone=Tone.MUTED, sort=worth.value)
    low, high = worth.above_interval.low, worth.above_interval.high
    above = draft.say("bridge.above", value=money(draft, worth.above), low=money(draft, low), high=money(draft, high))
    return Cell(money(draft, worth.value), note=draft.say("number.beside", left=note, right=above), sort=worth.value)


def left_out(draft: Draft, left: frozenset[int]) -> str | None:
    """How many signals with too little data a long table leaves out; None where it has them all."""
    return draft.say("bridge.left_out", n=len(left)) if left else None


def lag_cell(draft: Draft, link: LinkFinding) -> Cell:
    """Half of those who go on do so by this day; below it the middle half."""
    lag = link.lag
    if lag is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    text = draft.say("bridge.days", n=lag.half) if lag.half else draft.say("bridge.same_day")
    return Cell(text, note=middle(draft, lag), sort=lag.half)


def middle(draft: Draft, lag: TypicalLag) -> str | None:
    """The days between which the middle half lies; None where they are one day."""
    return draft.say("bridge.middle", early=lag.early, late=lag.late) if lag.early < lag.late else None


def money(draft: Draft, value: float) -> str:
    """An estimated amount, to two significant figures."""
    return numbers.money(draft.voice.locale, float(f"{value:.2g}"), draft.findings.currency)
