"""What visitors are interested in: topics with their views, clicks and downloads, and what their visitors went on to."""

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.interest import ELSEWHERE, AssetFinding, InterestFinding, TopicFinding
from reportgen.stats import Bridge, Link
from reportgen.stats.measures import Rate
from reportgen.wording import changes, figures, journeys_cells, link_charts
from reportgen.wording.draft import Draft
from reportgen.wording.topics import time_a_view, topic

MOST_ASSETS = 8


def blocks(draft: Draft) -> list[Block]:
    """A statement, the clearest topic in a sentence, and the table; nothing without topics."""
    found = draft.findings.interest
    if found is None:
        return []
    blocks: list[Block] = [Subheading("interest", _heading(draft, found))]
    told = _sentence(draft, found)
    return [*blocks, *([Paragraph(told)] if told else []), _table(draft, found)]


def _heading(draft: Draft, found: InterestFinding) -> str:
    named = [one for one in found.topics if one.counts.topic != ELSEWHERE and one.counts.visitors]
    if not named:
        return draft.say("interest.heading_plain")
    most = max(named, key=lambda one: one.counts.visitors)
    of = draft.count(draft.findings.context.traffic.visitors)
    return draft.say("interest.heading", topic=topic(draft, most.counts.topic), n=most.counts.visitors, of=of)


def clearest(draft: Draft) -> tuple[str, str] | None:
    """The topic after which most more had the macro than comparable visitors, and that macro, by their names; None without one."""
    found = draft.findings.interest
    best = _clearest(found) if found else None
    if found is None or found.macro is None or best is None:
        return None
    return topic(draft, best.counts.topic), draft.rule_label(found.macro)


def _clearest(found: InterestFinding) -> TopicFinding | None:
    strong = [one for one in _compared(found) if one.link and one.link.bridge is Bridge.STRONG]
    return max(strong, key=lambda one: (one.link.odds_ratio or 0.0) if one.link else 0.0, default=None)


def _compared(found: InterestFinding) -> list[TopicFinding]:
    return [one for one in found.topics if one.link and one.link.enough and one.link.interval and one.link.odds_ratio]


def _sentence(draft: Draft, found: InterestFinding) -> str | None:
    """The topic after which most more had the macro than comparable visitors, or that there is none; None where nothing was compared."""
    if found.macro is None or not _compared(found):
        return None
    macro, best = draft.rule_label(found.macro), _clearest(found)
    if best is None:
        return draft.say("interest.none_clear", macro=macro)
    assert best.link is not None
    values = {"macro": macro, "as_of": draft.day(draft.findings.as_of), **_odds(draft, best.link)}
    return draft.say("interest.clearest", topic=topic(draft, best.counts.topic), **values)


def _odds(draft: Draft, link: Link) -> dict[str, str]:
    assert link.odds_ratio is not None
    assert link.interval is not None
    numbers = {"ratio": link.odds_ratio, "low": link.interval.low, "high": link.interval.high}
    return {name: link_charts.number(draft, value) for name, value in numbers.items()} | {"level": draft.level(link.interval)}


def _table(draft: Draft, found: InterestFinding) -> Table:
    head = [
        Column(draft.say("interest.column_topic")),
        Column(draft.say("interest.column_visitors"), numeric=True),
        Column(draft.say("interest.column_views"), numeric=True),
        Column(draft.say("interest.column_time"), numeric=True),
    ]
    head += [Column(draft.say("interest.column_clicks"), numeric=True)] if found.clicking else []
    head += [Column(draft.say("interest.column_downloads"), numeric=True)] if found.downloading else []
    if found.macro:
        head.append(Column(draft.say("interest.column_later", macro=draft.rule_label(found.macro)), numeric=True))
        head.append(journeys_cells.ratio_head(draft))
    rows = [Row(_topic_cells(draft, found, one), draft.say("interest.by_topic") if found.assets else None) for one in found.topics]
    assets = found.assets[:MOST_ASSETS]
    rows += [Row(_asset_cells(draft, found, one), _asset_group(draft, one)) for one in assets]
    hidden = len(found.assets) - len(assets) + found.few_assets
    more = draft.say("interest.more", n=hidden) if hidden else None
    return Table("interest-list", draft.say("interest.table", period=draft.period), tuple(head), tuple(rows), (_note(draft, found),), more)


def _asset_group(draft: Draft, one: AssetFinding) -> str:
    return draft.say("interest.by_asset", rule=draft.rule_label(one.counts.rule), by=one.counts.by.replace("_", " "))


def _topic_cells(draft: Draft, found: InterestFinding, one: TopicFinding) -> tuple[Cell, ...]:
    counts = one.counts
    cells = [
        Cell(topic(draft, counts.topic)),
        changes.number_cell(draft, counts.visitors),
        changes.number_cell(draft, counts.views),
        time_cell(draft, counts.engagement_ms, counts.views),
    ]
    cells += [changes.number_cell(draft, counts.clicks)] if found.clicking else []
    cells += [changes.number_cell(draft, counts.downloads)] if found.downloading else []
    return (*cells, *(_outcome(draft, one.later, one.link) if found.macro else ()))


def _asset_cells(draft: Draft, found: InterestFinding, one: AssetFinding) -> tuple[Cell, ...]:
    counts = one.counts
    cells = [Cell(figures.slice_name(draft, counts.value)), changes.number_cell(draft, counts.visitors), Cell(""), Cell("")]
    cells += [Cell("")] if found.clicking else []
    return (*cells, changes.number_cell(draft, counts.downloads), *(_outcome(draft, one.later, one.link) if found.macro else ()))


def time_cell(draft: Draft, engagement_ms: int, views: int) -> Cell:
    """Engaged time a view; a mark where none was recorded."""
    text = time_a_view(draft, engagement_ms, views)
    return Cell("", mark=Mark.MISSING, tone=Tone.MUTED) if text is None else Cell(text, sort=engagement_ms / views)


def _outcome(draft: Draft, later: Rate, link: Link | None) -> tuple[Cell, Cell]:
    """What its visitors went on to in the period, and over all data beside comparable visitors."""
    return changes.share_or_missing(draft, later), _ratio(draft, link)


def _ratio(draft: Draft, link: Link | None) -> Cell:
    if link is None:
        return Cell("", mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    if not link.enough or link.interval is None or link.odds_ratio is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    told = _odds(draft, link)
    tone = Tone.GOOD if link.bridge is Bridge.STRONG else Tone.NEUTRAL
    return Cell(told["ratio"], note=draft.say("number.range", low=told["low"], high=told["high"]), sort=link.odds_ratio, tone=tone)


def _note(draft: Draft, found: InterestFinding) -> str:
    notes = [draft.say("interest.note_time")]
    kinds = (("clicks", found.clicking), ("downloads", found.downloading))
    notes += [draft.say(f"interest.note_{kind}", labels=draft.listed(map(draft.rule_label, keys))) for kind, keys in kinds if keys]
    notes += [draft.say("interest.note_later", macro=draft.rule_label(found.macro))] if found.macro else []
    return draft.together(notes)
