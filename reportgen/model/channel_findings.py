"""What the report says of channels, campaigns and messages: attribution, comparisons, what is protected, and who comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.model.counts import Dimension
from reportgen.periods import Period
from reportgen.stats import Attribution, CountChange, Interval, Link, Rate, RateChange, RateEstimate


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the middle half of some whole numbers lies, and their median."""

    early: int
    half: int
    late: int


@dataclass(frozen=True, slots=True)
class AttributionFinding:
    """One macro's conversions by the channels of the visits before them, by three rules side by side.

    Of the reported period where at least twenty of its conversions have a visit before them, else of all the data (`ever`), which begin
    on `since`. `total` is what the report counts of them; `attribution` (conversions) and `value` (micro-units, None where there is none)
    add up to it but for the pathless, of which `unnamed` name nobody. `assists`: channel -> conversions with the channel on the way that
    the last rule gives to another. `visits` and `days` before the conversion, within the look-back of `lookback` days; None without any.
    """

    macro: str
    primary: bool
    ever: bool
    since: date | None
    lookback: int
    total: int
    attribution: Attribution
    unnamed: int
    value: Attribution | None
    assists: Mapping[str, int]
    visits: Middle | None
    days: Middle | None


@dataclass(frozen=True, slots=True)
class Duel:
    """Two slices on one rule: `change` is from the `other` (before) to the `one` (after).

    `leads`: +1 the one, -1 the other, 0 nobody; corrected for the other pairs. `more`: further visitors on each side until a difference
    like the one seen would show; None where it does, or no number can be named.
    """

    rule: str
    change: RateChange
    leads: int
    more: int | None


@dataclass(frozen=True, slots=True)
class ComparisonFinding:
    """Two campaigns (or channels) with many visitors: on the macro, and where that decides nothing on a micro that supports it."""

    dimension: Dimension
    one: str
    other: str
    macro: Duel
    micro: Duel | None


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """A micro before a macro among the visitors who first came by one channel."""

    channel: str
    link: Link


@dataclass(frozen=True, slots=True)
class LinkSpread:
    """Whether a micro's link to a macro differs between channels: Cochran's Q over the `channels` with enough data.

    `differs` after correction for the other micros (q < .05). `q_value` is None with fewer than two channels that could tell.
    """

    macro: str
    micro: str
    channels: tuple[ChannelLink, ...]
    q_value: float | None
    differs: bool


@dataclass(frozen=True, slots=True)
class MessageCell:
    """Visitors of one channel by one message, and those with the rule. `estimate` is None where they are too few to say a rate.

    `marked`: +1 above, -1 below the channel's other messages, after correction for all cells. Pooled rows and columns are not tested.
    """

    rate: Rate
    estimate: RateEstimate | None
    marked: int = 0


@dataclass(frozen=True, slots=True)
class MessageFinding:
    """Channel by message on one rule: a row a message, a column a channel; all cells add up to the period's visitors.

    `messages` are those with most visitors, then `(other)` where there are more, then the empty one (no message named); `channels` those
    with a named message, then `(other)`. `rule` is the
    `macro` that channels are judged by, or a micro that supports it where the macro is too rare for any cell. `rows` are of `messages`
    by `channels`; `message_totals`, `channel_totals` and `total` add them up.
    """

    rule: str
    macro: str
    channels: tuple[str, ...]
    messages: tuple[str, ...]
    rows: tuple[tuple[MessageCell, ...], ...]
    message_totals: tuple[MessageCell, ...]
    channel_totals: tuple[MessageCell, ...]
    total: RateEstimate


class Protection(StrEnum):
    """How something that works stands: it holds when its conversions have not halved, with 95 % confidence, and nothing has fallen."""

    HOLDS = "holds"
    FALLEN = "fallen"
    TOO_FEW = "too_few"
    NOT_COMPARABLE = "not_comparable"


class Kind(StrEnum):
    """What may be protected, or gain."""

    CHANNEL = "channel"
    CAMPAIGN = "campaign"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Watched:
    """A channel, a campaign or a rule against an earlier period: its converters (of any macro, or of the rule) and their rate.

    `since` is that period: the one that decided, else the one before; None where there is none.
    """

    kind: Kind
    value: str
    protection: Protection
    since: Period | None
    rate: RateChange
    count: CountChange


@dataclass(frozen=True, slots=True)
class ProtectFinding:
    """What works, and whether it still does. `declared` in the settings, else the channels that bring half of all macro visitors.

    `gains` are what rose on evidence in the same comparisons, the clearest first: with one of `watched` fallen, that is the alarm.
    """

    declared: bool
    watched: tuple[Watched, ...]
    gains: tuple[Watched, ...]

    @property
    def fallen(self) -> tuple[Watched, ...]:
        return tuple(one for one in self.watched if one.protection is Protection.FALLEN)


@dataclass(frozen=True, slots=True)
class Within:
    """Share who did it again within so many days, 0-1, allowing for those still waiting."""

    day: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class RepeatMonth:
    """Visitors whose first conversion was in a month: again so far, and again within the finding's window.

    `within` is None while not all of them have had the time.
    """

    period: Period
    so_far: Rate
    within: Rate | None


@dataclass(frozen=True, slots=True)
class RepeatFinding:
    """Who does a macro again. `curve` at 30, 90, 180 and 365 days, as far as thirty visitors were followed; empty under twenty repeats.

    `days` to the second, of those who come back within the curve's last day. `window` is the number of days that cohorts are compared
    by; `often` says how many visitors did it how often.
    """

    macro: str
    so_far: Rate
    curve: tuple[Within, ...]
    days: Middle | None
    window: int
    cohorts: tuple[RepeatMonth, ...]
    often: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ChannelFindings:
    """Primary macros first. `comparisons` of campaigns, or of channels where fewer than two campaigns are named."""

    attributions: tuple[AttributionFinding, ...]
    comparisons: tuple[ComparisonFinding, ...]
    links: tuple[LinkSpread, ...]
    messages: MessageFinding | None
    protect: ProtectFinding | None
    repeats: tuple[RepeatFinding, ...]
