"""What tables leave out: nobody reads row after row that there is too little data."""

from collections.abc import Sequence
from dataclasses import replace

from reportgen.model.document import Column, Mark, Row
from reportgen.model.journeys_findings import LinkFinding
from reportgen.stats import Bridge

LONG = 16
"""So many signals, or fewer, are all listed."""
FEW = 6
"""Of a longer list, so many of those with too little data: the ones that lack least."""


def too_little(links: Sequence[LinkFinding | None]) -> frozenset[int]:
    """The places in a list of links of those that it leaves out. A place without a link stays."""
    if len(links) <= LONG:
        return frozenset()
    lacking = [place for place, link in enumerate(links) if link and link.link.bridge is Bridge.NOT_ENOUGH_DATA]
    closest = sorted(lacking, key=lambda place: (_needed(links[place]), place))
    return frozenset(closest[FEW:])


def _needed(link: LinkFinding | None) -> float:
    return float("inf") if link is None or link.needed is None else link.needed


def known(head: Sequence[Column], rows: Sequence[Row]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The table without the columns in which every row has the bare mark of too little data. Without rows as it is."""
    kept = [place for place in range(len(head)) if not rows or not all(_unknown(row, place) for row in rows)]
    return tuple(head[place] for place in kept), tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows)


def _unknown(row: Row, place: int) -> bool:
    cell = row.cells[place]
    return cell.mark is Mark.NOT_ENOUGH and not cell.text and not cell.note
