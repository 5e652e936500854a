"""What a page can be asked without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.every import every

VOID = frozenset({"meta", "img", "br", "col", "link", "hr", "input", "wbr"})


@dataclass
class Page(HTMLParser):
    """A parsed page: element starts in order, text, and every tag that was closed out of turn."""

    source: str
    starts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    inside: list[tuple[str, str]] = field(default_factory=list)
    """Parent and child of every element, `#text` for text."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        self.faults += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"{tag} has two {name}" for name in set(names) if names.count(name) > 1]
        self.starts.append((tag, {name: value or "" for name, value in attrs}))
        self.inside.append(((self.open or [""])[-1], tag))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.starts.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)
            self.inside.append(((self.open or [""])[-1], "#text"))

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.starts if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.starts if attribute in attributes]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.starts if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]


SILENT = frozenset(
    {
        "query_id",
        "id",
        "icon",
        "style",
        "chart",
        "charts",
        "tone",
        "mark",
        "definition",
        "sort",
        "labels",
        "created",
        "brand_color",
        "logo",
        "language",
        "direction",
        "numeric",
    }
)
"""Fields of a Document that are not read as text."""


def texts(record: object) -> Iterator[str]:
    """Every text of a Document that a reader should find on its page."""
    return every(str, record, lambda _record, name: name not in SILENT)
