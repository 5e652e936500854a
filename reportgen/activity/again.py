"""Days that several files of an input tell: which of them count, and what each said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.activity.store import Part
from reportgen.engine import Engine
from reportgen.model.watch import Retold
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Again:
    """The days that a part tells though another one of its input tells them as fully: `pairs` of (part, day), and as a table.

    `rows`: of each part and day, those left out among them.
    """

    pairs: frozenset[tuple[str, int]]
    table: Table
    rows: Mapping[tuple[str, int], int]

    def without(self, profile: Table) -> Table:
        """The profile with each day told once."""
        return profile.anti_join(self.table, ["part", "day"])


def told_again(engine: Engine, profile: Table, dropped: Table, parts: Sequence[Part]) -> Again | None:
    """Of the parts that tell a day, the smaller ones as far as half of their rows or more were left out as repeats; None without any.

    `dropped` are the session-days that were left out, of whichever part had fewer events of a session.
    """
    told = profile.group_by("part", "day").aggregate(n=profile["rows"].sum())
    left = dropped.group_by("part", "day").aggregate(n=dropped.events.sum())
    rows, repeats = (
        {(str(part), int(day)): int(n) for part, day, n in zip(frame["part"], frame["day"], frame["n"], strict=True)}
        for frame in engine.many({"told": told, "left": left}).values()
    )
    inputs = {part.key: part.input for part in parts}
    days: defaultdict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for (part, day), n in rows.items():
        days[inputs[part], day].append((n, part))
    pairs = {
        (part, day) for (_, day), found in days.items() for part in _repeating(found, sum(repeats.get((key, day), 0) for _, key in found))
    }
    if not pairs:
        return None
    table = engine.memtable([{"part": part, "day": day} for part, day in sorted(pairs)], {"part": "string", "day": "int64"})
    return Again(frozenset(pairs), table, rows)


def _repeating(told: Sequence[tuple[int, str]], repeats: int) -> Iterator[str]:
    """The parts, smallest first, at least half of whose rows are among the day's repeats."""
    so_far = 0
    for n, part in sorted(told):
        so_far += n
        if 2 * so_far - n > 2 * repeats:
            return
        yield part


def retold(again: Again, names: Mapping[str, str], parts: Sequence[Part]) -> tuple[Retold, ...]:
    """Each two neighbouring files that tell a day of an input where one of them was left out, in the order of the files (`parts`)."""
    days: defaultdict[tuple[str, int], list[Part]] = defaultdict(list)
    places = {part.key: place for place, part in enumerate(parts)}
    for place, day in sorted((places[key], day) for key, day in again.rows if key in places):
        days[parts[place].input, day].append(parts[place])
    found = []
    for (source, day), telling in sorted(days.items()):
        for earlier, later in pairwise(telling):
            if not {(earlier.key, day), (later.key, day)}.isdisjoint(again.pairs) and earlier.last_day:
                was, now = again.rows[earlier.key, day], again.rows[later.key, day]
                newest = (earlier.last_day - day_date(day)).days + 1
                found.append(Retold(source, day_date(day), names[earlier.key], names[later.key], was, now, newest))
    return tuple(found)
