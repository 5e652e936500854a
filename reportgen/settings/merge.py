"""A client's settings over the base's: one rule, fixed once.

Mappings merge key by key; lists and single values replace; `null` removes what the base has. What describes one thing
in several words (`match`, `metric`, `target` or `targets`, `baseline`, `value`, `weighted`, a brand's `font`) is replaced whole, and a logo
of the client's own takes the base's variants away. Every node keeps its own file's place.
"""

from reportgen.settings.nodes import Node, Scalar, Table

WHOLE = frozenset({"match", "metric", "target", "targets", "baseline", "value", "weighted"})
FONT = "brand.font"
KEYED = frozenset({"conversions", "goals", "combined"})
VARIANTS = {"brand": ("logo", ("logo_dark", "logo_mail"))}
"""Options that are another's variants: whoever replaces that one does not want the base's."""


def merged(base: Table, over: Table) -> Table:
    """The base with the client's entries over it; the base's order first, new keys after it."""
    leader, variants = VARIANTS.get(over.path, ("", ()))
    entries = {key: node for key, node in base.entries.items() if leader not in over.entries or key not in variants}
    for key, node in over.entries.items():
        below = entries.get(key)
        if below is not None and isinstance(node, Scalar) and node.is_null and not node.is_empty:
            del entries[key]
        elif isinstance(below, Table) and isinstance(node, Table) and not _is_whole(node):
            entries[key] = merged(below, node)
        else:
            entries[key] = node
    return Table(over.place, over.path, entries)


def _is_whole(node: Node) -> bool:
    """Whether the node is replaced as one: `brand.font`, and an option of a rule or goal such as `goals.KEY.metric`."""
    parts = node.path.split(".")
    return node.path == FONT or (len(parts) == 3 and parts[0] in KEYED and parts[2] in WHOLE)
