"""A goal's own shorthands: dates as people say them, targets as `+15%`, baselines as `{year: 2013}`.

Whatever can be read in two ways is refused with both readings named.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from reportgen.model.settings import BaselineKind, Direction, MetricKind
from reportgen.settings import scalars, target_periods
from reportgen.settings.convert import Trace, register
from reportgen.settings.guess import suggestion
from reportgen.settings.nodes import Items, Node, Scalar, Table, joined, relocated

SHARES = frozenset({MetricKind.RATE, MetricKind.ENGAGEMENT_RATE, MetricKind.BOUNCE_RATE})
"""Metrics whose value is a share, so that `3%` is a value and not a change."""


def goal(node: Node, trace: Trace) -> Node | None:
    """The goal with its targets, versions and baseline opened and its deadline made the exclusive end."""
    if not isinstance(node, Table) or "" in node.entries:
        return node
    entries = dict(node.entries)
    kind = _metric_kind(entries.get("metric"))
    _open_target(entries, kind, trace)
    if "targets" in entries:
        entries.update(_targets(node, entries, trace))
    for option in ("milestones", "earlier"):
        if option in entries:
            entries[option] = _listed(entries[option], trace)
    if "earlier" in entries:
        entries["earlier"] = _earlier(entries["earlier"], kind, trace)
    if "ramp" in entries:
        entries["ramp"] = _ramp(entries["ramp"], trace)
    if "baseline" in entries:
        entries["baseline"] = _opened(entries["baseline"], _baseline(entries["baseline"], kind, trace), trace)
    if "by" in entries:
        entries["by"] = day_after(entries["by"])
    return Table(node.place, node.path, entries)


def _open_target(entries: dict[str, Node], kind: MetricKind | None, trace: Trace) -> None:
    if "target" in entries:
        entries["target"] = _opened(entries["target"], _target(entries["target"], kind, trace), trace)


def _targets(goal: Node, entries: Mapping[str, Node], trace: Trace) -> dict[str, Node]:
    """The targets of months and quarters, and where nothing else says it, their sum as the target."""
    written = entries["targets"]
    found = {"targets": _opened(written, target_periods.opened(written, trace), trace)}
    if "target" in entries:
        return found
    path = joined(goal.path, "target")
    trace.places.setdefault(path, written.place)
    whole = target_periods.total(written)
    if whole is None or written.path in trace.refused:
        trace.refused.add(path)
        return {**found, "target": Scalar(written.place, path, "")}
    return {**found, "target": _target_of(Scalar(written.place, path, ""), "value", whole, None, None)}


def _earlier(node: Node, kind: MetricKind | None, trace: Trace) -> Node:
    """The earlier versions with their targets opened as the goal's own is."""
    if isinstance(node, Items):
        return Items(node.place, node.path, tuple(_earlier(child, kind, trace) for child in node.items))
    if not isinstance(node, Table):
        return node
    entries = dict(node.entries)
    _open_target(entries, kind, trace)
    return Table(node.place, node.path, entries)


def _ramp(node: Node, trace: Trace) -> Node:
    if not isinstance(node, Table) or "like" not in node.entries:
        return node
    return Table(node.place, node.path, {**node.entries, "like": _listed(node.entries["like"], trace)})


def _listed(node: Node, trace: Trace) -> Node:
    """A single mapping as a list of one, under the paths that the checks know its options by."""
    if not isinstance(node, Table):
        return node
    one = relocated(node, joined(node.path, "0"))
    register(one, trace.places)
    return Items(node.place, node.path, (one,))


def day_after(node: Node) -> Node:
    """An inclusive last day as the exclusive end; what is no date stays, for conversion to refuse."""
    if not isinstance(node, Scalar):
        return node
    try:
        return _scalar(node, (scalars.day(node.text) + timedelta(days=1)).isoformat())
    except (scalars.MisreadError, OverflowError):
        return node


def _opened(node: Node, opened: Node | None, trace: Trace) -> Node:
    """The opened node; when opening failed, the node as it was, marked so that its problem is said once."""
    if opened is None:
        trace.refused.add(node.path)
        return node
    return opened


def _metric_kind(node: Node | None) -> MetricKind | None:
    """What the goal measures; None where the metric itself is wrong, and for one by formula, which may be anything."""
    name = node.text if isinstance(node, Scalar) else next(iter(node.entries), "") if isinstance(node, Table) else ""
    return MetricKind(name) if name in list(MetricKind) and name != MetricKind.NAMED else None


def _target(node: Node, kind: MetricKind | None, trace: Trace) -> Node | None:
    if isinstance(node, Scalar):
        return _number_to_reach(node, node, kind, None, trace)
    directions = [each.value for each in Direction]
    if isinstance(node, Table) and len(node.entries) == 1:
        name, inner = next(iter(node.entries.items()))
        if name not in directions:
            return trace.refusal(inner, "is not a target", suggestion(name, directions))
        if isinstance(inner, Scalar):
            return _number_to_reach(node, inner, kind, Direction(name), trace)
    return trace.refusal(node, "is not a target", "write `120`, `3%`, `+15%`, `{at_most: 40}` or `{at_least: 120}`")


def _number_to_reach(node: Node, written: Scalar, kind: MetricKind | None, direction: Direction | None, trace: Trace) -> Node | None:
    """A target's text as an absolute value or a change against the baseline."""
    text = written.text.strip()
    signed = text[:1] in {"+", "-", "\u2212"}
    is_percent = text.endswith("%")
    try:
        if signed and is_percent:
            return _target_of(node, "change", scalars.percent(text), direction, kind)
        if signed:
            raise scalars.MisreadError(
                f"`{text}` can be read in two ways",
                f"write {text}% for a change against the baseline, or {text[1:]} for the number to reach",
            )
        if is_percent and kind is not None and kind not in SHARES:
            raise scalars.MisreadError(
                f"`{text}` can be read in two ways",
                f"write +{text} for that much more than the baseline; a share to reach needs a rate as the metric",
            )
        number = scalars.share(text) if kind in SHARES or is_percent else scalars.number(text)
        if kind in SHARES:
            _check_rate(text, number)
        return _target_of(node, "value", number, direction, kind)
    except scalars.MisreadError as error:
        return trace.refusal(written, error.wrong, error.right)


def _check_rate(text: str, number: float) -> None:
    """A rate is a share of people or sessions: 0 to 1. Raises MisreadError for any other number."""
    if 0 <= number <= 1:
        return
    right = "write 100% or less" if text.endswith("%") or number > 100 else f"write {text}% for a share of {number:g} in 100"
    raise scalars.MisreadError(f"`{text}` is more than a rate can be", right)


def _target_of(node: Node, option: str, number: float, direction: Direction | None, kind: MetricKind | None) -> Node:
    """A fall, and a share of bounces, are targets to stay under; all else is to be reached, unless the settings say which."""
    falls = option == "change" and number < 0
    usual = Direction.AT_MOST if falls or (option == "value" and kind is MetricKind.BOUNCE_RATE) else Direction.AT_LEAST
    return Table(node.place, node.path, {"direction": _scalar(node, (direction or usual).value), option: _scalar(node, repr(number))})


def _baseline(node: Node, kind: MetricKind | None, trace: Trace) -> Node | None:
    usual = BaselineKind.SAME_PERIOD_LAST_YEAR
    if isinstance(node, Scalar):
        if node.text == usual:
            return _baseline_of(node, usual)
        return trace.refusal(node, *_bare_baseline(node.text))
    if isinstance(node, Table):
        options = set(node.entries)
        if options == {"year"}:
            return _year(node, node.entries["year"], trace)
        if options == {"from", "to"}:
            return _range(node, node.entries["from"], node.entries["to"], trace)
        if options == {"value"}:
            return _value(node, node.entries["value"], kind, trace)
    return trace.refusal(node, "is not a baseline", f"write `{usual}`, `{{year: 2013}}`, `{{from: DAY, to: DAY}}` or `{{value: 1000}}`")


def _bare_baseline(text: str) -> tuple[str, str]:
    """A bare number is a year or a value: nobody can tell which."""
    if scalars.NUMBER.fullmatch(text) or scalars.PERCENT.fullmatch(text):
        year = f"`{{year: {text}}}` for the calendar year, or " if text.isdigit() else ""
        return f"`{text}` can be read in two ways", f"write {year}`{{value: {text}}}` for that number"
    return f"`{text}` is not a baseline", suggestion(text, [BaselineKind.SAME_PERIOD_LAST_YEAR.value])


def _year(node: Table, written: Node, trace: Trace) -> Node | None:
    if not isinstance(written, Scalar) or not written.text.isdigit() or not 1970 <= int(written.text) <= 2999:
        return trace.refusal(written, "is not a year", "write four digits, such as 2013")
    begin, end = date(int(written.text), 1, 1), date(int(written.text) + 1, 1, 1)
    return _baseline_of(node, BaselineKind.RANGE, begin=_scalar(node, begin.isoformat()), end=_scalar(node, end.isoformat()))


def _range(node: Table, first: Node, last: Node, trace: Trace) -> Node | None:
    days: list[date] = []
    for written in (first, last):
        try:
            days.append(scalars.day(written.text if isinstance(written, Scalar) else ""))
        except scalars.MisreadError as error:
            trace.misread(written, error)
    if len(days) < 2:
        return None
    if days[0] > days[1]:
        return trace.refusal(last, f"{days[1]} is before `from` {days[0]}", "swap the two days")
    return _baseline_of(node, BaselineKind.RANGE, begin=first, end=day_after(last))


def _value(node: Table, written: Node, kind: MetricKind | None, trace: Trace) -> Node | None:
    try:
        text = written.text if isinstance(written, Scalar) else ""
        number = scalars.share(text) if kind in SHARES else scalars.number(text)
        if kind in SHARES and number > 0:
            _check_rate(text, number)
    except scalars.MisreadError as error:
        return trace.refusal(written, error.wrong, error.right)
    if number <= 0:
        return trace.refusal(written, f"{text} cannot be compared with", "write a number above zero")
    return _baseline_of(node, BaselineKind.VALUE, value=_scalar(written, repr(number)))


def _baseline_of(node: Node, kind: BaselineKind, **options: Node) -> Table:
    return Table(node.place, node.path, {"kind": _scalar(node, kind.value), **options})


def _scalar(node: Node, text: str) -> Scalar:
    return Scalar(node.place, node.path, text)
