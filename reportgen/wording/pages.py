"""The section on pages, and the appendix of context metrics."""

from reportgen.model.counts import Dimension, PageCounts, Traffic
from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.periods import Period
from reportgen.stats.measures import CountChange, Rate, Verdict
from reportgen.wording import breakdowns, changes, earlier, interest, named, numbers, widths
from reportgen.wording.draft import Draft
from reportgen.wording.topics import topic

MOST_PAGES = 15
MOST_LANDINGS = 10
OTHER, HOME = "(other)", "/"


def section(draft: Draft) -> Section:
    """Views, visitors, where sessions began and ended, and what the page's visitors went on to."""
    kicker = draft.say("pages.kicker")
    pages = [page for page in draft.findings.pages if page.page != OTHER]
    if not pages:
        return Section("pages", kicker, draft.say("pages.none_heading"), draft.say("pages.none"), ())
    most = max(pages, key=lambda page: (page.visitors, page.views, page.page))
    blocks: list[Block] = [_table(draft), *interest.blocks(draft)]
    landing = next((one for one in draft.findings.breakdowns if one.dimension is Dimension.LANDING_PAGE and len(one.slices) > 1), None)
    if landing:
        blocks.append(breakdowns.table(draft, landing, most=MOST_LANDINGS))
    page = draft.say("pages.home", page=most.page) if most.page == HOME else most.page
    lead = draft.say("pages.lead", page=page, n=most.visitors, landings=most.landings, exits=most.exits)
    return Section("pages", kicker, _heading(draft, page), lead, tuple(blocks))


def _heading(draft: Draft, most: str) -> str:
    """The part of the site after which more went on than comparable visitors; the page seen most, where none stands out."""
    linked = interest.clearest(draft)
    return draft.say("pages.heading_linked", topic=linked[0], macro=linked[1]) if linked else draft.say("pages.heading", page=most)


def _table(draft: Draft) -> Table:
    rules = draft.findings.macros[: breakdowns.MOST_RULES]
    head = (
        Column(draft.say("pages.column_page")),
        Column(draft.say("pages.column_views"), numeric=True, definition=draft.definition("page_views")),
        Column(draft.say("pages.column_visitors"), numeric=True),
        Column(draft.say("pages.column_time"), numeric=True),
        Column(draft.say("pages.column_landings"), numeric=True),
        Column(draft.say("pages.column_exits"), numeric=True),
        *(Column(draft.say("pages.column_led", rule=widths.head(draft.label(rule))), numeric=True) for rule in rules),
    )
    named = [page for page in draft.findings.pages if page.page != OTHER]
    ordered = sorted(named, key=lambda page: (-page.views, page.page))[:MOST_PAGES]
    rest = len(draft.findings.pages) - len(ordered)
    rows = tuple(Row(_cells(draft, page, rules)) for page in ordered)
    more = draft.say("pages.more", n=rest) if rest else None
    notes = (draft.together([draft.say("pages.time_note"), *([draft.say("pages.led_note")] if rules else [])]),)
    return Table("page-list", draft.say("pages.table", period=draft.period), head, rows, notes, more)


def _cells(draft: Draft, page: PageCounts, rules: tuple[RuleFinding, ...]) -> tuple[Cell, ...]:
    return (
        Cell(page.page, note=draft.say("pages.group", group=topic(draft, page.group)) if page.group else None),
        *(Cell(draft.count(n), sort=n) for n in (page.views, page.visitors)),
        interest.time_cell(draft, page.engagement_ms, page.views),
        *(Cell(draft.count(n), sort=n) for n in (page.landings, page.exits)),
        *(changes.share_or_missing(draft, Rate(page.led_to.get(rule.key, 0), page.visitors)) for rule in rules),
    )


def context(draft: Draft) -> Section:
    """Sessions, visitors and bounce rate: described, never judged (checklist 000-3, 000-4)."""
    found = draft.findings.context
    traffic = found.traffic
    rows = (
        Row(
            (
                _name(draft, "visitors"),
                changes.number_cell(draft, traffic.visitors),
                *_changes(draft, found.visitors_against_previous, found.visitors_against_year),
            )
        ),
        Row(
            (
                _name(draft, "sessions"),
                changes.number_cell(draft, traffic.sessions),
                *_changes(draft, found.sessions_against_previous, found.sessions_against_year),
            )
        ),
        Row(
            (_name(draft, "page_views"), changes.number_cell(draft, traffic.page_views), *_views(draft, found.previous, found.year_before))
        ),
        Row(
            (_name(draft, "bounce", draft.say("context.bounce_note")), _bounce(draft), *_bounces(draft, found.previous, found.year_before))
        ),
    )
    head = (
        Column(draft.say("context.column_metric")),
        Column(draft.period, numeric=True),
        *earlier.heads(draft),
    )
    blocks: list[Block] = [Table("traffic", draft.say("context.table", period=draft.period), head, rows, earlier.notes(draft))]
    if traffic.unnamed_sessions:
        blocks.append(Paragraph(draft.say("context.unnamed", n=traffic.unnamed_sessions), "note"))
    blocks.extend(named.blocks(draft))
    heading = (
        draft.say("context.heading", n=traffic.visitors, sessions=traffic.sessions)
        if traffic.sessions
        else draft.say("context.heading_none")
    )
    return Section("context", draft.say("context.kicker"), heading, draft.say("context.lead"), tuple(blocks), appendix=True)


def _name(draft: Draft, key: str, note: str | None = None) -> Cell:
    return Cell(draft.say(f"context.{key}"), note=note)


def _changes(draft: Draft, previous: CountChange, year: CountChange) -> tuple[Cell, ...]:
    cells = (_count_change(draft, previous, draft.findings.previous), _count_change(draft, year, draft.findings.year_before))
    return earlier.cells(draft, *cells)


def _count_change(draft: Draft, change: CountChange, since: Period | None) -> Cell:
    if since is None:
        return Cell("", mark=Mark.NOT_COMPARABLE, note=draft.say("cell.no_earlier"))
    if change.verdict is Verdict.NOT_COMPARABLE:
        return Cell(draft.say("cell.not_comparable"), mark=Mark.NOT_COMPARABLE, note=changes.reason(draft, change.reason), tone=Tone.MUTED)
    if change.relative is None:
        return Cell(draft.say("cell.counts_only", after=change.after, before=change.before))
    text = numbers.change(draft.voice.locale, change.relative)
    if change.interval is None:
        return Cell(text, note=draft.say("cell.counts_only", after=change.after, before=change.before), sort=change.relative)
    low, high = (numbers.change(draft.voice.locale, end - 1) for end in (change.interval.low, change.interval.high))
    return Cell(text, note=draft.say("number.range", low=low, high=high), sort=change.relative)


def _views(draft: Draft, previous: Traffic | None, year: Traffic | None) -> tuple[Cell, ...]:
    def of(traffic: Traffic | None) -> str | None:
        return draft.count(traffic.page_views) if traffic else None

    return earlier.cells(draft, _plain(draft, of(previous)), _plain(draft, of(year)))


def _bounce(draft: Draft) -> Cell:
    estimate = draft.findings.context.bounce
    if estimate.interval is None:
        return Cell("", mark=Mark.MISSING, note=draft.say("context.heading_none"))
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    note = draft.say("context.engaged_note", n=estimate.rate.n, of=estimate.rate.of, **ends)
    return Cell(changes.rate_text(draft, estimate.rate), note=note, sort=estimate.rate.value)


def _bounces(draft: Draft, previous: Traffic | None, year: Traffic | None) -> tuple[Cell, ...]:
    def of(traffic: Traffic | None) -> str | None:
        if traffic is None:
            return None
        return numbers.rate(draft.voice.locale, Rate(traffic.sessions - traffic.engaged_sessions, traffic.sessions))

    return earlier.cells(draft, _plain(draft, of(previous)), _plain(draft, of(year)))


def _plain(draft: Draft, then: str | None) -> Cell:
    """The earlier number itself, where no comparison is computed."""
    return Cell("", mark=Mark.MISSING) if then is None else Cell(draft.say("context.then", value=then))
