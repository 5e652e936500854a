"""Ways from the first visit through micros to a macro, as counts by stratum."""

from reportgen.metrics.journeys.find import journeys

__all__ = ["journeys"]
