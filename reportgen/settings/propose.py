"""A first `conversions.yaml` from the events that exports contain: proposals to read and change, each with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.settings.known_events import KINDS, ROUTINE, VISITOR, Kind, Role, normal
from reportgen.settings.yaml_text import text, texts

MOST_MACROS = 2
MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event name found in exports: its rows and visitors, its parameters with some of their values, whether rows carry money."""

    name: str
    rows: int
    visitors: int
    params: Mapping[str, tuple[str, ...]]
    has_amount: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A kind with the events that fit it, the most frequent first; with those left alone that only stand in for them."""

    kind: Kind
    events: tuple[SeenEvent, ...]
    unused: tuple[SeenEvent, ...] = ()

    @property
    def by(self) -> tuple[str, ...]:
        names = {name for event in self.events for name in event.params}
        return tuple(name for name in self.kind.by if name in names)[:2]


USUAL = tuple(SeenEvent(name, 0, 0, {}) for name in ("generate_lead", "sign_up", "file_download", "video_start", "scroll"))
"""What stands in the file when no export has been looked at, or nothing in it looks like a conversion."""


def propose(events: Sequence[SeenEvent], *, totals: bool = False) -> str:
    """The text of a `conversions.yaml` that loads: at most two macros, micros that support them, and what was left out.

    Without any event that looks like a conversion the usual GA4 events stand in, and the text says so. `totals`: the exports hold numbers
    without people behind them, and no events.
    """
    found, rest = _sorted_out(events)
    guessed = not found
    if guessed:
        found, _ = _sorted_out(USUAL)
    macros = _macros(found)
    micros = [each for each in found if each not in macros]
    lines = list(_head(guessed, bool(events), totals=totals))
    lines += ["  # Macro: what touches the bottom line. One or two get closer attention than a long list.", ""]
    for each in macros:
        lines += [*_macro(each), ""]
    if micros:
        lines += ["  # Micro: signs of interest on the way to a macro. There may be many; take out what says nothing.", ""]
    for each in micros:
        lines += [*_micro(each, macros), ""]
    lines += _left_out(rest)
    return "\n".join(lines).rstrip() + "\n"


def _sorted_out(events: Sequence[SeenEvent]) -> tuple[list[_Found], list[SeenEvent]]:
    """The kinds found in their own order, and the events of no kind."""
    taken: dict[str, list[SeenEvent]] = {}
    rest: list[SeenEvent] = []
    for event in sorted(events, key=lambda each: (-each.rows, each.name)):
        kind = None if ROUTINE.fullmatch(normal(event.name)) else next((kind for kind in KINDS if kind.fits(event.name)), None)
        if kind is None:
            rest.append(event)
        else:
            taken.setdefault(kind.key, []).append(event)
    return [_found(kind, taken[kind.key]) for kind in KINDS if kind.key in taken], rest


def _found(kind: Kind, events: Sequence[SeenEvent]) -> _Found:
    """The events that are the thing itself, where any is; else those that stand in for it."""
    itself = tuple(event for event in events if not kind.stands_in(event.name))
    return _Found(kind, itself or tuple(events), tuple(event for event in events if event not in itself) if itself else ())


def _macros(found: list[_Found]) -> list[_Found]:
    """The sales and leads nearest to the bottom line; without any, the nearest sign stands in."""
    nearest = [each for role in (Role.SALE, Role.LEAD) for each in found if each.kind.role is role]
    return nearest[:MOST_MACROS] or found[:1]


def _head(guessed: bool, looked: bool, *, totals: bool) -> Iterator[str]:
    yield "# yaml-language-server: $schema=./conversions.schema.json"
    yield "#"
    if guessed and totals:
        yield "# Your exports hold totals and no events, so that nothing can match yet: these are the usual events of GA4."
        yield "# Goals can name the totals already, as INPUT.MEASURE."
    elif guessed:
        seen = "None of the events seen looks like a conversion" if looked else "No export has been looked at"
        yield f"# {seen}: these are the usual events of GA4. Put your own in their place."
    else:
        yield "# Proposed from the events in your exports. Read each one: keep what matters to the business, take out the rest."
    yield "# A rule's key keeps its history; its label is what readers see. Every option: docs/settings.md."
    yield ""
    yield "conversions:"


def _macro(found: _Found) -> Iterator[str]:
    kind = found.kind
    yield f"  # {_counts(found)}: {kind.why}."
    yield f"  {kind.key}:"
    yield f"    label: {kind.label}"
    yield "    tier: macro"
    yield f"    match: {{event: {texts([event.name for event in found.events])}}}"
    yield f"    outcome: {kind.outcome or 'A visitor becomes a customer.'}   # say it in your own words: it is printed"
    yield from _breakdown(found)
    if any(event.has_amount for event in found.events):
        yield "    # Its value is the events' own amounts."
    else:
        yield "    # value: {fixed: 100, source: where the number comes from}"
    yield "    # journey: long          # when months pass between the first visit and this"


def _micro(found: _Found, macros: list[_Found]) -> Iterator[str]:
    kind = found.kind
    yield f"  # {_counts(found)}: {kind.why}."
    yield f"  {kind.key}:"
    yield f"    label: {kind.label}"
    yield "    tier: micro"
    yield f"    match: {{event: {texts([event.name for event in found.events])}{_by_visitor(found)}}}{_unused(found)}"
    yield f"    stage: {kind.stage}"
    yield f"    supports: {texts(_led_to(kind, macros))}"
    if kind.counting != "event":
        yield f"    counting: {kind.counting}"
    yield from _breakdown(found)
    if kind.proxy and (not kind.instead or all(kind.stands_in(event.name) for event in found.events)):
        yield f"    proxy: {kind.proxy}"


def _by_visitor(found: _Found) -> str:
    """The condition that a visitor sent it, where a parameter of every event says who did and the values seen name a visitor."""
    for name in found.kind.sent_by:
        said = [value for event in found.events for value in event.params.get(name, ())]
        visitors = [value for value in dict.fromkeys(said) if VISITOR.fullmatch(value)]
        if visitors and all(name in event.params for event in found.events):
            return f", params: {{{name}: {texts(visitors)}}}"
    return ""


def _unused(found: _Found) -> str:
    return f"   # not {', '.join(text(event.name) for event in found.unused)}: that alone is not enough" if found.unused else ""


def _led_to(kind: Kind, macros: list[_Found]) -> list[str]:
    """The macros that a micro may lead to: what belongs to the shop leads to sales, where there are any."""
    sales = [each.kind.key for each in macros if each.kind.role is Role.SALE]
    return sales if kind.shop and sales else [each.kind.key for each in macros]


def _breakdown(found: _Found) -> Iterator[str]:
    if found.by:
        yield f"    by: {texts(found.by)}{_values(found)}"


def _values(found: _Found) -> str:
    """Some values of the first parameter, as a comment: they show what the breakdown will look like."""
    values = [value for event in found.events for value in event.params.get(found.by[0], ())]
    some = list(dict.fromkeys(values))[:4]
    return f"   # such as {', '.join(text(value) for value in some)}" if some else ""


def _left_out(rest: Sequence[SeenEvent]) -> list[str]:
    if not rest:
        return []
    lines = ["  # Left out, because every visit has them or their names say too little:"]
    lines += [f"  #   {text(event.name)}: {_rows(event.rows, event.visitors)}" for event in rest[:MOST_LISTED]]
    return [*lines, f"  #   and {len(rest) - MOST_LISTED} more"] if len(rest) > MOST_LISTED else lines


def _counts(found: _Found) -> str:
    rows = sum(event.rows for event in found.events)
    if not rows:
        return "Not looked for yet"
    if len(found.events) == 1:
        return f"{_rows(rows, found.events[0].visitors)}"
    return f"{_plural(rows, 'event')} under {len(found.events)} names (keep one, if they are sent for the same thing)"


def _rows(rows: int, visitors: int) -> str:
    return f"{_plural(rows, 'event')} of {_plural(visitors, 'visitor')}"


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
