"""The section on data quality: the ledger worded, the files, rejected rows, missing days and suspected bots."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from reportgen.model.counts import FileProfile
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table
from reportgen.model.findings import DataStatus, Severity
from reportgen.model.reasons import LedgerMessage
from reportgen.wording import dates, ledger_lines, tracking
from reportgen.wording.draft import Draft

MOST_FILES = 40
MOST_REJECTED = 20
_WEIGHTS = (Severity.GATE, Severity.WARNING, Severity.NOTE)
_ROWS = ("rows", "accepted", "rejected", "repeated")


def section(draft: Draft) -> Section:
    """What is known to be wrong, worst first, and what the numbers rest on."""
    ledger = draft.findings.ledger
    blocks: list[Block] = []
    if draft.findings.override:
        blocks.append(Paragraph(draft.say("quality.override", reason=draft.findings.override.rstrip(".")), "warning"))
    if lines := ledger_lines.table(draft):
        blocks.append(lines)
    if missing := _missing(draft):
        blocks.append(missing)
    blocks.extend(_files(draft))
    repeats = sum(file.repeated for file in ledger.profile.files) + ledger.profile.repeated_across_files
    unrepeated = () if repeats else (Paragraph(draft.say("quality.repeats_none")),)
    blocks.extend(_together(draft, (_rejected(draft), *unrepeated, _bots(draft))))
    blocks.extend(tracking.blocks(draft))
    return Section("quality", draft.say("quality.kicker"), _heading(draft), _lead(draft), tuple(blocks))


def _together(draft: Draft, blocks: Sequence[Table | Paragraph]) -> list[Block]:
    """Tables as they come, and what is said in plain sentences in one paragraph after them."""
    plain = [block.text for block in blocks if isinstance(block, Paragraph) and block.style == "body"]
    others: list[Block] = [block for block in blocks if not (isinstance(block, Paragraph) and block.style == "body")]
    return [*others, *([Paragraph(draft.together(plain))] if plain else [])]


def _heading(draft: Draft) -> str:
    ledger = draft.findings.ledger
    if ledger.gates and ledger.status is not DataStatus.EMPTY:
        return draft.say("quality.heading_failed", n=len(ledger.gates))
    return draft.say(f"quality.heading_{ledger.status}")


def front(draft: Draft) -> Paragraph | None:
    """What the front page says of the data: how many checks it did not pass and why the report goes out all the same, else the first
    warning and how many more there are; None where there is neither. A period without data says so itself."""
    ledger, reason = draft.findings.ledger, draft.findings.override
    if ledger.status is DataStatus.EMPTY or not (ledger.gates or ledger.warnings):
        return None
    if ledger.gates:
        passed = [draft.say("quality.override", reason=reason.rstrip("."))] if reason else []
        return Paragraph(draft.together([draft.say("front.data_gate", n=len(ledger.gates)), *passed]), "warning")
    more = len(ledger.warnings) - 1
    told = [draft.say("front.data_warning", what=ledger_lines.sentence(draft, ledger.warnings[0]))]
    return Paragraph(draft.together([*told, *([draft.say("front.data_more", n=more)] if more else [])]), "warning")


def _lead(draft: Draft) -> str:
    """How many lines of each weight there are, and how many rows they are about."""
    ledger = draft.findings.ledger
    rows, accepted = (
        sum(counted) for counted in ([file.rows for file in ledger.profile.files], [file.accepted for file in ledger.profile.files])
    )
    weights = Counter(entry.severity for entry in ledger.entries)
    told = [draft.say(f"quality.n_{severity}", n=weights[severity]) for severity in _WEIGHTS if weights[severity]]
    key = "lead" if told else "lead_clean"
    if rows and rows == accepted:
        return draft.say(f"quality.{key}_all", told=draft.listed(told), rows=rows)
    return draft.say(f"quality.{key}", told=draft.listed(told), rows=rows, accepted=accepted)


def _missing(draft: Draft) -> Paragraph | None:
    """The days without data; None where the ledger has a line of them."""
    inside = tuple(day for day in draft.findings.ledger.missing_days if day in draft.findings.period)
    if not inside:
        return Paragraph(_none_missing(draft))
    if any(entry.message is LedgerMessage.MISSING_DAYS for entry in draft.findings.ledger.entries):
        return None
    runs = draft.beside(dates.days(draft.voice.calendar, inside))
    return Paragraph(draft.say("quality.missing", n=len(inside), days=runs), "warning")


def _none_missing(draft: Draft) -> str:
    """Nothing is missing: every day has rows, or nobody came on some days of a small site."""
    ledger = draft.findings.ledger
    if ledger.status is DataStatus.EMPTY:
        return draft.say("status_note.empty")
    quiet = sum(day in draft.findings.period for day in ledger.profile.quiet)
    return draft.say("quality.quiet", n=quiet) if quiet else draft.say("quality.missing_none")


def _files(draft: Draft) -> tuple[Table | Paragraph, ...]:
    """The inputs with their totals; on a screen, file by file as well."""
    files = draft.findings.ledger.profile.files
    if not files:
        return (Paragraph(draft.say("quality.no_files")),)
    head = (
        *(Column(draft.say(f"quality.column_{name}")) for name in ("file", "span")),
        *(Column(draft.say(f"quality.column_{name}"), numeric=True) for name in _ROWS),
    )
    inputs = sorted({file.input for file in files})
    totals = tuple(Row(_input(draft, key, tuple(file for file in files if file.input == key))) for key in inputs)
    summary = Table("inputs", draft.say("quality.inputs"), (Column(draft.say("quality.column_input")), *head[1:]), totals)
    shown = files[-MOST_FILES:]
    left = len(files) - len(shown)
    more = draft.say("quality.more_files", n=left) if left else None
    rows = tuple(Row(_file(draft, file)) for file in shown)
    return summary, Table("files", draft.say("quality.files"), head, rows, more=more, details=True)


def _input(draft: Draft, key: str, files: Sequence[FileProfile]) -> tuple[Cell, ...]:
    counts = [_counts(file) for file in files]
    totals = tuple(sum(column) for column in zip(*counts, strict=True))
    first = min((file.first_day for file in files if file.first_day), default=None)
    last = max((file.last_day for file in files if file.last_day), default=None)
    name = Cell(key, note=draft.say("quality.input_files", n=len(files)))
    return (name, _span(draft, first, last), *(Cell(draft.count(n), sort=n) for n in totals))


def _file(draft: Draft, file: FileProfile) -> tuple[Cell, ...]:
    name = Cell(file.file, note=draft.say("quality.input", input=file.input))
    return (name, _span(draft, file.first_day, file.last_day), *(Cell(draft.count(n), sort=n) for n in _counts(file)))


def _counts(file: FileProfile) -> tuple[int, ...]:
    """As in `_ROWS`."""
    return file.rows, file.accepted, sum(one.rows for one in file.rejected), file.repeated


def _span(draft: Draft, first: date | None, last: date | None) -> Cell:
    if first is None or last is None:
        return Cell("", mark=Mark.MISSING)
    words = [dates.medium_day(draft.voice.calendar, day) for day in (first, last)]
    text = words[0] if first == last else draft.say("quality.span", first=words[0], last=words[1])
    return Cell(text, sort=first.isoformat())


def _rejected(draft: Draft) -> Table | Paragraph:
    found = [(file.file, one) for file in draft.findings.ledger.profile.files for one in file.rejected]
    if not found:
        return Paragraph(draft.say("quality.no_rejected"))
    ordered = sorted(found, key=lambda pair: (-pair[1].rows, pair[0], pair[1].reason))
    head = (
        Column(draft.say("quality.column_reason")),
        Column(draft.say("quality.column_rejected"), numeric=True),
        Column(draft.say("quality.column_example")),
    )
    rows = tuple(
        Row(
            (
                Cell(ledger_lines.rejection(draft, one.reason)),
                Cell(draft.count(one.rows), sort=one.rows),
                Cell(one.example, note=draft.say("quality.place", file=file, line=str(one.line)) if one.line else file),
            )
        )
        for file, one in ordered[:MOST_REJECTED]
    )
    left = len(ordered) - len(rows)
    return Table("rejected", draft.say("quality.rejected"), head, rows, more=draft.say("quality.more_rejected", n=left) if left else None)


def _bots(draft: Draft) -> Table | Paragraph:
    bots = draft.findings.ledger.profile.bots
    if not bots:
        return Paragraph(draft.say("quality.no_bots"))
    head = (
        Column(draft.say("quality.column_bot_reason")),
        *(Column(draft.say(f"quality.column_bot_{name}"), numeric=True) for name in ("visitors", "sessions", "events")),
    )
    rows = tuple(
        Row(
            (
                Cell(ledger_lines.bot_reason(draft, bot.reason)),
                *(Cell(draft.count(n), sort=n) for n in (bot.visitors, bot.sessions, bot.events)),
            )
        )
        for bot in bots
    )
    return Table("bots", draft.say("quality.bots"), head, rows, (_both_totals(draft),))


def _both_totals(draft: Draft) -> str:
    """The headline numbers with and without suspected bots."""
    bots, traffic = draft.findings.ledger.profile.bots, draft.findings.context.traffic
    visitors, sessions = sum(bot.visitors for bot in bots), sum(bot.sessions for bot in bots)
    out = draft.settings.report.bots == "exclude"
    sign = 1 if out else -1
    others = {"all_visitors": max(0, traffic.visitors + sign * visitors), "all_sessions": max(0, traffic.sessions + sign * sessions)}
    return draft.say("quality.bots_out" if out else "quality.bots_in", visitors=visitors, sessions=sessions, **others)
