"""Charts at the ends of what firms have: other languages and scripts, huge numbers, days and values that fall together."""

from dataclasses import replace
from datetime import date, timedelta

from chart_samples import MONTHS, calendar, columns, forest, funnel, lag, months, outlook, path, rate, waterfall

from reportgen.model.charts import (
    Annotation,
    Chart,
    ColumnChart,
    ForestChart,
    ForestRow,
    LagLine,
    PathChart,
    RateChart,
    WaterfallChart,
    Waypoint,
    Words,
)
from reportgen.model.findings import FanDay

DAY = date(2026, 10, 31)
LANGUAGES = {
    "german": "Veränderungsrate der Angebotsanfragen über Partnerunternehmen",
    "japanese": "四半期のお問い合わせ件数（関東・東北地方の全店舗）",
    "arabic": "طلبات عروض الأسعار من شركائنا في جميع الفروع",
    "emoji": "🚀 Launch 👩‍👩‍👧 of the new service 🎉🎉",
    "one word": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
}
SHORT = {
    "german": "1,25 Mio. €",
    "japanese": "€125万",
    "arabic": "1.25 مليون €",
    "emoji": "£1,250,000,000",
    "one word": "R$ 1.234.567.890,12",
}


def said(words: Words, name: str, number: str) -> Words:
    """The words with a long name and a long number in place of each label, number and day."""
    labels = {key: f"{name} {number}" if key in ("actual", "expected", "target", "benchmark") else name for key in words.labels}
    labels |= {key: number for key in ("last", "best", "landing", "least", "most") if key in labels}
    return Words(words.title, words.alt, labels, dict.fromkeys(words.ticks, number), {day: f"{number} {day:%d}" for day in words.days})


def _told(chart: Chart, name: str, number: str) -> Chart:
    words = said(chart.words, name, number)
    match chart:
        case ForestChart() | WaterfallChart():
            return replace(chart, words=words, rows=tuple(replace(row, label=name, note=f"{number} ({number})") for row in chart.rows))
    if isinstance(chart, PathChart):
        return replace(chart, words=words, waypoints=tuple(replace(one, label=f"{name} {number}") for one in chart.waypoints))
    return replace(chart, words=words)


def languages() -> dict[str, Chart]:
    """Every kind in each language."""
    plain: dict[str, Chart] = {
        "path": path(),
        "fan": outlook(),
        "rate": replace(rate(), compare=(0.015,) * 13, benchmark=0.03),
        "columns": columns(),
        "forest": forest(),
        "waterfall": waterfall(),
        "calendar": calendar(),
    }
    found = {
        f"{kind} {language}": _told(chart, name, SHORT[language]) for kind, chart in plain.items() for language, name in LANGUAGES.items()
    }
    for language, name in LANGUAGES.items():
        ladder, curves = funnel(), lag()
        rows = tuple(replace(row, label=name, note=f"{SHORT[language]} / {SHORT[language]}") for row in ladder.rows)
        found[f"funnel {language}"] = replace(ladder, rows=rows, words=said(ladder.words, name, SHORT[language]))
        lines = tuple(replace(line, label=f"{name} {number}") for number, line in enumerate(curves.lines))
        found[f"lag {language}"] = replace(
            curves, lines=lines, marks=dict.fromkeys(curves.marks, SHORT[language]), words=said(curves.words, name, SHORT[language])
        )
    return found


def together() -> dict[str, Chart]:
    """Today beside the deadline, the target reached to the digit, many notes on one day, everything equal."""
    known = outlook()
    begin, end = known.days[0], known.deadline
    actual = known.actual
    nearly = end - timedelta(days=1)
    full = tuple(360.0 * n / (len(known.days) - 1) for n in range(len(known.days)))
    ends = (FanDay(nearly, 359, 359, 359), FanDay(end, 359, 360, 361))
    same_day = tuple(Annotation(DAY, f"note {n}") for n in range(25))
    level = (0.02,) * len(MONTHS)
    at_target = tuple(None if value is None else 360.0 for value in actual)
    campaigns = (ForestRow(f"Campaign number {n}", f"{n} of {n * 9}", 0.001 * n, 0.0, 0.001 * n + 0.01, n == 7) for n in range(60))
    return {
        "path at its end": replace(known, actual=full, fan=(), notes=same_day),
        "path the day before": replace(known, actual=(*full[:-1], None), fan=ends),
        "path on the target": replace(known, target=known.actual[303], fan=()),
        "path all equal": replace(known, actual=at_target, expected=(360.0,) * len(actual), fan=()),
        "path one value": replace(known, actual=(5.0, *[None] * (len(actual) - 1)), fan=()),
        "path of a week": replace(
            known,
            days=tuple(begin + timedelta(days=n) for n in range(7)),
            actual=(3.0, 8.0, 9.0),
            expected=tuple(n * 50.0 for n in range(1, 8)),
            target=350.0,
            deadline=begin + timedelta(days=6),
            fan=(),
            notes=tuple(Annotation(begin + timedelta(days=n % 7), f"note {n}") for n in range(14)),
        ),
        "path below zero": replace(known, actual=tuple(None if v is None else -v for v in actual), fan=(), waypoints=()),
        "path milestones on one day": replace(known, waypoints=tuple(Waypoint(DAY, 40.0 * n, f"Step {n}", None) for n in range(9))),
        "path huge": replace(
            known,
            actual=tuple(None if v is None else v * 1e10 for v in actual),
            expected=tuple(None if v is None else v * 1e10 for v in known.expected),
            target=3.6e12,
            fan=tuple(FanDay(d.day, d.low * 1e10, d.median * 1e10, d.high * 1e10) for d in known.fan),
            waypoints=(),
            words=replace(known.words, ticks={n * 1e12: f"€{n},000,000,000,000" for n in range(5)}),
        ),
        "rate level": RateChart(MONTHS, level, level, level, (False,) * 13, 12, same_day, rate().words, compare=level, benchmark=0.02),
        "rate at nothing": replace(rate(), values=(0.0,) * 13, low=(0.0,) * 13, high=(0.05,) * 13),
        "rate at all": replace(rate(), values=(1.0,) * 13, low=(0.95,) * 13, high=(1.0,) * 13, benchmark=1.0),
        "rate unsure": replace(rate(), low=(0.0,) * 13, high=(0.05,) * 13, compare=(0.05,) * 13),
        "columns one high": replace(months(), values=(1.0,) * 12 + (1e6,)),
        "columns first high": ColumnChart(
            columns().days, (30.0,) + (1.0,) * 30, (False,) * 31, (True,) + (False,) * 30, same_day[:3], columns().words
        ),
        "forest of sixty": replace(forest(), rows=tuple(campaigns)),
        "forest of wide intervals": replace(forest(), rows=tuple(replace(row, low=0.0, high=1.0) for row in forest().rows), reference=0.0),
        "forest of one point": replace(forest(), rows=tuple(replace(row, low=0.02, value=0.02, high=0.02) for row in forest().rows)),
        "forest of huge ratios": replace(
            forest(), rows=tuple(replace(row, low=1e-6, value=1.0, high=1e6) for row in forest().rows), reference=1.0, logarithmic=True
        ),
        "waterfall of one step": replace(waterfall(), rows=waterfall().rows[:2]),
        "lag all on one day": replace(lag(), lines=tuple(replace(line, points=((0, 1.0),), half=0) for line in lag().lines)),
        "lag slow": replace(
            lag(), lines=tuple(LagLine(f"Signal {n}, seldom", ((300 + n, 0.4), (360, 1.0)), 360, strong=n < 2) for n in range(6))
        ),
        "funnel of one size": replace(funnel(), rows=tuple(replace(row, value=9, everybody=9, low=9.0, high=9.0) for row in funnel().rows)),
    }


def hard_charts() -> dict[str, Chart]:
    return languages() | together()
