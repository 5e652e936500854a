"""What enhances a site's pages: the script that they all share, and the list of periods that it leads to."""

import json
from collections.abc import Sequence

from reportgen.model.document import IndexEntry
from reportgen.render.templates import Shell, folders

SCRIPT, PERIODS = "report.js", "periods.js"


def scripts(entries: Sequence[IndexEntry], shell: Shell, top: str) -> dict[str, bytes]:
    """Name -> content of the scripts that pages expect in their `assets/`. `entries` are the site's periods, `top` is the way to the site's
    top from the folder of the scripts. The periods stand beside the pages, not in them: no page changes when a month is added."""
    places = ",\n".join(json.dumps([entry.key, entry.title]) for entry in entries)
    script = next(file for folder in folders(shell) if (file := folder / SCRIPT).is_file())
    return {SCRIPT: script.read_bytes(), PERIODS: f"self.periods = {{ top: {json.dumps(top)}, all: [\n{places}\n] }};\n".encode()}
