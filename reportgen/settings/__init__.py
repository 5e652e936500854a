"""The YAML of a workspace -> frozen settings, with every problem placed and said at once.

The only room that reads YAML. Its door:

- `load(workspace, client)` gives `Loaded(settings, advice, files)` or raises SettingsError; `clients(workspace)` names the clients;
- `is_anothers(workspace, client, file)` says whether a file is in the folder of another client;
- `located(loaded, problem)` says where the setting stands that a room below found wrong;
- `approvals(workspace, client)` tells who approved which edition, `commentary(workspace, client, key)` what is written about a period;
- `lint(settings)` gives the advice, `digest(settings)` their SHA-256, `schemas()` the JSON Schemas of the files;
- `plain(settings)` writes them down, `restored(...)` reads that again;
- `known_presets(workspace)` are the vendors' tables of totals that an input may name;
- `picture(workspace, client, name)` is the file of a logo, `typeface(workspace, client, font)` the firm's font;
- `propose(events)` writes a first conversions.yaml from what exports contain, `scaffold(folder, ...)` a new workspace.
"""

from reportgen.settings.approvals import approvals
from reportgen.settings.clients import clients, is_anothers
from reportgen.settings.commentary import commentary
from reportgen.settings.lint import lint
from reportgen.settings.load import Loaded, digest, load, located, plain, restored
from reportgen.settings.pictures import located as picture
from reportgen.settings.presets import of as known_presets
from reportgen.settings.propose import SeenEvent, propose
from reportgen.settings.scaffold import scaffold, scaffold_workflows
from reportgen.settings.scaffold_inputs import NewInput
from reportgen.settings.schema import schemas
from reportgen.settings.typefaces import typeface

__all__ = [
    "Loaded",
    "NewInput",
    "SeenEvent",
    "approvals",
    "clients",
    "commentary",
    "digest",
    "is_anothers",
    "known_presets",
    "lint",
    "load",
    "located",
    "picture",
    "plain",
    "propose",
    "restored",
    "scaffold",
    "scaffold_workflows",
    "schemas",
    "typeface",
]
