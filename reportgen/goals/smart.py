"""The five letters of SMART: Strategic, Measurable, Attainable, Relevant, Time-based. What fills each, or why it is missing."""

from reportgen.goals.nature import ANY_MACRO, rules_of, text, tier
from reportgen.model.findings import Letter, LetterCheck
from reportgen.model.reasons import LetterFill, LetterReason
from reportgen.model.settings import BaselineKind, Goal, Settings, Tier
from reportgen.periods import Period, key

MIN_DAYS = 7
MAX_DAYS = 3 * 366
"""A goal of a few days is over before anyone can act on it; nobody works towards a deadline more than three years away."""

BASELINE_FILLS = {
    BaselineKind.SAME_PERIOD_LAST_YEAR: LetterFill.SAME_PERIOD_LAST_YEAR,
    BaselineKind.RANGE: LetterFill.BASELINE_RANGE,
    BaselineKind.VALUE: LetterFill.BASELINE_VALUE,
}


def letters(settings: Settings, goal: Goal) -> tuple[LetterCheck, ...]:
    """S, M, A, R and T, in this order."""
    return (_strategic(goal), _measurable(goal), _attainable(goal), _relevant(settings, goal), _time_based(goal))


def _filled(letter: Letter, words: str | None, by: LetterFill) -> LetterCheck:
    return LetterCheck(letter, filled=True, text=words, reason=None, filled_by=by)


def _missing(letter: Letter, reason: LetterReason) -> LetterCheck:
    return LetterCheck(letter, filled=False, text=None, reason=reason)


def _strategic(goal: Goal) -> LetterCheck:
    if goal.strategy:
        return _filled(Letter.S, goal.strategy, LetterFill.WORDS)
    return _missing(Letter.S, LetterReason.NO_STRATEGY)


def _measurable(goal: Goal) -> LetterCheck:
    if goal.target.value is None and goal.target.change is None:
        return _missing(Letter.M, LetterReason.NO_TARGET)
    if goal.target.change is not None and goal.baseline is None:
        return _missing(Letter.M, LetterReason.TARGET_WITHOUT_BASELINE)
    return _filled(Letter.M, text(goal.metric), LetterFill.METRIC)


def _attainable(goal: Goal) -> LetterCheck:
    if goal.attainable:
        return _filled(Letter.A, goal.attainable, LetterFill.WORDS)
    if goal.baseline is None:
        return _missing(Letter.A, LetterReason.NOT_SHOWN_ATTAINABLE)
    return _filled(Letter.A, _baseline_text(goal), BASELINE_FILLS[goal.baseline.kind])


def _baseline_text(goal: Goal) -> str | None:
    baseline = goal.baseline
    if baseline is None or baseline.kind is BaselineKind.SAME_PERIOD_LAST_YEAR:
        return None
    if baseline.begin and baseline.end:
        return key(Period(baseline.begin, baseline.end))
    return None if baseline.value is None else f"{baseline.value:g}"


def _relevant(settings: Settings, goal: Goal) -> LetterCheck:
    if goal.supports:
        labels = {rule.key: rule.label for rule in settings.rules} | {other.key: other.label for other in settings.goals}
        return _filled(Letter.R, ", ".join(labels.get(name, name) for name in goal.supports), LetterFill.SUPPORTS)
    if goal.relevant:
        return _filled(Letter.R, goal.relevant, LetterFill.WORDS)
    if tier(settings, goal.metric) == Tier.MACRO.value:
        macros = [name for name in rules_of(goal.metric) if name != ANY_MACRO and settings.rule(name).tier is Tier.MACRO]
        return _filled(Letter.R, ", ".join(settings.rule(name).label for name in macros) or None, LetterFill.MACRO)
    return _missing(Letter.R, LetterReason.SUPPORTS_NOTHING)


def _time_based(goal: Goal) -> LetterCheck:
    days = (goal.end - goal.begin).days
    if days < MIN_DAYS:
        return _missing(Letter.T, LetterReason.TOO_SHORT)
    if days > MAX_DAYS:
        return _missing(Letter.T, LetterReason.TOO_LONG)
    return _filled(Letter.T, key(Period(goal.begin, goal.end)), LetterFill.DATES)
