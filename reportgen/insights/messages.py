"""Channel by message: rates with too little in them withheld, and messages unlike the others of their channel (checklist 004-5)."""

from collections.abc import Mapping, Sequence

from reportgen import stats
from reportgen.insights.rules import rate_spread, visitor_rate
from reportgen.model.channel_findings import MessageCell, MessageFinding
from reportgen.model.counts import Counts, MessageSlice
from reportgen.model.settings import ConversionRule
from reportgen.stats import Dispersion, Rate

CHANNELS, MESSAGES = 5, 8
OTHER = "(other)"
MIN_TOLD = 2
"""A rule is told of where at least two cells with a named message have enough for a rate."""
Cells = Mapping[tuple[str, str], Rate]


def messages(counts: Counts, macro: ConversionRule | None, micros: Sequence[ConversionRule]) -> MessageFinding | None:
    """The matrix on the macro, else on the first supporting micro with enough; None where no message is named or nothing can be told."""
    slices = counts.current.messages
    if macro is None or not slices:
        return None
    found = [_matrix(rule, macro, slices, rate_spread(counts, rule.key, None)) for rule in (macro, *micros)]
    return next((one for one in found if _told(one) >= MIN_TOLD), None)


def _told(found: MessageFinding) -> int:
    named = [row for message, row in zip(found.messages, found.rows, strict=True) if message]
    return sum(cell.estimate is not None for row in named for cell in row)


def _matrix(rule: ConversionRule, macro: ConversionRule, slices: Sequence[MessageSlice], spread: Dispersion) -> MessageFinding:
    channels = _top({one.channel: _visitors(slices, channel=one.channel) for one in slices if one.message}, CHANNELS)
    texts = _top({one.message: _visitors(slices, message=one.message) for one in slices if one.message}, MESSAGES)
    pooled = _pooled(rule.key, slices, channels, texts)
    columns = (*channels, *([OTHER] if any(channel == OTHER for channel, _ in pooled) else []))
    lines = (*texts, *([OTHER] if any(text == OTHER for _, text in pooled) else []), "")
    total = sum(pooled.values(), Rate(0, 0))
    marks = _marks(pooled, channels, texts, total, spread)

    def cell(rate: Rate, mark: int = 0) -> MessageCell:
        return MessageCell(rate, stats.estimate_rate(rate, spread) if stats.tellable(rate, total) else None, mark)

    return MessageFinding(
        rule=rule.key,
        macro=macro.key,
        channels=columns,
        messages=lines,
        rows=tuple(
            tuple(cell(pooled.get((channel, text), Rate(0, 0)), marks.get((channel, text), 0)) for channel in columns) for text in lines
        ),
        message_totals=tuple(cell(sum((pooled.get((channel, text), Rate(0, 0)) for channel in columns), Rate(0, 0))) for text in lines),
        channel_totals=tuple(cell(sum((pooled.get((channel, text), Rate(0, 0)) for text in lines), Rate(0, 0))) for channel in columns),
        total=stats.estimate_rate(total, spread),
    )


def _visitors(slices: Sequence[MessageSlice], *, channel: str | None = None, message: str | None = None) -> int:
    """Visitors by a named message, of one channel or with one message."""
    return sum(one.traffic.visitors for one in slices if one.message and channel in (None, one.channel) and message in (None, one.message))


def _top(visitors: Mapping[str, int], most: int) -> tuple[str, ...]:
    return tuple(sorted((one for one in visitors if one != OTHER), key=lambda one: (-visitors[one], one))[:most])


def _pooled(rule: str, slices: Sequence[MessageSlice], channels: Sequence[str], texts: Sequence[str]) -> Cells:
    found: dict[tuple[str, str], Rate] = {}
    for one in slices:
        at = (one.channel if one.channel in channels else OTHER, one.message if one.message in texts or not one.message else OTHER)
        found[at] = found.get(at, Rate(0, 0)) + visitor_rate(one, rule)
    return found


def _marks(cells: Cells, channels: Sequence[str], texts: Sequence[str], total: Rate, spread: Dispersion) -> Mapping[tuple[str, str], int]:
    """Cells against the other named messages of their channel, so that a good channel does not make a message look good."""
    tests: list[tuple[tuple[str, str], Rate, Rate]] = []
    for channel in channels:
        named = [rate for (one, text), rate in cells.items() if one == channel and text]
        whole = sum(named, Rate(0, 0))
        for text in texts:
            rate = cells.get((channel, text), Rate(0, 0))
            if stats.may_test(rate, whole) and stats.tellable(rate, total):
                tests.append(((channel, text), rate, Rate(whole.n - rate.n, whole.of - rate.of)))
    p_values = [stats.channel_against_rest(rate, rest, spread, of_interest=stats.MAX_Q) for _, rate, rest in tests]
    q_values = stats.false_discovery(p_values)
    return {
        at: 1 if rate.n * rest.of > rest.n * rate.of else -1
        for (at, rate, rest), q in zip(tests, q_values, strict=True)
        if stats.stands_out(q)
    }
