"""The one Jinja environment: a client's templates before its workspace's before the shipped ones, nothing undefined, everything escaped."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import CodeType, MappingProxyType
from typing import ClassVar

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen import errors, shipped
from reportgen.model.document import Link
from reportgen.model.typeface import Typeface

FONTS = MappingProxyType({400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2", 700: "Inter-Bold.woff2"})
"""Weight -> file in the templates' fonts folder."""

FAMILY = "Brand"
"""What style sheets call the firm's own font, whatever its name."""
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
FORMATS = {".woff2": "woff2", ".otf": "opentype", ".ttf": "truetype"}

LOWER = "shipped"
"""`{% extends "shipped/report.html.j2" %}`: the file of that name in the next folder below."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that stands in the page itself, so that a page shows it wherever it is moved to."""

    content: bytes
    media_type: str

    @property
    def address(self) -> str:
        """Its `data:` address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds a page.

    `root` is the relative way up to the site's top (`../` from a period's folder, empty for the archive page); its assets lie in
    `ROOTassets/`. `overrides` are template folders, the client's before the workspace's: a file there replaces the one of that name in the
    folders after it and the shipped one. `logo_dark` takes the logo's place on dark screens. `typeface` is the firm's own font,
    `highlight` its colour for numbers and charts where that is another than the brand's.
    """

    root: str = "../"
    links: tuple[Link, ...] = ()
    overrides: tuple[Path, ...] = ()
    logo: Image | None = None
    logo_dark: Image | None = None
    typeface: Typeface | None = None
    highlight: str | None = None


def folders(shell: Shell) -> tuple[Path, ...]:
    """The template folders, first wins."""
    return (*(folder for folder in shell.overrides if folder.is_dir()), shipped.folder("templates"))


def own_picture(shell: Shell, name: str) -> Image:
    """A picture in a template folder, for the workspace's own templates. Raises TemplateRuntimeError, which `fill` places."""
    kind = PICTURES.get(PurePosixPath(name).suffix.lower())
    files = ((folder, folder / name) for folder in folders(shell))
    found = next((file for folder, file in files if file.is_file() and file.resolve().is_relative_to(folder.resolve())), None)
    if kind is None or found is None:
        raise TemplateRuntimeError(f"there is no picture `{name}` in the templates folder (.svg, .png or .jpg)")
    return Image(found.read_bytes(), kind)


PLACE = "place.css"
"""The style sheet that tells a page where it lies: beside the site's fonts, or among the earlier editions of its period."""


def assets(shell: Shell) -> dict[str, bytes]:
    """Name -> content of the files that pages expect in the site's `assets/`: fonts with their licence, and where they are."""
    found = {file.name: file for folder in reversed(folders(shell)) for file in sorted(folder.glob("fonts/*")) if _is_asset(file)}
    shared = {name: file.read_bytes() for name, file in sorted(found.items())}
    return {**shared, **_own(shell), PLACE: _place(shell, "", earlier=False)}


OWN = "fonts/"
"""Where a report has the firm's font: beside its page, so that an earlier edition keeps the one it was set in."""


def beside(shell: Shell) -> dict[str, bytes]:
    """Name -> content of the files that a report's page expects beside it."""
    return {f"{OWN}{name}": content for name, content in _own(shell).items()}


def own_fonts(shell: Shell, place: str) -> list[dict[str, object]]:
    """Weight, address and format of the firm's font files, which lie at `place`; empty where the firm has no font of its own."""
    files = shell.typeface.files if shell.typeface else ()
    return [{"weight": one.weight, "address": place + one.name, "format": FORMATS[PurePosixPath(one.name).suffix]} for one in files]


def _own(shell: Shell) -> dict[str, bytes]:
    return {one.name: one.content for one in shell.typeface.files} if shell.typeface else {}


def earlier_assets(shell: Shell) -> dict[str, bytes]:
    """Name -> content of what a page finds as its `../assets/` once it lies in its period's `editions/N/`: a sheet that leads to the site's
    fonts and shows that a newer edition is out. So that page says it without a byte of it being changed."""
    return {PLACE: _place(shell, "../../../assets/", earlier=True)}


def _place(shell: Shell, to_fonts: str, *, earlier: bool) -> bytes:
    values = {"fonts": fonts(shell), "cores": cores(shell), "to_fonts": to_fonts, "earlier": earlier}
    return fill("place.css.j2", shell, values).encode()


def fonts(shell: Shell) -> dict[int, str]:
    """Weight -> file name of the fonts there are; a page without them falls back to the reader's own."""
    return {weight: name for weight, name in FONTS.items() if any((folder / "fonts" / name).is_file() for folder in folders(shell))}


def cores(shell: Shell) -> dict[int, str]:
    """Weight -> file name of the letters that most texts are made of: a third of a font's bytes, for a page that has no others. None for a
    font whose whole file is a workspace's own."""
    found = {}
    for weight, name in fonts(shell).items():
        home = next(folder / "fonts" for folder in folders(shell) if (folder / "fonts" / name).is_file())
        core = name.replace(".", "-core.")
        if (home / core).is_file():
            found[weight] = core
    return found


def fill(name: str, shell: Shell, values: Mapping[str, object]) -> str:
    """The template filled with these values. Raises errors.TemplateFaultError where a template is wrong; whatever else goes wrong in a
    template of the workspace's is its fault, too."""
    try:
        return environment(shell).get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise errors.TemplateFaultError(shown(error.filename or error.name or name, shell), error.lineno, error.message or "") from error
    except TemplateError as error:
        file, line = _raised_in(error, folders(shell))
        raise errors.TemplateFaultError(shown(file or name, shell), line, error.message or "") from error
    except Exception as error:
        file, line = _raised_in(error, shell.overrides)
        if file is None:
            raise
        raise errors.TemplateFaultError(shown(file, shell), line, str(error) or type(error).__name__) from error


def shown(file: Path | str, shell: Shell) -> str:
    """A template's file as its owner knows it: by its path from the workspace, which holds the last of the folders."""
    place = shell.overrides[-1].parent if shell.overrides else None
    return Path(file).relative_to(place).as_posix() if place and Path(file).is_relative_to(place) else str(file)


class _Layers(BaseLoader):
    """Templates of several folders, first wins. `2/NAME` is the first of that name from the third folder on."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        level, name = _parted(template)
        found = self.level(name, level)
        if found is None:
            raise TemplateNotFound(name)
        file = self._folders[found] / name
        return file.read_text("utf-8"), str(file), lambda: True

    def level(self, name: str, least: int) -> int | None:
        """The first folder, from the `least` on, that has the file; None for none, and for a name that leads out of the folders."""
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute():
            return None
        return next((at for at in range(least, len(self._folders)) if (self._folders[at] / name).is_file()), None)


class _Compiled(BytecodeCache):
    """Templates as they were compiled for an earlier page of this process: Jinja asks by file and by a checksum of its text."""

    _known: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


class Layered(ImmutableSandboxedEnvironment):
    """Templates reach what they are given and nothing behind it; `shipped/NAME` is the file below the one that says so."""

    def __init__(self, layers: _Layers) -> None:
        super().__init__(
            loader=layers,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_Compiled(),
        )
        self._layers = layers

    def source(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        """A template's text and file. Raises TemplateNotFound."""
        return self._layers.get_source(self, name)

    def join_path(self, template: str, parent: str) -> str:
        if not template.startswith(f"{LOWER}/"):
            return template
        asked, name = _parted(parent)
        return f"{(self._layers.level(name, asked) or 0) + 1}/{template.removeprefix(f'{LOWER}/')}"


def _parted(template: str) -> tuple[int, str]:
    """The folder from which on a template is looked for, and its name."""
    first, _, rest = template.partition("/")
    return (int(first), rest) if first.isdigit() and rest else (0, template)


def environment(shell: Shell) -> Layered:
    """What reads the templates of a shell."""
    return Layered(_Layers(folders(shell)))


def _raised_in(error: Exception, folders: Sequence[Path]) -> tuple[str | None, int | None]:
    """The innermost line of a template in these folders that an error came through: Jinja maps its frames back to template files."""
    place: tuple[str | None, int | None] = (None, None)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if any(Path(file).is_relative_to(folder) for folder in folders):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _is_asset(file: Path) -> bool:
    return file.suffix in {".woff2", ".txt"}
