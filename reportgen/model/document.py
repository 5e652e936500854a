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
    """One table cell. `note` is small print under it (n/N, an interval), `sort` the plain value for a sortable column, `chart` a
    chart's id. With a `mark` the text is its words ("not yet"), printed small beside the mark's shape; empty: the shape alone.
    `definition` is the id of the definition of the metric that the cell names.
    """

    text: str
    note: str | None = None
    tone: Tone = Tone.NEUTRAL
    mark: Mark | None = None
    sort: float | str | None = None
    chart: str | None = None
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """`numeric` columns are aligned right with tabular figures. `definition` is the id of the metric's definition."""

    label: str
    numeric: bool = False
    definition: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A `sub` row tells a part of the row above it, and is set in. A `total` is of other rows, and stays where it is however they are
    sorted."""

    cells: tuple[Cell, ...]
    group: str | None = None
    strong: bool = False
    muted: bool = False
    sub: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: str = "body"  # body, lead, note, warning


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` with the same `group` text follow each other under it as a sub-heading. `more` says what was left out and where it is.
    A `half` table is narrow enough for two of them to stand side by side; one with `details` is a reference, opened on demand on a
    screen and left out of print.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    more: str | None = None
    half: bool = False
    details: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its takeaway as title (in its words), the words of its dated notes, and the data behind it as a table."""

    id: str
    chart: Chart
    caption: str | None = None
    data: Table | None = None
    notes: tuple[str, ...] = ()


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
    """A status word with its tone. `icon` names a shape in the templates: check, up, right, down, cross, warn, clock, dash, question."""

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
    """One line of the goal board on the front page. `parts` names what a combined goal is made of."""

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
    parts: str | None = None


@dataclass(frozen=True, slots=True)
class GoalBoard:
    """The goals, one line each. `columns` head these fields in order: goal, status, the bullet chart, actual, target, progress, due,
    probability (eight; a column whose every line is None is left out). `more` are the words for lines that the first page of the PDF has no
    room for: for one of them, for two, up to all; each ends where the number of their page follows."""

    id: str
    caption: str
    lines: tuple[GoalLine, ...]
    columns: tuple[str, ...]
    more: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A verdict about a goal that is no number: what it is about, the verdict's word, and its evidence in a sentence or two."""

    label: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a goal stood at one time: when, its status, the chance it had then; `change` says that the goal itself was changed."""

    when: str
    badge: Badge
    chance: str | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The looks at a goal from left to right, a line for each change of the goal, and all of it as a table for the screen."""

    caption: str
    looks: tuple[Look, ...]
    changes: tuple[str, ...]
    data: Table


@dataclass(frozen=True, slots=True)
class GoalCard:
    """One goal, whole; a combined one has no `letters` and no `figure`. `basis` says what the status rests on. `tables` hold its
    steps, or the parts of a combined goal."""

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
    basis: str | None = None
    remarks: tuple[Remark, ...] = ()
    history: History | None = None
    tables: tuple[Table, ...] = ()


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
    """One metric, or a word. `plain` says it in plain words; `query` which of the list's queries counts it, `query_id` is that query's
    id. With `footnote` the PDF also tells it at the foot of the page where running text first says the term."""

    id: str
    term: str
    text: str
    formula: str | None = None
    query: str | None = None
    counts: str | None = None
    query_id: str | None = None
    plain: str | None = None
    footnote: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it ran. Metrics that differ in one name alone share one, with `:key` in its place."""

    id: str
    label: str
    sql: str


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """The metrics as computed, and the queries behind them, which stand on the screen only."""

    id: str
    items: tuple[DefinitionItem, ...]
    queries: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Subheading:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One thing to do: `badge` says keep, fix, stop or more data, `text` ends in a colon and `number` follows it. `href` is the id of the
    place that tells the number, None where there is none."""

    badge: Badge
    text: str
    number: str
    href: str | None


@dataclass(frozen=True, slots=True)
class ActionList:
    """At most five things to do, the most urgent first."""

    id: str
    caption: str
    items: tuple[ActionItem, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be copied as they are, under what they are for."""

    id: str
    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Commentary:
    """What somebody has written, in Markdown; `label` says so where the section does not."""

    label: str | None
    text: str


Block = Paragraph | Table | Figure | GoalBoard | GoalCard | Scoreboard | ActionList | DefinitionList | Subheading | Code | Commentary


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
class ContentsGroup:
    """Sections that stand together in the contents, by their places in the document, under a few words."""

    label: str
    sections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The report. `charts` are the small ones that cells, lines and scores refer to by id (sparklines, bullets); `labels` has every
    key of `LABELS`. `notes` are the dated notes that its charts show by number. Without `contents` the sections are a plain list there.
    `footer` is the firm's own last line.
    """

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
    footer: str | None = None
    notes: tuple[str, ...] = ()
    contents: tuple[ContentsGroup, ...] = ()


LABELS = frozenset(
    {
        "skip",  # "Skip to the report"
        "contents",  # "In this report"
        "status",  # "Data status"
        "appendix",  # "Appendix"
        "figure_data",  # "The numbers behind this chart"
        "definition",  # "How this is computed", spoken with a link to a definition
        "page",  # "p.", before a page number in the PDF
        "numbered",  # "Small numbers: definitions,", before the page of the definitions at the foot of the PDF's pages
        "owner",  # "Owner"
        "tier",  # "Kind of goal"
        "metric",  # "Measured as"
        "goal_note",  # "The owner's note"
        "smart",  # "SMART"
        "history_data",  # "The looks in numbers", over the table behind a history
        "letter_missing",  # "missing", spoken with an unfilled letter
        "formula",  # "Formula"
        "query",  # "Query"
        "queries",  # "Queries behind the numbers", over all of them
        "notes",  # "Dated notes on the charts", over their key
        "headed",  # "{left}: {right}", a label before what it names
        "counts",  # "Counted"
        "good",  # what a tone says without colour: "favourable"
        "bad",  # "unfavourable"
        "warn",  # "needs attention"
        "missing",  # what a mark says without its shape: "missing"
        "not_comparable",  # "not comparable"
        "not_yet",  # "not yet"
        "not_enough",  # "not enough data"
        "marks",  # "Marks", before the key of the four marks
        "archive",  # "All reports": title of the archive page
        "archive_empty",  # "No report has been published yet."
        "trends",  # "Goals over time", heads the goals of the archive page
        "latest",  # "Latest report"
        "redirect",  # "The latest report is here", a link's text
        "goals",  # "Goals", spoken before an archive entry's strip
        "earlier",  # "Earlier editions:", before their numbers
        "years",  # "Years", names the way to each of them
        "replaced",  # "A newer edition of this report is out.", on an edition that has moved away
        "replaced_link",  # "All its editions", a link after it
        "sort",  # "Sort by", spoken before a column's name
        "ascending",  # "sorted in ascending order", spoken after a column's name
        "descending",  # "sorted in descending order"
        "unsorted",  # "in the report's own order"
        "link",  # "Link to", spoken before the name of a table, a chart or a number
        "copied",  # "Link copied"
        "periods",  # "Other periods", over the way to each of them
    }
)
"""The words of the page itself, which belong to no finding."""


@dataclass(frozen=True, slots=True)
class Link:
    """A neighbour of the page: the PDF, the data, the archive. `href` is relative."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The front page as a mail. `preview` is what a list of mails shows beside the subject; `since` what this edition says otherwise than
    the one before, None in a first; `signals` lead while macros are few; `board` the goals as one picture, `goals` the same in words for
    the text part; `actions` what to do; `attached` says that the whole report goes along; `footer` are the last lines."""

    language: str
    direction: str
    subject: str
    preview: str
    site: str
    period: str
    status: Badge
    about: tuple[str, ...]
    since: str | None
    sentences: tuple[str, ...]
    doubt: str | None
    scoreboard: Scoreboard
    signals: Scoreboard | None
    board: Figure | None
    goals: tuple[str, ...]
    link: Link | None
    attached: str | None
    footer: tuple[str, ...]
    brand_color: str | None = None
    actions: ActionList | None = None


@dataclass(frozen=True, slots=True)
class GoalMark:
    """A goal's status in an archive entry's strip. `key` tells it from others over the periods; `share` is its number so far by its target
    (None where there is no such share), `said` the two in words."""

    label: str
    badge: Badge
    key: str = ""
    share: float | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One published period on the archive page, newest first. `note` is its edition or the day it was made; `href` is relative. `id` names
    it in the feed for good, `updated` is its edition's moment there, `sentences` are those of its front page. `earlier` are its editions
    before this one, the newest first."""

    key: str
    title: str
    href: str
    badge: Badge
    note: str | None = None
    goals: tuple[GoalMark, ...] = ()
    edition: int = 1
    id: str = ""
    updated: str = ""
    sentences: tuple[str, ...] = ()
    earlier: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class EntriesOfYear:
    """The entries whose periods end in one year."""

    label: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class CoverEntry:
    """One client on an agency's cover page: its worst word, its newest report, and a line for each thing that needs a person. `data` is
    that report's data status where it is not complete."""

    client: str
    badge: Badge
    title: str | None
    href: str | None
    lines: tuple[str, ...]
    goals: tuple[GoalMark, ...] = ()
    data: Badge | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """An agency's page over all its clients: those that need a person first, then the others. It belongs to the agency alone."""

    language: str
    direction: str
    title: str
    lead: str
    urgent: tuple[CoverEntry, ...]
    quiet: tuple[CoverEntry, ...]
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class GoalTrend:
    """One goal over the months that have a report: its label, its newest status and numbers, and a small chart of how far it was."""

    label: str
    badge: Badge
    said: str | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive page in words; `labels` as in Document. `trends` are the goals over time, `trends_note` says what they show. `feed_id`
    names the site's feed for good, `updated` is the newest entry's moment. `years` are the same entries year by year, empty where one year
    has them all. `footer` is the firm's own last line."""

    language: str
    direction: str
    site: str
    lead: str | None
    entries: tuple[IndexEntry, ...]
    labels: dict[str, str]
    brand_color: str | None = None
    trends: tuple[GoalTrend, ...] = ()
    trends_note: str | None = None
    feed_id: str = ""
    updated: str = ""
    footer: str | None = None
    years: tuple[EntriesOfYear, ...] = ()
