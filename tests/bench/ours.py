"""The numbers as reportgen counts them: exports -> kept parts -> counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from reportgen import periods, settings
from reportgen.engine import connect
from reportgen.model.counts import Converted, Counts, PeriodCounts, Series, Traffic
from reportgen.pipeline.analyse import counted
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.gather import gather

DIMENSIONS = ("channel", "source", "campaign", "device", "country", "platform", "landing_page")
Numbers = dict[str, int]


def numbers(folder: Path, month: str) -> Numbers:
    """Every number that the others compute too, by a name such as `current/channel/Direct/visitors`; zeros are left out."""
    workspace, period = Workspace(folder), periods.month(month)
    chosen = settings.load(folder).settings
    with connect(chosen.report.engine, chosen.report.memory) as engine:
        gathered = gather(engine, workspace, chosen, lambda _line: None)
        counts = counted(engine, chosen, gathered, period, period.last_day)
    return {name: number for name, number in _named(counts) if number}


def _named(counts: Counts) -> Iterator[tuple[str, int]]:
    for name, period in (("current", counts.current), ("previous", counts.previous)):
        if period is not None:
            yield from _period(name, period)
    for name, series in (("day", counts.days), ("week", counts.weeks), ("month", counts.months)):
        yield from _series(name, series)
    for page in counts.pages:
        for measure in ("views", "visitors", "engagement_ms", "landings", "exits"):
            yield f"page/{page.page}/{measure}", getattr(page, measure)
        for rule, visitors in page.led_to.items():
            yield f"page/{page.page}/{rule}", visitors
    for day in counts.profile.days:
        yield f"rows/{day.day}", day.rows
        yield f"repeats/{day.day}", day.repeats
    for bot in counts.profile.bots:
        yield f"bots/{bot.reason}/sessions", bot.sessions


def _period(name: str, counts: PeriodCounts) -> Iterator[tuple[str, int]]:
    yield from _slice(f"{name}/all/all", counts.traffic, counts.converted)
    for dimension in DIMENSIONS:
        for part in next(slices for key, slices in counts.by.items() if key == dimension):
            yield from _slice(f"{name}/{dimension}/{part.value}", part.traffic, part.converted)
    for (rule, _parameter), items in counts.items.items():
        for value, converted in items.items():
            yield f"{name}/item/{value}/{rule}", converted.conversions


def _slice(name: str, traffic: Traffic, converted: Mapping[str, Converted]) -> Iterator[tuple[str, int]]:
    for measure in ("visitors", "sessions", "engaged_sessions", "page_views"):
        yield f"{name}/{measure}", getattr(traffic, measure)
    for rule, found in converted.items():
        yield f"{name}/{rule}", found.conversions
        yield f"{name}/{rule}/people", found.converters


def _series(name: str, series: Series) -> Iterator[tuple[str, int]]:
    begins = [_first(name, period.begin) for period in series.periods]
    found: Sequence[tuple[date, Traffic]] = list(zip(begins, series.traffic, strict=True))
    for place, (begin, traffic) in enumerate(found):
        yield from _slice(f"{name}/{begin}", traffic, {rule: every[place] for rule, every in series.converted.items()})


def _first(grain: str, begin: date) -> date:
    """The whole week's or month's first day, for a piece that a series' edge cut."""
    if grain == "week":
        return begin - timedelta(days=begin.weekday())
    return begin.replace(day=1) if grain == "month" else begin
