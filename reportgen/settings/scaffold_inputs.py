"""The inputs of a new workspace, as `report.yaml` has them: of events, by a preset, and by a mapping that was guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.model.settings import CostTable, CounterMeasure, CounterTable
from reportgen.periods import Grain
from reportgen.settings.yaml_text import text, texts


@dataclass(frozen=True, slots=True)
class NewInput:
    """One input: `files` relative to the workspace. At most one of the others says how they are read; without any they are events of a
    format that is known, or of one that is still to be mapped."""

    key: str
    files: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    preset: str | None = None
    totals: CounterTable | CostTable | None = None


def inputs_text(inputs: Sequence[NewInput], left_out: Sequence[str] = ()) -> str:
    """The lines below `inputs:`; without any input the usual one as a comment. `left_out`: a sentence for each export not understood."""
    lines = [line for each in inputs for line in _input(each)]
    if left_out:
        lines += [
            "",
            "  # Left out, because nothing says how to read them. `records:` is for leads and deals, `counters:` and `costs:` for totals;",
        ]
        lines += ["  # docs/sources.md has an example of each.", *(f"  #   {_on_one_line(each)}" for each in left_out)]
    return "\n".join(lines)


def _on_one_line(said: str) -> str:
    return "".join(character if character.isprintable() else " " for character in said)


def _input(new: NewInput) -> Iterator[str]:
    yield f"  {new.key}:"
    yield f"    files: {texts(new.files)}"
    if new.preset is not None:
        yield f"    preset: {new.preset}"
    elif isinstance(new.totals, CostTable):
        yield from _costs(new.totals)
    elif new.totals is not None:
        yield from _counters(new.totals)
    elif new.columns:
        yield "    columns:               # guessed from their names: check them"
        yield from (f"      {field}: {text(column)}" for field, column in new.columns.items())
    elif new.key == "web":
        yield "    # A table of events (CSV, Parquet, NDJSON) needs to know its columns:"
        yield "    # columns: {time: timestamp, event: event_name, visitor: client_id, page: url}"


def _counters(table: CounterTable) -> Iterator[str]:
    yield "    # platform: Door counter   # who counted it"
    yield "    counters:              # guessed from the columns: check them"
    yield from _days(table)
    if table.dimension:
        yield f"      dimension: {texts([each[0] for each in table.dimension])}"
    yield "      measures:            # `flow` is what came in and adds up, `stock` how many there are; people: true for numbers of people"
    yield from (f"        {each.key}: {_measure(each)}" for each in table.measures)


def _measure(measure: CounterMeasure) -> str:
    return f"{{column: {text(measure.column[0])}, kind: {measure.kind.value}, label: {text(measure.title)}}}"


def _costs(table: CostTable) -> Iterator[str]:
    yield "    costs:                 # guessed from the columns: check them"
    yield from _days(table)
    yield f"      amount: {text(table.amount[0])}"
    for field_, column in (("channel", table.channel), ("campaign", table.campaign), ("currency", table.currency)):
        if column:
            yield f"      {field_}: {text(column[0])}"


def _days(table: CounterTable | CostTable) -> Iterator[str]:
    yield f"      date: {text(table.day[0])}"
    if table.grain is not Grain.DAY:
        yield f"      grain: {table.grain.value}"
