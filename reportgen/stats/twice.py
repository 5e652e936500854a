"""A tag that fires twice: about twice as many of an event for each visitor as in the eight weeks before (statistics 8, duplicates)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MEMORY_DAYS = 56
LEAST_KNOWN = 28
LEAST_DAYS = 3
LEAST_USUAL = 20.0
TWICE = (1.8, 2.2)
EACH_DAY = (1.5, 2.7)


@dataclass(frozen=True, slots=True)
class Doubled:
    """On the days at positions `begin` up to `end` (exclusive): `ratio` times as many a visitor as the median day's `usual` before."""

    begin: int
    end: int
    ratio: float
    usual: float


def doubled(counts: Sequence[int | None], visitors: Sequence[int]) -> tuple[Doubled, ...]:
    """The runs of three or more days on which a daily count for each visitor is about twice its median of the 56 days before the run.

    Over the run the ratio lies in 1.8-2.2, on each of its days in 1.5-2.7. Days with no number, or no visitor, neither belong to a run nor
    end it. Told only where 20 a day are usual and 28 of the days before are known.
    """
    known = [at for at, (count, people) in enumerate(zip(counts, visitors, strict=True)) if count is not None and people]
    shares = {at: (counts[at] or 0) / visitors[at] for at in known}
    found: list[Doubled] = []
    place = LEAST_KNOWN
    while place < len(known):
        before = known[max(0, place - MEMORY_DAYS) : place]
        usual = median(shares[at] for at in before)
        run = _run(shares, known[place:], usual) if usual * median(visitors[at] for at in before) >= LEAST_USUAL else []
        ratio = sum(counts[at] or 0 for at in run) / sum(visitors[at] for at in run) / usual if run else 0.0
        if len(run) >= LEAST_DAYS and TWICE[0] <= ratio <= TWICE[1]:
            found.append(Doubled(run[0], run[-1] + 1, ratio, usual))
        place += max(1, len(run))
    return tuple(found)


def _run(shares: dict[int, float], days: Sequence[int], usual: float) -> list[int]:
    """The leading days that are each about twice the usual."""
    run: list[int] = []
    for at in days:
        if not EACH_DAY[0] <= shares[at] / usual <= EACH_DAY[1]:
            break
        run.append(at)
    return run
