"""The YAML of a workspace -> frozen settings, with every problem placed and said at once.

The only room that reads YAML. Its door:

- `load(workspace, client)` gives `Loaded(settings, warnings, files)` or raises SettingsError;
- `clients(workspace)` names the clients, `lint(settings)` the warnings, `digest(settings)` their SHA-256.
"""

from reportgen.settings.files import clients
from reportgen.settings.lint import lint
from reportgen.settings.load import Loaded, digest, load

__all__ = ["Loaded", "clients", "digest", "lint", "load"]
