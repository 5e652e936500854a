"""What the firm's CRM exports: a deal for each quote request, with its dates, and proposals accepted months after the request."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from reportgen.demo import channels, firm
from reportgen.demo.clock import MICROS, Floats, Ints
from reportgen.demo.people import choose
from reportgen.demo.recorded import Recorded

COLUMNS = (
    "deal",
    "created_on",
    "quoted_on",
    "won_on",
    "lost_on",
    "stage",
    "client_id",
    "service",
    "value",
    "currency",
    "how_did_you_hear",
    "what_convinced_you",
    "contact_name",
    "email",
    "phone",
)
TYPICAL_VALUE = (21000.0, 8000.0, 13000.0, 6500.0)
"""Median value by service, EUR."""
VALUE_SPREAD = 0.5
USD_SHARE = 0.12
NO_ID_SHARE = 0.05
"""Deals whose client the CRM could not tie to a browser."""

QUOTED_SHARE = 0.8
LOST_SHARE = 0.75
"""Of the deals that are not won."""
LOST_LAG_DAYS = (40.0, 0.7)
"""Median and log standard deviation of the days from quote request to a lost deal."""
ASKED_SHARE, ANY_ANSWER_SHARE, CONVINCED_SHARE = 0.88, 0.35, 0.45
"""Deals with an answer to how they heard of the firm, of these answers that have nothing to do with the way they came, and deals that
say what convinced them."""
FILLED = (0.97, 0.92, 0.55)
"""Deals with a name, an e-mail address and a telephone number."""

HEARD: Mapping[str, tuple[str, ...]] = {
    "Organic Search": ("Google", "google search", "Googel", "found you on Google", "Search engine"),
    "Paid Search": ("Google", "ad on google", "Google Ads", "an advert, I think"),
    "Email": ("Your newsletter", "newsletter", "Newsleter"),
    "Organic Social": ("LinkedIn", "linkedin post", "Instagram"),
    "Paid Social": ("LinkedIn", "an ad on Facebook", "instagram"),
    "Referral": ("A blog linked to you", "article in a magazine"),
}
ANY_ANSWER = (
    "A friend recommended you",
    "colleague",
    "recomendation of a client of yours",
    "Recommendation",
    "trade fair in Hamburg",
    "we met at the fair",
    "word of mouth",
    "your talk at the design days",
    "I have known you for years",
)
CONVINCED = (
    "Your work for the museum",
    "The case study about the bank",
    "Clear prices",
    "the guide on what a web app costs",
    "A fast answer in the chat",
    "References",
)
FIRST_NAMES = ("Alex", "Bo", "Chris", "Dana", "Eli", "Fran", "Gil", "Hanno", "Ines", "Jo")
LAST_NAMES = ("Beispiel", "Example", "Muster", "Sample", "Specimen")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One accepted proposal: local time, the visitor's id if known, amount in its currency; `view` is the page view with its request."""

    accepted: datetime
    client_id: str
    service: str
    value: float
    currency: str
    view: int


@dataclass(frozen=True, slots=True)
class Deal:
    """One quote request as the CRM has it; local times, texts empty where nobody filled them in."""

    created: datetime
    quoted: date | None
    lost: date | None
    client_id: str
    service: str
    value: float | None
    heard: str
    convinced: str
    contact: tuple[str, str, str]
    won: Proposal | None

    @property
    def stage(self) -> str:
        return "Won" if self.won else "Lost" if self.lost else "Quote sent" if self.quoted else "New"


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
    rng.random(len(won))  # leaves the draws that follow where they were
    share = (9 + 8 * rng.random(len(won))) / 24
    inside = np.flatnonzero((day >= facts.clock.index(begin)) & (day < facts.clock.days))
    moments = _local(facts.clock.moment(day[inside], share[inside]))
    found = [
        Proposal(
            accepted=moment,
            client_id="" if unknown[row] else facts.ids[facts.seen.visitor[won[row]]],
            service=firm.SERVICES[service[row]],
            value=float(np.round(value[row] * (firm.USD_PER_EUR if usd[row] else 1.0), 2)),
            currency="USD" if usd[row] else "EUR",
            view=int(won[row]),
        )
        for row, moment in zip(inside.tolist(), moments, strict=True)
    ]
    return sorted(found, key=lambda proposal: (proposal.accepted, proposal.client_id, proposal.value))


def deals(rng: np.random.Generator, facts: Recorded, asked: Ints, won: Sequence[Proposal], begin: date) -> list[Deal]:
    """A deal for each quote request from `begin` on, and for earlier ones whose proposal was accepted since; by the time they began."""
    accepted = {one.view: one for one in won}
    size = len(asked)
    day = facts.clock.day_of(facts.seen.time[asked])
    quoted = np.where(rng.random(size) < QUOTED_SHARE, day + rng.integers(1, 5, size), facts.clock.days)
    lost = np.where(rng.random(size) < LOST_SHARE, day + _lags(rng, size), facts.clock.days)
    service = choose(rng, (0.4, 0.2, 0.25, 0.15), size)
    value = np.round(np.array(TYPICAL_VALUE)[service] * np.exp(VALUE_SPREAD * rng.standard_normal(size)), -3)
    known = rng.random(size) >= NO_ID_SHARE
    heard, convinced = _heard(rng, facts, asked), _answers(rng, CONVINCED, CONVINCED_SHARE, size)
    contacts = _contacts(rng, size)
    created = _local(facts.seen.time[asked])
    dates = facts.clock.dates()
    inside = [row for row in range(size) if day[row] >= facts.clock.index(begin) or int(asked[row]) in accepted]

    def dated(found: Ints, row: int) -> date | None:
        return dates[found[row]] if found[row] < facts.clock.days else None

    found = []
    for row in inside:
        one = accepted.get(int(asked[row]))
        asks = dated(quoted, row)
        visitor = facts.ids[facts.seen.visitor[asked[row]]]
        found.append(
            Deal(
                created=created[row],
                quoted=asks or (dates[day[row] + 1] if one else None),
                lost=None if one else dated(lost, row),
                client_id=one.client_id if one else visitor if known[row] else "",
                service=one.service if one else firm.SERVICES[service[row]],
                value=one.value if one else float(value[row]) if asks else None,
                heard=heard[row],
                convinced=convinced[row],
                contact=contacts[row],
                won=one,
            )
        )
    return sorted(found, key=lambda deal: (deal.created, deal.client_id))


def table(found: Sequence[Deal]) -> bytes:
    """The CSV. The last row stands twice, as exports by hand tend to have it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [_row(number, one) for number, one in enumerate(found, start=1)]
    writer.writerows([*rows, *rows[-1:]])
    return out.getvalue().encode()


def _row(number: int, deal: Deal) -> tuple[str, ...]:
    return (
        f"D-{number:04}",
        f"{deal.created:%Y-%m-%d %H:%M:%S}",
        f"{deal.quoted:%Y-%m-%d}" if deal.quoted else "",
        f"{deal.won.accepted:%Y-%m-%d %H:%M}" if deal.won else "",
        f"{deal.lost:%Y-%m-%d}" if deal.lost else "",
        deal.stage,
        deal.client_id,
        deal.service,
        "" if deal.value is None else f"{deal.value:.2f}",
        deal.won.currency if deal.won else "EUR",
        deal.heard,
        deal.convinced,
        *deal.contact,
    )


def _lags(rng: np.random.Generator, size: int) -> Ints:
    median, spread = LOST_LAG_DAYS
    lag: Floats = np.maximum(5.0, median * np.exp(spread * rng.standard_normal(size)))
    return lag.astype(np.int64)


def _heard(rng: np.random.Generator, facts: Recorded, asked: Ints) -> list[str]:
    """Answers that mostly name the way a visitor first came, by their own words."""
    size = len(asked)
    channel = facts.people.channel[facts.seen.visitor[asked]]
    anything = _answers(rng, ANY_ANSWER, 1.0, size)
    said, other, place = rng.random(size) < ASKED_SHARE, rng.random(size) < ANY_ANSWER_SHARE, rng.random(size)
    answers = []
    for row in range(size):
        own = HEARD.get(channels.CHANNELS[channel[row]].name, ANY_ANSWER)
        answers.append("" if not said[row] else anything[row] if other[row] else own[int(place[row] * len(own))])
    return answers


def _answers(rng: np.random.Generator, texts: Sequence[str], share: float, size: int) -> list[str]:
    picked = rng.integers(0, len(texts), size)
    return [texts[text] if said else "" for text, said in zip(picked.tolist(), (rng.random(size) < share).tolist(), strict=True)]


def _contacts(rng: np.random.Generator, size: int) -> list[tuple[str, str, str]]:
    """Names, addresses and numbers that belong to nobody; the numbers are of the range kept free for films."""
    first, last = rng.integers(0, len(FIRST_NAMES), size).tolist(), rng.integers(0, len(LAST_NAMES), size).tolist()
    filled = (rng.random((size, len(FILLED))) < FILLED).tolist()
    found = []
    for row in range(size):
        one, two = FIRST_NAMES[first[row]], LAST_NAMES[last[row]]
        texts = (f"{one} {two}", f"{one}.{two}.{row}@client.example".lower(), f"+49 30 23125 {row % 1000:03}")
        name, address, number = (text if there else "" for text, there in zip(texts, filled[row], strict=True))
        found.append((name, address, number))
    return found


def _local(times: Ints) -> list[datetime]:
    """UTC microseconds as wall-clock times of the site's zone."""
    zone = ZoneInfo(firm.ZONE)
    return [datetime.fromtimestamp(moment // MICROS, zone) for moment in times.tolist()]
