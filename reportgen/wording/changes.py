"""What a comparison says, as a sentence and as a table cell (statistics 2, Wording)."""

from reportgen.model.document import Cell, Mark, Tone
from reportgen.model.findings import RuleFinding
from reportgen.periods import Period
from reportgen.stats import CLEAR, visitors_needed
from reportgen.stats.measures import CountChange, Rate, RateChange, RateEstimate, Verdict
from reportgen.wording import earlier, numbers
from reportgen.wording.draft import Draft

WANTED_CHANGE = 0.2


def rate_text(draft: Draft, rate: Rate) -> str:
    """The rate, or a dash where nobody was there to convert."""
    return numbers.rate(draft.voice.locale, rate) or draft.say("number.none")


def sentence(draft: Draft, change: RateChange, counts: CountChange, since: Period | None) -> str:
    """One change of a rate in a whole sentence."""
    if since is None:
        return draft.say("verdict.nothing_before")
    told = {"since": draft.span(since)}
    if change.verdict in CLEAR and change.interval is not None:
        return draft.say(f"verdict.{change.verdict}", **told, **_move(draft, change))
    if change.verdict is Verdict.COUNTS_ONLY:
        return draft.say("verdict.counts_only", since=told["since"], after=counts.after, before=counts.before)
    if change.verdict is Verdict.NOT_COMPARABLE:
        why = reason(draft, change.reason)
        return draft.say("verdict.not_comparable", **told, reason=why) if why else draft.say("verdict.not_comparable_bare", **told)
    both = {"after": rate_text(draft, change.after), "before": rate_text(draft, change.before)}
    if change.detectable is None:
        return draft.say("verdict.not_enough_bare", **told, **both)
    key = "verdict.not_enough" if change.detectable < 1 else "verdict.not_enough_rise"
    return draft.say(key, **told, **both, n=change.after.of, detectable=_least(draft, change.detectable))


def moved(draft: Draft, label: str, change: RateChange, since: Period, message: str) -> str:
    """A clear change as the front page tells it with the message of that key."""
    return draft.say(message, label=label, since=draft.span(since), **_move(draft, change))


def cell(draft: Draft, change: RateChange, counts: CountChange, since: Period | None) -> Cell:
    """One change of a rate in a table; of the counts alone where rates cannot be compared."""
    if since is None:
        return Cell("", mark=Mark.NOT_COMPARABLE, note=draft.say("cell.no_earlier"))
    if change.verdict in CLEAR and change.interval is not None and change.difference is not None:
        tone = Tone.GOOD if change.verdict is Verdict.UP else Tone.BAD
        text = draft.say(f"cell.{change.verdict}", points=numbers.points(draft.voice.locale, abs(change.difference)).lstrip("+"))
        return Cell(text, note=_ends(draft, change), tone=tone, sort=change.difference)
    if change.verdict is Verdict.COUNTS_ONLY:
        text = draft.say("cell.counts_only", after=counts.after, before=counts.before)
        return Cell(text, note=draft.say("cell.counts_only_note"), tone=Tone.MUTED, sort=change.difference)
    if change.verdict is Verdict.NOT_COMPARABLE:
        return Cell(draft.say("cell.not_comparable"), mark=Mark.NOT_COMPARABLE, note=reason(draft, change.reason), tone=Tone.MUTED)
    note = None if change.detectable is None else _detectable(draft, change.detectable)
    return Cell(draft.say("cell.not_enough"), mark=Mark.NOT_ENOUGH, note=note, tone=Tone.MUTED, sort=change.difference)


def earlier_cells(draft: Draft, rule: RuleFinding) -> tuple[Cell, ...]:
    """A rule against the period before and the year before, as far as there are such."""
    previous = cell(draft, rule.against_previous, rule.count_against_previous, draft.findings.previous)
    return earlier.cells(draft, previous, cell(draft, rule.against_year, rule.count_against_year, draft.findings.year_before))


def reason(draft: Draft, key: str | None) -> str | None:
    """Why something cannot be compared, in words; None without a reason."""
    return None if key is None else draft.say(f"reason.{key}")


def rate_cell(draft: Draft, estimate: RateEstimate, base: str | None = None) -> Cell:
    """A rate with n/N and its interval below it. `base` labels the rule whose visitors are the denominator."""
    if estimate.interval is None or estimate.rate.value is None:
        nobody = draft.say("cell.no_base", base=base) if base else draft.say("cell.no_visitors")
        return Cell("", mark=Mark.MISSING, note=nobody, tone=Tone.MUTED)
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    facts = {"n": draft.count(estimate.rate.n), "of": draft.count(estimate.rate.of)}
    note = draft.say("cell.rate_base_note", base=base, **facts, **ends) if base else draft.say("cell.rate_note", **facts, **ends)
    return Cell(rate_text(draft, estimate.rate), note=note, sort=estimate.rate.value)


def counted_cell(draft: Draft, estimate: RateEstimate) -> Cell:
    """A rate with n of N alone below it, where many stand side by side."""
    return rate_cell(draft, estimate) if estimate.rate.value is None else share_cell(draft, estimate.rate)


def share_cell(draft: Draft, rate: Rate) -> Cell:
    """A rate with n of N below it; a dash of 0 of 0."""
    return Cell(rate_text(draft, rate), note=draft.say("number.of", n=rate.n, of=rate.of), sort=rate.value)


def share_or_missing(draft: Draft, rate: Rate) -> Cell:
    """A rate with n of N below it; the mark of what is missing where there is nobody to have a rate."""
    return Cell("", mark=Mark.MISSING, tone=Tone.MUTED) if rate.value is None else share_cell(draft, rate)


def number_cell(draft: Draft, n: int) -> Cell:
    """A plain count."""
    return Cell(draft.count(n), sort=n)


def marked_cell(draft: Draft, cell: Cell, mark: int) -> Cell:
    """The cell with its mark in words and colour: +1 above the others, -1 below, 0 as it is."""
    if not mark or cell.note is None:
        return cell
    said = draft.say("cell.above" if mark > 0 else "cell.below")
    tone = Tone.GOOD if mark > 0 else Tone.BAD
    return Cell(cell.text, note=draft.say("number.beside", left=said, right=cell.note), tone=tone, sort=cell.sort)


def nobody_seen(rule: RuleFinding) -> bool:
    """Whether conversions there are, but none by a visitor of the period: offline facts that follow months after the visit. A rate of
    0 % beside their count would say the opposite of what happened."""
    return rule.estimate.rate.of > 0 and 0 < rule.converted.conversions == rule.converted.unmatched


def own_rate_cell(draft: Draft, rule: RuleFinding) -> Cell:
    """The rule's rate in the period; a mark where none of its conversions is by a visitor of it."""
    if nobody_seen(rule):
        return Cell("", mark=Mark.NOT_COMPARABLE, note=draft.say("cell.nobody_seen"), tone=Tone.MUTED)
    return rate_cell(draft, rule.estimate, draft.rule_label(rule.rate_base) if rule.rate_base else None)


def _move(draft: Draft, change: RateChange) -> dict[str, str]:
    assert change.interval is not None
    locale = draft.voice.locale
    return {
        "before": rate_text(draft, change.before),
        "after": rate_text(draft, change.after),
        "level": draft.level(change.interval),
        "low": numbers.points(locale, change.interval.low),
        "high": numbers.points(locale, change.interval.high),
    }


def _ends(draft: Draft, change: RateChange) -> str:
    assert change.interval is not None
    low, high = (numbers.points(draft.voice.locale, end) for end in (change.interval.low, change.interval.high))
    return draft.say("cell.change_note", low=low, high=high)


def _detectable(draft: Draft, relative: float) -> str:
    return draft.say("cell.detectable" if relative < 1 else "cell.detectable_rise", detectable=_least(draft, relative))


def _least(draft: Draft, relative: float) -> str:
    """The least change that could have been seen, to two figures. Nothing falls by more than 100 %: larger ones are rises."""
    return _size(draft, float(f"{relative:.2g}"))


def _size(draft: Draft, relative: float) -> str:
    return numbers.percent(draft.voice.locale, relative, 0)


def enough(draft: Draft, rule: RuleFinding) -> str | None:
    """How many visitors would be enough, where the change against the period before could not be told. None otherwise."""
    change = rule.against_previous
    if change.verdict is not Verdict.NOT_ENOUGH_DATA or not change.before.value:
        return None
    needed = visitors_needed(change.before.value, WANTED_CHANGE, rule.estimate.phi)
    if needed is None or needed <= change.after.of:
        return None
    rounded = round(needed, 1 - len(str(needed)) + 1) if needed >= 100 else needed
    return draft.say("verdict.enough", n=rounded, relative=_size(draft, WANTED_CHANGE))
