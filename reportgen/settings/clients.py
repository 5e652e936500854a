"""The clients of a workspace: which names they may have, and whose a file is.

A client's name is a folder in the workspace, a folder in the site, an address and a word on the command line, on any machine.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from urllib.parse import quote

from reportgen.errors import UsageError
from reportgen.settings.guess import suggestion
from reportgen.settings.nodes import Items, Node, Scalar, Table

NAME = re.compile(r"[^\W_][\w .,&+'()-]{0,79}(?<![ .])")
TAKEN = re.compile(r"assets|latest|editions|[\w-]+\.(html|xml|json)|\d{4}-\d{2}.*|(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What stands beside the clients' folders in a site, and what Windows keeps for itself."""
PLACEHOLDER = "{client}"
PATHS = re.compile(r"inputs\.[^.]+(\.files(\.\d+)?)?|tracking_plan(\.\d+)?")
ADDRESSES = re.compile(r"delivery\.mail\.link")


def clients(workspace: Path) -> tuple[str, ...]:
    """The names under `clients/` that have a `config` folder, in alphabetical order. Raises UsageError for names that cannot stand side by
    side on every machine."""
    folder = workspace / "clients"
    names = sorted(each.name for each in folder.iterdir() if (each / "config").is_dir()) if folder.is_dir() else []
    for name in names:
        if wrong := _fault(name):
            raise UsageError(f"clients/{ascii(name)[1:-1]}: {wrong}")
    for one, other in combinations(names, 2):
        if _folded(one) == _folded(other):
            raise UsageError(f"clients/{one} and clients/{other} are one folder on many machines; rename one of them")
    return tuple(names)


def known(workspace: Path, client: str) -> str:
    """The client's name. Raises UsageError for one that is not there."""
    names = clients(workspace)
    if client not in names:
        raise UsageError(f"there is no client `{client}` under clients/; {suggestion(client, names)}")
    return client


def owner(workspace: Path, file: Path) -> str | None:
    """The client whose folder a file is in, wherever links lead; None for a file of nobody's."""
    clients, parts = _parts((workspace / "clients").resolve()), file.resolve().parts
    return parts[len(clients)] if _parts(file.resolve())[: len(clients)] == clients and len(parts) > len(clients) + 1 else None


def is_anothers(workspace: Path, client: str | None, file: Path) -> bool:
    """Whether a file is in the folder of another client. The workspace itself may read all of them."""
    whose = owner(workspace, file)
    return client is not None and whose is not None and _folded(whose) != _folded(client)


def addressed(tree: Table, client: str) -> Table:
    """report.yaml with the client's name where paths of exports and the site's address say `{client}`."""
    return Table(tree.place, tree.path, {name: _addressed(child, client) for name, child in tree.entries.items()})


def _addressed(node: Node, client: str) -> Node:
    if isinstance(node, Table):
        return addressed(node, client)
    if isinstance(node, Items):
        return Items(node.place, node.path, tuple(_addressed(child, client) for child in node.items))
    name = client if PATHS.fullmatch(node.path) else quote(client) if ADDRESSES.fullmatch(node.path) else None
    if name is None or PLACEHOLDER not in node.text:
        return node
    return Scalar(node.place, node.path, node.text.replace(PLACEHOLDER, name), node.plain, node.comment)


def _fault(name: str) -> str | None:
    if unicodedata.normalize("NFC", name) != name:
        return "its letters are written with loose accents, which other machines write as one; rename the folder"
    if not NAME.fullmatch(name):
        return "a client's name begins with a letter or digit and has letters, digits, spaces and -_.,&+'() alone; rename the folder"
    if TAKEN.fullmatch(name):
        return "a site has something of this name already; rename the folder"
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _parts(path: Path) -> Sequence[str]:
    return [_folded(part) for part in path.parts]
