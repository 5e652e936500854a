"""Step rates against their own weeks before and against other channels: which of many are marked, judged together (statistics 4)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reportgen import stats
from reportgen.model.funnel_findings import ChannelChange, ChannelGap, StepTime
from reportgen.periods import Period
from reportgen.stats import Dispersion, Rate, RateEstimate, StepChange, Verdict, Wait

CLEAR = frozenset({Verdict.UP, Verdict.DOWN})
WEEKS_A_BLOCK = 4
NOTHING = Rate(0, 0)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """A step rate of one channel in one stretch: the reported period, or a week before it."""

    period: Period
    channel: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Judged:
    """One step over all channels, and the channels that are marked. Channels against others are over the period and the weeks."""

    change: StepChange
    channels: Mapping[str, StepChange]
    gaps: Mapping[str, stats.Gap]

    @property
    def estimate(self) -> RateEstimate:
        return stats.estimate_rate(self.change.now, Dispersion(self.change.phi, assumed=False, df=float("inf")))

    def unlike_before(self, step: str) -> tuple[ChannelChange, ...]:
        return tuple(ChannelChange(step, channel, one) for channel, one in self.channels.items() if one.verdict in CLEAR)

    def unlike_others(self, step: str) -> tuple[ChannelGap, ...]:
        return tuple(ChannelGap(step, channel, one) for channel, one in self.gaps.items() if one.verdict in CLEAR)


def judged(steps: Mapping[Key, Sequence[Cell]], current: Period) -> dict[Key, Judged]:
    """Every step, all judged together. `current` is the stretch that the weeks are held against."""
    asked = [(key, channel) for key, cells in steps.items() for channel in (None, *_channels(cells))]
    changes = stats.step_changes([_before_and_now(steps[key], current, channel) for key, channel in asked])
    paired = [(key, channel) for key, channel in asked if channel is not None]
    gaps = stats.channel_gaps([_blocks(steps[key], current, channel) for key, channel in paired])
    by_change, by_gap = dict(zip(asked, changes, strict=True)), dict(zip(paired, gaps, strict=True))
    return {
        key: Judged(
            by_change[key, None],
            {channel: by_change[key, channel] for channel in _channels(cells)},
            {channel: by_gap[key, channel] for channel in _channels(cells)},
        )
        for key, cells in steps.items()
    }


def _channels(cells: Sequence[Cell]) -> list[str]:
    """In the order of their names; none where all people came by the same."""
    found = sorted({cell.channel for cell in cells})
    return found if len(found) > 1 else []


def _before_and_now(cells: Sequence[Cell], current: Period, channel: str | None) -> tuple[list[Rate], Rate]:
    own = [cell for cell in cells if channel in (None, cell.channel)]
    weeks = _summed(own, lambda cell: cell.period)
    now = weeks.pop(current, NOTHING)
    return [weeks[week] for week in sorted(weeks, key=lambda week: week.begin)], now


def _blocks(cells: Sequence[Cell], current: Period, channel: str) -> list[tuple[Rate, Rate]]:
    """(channel, all others) in the period, and in every four weeks before it."""

    def block(cell: Cell) -> int:
        return 0 if cell.period == current else 1 + ((current.begin - cell.period.begin).days - 1) // (7 * WEEKS_A_BLOCK)

    own = _summed([cell for cell in cells if cell.channel == channel], block)
    rest = _summed([cell for cell in cells if cell.channel != channel], block)
    return [(own.get(at, NOTHING), rest.get(at, NOTHING)) for at in sorted({*own, *rest})]


def _summed(cells: Sequence[Cell], key: Callable[[Cell], Key]) -> dict[Key, Rate]:
    found: defaultdict[Key, Rate] = defaultdict(lambda: NOTHING)
    for cell in cells:
        found[key(cell)] += cell.rate
    return dict(found)


def step_time(waits: Sequence[Wait], horizon: int) -> StepTime | None:
    """How long a step takes; None under twenty who took it within the horizon."""
    curve = stats.lag(waits, horizon)
    if curve is None:
        return None
    end = curve.points[-1]
    half, late = curve.quantile(0.5), curve.quantile(0.9)
    return StepTime(end.share, end.interval, half, late, curve.horizon, curve.visitors, curve.events)
