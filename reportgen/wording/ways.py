"""What people did before a macro, and the ways they really took to it, beside the declared ones. Never why."""

from collections.abc import Sequence
from functools import reduce

from reportgen.model.document import Block, Cell, Column, Mark, Row, Subheading, Table, Tone
from reportgen.model.journeys_findings import LinkFinding
from reportgen.model.way_findings import Touch, WayFinding, WayFindings
from reportgen.model.ways import Reading, TakenWay, Walk
from reportgen.stats import Assist
from reportgen.stats.measures import Rate
from reportgen.wording import changes, figures, numbers, widths
from reportgen.wording.draft import Draft
from reportgen.wording.long_lists import LONG
from reportgen.wording.topics import time_a_view, topic

MOST_MACROS = 3
MOST_WAYS = {Walk.STAGES: 6, Walk.PAGES: 5}
LEAST = 5
"""Visitors of a way that is told; fewer make no way that people take."""
FEW = 20
"""Visitors with the macro below which ways are a handful of stories."""


def blocks(draft: Draft) -> list[Block]:
    """What came before, then the ways; nothing where nobody had a macro."""
    found = draft.findings.ways
    if found is None:
        return []
    return [*_before(draft, found), *_taken(draft, found)]


# --- what they did before -------------------------------------------------------------------------------------------


def _before(draft: Draft, found: WayFindings) -> list[Block]:
    ways = found.ways[:MOST_MACROS]
    told = next((way for way in ways if way.taken.linked), None)
    if told is None:
        return []
    share = Rate(told.taken.signalled, told.taken.linked)
    values = {"macro": draft.rule_label(told.macro), "share": changes.rate_text(draft, share), "of": draft.count(share.of)}
    blocks: list[Block] = [Subheading("ways-before", draft.say("ways.before_heading", n=share.n, **values))]
    rows, left = _before_rows(draft, found, ways)
    more = draft.say("ways.more_signals", n=left) if left else None
    return [*blocks, Table("before", _caption(draft, ways), _before_head(draft, ways), rows, _before_notes(draft, ways), more)]


def _caption(draft: Draft, ways: Sequence[WayFinding]) -> str:
    macros = draft.listed(draft.rule_label(way.macro) for way in ways)
    return draft.say("ways.before_table", macros=macros, as_of=draft.day(draft.findings.as_of))


def _before_head(draft: Draft, ways: Sequence[WayFinding]) -> tuple[Column, ...]:
    some = any(way.seasoned for way in ways)
    columns = (Column(widths.head(draft.rule_label(way.macro)), numeric=True, note=_head_note(draft, way, some=some)) for way in ways)
    return (Column(draft.say("ways.column_before")), *columns)


def _head_note(draft: Draft, way: WayFinding, *, some: bool) -> str | None:
    """The visitors that all assist rates of a macro are of; nothing where no macro has such rates yet."""
    if way.seasoned:
        return draft.say("ways.head_assist", of=draft.count(way.seasoned))
    return draft.say("ways.head_none") if some else None


def _before_rows(draft: Draft, found: WayFindings, ways: Sequence[WayFinding]) -> tuple[tuple[Row, ...], int]:
    """Signals under their stages, parts of the site, and who could not be matched; and how many signals are left out."""
    any_signal = (changes.share_cell(draft, Rate(way.taken.signalled, way.taken.linked)) for way in ways)
    rows = [Row((Cell(draft.say("ways.any_signal")), *any_signal), strong=True, total=True)]
    signals, left = _signal_rows(draft, ways)
    rows += signals
    groups = dict.fromkeys(pages.group for way in ways for pages in way.pages if not pages.own_micro)
    for group in groups:
        seen = [next((pages for pages in way.pages if pages.group == group), None) for way in ways]
        if not any(pages and pages.assist.interval for pages in seen):
            continue
        name = Cell(topic(draft, group), note=_read(draft, found.reading.get(group)))
        rows.append(Row((name, *(_assist(draft, pages.assist if pages else None) for pages in seen)), group=draft.say("ways.by_pages")))
    return (*rows, *_touches(draft, ways), *_unmatched(draft, ways)), left


def _signal_rows(draft: Draft, ways: Sequence[WayFinding]) -> tuple[list[Row], int]:
    """The signals under their stages; of many, those that came most often before a macro. And how many are left out."""
    stages = draft.stages()
    order = {key: at for at, key in enumerate(stages)}
    micros = sorted(draft.settings.micros, key=lambda rule: order.get(rule.stage or "", len(order)))
    linked = [(rule, [_link(draft, way.macro, rule.key) for way in ways]) for rule in micros]
    known = [(rule, links) for rule, links in linked if any(link and link.assist.interval for link in links)]
    often = sorted(known, key=lambda one: -sum(link.assist.rate.n for link in one[1] if link))[:LONG]
    rows = [
        Row(
            (Cell(rule.label), *(_assist(draft, link.assist if link else None) for link in links)),
            group=stages.get(rule.stage or "", draft.say("ways.no_stage")),
        )
        for rule, links in known
        if (rule, links) in often
    ]
    return rows, len(known) - len(rows)


def _link(draft: Draft, macro: str, micro: str) -> LinkFinding | None:
    bridges = draft.findings.journeys.bridges if draft.findings.journeys else ()
    return next((link for bridge in bridges if bridge.macro == macro for link in bridge.links if link.micro == micro), None)


def _assist(draft: Draft, assist: Assist | None) -> Cell:
    if assist is None or assist.interval is None or assist.rate.value is None:
        return Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    rate, chance = assist.rate, assist.by_chance
    counted = draft.say("ways.counted", n=draft.count(rate.n), range=draft.range(assist.interval))
    expected = draft.say("number.none") if chance is None else numbers.share(draft.voice.locale, chance, 0)
    note = draft.say("number.beside", left=counted, right=expected)
    return Cell(changes.rate_text(draft, rate), note=note, sort=rate.value)


def _read(draft: Draft, reading: Reading | None) -> str | None:
    """Engaged time over views: never an average of averages."""
    if reading is None:
        return None
    before = time_a_view(draft, reading.engagement_ms_before, reading.views_before)
    all_views = time_a_view(draft, reading.engagement_ms, reading.views)
    return draft.say("ways.read", before=before, all=all_views) if before and all_views else None


def _unmatched(draft: Draft, ways: Sequence[WayFinding]) -> list[Row]:
    """Who stands in no rate above; nothing where everybody stands in one."""
    if not any(way.unseen or way.unnamed for way in ways):
        return []
    group = draft.say("ways.unmatched")
    unseen = (changes.share_cell(draft, Rate(way.unseen, way.unseen + way.taken.linked)) for way in ways)
    unnamed = (Cell(draft.count(way.unnamed), sort=way.unnamed) for way in ways)
    return [Row((Cell(draft.say(f"ways.{name}")), *cells), group, muted=True) for name, cells in (("unseen", unseen), ("unnamed", unnamed))]


def _before_notes(draft: Draft, ways: Sequence[WayFinding]) -> tuple[str, ...]:
    days = draft.listed(draft.say("ways.lookback", macro=draft.rule_label(way.macro), n=way.lookback) for way in ways)
    alike = draft.say(f"bridge.alike_{draft.findings.journeys.unit}") if draft.findings.journeys else ""
    notes = [draft.say("ways.note_assist", days=days), draft.say("ways.note_chance", alike=alike)]
    read = any(not pages.own_micro for way in ways for pages in way.pages)
    return (draft.together([*notes, *([draft.say("ways.note_read")] if read else [])]),)


def _touches(draft: Draft, ways: Sequence[WayFinding]) -> list[Row]:
    """The channels that most often stand first and last, of all conversions with a visit before them."""
    ends = ("first", "last")
    cells = {end: tuple(_touch(draft, way.first if end == "first" else way.last) for way in ways) for end in ends}
    group = draft.say("ways.touches")
    return [Row((Cell(draft.say(f"ways.{end}_touch")), *cells[end]), group) for end in ends] if any(way.first for way in ways) else []


def _touch(draft: Draft, touch: Touch | None) -> Cell:
    if touch is None:
        return Cell("", mark=Mark.MISSING, tone=Tone.MUTED)
    return Cell(figures.slice_name(draft, touch.channel), note=draft.say("number.of", n=touch.n, of=touch.of))


# --- the ways they took ---------------------------------------------------------------------------------------------


def _taken(draft: Draft, found: WayFindings) -> list[Block]:
    ordered = [way for way in found.ways if way.taken.declared and way.taken.linked][:MOST_MACROS]
    blocks: list[Block] = []
    if ordered:
        most = max(ordered, key=lambda way: (way.primary, way.taken.linked))
        values = {"macro": draft.rule_label(most.macro), "of": draft.count(most.taken.linked)}
        blocks.append(Subheading("ways-taken", draft.say("ways.taken_heading", n=most.taken.whole, **values)))
        blocks.append(_orders(draft, ordered))
    tables = [table for way in found.ways if way.primary and (table := _table(draft, way))]
    return [*blocks, *tables]


def _orders(draft: Draft, ways: Sequence[WayFinding]) -> Table:
    kinds = ("whole", "skipping", "otherwise", "none")
    head = (Column(draft.say("ways.column_macro")), *(Column(draft.say(f"ways.column_{kind}"), numeric=True) for kind in kinds))
    rows = tuple(
        Row((_declared(draft, way), *(changes.share_cell(draft, Rate(getattr(way.taken, kind), way.taken.linked)) for kind in kinds)))
        for way in ways
    )
    caption = draft.say("ways.orders_table", as_of=draft.day(draft.findings.as_of))
    return Table("ways-orders", caption, head, rows, (draft.say("ways.note_orders"),))


def _declared(draft: Draft, way: WayFinding) -> Cell:
    return Cell(draft.rule_label(way.macro), note=_path(draft, [_step(draft, key) for key in way.taken.declared]))


def _step(draft: Draft, key: str) -> str:
    """A funnel's step is a stage or a rule."""
    return draft.stages().get(key) or draft.rule_label(key)


def _path(draft: Draft, names: Sequence[str]) -> str:
    return reduce(lambda left, right: draft.say("ways.then", left=left, right=right), names)


def _table(draft: Draft, way: WayFinding) -> Table | None:
    """The most frequent ways by step and by part of the site; the rest in one row each."""
    rows = [row for kind in Walk for row in _rows(draft, way, kind)]
    if not rows:
        return None
    macro = draft.rule_label(way.macro)
    head = (
        Column(draft.say("ways.column_way")),
        Column(draft.say("ways.column_visitors"), numeric=True, note=draft.say("ways.head_of", of=draft.count(way.taken.linked))),
        Column(draft.say("ways.column_channel")),
    )
    notes = [draft.say("ways.note_ways", days=draft.count(way.lookback))]
    notes += [draft.say("ways.note_few", n=way.taken.linked)] if way.taken.linked < FEW else []
    return Table(f"ways-{way.macro}", draft.say("ways.ways_table", macro=macro), head, tuple(rows), (draft.together(notes),))


def _rows(draft: Draft, way: WayFinding, kind: Walk) -> list[Row]:
    listed = [one for one in way.taken.ways.get(kind, ()) if one.visitors >= LEAST][: MOST_WAYS[kind]]
    if len(listed) < 2 or not any(one.steps for one in listed):
        return []
    group = draft.say(f"ways.by_{kind}")
    rows = [Row(_cells(draft, way, kind, one), group) for one in listed]
    rest = way.taken.linked - sum(one.visitors for one in listed)
    others = (Cell(draft.say("ways.others")), _share(draft, way, rest), Cell(""))
    return [*rows, *([Row(others, group, muted=True)] if rest else [])]


def _cells(draft: Draft, way: WayFinding, kind: Walk, one: TakenWay) -> tuple[Cell, ...]:
    names = [_step(draft, key) if kind is Walk.STAGES else topic(draft, key) for key in one.steps]
    names += [draft.say("ways.cut")] if one.cut else []
    path = Cell(_path(draft, names)) if names else Cell(draft.say(f"ways.straight_{kind}"), tone=Tone.MUTED)
    return path, _share(draft, way, one.visitors), _channel(draft, one)


def _share(draft: Draft, way: WayFinding, n: int) -> Cell:
    return Cell(draft.count(n), note=changes.rate_text(draft, Rate(n, way.taken.linked)), sort=n)


def _channel(draft: Draft, one: TakenWay) -> Cell:
    if one.channel is None:
        return Cell(draft.say("ways.no_channel"), tone=Tone.MUTED)
    return Cell(figures.slice_name(draft, one.channel), note=draft.say("number.of", n=one.from_channel, of=one.visitors))
