"""Stated against tracked: what people say brought them beside the channel of their first visit (checklist 000-21)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reportgen import stats
from reportgen.model.settings import Settings
from reportgen.model.stated import NO_ANSWER, OTHER, StatedCell, StatedCounts, heard_categories
from reportgen.model.stated_findings import ReasonRow, StatedFinding, StatedRow
from reportgen.stats import MIN_VISITORS, Rate

CHANNELS = 6
LAST = {OTHER: 1, NO_ANSWER: 2}


def stated(settings: Settings, said: Mapping[str, StatedCounts]) -> tuple[StatedFinding, ...]:
    """Every rule at which people are asked, in the order of the settings; those without a conversion in the year are left out."""
    asked = settings.report.stated
    if asked is None:
        return ()
    same = {each.key: each.channels for each in heard_categories(asked)}
    found = ((key, said[key]) for key in asked.rules if key in said)
    return tuple(_finding(key, each, same) for key, each in found if each.cells)


def _finding(rule: str, counts: StatedCounts, same: Mapping[str, tuple[str, ...]]) -> StatedFinding:
    cells = counts.cells
    channels = _channels(cells)
    by_answer = {heard: [cell for cell in cells if cell.heard == heard] for heard in {cell.heard for cell in cells}}
    rows = [_row(heard, own, channels, same.get(heard, ())) for heard, own in by_answer.items()]
    rows.sort(key=lambda row: (LAST.get(row.heard, 0), -row.n, row.heard))
    total = _row(NO_ANSWER, cells, channels, ())
    agreement = _agreement(cells, same)
    reasons = Counter[str]()
    for cell in cells:
        reasons[cell.convinced] += cell.n
    silent = reasons.pop(NO_ANSWER, 0)
    return StatedFinding(
        rule=rule,
        span=counts.span,
        lookback=counts.lookback,
        channels=channels,
        rows=tuple(rows),
        total=total,
        answered=Rate(_sum(cell for cell in cells if cell.heard), total.n),
        recent=Rate(_sum(cell for cell in cells if cell.heard and cell.recent), total.recent),
        unnamed=_sum(cell for cell in cells if not cell.named),
        agreement=stats.estimate_rate(agreement, stats.dispersion((), agreement.of)),
        agreement_told=agreement.of >= MIN_VISITORS,
        needed=max(0, MIN_VISITORS - agreement.of),
        convinced=Rate(total.n - silent, total.n),
        reasons=tuple(ReasonRow(*one) for one in sorted(reasons.items(), key=lambda one: (LAST.get(one[0], 0), -one[1], one[0]))),
        quotes=counts.quotes,
    )


def _sum(cells: Iterable[StatedCell]) -> int:
    return sum(cell.n for cell in cells)


def _channels(cells: Sequence[StatedCell]) -> tuple[str, ...]:
    """The channels with most people, and `OTHER` for the rest."""
    counted = Counter[str]()
    for cell in cells:
        if cell.channel is not None:
            counted[cell.channel] += cell.n
    ordered = sorted(counted, key=lambda channel: (-counted[channel], channel))
    return tuple(ordered) if len(ordered) <= CHANNELS else (*ordered[: CHANNELS - 1], OTHER)


def _row(heard: str, cells: Sequence[StatedCell], channels: Sequence[str], same: tuple[str, ...]) -> StatedRow:
    by_channel = Counter[str]()
    for cell in cells:
        if cell.channel is not None:
            by_channel[cell.channel if cell.channel in channels else OTHER] += cell.n
    return StatedRow(
        heard=heard,
        n=_sum(cells),
        recent=_sum(cell for cell in cells if cell.recent),
        by_channel=tuple(by_channel[channel] for channel in channels),
        unmatched=_sum(cell for cell in cells if cell.channel is None),
        same=same,
    )


def _agreement(cells: Sequence[StatedCell], same: Mapping[str, tuple[str, ...]]) -> Rate:
    """Of answers that tracking could show, by people with a visit, those whose first channel is among the answer's own."""
    judged = [cell for cell in cells if same.get(cell.heard) and cell.channel is not None]
    return Rate(_sum(cell for cell in judged if cell.channel in same[cell.heard]), _sum(judged))
