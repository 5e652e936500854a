"""A workspace's settings, whole."""

from datetime import date

from pydantic import Field

from reportgen.model.settings.goals import CombinedGoal, Goal
from reportgen.model.settings.metrics import Named
from reportgen.model.settings.report import ReportSettings
from reportgen.model.settings.rules import ConversionRule, Tier
from reportgen.model.settings.values import Key, Record


class Note(Record):
    """A dated note: what happened. Shown on charts; the report counts as many days before and after it."""

    day: date = Field(alias="date", description="When it happened.")
    text: str = Field(description="What happened.")
    until: date | None = Field(default=None, description="Last day, when it took longer than one.")
    page: str | None = Field(default=None, description="The page or page group it is about.")
    campaign: str | None = Field(default=None, description="The campaign it is about.")
    rule: Key | None = Field(default=None, description="The conversion it is about.")


class Settings(Record):
    """A workspace's settings, whole and checked."""

    report: ReportSettings
    rules: tuple[ConversionRule, ...]
    goals: tuple[Goal, ...] = ()
    combined: tuple[CombinedGoal, ...] = ()
    notes: tuple[Note, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def macros(self) -> tuple[ConversionRule, ...]:
        """The listed macro rules in file order."""
        return tuple(rule for rule in self.rules if rule.tier is Tier.MACRO and not rule.hidden)

    @property
    def ranked_macros(self) -> tuple[ConversionRule, ...]:
        """The listed macro rules, primary ones first."""
        return tuple(sorted(self.macros, key=lambda rule: not rule.primary))

    @property
    def micros(self) -> tuple[ConversionRule, ...]:
        """The listed micro rules in file order."""
        return tuple(rule for rule in self.rules if rule.tier is Tier.MICRO and not rule.hidden)

    def rule(self, key: str) -> ConversionRule:
        """The rule with this key. KeyError when there is none."""
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(key)
