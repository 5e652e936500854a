"""What every section is written from: the voice, the findings and the settings; and the small words they share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Self

from babel.lists import format_list

from reportgen.model.charts import Annotation
from reportgen.model.counts import Converted
from reportgen.model.findings import Findings, RuleFinding, Unit
from reportgen.model.settings import ALWAYS_SHOWN, USUAL_STAGES, SectionName, Settings
from reportgen.periods import Period
from reportgen.stats.measures import Interval
from reportgen.wording import dates, numbers
from reportgen.wording.catalogue import Voice, isolated

ANY_MACRO = "any_macro"
_SOUND_OF_I = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ends:
    """An estimated interval in words: its ends and the value in it."""

    low: str
    high: str
    value: str


@dataclass(frozen=True, slots=True)
class Speech:
    """Findings and the voice that tells them. `brief`: round amounts are told as short as may be, €1.5M."""

    voice: Voice
    findings: Findings
    brief: bool = field(default=False, kw_only=True)

    def on_chart(self) -> Self:
        """The same, for labels in a chart, where room is scarce and the full number stands beside."""
        return replace(self, brief=True)

    def say(self, key: str, /, **values: str | int | date) -> str:
        """As `Voice.say`."""
        return self.voice.say(key, **values)

    @property
    def period(self) -> str:
        """The reported period in words."""
        return self.span(self.findings.period)

    @property
    def heading(self) -> str:
        """The reported period as a heading begins: with a capital, also where months are written small."""
        return self.period[:1].upper() + self.period[1:]

    def span(self, period: Period) -> str:
        return dates.period(self.voice.calendar, period)

    def day(self, day: date) -> str:
        return dates.medium_day(self.voice.calendar, day)

    def money(self, micro: int) -> str:
        """An amount in micro-units of the report's currency."""
        return numbers.money_micro(self.voice.locale, micro, self.findings.currency)

    def count(self, n: int) -> str:
        return numbers.count(self.voice.locale, n)

    def range(self, interval: Interval) -> str:
        """An interval of shares: 2.2% to 4.0%."""
        return self.say("number.range", low=self.bound(interval.low), high=self.bound(interval.high))

    def bound(self, share: float) -> str:
        return numbers.bound(self.voice.locale, share)

    def level(self, interval: Interval) -> str:
        """The level of an interval: 95%."""
        return numbers.exact_share(self.voice.locale, interval.level)

    def quantity(self, unit: Unit, value: float) -> str:
        """A goal's number in its unit. Money in whole units, shares 0-1."""
        if unit is Unit.SHARE:
            return numbers.share(self.voice.locale, value)
        if unit is Unit.MONEY:
            told = numbers.brief_money if self.brief else numbers.money
            return told(self.voice.locale, value, self.findings.currency)
        if unit is Unit.COUNT and abs(value) >= 10:
            return numbers.decimal(self.voice.locale, value, 0)
        return numbers.amount(self.voice.locale, value)

    def about(self, unit: Unit, value: float) -> str:
        """A computed number (expected by now, needed a week) in its unit, without digits that nobody knows."""
        return self.quantity(unit, value if unit is Unit.SHARE else numbers.rough(value))

    def ends(self, unit: Unit, interval: Interval, *, value: float | None = None, least: float | None = None) -> Ends:
        """An estimated interval and the value in it, with no more digits than its width bears (`numbers.steps`).

        `least`: what is there already, below which nothing is written. Counts are whole.
        """
        low_step, high_step = numbers.steps(interval.low, interval.high)
        step = min(low_step, high_step)
        floor = least if least is not None and least <= interval.low else None
        given = ((interval.low, low_step), (interval.high, high_step), (interval.low if value is None else value, step))
        low, high, middle = (self._stepped(unit, number, max(size, 1.0) if unit is Unit.COUNT else size, floor) for number, size in given)
        return Ends(low, high, middle)

    def _stepped(self, unit: Unit, value: float, step: float, least: float | None) -> str:
        rounded = numbers.to_step(value, step) if step != float("inf") else value
        if least is not None and rounded < least <= value:
            rounded = least
        if unit is Unit.SHARE:
            return numbers.share(self.voice.locale, rounded, digits=numbers.decimals_of(step * 100))
        return numbers.count(self.voice.locale, round(rounded)) if unit is Unit.COUNT else self.quantity(unit, rounded)

    def together(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other, as the texts' language sets them; empty for none."""
        return reduce(lambda left, right: self.say("number.sentences", left=left, right=right), sentences) if sentences else ""

    def beside(self, texts: Sequence[str]) -> str:
        """Remarks that stand beside each other: a; b; c. Empty for none."""
        return reduce(lambda left, right: self.say("number.beside", left=left, right=right), texts) if texts else ""

    def listed(self, texts: Iterable[str]) -> str:
        """a, b and c, as the texts' language joins them; in Spanish `y` is `e` before the sound of i."""
        told = list(map(isolated, texts))
        joined = format_list(told, locale=self.voice.calendar)
        if self.voice.language == "es" and len(told) > 1 and _SOUND_OF_I.match(told[-1]):
            return f"{joined[: -len(told[-1]) - 2]}e {told[-1]}"
        return joined

    def label(self, rule: RuleFinding) -> str:
        """How readers know a rule; `any_macro` has no label in the settings."""
        return self.say("metric.any_macro") if rule.key == ANY_MACRO else rule.label

    def incomplete(self, rule: RuleFinding) -> bool:
        """Whether the ledger doubts that all of a rule's conversions are in the data; for `any_macro`, those of any macro."""
        keys = [macro.key for macro in self.findings.macros] if rule.key == ANY_MACRO else [rule.key]
        return any(self.findings.ledger.incomplete(key) for key in keys)

    @property
    def is_empty(self) -> bool:
        """Nobody was seen and nothing happened in the period."""
        everyone = (*self.findings.macros, *self.findings.micros)
        return self.findings.context.traffic.sessions == 0 and all(rule.converted == Converted() for rule in everyone)

    @property
    def primary(self) -> RuleFinding | None:
        """The macro the front page and the channels speak of: the first marked primary, else the first."""
        macros = self.findings.macros
        return next((rule for rule in macros if rule.primary), macros[0] if macros else None)


@dataclass(frozen=True, slots=True)
class Draft(Speech):
    """One report about to be written: what is told, and the settings it was asked for with."""

    settings: Settings

    def rule_label(self, key: str) -> str:
        """A rule's (or goal's) label; the key itself where nothing has that key."""
        if key == ANY_MACRO:
            return self.say("metric.any_macro")
        labels = {goal.key: goal.label for goal in self.settings.goals} | {rule.key: rule.label for rule in self.settings.rules}
        return labels.get(key, key)

    def stages(self) -> dict[str, str]:
        """Key -> label of every stage, in order; of the usual ones in the texts' language, also where the settings repeat them."""
        usual = {(stage.key, stage.label) for stage in USUAL_STAGES}
        stages = self.settings.report.stages
        return {one.key: self.say(f"stage.{one.key}") if (one.key, one.label) in usual else one.label for one in stages}

    def named_label(self, key: str) -> str:
        """The label of a metric by formula; the key itself where none has it."""
        return next((one.label for one in self.settings.named if one.key == key), key)

    def dated(self) -> tuple[Annotation, ...]:
        """The settings' notes up to the report's last day, numbered in order of time: a note has one number on every chart."""
        known = sorted((note.day, note.text) for note in self.settings.notes if note.day <= self.findings.as_of)
        return tuple(Annotation(day, text, number) for number, (day, text) in enumerate(known, start=1))

    def notes_in(self, span: Period, rule: str | None) -> tuple[Annotation, ...]:
        """The dated notes inside the span that belong to this rule or to none."""
        fitting = {(note.day, note.text) for note in self.settings.notes if note.rule in (None, rule)}
        return tuple(note for note in self.dated() if note.day in span and (note.day, note.text) in fitting)

    def noted(self, notes: Iterable[Annotation]) -> tuple[str, ...]:
        """Dated notes in words, as a chart's key tells them."""
        return tuple(self.say("chart.note", number=str(note.number), day=self.day(note.day), text=note.text) for note in notes)

    def shows(self, section: SectionName) -> bool:
        """Whether the settings leave a section in the report."""
        chosen = self.settings.report.sections
        return chosen is None or section in chosen or section in ALWAYS_SHOWN

    def place(self, section: SectionName) -> str | None:
        """The id of a section of the report; None when the settings leave it out."""
        return f"section-{section}" if self.shows(section) else None

    def definition(self, key: str) -> str | None:
        """The id of a metric's definition; None when the report has none for it, or no section that shows it."""
        shown = self.shows(SectionName.METHOD)
        return f"definition-{key}" if shown and any(known.key == key for known in self.findings.definitions) else None
