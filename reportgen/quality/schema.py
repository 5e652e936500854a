"""The ledger's lines about columns: gone, new or renamed from one file of an input to the next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reportgen.model.counts import Counts, FileProfile
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import InputSettings, Settings
from reportgen.quality.calendar import Calendar
from reportgen.quality.entries import Fact, entry

MOST_NAMED = 4
JSON = re.compile(r"\.(json|jsonl|ndjson)(\.(gz|zst|zip))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in the header from one file to the next; a renamed column (was, is) stands neither among those gone nor the new."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def drift(before: Sequence[str], after: Sequence[str]) -> Drift:
    """The difference of two headers. A column that is gone and one that is new are a rename where both stand at the same place between the
    columns that stayed, and alone there."""
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    left, right = _places(before, after), _places(after, before)
    renamed = [(was, now) for was in gone for now in new if left[was] == right[now] and _alone(left, was) and _alone(right, now)]
    paired = {name for pair in renamed for name in pair}
    return Drift(tuple(name for name in gone if name not in paired), tuple(name for name in new if name not in paired), tuple(renamed))


def _places(names: Sequence[str], others: Sequence[str]) -> dict[str, str | None]:
    """Of each name that the other header lacks, the shared one it stands behind; None for none."""
    shared, found = None, {}
    for name in names:
        if name in others:
            shared = name
        else:
            found[name] = shared
    return found


def _alone(places: dict[str, str | None], name: str) -> bool:
    return sum(place == places[name] for place in places.values()) == 1


def changed(settings: Settings, counts: Counts, known: Calendar) -> Iterator[LedgerEntry]:
    """Headers that changed at a file of the reported period or of the one before: which file, its first day, and which columns.

    Files of one input and format, in the order of their days. JSON leaves a column out where it is empty: there only one that the settings
    name is missed.
    """
    since = counts.previous.period.begin if counts.previous else known.period.begin
    for source in settings.report.inputs:
        files = [file for file in counts.profile.files if file.input == source.key and file.columns and file.first_day]
        ordered = sorted(files, key=lambda file: (file.format, file.first_day or date.min, file.file))
        for before, after in (pair for table in _tables(source, ordered) for pair in pairwise(table)):
            begun = after.first_day is not None and after.first_day <= known.as_of
            if before.format == after.format and begun and after.last_day and after.last_day >= since:
                found = drift(before.columns, after.columns)
                yield from _lines(source, after, _missed(source, found) if JSON.search(after.file) else found)


def _tables(source: InputSettings, files: Sequence[FileProfile]) -> list[list[FileProfile]]:
    """The files of each table, where an input of totals has several: those that share half of their columns."""
    if len((*source.counters, *source.costs)) < 2:
        return [list(files)]
    found: list[list[FileProfile]] = []
    for file in files:
        own = set(file.columns)
        alike = (table for table in found if 2 * len(own & set(table[-1].columns)) >= min(len(own), len(table[-1].columns)))
        table = next(alike, None)
        if table is None:
            found.append([file])
        else:
            table.append(file)
    return found


def _missed(source: InputSettings, found: Drift) -> Drift:
    """Only what the settings name."""
    mapped = _mapped(source)
    renamed = tuple(pair for pair in found.renamed if pair[0] in mapped)
    return Drift(tuple(name for name in found.gone if name in mapped), (), renamed)


def _lines(source: InputSettings, file: FileProfile, found: Drift) -> Iterator[LedgerEntry]:
    where: dict[str, Fact] = {"input": file.input, "file": file.file}
    days = [file.first_day] if file.first_day else []
    mapped = _mapped(source)
    for was, now in found.renamed:
        severity = Severity.WARNING if was in mapped else Severity.NOTE
        facts = where | {"column": was, "now": now}
        yield entry("schema", severity, Say.COLUMN_RENAMED, facts, days, touches=[Touch.ALL], example=f"{was} → {now}")
    for message, names in ((Say.COLUMNS_GONE, found.gone), (Say.COLUMNS_NEW, found.new)):
        if names:
            missed = message is Say.COLUMNS_GONE and not mapped.isdisjoint(names)
            severity = Severity.WARNING if missed else Severity.NOTE
            facts = where | {"columns": len(names), "names": _named(names)}
            yield entry("schema", severity, message, facts, days, touches=[Touch.ALL] if missed else (), example=names[0])


def _mapped(source: InputSettings) -> set[str]:
    """The columns that the settings of an input name."""
    tables = [table for table in (source.columns, *source.counters, *source.costs) if table is not None]
    return {name for table in tables for name in _texts(table.model_dump(mode="json"))}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f", + {more}" if more > 0 else "")
