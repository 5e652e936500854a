"""Whether a goal's number is progressing: the change of its weekly level, apart from any target (statistics 1.6)."""

from reportgen import stats
from reportgen.goals.look import Look
from reportgen.goals.nature import has_money, is_level, is_rate
from reportgen.goals.series import sides, totals
from reportgen.stats import Trend


def direction(seen: Look) -> Trend | None:
    """The trend of the last weeks; None for what has no series to follow."""
    metric = seen.goal.metric
    if not is_level(metric):
        history = totals(metric, seen.own)
        return None if history is None else stats.trend(history, money=has_money(metric), lower_is_better=seen.at_most)
    pair = sides(metric, seen.own)
    if pair is None:
        return None
    money = metric.numerator is not None and has_money(metric.numerator)
    return stats.trend(pair[0], over=pair[1], ratio=not is_rate(metric), money=money, lower_is_better=seen.at_most)
