"""Statistics on plain numbers: no frame, path, setting or clock comes in here."""

from reportgen.stats.amounts import compare_amounts, compare_counts, count_dispersion
from reportgen.stats.assist import Assist, assist
from reportgen.stats.attain import Attainability, Attainable, Window, attainability, best_window
from reportgen.stats.attribution import Attribution, Credit, TouchPath, attribute
from reportgen.stats.bridge import Bridge, Candidate, Link, Stratum, bridge, bridges, heterogeneity
from reportgen.stats.daily import Daily
from reportgen.stats.forecast import DRAWS, Futures, Method, forecast_rate, forecast_ratio, forecast_total
from reportgen.stats.funnel import Gap, Step, StepChange, channel_gaps, lost, step_changes, steps
from reportgen.stats.lag import Lag, LagPoint, Maturity, Wait, lag, maturity
from reportgen.stats.landing import FanPoint, Landing, Reach, fan, landing, probability
from reportgen.stats.leading import Leading, Pace, Weekly, at_this_pace, leading
from reportgen.stats.many import channel_against_rest, false_discovery, shrink
from reportgen.stats.measures import CountChange, Dispersion, Interval, Rate, RateChange, RateEstimate, Verdict
from reportgen.stats.rates import compare_rates, dispersion, estimate_rate, estimate_rates, smallest_detectable, visitors_needed
from reportgen.stats.repeat import Repeat, repeat
from reportgen.stats.score import (
    HotRule,
    LeadGroup,
    LeadProfile,
    Score,
    ScoreBin,
    ScoreQuality,
    hot_rule,
    judge_score,
    rank_leads,
    train_score,
)
from reportgen.stats.shape import Shape, ShapeBasis, shape, weekday_factors
from reportgen.stats.spans import between, quantiles
from reportgen.stats.split import Moved, Part, Split, split
from reportgen.stats.trend import Trend, TrendVerdict, trend
from reportgen.stats.unusual import UnusualDay, unusual_days, zero_probability
from reportgen.stats.value import Orders, Worth, worth, worth_at

__all__ = [
    "DRAWS",
    "Assist",
    "Attainability",
    "Attainable",
    "Attribution",
    "Bridge",
    "Candidate",
    "CountChange",
    "Credit",
    "Daily",
    "Dispersion",
    "FanPoint",
    "Futures",
    "Gap",
    "HotRule",
    "Interval",
    "Lag",
    "LagPoint",
    "Landing",
    "LeadGroup",
    "LeadProfile",
    "Leading",
    "Link",
    "Maturity",
    "Method",
    "Moved",
    "Orders",
    "Pace",
    "Part",
    "Rate",
    "RateChange",
    "RateEstimate",
    "Reach",
    "Repeat",
    "Score",
    "ScoreBin",
    "ScoreQuality",
    "Shape",
    "ShapeBasis",
    "Split",
    "Step",
    "StepChange",
    "Stratum",
    "TouchPath",
    "Trend",
    "TrendVerdict",
    "UnusualDay",
    "Verdict",
    "Wait",
    "Weekly",
    "Window",
    "Worth",
    "assist",
    "at_this_pace",
    "attainability",
    "attribute",
    "best_window",
    "between",
    "bridge",
    "bridges",
    "channel_against_rest",
    "channel_gaps",
    "compare_amounts",
    "compare_counts",
    "compare_rates",
    "count_dispersion",
    "dispersion",
    "estimate_rate",
    "estimate_rates",
    "false_discovery",
    "fan",
    "forecast_rate",
    "forecast_ratio",
    "forecast_total",
    "heterogeneity",
    "hot_rule",
    "judge_score",
    "lag",
    "landing",
    "leading",
    "lost",
    "maturity",
    "probability",
    "quantiles",
    "rank_leads",
    "repeat",
    "shape",
    "shrink",
    "smallest_detectable",
    "split",
    "step_changes",
    "steps",
    "train_score",
    "trend",
    "unusual_days",
    "visitors_needed",
    "weekday_factors",
    "worth",
    "worth_at",
    "zero_probability",
]
