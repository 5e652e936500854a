"""SMART goals: how each stands at the report's as-of day."""

from reportgen.goals.find import find

__all__ = ["find"]
