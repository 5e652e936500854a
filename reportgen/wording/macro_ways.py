"""What each macro leads to and how soon: its journey as the settings say it, how soon it follows the first session, what one is worth."""

from reportgen.model.document import Cell, Column, Mark, Row, Table, Tone
from reportgen.model.tier_findings import WayFinding
from reportgen.wording import journeys_cells, numbers
from reportgen.wording.draft import Draft


def table(draft: Draft) -> Table | None:
    """A row a macro, primary ones first; None where nothing was found of them, or neither lag nor worth of any is known."""
    found = draft.findings.tiers
    if found is None or not any(way.lag or way.expected or _worth(draft, way).sort is not None for way in found.ways):
        return None
    expected = any(way.expected is not None for way in found.ways)
    head = (
        Column(draft.say("macro.column_rule")),
        Column(draft.say("macro.column_journey")),
        *([Column(draft.say("macro.column_expected"), numeric=True)] if expected else []),
        Column(draft.say("bridge.column_lag"), numeric=True),
        Column(draft.say("macro.column_worth"), numeric=True),
    )
    primary = {rule.key for rule in draft.findings.macros if rule.primary}
    rows = tuple(Row(_cells(draft, way, expected=expected), strong=way.macro in primary) for way in found.ways)
    notes = [draft.say("macro.ways_note_expected")] if expected else []
    notes += [draft.say("macro.ways_note")] if any(way.lag for way in found.ways) else []
    return Table("macro-ways", draft.say("macro.ways"), head, rows, (draft.together(notes),) if notes else ())


def _cells(draft: Draft, way: WayFinding, *, expected: bool) -> tuple[Cell, ...]:
    leads = draft.say("macro.leads_to", rules=draft.listed(map(draft.rule_label, way.leads_to))) if way.leads_to else None
    followed = draft.say("macro.followed", days=draft.say("bridge.days", n=way.horizon))
    return (
        Cell(draft.rule_label(way.macro), note=leads),
        Cell(draft.say(f"macro.journey_{way.journey}"), note=followed),
        *([_expected(draft, way)] if expected else []),
        _lag(draft, way),
        _worth(draft, way),
    )


def _expected(draft: Draft, way: WayFinding) -> Cell:
    if way.expected is None:
        return Cell("", mark=Mark.MISSING, tone=Tone.MUTED)
    return Cell(_days(draft, way.expected), sort=way.expected)


def _lag(draft: Draft, way: WayFinding) -> Cell:
    if way.lag is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    return Cell(_days(draft, way.lag.half), note=journeys_cells.middle(draft, way.lag), sort=way.lag.half)


def _days(draft: Draft, days: int) -> str:
    return draft.say("bridge.days", n=days) if days else draft.say("bridge.same_day")


def _worth(draft: Draft, way: WayFinding) -> Cell:
    """The value that the settings fix, with its source; else the average that the period's conversions brought."""
    if way.value is not None:
        return Cell(numbers.money(draft.voice.locale, way.value, draft.findings.currency), note=way.source, sort=way.value)
    rule = next((rule for rule in draft.findings.macros if rule.key == way.macro), None)
    if rule is None or rule.converted.amount is None or not rule.converted.conversions:
        return Cell(draft.say("macro.no_value"), mark=Mark.MISSING, tone=Tone.MUTED)
    average = round(rule.converted.amount / rule.converted.conversions)
    return Cell(draft.money(average), note=draft.say("macro.worth_average", n=rule.converted.conversions), sort=average)
