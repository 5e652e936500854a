"""The salts of hashed member lists, from the environment: no settings file holds them, and nothing keeps them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from reportgen.errors import Place, Problem, SettingsError
from reportgen.model.settings import Settings


def salts(settings: Settings) -> Mapping[str, str]:
    """Input -> the salt of its hashes. Raises SettingsError for every one that the environment lacks."""
    named = {source.key: source.members.salt_env for source in settings.report.inputs if source.members and source.members.salt_env}
    right = "set it to the salt that the list was made with"
    missing = [
        Problem(Place("config/report.yaml"), f"inputs.{key}.members.salt_env", f"the environment has no {name}", right)
        for key, name in named.items()
        if not os.environ.get(name)
    ]
    if missing:
        raise SettingsError(missing)
    return {key: os.environ[name] for key, name in named.items()}
