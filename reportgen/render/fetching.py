"""What a PDF may read while it is made: our own pictures in memory and files of the template folders; nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from reportgen.render.icons import icon
from reportgen.render.templates import Image

SCHEME = "reportgen"
TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".css": "text/css",
}


class RefusedAddressError(ValueError):
    """A page asked for something outside the template folders."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url} is outside the templates folder; copy the file there and name it relatively")


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes behind an address and their media type."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that a page may ask for. `figures`: id -> SVG; `colors`: token -> `#rrggbb`, for the icons; `folders`: first wins;
    `own`: the firm's font files by name."""

    figures: Mapping[str, str]
    colors: Mapping[str, str]
    folders: tuple[Path, ...]
    logo: Image | None = None
    own: Mapping[str, bytes] = field(default_factory=dict)

    def find(self, url: str) -> Found:
        """What is at `url`: `reportgen:figure/ID`, `reportgen:icon/NAME/TONE`, `reportgen:fonts/NAME`, `reportgen:own/NAME`,
        `reportgen:logo` or a `file:` address inside the folders. Raises RefusedAddressError for anything else."""
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc:
            return self._file(url, self._nearest(Path(url2pathname(parts.path))))
        match (parts.scheme, unquote(parts.path).split("/", 1)):
            case (scheme, ["figure", name]) if scheme == SCHEME and name in self.figures:
                return Found(self.figures[name].encode(), TYPES[".svg"])
            case (scheme, ["icon", name]) if scheme == SCHEME:
                return Found(self._icon(name).encode(), TYPES[".svg"])
            case (scheme, ["fonts", name]) if scheme == SCHEME:
                return self._file(url, next((file for folder in self.folders if (file := folder / "fonts" / name).is_file()), Path(name)))
            case (scheme, ["own", name]) if scheme == SCHEME and name in self.own:
                return Found(self.own[name], TYPES[PurePosixPath(name).suffix])
            case (scheme, ["logo"]) if scheme == SCHEME and self.logo is not None:
                return Found(self.logo.content, self.logo.media_type)
        raise RefusedAddressError(url)

    def _nearest(self, file: Path) -> Path:
        """A page's addresses are relative to the first folder; a template of a lower one may mean a file that lies beside it there."""
        if file.is_file() or not file.is_relative_to(self.folders[0]):
            return file
        name = file.relative_to(self.folders[0])
        return next((folder / name for folder in self.folders if (folder / name).is_file()), file)

    def _file(self, url: str, file: Path) -> Found:
        real = file.resolve()
        if real.suffix not in TYPES or not real.is_file() or not any(real.is_relative_to(folder.resolve()) for folder in self.folders):
            raise RefusedAddressError(url)
        return Found(real.read_bytes(), TYPES[real.suffix])

    def _icon(self, name: str) -> str:
        shape, _, tone = name.partition("/")
        return icon(shape, ink=self.colors.get(tone, self.colors["muted"]), ground=self.colors["paper"])
