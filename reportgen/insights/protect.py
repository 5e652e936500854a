"""What works still works? Protected channels, campaigns and rules against earlier periods, and what rose meanwhile (002-17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from reportgen import stats
from reportgen.insights.comparison import Comparisons, Side, count_change, rate_change
from reportgen.insights.rules import ANY_MACRO, converted, rate_of, rate_spread, visitor_rate
from reportgen.insights.weeks import count_phi
from reportgen.model.channel_findings import Kind, ProtectFinding, Protection, Watched
from reportgen.model.counts import Counts, Dimension, PeriodCounts
from reportgen.model.settings import Settings
from reportgen.stats import CountChange, Dispersion, Rate, RateChange, Verdict

MOST = 3
HALF = 0.5
DIMENSIONS = {Kind.CHANNEL: Dimension.CHANNEL, Kind.CAMPAIGN: Dimension.CAMPAIGN}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compared: a slice under its name (or pattern), or a rule."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Noise:
    """How much a rule's weekly rates and counts wobble, and the rule that its rate is of."""

    base: str | None
    spread: Dispersion
    phi: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Its rate, and what is counted of it."""

    rate: Rate
    count: int


@dataclass(frozen=True, slots=True)
class Look:
    """One subject in the period of so many `days`, against one earlier period."""

    subject: Subject
    side: Side
    rate: RateChange
    count: CountChange
    days: int


def protect(settings: Settings, counts: Counts, sides: Comparisons) -> ProtectFinding | None:
    """None where there is no macro, or nothing to protect."""
    declared = settings.report.protect
    if not settings.macros:
        return None
    named = (
        [Subject(Kind.CHANNEL, one) for one in declared.channels]
        + [Subject(Kind.CAMPAIGN, one) for one in declared.campaigns]
        + [Subject(Kind.RULE, one) for one in declared.rules]
        if declared
        else [Subject(Kind.CHANNEL, one) for one in _pillars(counts, sides)]
    )
    if not named:
        return None
    watched = _judged(_looks(settings, counts, sides, named), named)
    others = [one for one in _others(settings, counts) if not _covered(one, named)]
    return ProtectFinding(declared is not None, watched, _gains(_looks(settings, counts, sides, others)))


def _pillars(counts: Counts, sides: Comparisons) -> list[str]:
    """The channels that bring half of all macro visitors, three at most; none where there are under twenty.

    Chosen from all compared periods together: chosen from the earlier one alone, the luckiest would fall back by chance.
    """
    totals: dict[str, int] = {}
    for part in (counts.current, sides.previous.counts, sides.year.counts):
        for one in part.by.get(Dimension.CHANNEL, ()) if part else ():
            if not one.value.startswith("("):
                totals[one.value] = totals.get(one.value, 0) + visitor_rate(one, ANY_MACRO).n
    everyone, seen = sum(totals.values()), 0
    found: list[str] = []
    for value in sorted(totals, key=lambda name: (-totals[name], name)):
        if not stats.enough_macros(everyone) or 2 * seen >= everyone or len(found) == MOST:
            break
        found.append(value)
        seen += totals[value]
    return found


def _others(settings: Settings, counts: Counts) -> list[Subject]:
    """Everything that might have gained."""
    slices = [
        Subject(kind, one.value)
        for kind, dimension in DIMENSIONS.items()
        for one in counts.current.by.get(dimension, ())
        if not one.value.startswith("(")
    ]
    return [*slices, *(Subject(Kind.RULE, rule.key) for rule in (*settings.macros, *settings.micros) if not rule.rate_base)]


def _covered(one: Subject, named: Sequence[Subject]) -> bool:
    return any(one.kind is each.kind and fnmatchcase(one.value, each.value) for each in named)


def _judged(looks: Sequence[Look], subjects: Sequence[Subject]) -> tuple[Watched, ...]:
    """By the comparison in which it fell, else by the first that can be made, the period before first."""
    falls = _moved(looks, Verdict.DOWN)
    found = []
    for subject in subjects:
        own = [look for look in looks if look.subject == subject]
        fallen = next((look for look in falls if look.subject == subject), None)
        able = [look for look in own if look.count.verdict is not Verdict.NOT_COMPARABLE and look.side.counts]
        found.append(_record(fallen, Protection.FALLEN) if fallen else _record(*_standing([*able, *own][0])))
    return tuple(found)


def _standing(look: Look) -> tuple[Look, Protection]:
    if look.count.verdict is Verdict.NOT_COMPARABLE or look.side.counts is None:
        return look, Protection.NOT_COMPARABLE
    low = look.count.interval.low if look.count.interval else 0.0
    return look, Protection.HOLDS if low > HALF or look.count.verdict is Verdict.UP else Protection.TOO_FEW


def _record(look: Look, protection: Protection) -> Watched:
    since = look.side.counts.period if look.side.counts else None
    return Watched(look.subject.kind, look.subject.value, protection, since, look.rate, look.count)


def _gains(looks: Sequence[Look]) -> tuple[Watched, ...]:
    """What rose, each once, by its clearest comparison."""
    rose = sorted(_moved(looks, Verdict.UP), key=lambda look: (look.count.p_value or 0.0, look.subject.kind, look.subject.value))
    best: dict[Subject, Look] = {}
    for look in rose:
        best.setdefault(look.subject, look)
    return tuple(_record(look, Protection.HOLDS) for look in best.values())


def _looks(settings: Settings, counts: Counts, sides: Comparisons, subjects: Sequence[Subject]) -> list[Look]:
    """Each subject against the period before and the year before."""
    bases = {rule.key: rule.rate_base for rule in settings.rules}
    rules = {subject: subject.value if subject.kind is Kind.RULE else ANY_MACRO for subject in subjects}
    noise = {rule: _noise(counts, rule, bases.get(rule)) for rule in set(rules.values())}
    return [_look(counts, subject, side, noise[rule]) for subject, rule in rules.items() for side in (sides.previous, sides.year)]


def _noise(counts: Counts, rule: str, base: str | None) -> Noise:
    return Noise(base, rate_spread(counts, rule, base), count_phi(counts, rule, lambda _, done: done.conversions))


def _look(counts: Counts, subject: Subject, side: Side, noise: Noise) -> Look:
    now = _of_subject(counts.current, subject, noise.base)
    return Look(
        subject,
        side,
        rate_change(side, now.rate, noise.spread, lambda part: _of_subject(part, subject, noise.base).rate),
        count_change(side, now.count, noise.phi, lambda part: _of_subject(part, subject, noise.base).count),
        counts.current.period.days,
    )


def _of_subject(part: PeriodCounts, subject: Subject, base: str | None) -> Tally:
    """Of a rule its conversions; of a channel or campaign its visitors with any macro."""
    if subject.kind is Kind.RULE:
        return Tally(rate_of(part, subject.value, base), converted(part, subject.value).conversions)
    slices = part.by.get(DIMENSIONS[subject.kind], ())
    rate = sum((visitor_rate(one, ANY_MACRO) for one in slices if fnmatchcase(one.value, subject.value)), Rate(0, 0))
    return Tally(rate, rate.n)


def _moved(looks: Sequence[Look], verdict: Verdict) -> list[Look]:
    """Those whose count moved that way, corrected for all of them, and by at least 5 % a day too: months are not equally long."""
    tested = [look for look in looks if look.count.p_value is not None]
    q_values = stats.false_discovery([look.count.p_value or 0.0 for look in tested])
    return [
        look
        for look, q in zip(tested, q_values, strict=True)
        if look.count.verdict is verdict and stats.stands_out(q) and _by_day(look, verdict)
    ]


def _by_day(look: Look, verdict: Verdict) -> bool:
    earlier = look.side.counts
    if earlier is None or not look.count.before:
        return True
    a_day = (look.count.after * earlier.period.days) / (look.count.before * look.days) - 1
    return a_day >= stats.MIN_RELATIVE_CHANGE if verdict is Verdict.UP else a_day <= -stats.MIN_RELATIVE_CHANGE
