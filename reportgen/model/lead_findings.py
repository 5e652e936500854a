"""What the report says of those who have not had a macro yet: hot leads, signals together, how long it takes, and which signal leads."""

from dataclasses import dataclass
from datetime import date

from reportgen.periods import Period
from reportgen.stats import Leading, Link, Pace, RateEstimate, ScoreQuality


@dataclass(frozen=True, slots=True)
class IntentLevel:
    """Visitors with so many different micros of the hot-lead rule (`more`: or more) within its days.

    `said`: their rate of macros in the days after, in the older half of the year; `happened` in the newer half; a visitor counts once for
    each stretch of days. `standing` do as of the report and have no macro. `link` holds visitors with at least so many against comparable
    visits, None for those with none.
    """

    micros: int
    more: bool
    said: RateEstimate
    happened: RateEstimate
    standing: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class HotLeads:
    """The hot-lead rule before one macro: `at_least` different ones of `micros` `within` so many days; `declared` by the settings, `all_of`
    them needed.

    `visitors` ever were hot, `standing` are as of the report. `hot` and `others`: the rates of macros in the `days` after a landmark day,
    over `stretches` of them one after the other. `link` holds hot visitors against comparable visits. `clearest`: the number of
    different micros that stands out most, allowing for the choice; None where none does.
    """

    micros: tuple[str, ...]
    at_least: int
    within: int
    declared: bool
    all_of: bool
    visitors: int
    standing: int
    hot: RateEstimate
    others: RateEstimate
    link: Link
    levels: tuple[IntentLevel, ...]
    clearest: int | None
    stretches: int
    days: int


@dataclass(frozen=True, slots=True)
class ChanceGroup:
    """Visitors of today given about the same chance: how many, and its mean, 0-1."""

    visitors: int
    chance: float


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """Visitors of today who were last seen about as long ago (`recency` as in `LeadProfile`) with as many marked micros."""

    recency: int
    marked: int
    visitors: int


@dataclass(frozen=True, slots=True)
class LeadScore:
    """Chances of a macro within 30 days, learnt on one landmark day and held against the next.

    With `macros` enough to learn from: `quality` as judged on the visitors of the later day, `now` those of today in the same groups.
    With fewer: `ranked`, hottest first, and no chances. `needed`: macros it takes to learn.
    """

    macros: int
    needed: int
    quality: ScoreQuality | None
    now: tuple[ChanceGroup, ...]
    ranked: tuple[RankedGroup, ...]


@dataclass(frozen=True, slots=True)
class LagCurve:
    """Days from a micro (None: from the first visit) to the macro: `points` are (day, share of those who will within the horizon who have
    by its end). Half have by `half`, the middle half between `early` and `late`. `events` were seen among `visitors`."""

    micro: str | None
    points: tuple[tuple[int, float], ...]
    early: int
    half: int
    late: int
    horizon: int
    visitors: int
    events: int


@dataclass(frozen=True, slots=True)
class MacroLeads:
    """Before one macro; `hot` is None where the data know no month with the rule's days before it. `curves` begins with the one from the
    first visit."""

    macro: str
    hot: HotLeads | None
    score: LeadScore | None
    curves: tuple[LagCurve, ...]


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a macro lands at the present pace of a leading micro: `pace` from as_of to `until`; with a goal also what it has `so_far` and
    its `target`."""

    micro: str
    pace: Pace
    until: date
    goal: str | None = None
    so_far: float = 0.0
    target: float | None = None


@dataclass(frozen=True, slots=True)
class GoalProposal:
    """A goal on the best leading micro, to be pasted into goals.yaml: `change` on the `baseline` within `period`."""

    key: str
    micro: str
    macro: str
    owner: str | None
    strategy: str | None
    change: float
    baseline: Period
    period: Period


@dataclass(frozen=True, slots=True)
class LeadingFinding:
    """Whether any micro of one week tells more of the next week's macros. `weeks` full ones are known, `needed` are; `tested` best first,
    empty under so many. `best` leads most clearly, None where none does: then nothing is said of where it lands."""

    macro: str
    weeks: int
    needed: int
    tested: tuple[Leading, ...]
    best: str | None
    landing: Landing | None
    proposal: GoalProposal | None
    has_goal: bool


@dataclass(frozen=True, slots=True)
class LeadFindings:
    """Primary macros (the first where none is primary), in the settings' order; `leading` likewise."""

    macros: tuple[MacroLeads, ...]
    leading: tuple[LeadingFinding, ...]
