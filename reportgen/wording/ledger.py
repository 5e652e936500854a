"""The section on data quality: the ledger worded, the files, rejected rows, missing days and suspected bots."""

from collections.abc import Sequence
from datetime import date

from reportgen.model.counts import FileProfile
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table, Tone
from reportgen.model.findings import DataStatus, LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage
from reportgen.wording import dates, numbers, tracking
from reportgen.wording.draft import Draft

MOST_FILES = 40
MOST_REJECTED = 20
_ROWS = ("rows", "accepted", "rejected", "repeated")
_TONES = {Severity.GATE: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.NOTE: Tone.NEUTRAL}
_SELF_EVIDENT = frozenset(
    {LedgerMessage.SETTINGS_WARNING, LedgerMessage.MANY_MACROS, LedgerMessage.RULE_PROXY, LedgerMessage.BOT_REASON}
    | {LedgerMessage.EVENT_WITHOUT_RULE, LedgerMessage.MORE_EVENTS_WITHOUT_RULE}
)
"""What says itself what can be done, or needs nothing."""
_OWN_WORDS = frozenset({"answer", "proxy"})
_COUNTED = (
    "files",
    "missing",
    "unmatched",
    "visitors",
    "events",
    "rows",
    "sessions",
    "days_left",
    "days_since",
    "run",
    "days",
    "columns",
    "hours",
)


def section(draft: Draft) -> Section:
    """What is known to be wrong, worst first, and what the numbers rest on."""
    ledger = draft.findings.ledger
    blocks: list[Block] = []
    if draft.findings.override:
        blocks.append(Paragraph(draft.say("quality.override", reason=draft.findings.override.rstrip(".")), "warning"))
    if ledger.entries:
        blocks.append(_entries(draft))
    blocks.append(_missing(draft))
    blocks.extend(_files(draft))
    blocks.append(_rejected(draft))
    repeats = sum(file.repeated for file in ledger.profile.files) + ledger.profile.repeated_across_files
    blocks.append(Paragraph(draft.say("quality.repeats", n=repeats) if repeats else draft.say("quality.repeats_none")))
    blocks.append(_bots(draft))
    blocks.extend(tracking.blocks(draft))
    return Section("quality", draft.say("quality.kicker"), _heading(draft), _lead(draft), tuple(blocks))


def _heading(draft: Draft) -> str:
    ledger = draft.findings.ledger
    if ledger.gates and ledger.status is not DataStatus.EMPTY:
        return draft.say("quality.heading_failed", n=len(ledger.gates))
    return draft.say(f"quality.heading_{ledger.status}")


def sentence(draft: Draft, entry: LedgerEntry) -> str:
    """One ledger entry in words: its message with its facts."""
    if entry.message == LedgerMessage.SETTINGS_WARNING:
        return _settings_warning(draft, entry)
    return draft.say(
        f"ledger.{entry.message}", **{name: _fact(draft, entry, name) for name in entry.facts}, **_plural(entry), **_days(draft, entry)
    )


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
    told = [draft.say("front.data_warning", what=sentence(draft, ledger.warnings[0]))]
    return Paragraph(draft.together([*told, *([draft.say("front.data_more", n=more)] if more else [])]), "warning")


def to_do(draft: Draft, entry: LedgerEntry) -> str:
    """What to do about it."""
    return draft.say(f"ledger_do.{entry.message}")


def touches(draft: Draft, entry: LedgerEntry) -> str:
    """Which figures it makes doubtful; a dash for none."""
    known = {rule.key: rule.label for rule in draft.settings.rules}
    told = [known.get(key) or draft.say(f"touch.{key}") for key in entry.touches]
    return draft.listed(told) if told else draft.say("number.none")


def _settings_warning(draft: Draft, entry: LedgerEntry) -> str:
    """Advice on the settings, in the words of the room that gives it; parts of it may be empty."""
    place, path, wrong, right = (str(entry.facts.get(name, "")).rstrip(".") for name in ("place", "path", "wrong", "right"))
    where = ": ".join(part for part in (place, path) if part)
    what = "; ".join(part for part in (wrong, right) if part)
    return draft.say("ledger.settings_warning", where=where, what=what) if where else draft.say("ledger.settings_advice", what=what)


def _fact(draft: Draft, entry: LedgerEntry, name: str) -> str | int:
    value = entry.facts[name]
    if name == "reason":
        return bot_reason(draft, str(value)) if entry.message == LedgerMessage.BOT_REASON else rejection(draft, str(value))
    if isinstance(value, str):
        return value.rstrip(".") if name in _OWN_WORDS else value
    if name == "share" or (name in {"usual", "allowed"} and "share" in entry.facts):
        return numbers.share(draft.voice.locale, value)
    if name == "line" and isinstance(value, int):
        return str(value)
    return value if isinstance(value, int) else numbers.amount(draft.voice.locale, value)


def _plural(entry: LedgerEntry) -> dict[str, int]:
    """The number that chooses a message's plural form: the first of the facts that count something."""
    for name in _COUNTED:
        value = entry.facts.get(name)
        if isinstance(value, int):
            return {"n": value}
    return {"n": 0}


def _days(draft: Draft, entry: LedgerEntry) -> dict[str, str]:
    return {"day": draft.day(entry.days[0])} if entry.days else {"day": draft.say("number.none")}


def _lead(draft: Draft) -> str:
    ledger = draft.findings.ledger
    rows, accepted = (
        sum(counted) for counted in ([file.rows for file in ledger.profile.files], [file.accepted for file in ledger.profile.files])
    )
    if not ledger.entries:
        return draft.say("quality.lead_clean", rows=rows, accepted=accepted)
    return draft.say("quality.lead", n=len(ledger.entries), rows=rows, accepted=accepted)


def _entries(draft: Draft) -> Table:
    head = tuple(Column(draft.say(f"quality.column_{name}")) for name in ("severity", "what", "touches", "days"))
    rows = tuple(
        Row(
            (
                Cell(draft.say(f"quality.{entry.severity}"), tone=_TONES[entry.severity]),
                Cell(sentence(draft, entry), note=_what_to_do(draft, entry)),
                Cell(touches(draft, entry)),
                Cell(_day_list(draft, entry)),
            )
        )
        for entry in draft.findings.ledger.entries
    )
    return Table("ledger", draft.say("quality.ledger"), head, rows)


def _what_to_do(draft: Draft, entry: LedgerEntry) -> str | None:
    """What to do, with an example; notes on the settings and on events without a rule are told in their sentence."""
    if entry.message in _SELF_EVIDENT:
        return None
    shown = [draft.say("quality.example", example=entry.example)] if entry.example else []
    return draft.together([to_do(draft, entry), *shown])


def _day_list(draft: Draft, entry: LedgerEntry) -> str:
    runs = dates.days(draft.voice.calendar, entry.days)
    if len(runs) <= 6:
        return "; ".join(runs)
    return draft.say("quality.and_more_days", days="; ".join(runs[:5]), n=len(entry.days))


def _missing(draft: Draft) -> Paragraph:
    inside = tuple(day for day in draft.findings.ledger.missing_days if day in draft.findings.period)
    if not inside:
        known = draft.findings.ledger.status is not DataStatus.EMPTY
        return Paragraph(draft.say("quality.missing_none" if known else "status_note.empty"))
    runs = "; ".join(dates.days(draft.voice.calendar, inside))
    return Paragraph(draft.say("quality.missing", n=len(inside), days=runs), "warning")


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
                Cell(rejection(draft, one.reason)),
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
        Row((Cell(bot_reason(draft, bot.reason)), *(Cell(draft.count(n), sort=n) for n in (bot.visitors, bot.sessions, bot.events))))
        for bot in bots
    )
    return Table("bots", draft.say("quality.bots"), head, rows, (_both_totals(draft),))


def bot_reason(draft: Draft, reason: str) -> str:
    """Why a session is marked; reasons of other tools stand as they are."""
    key = f"bot.{reason}"
    return draft.say(key) if draft.voice.knows(key) else reason


def rejection(draft: Draft, reason: str) -> str:
    """Why rows were rejected; reasons of other readers stand as they are."""
    key = f"rejected.{reason.lower()}"
    return draft.say(key) if draft.voice.knows(key) else reason


def _both_totals(draft: Draft) -> str:
    """The headline numbers with and without suspected bots."""
    bots, traffic = draft.findings.ledger.profile.bots, draft.findings.context.traffic
    visitors, sessions = sum(bot.visitors for bot in bots), sum(bot.sessions for bot in bots)
    out = draft.settings.report.bots == "exclude"
    sign = 1 if out else -1
    others = {"all_visitors": max(0, traffic.visitors + sign * visitors), "all_sessions": max(0, traffic.sessions + sign * sessions)}
    return draft.say("quality.bots_out" if out else "quality.bots_in", visitors=visitors, sessions=sessions, **others)
