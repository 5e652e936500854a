"""What a lead is worth and may cost, what it costs, and whether the open ones are enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen import periods, stats
from reportgen.insights.lead_costs import Basis, costs
from reportgen.insights.lead_pipeline import handed, pipeline, ready
from reportgen.insights.weeks import count_phi
from reportgen.model.counts import Counts
from reportgen.model.findings import GoalFinding
from reportgen.model.lead_value import CostFinding, LeadCounts, LeadSlice, LeadValueFinding, WorthFinding
from reportgen.model.settings import LeadValue, Lifetime, Per, Settings
from reportgen.stats import MIN_BEHIND, Amount, Dispersion, Rate, RateEstimate

CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Leads:
    """The leads of one report, and how much the rate of a month of them varies."""

    settings: Settings
    asked: LeadValue
    found: LeadCounts
    spread: Dispersion

    def rate(self, slices: Sequence[LeadSlice]) -> RateEstimate:
        """Of leads old enough those that became customers."""
        return stats.estimate_rate(sum((one.matured for one in slices), Rate(0, 0)), self.spread)

    @property
    def by_records(self) -> bool:
        """Whether the rate is of a CRM's records: where these are the leads and none of them names a visitor."""
        opens = self.asked.pipeline is not None and self.asked.pipeline.opened == self.asked.lead
        return opens and self.found.records is not None and not any(one.matured.of for one in self.found.slices)

    @property
    def whole(self) -> RateEstimate:
        """The rate of all leads."""
        if self.by_records and self.found.records is not None:
            return stats.estimate_rate(self.found.records.matured, self.spread)
        return self.rate(self.found.slices)

    def of(self, only: tuple[str, tuple[str, ...]] | None) -> list[LeadSlice]:
        """The slices that a lifetime value holds for."""
        if only is None:
            return list(self.found.slices)
        name, values = only
        wanted = {value.casefold() for value in values}
        return [one for one in self.found.slices if (one.channel if name == CHANNEL else one.item).casefold() in wanted]

    def rate_of(self, slices: Sequence[LeadSlice]) -> tuple[RateEstimate, bool]:
        """Their own rate with ten customers behind it, else that of all leads; and which of the two it is."""
        own = self.rate(slices)
        return (own, True) if own.rate.n >= MIN_BEHIND else (self.whole, False)


def lead_value(settings: Settings, counts: Counts, goals: Sequence[GoalFinding]) -> LeadValueFinding | None:
    """All of it; None where the settings do not say what a lead is worth."""
    asked, found = settings.report.lead_value, counts.journeys.lead_value
    if asked is None or found is None:
        return None
    leads = Leads(settings, asked, found, _spread(counts, asked.lead, asked.customer, found))
    rate = leads.whole if asked.customer else None
    worths = [_worth(leads, one) for one in sorted(asked.lifetime, key=_order)]
    general = [place for place, one in enumerate(worths) if one.only is None]
    told = general[-1] if general else None
    phi = count_phi(counts, asked.lead, lambda _, done: done.conversions)
    cost = costs(found, _basis(leads, worths, told), [one for one in worths if one.only is None], asked.margin, phi)
    form, form_window = _form(counts, asked)
    return LeadValueFinding(
        lead=asked.lead,
        customer=asked.customer,
        window=found.window,
        grown=found.grown,
        margin=asked.margin,
        required_return=asked.required_return,
        rate=rate,
        by_records=leads.by_records,
        enough=rate is None or rate.rate.n >= MIN_BEHIND,
        wanted=stats.leads_wanted(rate.rate) if rate else None,
        worths=tuple(_returned(one, cost) for one in worths),
        told=told,
        cost=cost,
        form=form,
        form_rule=asked.form,
        form_window=form_window,
        pipeline=pipeline(settings, counts, found, rate, goals) if rate else None,
        handed=handed(asked, counts, found),
        ready=ready(asked, found),
    )


def _order(one: Lifetime) -> tuple[bool, bool, int]:
    """General values first, then in the order of time; those at no known time last."""
    return bool(one.only), one.after is None, one.after or 0


def _spread(counts: Counts, before: str, after: str | None, found: LeadCounts) -> Dispersion:
    """Dispersion of the rate over the ladder's months that are old enough, as over weeks."""
    months = [Rate(0, 0)]
    for rung in counts.journeys.rungs:
        if (rung.before, rung.after) == (before, after):
            old = [one for one in rung.cohorts if periods.month(one.month).begin < found.grown]
            months = [Rate(sum(wait.count for wait in one.lags if wait.happened), one.visitors) for one in old]
    return stats.dispersion([(one.n, one.of) for one in months], sum(one.of for one in months))


def _worth(leads: Leads, one: Lifetime) -> WorthFinding:
    report, asked = leads.settings.report, leads.asked
    value = one.value * (report.rates.get(one.currency, 1.0) if one.currency and one.currency != report.currency else 1.0)
    only = next(iter(one.only.items()), None)
    rate, own = leads.rate_of(leads.of(only)) if one.per is Per.CUSTOMER else (None, True)
    worth = stats.lead_worth(value, rate)
    return WorthFinding(
        months=one.after,
        value=value,
        per=one.per,
        source=one.source,
        day=one.day,
        only=only,
        rate=rate,
        own_rate=own,
        worth=worth,
        most=stats.affordable(worth, asked.margin, asked.required_return) if worth else None,
        bound=rate is not None and rate.rate.n < MIN_BEHIND,
        multiple=None,
    )


def _returned(one: WorthFinding, cost: CostFinding | None) -> WorthFinding:
    """With how many times their cost leads bring back, for values of all leads and with ten customers and leads behind it."""
    if one.only is not None or one.bound or one.worth is None or cost is None or cost.cost is None or cost.leads < MIN_BEHIND:
        return one
    return replace(one, multiple=stats.return_multiple(one.worth.value, cost.cost.value))


def _basis(leads: Leads, worths: Sequence[WorthFinding], told: int | None) -> Basis:
    """The most that leads may cost: of all, and of a channel by its own value or else its own rate, where ten customers stand behind it."""

    def of(channel: str) -> tuple[Amount | None, bool]:
        own = [one for one in worths if one.only and one.only[0] == CHANNEL and channel.casefold() in map(str.casefold, one.only[1])]
        chosen = own[-1] if own else worths[told] if told is not None else None
        if chosen is None or chosen.most is None:
            return None, False
        if chosen.rate is None:
            return chosen.most, True
        rate, alone = leads.rate_of(leads.of((CHANNEL, (channel,))))
        worth = stats.lead_worth(chosen.value, rate) if rate.rate.n >= MIN_BEHIND else None
        return (stats.affordable(worth, leads.asked.margin, leads.asked.required_return) if worth else None), alone

    whole = worths[told] if told is not None else None
    return Basis(whole.most if whole and not whole.bound else None, of)


def _form(counts: Counts, asked: LeadValue) -> tuple[RateEstimate | None, int]:
    """Of people with the form, in months old enough, those with a lead within the ladder's window."""
    for rung in counts.journeys.rungs:
        if asked.form is not None and (rung.before, rung.after) == (asked.form, asked.lead):
            months = [one for one in rung.cohorts if (counts.as_of - periods.month(one.month).last_day).days >= rung.window]
            rates = [Rate(sum(wait.count for wait in one.lags if wait.happened), one.visitors) for one in months]
            whole = sum(rates, Rate(0, 0))
            spread = stats.dispersion([(one.n, one.of) for one in rates], whole.of)
            return (stats.estimate_rate(whole, spread) if whole.of else None), rung.window
    return None, 0
