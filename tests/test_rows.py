"""The rows of the checklist that a reader can see: each is looked for in the demo's own report, in the section that owes it."""

import gzip
import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from front_text import front_text

from reportgen import cli, pipeline, wording
from reportgen.demo import firm
from reportgen.wording import catalogue

pytestmark = pytest.mark.slow

COUNTED = r"\d[\d,]* of \d[\d,]*; <?[\d.]+% to [\d.]+%"
"""A rate's counts and its range, as every rate shows them."""


@dataclass(frozen=True)
class Report:
    """The demo's report: `page` its HTML; a section's visible text on one line."""

    page: str

    def section(self, name: str) -> str:
        found = re.search(rf'<section class="part[^"]*" id="section-{name}".*?(?=<section class="part|</main>)', self.page, re.DOTALL)
        assert found, name
        return text(found[0])

    @property
    def front(self) -> str:
        return text(self.page[: self.page.index('<section class="part')])

    def table(self, caption: str) -> str:
        found = re.search(rf"<table(?:(?!</table>).)*?<caption[^>]*>(?:(?!</caption>).)*{caption}.*?</table>", self.page, re.DOTALL)
        assert found, caption
        return text(found[0])

    def card(self, goal: str) -> str:
        start = self.page.index(f'id="card-goal-{goal}"')
        end = re.search(r'id="(?:card-goal|part-goals|section)-', self.page[start + 10 :])
        assert end
        return text(self.page[start : start + 10 + end.start()])


def text(markup: str) -> str:
    """Visible text, white space and tags as one space."""
    bare = re.sub(r"<(style|script|svg|template)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", bare))).strip()


@pytest.fixture(scope="module")
def made(demo_workspace: Path) -> Path:
    return demo_workspace


@pytest.fixture(scope="module")
def report(made: Path) -> Report:
    page = (made / "site" / "2026-10" / "index.html").read_text(encoding="utf-8")
    return Report(page.replace("<wbr>", "").replace("\N{NO-BREAK SPACE}", " "))


@pytest.fixture(scope="module")
def found(made: Path) -> pipeline.Analysed:
    """What the demo's data say, before any words."""
    return pipeline.analysed(pipeline.Workspace(made), pipeline.Request(month="2026-10"), lambda _: None)


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_the_demos_front_page_reads_as_it_was_looked_at(found: pipeline.Analysed, language: str, gold: Callable[[str, str], None]) -> None:
    """Look at a change, then `pytest tests/test_rows.py -m slow --update-gold`."""
    document = wording.document(replace(found.findings, locale=language), found.settings)
    gold(f"front_demo_{language}.txt", front_text(document))


def test_the_front_page_is_macros_and_goals_and_context_is_an_appendix(report: Report) -> None:
    # checklist 000-1
    assert "Macro conversions in October 2026" in report.front
    assert "Page views" not in report.front
    assert "Page views" in report.section("context")
    order = re.findall(r'<section class="part[^"]*" id="section-(\w+)"', report.page)
    assert order.index("goals") < order.index("macro") < order.index("micro") < order.index("context")
    assert re.search(r'<section class="part appendix" id="section-context"', report.page)
    # checklist 000-18, 001-1
    board = report.front[report.front.index("Macro conversions in October 2026") :]
    assert board.index("€") < board.index("Quote request")
    # checklist 001-8
    assert re.search(r"Not among the main ones: Contact \(\d+\)\. More under macro conversions\.", board)
    assert not re.search(r" Contact \d+ rate", board)


def test_context_is_counted_and_never_coloured(report: Report) -> None:
    context = report.section("context")
    # checklist 000-3
    for metric in ("Visitors", "Sessions"):
        assert re.search(rf"{metric} \d,\d{{3}} [+−][\d.]+% [+−][\d.]+% to [+−][\d.]+% [+−][\d.]+%", context), metric
    # checklist 000-4
    assert "1 − engaged sessions / sessions" in context
    assert "Google Analytics 4" in context
    assert re.search(r"Bounce rate .* of [\d,]+ sessions without engagement", context)
    assert "favourable" not in context


def test_every_goal_has_its_five_letters(report: Report) -> None:
    # checklist 000-5
    for goal in ("proposal_value", "quote_requests", "megan_blog", "newsletter_autumn", "downloads"):
        card = report.card(goal)
        assert re.search(r"S Strategic .+ M Measurable .+ A Attainable .+ R Relevant .+ T Time-based ", card), goal
    assert "Say which aim of the business it serves" in report.card("downloads")


def test_megans_goal_is_a_card(report: Report) -> None:
    # checklist 000-6
    card = report.card("megan_blog")
    for part in ("Organic blog traffic", "Megan", "+15% on 2025", "Growth to date", "Pace", "Expected to date", "Needed from here"):
        assert part in card, part
    found = re.search(r"Target ([\d,]+) .*?Baseline ([\d,]+) ", card)
    assert found
    target, baseline = (int(number.replace(",", "")) for number in found.groups())
    assert target == round(baseline * 1.15)


def test_goals_stand_by_tier(report: Report) -> None:
    # checklist 000-7
    goals = report.section("goals")
    assert goals.index("On macro conversions") < goals.index("On micro conversions") < goals.index("On other metrics")


def test_micros_are_signals_in_one_table_by_stage(report: Report) -> None:
    micro = report.section("micro")
    table = report.table("All micro conversions")
    # checklist 000-8
    assert "a signal shows interest, not yet success" in micro
    assert not re.search(r"\b(sale|sold|revenue|€)", micro)
    # checklist 000-16
    kinds = re.findall(r"(Engagement|Pipeline): ", table)
    assert kinds == ["Engagement", "Engagement", "Pipeline", "Pipeline"]
    # checklist 003-14
    stages = ("Getting to know us", "Staying in touch", "Considering", "Ready to talk")
    assert [table.index(stage) for stage in stages] == sorted(table.index(stage) for stage in stages)
    # checklist 001-9, 003-13
    assert len(re.findall(rf"(?:{COUNTED})", table)) == 13
    # checklist 003-5
    assert re.search(r"Resource download .{0,60}weight 3", table)
    assert re.search(r"Newsletter sign-up .{0,60}weight 2", table)


@pytest.mark.parametrize(
    "label",
    [
        "Reading the blog",  # checklist 000-12
        "Viewing our work",  # checklist 000-15
        "Pricing page",  # checklist 004-7
        "Three minutes on the site",  # checklist 004-8
        "Watching half a video",  # checklist 004-10
        "Directions to our office",  # checklist 004-12
        "Social follow",  # checklist 000-14, 004-11
    ],
)
def test_a_micro_has_its_people_and_range(report: Report, label: str) -> None:
    table = report.table("All micro conversions")
    assert re.search(rf"{label} .{{0,250}}?<?[\d.]+% {COUNTED}", table), label
    if label in ("Social follow", "Directions to our office"):
        assert re.search(rf"{label} .{{0,60}}proxy", table), label


def chats_in(made: Path) -> tuple[int, int]:
    """Visits of October with a message from the visitor, and those in which a chat was opened."""
    visits: dict[str, set[tuple[str, str]]] = {"visitor": set(), "chat_open": set()}
    with gzip.open(made / "data" / "ga4" / "events_202610.ndjson.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if '"chat_' in line and line.startswith("{") and line.endswith("}\n")]
    for row in rows:
        params = {one["key"]: next(value for value in one["value"].values() if value is not None) for one in row["event_params"]}
        what = params.get("sender", row["event_name"])
        visits.setdefault(what, set()).add((row["user_pseudo_id"], str(params["ga_session_id"])))
    return len(visits["visitor"]), len(visits["chat_open"])


def test_items_are_counted_apart(report: Report, made: Path) -> None:
    # checklist 000-10, 001-15
    for caption, item in (("Resource download by asset", "Brief checklist"), ("Resource download by asset type", "whitepaper")):
        assert re.search(rf"{item} \d+ [\d.]+% {COUNTED}", report.table(f"{caption}\\b")), caption
    # checklist 000-11, 001-13, 004-13
    lists = report.table("Newsletter sign-up by list")
    assert "Monthly newsletter" in lists
    assert "Blog digest" in lists
    # checklist 002-6
    chats = report.table("Chat by chat channel")
    for channel in ("On-site chat", "Messenger", "WhatsApp"):
        assert re.search(rf"{channel} \d+ <?[\d.]+% {COUNTED}", chats), channel
    # checklist 002-3
    written, opened = chats_in(made)
    counted = [int(number) for number in re.findall(r"(?:On-site chat|Messenger|WhatsApp) (\d+) ", chats)]
    assert 0 < sum(counted) == written < opened
    # checklist 003-16
    assert re.search(rf"Web applications \d+ [\d.]+% {COUNTED}", report.table("Quote request by service"))
    assert "Northlight Desk Pro" in report.table("Free trial of Northlight Desk by product")


def test_signals_are_tied_to_macros(report: Report) -> None:
    bridge, micro = report.section("bridge"), report.section("micro")
    # checklist 003-1
    together = report.table("From visitor to macro conversion, each visitor counted once")
    assert re.search(rf"October 2026 [\d,]+ (?:[\d.]+% {COUNTED} ){{3}}\d+% \d+ of \d+", together)
    assert bridge.index("visitors gave a signal") < bridge.index("Signals before")
    # checklist 000-19, 000-23
    assert re.search(r"3 signals go along with more macro conversions: Resource download, Pricing page and Chat", bridge)
    assert re.search(r"Quote request: \d+ visitors had Resource download before it; among visitors .+ would be expected", bridge)
    links = report.table("What each signal goes along with")
    assert re.search(r"Resource download Quote request favourable strong [\d.]+ [\d.]+ to [\d.]+ [\d.]+% \d+% €\d+ €\d+ to €\d+", links)
    assert links.count("no measured connection") >= 5
    # checklist 003-4
    assert "€" in micro
    assert not re.search(r"\b(sale|sold|revenue)\b", micro)
    # checklist 002-1
    before_quotes = report.table("Signals before Quote request")
    assert re.search(r"Resource download .{0,200}?\d+ days \d+ to \d+", before_quotes)
    # checklist 002-7
    assert re.search(r"Relaunch guide \d+ \d+ [\d.]+ [\d.]+ to [\d.]+", before_quotes)
    # checklist 002-6
    assert re.search(r"On-site chat \d+ [\d.]+ [\d.]+ [\d.]+ to [\d.]+", report.table("Signals before Contact"))
    # checklist 004-14
    assert bridge.count("In isolation no signal is a reliable sign of a coming macro conversion.") == 1
    assert bridge.count("This shows who converts, not why.") == 1
    # checklist 002-11
    assert re.search(
        r"Resource download Quote request favourable strong .{0,30}Quote requests", report.table("From micro to macro to goal")
    )
    # checklist 000-9
    assert re.search(r"of what visitors first seen in October 2026 bring within 365 days is still to come", bridge)
    assert re.search(r"immature|Every month is still open", report.section("bridge"))


def test_leads_are_counts_with_their_evidence(report: Report) -> None:
    bridge = report.section("bridge")
    # checklist 003-6
    assert re.search(r"Quote request: \d+ visitors are hot leads today", bridge)
    assert "A hot lead has had at least 2 different ones of Resource download, Case study opened, Pricing page and Chat" in bridge
    rate = r"[\d.]+% \(\d+ of [\d,]+; [\d.]+% to [\d.]+%\)"
    assert re.search(rf"Quote request within the next 30 days: {rate} of hot leads, against {rate} of all other visitors", bridge)
    assert re.search(r"the odds ratio is [\d.]+ \(95% range [\d.]+ to [\d.]+\)", bridge)
    assert re.search(r"Accepted proposal: the hot-lead rule tells no more .+ The range of the odds ratio takes in 1", bridge)
    # checklist 004-14
    signals = report.table("Signals together within 30 days, before Quote request")
    assert re.search(r"none [\d,]+ [\d.]+% [\d,]+ of [\d,]+; [\d.]+% to [\d.]+%", signals)
    assert re.search(r" 2 \d+ [\d.]+% \d+ of [\d,]+; .{0,80}? [\d.]+ [\d.]+ to [\d.]+ 3 ", signals)
    # checklist 004-6
    assert re.search(r"Signals come more often than macro conversions: \d\d for each of them in October 2026", bridge)
    # checklist 000-9
    assert re.search(r"Accepted proposal: of those who have it within 365 days of being first seen, half do by day \d\d+", bridge)
    # checklist 002-1
    assert re.search(r"Resource download before Quote request: of those who go on within 365 days, half have by day \d+", bridge)
    curve = report.table("Quote request: how many of those who go on within 365 days have")
    assert re.search(r"by day 182 \S+% \S+% \S+% .*by day 365 100% 100% 100%", curve)
    # checklist 001-16, 001-21, 003-7 (the demo plants no lead, so the report is silent and says so)
    assert re.search(r"over \d\d+ weeks none of \d+ signals tells more of the next week .+ so nothing is said of where", bridge)


def test_the_bridge_finds_what_was_planted_and_no_more(made: Path) -> None:
    """Every planted odds ratio lies in its interval; the largest are strong; the confounded webinar is never marked."""
    # checklist 000-19
    found = json.loads((made / "site" / "2026-10" / "report.json").read_bytes())["journeys"]
    links = {(link["micro"], bridge["macro"]): link["link"] for bridge in found["bridges"] for link in bridge["links"]}
    for effect in firm.EFFECTS:
        interval = links[effect.micro, effect.macro]["interval"]
        assert interval["low"] < effect.odds_ratio < interval["high"], effect
    strong = {pair for pair, link in links.items() if link["bridge"] == "strong"}
    planted = {(effect.micro, effect.macro) for effect in firm.EFFECTS}
    assert strong == planted - {("newsletter_signup", "quote_request")}
    assert {links["webinar_registration", bridge["macro"]]["bridge"] for bridge in found["bridges"]} == {"no_link_shown"}


def test_macros_stand_with_outcome_counts_and_range(report: Report) -> None:
    macro = report.section("macro")
    # checklist 001-2, 004-20
    for label in ("Accepted proposal", "Quote request", "Contact", "Any macro conversion"):
        assert re.search(rf"{label} \d+ .*?{COUNTED}", macro) or label == "Accepted proposal", label
    # checklist 000-17
    assert re.search(r"Accepted proposal \d+ .{0,80}none by a visitor of this period, so no rate", macro)
    # checklist 001-10, 003-8
    assert re.search(rf"Quote request \d+ .{{0,40}}[\d.]+% {COUNTED}", macro)
    # checklist 001-11
    assert re.search(r"\d+ of [\d,]+ visitors made at least one macro conversion: [\d.]+% \(95% range", macro)
    # checklist 003-12
    assert "Wanted outcome: A client signs a proposal" in macro
    # checklist 002-4, 003-19
    ways = report.table("How soon a macro conversion follows the first session, and what one is worth")
    assert re.search(r"Accepted proposal long followed for 365 days 90 days \d+ days \d+ to \d+ €[\d,]+ average of \d+ in the period", ways)
    assert re.search(r"Quote request long followed for 365 days 30 days \d+ days \d+ to \d+ €2,300 2025: one request in seven", ways)
    assert re.search(r"Contact supports Quote request short followed for 30 days .* same day \d+ to \d+ .*no value set", ways)
    # checklist 003-10
    assert "Why more than two macro conversions: Our sale has three steps" in macro
    # checklist 001-23
    for grain in ("Quote request: rate by month", "Quote request by day", "Macro conversions by week"):
        assert grain in macro, grain
    # checklist 000-22
    assert "are counted only where an export brings them" in macro
    assert "26–31 Oct 2026 (partial)" in macro


def test_breakdowns_have_counts_and_add_up(report: Report) -> None:
    # checklist 001-25
    for cut in ("channel", "campaign", "tactic"):
        assert re.search(rf"[\d.]+% (?:above the others; )?{COUNTED}", report.table(f"By {cut} in October 2026")), cut
    # checklist 001-4, 003-2
    for platform in ("web", "android", "ios"):
        assert re.search(rf"\b{platform} [\d,]+ [\d,]+ ", report.table("By platform in October 2026")), platform
    # checklist 001-14
    landing = report.table("By landing page in October 2026")
    assert re.search(rf"/blog/what-a-web-app-costs [\d,]+ [\d,]+ .*?{COUNTED}", landing)
    # checklist 004-22
    rows = re.findall(r"(?:Organic Search|Direct|Email|Organic Social|Referral|Paid Social|Paid Search) ([\d,]+) ([\d,]+) ",
                      report.table("By channel in October 2026"))  # fmt: skip
    total = re.search(r"All visitors ([\d,]+) ([\d,]+) ", report.table("By channel in October 2026"))
    assert total
    for place in (0, 1):
        assert sum(int(row[place].replace(",", "")) for row in rows) == int(total[place + 1].replace(",", ""))


def test_who_leads_is_said_with_evidence_only(report: Report) -> None:
    channels = report.section("channels")
    # checklist 004-15
    assert "Not enough conversions to say" in channels
    assert re.search(
        r"not enough conversions to say\. On [^.]*, a signal for Quote request, \S+ leads by [\d.]+ to [\d.]+ points", channels
    )
    pairs = report.table("The campaigns with most visitors, two by two")
    assert len(re.findall(r"not enough conversions to say \d+ of \d+ / \d+ of \d+", pairs)) == 3
    assert re.search(r"[\d,]+ more", pairs)


def test_each_tactic_and_initiative_has_its_share_of_the_macro(report: Report) -> None:
    # checklist 004-17, 001-25
    for cut, values in (("tactic", ("Search ads", "Newsletter")), ("initiative", ("Always on", "Webinars"))):
        found = report.table(f"By {cut} in October 2026")
        assert "share of all" in found
        for value in values:
            assert re.search(rf"{value} [\d,]+ [\d,]+ .*?{COUNTED}", found), value


def test_messages_stand_with_their_counts_and_add_up(report: Report) -> None:
    # checklist 004-5
    found = report.table("by message and channel in October 2026")
    for message in ("hero_a", "hero_b", "text_only"):
        assert re.search(rf"{message} (?:[\d.]+% [^%]*?\d+ of \d+|too few \d+ of \d+)", found), message
    total = re.search(r"All visitors .* (\d+) of ([\d,]+)", found)
    assert total
    assert f"of {total[2]}" in report.table("Each conversion by platform, and over all, in October 2026")


def test_three_ways_of_counting_add_up_to_the_total(report: Report) -> None:
    # checklist 004-22
    found = report.table("Channels before Quote request in October 2026, counted in three ways")
    total = re.search(r" All (\d+) (\d+) (\d+) ", found)
    assert total
    rows = re.findall(r"(?:Organic Search|Direct|Email|Organic Social|Referral|Paid Social|Paid Search) ([\d.]+) ([\d.]+) ([\d.]+) ", found)
    for place in (0, 1):
        assert sum(int(row[place]) for row in rows) == int(total[place + 1])
    assert sum(float(row[2]) for row in rows) == pytest.approx(int(total[3]), abs=0.4)
    assert re.search(r"Half of them came after \w+ sessions? or more", report.section("channels"))


def test_conversions_are_split_by_platform_and_combined(report: Report) -> None:
    # checklist 003-2
    found = report.table("Each conversion by platform, and over all, in October 2026")
    assert "Conversion web android ios All platforms" in found
    assert re.search(r"Resource download .*?\d+ of [\d,]+ .*?0% .*?0 of \d+ .*?\d+ of [\d,]+", found)


def test_what_works_is_looked_after(report: Report) -> None:
    # checklist 002-17
    found = report.table("What is not to be neglected")
    assert re.search(
        r"Email visitors with any macro \d+ \d+ September 2026 [\d.]+% \d+ of \d+ (?:still working|fallen|too few to say)", found
    )


def test_who_comes_back(report: Report) -> None:
    # checklist 003-11
    macro = report.section("macro")
    assert re.search(r"\d+ of \d+ visitors with Quote request have had it again so far, [\d.]+%\.", macro)
    assert re.search(r"\d+(?:\.\d)?% do within 365 days \(95% range", macro)
    assert "Again within 90 days" in report.table("Quote request again, by the month of the first")


def test_pages_say_what_they_led_to(report: Report) -> None:
    # checklist 001-17
    pages = report.table("Pages in October 2026")
    assert "Page Views Visitors Time a view Sessions began Sessions ended" in pages
    assert re.search(r"/pricing group: Pricing( [\d,]+){2} \d+ s( [\d,]+){2} .*?\d+ of [\d,]+", pages)


def test_what_came_before_and_the_ways_people_took(report: Report) -> None:
    bridge = report.section("bridge")
    # checklist 000-20, 004-16
    before = report.table("What visitors had done before")
    assert re.search(r"Accepted proposal n of \d+ \(range\); by chance Quote request n of \d+", before)
    assert re.search(r"Newsletter sign-up( [\d.]+% \d+ \([\d.]+% to [\d.]+%\); \d+%){3}", before)
    assert re.search(r"Blog \d+ s a view before, \d+ s in all( [\d.]+% \d+ \(\d+% to \d+%\); \d+%){3}", before)
    assert re.search(r"First touch( [A-Za-z ]+ \d+ of \d+){3} Last touch", before)
    assert re.search(r"No page view in its look-back [\d.]+% 22 of 125 .* Conversions that name nobody 4 0 0", before)
    # checklist 001-20
    assert re.search(r"Accepted proposal: \d+ of \d+ visitors \([\d.]+%\) showed a signal before", bridge)
    # checklist 004-4
    assert re.search(r"Quote request: \d+ of \d+ visitors took every step in the declared order", bridge)
    orders = report.table("The declared funnel and the ways people took")
    assert re.search(r"Getting to know us > Staying in touch > Considering > Ready to talk( [\d.]+% \d+ of \d+){4}", orders)
    ways = report.table("Ways to Quote request")
    assert re.search(r"Getting to know us > Considering \d+ [\d.]+% [A-Z][a-z ]+ ?[A-Za-z]* \d+ of \d+", ways)
    assert re.search(r"Blog > Services \d+ [\d.]+%", ways)


def test_topics_that_interest_visitors(report: Report) -> None:
    # checklist 003-17
    interest = report.table("What visitors were interested in")
    assert "Topic Visitors Views Time a view Clicks Downloads Later: Quote request Odds ratio" in interest
    assert re.search(r"Pricing( [\d,]+){2} \d+ s( \d+){2} [\d.]+% \d+ of \d+ favourable [\d.]+ [\d.]+ to [\d.]+", interest)
    assert re.search(r"Resource download, by asset Brief checklist \d+ +\d+ [\d.]+% \d+ of \d+", interest)


def test_a_goals_path_is_drawn_and_stands_in_numbers(report: Report) -> None:
    # checklist 001-18
    start = report.page.index('id="card-goal-quote_requests"')
    card = report.page[start : report.page.index('id="card-goal-contact_rate"')]
    assert "<svg" in card
    assert re.search(
        r"31 Oct 2026 [\d,]+ [\d,]+ \d+ Nov 2026 not yet [\d,]+ \d+ \d+ to \d+ 31 Dec 2026 not yet 500 \d+ \d+ to \d+", text(card)
    )


def test_a_goal_says_where_it_will_land(report: Report) -> None:
    # checklist 001-18
    card = report.card("quote_requests")
    assert re.search(r"As things go it ends at about \d+ \(80% range \d+ to \d+\), with a chance of \d+% of reaching the target\.", card)
    assert re.search(r"Target reached about \d+ \w+ between \d+ \w+ and", card)
    # checklist 001-24
    assert re.search(r"Trend Stagnating\. No real change in 13 weeks \(95% range", card)
    assert "Progressing. The weekly level rose" in report.card("autumn_campaign")
    assert re.search(r"How it stood at each month's end, with its chance then Jan .* Oct On track \d+%", card)
    assert "Target raised from 450 to 500 on 1 July 2026" in card


def test_a_new_campaign_ramps_beside_earlier_ones(report: Report) -> None:
    # checklist 002-8
    assert re.search(
        r"Week 4 of 6\. At this age Spring relaunch had \d+, this one has \d+\. Nothing is called behind yet\.",
        report.card("autumn_campaign"),
    )
    assert "Checklist downloads from the autumn campaign Owner: Megan Ramping" in report.front


def test_goals_are_made_of_others(report: Report) -> None:
    # checklist 001-22
    both = report.card("full_books")
    assert re.search(r"Its parts Goal Status Chance Quote requests .* Value of accepted proposals .* Visitors who contact us", both)
    assert "depending on whether its parts go together" in both
    assert "Organic blog traffic, while Bounce rate holds" in report.card("healthy_growth")


def test_the_page_stays_under_a_million_bytes(report: Report) -> None:
    """So that it opens at once on a phone; most of it are the drawings."""
    assert len(report.page.encode()) < 1_000_000


def test_tracking_is_looked_after(report: Report) -> None:
    # checklist 001-7
    quality = report.section("quality")
    for part in ("were rejected", "Suspected bots", "repeat"):
        assert part in quality, part
    # the webinar is offered in some months only, and nothing broke in October: no false alarm
    for alarm in ("was not seen for", "may be broken", "may fire twice", "hours off", "may be getting lost", "may still grow"):
        assert alarm not in quality, alarm
    # checklist 001-8
    assert "3 macro conversions, where one or two are easier to keep in view" in quality


def test_what_changed_is_split_dated_and_aged(report: Report) -> None:
    change = report.section("change")
    # checklist 001-26
    actions = report.table("What the changes ask for")
    assert re.search(r"(Stop|Fix|Keep|Need more data) .*\d", actions)
    split = report.table("Quote request: the change since October 2025, by channel")
    assert re.search(r"Paid Search 1\d% → \d% [\d.]+% \d+ of \d+ [\d.]+% \d+ of \d+ [+−]?<?[\d.]+ [+−]?<?[\d.]+ within noise", split)
    assert "Paid Search went from 15% to 7% of all visitors." in change
    # checklist 003-20
    notes = report.table("Before and after the dated notes")
    assert "Autumn campaign for the relaunch checklist started" in notes
    assert "Too early to judge: 28 days are full on 1 Nov 2026." in notes
    assert re.search(r"Webinar registration, of visitors 28 days each: .* [\d.]+% \d+ of [\d,]+ [\d.]+% \d+ of [\d,]+ ", notes)
    # checklist 002-16
    ages = report.table("Age of content and campaigns on 31 Oct 2026")
    assert re.search(r"autumn_checklist_2026 27 days first seen 5 Oct 2026 .* too young to compare", ages)
    assert re.search(r"/blog/what-a-web-app-costs over 22 months [\d.]+% \d+ of \d+ [\d.]+% \d+ of \d+ no clear change", ages)
    assert "Tracking was down after a change of the consent banner" in change  # the outage, on the year's calendar


def test_check_says_what_the_settings_lack(made: Path) -> None:
    done = CliRunner().invoke(cli.main, ["check", "-w", str(made)], catch_exceptions=False)
    assert done.exit_code == 0
    # checklist 002-11
    assert "conversions.social_follow: an orphan" in done.output


def test_steps_and_leaks_beside_what_is_usual(report: Report) -> None:
    funnel = report.section("funnel")
    # checklist 004-1
    assert re.search(
        r"who began with Getting to know us up to .+? 2026, [\d.]+% \([\d,]+\) went on to Staying in touch within 7 days",
        funnel,
    )
    steps = report.table("Steps to Accepted proposal")
    assert re.search(rf"Staying in touch [\d,]+ [\d,]+ [\d.]+% {COUNTED} \d+% to \d+% .*?{COUNTED}", steps)
    # checklist 004-2
    assert re.search(r"\d+ of \d+ visitors with Contact in October 2026 never appeared at Ready to talk before it", funnel)
    times = report.table("How long each step to Accepted proposal takes")
    assert re.search(r"Quote request .*?[\d.]+% \d+ of \d+ [\d,]+ Accepted proposal", times)
    # checklist 004-3
    assert re.search(r"Considering \d+% [\d,]+ of [\d,]+ so far; \d+% to \d+% \d+ days \d+ days", times)
    # checklist 003-18
    assert re.search(r"\d+ visitors stand one step before Accepted proposal", funnel)
    assert re.search(r"of \d+ visitors with Accepted proposal so far, \d+ took every stage in its order", funnel)
    assert not re.search(r"\b(caused?|drives?|because)\b", funnel)


def test_leads_become_customers_month_by_month(report: Report) -> None:
    funnel = report.section("funnel")
    # checklist 000-17
    ladder = report.table("From one macro to the next")
    assert re.search(r"Contact → Quote request .*?[\d.]+% \d+ of \d+ [\d.]+% .*?\d+ days \d+ days", ladder)
    assert re.search(r"Quote request → Accepted proposal within 180 days \d+ → \d+ [\d.]+% \d+ of \d+", ladder)
    # checklist 001-5
    assert re.search(
        r"\d+% of visitors with Quote request go on to Accepted proposal within 180 days, half of them within \d+ days", funnel
    )
    # checklist 004-21
    months = report.table("Quote request to Accepted proposal, by the month of the first")
    assert re.search(r"April 2026 \d+ .*?[\d.]+% \d+ of \d+ 0%", months)
    assert re.search(r"October 2026 immature \d+ ", months)
    # checklist 002-20
    assert re.search(r"\d+% of visitors with Newsletter sign-up go on to Quote request within 180 days", funnel)
    joined = report.table("Newsletter sign-up to Quote request, by the month of the first")
    assert re.search(r"October 2026 immature \d+ ", joined)
    assert re.search(r"To Accepted proposal, \d+ of [\d,]+ visitors with Newsletter sign-up went on within 180 days so far", funnel)


def test_who_was_caught_and_where_people_stop(report: Report) -> None:
    # checklist 002-15
    caught = report.table("Caught and leaked")
    assert re.search(
        rf"After 7 days .*?After 30 days .*?After 180 days .*?Considering [\d.]+% {COUNTED} [\d.]+% {COUNTED} [\d.]+% {COUNTED} \d+ \d+",
        caught,
    )
    # checklist 004-18
    funnel = report.section("funnel")
    assert re.search(rf"Pricing [\d.]+% {COUNTED} \d+% to \d+% \d+", report.table("Pages ranked by the visitors who took no further step"))
    assert re.search(
        r"Of \d+ visitors who saw Pricing, [\d.]+% took no further step within 7 days.{0,20} \(usual range \d+% to \d+%\)", funnel
    )
    # checklist 004-19
    assert re.search(r"What to look at on Pricing: Revisit the price: .+? Clarify the value: .+? Make the call to action clearer: ", funnel)


def test_contents_stand_under_attract_convert_and_retain(report: Report) -> None:
    # checklist 004-25
    found = re.search(r'<nav class="contents".*?</nav>', report.page, re.DOTALL)
    assert found
    listed = text(found[0])
    groups = [listed.index(name) for name in ("Where we stand", "Convert", "Attract", "Behind the numbers")]
    assert groups == sorted(groups)
    assert listed.index("Convert") < listed.index("Funnel and leaks") < listed.index("Attract")


def test_outside_counters_stand_apart_and_are_linked_to_nothing(report: Report) -> None:
    # checklist 000-2 000-11 000-13 000-14 000-16 001-12 001-13 004-11 004-12
    section = report.section("counters")
    assert re.search(r"Page likes rose by \d+ to [\d,]+", section)
    assert "cannot be linked to a conversion (no people behind them)" in section
    flows = report.table("What came in")
    assert re.search(r"New page likes Facebook, told by day \d+ [+\u2212][\d.]+% from \d+; \u2212\d+% to \+\d+%", flows)
    stocks = report.table("How many there are")
    assert re.search(r"Page likes Facebook, told by day [\d,]+ on 31 Oct 2026 \+\d+ since 30 Sept 2026", stocks)
    assert re.search(r"Newsletter [\d,]+ [+\u2212]?\d+ net \d+ before: \d+ \d+ before: \d+ Clients", report.table("Mail tool by list"))
    assert re.search(r"Joined Mail tool( \d+){6} Left Mail tool( \d+){6}", report.table("Month by month"))
    assert re.search(r"Office dog [\d,]+ before: [\d,]+ \d+ before: \d+", report.table("TikTok by video"))
    order = (
        "Maps and directions",
        "Asked for directions",
        "Mailing lists",
        "Social media: people who stay in touch",
        "New followers X (Twitter)",
    )
    assert [flows.index(name) for name in order] == sorted(flows.index(name) for name in order)
    assert re.search(r"Net: came less left [+\u2212]\d+", flows)
    likes = report.card("page_likes")
    assert "The path to the target is a straight line from the level at the start." in likes


def test_our_own_metrics_stand_with_their_formula_and_their_parts(report: Report) -> None:
    own = report.table("Our own metrics")  # checklist 001-19
    assert re.search(r"Cost per contact Jonas €[\d.]+ €[\d,]+ / \d+; €\d+ to €\d+", own)
    assert "Value per visitor Value of Accepted proposal per visitor" in own
    method = report.section("method")
    assert "cost / conversions(contact)" in method
    assert "What a conversation costs us, whichever channel it came by." in method


def test_a_lead_has_its_value_its_price_and_its_pipeline(report: Report) -> None:
    # checklist 002-5, 002-12, 002-13, 002-14, 002-18, 002-19
    channels, funnel = report.section("channels"), report.section("funnel")
    assert re.search(
        r"Quote request: by advertising one costs \u20ac\d+, and what it brings within 5 years allows up to \u20ac\d+", channels
    )
    assert re.search(r"Of \d+ visitors with a first Quote request before 1 May 2026, \d+ went on to Accepted proposal", channels)
    assert re.search(
        r"5 years Invoices [^|]*? 20 Jan 2026 \u20ac43,000 a customer \u20ac[\d,]+ .*? \d+ \u00d7", report.table("What a Quote request")
    )
    assert re.search(r"Paid Search \u20ac[\d,]+ \d+ \u20ac\d+", report.table("What a lead costs by channel"))
    assert re.search(r"open leads .*? the goal \u201cValue of accepted proposals\u201d", funnel)
    assert re.search(r"\d+ records are open on 31 Oct 2026, neither won nor lost", funnel)
    assert re.search(r"Of \d+ visitors with a first Contact, \d+ went on to Quote request within 180 days", funnel)
    assert re.search(r"\d+ leads were handed over in October 2026, and the team can take 45", funnel)
    assert re.search(r"\d+ of \d+ leads of October 2026 have all that a first call needs", funnel)


def test_costs_stand_beside_what_they_came_with(report: Report) -> None:
    # checklist 001-3
    spent = report.table("What was spent")
    assert "Benchmark \u20ac520 Round of six studios" in spent
    assert "Benchmark \u20ac520 Round of six studios" in spent
    assert re.search(r"Paid Search \u20ac[\d,]+ \u20ac[\d,]+ in September 2026 \u20ac[\d,.]+ (\d+|one) in the channel", spent)
    assert re.search(r"at most \u20ac450", report.card("cost_per_contact"))


def test_what_people_say_stands_beside_what_tracking_saw(report: Report) -> None:
    # checklist 000-21
    bridge = report.section("bridge")
    heading = re.search(r"How people say they heard of you: .+? comes? first, with (\d+) of (\d+) answers", bridge)
    assert heading
    told = re.search(r"At Accepted proposal, (\d+) of (\d+) answered since 1 Nov 2025; in October 2026, \d+ of \d+\.", bridge)
    assert told
    assert told[1] == heading[2]
    assert re.search(r"\d+ came first by that very channel: \d+% \(\d+% to \d+% at 95%\)", bridge)
    matrix = report.table("Accepted proposal: how people say they heard of you")
    whole = re.search(r"All conversions ([\d ]+)", matrix)
    assert whole
    counts = [int(number) for number in whole[1].split()]
    assert counts[0] == int(told[2]) == sum(counts[2:])
    assert re.search(r"What convinced them, as \d+ of \d+ say: our work \(\d+\)", bridge)


def test_the_tracking_plan_stands_beside_the_events(report: Report) -> None:
    # checklist 004-23
    quality = report.section("quality")
    assert "8 of 9 events of the tracking plan are in the data" in quality
    coverage = report.table("Events of the tracking plan and of the data")
    for line in (
        r"Defined, never seen 1 quote_calculator",
        r"Seen, not defined 1 chat_open \([\d,]+ rows\)",
        r"Defined and seen, in no rule 1 view_item",
        r"Defined, but paused or without a trigger 1 print_page",
        r"Defined, seen and in a rule 7 chat_message, generate_lead",
    ):
        assert re.search(line, coverage), line
    assert "The container defines quote_calculator, which has not come since the data begin on 1 Jan 2025." in quality
