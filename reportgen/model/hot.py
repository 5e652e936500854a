"""Who counts as a hot lead, as the settings say or by default."""

from dataclasses import dataclass

from reportgen.model.settings import Settings, StageKind

USUAL, USUAL_DAYS, MOST = 2, 30, 4


@dataclass(frozen=True, slots=True)
class HotRule:
    """At least so many different ones of these micros within so many days. `declared`: the settings say so; by default the micros are
    those of pipeline stages, or all where no stage is one, and it takes two of them (one where there is no other)."""

    micros: tuple[str, ...]
    at_least: int
    within: int
    declared: bool

    @property
    def levels(self) -> tuple[int, ...]:
        """Numbers of different micros that are told apart: 1 to 4, as far as there are so many, and the rule's own."""
        return tuple(sorted({*range(1, min(MOST, len(self.micros)) + 1), self.at_least}))


def hot_rule(settings: Settings) -> HotRule | None:
    """The rule that holds; None without micros."""
    chosen = settings.report.hot_leads
    if chosen is not None:
        return HotRule(chosen.any_of or chosen.all_of, chosen.at_least or (1 if chosen.any_of else len(chosen.all_of)), chosen.within, True)
    pipeline = {stage.key for stage in settings.report.stages if stage.kind is StageKind.PIPELINE}
    micros = tuple(rule.key for rule in settings.micros if rule.stage in pipeline) or tuple(rule.key for rule in settings.micros)
    return HotRule(micros, min(USUAL, len(micros)), USUAL_DAYS, False) if micros else None
