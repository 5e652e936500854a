"""What a long list leaves out: nobody reads on page after page that there is too little data."""

from collections.abc import Sequence

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
