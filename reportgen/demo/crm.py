"""Accepted proposals, as the firm's CRM exports them: months after the quote request, joined by the web visitor's id."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from reportgen.demo import firm
from reportgen.demo.clock import MICROS, Clock, Ints
from reportgen.demo.people import choose
from reportgen.demo.recorded import Recorded

COLUMNS = ("proposal", "accepted_on", "client_id", "service", "value", "currency", "heard_about_us")
TYPICAL_VALUE = (21000.0, 8000.0, 13000.0, 6500.0)
"""Median value by service, EUR."""
VALUE_SPREAD = 0.5
USD_SHARE = 0.12
NO_ID_SHARE = 0.05
"""Proposals whose client the CRM could not tie to a browser."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One accepted proposal: local time, the visitor's id if known, amount in its currency."""

    accepted: datetime
    client_id: str
    service: str
    value: float
    currency: str
    heard: str


def proposals(rng: np.random.Generator, facts: Recorded, asked: Ints, begin: date) -> list[Proposal]:
    """Proposals accepted from `begin` to the clock's end; `asked` are the page views with a quote request."""
    won = asked[rng.random(len(asked)) < firm.ACCEPTED_SHARE]
    median, spread = firm.ACCEPTED_LAG_DAYS
    lag = np.maximum(5.0, median * np.exp(spread * rng.standard_normal(len(won))))
    day = facts.clock.day_of(facts.seen.time[won]) + lag.astype(np.int64)
    day = day + np.maximum(0, (day + facts.clock.first.weekday()) % 7 - 4) % 3
    service = choose(rng, (0.4, 0.2, 0.25, 0.15), len(won))
    value = np.round(np.array(TYPICAL_VALUE)[service] * np.exp(VALUE_SPREAD * rng.standard_normal(len(won))), -2)
    usd, unknown = rng.random(len(won)) < USD_SHARE, rng.random(len(won)) < NO_ID_SHARE
    heard = choose(rng, (0.34, 0.26, 0.15, 0.12, 0.05, 0.08), len(won))
    share = (9 + 8 * rng.random(len(won))) / 24
    inside = np.flatnonzero((day >= facts.clock.index(begin)) & (day < facts.clock.days))
    moments = _local(facts.clock, day[inside], share[inside])
    found = [
        Proposal(
            accepted=moment,
            client_id="" if unknown[row] else facts.ids[facts.seen.visitor[won[row]]],
            service=firm.SERVICES[service[row]],
            value=float(np.round(value[row] * (firm.USD_PER_EUR if usd[row] else 1.0), 2)),
            currency="USD" if usd[row] else "EUR",
            heard=firm.HEARD[heard[row]],
        )
        for row, moment in zip(inside.tolist(), moments, strict=True)
    ]
    return sorted(found, key=lambda proposal: (proposal.accepted, proposal.client_id, proposal.value))


def table(found: Sequence[Proposal], year: int) -> bytes:
    """One year's CSV. The last row stands twice, as exports by hand tend to have it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [
        (
            f"P-{year}-{number:03}",
            f"{one.accepted:%Y-%m-%d %H:%M}",
            one.client_id,
            one.service,
            f"{one.value:.2f}",
            one.currency,
            one.heard,
        )
        for number, one in enumerate(found, start=1)
    ]
    writer.writerows([*rows, *rows[-1:]])
    return out.getvalue().encode()


def _local(clock: Clock, day: Ints, share: np.ndarray) -> list[datetime]:
    """Wall-clock times of the site's zone."""
    zone = ZoneInfo(firm.ZONE)
    return [datetime.fromtimestamp(moment // MICROS, zone) for moment in clock.moment(day, share).tolist()]
