"""What a lead is worth, may cost and costs, in words; amounts of few customers are told as bounds only."""

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.findings import Unit
from reportgen.model.lead_value import ChannelCost, CostFinding, LeadValueFinding, WorthFinding
from reportgen.model.settings import Per, SectionName
from reportgen.stats import MIN_BEHIND, Amount, Headroom, RateEstimate, Room
from reportgen.wording import changes, numbers
from reportgen.wording.calls import Action, Call
from reportgen.wording.draft import Draft

YEAR = 12
FIFTH = 0.2


def blocks(draft: Draft) -> list[Block]:
    """A statement, what it rests on and the values; then what leads cost, by channel where there are several. None without the setting."""
    found = draft.findings.lead_value
    if found is None:
        return []
    spent = [Paragraph(_spent(draft, found, found.cost))] if found.cost else []
    return [
        Subheading("lead-value", _statement(draft, found)),
        Paragraph(_derived(draft, found)),
        _worths(draft, found),
        *spent,
        *(_channels(draft, found.cost) if found.cost else ()),
    ]


def dear(draft: Draft) -> list[Action]:
    """What to do where leads cost more than they may, on evidence; empty elsewhere."""
    found = draft.findings.lead_value
    if found is None or found.cost is None or found.cost.cost is None or found.told is None:
        return []
    most, headroom = found.worths[found.told].most, found.cost.headroom
    if most is None or headroom is None or headroom.verdict is not Room.TOO_DEAR:
        return []
    worst = max(found.cost.channels, key=lambda one: _excess(one.headroom), default=None)
    lead = draft.rule_label(found.lead)
    number = draft.say("lead_value.dear_number", cost=about(draft, found.cost.cost), most=about(draft, most))
    what = draft.say("lead_value.dear", lead=lead)
    if worst is not None and len(found.cost.channels) > 1 and worst.headroom is not None and worst.headroom.verdict is Room.TOO_DEAR:
        what = draft.say("lead_value.dear_channel", lead=lead, channel=worst.channel)
    return [Action(Call.FIX, lead, what, number, draft.place(SectionName.CHANNELS))]


def _excess(headroom: Headroom | None) -> float:
    return -headroom.value if headroom else float("-inf")


def about(draft: Draft, amount: Amount) -> str:
    """An amount without digits that its interval does not bear."""
    if amount.interval is None:
        return draft.about(Unit.MONEY, amount.value)
    return draft.ends(Unit.MONEY, amount.interval, value=amount.value).value


def ranged(draft: Draft, amount: Amount) -> str | None:
    """Its interval: 490 to 760."""
    if amount.interval is None:
        return None
    ends = draft.ends(Unit.MONEY, amount.interval, value=amount.value)
    return draft.say("number.range", low=ends.low, high=ends.high)


def time(draft: Draft, months: int) -> str:
    """One year, five years, eighteen months."""
    if months % YEAR:
        return draft.say("lead_value.months", n=months)
    return draft.say("lead_value.years", n=months // YEAR)


def within(draft: Draft, one: WorthFinding) -> str:
    """The time of a stated value."""
    return time(draft, one.months) if one.months is not None else draft.say("lead_value.lifetime")


def rate_words(draft: Draft, estimate: RateEstimate) -> dict[str, str]:
    """A rate as sentences take it: its counts, itself and its interval."""
    ends = estimate.interval
    low, high = (draft.bound(ends.low), draft.bound(ends.high)) if ends else ("", "")
    rate = estimate.rate
    level = draft.level(ends) if ends else ""
    return {"done": draft.count(rate.n), "rate": changes.rate_text(draft, rate), "low": low, "high": high, "level": level}


def _statement(draft: Draft, found: LeadValueFinding) -> str:
    lead, cost = draft.rule_label(found.lead), found.cost
    told = found.worths[found.told] if found.told is not None else None
    if told is None or told.most is None:
        return draft.say("lead_value.heading_open", lead=lead)
    if told.bound:
        return draft.say("lead_value.heading_bound", lead=lead, high=_bound(draft, told.most))
    allowed = {"lead": lead, "most": about(draft, told.most), "time": within(draft, told)}
    if cost is None or cost.cost is None or cost.headroom is None:
        return draft.say("lead_value.heading_most", **allowed)
    return draft.say(f"lead_value.heading_{cost.headroom.verdict}", **allowed, cost=about(draft, cost.cost))


def _bound(draft: Draft, amount: Amount) -> str:
    return draft.about(Unit.MONEY, numbers.to_step(amount.high, numbers.steps(0.0, amount.high)[1]))


def _derived(draft: Draft, found: LeadValueFinding) -> str:
    """The rate and the rule, and how many more leads would be enough."""
    margin = numbers.exact_share(draft.voice.locale, found.margin)
    rule = draft.say("lead_value.rule", margin=margin, times=numbers.amount(draft.voice.locale, found.required_return))
    if found.rate is None or found.customer is None:
        return draft.together([draft.say("lead_value.own"), rule])
    labels = {"lead": draft.rule_label(found.lead), "customer": draft.rule_label(found.customer)}
    labels |= {"days": draft.count(found.window), "grown": draft.day(found.grown)}
    if not found.rate.rate.of:
        return draft.together([draft.say("lead_value.young", **labels), rule])
    key = "lead_value.rate_records" if found.by_records else "lead_value.rate"
    told = [draft.say(key, n=found.rate.rate.of, **labels, **rate_words(draft, found.rate))]
    if not found.enough:
        told.append(_few(draft, found))
    return draft.together([*told, rule])


def _few(draft: Draft, found: LeadValueFinding) -> str:
    if found.wanted is None:
        return draft.say("lead_value.nobody", enough=draft.count(MIN_BEHIND))
    rounded = round(found.wanted, 2 - len(str(found.wanted)))
    return draft.say("lead_value.few", n=rounded, enough=draft.count(MIN_BEHIND))


def _worths(draft: Draft, found: LeadValueFinding) -> Table:
    lead = draft.rule_label(found.lead)
    several = any(one.multiple is not None for one in found.worths)
    head = (
        Column(draft.say("lead_value.column_within")),
        Column(draft.say("lead_value.column_value"), numeric=True),
        Column(draft.say("lead_value.column_worth", lead=lead), numeric=True),
        Column(draft.say("lead_value.column_most", lead=lead), numeric=True),
        *([Column(draft.say("lead_value.column_times"), numeric=True, note=draft.say("lead_value.before_margin"))] if several else []),
    )
    rows = tuple(Row(_worth_cells(draft, one, several=several)) for one in found.worths)
    return Table("lead-worths", draft.say("lead_value.table", lead=lead), head, rows, _notes(draft, found))


def _notes(draft: Draft, found: LeadValueFinding) -> tuple[str, ...]:
    """Whether values were made a lead's, said once; and how far it all moves with the stated value (statistics 1.8)."""
    key = {frozenset(Per): "note_both", frozenset({Per.CUSTOMER}): "note_customer", frozenset({Per.LEAD}): "note_lead"}
    notes = [draft.say(f"lead_value.{key[frozenset(one.per for one in found.worths)]}")]
    told = found.worths[found.told] if found.told is not None else None
    if told is not None and told.most is not None and not told.bound:
        low, high = (about(draft, told.most.times(factor)) for factor in (1 - FIFTH, 1 + FIFTH))
        notes.append(draft.say("lead_value.sensitive", time=within(draft, told), low=low, high=high))
    return (draft.together(notes),)


def _worth_cells(draft: Draft, one: WorthFinding, *, several: bool) -> tuple[Cell, ...]:
    name = within(draft, one)
    if one.only:
        name = draft.say("lead_value.only", within=name, values=draft.listed(one.only[1]))
    source = draft.say("lead_value.source", source=one.source, day=draft.day(one.day))
    value = Cell(draft.quantity(Unit.MONEY, one.value), note=draft.say(f"lead_value.per_{one.per}"), sort=one.value)
    times: tuple[Cell, ...] = ()
    if several:
        shown = draft.say("lead_value.times", times=numbers.amount(draft.voice.locale, one.multiple)) if one.multiple is not None else ""
        times = (Cell(shown, sort=one.multiple) if shown else Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED),)
    return Cell(name, note=source), value, *(_amount(draft, part, one) for part in (one.worth, one.most)), *times


def _amount(draft: Draft, amount: Amount | None, one: WorthFinding) -> Cell:
    if amount is None:
        return Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    if one.bound:
        return Cell(draft.say("lead_value.at_most", high=_bound(draft, amount)), mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    note = ranged(draft, amount)
    if note and one.only:
        note = draft.say("number.beside", left=note, right=draft.say("lead_value.own_rate" if one.own_rate else "lead_value.all_rate"))
    return Cell(about(draft, amount), note=note, sort=amount.value)


def _spent(draft: Draft, found: LeadValueFinding, cost: CostFinding) -> str:
    """What one cost over the year by the channels that cost money, and by when that comes back."""
    told = {"span": draft.span(cost.span), "spent": draft.about(Unit.MONEY, cost.spent), "lead": draft.rule_label(found.lead)}
    if cost.cost is None:
        return draft.say("lead_value.spent_nobody", **told)
    if cost.leads < MIN_BEHIND:
        return draft.say("lead_value.spent_few", n=cost.leads, **told, enough=draft.count(MIN_BEHIND), cost=about(draft, cost.cost))
    ends = {"cost": about(draft, cost.cost), "range": ranged(draft, cost.cost) or ""}
    sentences = [draft.say("lead_value.spent", n=cost.leads, **told, **ends)]
    if cost.others:
        sentences.append(draft.say("lead_value.others", n=cost.others))
    if cost.payback is not None:
        sentences.append(draft.say("lead_value.payback", time=time(draft, cost.payback)))
    elif any(one.months is not None and not one.bound and one.only is None for one in found.worths):
        longest = max(one.months for one in found.worths if one.months is not None and one.only is None)
        sentences.append(draft.say("lead_value.no_payback", time=time(draft, longest)))
    return draft.together(sentences)


def _channels(draft: Draft, cost: CostFinding) -> list[Block]:
    """By channel; nothing where there is only one, of which all has been said."""
    if len(cost.channels) < 2:
        return []
    head = (
        Column(draft.say("costs.column_channel")),
        Column(draft.say("lead_value.column_spent"), numeric=True),
        Column(draft.say("lead_value.column_leads"), numeric=True),
        Column(draft.say("lead_value.column_cost"), numeric=True),
        Column(draft.say("lead_value.column_may"), numeric=True),
        Column(draft.say("lead_value.column_verdict")),
    )
    rows = tuple(Row(_channel_cells(draft, one)) for one in cost.channels)
    notes = (draft.say("lead_value.note_channels", enough=draft.count(MIN_BEHIND)),)
    return [Table("lead-costs", draft.say("lead_value.table_channels", span=draft.span(cost.span)), head, rows, notes)]


def _channel_cells(draft: Draft, one: ChannelCost) -> tuple[Cell, ...]:
    cost = Cell(about(draft, one.cost), note=ranged(draft, one.cost), sort=one.cost.value) if one.cost else Cell("", mark=Mark.NOT_YET)
    may = Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if one.most is not None:
        rate = draft.say("lead_value.own_rate" if one.own_rate else "lead_value.all_rate")
        ends = ranged(draft, one.most)
        may = Cell(about(draft, one.most), note=draft.say("number.beside", left=ends, right=rate) if ends else None, sort=one.most.value)
    return (
        Cell(one.channel),
        Cell(draft.about(Unit.MONEY, one.spent), sort=one.spent),
        changes.number_cell(draft, one.leads),
        cost,
        may,
        _verdict(draft, one),
    )


def _verdict(draft: Draft, one: ChannelCost) -> Cell:
    if one.headroom is None:
        return Cell(draft.say("lead_value.verdict_few"), mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    tone = {Room.ROOM: Tone.GOOD, Room.TOO_DEAR: Tone.BAD, Room.UNCLEAR: Tone.NEUTRAL}[one.headroom.verdict]
    return Cell(draft.say(f"lead_value.verdict_{one.headroom.verdict}"), tone=tone)
