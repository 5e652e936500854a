"""How a combined goal is written: `all_of: [a, b]`, `any_of: [a, b]`, `weighted: {a: 2, b: 1}`, or `goal: a` with `while: [b]`."""

from collections.abc import Iterable

from reportgen.model.settings import Combine
from reportgen.settings.convert import Trace
from reportgen.settings.nodes import Items, Node, Scalar, Table

KINDS = {
    "all_of": Combine.ALL_OF,
    "any_of": Combine.ANY_OF,
    "weighted": Combine.WEIGHTED,
    "goal": Combine.GUARDED,
}
"""The option that says how its parts make it."""

WAYS = "`all_of: [a, b]`, `any_of: [a, b]`, `weighted: {a: 2, b: 1}` or `goal: a` with `while: [b]`"


def combined(node: Node, trace: Trace) -> Node | None:
    """The combined goal with its way named and its parts as a list."""
    if not isinstance(node, Table) or "" in node.entries:
        return node
    ways = [name for name in KINDS if name in node.entries]
    if len(ways) != 1:
        named = ", ".join(f"`{name}`" for name in ways)
        wrong = f"says {named}: it can only be made in one way" if ways else "does not say what it is made of"
        return trace.refusal(node, wrong, f"write {WAYS}")
    (way,) = ways
    parts = _parts(node, way, trace)
    if parts is None:
        return None
    rest = {name: child for name, child in node.entries.items() if name not in (*KINDS, "while")}
    kind = Scalar(node.place, node.path, KINDS[way].value)
    return Table(node.place, node.path, {**rest, "combine": kind, "parts": Items(node.place, node.path, tuple(parts))})


def _parts(node: Table, way: str, trace: Trace) -> list[Node] | None:
    written = node.entries[way]
    guards = node.entries.get("while")
    if way == "goal":
        return _guarded(node, written, guards, trace)
    if guards is not None:
        trace.problem(guards, f"does not go together with `{way}`", "write `goal: a` with `while: [b]`")
        return None
    parts = _weighted(written, trace) if way == "weighted" else _listed(written)
    if parts is not None and len(parts) < 2:
        trace.problem(written, "needs at least two goals", f"write {WAYS}")
        return None
    return parts


def _guarded(node: Table, aim: Node, guards: Node | None, trace: Trace) -> list[Node] | None:
    if not isinstance(aim, Scalar):
        trace.problem(aim, "is not a single goal", "write the one goal that is the aim, and the others in `while`")
        return None
    held = [] if guards is None else _listed(guards)
    if not held:
        trace.problem(guards or node, "says no goals that have to hold meanwhile", "write `while: [KEY]`")
        return None
    return [*_listed(aim), *held]


def _weighted(written: Node, trace: Trace) -> list[Node] | None:
    if not isinstance(written, Table):
        trace.problem(written, "is no mapping of goals to weights", "write `weighted: {a: 2, b: 1}`")
        return None
    return [_part(child, Scalar(child.place, child.path, key), weight=child) for key, child in written.entries.items()]


def _listed(written: Node) -> list[Node]:
    children: Iterable[Node] = written.items if isinstance(written, Items) else (written,)
    return [_part(child, child) for child in children]


def _part(at: Node, goal: Node, weight: Node | None = None) -> Table:
    return Table(at.place, at.path, {"goal": goal} if weight is None else {"goal": goal, "weight": weight})
