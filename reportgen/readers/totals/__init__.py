"""Tables of totals and of costs: CSV (plain or gzip), NDJSON and Parquet, with a mapping of columns in settings. No people in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reportgen.activity import FileRows, StagedTotals
from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings
from reportgen.readers import table
from reportgen.readers.files import Opened
from reportgen.readers.totals import rows, verdicts
from reportgen.readers.totals.choose import Fit, Misfit, ambiguous, fits, unfit

REFUSED = {
    "unreadable": "an empty line",
    "no_date": "a row without a day",
    "bad_date": "a day that is none",
    "bad_until": "a last day that is none, or before the first",
    "bad_number": "a number that is none",
    "no_number": "a row without any number",
    "negative_cost": "a cost below zero",
    "two_values": "a second number for the same day",
    "repeated_cost": "a row that stands twice",
}
"""What a row of a strict table is refused for; other reasons are lines that do not fit the header."""
NOT_READ = "table_not_read"
ONE_KIND = "one_kind_only"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """One table of a file, and what it is of each kind; nothing where it fits none, with what keeps it from it."""

    file: Opened
    shape: table.Layout
    fits: dict[str, Fit]
    wrong: tuple[Misfit, ...]


def read(engine: Embedded, files: Sequence[Opened]) -> StagedTotals:
    """Stage the tables of one file of an input that has `counters` or `costs`: each as the table of each kind that its header fits best.

    Rejected: rows without a date or with one that is none, with a number that is none or without any; of counters, rows for the same date
    and dimension that differ; of costs, negative ones and rows that stand twice. Remarks: rows of which only the counters or only the
    costs count, numbers of people that do not add up, and tables of the file that fit none of the input's; of an archive also whole files.
    Raises DataError for a file of which nothing fits, or one table several, for dates and numbers that can be read in two ways, and for
    any refused row of a `strict` table.
    """
    chosen = [_chosen(engine, file) for file in files]
    usable = [each for each in chosen if each.fits]
    opened = dict.fromkeys(remark for file in files for remark in file.remarks)
    unread = _unread(chosen)
    if not usable and _may_lack(files[0]):
        return StagedTotals(files[0].export.input, {}, table.NAME, FileRows(0, (), remarks=(*opened, *unread)), 0)
    if not usable:
        nearest = min(chosen, key=lambda each: min(wrong.away for wrong in each.wrong))
        raise unfit(_place(nearest.file), _path(nearest.file, _kinds(nearest.file)[0]), nearest.shape.columns, nearest.wrong)
    whole = _together(engine, [_table(engine, each) for each in usable])
    apart = (remark for each in usable for remark in _apart(each))
    return replace(whole, file=replace(whole.file, remarks=(*opened, *whole.file.remarks, *apart, *unread)))


def _chosen(engine: Embedded, file: Opened) -> _Chosen:
    """What a table is. Raises DataError for one that fits several of a kind."""
    source, shape = file.export.input, table.layout(engine, file)
    chosen: dict[str, Fit] = {}
    wrong: list[Misfit] = []
    for kind in _kinds(file):
        asked = source.counters if kind == "counters" else source.costs
        found, misfits = fits(asked, shape.columns, file)
        wrong += misfits
        if len(found) > 1:
            raise ambiguous(_place(file), _path(file, kind), found)
        if found:
            chosen[kind] = found[0]
            table.refuse_unlike(file, found[0].columns)
    return _Chosen(file, shape, chosen, tuple(wrong))


def _kinds(file: Opened) -> list[str]:
    source = file.export.input
    return [kind for kind, tables in (("counters", source.counters), ("costs", source.costs)) if tables]


def _place(file: Opened) -> Place:
    return Place(file.export.name, file.line(1))


def _path(file: Opened, kind: str) -> str:
    source = file.export.input
    return f"inputs.{source.key}" if source.preset else f"inputs.{source.key}.{kind}"


def _unread(chosen: Sequence[_Chosen]) -> tuple[RejectedRows, ...]:
    """A remark on the tables that nothing reads, by what tells them apart."""
    lost = [each for each in chosen if not each.fits]
    titles = [each.file.title for each in chosen]
    named = ", ".join(_name(each, alone=titles.count(each.file.title) == 1) for each in lost)
    return (RejectedRows(NOT_READ, len(lost), named[: verdicts.MOST_SHOWN], lost[0].file.line(1)),) if lost else ()


def _apart(chosen: _Chosen) -> Iterator[RejectedRows]:
    """A remark on a file that is only counters or only costs, where its input maps both itself: a misspelt column would lose the other."""
    source = chosen.file.export.input
    if source.preset is None and len(chosen.fits) < len(_kinds(chosen.file)):
        nearest = min(chosen.wrong, key=lambda each: each.away)
        yield RejectedRows(ONE_KIND, 0, ", ".join(nearest.lacking)[: verdicts.MOST_SHOWN], chosen.file.line(1))


def _name(each: _Chosen, *, alone: bool) -> str:
    """A table by its title where no other has it, else by its file or its columns."""
    if each.file.title and alone:
        return each.file.title
    return PurePosixPath(each.file.export.member).name if each.file.export.member and alone else " | ".join(each.shape.columns[:2])


def _may_lack(file: Opened) -> bool:
    """Whether the file is one of several that a vendor packs together, of which some hold nothing to read."""
    source = file.export.input
    return file.export.member is not None and not any(each.strict for each in (*source.counters, *source.costs))


def _table(engine: Embedded, chosen: _Chosen) -> StagedTotals:
    file, shape = chosen.file, chosen.shape
    texts, broken = table.staged_text(engine, [file], shape)
    staged = texts if shape.kind == "csv" else engine.stage(f"select * from {texts}").get_name()
    raw = rows.Raw(staged, shape.columns, shape.kind != "csv", file.range)
    found = verdicts.of(engine, file, shape, [_judged(engine, chosen, raw, kind) for kind in chosen.fits])
    lines = next(iter(broken.values()), ())
    refused = (*lines, *found.refused)
    if any(fit.table.strict for fit in chosen.fits.values()):
        _intact(file, refused)
    told = FileRows(found.rows + sum(each.rows for each in lines), refused, remarks=found.remarks, columns=shape.columns)
    kept = {kind: engine.stage(_kept(file, each)) for kind, each in zip(chosen.fits, found.judged, strict=True)}
    return StagedTotals(file.export.input, kept, _format(file.export.input, chosen.fits), told, found.repeated)


def _format(source: InputSettings, found: Mapping[str, Fit]) -> str:
    """Which of the input's tables it is, so that a later file is compared with one of its own kind."""
    tables = [*source.counters, *source.costs]
    if len(tables) <= len(found):
        return table.NAME
    return " + ".join(dict.fromkeys(fit.table.name or f"{table.NAME} {tables.index(fit.table) + 1}" for fit in found.values()))


def _judged(engine: Embedded, chosen: _Chosen, raw: rows.Raw, kind: str) -> verdicts.Judged:
    fit = chosen.fits[kind]
    within = rows.Within(chosen.file, _path(chosen.file, kind), raw, _explained(chosen) if fit.table.explained else None)
    return verdicts.Judged(fit, rows.judged(engine, within, fit))


def _explained(chosen: _Chosen) -> str | None:
    """The first row as one text."""
    first = next((record for _, record in table.records(chosen.file, chosen.shape)), None) if not chosen.file.parquet else None
    return None if first is None else verdicts.whole_of(first, chosen.shape)


def _kept(file: Opened, judged: verdicts.Judged) -> str:
    make = rows.costs if judged.fit.is_cost else rows.counters
    return make(file.export.input, judged.fit, judged.rows)


def _intact(file: Opened, refused: Sequence[RejectedRows]) -> None:
    """Raise DataError where a file that only a machine writes has a row that cannot be read."""
    if not refused:
        return
    first = min(refused, key=lambda each: each.line or 0)
    wrong = REFUSED.get(first.reason, "a line that does not fit the header")
    shown = f" ({first.example})" if first.example else ""
    right = "a tool wrote this file, so it is damaged: export it again"
    raise DataError(Problem(Place(file.export.name, first.line), _path(file, _kinds(file)[0]), f"{wrong}{shown}", right))


def _together(engine: Embedded, found: Sequence[StagedTotals]) -> StagedTotals:
    """The tables of one file as one; what two of them say alike counts once."""
    first = found[0]
    if len(found) == 1:
        return first
    kinds = dict.fromkeys(kind for each in found for kind in each.tables)
    tables = {
        kind: engine.stage(
            " union ".join(f'select * exclude ("row") from {each.tables[kind].get_name()}' for each in found if kind in each.tables)
        )
        for kind in kinds
    }
    whole = FileRows(
        sum(each.file.rows for each in found),
        tuple(reason for each in found for reason in each.file.rejected),
        remarks=tuple(remark for each in found for remark in each.file.remarks),
        columns=first.file.columns,
    )
    formats = " + ".join(dict.fromkeys(each.format for each in found))
    return StagedTotals(first.source, tables, formats, whole, sum(each.repeated for each in found))
