"""What the counts say: conversions and their changes, breakdowns, context."""

from reportgen.insights.find import Insights, find
from reportgen.insights.lead_value import lead_value

__all__ = ["Insights", "find", "lead_value"]
