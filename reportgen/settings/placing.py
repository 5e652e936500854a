"""From an option's dotted path to its place in a file."""

from collections.abc import Mapping

from reportgen.errors import Place, Problem

Places = Mapping[str, Place]


def placed(places: Places, path: str, wrong: str, right: str = "") -> Problem:
    """The problem at the option's place, or at that of the nearest option around it that was written."""
    parts = path.split(".")
    for size in range(len(parts), 0, -1):
        place = places.get(".".join(parts[:size]))
        if place is not None:
            return Problem(place, path, wrong, right)
    return Problem(None, path, wrong, right)
