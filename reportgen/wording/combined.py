"""Goals made of others: their card, their line on the board, and how the whole follows from its parts."""

from collections.abc import Callable

from reportgen.model.charts import BulletChart, Words
from reportgen.model.document import Cell, Column, Fact, Figure, GoalCard, GoalLine, Row, Table
from reportgen.model.findings import CombinedFinding, GoalFinding, GoalStatus, PartFinding
from reportgen.model.reasons import CombinedReason
from reportgen.model.settings import Combine
from reportgen.wording import goal_facts, numbers, projections
from reportgen.wording.badges import badge
from reportgen.wording.chances import between
from reportgen.wording.draft import Draft, Speech

_UNKNOWN = frozenset({GoalStatus.NOT_STARTED, GoalStatus.NOT_COMPARABLE, GoalStatus.NOT_ENOUGH_DATA, GoalStatus.RAMPING})
_CLOSED = frozenset({GoalStatus.ACHIEVED, GoalStatus.MISSED})
_NAMED: dict[str, Callable[[CombinedFinding, PartFinding], bool]] = {
    CombinedReason.PART_MISSED: lambda _, part: part.status is GoalStatus.MISSED,
    CombinedReason.ONE_REACHED: lambda _, part: part.status is GoalStatus.ACHIEVED,
    CombinedReason.WEAKEST: lambda whole, part: part.status is whole.status,
    CombinedReason.STRONGEST: lambda whole, part: part.status is whole.status,
    CombinedReason.PART_UNKNOWN: lambda _, part: part.status in _UNKNOWN,
    CombinedReason.GUARD_BROKEN: lambda _, part: part.guards and part.status in (GoalStatus.MISSED, GoalStatus.OFF_TRACK),
    CombinedReason.GUARD_UNKNOWN: lambda _, part: part.guards and part.status in _UNKNOWN,
}


def card_id(key: str) -> str:
    return f"goal-{key}"


def bullet_id(key: str) -> str:
    return f"bullet-{key}"


def card(draft: Draft, goal: CombinedFinding) -> GoalCard:
    """The whole: its status and reason, its chance, its parts."""
    return GoalCard(
        id=card_id(goal.key),
        label=goal.label,
        owner=goal.owner,
        tier=draft.say("combined.tier"),
        badge=badge(draft, goal.status),
        sentence=sentence(draft, goal),
        letters=(),
        facts=_facts(draft, goal),
        figure=None,
        note=goal.note,
        metric=_made_of(draft, goal),
        tables=(_parts(draft, goal),),
    )


def sentence(draft: Speech, goal: CombinedFinding) -> str:
    """How the whole follows from its parts, and the chance of it."""
    found = [*([_reason(draft, goal)] if goal.reason else []), *_chance_sentence(draft, goal)]
    return draft.together(found) or draft.say("combined.no_reason")


def _reason(draft: Speech, goal: CombinedFinding) -> str:
    named = _NAMED.get(goal.reason or "")
    parts = [part.label for part in goal.parts if named is None or named(goal, part)] or [part.label for part in goal.parts]
    told = {"parts": draft.listed(parts), "status": draft.say(f"front.one.{goal.status}")}
    if goal.reason == CombinedReason.SCORE:
        told |= {"score": _share(draft, goal.score), "expected": _share(draft, goal.expected), "target": _share(draft, goal.target)}
    return draft.say(f"reason.{goal.reason}", n=len(parts), **told)


def _chance_sentence(draft: Speech, goal: CombinedFinding) -> tuple[str, ...]:
    said = chance_text(draft, goal)
    if said is None:
        return ()
    assert goal.probability is not None
    low, high = goal.probability
    sure = between(draft, low, low) == between(draft, high, high)
    return (draft.say("combined.chance" if sure else "combined.chance_range", chance=said),)


def chance_text(draft: Speech, goal: CombinedFinding) -> str | None:
    """The chance between its bounds; None where it is not known or nothing is left to chance."""
    if goal.probability is None or goal.status in _CLOSED:
        return None
    return between(draft, *goal.probability)


def _share(draft: Speech, share: float | None) -> str:
    return draft.say("number.none") if share is None else numbers.percent(draft.voice.locale, share, 0)


def _facts(draft: Draft, goal: CombinedFinding) -> tuple[Fact, ...]:
    found = []
    if goal.score is not None:
        found.append(Fact(draft.say("combined.fact.score"), _share(draft, goal.score), note=draft.say("combined.fact.score_note")))
        found.append(Fact(draft.say("goals.fact.target"), _share(draft, goal.target)))
        if goal.expected is not None:
            found.append(Fact(draft.say("goals.fact.expected"), _share(draft, goal.expected)))
    else:
        found.append(Fact(draft.say("goals.fact.actual"), _so_far(draft, goal)))
        found.append(Fact(draft.say("goals.fact.target"), _wanted(draft, goal)))
    said = chance_text(draft, goal)
    if said:
        found.append(Fact(draft.say("goals.fact.probability"), said))
    return (*found, Fact(draft.say("goals.fact.deadline"), draft.day(goal.deadline)))


def _so_far(draft: Speech, goal: CombinedFinding) -> str:
    """How many parts are reached; of a guarded goal its aim's own number."""
    aim = _aim(draft, goal)
    if aim is not None:
        return goal_facts.value(draft, aim, aim.actual)
    return draft.say("combined.reached", n=sum(part.status is GoalStatus.ACHIEVED for part in goal.parts), of=len(goal.parts))


def _wanted(draft: Speech, goal: CombinedFinding) -> str:
    if goal.combine is Combine.WEIGHTED:
        return _share(draft, goal.target)
    aim = _aim(draft, goal)
    if aim is not None:
        return goal_facts.target(draft, aim)
    return draft.say("combined.wanted_any_of" if goal.combine is Combine.ANY_OF else "combined.wanted_all_of", n=len(goal.parts))


def _aim(draft: Speech, goal: CombinedFinding) -> GoalFinding | None:
    """What a guarded goal is about."""
    key = next((part.key for part in goal.parts if not part.guards), None)
    return next((one for one in draft.findings.goals if one.key == key and goal.combine is Combine.GUARDED), None)


def _made_of(draft: Speech, goal: CombinedFinding) -> str:
    """What it is made of: `Quote requests and Contact rate, both of them`."""
    aims = draft.listed(part.label for part in goal.parts if not part.guards)
    guards = draft.listed(part.label for part in goal.parts if part.guards)
    return draft.say(f"combined.made_of_{goal.combine}", parts=aims, guards=guards, target=_share(draft, goal.target))


def _parts(draft: Draft, goal: CombinedFinding) -> Table:
    is_weighted = goal.combine is Combine.WEIGHTED
    names = ("part", *(["weight"] if is_weighted else []), *(["role"] if goal.combine is Combine.GUARDED else []), "status", "chance")
    columns = tuple(Column(draft.say(f"combined.column_{name}"), numeric=name in ("weight", "chance")) for name in names)
    rows = tuple(Row(tuple(_part_cells(draft, part)[name] for name in names)) for part in goal.parts)
    return Table(f"parts-{goal.key}", draft.say("combined.parts"), columns, rows)


def _part_cells(draft: Draft, part: PartFinding) -> dict[str, Cell]:
    found = next((one for one in draft.findings.goals if one.key == part.key), None)
    said = badge(draft, part.status)
    return {
        "part": Cell(part.label),
        "weight": Cell(numbers.amount(draft.voice.locale, part.weight), sort=part.weight),
        "role": Cell(draft.say("combined.guard" if part.guards else "combined.aim")),
        "status": Cell(said.text, tone=said.tone),
        "chance": _chance_cell(draft, found),
    }


def _chance_cell(draft: Draft, part: GoalFinding | None) -> Cell:
    said = goal_facts.probability(draft, part) if part else None
    return Cell(said, sort=projections.probability(part)) if part and said else Cell(draft.say("number.none"))


def line(draft: Speech, goal: CombinedFinding) -> GoalLine:
    """The whole in one line of the board, its parts beside it."""
    return GoalLine(
        id=card_id(goal.key),
        label=goal.label,
        owner=goal.owner,
        badge=badge(draft, goal.status),
        actual=_share(draft, goal.score) if goal.score is not None else _so_far(draft, goal),
        target=_wanted(draft, goal),
        progress=None,
        due=draft.day(goal.deadline),
        probability=chance_text(draft, goal),
        chart=bullet_id(goal.key) if _has_bullet(goal) else None,
        parts=_made_of(draft, goal),
    )


def _has_bullet(goal: CombinedFinding) -> bool:
    return goal.score is not None


def bullets(draft: Draft) -> tuple[Figure, ...]:
    """The small charts of weighted goals: the score against its target."""
    return tuple(Figure(bullet_id(goal.key), _bullet(draft, goal)) for goal in draft.findings.combined if _has_bullet(goal))


def _bullet(draft: Draft, goal: CombinedFinding) -> BulletChart:
    told = {"label": goal.label, "actual": _share(draft, goal.score), "target": _share(draft, goal.target)}
    key = "chart.bullet_alt" if goal.expected is None else "chart.bullet_alt_expected"
    alt = draft.say(key, **told, expected=_share(draft, goal.expected))
    words = Words(draft.say("chart.bullet_title", **told), alt, {}, {}, {})
    return BulletChart(goal.score or 0.0, goal.expected, goal.target, False, words)
