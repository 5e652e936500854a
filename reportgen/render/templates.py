"""The one Jinja environment: a workspace's templates before the shipped ones, nothing undefined, everything escaped."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from reportgen import errors, shipped
from reportgen.model.document import Link

FONTS = MappingProxyType({400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2", 700: "Inter-Bold.woff2"})
"""Weight -> file in the templates' fonts folder."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds a page.

    `root` is the relative way up to the site's top (`../` from a period's folder, empty for the archive page); its assets lie in
    `ROOTassets/`. `overrides` is the workspace's own templates folder; a file there replaces the shipped one of that name.
    """

    root: str = "../"
    links: tuple[Link, ...] = ()
    overrides: Path | None = None
    logo: Path | None = None


def folders(shell: Shell) -> tuple[Path, ...]:
    """The template folders, first wins."""
    ours = shipped.folder("templates")
    return (shell.overrides, ours) if shell.overrides is not None and shell.overrides.is_dir() else (ours,)


def assets(shell: Shell) -> dict[str, bytes]:
    """Name -> content of the files that pages expect in the site's `assets/`: fonts with their licence, and the logo."""
    found = {file.name: file for folder in reversed(folders(shell)) for file in sorted(folder.glob("fonts/*")) if _is_asset(file)}
    if shell.logo is not None:
        found[logo_name(shell.logo)] = shell.logo
    return {name: file.read_bytes() for name, file in sorted(found.items())}


def logo_name(logo: Path) -> str:
    """The logo's name among the assets."""
    return f"logo{logo.suffix.lower()}"


def fonts(shell: Shell) -> dict[int, str]:
    """Weight -> file name of the fonts there are; a page without them falls back to the reader's own."""
    return {weight: name for weight, name in FONTS.items() if any((folder / "fonts" / name).is_file() for folder in folders(shell))}


def fill(name: str, shell: Shell, values: Mapping[str, object]) -> str:
    """The template filled with these values. Raises errors.TemplateFaultError where a template is wrong."""
    try:
        return _environment(shell).get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise errors.TemplateFaultError(error.filename or error.name or name, error.lineno, error.message or "") from error
    except TemplateError as error:
        file, line = _raised_in(error, shell)
        raise errors.TemplateFaultError(file or name, line, error.message or "") from error


def _environment(shell: Shell) -> Environment:
    ours = FileSystemLoader(shipped.folder("templates"))
    theirs = [FileSystemLoader(shell.overrides)] if shell.overrides is not None else []
    return Environment(
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({"shipped": ours})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _raised_in(error: TemplateError, shell: Shell) -> tuple[str | None, int | None]:
    """The innermost template line that an error came through: Jinja maps its frames back to template files."""
    place: tuple[str | None, int | None] = (None, None)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if any(Path(file).is_relative_to(folder) for folder in folders(shell)):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _is_asset(file: Path) -> bool:
    return file.suffix in {".woff2", ".txt"}
