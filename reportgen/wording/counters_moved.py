"""Outside counters on the front page, where a workspace has nothing else."""

from reportgen.model.document import Score, Tone
from reportgen.model.outside import Flow, Level
from reportgen.model.outside_findings import CounterFinding
from reportgen.stats import CLEAR
from reportgen.wording import counters, numbers
from reportgen.wording import counters_cells as cells
from reportgen.wording.draft import Draft

MOST_SCORES = 5


def sentence(draft: Draft) -> str | None:
    """The flow that changed most clearly since the period before, else the first number; None where no counter is told."""
    told = counters.told_of(draft)
    clear = [one for one in told if one.against_previous and one.against_previous.verdict in CLEAR]
    if not clear:
        return draft.say("front.totals_none", what=counters.heading(draft, told)) if told else None
    most = max(clear, key=lambda one: abs(one.against_previous.relative or 0.0) if one.against_previous else 0.0)
    relative, whole = most.against_previous.relative if most.against_previous else None, most.counts.whole
    if relative is None or whole is None or not isinstance(whole.current, Flow) or not isinstance(whole.previous, Flow):
        return None
    facts = {"label": most.counts.label, "platform": counters.where(most.counts), "change": numbers.change(draft.voice.locale, relative)}
    before, after = (_text(draft, most, part.total) for part in (whole.previous, whole.current))
    return draft.say("front.totals_moved", **facts, before=before, after=after, since=draft.span(whole.previous.period))


def scores(draft: Draft) -> tuple[Score, ...]:
    """The first counter of each kind, those about money and the shop first."""
    found: dict[str, Score] = {}
    for one in counters.told_of(draft):
        score = _score(draft, one)
        if score is not None:
            found.setdefault(one.about or "", score)
    return tuple(found.values())[:MOST_SCORES]


def _score(draft: Draft, one: CounterFinding) -> Score | None:
    whole = one.counts.whole
    now, before = (whole.current, whole.previous) if whole else (None, None)
    where = counters.where(one.counts)
    if isinstance(now, Level) and now.value is not None:
        change = draft.say("front.totals_net", value=cells.signed(draft, one.unit, now.net)) if now.net is not None else None
        return Score(one.counts.label, _text(draft, one, now.value), where, change, Tone.NEUTRAL)
    if isinstance(now, Flow) and now.days:
        comparable = one.against_previous is not None and isinstance(before, Flow)
        change = draft.say("front.totals_from", value=_text(draft, one, before.total)) if comparable and isinstance(before, Flow) else None
        return Score(one.counts.label, _text(draft, one, now.total), where, change, Tone.NEUTRAL)
    return None


def _text(draft: Draft, one: CounterFinding, value: float) -> str:
    return cells.number(draft, one.unit, value)
