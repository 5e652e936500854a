"""The events a tracker would have sent for what the visitors saw and did: one row each, still apart from any format."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportgen.demo import firm, site
from reportgen.demo.actions import Actions
from reportgen.demo.clock import MICROS, Floats, Ints
from reportgen.demo.people import Crowd, Views

MILLI = 1000
VIEWED = 5
"""Greatest `order` of the events that open a page view and share its timestamp."""
SILENT = 400
"""Of so many page views without a chat, on one a chat is opened and left."""
BUDGETS = np.array((24000.0, 9000.0, 15000.0, 7500.0))
"""Budget the quote form offers for each service, EUR."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as indices into a list of values."""

    codes: Ints
    values: Sequence[str]

    def take(self, rows: Ints) -> "Texts":
        return replace(self, codes=self.codes[rows])


@dataclass(frozen=True, slots=True)
class Param:
    """One event parameter on some rows of the events: whole numbers, texts, or fractions in the double slot."""

    key: str
    rows: Ints
    values: Ints | Texts | Floats

    def at(self, index: Ints, rows: Ints) -> "Param":
        """The parameter at other row numbers, keeping only the values at `index`."""
        values = self.values.take(index) if isinstance(self.values, Texts) else self.values[index]
        return Param(self.key, rows, values)


@dataclass(frozen=True, slots=True)
class Events:
    """A row an event, by time. `view` indexes the page views, `order` tells events of one view apart; times in UTC microseconds."""

    name: Texts
    view: Ints
    time: Ints
    order: Ints
    params: tuple[Param, ...]

    def __len__(self) -> int:
        return len(self.view)

    def take(self, rows: Ints) -> "Events":
        """These rows, in this order; a row may be taken twice."""
        params = []
        by_row = np.argsort(rows, kind="stable")
        for param in self.params:
            left = np.searchsorted(rows[by_row], param.rows, side="left")
            right = np.searchsorted(rows[by_row], param.rows, side="right")
            index = np.repeat(np.arange(len(param.rows)), right - left)
            offset = np.arange(len(index)) - np.repeat(np.cumsum(right - left) - (right - left), right - left)
            params.append(param.at(index, by_row[left[index] + offset]))
        return Events(self.name.take(rows), self.view[rows], self.time[rows], self.order[rows], tuple(params))


class _Writer:
    """Collects events kind by kind, then sorts them once."""

    def __init__(self, seen: Views) -> None:
        self.seen = seen
        self.names: list[str] = []
        self.pieces: list[tuple[int, Ints, Ints]] = []
        self.params: list[Param] = []
        self.length = 0

    def add(self, name: str, views: Ints, share: float, later: int = 0) -> Ints:
        """Events at a share (0-1) of each view's dwell, `later` microseconds on; the rows they got."""
        if name not in self.names:
            self.names.append(name)
        time = self.seen.time[views] + (self.seen.dwell[views] * share).astype(np.int64) + later
        self.pieces.append((self.names.index(name), views, time))
        rows = np.arange(self.length, self.length + len(views))
        self.length += len(views)
        return rows

    def text(self, key: str, rows: Ints, values: Sequence[str], codes: Ints | int = 0) -> None:
        self.params.append(Param(key, rows, Texts(np.broadcast_to(np.asarray(codes, dtype=np.int64), rows.shape), values)))

    def number(self, key: str, rows: Ints, values: Ints | Floats | int) -> None:
        """Whole numbers go to the integer slot, others to the double slot."""
        self.params.append(Param(key, rows, np.broadcast_to(np.asarray(values), rows.shape)))

    def finish(self) -> Events:
        name = np.concatenate([np.full(len(views), code) for code, views, _ in self.pieces])
        view = np.concatenate([views for _, views, _ in self.pieces])
        time = np.concatenate([time for _, _, time in self.pieces])
        order = np.concatenate([np.full(len(views), place) for place, (_, views, _) in enumerate(self.pieces, start=1)])
        events = Events(Texts(name, tuple(self.names)), view, time, order, tuple(self.params))
        return events.take(np.lexsort((order, view, time)))


def events(rng: np.random.Generator, crowd: Crowd, done: Actions) -> Events:
    """All events of all page views, by time."""
    writer = _Writer(crowd.seen)
    _starts(writer, crowd)
    _reading(rng, writer, crowd)
    _engaging(rng, writer, done)
    _clicking(rng, writer, done)
    _trying(rng, writer, crowd, done)
    _asking(rng, writer, crowd, done)
    return writer.finish()


def _starts(writer: _Writer, crowd: Crowd) -> None:
    """First visits, session starts and views: one batch with one timestamp."""
    seen = crowd.seen
    app, known = crowd.people.app[seen.visitor], crowd.people.consent[seen.visitor]
    landed = seen.step == 0
    new = landed & (crowd.visits.number[seen.session] == 1)
    for name, rows in (
        ("first_visit", new & ~app & known),
        ("first_open", new & app),
        ("session_start", landed & known),
        ("page_view", ~app),
        ("screen_view", app),
    ):
        writer.add(name, np.flatnonzero(rows), 0.0)


def _reading(rng: np.random.Generator, writer: _Writer, crowd: Crowd) -> None:
    """Scrolls, and the engaged time sent when a page is left."""
    seen = crowd.seen
    scrolls = crowd.able() & (seen.dwell > 8 * MICROS) & (rng.random(len(seen)) < 0.4)
    rows = writer.add("scroll", np.flatnonzero(scrolls), 0.55)
    writer.number("percent_scrolled", rows, 90)
    left = np.flatnonzero((seen.dwell > MICROS) & (rng.random(len(seen)) < 0.93))
    rows = writer.add("user_engagement", left, 1.0, later=-MILLI)
    share = 0.75 + 0.25 * rng.random(len(left))
    writer.number("engagement_time_msec", rows, (seen.dwell[left] * share).astype(np.int64) // MILLI)


def _engaging(rng: np.random.Generator, writer: _Writer, done: Actions) -> None:
    """Downloads, sign-ups and videos."""
    assets = list(site.ASSETS.items())
    by_path = {path: code for code, (path, _) in enumerate(assets)}
    offered = np.array([by_path.get(page.path, -1) for page in site.PAGES])
    views = np.flatnonzero(done.micros["resource_download"])
    asset = np.where(offered[writer.seen.page[views]] >= 0, offered[writer.seen.page[views]], rng.integers(0, len(assets), len(views)))
    rows = writer.add("file_download", views, 0.6)
    writer.text("file_name", rows, [facts[0] for _, facts in assets], asset)
    writer.text("file_extension", rows, ["pdf"])
    writer.text("link_url", rows, [f"https://{site.HOST}/files/{facts[0]}" for _, facts in assets], asset)
    writer.text("asset", rows, [facts[1] for _, facts in assets], asset)
    writer.text("asset_type", rows, [facts[2] for _, facts in assets], asset)
    views = np.flatnonzero(done.micros["newsletter_signup"])
    rows = writer.add("sign_up", views, 0.7)
    writer.text("method", rows, ["newsletter"])
    writer.text("list", rows, ["Monthly newsletter", "Blog digest"], (rng.random(len(views)) < 0.3).astype(np.int64))
    views = np.flatnonzero(done.micros["video_half"])
    title = rng.integers(0, 2, len(writer.seen))
    for percent, share, part in ((25, 0.3, views), (50, 0.5, views), (75, 0.65, views[::2])):
        rows = writer.add("video_progress", part, share)
        writer.number("video_percent", rows, percent)
        writer.text("video_title", rows, ["How we work", "A relaunch in ninety seconds"], title[part])
        writer.text("video_provider", rows, ["youtube"])


def _clicking(rng: np.random.Generator, writer: _Writer, done: Actions) -> None:
    """Clicks that lead away (the map, social profiles) and to case studies."""
    for key, share, links in (
        ("directions", 0.6, ["https://maps.google.com/?q=Northlight+Studio"]),
        ("social_follow", 0.65, ["https://www.linkedin.com/company/northlight-example", "https://www.instagram.com/northlight.example"]),
    ):
        views = np.flatnonzero(done.micros[key])
        link = (rng.random(len(views)) < 0.3).astype(np.int64) % len(links)
        rows = writer.add("click", views, share)
        writer.text("link_url", rows, links, link)
        writer.text("link_domain", rows, [address.split("/")[2] for address in links], link)
        writer.text("outbound", rows, ["true"])
    cases = [page.path.rsplit("/", 1)[1] for page in site.PAGES if page.kind == "work" and not page.path.endswith("/")]
    views = np.flatnonzero(done.micros["case_study_click"])
    rows = writer.add("select_content", views, 0.5)
    writer.text("content_type", rows, ["case_study"])
    writer.text("content_id", rows, cases, rng.integers(0, len(cases), len(views)))


def _trying(rng: np.random.Generator, writer: _Writer, crowd: Crowd, done: Actions) -> None:
    """Chats, webinars and trials on the site, and trials begun in the app."""
    seen, app = crowd.seen, crowd.people.app[crowd.seen.visitor]
    views = np.flatnonzero(done.micros["chat"])
    _chatting(writer, crowd, views, np.searchsorted((0.7, 0.85), rng.random(len(views)), side="right"))
    rows = writer.add("webinar_registration", np.flatnonzero(done.micros["webinar_registration"]), 0.6)
    writer.text("webinar", rows, ["Relaunch without regret"])
    in_app = app & (seen.step == 0) & (rng.random(len(seen)) < 0.06)
    views = np.flatnonzero(done.micros["free_trial"] | in_app)
    rows = writer.add("start_trial", views, 0.75)
    writer.text("product", rows, ["Northlight Desk", "Northlight Desk Pro"], (rng.random(len(views)) < 0.25).astype(np.int64))
    product = np.array([page.kind == "product" for page in site.PAGES])[seen.page]
    writer.add("view_item", np.flatnonzero(product & ~app), 0.05)


def _chatting(writer: _Writer, crowd: Crowd, views: Ints, ways: Ints) -> None:
    """Chats that are opened, greeted by the team and written to; some visitors open one and write nothing."""
    silent = crowd.able()
    silent[views] = False
    idle = np.flatnonzero(silent)[::SILENT]
    opened, channel = np.concatenate([views, idle]), np.concatenate([ways, np.zeros(len(idle), dtype=np.int64)])
    for name, share, sender, who in (
        ("chat_open", 0.4, "", opened),
        ("chat_message", 0.45, "team", opened),
        ("chat_message", 0.55, "visitor", views),
    ):
        rows = writer.add(name, who, share)
        writer.text("chat_channel", rows, firm.CHAT_CHANNELS, channel[: len(who)])
        if sender:
            writer.text("sender", rows, [sender])


def _asking(rng: np.random.Generator, writer: _Writer, crowd: Crowd, done: Actions) -> None:
    """The forms: begun on their own pages, sent anywhere, now and then sent twice."""
    forms = np.array([page.kind in ("contact", "quote") for page in site.PAGES])[crowd.seen.page]
    begun = forms & crowd.able() & (rng.random(len(forms)) < 0.3)
    writer.add("form_start", np.flatnonzero(begun | done.macros["contact"] | done.macros["quote_request"]), 0.8)
    wanted = rng.integers(0, len(firm.SERVICES), len(forms))
    for macro, form in (("contact", "contact"), ("quote_request", "quote")):
        views = np.flatnonzero(done.macros[macro])
        again = views[rng.random(len(views)) < 0.03]
        rows = np.concatenate([writer.add("generate_lead", views, 0.9), writer.add("generate_lead", again, 0.93)])
        service = wanted[np.r_[views, again]]
        writer.text("form", rows, [form])
        writer.text("service", rows, firm.SERVICES, service)
        if form == "quote":
            writer.number("budget", rows, BUDGETS[service])
