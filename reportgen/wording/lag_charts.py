"""How long it takes to a macro as a chart, from the first session and from the clearest signals, and its numbers as a table."""

from collections.abc import Sequence

from reportgen.model.charts import LagChart, LagLine, Words
from reportgen.model.document import Cell, Column, Figure, Row, Table
from reportgen.model.lead_findings import LagCurve
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
MARKS = (0, 7, 30, 91, 182, 365)
"""Days that the axis words where they lie within the horizon."""
TOLD = (0, 1, 3, 7, 14, 30, 60, 91, 182, 273, 365)
"""Days that the table tells, and the horizon."""


def figure(draft: Draft, macro: str) -> Figure | None:
    """None where too few have had the macro for any curve."""
    found = next((each for each in draft.findings.leads.macros if each.macro == macro), None) if draft.findings.leads else None
    if found is None or not found.curves:
        return None
    curves = sorted(found.curves, key=lambda curve: curve.micro is None)
    horizon = max(curve.horizon for curve in curves)
    lines = tuple(LagLine(_label(draft, curve), curve.points, curve.half, bool(curve.micro) or len(curves) == 1) for curve in curves)
    marks = {day: draft.say(f"lag.mark_{day}") for day in MARKS if day <= horizon}
    ticks = {value: numbers.percent(draft.voice.locale, value, 0) for value in SHARES}
    alt = draft.say("lag.alt", macro=draft.rule_label(macro), curves=draft.together([_told(draft, curve) for curve in curves]))
    words = Words(_title(draft, macro, curves[0]), alt, {"half": draft.say("lag.half")}, ticks, {})
    chart = LagChart(lines, horizon, marks, words)
    return Figure(f"lag-{macro}", chart, draft.say("lag.axis"), data=_table(draft, macro, curves, horizon))


def _name(draft: Draft, curve: LagCurve) -> str:
    return draft.rule_label(curve.micro) if curve.micro else draft.say("lag.first")


def _label(draft: Draft, curve: LagCurve) -> str:
    return draft.say("lag.label", name=_name(draft, curve), half=_by(draft, curve.half))


def _by(draft: Draft, day: int) -> str:
    return draft.say("lag.by", n=day) if day else draft.say("lag.same_day")


def _title(draft: Draft, macro: str, curve: LagCurve) -> str:
    told = {"macro": draft.rule_label(macro), "half": _by(draft, curve.half), "days": draft.count(curve.horizon)}
    if curve.micro is None:
        return draft.say("lag.title_first", **told)
    return draft.say("lag.title", micro=draft.rule_label(curve.micro), **told)


def _told(draft: Draft, curve: LagCurve) -> str:
    told = {"name": _name(draft, curve), "half": _by(draft, curve.half), "early": draft.count(curve.early), "late": draft.count(curve.late)}
    return draft.say("lag.told", **told)


def _table(draft: Draft, macro: str, curves: Sequence[LagCurve], horizon: int) -> Table:
    head = (Column(draft.say("lag.column_day")), *(Column(_name(draft, curve), numeric=True, note=_seen(draft, curve)) for curve in curves))
    days = [day for day in TOLD if day < horizon] + [horizon]
    rows = tuple(Row((Cell(_by(draft, day), sort=day), *(_cell(draft, curve, day) for curve in curves))) for day in days)
    caption = draft.say("lag.table", macro=draft.rule_label(macro), days=draft.count(horizon))
    return Table(f"lag-{macro}-data", caption, head, rows, (draft.say("lag.note", days=draft.count(horizon)),))


def _seen(draft: Draft, curve: LagCurve) -> str:
    return draft.say("lag.seen", n=curve.events, of=draft.count(curve.visitors))


def _cell(draft: Draft, curve: LagCurve, day: int) -> Cell:
    arrived = max((share for at, share in curve.points if at <= day), default=0.0)
    return Cell(numbers.share(draft.voice.locale, arrived, 0), sort=arrived)
