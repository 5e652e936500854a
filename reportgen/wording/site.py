"""The words around reports: links between pages, and the archive of all periods."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from uuid import NAMESPACE_URL, uuid5

from reportgen import periods
from reportgen.model.charts import SparkChart, Words
from reportgen.model.document import Archive, Badge, EntriesOfYear, Figure, GoalMark, GoalTrend, IndexEntry, Link
from reportgen.model.editions import Source
from reportgen.model.findings import CombinedFinding, Findings, GoalFinding
from reportgen.model.settings import Brand
from reportgen.wording import catalogue, goal_facts
from reportgen.wording.badges import SHAPES, badge
from reportgen.wording.catalogue import PSEUDO, Voice
from reportgen.wording.draft import Speech
from reportgen.wording.goals import ATTENTION
from reportgen.wording.report import labels, status_badge

MONTH = re.compile(r"\d{4}-\d{2}")
MOST_MONTHS = 24
LEAST_MONTHS = 2
_SHAPES = [SHAPES[status] for status in ATTENTION]


def title(findings: Findings) -> str:
    """The period in words, as a heading."""
    return Speech(catalogue.voice(findings.locale, findings.currency), findings).heading


def marks(findings: Findings) -> tuple[Badge, tuple[GoalMark, ...]]:
    """What the archive page shows of a report: the data status, and each goal's status."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Speech(voice, findings)
    every: tuple[GoalFinding | CombinedFinding, ...] = (*findings.goals, *findings.combined)
    return status_badge(voice, findings.status), tuple(_mark(draft, goal) for goal in every)


def _mark(draft: Speech, goal: GoalFinding | CombinedFinding) -> GoalMark:
    told = badge(draft, goal.status)
    if isinstance(goal, CombinedFinding) or goal.actual is None or not goal.target:
        return GoalMark(goal.label, told, goal.key)
    said = draft.say("archive.mark", actual=goal_facts.value(draft, goal, goal.actual), target=goal_facts.target(draft, goal))
    return GoalMark(goal.label, told, goal.key, goal.actual / goal.target, said)


def links(findings: Findings, root: str, *, pdf: bool) -> tuple[Link, ...]:
    """The neighbours of a report's page; `root` is the way up to the archive page, `pdf` whether there is one. Editions before this one are
    listed in the period's entry there."""
    voice = catalogue.voice(findings.locale, findings.currency)
    near = {
        **({"pdf": "report.pdf"} if pdf else {}),
        "json": "report.json",
        **({"earlier": f"{root}index.html#entry-{periods.key(findings.period)}"} if findings.edition > 1 else {}),
        "archive": f"{root}index.html",
    }
    return tuple(Link(voice.say(f"links.{name}"), href) for name, href in near.items())


def earlier_link(voice: Voice, edition: int, href: str) -> Link:
    """An earlier edition by its number."""
    return Link(voice.say("archive.edition", n=edition), href)


def note(voice: Voice, edition: int, as_of: date) -> str:
    """An archive entry's small print."""
    return voice.say("archive.note", n=edition, as_of=as_of)


def archive_page(findings: Findings, entries: Sequence[IndexEntry], brand: Brand) -> Archive:
    """The archive page, in the language of the report just built. `entries` with the newest period first. Goals that need somebody come
    first, as on the board."""
    voice = catalogue.voice(findings.locale, findings.currency)
    entries = tuple(replace(entry, goals=tuple(sorted(entry.goals, key=_attention))) for entry in entries)
    found = tuple(_trends(voice, entries))
    return Archive(
        language="en" if voice.language == PSEUDO else voice.language,
        direction=voice.calendar.text_direction,
        site=findings.site,
        lead=voice.say("archive.lead", n=len(entries)) if entries else None,
        entries=entries,
        labels=labels(voice),
        brand_color=brand.color,
        footer=brand.footer,
        trends=found,
        trends_note=voice.say("archive.trends_note") if found else None,
        feed_id=uuid5(NAMESPACE_URL, f"reportgen:{findings.site}").urn,
        updated=max((entry.updated for entry in entries), default=""),
        years=_years(entries),
    )


def _attention(mark: GoalMark) -> int:
    """A goal's place by its status, which its badge's shape tells; a shape of another version comes last."""
    shape = (mark.badge.tone, mark.badge.icon)
    return _SHAPES.index(shape) if shape in _SHAPES else len(_SHAPES)


def editions_page(findings: Findings, period: str, entries: Sequence[IndexEntry], brand: Brand) -> Archive:
    """The page over the editions of one period, named in words; the newest first, with addresses relative to this page."""
    voice = catalogue.voice(findings.locale, findings.currency)
    whole = archive_page(findings, (), brand)
    own = {"archive": voice.say("archive.editions", period=period), "latest": voice.say("archive.editions_latest")}
    return replace(whole, lead=voice.say("archive.editions_lead"), entries=tuple(entries), labels={**whole.labels, **own})


def of_edition(voice: Voice, entry: IndexEntry, as_of: date, before: tuple[int, Sequence[Source]] | None) -> IndexEntry:
    """An edition as an entry of that page. `before` is the edition it replaced, by number, and what changed beneath; None for the first."""
    if before is None:
        told = [voice.say("archive.edition_first")]
    else:
        number, sources = before
        told = [voice.say(f"archive.edition_{source}", n=number) for source in sources]
    return replace(
        entry,
        key=f"{entry.key}-{entry.edition}",
        title=voice.say("archive.edition", n=entry.edition),
        note=voice.say("archive.as_of", as_of=as_of),
        sentences=(reduce(lambda left, right: voice.say("number.sentences", left=left, right=right), told),) if told else (),
    )


def _years(entries: Sequence[IndexEntry]) -> tuple[EntriesOfYear, ...]:
    """The entries by the year that their period ends in, which its key tells; none where there is but one."""
    years = dict.fromkeys(_year(entry) for entry in entries)
    found = tuple(EntriesOfYear(year, tuple(entry for entry in entries if _year(entry) == year)) for year in years)
    return found if len(found) > 1 else ()


def _year(entry: IndexEntry) -> str:
    return entry.key.rpartition("_")[2][:4]


def entry_id(site: str, key: str) -> str:
    """What names a period's entry in the site's feed for good."""
    return uuid5(NAMESPACE_URL, f"reportgen:{site}:{key}").urn


def updated(as_of: date, edition: int) -> str:
    """An edition's moment for readers of the feed: the day of the data, a second later for each edition. No clock is asked: the same inputs
    are the same bytes."""
    return (datetime.combine(as_of, time(), UTC) + timedelta(seconds=edition)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _trends(voice: Voice, entries: Sequence[IndexEntry]) -> Iterator[GoalTrend]:
    """Each goal that two months tell of, as the newest month has them in order."""
    months = sorted((entry for entry in entries if MONTH.fullmatch(entry.key)), key=lambda entry: entry.key)[-MOST_MONTHS:]
    for mark in dict.fromkeys(goal.key for month in reversed(months) for goal in month.goals if goal.key):
        told = [next((goal for goal in month.goals if goal.key == mark), None) for month in months]
        first = next(place for place, goal in enumerate(told) if goal is not None)
        known = [goal for goal in told if goal is not None and goal.share is not None]
        if len(known) < LEAST_MONTHS:
            continue
        newest = next(goal for goal in reversed(told) if goal is not None)
        shares = tuple(None if goal is None else goal.share for goal in told[first:])
        said = voice.say("archive.trend_alt", goal=newest.label, n=len(known), status=newest.badge.text)
        chart = SparkChart(shares, Words(newest.label, said, {}, {}, {}))
        yield GoalTrend(newest.label, newest.badge, newest.said, Figure(f"trend-{mark}", chart))
