"""Charts of rates and counts: the numbers of a finding, their words, and the data behind them as a table."""

from collections.abc import Sequence
from datetime import date
from math import inf

from reportgen.model.charts import ColumnChart, ForestChart, ForestRow, RateChart, SparkChart, Words
from reportgen.model.counts import Converted, Series
from reportgen.model.document import Cell, Column, Figure, Mark, Paragraph, Row, Table, Tone
from reportgen.model.findings import BreakdownFinding, Findings, RuleFinding
from reportgen.periods import Grain, Period
from reportgen.stats import estimate_rate
from reportgen.stats.measures import Dispersion, Rate, RateEstimate
from reportgen.wording import changes, dates, numbers, ticks, widths
from reportgen.wording.draft import Draft

LONGEST_BY_DAY = 62
MOST_TOLD = 10
"""So many days with one conversion each are told in a sentence."""


def spark_id(key: str) -> str:
    return f"spark-{key}"


def sparks(draft: Draft) -> tuple[Figure, ...]:
    """One small line of monthly conversions for every listed rule that has a series of at least two months."""
    findings = draft.findings
    rules = (*findings.macros, *findings.micros, *([findings.any_macro] if len(findings.macros) > 1 else []))
    return tuple(Figure(spark_id(rule.key), _spark(draft, rule)) for rule in rules if has_spark(draft.findings, rule.key))


def has_spark(findings: Findings, key: str) -> bool:
    return len(findings.months.converted.get(key, ())) >= 2


def _spark(draft: Draft, rule: RuleFinding) -> SparkChart:
    months = draft.findings.months
    values = _counted(months, rule.key)
    known = [(month, value) for month, value in zip(months.periods, values, strict=True) if value is not None]
    label = draft.label(rule)
    alt = draft.say("chart.spark_alt_none", label=label)
    if known:
        (first, start), (last, end) = known[0], known[-1]
        names = {"first": _month(draft, first.begin), "last": _month(draft, last.begin)}
        alt = draft.say("chart.spark_alt", label=label, **names, start=draft.count(int(start)), end=draft.count(int(end)))
    return SparkChart(values, Words(draft.say("chart.spark_title", label=label), alt, {}, {}, {}))


def rate_by_month(draft: Draft, rule: RuleFinding) -> Figure | None:
    """The rule's visitor rate by month with its interval as a band. None where its rate has another base than all visitors,
    which months do not keep, where fewer than two months can be told, and where none has any: a sentence says that better. A month with
    days without data is told by its other days, and drawn as one that is not over."""
    months = draft.findings.months
    series = months.converted.get(rule.key)
    if rule.rate_base or not series or not months.periods:
        return None
    spread = Dispersion(rule.estimate.phi, rule.estimate.phi_assumed, inf)
    estimates = tuple(
        None if missing and not traffic.visitors else estimate_rate(Rate(month.converters, traffic.visitors), spread)
        for month, traffic, missing in zip(series, months.traffic, months.missing, strict=True)
    )
    values = tuple(estimate.rate.value if estimate else None for estimate in estimates)
    if sum(value is not None for value in values) < 2 or not any(values):
        return None
    days = tuple(month.begin for month in months.periods)
    chart = RateChart(
        days,
        values,
        tuple(estimate.interval.low if estimate and estimate.interval else None for estimate in estimates),
        tuple(estimate.interval.high if estimate and estimate.interval else None for estimate in estimates),
        tuple(clipped or missing for clipped, missing in zip(months.partial, months.missing, strict=True)),
        next((index for index, month in enumerate(months.periods) if month == draft.findings.period), None),
        draft.notes_in(Period(days[0], months.periods[-1].end), rule.key),
        _rate_words(draft, rule, days, estimates),
        benchmark=rule.benchmark,
    )
    return Figure(f"rate-{rule.key}", chart, data=_rate_table(draft, rule, months, estimates), notes=draft.noted(chart.notes))


def _rate_words(draft: Draft, rule: RuleFinding, days: Sequence[date], estimates: Sequence[RateEstimate | None]) -> Words:
    locale, label = draft.voice.locale, draft.label(rule)
    highs = [estimate.interval.high for estimate in estimates if estimate and estimate.interval]
    top = max(highs if rule.benchmark is None else [*highs, rule.benchmark], default=0.01)
    words = ticks.values(top, lambda share: numbers.percent(locale, share, 2, keep_zeros=False))
    days_words = ticks.month_days(draft.voice.calendar, days)
    known = [(day, estimate.rate) for day, estimate in zip(days, estimates, strict=True) if estimate and estimate.rate.of]
    (first, _), (last, rate) = known[0], known[-1]
    told = {"label": label, "rate": changes.rate_text(draft, rate)}
    if len(known) > 2:
        shares = sorted(((one.n / one.of, one) for _, one in known), key=lambda pair: pair[0])
        low, high = (changes.rate_text(draft, one) for _, one in (shares[0], shares[-1]))
        title = draft.say("chart.rate_title", **told, month=_month(draft, last), low=low, high=high, first=_month(draft, first))
    else:
        title = draft.say("chart.rate_title_short", **told, month=_month(draft, last))
    level = numbers.exact_share(locale, 0.95)
    alt = draft.say("chart.rate_alt", **told, first=_month(draft, first), last=_month(draft, last), level=level)
    labels = {"last": told["rate"], "band": draft.say("chart.band", level=level), "missing": draft.say("chart.missing")}
    if rule.benchmark is not None:
        labels["benchmark"] = draft.say("chart.benchmark", rate=numbers.exact_share(locale, rule.benchmark))
    return Words(title, alt, labels, words, days_words)


def _rate_table(draft: Draft, rule: RuleFinding, months: Series, estimates: Sequence[RateEstimate | None]) -> Table:
    columns = (
        Column(draft.say("chart.rate_column_month")),
        Column(draft.say("chart.rate_column_rate"), numeric=True),
        Column(draft.say("chart.columns_column_count"), numeric=True),
    )
    rows = tuple(
        Row((_part(draft, months, index, Grain.MONTH), _estimate_cell(draft, estimate), _count_cell(draft, months, rule.key, index)))
        for index, estimate in enumerate(estimates)
    )
    return Table(f"rate-{rule.key}-data", draft.say("macro.by_month", label=draft.label(rule)), columns, rows)


def _estimate_cell(draft: Draft, estimate: RateEstimate | None) -> Cell:
    return Cell(draft.say("chart.columns_missing"), mark=Mark.MISSING) if estimate is None else changes.rate_cell(draft, estimate)


def in_period(draft: Draft, rule: RuleFinding) -> Figure | Paragraph | None:
    """The rule's conversions by day, or by week in periods of more than 62 days. A sentence where a few days had one each, for columns as
    high as each other would say less. None when there was none, or a single day."""
    figure = _columns(draft, rule)
    if figure is None or not isinstance(figure.chart, ColumnChart):
        return None
    days = tuple(day for day, value in zip(figure.chart.days, figure.chart.values, strict=True) if value)
    if draft.findings.period.days > LONGEST_BY_DAY or len(days) > MOST_TOLD or max(filter(None, figure.chart.values)) > 1:
        return figure
    named = draft.listed(dates.short_day(draft.voice.calendar, day) for day in days)
    return Paragraph(draft.say("chart.columns_told", label=draft.label(rule), n=len(days), period=draft.period, days=named))


def _columns(draft: Draft, rule: RuleFinding) -> Figure | None:
    findings = draft.findings
    grain = Grain.DAY if findings.period.days <= LONGEST_BY_DAY else Grain.WEEK
    series = findings.days if grain is Grain.DAY else findings.weeks
    inside = [index for index, part in enumerate(series.periods) if part.begin in findings.period]
    counted = _counted(series, rule.key)
    values = tuple(counted[index] for index in inside) if counted else ()
    known = [value for value in values if value is not None]
    if not any(known) or len(inside) < 2:
        return None
    days = tuple(series.periods[index].begin for index in inside)
    top = max(known)
    best = tuple(value == top for value in values)
    chart = ColumnChart(
        days,
        values,
        tuple(series.partial[index] for index in inside),
        best if sum(best) == 1 else (False,) * len(best),
        draft.notes_in(findings.period, rule.key),
        _column_words(draft, rule, grain, days, values),
    )
    return Figure(f"columns-{rule.key}", chart, data=_series_table(draft, rule, series, inside, grain), notes=draft.noted(chart.notes))


def _column_words(draft: Draft, rule: RuleFinding, grain: Grain, days: Sequence[date], values: Sequence[float | None]) -> Words:
    known = [value for value in values if value is not None]
    told = {"label": draft.label(rule), "total": draft.count(int(sum(known))), "period": draft.period}
    best = [day for day, value in zip(days, values, strict=True) if value == max(known)]
    weekly = "_week" if grain is Grain.WEEK else ""
    title = draft.say("chart.columns_title", **told)
    if len(best) == 1 and len(known) > 1:
        title = draft.say(f"chart.columns_title_best{weekly}", **told, day=draft.day(best[0]))
    words = {"missing": "chart.missing", "partial": "chart.partial"}
    labels = {"best": draft.count(int(max(known))), **{name: draft.say(key) for name, key in words.items()}}
    marks = ticks.values(max(known), lambda value: draft.count(int(value)), whole=True)
    return Words(title, draft.say(f"chart.columns_alt{weekly}", **told), labels, marks, ticks.single_days(draft.voice.calendar, days))


def weeks_table(draft: Draft, rules: Sequence[RuleFinding]) -> Table | None:
    """The rules' conversions by week side by side, with their converters below. None for a period of a week or less, or without any."""
    series = draft.findings.weeks
    inside = [index for index, part in enumerate(series.periods) if _touches(part, draft.findings.period)]
    shown = [rule for rule in rules if rule.key in series.converted]
    if not any(series.converted[rule.key][index].conversions for rule in shown for index in inside) or draft.findings.period.days <= 7:
        return None
    head = (Column(draft.say("chart.columns_column_week")), *(Column(widths.head(draft.label(rule)), numeric=True) for rule in shown))
    rows = tuple(
        Row((_part(draft, series, index, Grain.WEEK), *(_week_cell(draft, series, rule.key, index) for rule in shown))) for index in inside
    )
    return Table("by-week", draft.say("macro.weeks", period=draft.period), head, rows, (draft.say("macro.weeks_note"),))


def _week_cell(draft: Draft, series: Series, key: str, index: int) -> Cell:
    cell, one = _count_cell(draft, series, key, index), series.converted[key][index]
    if cell.mark or not one.converters:
        return cell
    of = series.traffic[index].visitors
    note = (
        draft.say("macro.of_all", of=of) if one.converters == one.conversions else draft.say("macro.of_visitors", n=one.converters, of=of)
    )
    return Cell(cell.text, note=note, sort=cell.sort)


def _series_table(draft: Draft, rule: RuleFinding, series: Series, inside: Sequence[int], grain: Grain) -> Table:
    first = {Grain.DAY: "chart.columns_column_day", Grain.WEEK: "chart.columns_column_week", Grain.MONTH: "chart.rate_column_month"}[grain]
    columns = (
        Column(draft.say(first)),
        Column(draft.say("chart.columns_column_count"), numeric=True),
        Column(draft.say("chart.columns_column_visitors"), numeric=True),
    )
    rows = tuple(
        Row(
            (
                _part(draft, series, index, grain),
                _count_cell(draft, series, rule.key, index),
                _converters_cell(draft, series, rule.key, index),
            )
        )
        for index in inside
    )
    return Table(f"by-{grain}-{rule.key}", draft.say(f"macro.by_{grain}", label=draft.label(rule)), columns, rows)


def _part(draft: Draft, series: Series, index: int, grain: Grain) -> Cell:
    name = dates.part(draft.voice.calendar, series.periods[index], grain)
    text = draft.say("rows.partial", period=name) if series.partial[index] else name
    return Cell(text, sort=series.periods[index].begin.isoformat())


def _count_cell(draft: Draft, series: Series, key: str, index: int) -> Cell:
    return _number(draft, series, index, series.converted[key][index].conversions)


def _converters_cell(draft: Draft, series: Series, key: str, index: int) -> Cell:
    return _number(draft, series, index, series.converted[key][index].converters)


def _number(draft: Draft, series: Series, index: int, n: int) -> Cell:
    if series.missing[index] and n == 0:
        return Cell(draft.say("chart.columns_missing"), mark=Mark.MISSING, tone=Tone.MUTED)
    return Cell(draft.count(n), sort=n)


def forest(draft: Draft, channels: BreakdownFinding, rule: RuleFinding) -> Figure | None:
    """The primary macro's rate in each channel that has enough visitors, best estimate first. None with fewer than two."""
    shown = [one for one in channels.slices if one.rankable and rule.key in one.estimates and one.estimates[rule.key].interval]
    if len(shown) < 2:
        return None
    ordered = sorted(shown, key=lambda one: (-one.shrunken.get(rule.key, one.estimates[rule.key].rate.value or 0.0), one.value))
    rows = tuple(_forest_row(draft, one.value, one.estimates[rule.key], strong=bool(one.marked.get(rule.key))) for one in ordered)
    reference = rule.estimate.rate.value
    top = max([row.high for row in rows])
    word = draft.voice.locale
    marks = ticks.values(top, lambda share: numbers.percent(word, share, 2, keep_zeros=False))
    all_visitors = draft.say("breakdown.forest_reference", rate=changes.rate_text(draft, rule.estimate.rate))
    words = Words(_forest_title(draft, channels, rule), _forest_alt(draft, rule, rows), {"reference": all_visitors}, marks, {})
    return Figure(f"forest-{rule.key}", ForestChart(rows, reference, words))


def _forest_row(draft: Draft, value: str, estimate: RateEstimate, *, strong: bool) -> ForestRow:
    assert estimate.interval is not None
    note = draft.say("breakdown.forest_note", n=estimate.rate.n, of=estimate.rate.of)
    name = slice_name(draft, value)
    return ForestRow(name, note, estimate.rate.value or 0.0, estimate.interval.low, estimate.interval.high, strong)


def _forest_title(draft: Draft, channels: BreakdownFinding, rule: RuleFinding) -> str:
    marked = [one for one in channels.slices if one.marked.get(rule.key)]
    if not marked:
        return draft.say("breakdown.forest_title_none", label=draft.label(rule))
    key = "above" if marked[0].marked[rule.key] > 0 else "below"
    return draft.say(f"breakdown.forest_title_{key}", label=draft.label(rule), value=slice_name(draft, marked[0].value))


def _forest_alt(draft: Draft, rule: RuleFinding, rows: Sequence[ForestRow]) -> str:
    told = [
        draft.say(
            "breakdown.forest_row",
            value=row.label,
            rate=numbers.share(draft.voice.locale, row.value),
            low=draft.bound(row.low),
            high=draft.bound(row.high),
        )
        for row in rows
    ]
    level = numbers.exact_share(draft.voice.locale, 0.95)
    rate = changes.rate_text(draft, rule.estimate.rate)
    return draft.say("breakdown.forest_alt", label=draft.label(rule), level=level, rate=rate, rows=draft.together(told))


def slice_name(draft: Draft, value: str) -> str:
    """A dimension's value; rows that name none read `not set`."""
    return draft.say("number.not_set") if value in ("", "(none)", "(not set)") else value


def _counted(series: Series, key: str) -> tuple[float | None, ...]:
    given: tuple[Converted, ...] = series.converted.get(key, ())
    return (
        tuple(
            None if missing and one.conversions == 0 else float(one.conversions) for one, missing in zip(given, series.missing, strict=True)
        )
        if given
        else ()
    )


def _touches(part: Period, period: Period) -> bool:
    return part.begin < period.end and period.begin < part.end


def _month(draft: Draft, day: date) -> str:
    return dates.month_name(draft.voice.calendar, day)
