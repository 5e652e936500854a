"""The section from micro to macro: which signals come before a macro more often than among comparable visitors. Never why."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Figure, Mark, Paragraph, Row, Section, Subheading, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.journeys_findings import BridgeFinding, CohortFinding, Edge, JourneyFindings, LinkFinding
from reportgen.stats import Bridge
from reportgen.stats.measures import Interval, Rate
from reportgen.wording import changes, dates, figures, link_charts, numbers
from reportgen.wording.draft import Draft

MOST_TOLD = 2
MOST_COHORTS = 12
MUCH_UNLINKED = 0.2
LEVEL = 0.95


def section(draft: Draft) -> Section:
    """Macros in their order, primary ones whole, the others as a table; then what each signal is meant for."""
    kicker, found = draft.say("bridge.kicker"), draft.findings.journeys
    if found is None:
        return Section("bridge", kicker, draft.say("bridge.none_heading"), draft.say("bridge.none"), ())
    first = _first_told(found)
    blocks: list[Block] = []
    for each in found.bridges:
        blocks.extend(_blocks(draft, found, each, first))
    blocks.extend(_map(draft, found))
    told = [sentence(draft, found, *first) if first else draft.say("bridge.lead_open"), draft.say("bridge.why")]
    return Section("bridge", kicker, _heading(draft, found), draft.together(told), tuple(blocks))


def front_sentence(draft: Draft) -> str | None:
    """The clearest strong link in a sentence; None without one."""
    first = _first_told(draft.findings.journeys) if draft.findings.journeys else None
    return None if first is None else draft.say("bridge.front", **_ratio(draft, first[1]), **_pair(draft, *first))


def sentence(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, link: LinkFinding) -> str:
    """Observed beside expected, with the odds ratio and its range."""
    told = {**_ratio(draft, link), **_pair(draft, bridge, link), "expected": _expected(draft, link)}
    step = draft.say(f"bridge.alike_{found.unit}")
    return draft.say("bridge.told", n=link.link.observed, alike=step, **told)


def _first_told(found: JourneyFindings) -> tuple[BridgeFinding, LinkFinding] | None:
    return next(((each, link) for each in found.bridges for link in each.links if link.link.bridge is Bridge.STRONG), None)


def _heading(draft: Draft, found: JourneyFindings) -> str:
    links = [link for each in found.bridges for link in each.links]
    strong = list(dict.fromkeys(link.micro for link in links if link.link.bridge is Bridge.STRONG))
    if strong:
        return draft.say("bridge.heading_strong", n=len(strong), labels=draft.listed(map(draft.rule_label, strong)))
    return draft.say("bridge.heading_open" if any(link.link.enough for link in links) else "bridge.heading_few")


def _pair(draft: Draft, bridge: BridgeFinding, link: LinkFinding) -> dict[str, str]:
    return {"macro": draft.rule_label(bridge.macro), "micro": draft.rule_label(link.micro)}


def _ratio(draft: Draft, link: LinkFinding) -> dict[str, str]:
    """Odds ratio and range of a link that has them."""
    ratio, interval = link.link.odds_ratio, link.link.interval
    assert ratio is not None
    assert interval is not None
    ends = {"low": link_charts.number(draft, interval.low), "high": link_charts.number(draft, interval.high)}
    return {"ratio": link_charts.number(draft, ratio), "level": draft.level(interval), **ends}


def _expected(draft: Draft, link: LinkFinding) -> str:
    expected = link.link.expected
    return numbers.decimal(draft.voice.locale, expected, 0 if expected >= 10 else 1)


# --- one macro ------------------------------------------------------------------------------------------------------


def _blocks(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, first: tuple[BridgeFinding, LinkFinding] | None) -> list[Block]:
    blocks: list[Block] = [Subheading(f"bridge-{bridge.macro}", _statement(draft, bridge))]
    marked = [link for link in bridge.links if link.link.marked and link.link.interval and (first is None or link is not first[1])]
    blocks.extend(Paragraph(sentence(draft, found, bridge, link)) for link in marked[:MOST_TOLD])
    chart = link_charts.forest(draft, bridge) if bridge.primary else None
    blocks.extend([Figure(f"bridge-forest-{bridge.macro}", chart)] if chart else [])
    blocks.append(_table(draft, found, bridge))
    blocks.extend(_unlinked(draft, bridge))
    return [*blocks, *(_cohorts(draft, bridge) if bridge.primary else ())]


def _statement(draft: Draft, bridge: BridgeFinding) -> str:
    macro = draft.rule_label(bridge.macro)
    strong = [draft.rule_label(link.micro) for link in bridge.links if link.link.bridge is Bridge.STRONG]
    if strong:
        return draft.say("bridge.macro_strong", n=len(strong), labels=draft.listed(strong), macro=macro)
    maybe = [draft.rule_label(link.micro) for link in bridge.links if link.link.marked and not link.fewer]
    if maybe:
        return draft.say("bridge.macro_suggestive", n=len(maybe), labels=draft.listed(maybe), macro=macro)
    enough = any(link.link.enough for link in bridge.links)
    return draft.say("bridge.macro_none" if enough else "bridge.macro_few", macro=macro)


def _table(draft: Draft, found: JourneyFindings, bridge: BridgeFinding) -> Table:
    with_worth = any(link.worth for link in bridge.links)
    head = [
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_observed"), numeric=True, note=draft.say("bridge.head_expected")),
        _ratio_head(draft),
        Column(draft.say("bridge.column_link")),
        Column(draft.say("bridge.column_assist"), numeric=True, note=draft.say("bridge.head_chance")),
    ]
    head += [Column(draft.say("bridge.column_worth"), numeric=True)] if bridge.primary and with_worth else []
    head += [Column(draft.say("bridge.column_lag"), numeric=True)] if bridge.primary else []
    rows = [row for link in bridge.links for row in _rows(draft, bridge, link, with_worth=with_worth)]
    caption = draft.say("bridge.table", macro=draft.rule_label(bridge.macro), as_of=draft.day(draft.findings.as_of))
    return Table(f"links-{bridge.macro}", caption, tuple(head), tuple(rows), _notes(draft, found, bridge, with_worth=with_worth))


def _ratio_head(draft: Draft) -> Column:
    level = numbers.exact_share(draft.voice.locale, LEVEL)
    return Column(draft.say("bridge.column_ratio"), numeric=True, note=draft.say("bridge.head_range", level=level))


def _notes(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, *, with_worth: bool) -> tuple[str, ...]:
    """How to read it: what all tables share stands under the first alone."""
    shared = [draft.say("bridge.note_ratio"), draft.say("bridge.note_label"), draft.say("bridge.note_alone")]
    own = [draft.say("bridge.note_assist", days=bridge.lookback)]
    own += [draft.say("bridge.note_lag", days=bridge.horizon)] if bridge.primary else []
    own += [draft.say("bridge.note_worth", days=bridge.horizon)] if bridge.primary and with_worth else []
    texts = [draft.together(own)]
    return (draft.together(shared), *texts) if bridge is found.bridges[0] else tuple(texts)


def _rows(draft: Draft, bridge: BridgeFinding, link: LinkFinding, *, with_worth: bool) -> list[Row]:
    """A signal, and below it the values of its parameter that have enough data."""
    lacking = link.link.bridge is Bridge.NOT_ENOUGH_DATA
    rows = [Row(_cells(draft, bridge, link, with_worth=with_worth), muted=lacking, strong=link.link.bridge is Bridge.STRONG)]
    told = link.items if _splits(link) else ()
    return [*rows, *(Row(_cells(draft, bridge, item, with_worth=with_worth), sub=True) for item in told)]


def _splits(link: LinkFinding) -> bool:
    """Whether the values of a signal's parameter tell more than the signal: it, or one of them, stands out."""
    return link.link.marked or any(item.link.marked for item in link.items)


def _cells(draft: Draft, bridge: BridgeFinding, link: LinkFinding, *, with_worth: bool) -> tuple[Cell, ...]:
    cells = [
        _name(draft, link),
        Cell(draft.count(link.link.observed), note=_expected(draft, link), sort=link.link.observed),
        _ratio_cell(draft, link),
        link_cell(draft, link),
        assist_cell(draft, link),
    ]
    if not bridge.primary:
        return tuple(cells)
    if with_worth:
        cells.append(Cell("") if link.item else worth_cell(draft, link))
    return (*cells, Cell("") if link.item else _lag_cell(draft, link))


def _name(draft: Draft, link: LinkFinding) -> Cell:
    if link.item:
        return Cell(figures.slice_name(draft, link.item))
    journeys = draft.findings.journeys
    orphan = journeys is not None and link.micro in journeys.orphans
    notes = [draft.say("bridge.orphan")] if orphan else []
    if _splits(link) and link.few_items:
        notes.append(draft.say("bridge.few_items", n=link.few_items))
    elif not _splits(link) and len(link.items) > 1:
        notes.append(draft.say("bridge.no_items", n=len(link.items)))
    return Cell(draft.rule_label(link.micro), note=_beside(draft, notes), tone=Tone.WARN if orphan else Tone.NEUTRAL)


def _beside(draft: Draft, notes: Sequence[str]) -> str | None:
    return draft.say("number.beside", left=notes[0], right=notes[1]) if len(notes) > 1 else next(iter(notes), None)


def _ratio_cell(draft: Draft, link: LinkFinding) -> Cell:
    if link.link.bridge is Bridge.STRUCTURAL:
        return Cell("", mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    if not link.link.enough or link.link.odds_ratio is None or link.link.interval is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    told = _ratio(draft, link)
    return Cell(told["ratio"], note=draft.say("number.range", low=told["low"], high=told["high"]), sort=link.link.odds_ratio)


def link_cell(draft: Draft, link: LinkFinding) -> Cell:
    """What the link is called; without enough data, how much more it would take."""
    label = link.link.bridge
    if label is Bridge.NOT_ENOUGH_DATA:
        needed = draft.say("bridge.needed", n=link.needed) if link.needed else draft.say("bridge.needed_unknown")
        return Cell(draft.say("bridge.label.not_enough_data"), note=needed, mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if label is Bridge.SUGGESTIVE and link.fewer:
        return Cell(draft.say("bridge.label.fewer"), note=draft.say("bridge.fewer"))
    note = draft.say("bridge.vanity") if link.vanity else draft.say("bridge.structural") if label is Bridge.STRUCTURAL else None
    tone = {Bridge.STRONG: Tone.GOOD, Bridge.NO_LINK_SHOWN: Tone.MUTED}.get(label, Tone.NEUTRAL)
    return Cell(draft.say(f"bridge.label.{label}"), note=note, tone=tone)


def assist_cell(draft: Draft, link: LinkFinding) -> Cell:
    """The macro's visitors who had the signal before, beside what chance would give."""
    assist = link.assist
    if assist.interval is None or assist.rate.value is None:
        return Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    chance = numbers.share(draft.voice.locale, assist.by_chance, 0) if assist.by_chance is not None else draft.say("number.none")
    return Cell(changes.rate_text(draft, assist.rate), note=chance, sort=assist.rate.value)


def worth_cell(draft: Draft, link: LinkFinding) -> Cell:
    """The value that goes along with one, with its range, and the part above comparable visitors."""
    worth = link.worth
    if worth is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    note = draft.say("number.range", low=_money(draft, worth.interval.low), high=_money(draft, worth.interval.high))
    if worth.above_interval is None:
        return Cell(_money(draft, worth.value), note=note, tone=Tone.MUTED, sort=worth.value)
    low, high = worth.above_interval.low, worth.above_interval.high
    above = draft.say("bridge.above", value=_money(draft, worth.above), low=_money(draft, low), high=_money(draft, high))
    return Cell(_money(draft, worth.value), note=draft.say("number.beside", left=note, right=above), sort=worth.value)


def _money(draft: Draft, value: float) -> str:
    """An estimated amount, to two significant figures."""
    return numbers.money(draft.voice.locale, float(f"{value:.2g}"), draft.findings.currency)


def _lag_cell(draft: Draft, link: LinkFinding) -> Cell:
    lag = link.lag
    if lag is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    text = draft.say("bridge.days", n=lag.half) if lag.half else draft.say("bridge.same_day")
    return Cell(text, note=draft.say("bridge.middle", early=lag.early, late=lag.late), sort=lag.half)


def _unlinked(draft: Draft, bridge: BridgeFinding) -> list[Block]:
    """Macros that stand on no page view, with a warning where they are many; and those that name nobody."""
    told: list[Block] = []
    away = Rate(bridge.linked.of - bridge.linked.n, bridge.linked.of)
    if away.n and away.value is not None:
        facts = {"macro": draft.rule_label(bridge.macro), "share": changes.rate_text(draft, away), "of": draft.count(away.of)}
        much = away.value > MUCH_UNLINKED
        text = draft.say("bridge.unlinked", n=away.n, days=draft.count(bridge.lookback), **facts)
        told.append(Paragraph(draft.together([text, draft.say("bridge.unlinked_much")]) if much else text, "warning" if much else "note"))
    if bridge.unnamed:
        told.append(Paragraph(draft.say("bridge.unnamed", n=bridge.unnamed), "note"))
    return told


# --- what is still to come ------------------------------------------------------------------------------------------


def _cohorts(draft: Draft, bridge: BridgeFinding) -> list[Block]:
    shown = bridge.cohorts[-MOST_COHORTS:]
    if not any(cohort.so_far.n for cohort in shown):
        return []
    macro = draft.rule_label(bridge.macro)
    head = (
        Column(draft.say("bridge.column_month")),
        Column(draft.say("bridge.column_visitors"), numeric=True),
        Column(draft.say("bridge.column_same_month"), numeric=True),
        Column(draft.say("bridge.column_so_far"), numeric=True),
        Column(draft.say("bridge.column_still"), numeric=True),
    )
    rows = tuple(_cohort_row(draft, cohort) for cohort in shown)
    caption = draft.say("bridge.cohorts", macro=macro)
    table = Table(f"cohorts-{bridge.macro}", caption, head, rows, (draft.say("bridge.note_still", days=bridge.followed),))
    coming = _still_sentence(draft, bridge, shown)
    return [*([Paragraph(coming)] if coming else []), table]


def _still_sentence(draft: Draft, bridge: BridgeFinding, shown: Sequence[CohortFinding]) -> str | None:
    """What the reported month's visitors, or the newest, will still bring."""
    cohort = next((one for one in shown if one.period == draft.findings.period), shown[-1])
    if cohort.maturity is None or cohort.maturity.interval is None:
        return None
    still = cohort.maturity.interval
    told = {"share": _percent(draft, cohort.maturity.still), "low": _percent(draft, still.low), "high": _percent(draft, still.high)}
    month = dates.month_name(draft.voice.calendar, cohort.period.begin)
    macro = draft.rule_label(bridge.macro)
    return draft.say("bridge.still", macro=macro, month=month, level=draft.level(still), days=bridge.followed, **told)


def _percent(draft: Draft, share: float) -> str:
    return numbers.share(draft.voice.locale, share, 0)


def _cohort_row(draft: Draft, cohort: CohortFinding) -> Row:
    month = dates.month_name(draft.voice.calendar, cohort.period.begin)
    return Row(
        (
            Cell(month, note=draft.say("bridge.immature") if cohort.immature else None, sort=cohort.period.begin.isoformat()),
            Cell(draft.count(cohort.so_far.of), sort=cohort.so_far.of),
            _rate(draft, cohort.same_month),
            _rate(draft, cohort.so_far),
            _still(draft, cohort),
        )
    )


def _rate(draft: Draft, rate: Rate) -> Cell:
    return Cell(changes.rate_text(draft, rate), note=draft.say("number.of", n=rate.n, of=rate.of), sort=rate.value)


def _still(draft: Draft, cohort: CohortFinding) -> Cell:
    if cohort.maturity is None:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    still: Interval | None = cohort.maturity.interval
    note = draft.say("number.range", low=_percent(draft, still.low), high=_percent(draft, still.high)) if still else None
    return Cell(_percent(draft, cohort.maturity.still), note=note, sort=cohort.maturity.still)


# --- the map --------------------------------------------------------------------------------------------------------


def _map(draft: Draft, found: JourneyFindings) -> list[Block]:
    """Micro -> macro -> goal as declared, with the measured link on each edge."""
    head = (
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_supports")),
        Column(draft.say("bridge.column_link")),
        Column(draft.say("bridge.column_goals")),
    )
    rows = [Row(_edge_cells(draft, found, edge)) for edge in found.edges]
    rows += [Row(_orphan_cells(draft, found, micro)) for micro in found.orphans]
    if not rows:
        return []
    blocks: list[Block] = [Subheading("bridge-map", draft.say("bridge.map_heading", n=len(found.orphans)))]
    blocks.append(Table("micro-map", draft.say("bridge.map"), head, tuple(rows)))
    if found.unlinkable:
        labels = draft.listed(map(draft.rule_label, found.unlinkable))
        blocks.append(Paragraph(draft.say("bridge.unlinkable", n=len(found.unlinkable), labels=labels), "note"))
    return blocks


def _edge_cells(draft: Draft, found: JourneyFindings, edge: Edge) -> tuple[Cell, ...]:
    goals = Cell(draft.listed(map(draft.rule_label, edge.goals))) if edge.goals else Cell(draft.say("bridge.no_goal"), tone=Tone.MUTED)
    return Cell(draft.rule_label(edge.micro)), Cell(draft.rule_label(edge.target)), _measured(draft, found, edge), goals


def _measured(draft: Draft, found: JourneyFindings, edge: Edge) -> Cell:
    if edge.micro in found.unlinkable:
        return Cell(draft.say("bridge.cannot"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    bridge = next((each for each in found.bridges if each.macro == edge.target), None)
    link = next((link for link in bridge.links if link.micro == edge.micro), None) if bridge else None
    if link is None:
        return Cell(draft.say("bridge.not_a_macro"), tone=Tone.MUTED)
    cell = link_cell(draft, link)
    if cell.mark or link.link.interval is None or link.link.bridge is Bridge.STRUCTURAL:
        return cell
    return Cell(cell.text, note=draft.say("bridge.odds", **_ratio(draft, link)), tone=cell.tone)


def _orphan_cells(draft: Draft, found: JourneyFindings, micro: str) -> tuple[Cell, ...]:
    cannot = Cell(draft.say("bridge.cannot"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    open_ = Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    return (
        Cell(draft.rule_label(micro), tone=Tone.WARN),
        Cell(draft.say("bridge.orphan"), tone=Tone.MUTED),
        cannot if micro in found.unlinkable else open_,
        Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED),
    )


# --- beside the micros ----------------------------------------------------------------------------------------------


def micro_table(draft: Draft, rules: Sequence[RuleFinding]) -> Table | None:
    """The clearest link of each micro, its assist rate and the value that goes along with one, all for the same macro. None where nothing
    was linked."""
    found = draft.findings.journeys
    if found is None:
        return None
    head = (
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_macro")),
        Column(draft.say("bridge.column_link")),
        _ratio_head(draft),
        Column(draft.say("bridge.column_assist"), numeric=True, note=draft.say("bridge.head_chance")),
        *([Column(draft.say("bridge.column_worth"), numeric=True)] if _worthy(found) else []),
    )
    told = [(rule, clearest) for rule in rules if (clearest := _clearest(found, rule.key))]
    rows = tuple(Row(_micro_cells(draft, found, rule, *clearest)) for rule, clearest in told)
    caption = draft.say("bridge.micro_table", as_of=draft.day(draft.findings.as_of))
    return Table("micro-links", caption, head, rows, (draft.say("bridge.note_alone"),)) if rows else None


def _micro_cells(draft: Draft, found: JourneyFindings, rule: RuleFinding, bridge: BridgeFinding, link: LinkFinding) -> tuple[Cell, ...]:
    cells = (Cell(draft.label(rule)), Cell(draft.rule_label(bridge.macro)), link_cell(draft, link), _ratio_cell(draft, link))
    return (*cells, assist_cell(draft, link), *([_action_cell(draft, link)] if _worthy(found) else []))


def _worthy(found: JourneyFindings) -> bool:
    return any(link.worth for each in found.bridges for link in each.links)


def _action_cell(draft: Draft, link: LinkFinding) -> Cell:
    """Value beside a signal only where there is a link: what stands beside no link reads as if it were earned by it."""
    if link.link.bridge is Bridge.NOT_ENOUGH_DATA:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if not link.link.marked or link.fewer:
        return Cell(draft.say("bridge.no_connection"), tone=Tone.MUTED)
    if link.worth is None:
        return Cell(draft.say("bridge.no_value"), tone=Tone.MUTED)
    low, high = link.worth.interval.low, link.worth.interval.high
    note = draft.say("bridge.based_on", low=_money(draft, low), high=_money(draft, high), n=link.matured.of)
    return Cell(_money(draft, link.worth.value), note=note, sort=link.worth.value)


def _clearest(found: JourneyFindings, micro: str) -> tuple[BridgeFinding, LinkFinding] | None:
    """A strong link, else a suggestive one, else the first supported macro, else the first; primary macros first."""
    supported = {edge.target for edge in found.edges if edge.micro == micro}
    pairs = [(each, link) for each in found.bridges for link in each.links if link.micro == micro]

    def rank(pair: tuple[BridgeFinding, LinkFinding]) -> tuple[bool, bool, bool, bool]:
        each, link = pair
        strong, marked = link.link.bridge is Bridge.STRONG, link.link.marked and not link.fewer
        return not strong, not marked, each.macro not in supported, not link.link.enough

    return min(pairs, key=rank, default=None)
