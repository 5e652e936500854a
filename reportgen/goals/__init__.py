"""SMART goals: how each stands at the report's as-of day, where it will land, and what is made of several."""

from reportgen.goals.combined import combine
from reportgen.goals.find import find

__all__ = ["combine", "find"]
