"""One number a day, with missing days kept apart from zeros."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Daily:
    """One number a day from `begin` on: None where nothing was recorded, 0.0 where nought was.

    An empty series is allowed; its `end` is `begin`.
    """

    begin: date
    values: tuple[float | None, ...]

    @property
    def end(self) -> date:
        """The day after the last one."""
        return self.begin + timedelta(days=len(self.values))

    @property
    def recorded(self) -> int:
        """Days with a number."""
        return sum(value is not None for value in self.values)

    @property
    def total(self) -> float:
        """Sum of the recorded days; 0 without any."""
        return sum(value for value in self.values if value is not None)

    def before(self, day: date) -> "Daily":
        """The days before `day`."""
        return Daily(self.begin, self.values[: max((day - self.begin).days, 0)])

    def since(self, day: date) -> "Daily":
        """The days from `day` on."""
        skipped = min(max((day - self.begin).days, 0), len(self.values))
        return Daily(self.begin + timedelta(days=skipped), self.values[skipped:])

    def last(self, days: int) -> "Daily":
        """The last so many days, or all of them."""
        return self.since(self.end - timedelta(days=days))

    def trimmed(self) -> "Daily":
        """Without the days before the first recorded one; empty if there is none."""
        first = next((i for i, value in enumerate(self.values) if value is not None), len(self.values))
        return self.since(self.begin + timedelta(days=first))


def paired(one: Daily, other: Daily) -> tuple[Daily, Daily]:
    """Both series over their common days, each missing where either is."""
    begin = max(one.begin, other.begin)
    end = max(min(one.end, other.end), begin)
    cut = (one.since(begin).before(end), other.since(begin).before(end))
    both = [a is not None and b is not None for a, b in zip(cut[0].values, cut[1].values, strict=True)]
    first, second = (tuple(v if kept else None for v, kept in zip(each.values, both, strict=True)) for each in cut)
    return Daily(begin, first), Daily(begin, second)


def mapped(series: Daily, change: Callable[[float], float]) -> Daily:
    """The series with every recorded number changed."""
    return Daily(series.begin, tuple(None if value is None else change(value) for value in series.values))
