"""What a metric means in one plain sentence: the workspace's own words where it has some, else the report's."""

from reportgen.model.findings import Definition
from reportgen.model.settings import Goal, Metric, MetricKind
from reportgen.wording import measures, numbers
from reportgen.wording.draft import ANY_MACRO, Draft

_BASES = (100, 1_000, 10_000)
_LEAST = 5
"""Of a hundred, a thousand or ten thousand visitors: the smallest of these of which at least so many did it."""


def of_definition(draft: Draft, one: Definition) -> str | None:
    """Beside a metric's definition. None where the settings want none, or its definition is plain already: how often, and goals (told on
    their cards)."""
    if not draft.settings.report.plain_words:
        return None
    if draft.voice.knows(f"plain.{one.key}"):
        return draft.say(f"plain.{one.key}")
    kind, _, key = one.key.partition("_")
    if kind == "rate":
        return _own(draft, key) or _share(draft, one, key)
    if kind == "metric":
        return _named(draft, key)
    return draft.say("plain.value") if kind == "value" else None


def of_goal(draft: Draft, goal: Goal) -> str | None:
    """On a goal's card; None where the settings want none."""
    if not draft.settings.report.plain_words:
        return None
    told = _metric(draft, goal.metric)
    return draft.say("plain.card", plain=told.rstrip(".。")) if told else None


def _own(draft: Draft, key: str) -> str | None:
    return next((rule.plain for rule in draft.settings.rules if rule.key == key), None)


def _share(draft: Draft, one: Definition, key: str) -> str | None:
    """A rate as people: about 14 of every 1,000 visitors. None without visitors."""
    n, of = round(one.numerator or 0), round(one.denominator or 0)
    if not 0 <= n <= of or not of:
        return None
    rule = next((rule for rule in draft.settings.rules if rule.key == key), None)
    people = draft.say("plain.people_base", base=draft.rule_label(rule.rate_base)) if rule and rule.rate_base else draft.say("plain.people")
    if n in (0, of):
        return draft.say("plain.share_none" if n == 0 else "plain.share_all", people=people)
    base = next((base for base in _BASES if n * base >= _LEAST * of), _BASES[-1])
    about = max(1, min(base - 1, round(n * base / of)))
    did = "plain.share_any" if key == ANY_MACRO else "plain.share"
    return draft.say(did, n=about, of=numbers.count(draft.voice.locale, base), people=people)


def _named(draft: Draft, key: str) -> str | None:
    own = next((one for one in draft.settings.named if one.key == key), None)
    if own is None:
        return None
    told = own.plain or _metric(draft, own.metric.model_copy(update={"named": None}))
    return draft.say("plain.sentence", plain=told.rstrip(".。")) if told else None


def _metric(draft: Draft, given: Metric) -> str | None:
    """What is measured, as a question that its number answers; None for sums and products."""
    if given.named is not None and (found := _named(draft, given.named)):
        return found
    if given.kind is MetricKind.RATIO and given.numerator and given.denominator:
        parts = (measures.metric(draft, part) for part in (given.numerator, given.denominator))
        return draft.say("plain.ratio", **dict(zip(("numerator", "denominator"), parts, strict=True)))
    if given.rule and (own := _own(draft, given.rule)):
        return own
    key = f"plain.metric.{given.kind}"
    if not draft.voice.knows(key):
        return None
    told = draft.say(key, rule=draft.rule_label(given.rule or ANY_MACRO))
    narrowed = any(getattr(given.scope, name) for name in type(given.scope).model_fields)
    return draft.say("plain.narrowed", plain=told) if narrowed else told
