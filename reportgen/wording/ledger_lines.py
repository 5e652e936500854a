"""The lines of the ledger in words: those that say the same of several things stand together."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportgen.model.document import Cell, Column, Row, Table, Tone
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage
from reportgen.wording import advice, dates, numbers
from reportgen.wording.draft import Draft

LONGEST_EXAMPLE = 60
_TONES = {Severity.GATE: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.NOTE: Tone.NEUTRAL}
_SELF_EVIDENT = frozenset(
    {LedgerMessage.SETTINGS_WARNING, LedgerMessage.MANY_MACROS, LedgerMessage.RULE_PROXY}
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
_MANY = frozenset(
    {LedgerMessage.EVENT_WITHOUT_RULE, LedgerMessage.UNMATCHED_CONVERSIONS, LedgerMessage.UNMATCHED_OFFLINE}
    | {LedgerMessage.SETTINGS_WARNING}
)
"""What several lines in a row say of one thing each, and one line can list."""


def table(draft: Draft) -> Table | None:
    """The ledger, worst first; None when it is empty. A column of days only where a line has days that its sentence does not name."""
    lines = groupby(draft.findings.ledger.entries, key=lambda entry: (entry.severity, entry.message))
    cells = [cells for _, alike in lines for cells in _line(draft, tuple(alike))]
    if not cells:
        return None
    names = ("severity", "what", "touches", "days")
    shown = len(names) if any(cell.text for *_, cell in cells) else len(names) - 1
    head = tuple(Column(draft.say(f"quality.column_{name}")) for name in names[:shown])
    return Table("ledger", draft.say("quality.ledger"), head, tuple(Row(line[:shown]) for line in cells))


def _line(draft: Draft, alike: Sequence[LedgerEntry]) -> Iterator[tuple[Cell, ...]]:
    """Entries of one message: a row each, or one row that lists them, its advice said once."""
    if len(alike) > 1 and alike[0].message in _MANY:
        yield _cells(draft, alike[0], _many(draft, alike), draft.say("touch.conversions") if alike[0].touches else "")
        return
    for entry in alike:
        yield _cells(draft, entry, sentence(draft, entry), touches(draft, entry))


def _many(draft: Draft, alike: Sequence[LedgerEntry]) -> str:
    message = alike[0].message
    if message == LedgerMessage.SETTINGS_WARNING:
        told = [draft.say(f"ledger_item.{message}", what=advice.said(draft, entry, placed=False)) for entry in alike]
        return draft.say(f"ledger_many.{message}", items=draft.together(told), n=len(alike))
    items = [draft.say(f"ledger_item.{message}", **{name: _fact(draft, entry, name) for name in entry.facts}) for entry in alike]
    return draft.say(f"ledger_many.{message}", items=draft.listed(items), n=len(items))


def _cells(draft: Draft, entry: LedgerEntry, text: str, touched: str) -> tuple[Cell, ...]:
    days = _day_list(draft, entry)
    return (
        Cell(draft.say(f"quality.{entry.severity}"), tone=_TONES[entry.severity]),
        Cell(text, note=_what_to_do(draft, entry)),
        Cell(touched),
        Cell("" if len(entry.days) == 1 and draft.day(entry.days[0]) in text else days),
    )


def _what_to_do(draft: Draft, entry: LedgerEntry) -> str | None:
    """What to do, with an example; notes on the settings and on events without a rule are told in their sentence."""
    if entry.message in _SELF_EVIDENT:
        return None
    shown = [draft.say("quality.example", example=_cut(entry.example))] if entry.example else []
    return draft.together([to_do(draft, entry), *shown])


def _cut(example: str) -> str:
    """A row is known again by its beginning; the table of rejected rows has more of it."""
    return example if len(example) <= LONGEST_EXAMPLE else f"{example[: LONGEST_EXAMPLE - 1]}…"


def _day_list(draft: Draft, entry: LedgerEntry) -> str:
    runs = dates.days(draft.voice.calendar, entry.days)
    if len(runs) <= 6:
        return draft.beside(runs)
    return draft.say("quality.and_more_days", days=draft.beside(runs[:5]), n=len(entry.days))


def sentence(draft: Draft, entry: LedgerEntry) -> str:
    """One ledger entry in words: its message with its facts."""
    if entry.message == LedgerMessage.SETTINGS_WARNING:
        return draft.say("ledger.settings_warning", what=advice.said(draft, entry, placed=True))
    return draft.say(
        f"ledger.{entry.message}", **{name: _fact(draft, entry, name) for name in entry.facts}, **_plural(entry), **_days(draft, entry)
    )


def to_do(draft: Draft, entry: LedgerEntry) -> str:
    """What to do about it."""
    return draft.say(f"ledger_do.{entry.message}")


def touches(draft: Draft, entry: LedgerEntry) -> str:
    """Which figures it makes doubtful; empty for none."""
    known = {rule.key: rule.label for rule in draft.settings.rules}
    return draft.listed([known.get(key) or draft.say(f"touch.{key}") for key in entry.touches]) if entry.touches else ""


def _fact(draft: Draft, entry: LedgerEntry, name: str) -> str | int:
    value = entry.facts[name]
    if name == "reason":
        return rejection(draft, str(value))
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


def bot_reason(draft: Draft, reason: str) -> str:
    """Why a session is marked; reasons of other tools stand as they are."""
    key = f"bot.{reason}"
    return draft.say(key) if draft.voice.knows(key) else reason


def rejection(draft: Draft, reason: str) -> str:
    """Why rows were rejected; reasons of other readers stand as they are."""
    key = f"rejected.{reason.lower()}"
    return draft.say(key) if draft.voice.knows(key) else reason
