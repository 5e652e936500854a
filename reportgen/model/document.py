"""The report in words: what `wording` makes of the findings and `render` prints. Every text is final; nothing here is computed further."""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.charts import Chart


class Tone(StrEnum):
    """What colour may add to the words; a template maps each to icon and colour, so that neither stands alone."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    NEUTRAL = "neutral"
    MUTED = "muted"


class Mark(StrEnum):
    """Why a cell has no number: four different marks."""

    MISSING = "missing"
    NOT_COMPARABLE = "not_comparable"
    NOT_YET = "not_yet"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell. `note` is small print under it (n/N, an interval), `sort` the plain value for a "
    "sortable column, `chart` a chart's id."""

    text: str
    note: str | None = None
    tone: Tone = Tone.NEUTRAL
    mark: Mark | None = None
    sort: float | str | None = None
    chart: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`numeric` columns are aligned right with tabular figures. `definition` is the id of the metric's definition."""

    label: str
    numeric: bool = False
    definition: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    group: str | None = None
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: str = "body"  # body, lead, note, warning


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` with the same `group` text follow each other under it as a sub-heading. `more` says what was left out and where it is."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    more: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its takeaway as title (in its words), and the data behind it as a table."""

    id: str
    chart: Chart
    caption: str | None = None
    data: Table | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled number: `Target 120`, with small print."""

    label: str
    text: str
    note: str | None = None
    mark: Mark | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A status word with its tone. `icon` names a shape in the templates: check, up, right, down, cross, clock, dash, question."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class SmartLetter:
    letter: str
    name: str
    filled: bool
    text: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One line of the goal board on the front page."""

    id: str
    label: str
    owner: str | None
    badge: Badge
    actual: str
    target: str
    progress: str | None
    due: str
    probability: str | None
    chart: str | None


@dataclass(frozen=True, slots=True)
class GoalBoard:
    id: str
    caption: str
    lines: tuple[GoalLine, ...]
    columns: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One goal, whole."""

    id: str
    label: str
    owner: str | None
    tier: str
    badge: Badge
    sentence: str
    letters: tuple[SmartLetter, ...]
    facts: tuple[Fact, ...]
    figure: Figure | None
    note: str | None
    metric: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One number of the scoreboard: label, big number, change, small print."""

    label: str
    text: str
    note: str | None
    change: str | None
    tone: Tone
    chart: str | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Scoreboard:
    id: str
    caption: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class DefinitionItem:
    id: str
    term: str
    text: str
    formula: str | None
    query: str | None
    counts: str | None


@dataclass(frozen=True, slots=True)
class DefinitionList:
    id: str
    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    id: str
    text: str


Block = Paragraph | Table | Figure | GoalBoard | GoalCard | Scoreboard | DefinitionList | Subheading


@dataclass(frozen=True, slots=True)
class Section:
    """`heading` is a statement where the data supports one; `kicker` the plain name of the section, `lead` its first sentence."""

    id: str
    kicker: str
    heading: str
    lead: str | None
    blocks: tuple[Block, ...]
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The report. `charts` are the small ones that cells, lines and scores refer to by id (sparklines, bullets)."""

    language: str
    direction: str
    title: str
    site: str
    period: str
    zone: str
    status: Badge
    status_note: str | None
    edition: str
    sentences: tuple[str, ...]
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    charts: tuple[Figure, ...]
    labels: dict[str, str]
    created: str
    brand_color: str | None = None
    logo: str | None = None
