"""Probabilities in words: to five points, and never a false 0 or 100 %."""

from reportgen.wording import numbers
from reportgen.wording.draft import Speech

LEAST, MOST = 0.05, 0.95


def chance(draft: Speech, probability: float) -> str:
    """`35%`, `under 5%`, `over 95%`."""
    if probability < LEAST:
        return draft.say("chance.under", share=_percent(draft, LEAST))
    if probability > MOST:
        return draft.say("chance.over", share=_percent(draft, MOST))
    return _percent(draft, probability)


def between(draft: Speech, low: float, high: float) -> str:
    """Bounds of a probability: `between 40% and 70%`, `at most 70%`, `at least 40%`, `about 40%`; nothing known at all is `open`."""
    if low < LEAST and high > MOST:
        return draft.say("chance.open")
    if high < LEAST or low > MOST:
        return chance(draft, high if high < LEAST else low)
    if _percent(draft, low) == _percent(draft, high):
        return draft.say("chance.about", share=_percent(draft, high))
    if low < LEAST:
        return draft.say("chance.at_most", high=_percent(draft, high))
    if high > MOST:
        return draft.say("chance.at_least", low=_percent(draft, low))
    return draft.say("chance.between", low=_percent(draft, low), high=_percent(draft, high))


def _percent(draft: Speech, probability: float) -> str:
    return numbers.percent(draft.voice.locale, round(probability * 20) / 20, 0)
