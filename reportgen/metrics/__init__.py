"""Kept tables -> counts. Every metric is an expression that returns sufficient statistics, never events."""

from reportgen.metrics.ask import Ask
from reportgen.metrics.count import count
from reportgen.metrics.definitions import definitions
from reportgen.metrics.source import Tables

__all__ = ["Ask", "Tables", "count", "definitions"]
