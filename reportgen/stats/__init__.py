"""Statistics on plain numbers: no frame, path, setting or clock comes in here."""

from reportgen.stats.amounts import compare_amounts, compare_counts, count_dispersion
from reportgen.stats.many import channel_against_rest, false_discovery, shrink
from reportgen.stats.measures import CountChange, Dispersion, Interval, Rate, RateChange, RateEstimate, Verdict
from reportgen.stats.rates import compare_rates, dispersion, estimate_rate, estimate_rates, smallest_detectable, visitors_needed

__all__ = [
    "CountChange",
    "Dispersion",
    "Interval",
    "Rate",
    "RateChange",
    "RateEstimate",
    "Verdict",
    "channel_against_rest",
    "compare_amounts",
    "compare_counts",
    "compare_rates",
    "count_dispersion",
    "dispersion",
    "estimate_rate",
    "estimate_rates",
    "false_discovery",
    "shrink",
    "smallest_detectable",
    "visitors_needed",
]
