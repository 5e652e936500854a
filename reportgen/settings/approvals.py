"""Who approved which edition: `config/approvals.yaml` of the workspace, or of the client alone."""

from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import SettingsError
from reportgen.model.settings import Approval
from reportgen.settings import convert
from reportgen.settings.convert import Trace
from reportgen.settings.files import APPROVALS
from reportgen.settings.guess import suggestion
from reportgen.settings.nodes import Items, Scalar, Table, read
from reportgen.settings.sugar import DIALECT

TOP = "approvals"


def approvals(workspace: Path, client: str | None = None) -> tuple[Approval, ...]:
    """Every approval in the file; none without one. A client's editions are approved in its own folder: those of the base are others.

    Raises SettingsError with every problem found.
    """
    folder = "config" if client is None else f"clients/{client}/config"
    file = workspace / folder / APPROVALS
    if not file.exists():
        return ()
    tree, problems = read(file, f"{folder}/{APPROVALS}")
    trace = Trace(problems=list(problems))
    found = _found(tree, trace) if tree is not None else ()
    if trace.problems:
        raise SettingsError(trace.problems)
    return tuple(found)


def _found(tree: Table, trace: Trace) -> Sequence[Approval]:
    for name, child in tree.entries.items():
        if name != TOP:
            trace.problem(child, "is not a setting", suggestion(name, (TOP,)))
    node = tree.entries.get(TOP)
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    children = node.items if isinstance(node, Items) else (node,)
    return [one for one in (convert.record(child, Approval, trace, DIALECT) for child in children) if one is not None]
