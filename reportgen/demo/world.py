"""The whole simulation, and what is true in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from reportgen.demo import actions, channels, clock, crm, events, firm, people, recorded, traffic
from reportgen.demo.clock import Ints
from reportgen.demo.facts import DemoFacts, FileFacts
from reportgen.periods import Period


@dataclass(frozen=True, slots=True)
class World:
    """What was known of everybody, what they did, and the events of it: warm-up and outage included."""

    seed: int
    period: Period
    recorded: recorded.Recorded
    actions: actions.Actions
    events: events.Events
    proposals: tuple[crm.Proposal, ...]
    deals: tuple[crm.Deal, ...]

    def days(self, time: Ints, period: Period) -> np.ndarray:
        """Which UTC times lie in the site-local days of a period."""
        day = self.recorded.clock.day_of(time)
        inside: np.ndarray = (day >= self.recorded.clock.index(period.begin)) & (day < self.recorded.clock.index(period.end))
        return inside


def simulate(seed: int, period: Period) -> World:
    """Play the firm's days. Each step draws from a stream of its own, so that a change in one leaves the others' draws alone."""
    streams = [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(9)]
    days = clock.clock(period.begin - timedelta(days=firm.WARM_UP_DAYS), period.end, firm.ZONE)
    crowd = people.crowd(streams[:3], days)
    done = actions.act(streams[3], days, crowd)
    known = recorded.recorded(streams[5], days, crowd, traffic.arrivals(streams[4], days, crowd.visits))
    sent = events.events(streams[6], crowd, done)
    asked = np.flatnonzero(done.macros["quote_request"])
    won = crm.proposals(streams[7], known, asked, period.begin)
    deals = crm.deals(streams[8], known, asked, won, period.begin)
    return World(seed, period, known, done, sent, tuple(won), tuple(deals))


def facts(world: World, files: Mapping[str, FileFacts]) -> DemoFacts:
    """The truth about a world and the files written of it."""
    period, known = world.period, world.recorded
    in_period = world.days(known.visits.start, period) & (known.people.kind[known.visits.visitor] != people.PEOPLE)
    inside = world.days(known.seen.time, period)
    lost = world.days(known.seen.time, firm.OUTAGE)
    flags = {**world.actions.macros, **world.actions.micros}
    return DemoFacts(
        seed=world.seed,
        period=period,
        effects=firm.EFFECTS,
        outage=firm.OUTAGE if firm.OUTAGE.begin in period else None,
        relaunch=firm.RELAUNCH if firm.RELAUNCH in period else None,
        mix_shift=firm.MIX_SHIFT if firm.MIX_SHIFT in period else None,
        campaigns=_campaigns_begun(period),
        bots=tuple(sorted(known.ids[visitor] for visitor in np.unique(known.visits.visitor[in_period]).tolist())),
        happened={key: int((flag & inside).sum()) for key, flag in flags.items()},
        recorded={key: int((flag & inside & ~lost).sum()) for key, flag in flags.items()},
        proposals=len(world.proposals),
        proposals_without_id=sum(1 for proposal in world.proposals if not proposal.client_id),
        accepted_share=firm.ACCEPTED_SHARE,
        accepted_lag_days=firm.ACCEPTED_LAG_DAYS[0],
        files=files,
    )


def _campaigns_begun(period: Period) -> dict[str, date]:
    """First days of the campaigns that began in the period."""
    every = (one for several in channels.CAMPAIGNS.values() for one in several)
    return {one.name: one.run.begin for one in every if one.run is not None and one.run.begin in period}
