"""What the counts say: conversions and their changes, breakdowns, context."""

from reportgen.insights.find import Insights, find

__all__ = ["Insights", "find"]
