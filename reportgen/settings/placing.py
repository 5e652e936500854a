"""From an option's dotted path to its place in a file."""

from collections.abc import Mapping

from reportgen.errors import Place, Problem

Places = Mapping[str, Place]


def placed(places: Places, path: str, wrong: str, right: str = "") -> Problem:
    """The problem at its option's place, as `place_of` finds it."""
    return Problem(place_of(places, path), path, wrong, right)


def place_of(places: Places, path: str) -> Place | None:
    """The option's place, or that of the nearest option around it that was written; None where nothing around it was."""
    parts = path.split(".")
    tried = (places.get(".".join(parts[:size])) for size in range(len(parts), 0, -1))
    return next((place for place in tried if place is not None), None)
