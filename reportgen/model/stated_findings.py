"""What the report says of what people say: how they heard of the firm, beside what tracking saw, and what convinced them."""

from dataclasses import dataclass

from reportgen.model.stated import Quote
from reportgen.periods import Period
from reportgen.stats.measures import Rate, RateEstimate


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One answer: its conversions in the span and in the reported period, and by the channel of the first visit.

    `heard` is a category's key, `(other)`, or empty for no answer. `by_channel` is in the order of the finding's `channels`; with
    `unmatched` it adds up to `n`. `same` are the channels by which tracking would show the answer.
    """

    heard: str
    n: int
    recent: int
    by_channel: tuple[int, ...]
    unmatched: int
    same: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """What convinced `n` people: a category's key, or `(other)`."""

    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class StatedFinding:
    """What people said at one rule's conversions in `span`, answers with most people first, then other answers, then none.

    `answered` of all its conversions; `recent` the same for the reported period. `total` has the sums of all rows: its `n` are the rule's
    conversions of the span. `channels` are those of the first visit within `lookback` days, most people first, at most six; the rest are
    `(other)`. `unmatched` conversions of the total have no such visit, `unnamed` of them name nobody.
    `agreement`: of those whose answer tracking could show and who had a visit, whose first visit's channel is the same; its share is to be
    told only where `agreement_told`, else `needed` more are wanted. `convinced` of all conversions said what convinced them.
    """

    rule: str
    span: Period
    lookback: int
    channels: tuple[str, ...]
    rows: tuple[StatedRow, ...]
    total: StatedRow
    answered: Rate
    recent: Rate
    unnamed: int
    agreement: RateEstimate
    agreement_told: bool
    needed: int
    convinced: Rate
    reasons: tuple[ReasonRow, ...]
    quotes: tuple[Quote, ...]
