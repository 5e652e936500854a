"""Which preset an input's files fit, by their headers: for inputs that say nothing of their tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from reportgen.engine import scratch_folder
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings, Preset
from reportgen.readers import table
from reportgen.readers.files import Export, Opened, find, size
from reportgen.readers.formats import READERS
from reportgen.readers.opening import tables
from reportgen.readers.totals.choose import fits

MOST_BYTES = 8 << 20
"""A table of totals is small: a larger file is one of events."""
MOST_FILES = 24
"""Files that are looked at, the first by name."""
ANYBODYS = 2
PLAIN_DAYS = frozenset({"date", "day", "datum", "tag", "ds", "week", "woche", "month", "monat"})
"""A day under such a name and one number say nothing of whose file it is (`date,visits`), where no title or strict table does."""


def recognised(workspace: Path) -> Callable[[InputSettings, Callable[[], Mapping[str, Preset]]], tuple[str, ...]]:
    """A function that names the presets which an input's files fit: those that read most of them, and the most columns of them. None
    where a reader of events knows the files, where one cannot be opened, and where no preset reads more than half of them."""

    def named(source: InputSettings, presets: Callable[[], Mapping[str, Preset]]) -> tuple[str, ...]:
        try:
            exports = find(workspace, [source])[:MOST_FILES]
            return _fitting(exports, presets) if exports and all(size(each) <= MOST_BYTES for each in exports) else ()
        except DataError:
            return ()

    return named


def _fitting(exports: Sequence[Export], presets: Callable[[], Mapping[str, Preset]]) -> tuple[str, ...]:
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder())
        files = []
        for export in exports:
            files.append(stack.enter_context(tables(export, scratch)))
            if any(file.parquet for file in files[-1]) or (len(files) == 1 and _is_known(files[0][0])):
                return ()
        matched = {name: _matched(preset, files) for name, preset in presets().items()}
    most = max(matched.values(), default=(0, 0))
    return tuple(name for name, own in matched.items() if own == most) if 2 * most[0] > len(files) else ()


def _is_known(file: Opened) -> bool:
    """Whether a reader of events knows the file."""
    columns = table.text_columns(file)
    return any(reader.identify(file, columns) for reader in READERS)


def _matched(preset: Preset, files: Sequence[tuple[Opened, ...]]) -> tuple[int, int]:
    """How many of the files the preset reads anything of, and how many columns of them."""
    read = [sum(_columns(preset, file) for file in each) for each in files]
    return sum(columns > 0 for columns in read), sum(read)


def _columns(preset: Preset, file: Opened) -> int:
    header = table.text_columns(file)
    found = [fit for kind in (preset.counters, preset.costs) for fit in fits(kind, header, file)[0][:1]]
    columns = sum(fit.matched for fit in found)
    told = columns > ANYBODYS or PLAIN_DAYS.isdisjoint(column.strip().casefold() for column in header)
    return columns if told or any(fit.table.titled or fit.table.strict for fit in found) else 0
