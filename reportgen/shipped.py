"""Where the shipped templates and example settings are: beside the code when installed, else in the checkout."""

from functools import cache
from pathlib import Path


@cache
def folder(name: str) -> Path:
    """The shipped folder `templates` or `config`.

    A wheel carries them in `reportgen/_shipped/`; an editable install or a checkout has them beside
    `pyproject.toml`. Raises FileNotFoundError when neither is there (a broken installation).
    """
    package = Path(__file__).parent
    for candidate in (package / "_shipped" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"reportgen is installed without its {name} folder")
