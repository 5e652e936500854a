"""Channels, campaigns and messages: who leads, what adds up, what is withheld, and what is not to be neglected."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from reportgen import periods
from reportgen.insights import find
from reportgen.insights.attribution import middle
from reportgen.insights.messages import _matrix
from reportgen.model.channel_findings import ChannelFindings, Kind, MessageFinding, Middle, Protection
from reportgen.model.counts import Converted, Counts, Dimension, MessageSlice, Slice, Traffic
from reportgen.model.journeys import Attributed, Journeys, MacroJourney, Micro, Pair, Place, RepeatCohort, Touches, Windows
from reportgen.model.settings import (
    BusinessType,
    ConversionRule,
    InputSettings,
    Match,
    Protect,
    ReportSettings,
    Settings,
    Site,
    Tier,
)
from reportgen.stats import Dispersion, Orders, Rate, Stratum, TouchPath, Verdict, Wait

Make = Callable[..., Any]
ASK = ConversionRule(key="ask", label="Ask", tier=Tier.MACRO, match=(Match(event=("ask",)),), primary=True)
READ = ConversionRule(key="read", label="Read", tier=Tier.MICRO, match=(Match(event=("read",)),), supports=("ask",))
OTHER = ConversionRule(key="other", label="Other", tier=Tier.MICRO, match=(Match(event=("other",)),))
RULES = (ASK, READ, OTHER)


def done(**converters: int) -> dict[str, Converted]:
    return {rule: Converted(n, n) for rule, n in converters.items()}


def part(value: str, visitors: int, **converters: int) -> Slice:
    return Slice(value, Traffic(visitors=visitors, sessions=visitors), done(**converters))


def channels_of(counts: Counts, rules: tuple[ConversionRule, ...] = RULES, **report: object) -> ChannelFindings:
    made = {"site": Site(name="Site", zone="UTC"), "inputs": (InputSettings(key="web", files=("x",)),)} | report
    found = find(Settings(report=ReportSettings.model_validate(made), rules=rules), counts).channels
    assert found is not None
    return found


# --- who leads ------------------------------------------------------------------------------------------------------


def campaigns(site: Make, *slices: Slice, rules: tuple[ConversionRule, ...] = RULES) -> ChannelFindings:
    totals = done(**{rule.key: sum(one.converted.get(rule.key, Converted()).converters for one in slices) for rule in rules})
    counts = site(current=totals, by={Dimension.CAMPAIGN: slices}, traffic=Traffic(1_000, 1_000)).counts()
    return channels_of(counts, rules)


def test_two_customers_decide_nothing_but_the_micro_that_supports_them_may(site: Make) -> None:
    """Checklist 1g-6: 2/500 against 1/500 cannot be decided; 85/500 against 60/500 is +0.63 to +9.37 points (Newcombe 1998)."""
    found = campaigns(site, part("b", 500, ask=2, read=85), part("a", 500, ask=1, read=60)).comparisons  # checklist 004-15
    (one,) = found
    assert (one.one, one.other, one.dimension) == ("a", "b", Dimension.CAMPAIGN)
    assert (one.macro.rule, one.macro.leads, one.macro.change.verdict) == ("ask", 0, Verdict.COUNTS_ONLY)
    assert one.macro.more == 11_403 - 500
    assert one.micro is not None
    assert one.micro.change.interval is not None
    assert (one.micro.rule, one.micro.leads, one.micro.more) == ("read", -1, None)
    assert (-one.micro.change.interval.high, -one.micro.change.interval.low) == pytest.approx((0.0063, 0.0937), abs=5e-5)


def test_a_decided_macro_needs_no_micro(site: Make) -> None:
    (one,) = campaigns(site, part("a", 500, ask=60, read=85), part("b", 500, ask=20, read=85)).comparisons
    assert (one.macro.leads, one.macro.more, one.micro) == (1, None, None)


def test_only_micros_that_support_the_macro_stand_in(site: Make) -> None:
    (one,) = campaigns(site, part("a", 500, ask=2, other=85), part("b", 500, ask=1, other=20), rules=(ASK, OTHER)).comparisons
    assert one.micro is None


def test_values_in_brackets_and_small_ones_are_no_campaigns(site: Make) -> None:
    slices = (part("(organic)", 900), part("a", 500), part("b", 29), part("(none)", 100))
    assert campaigns(site, *slices).comparisons == ()


def test_three_alike_campaigns_have_no_leader(site: Make) -> None:
    found = campaigns(site, *(part(name, 1_000, ask=50, read=100) for name in "abcd")).comparisons
    assert [(one.one, one.other) for one in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert not any(one.macro.leads or (one.micro and one.micro.leads) for one in found)


# --- messages -------------------------------------------------------------------------------------------------------


def cell(channel: str, message: str, visitors: int, **converters: int) -> MessageSlice:
    return MessageSlice(channel, message, Traffic(visitors=visitors), done(**converters))


def matrix(site: Make, *cells: MessageSlice) -> MessageFinding | None:
    counts = site(current=done(ask=3, read=sum(one.converted["read"].converters for one in cells if "read" in one.converted))).counts()
    return channels_of(replace(counts, current=replace(counts.current, messages=cells))).messages


def test_a_message_stands_apart_in_its_own_channel(site: Make) -> None:  # checklist 004-5
    """`loud` does well in Social, not because Email is the better channel."""
    found = matrix(
        site,
        cell("Email", "loud", 400, ask=0, read=80),
        cell("Email", "calm", 400, ask=0, read=80),
        cell("Social", "loud", 400, ask=0, read=60),
        cell("Social", "calm", 400, ask=0, read=12),
        cell("Social", "tiny", 12, ask=0, read=6),
        cell("Direct", "", 1_000, ask=3, read=100),
    )
    assert found is not None
    assert (found.rule, found.macro) == ("read", "ask")
    assert (found.channels, found.messages) == (("Social", "Email", "(other)"), ("calm", "loud", "tiny", ""))
    marks = {
        (m, c): one.marked for m, row in zip(found.messages, found.rows, strict=True) for c, one in zip(found.channels, row, strict=True)
    }
    assert {at: mark for at, mark in marks.items() if mark} == {("loud", "Social"): 1, ("calm", "Social"): -1}
    assert found.rows[2][0].estimate is None
    assert found.rows[2][0].rate == Rate(6, 12)


def test_no_message_or_no_cell_with_enough_is_no_matrix(site: Make) -> None:
    assert matrix(site) is None
    assert matrix(site, cell("Email", "a", 20, read=3), cell("Direct", "", 900, read=30)) is None


@given(
    st.lists(st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from(["", *"nopqrstuvwxy"]), st.integers(30, 400)), min_size=1, max_size=40)
)
def test_rows_and_columns_add_up_to_everybody(drawn: list[tuple[str, str, int]]) -> None:
    slices = [cell(channel, message, n, read=n // 3) for channel, message, n in {(c, m): (c, m, n) for c, m, n in drawn}.values()]
    found = _matrix(READ, ASK, slices, Dispersion(1.0, assumed=True, df=float("inf")))
    everybody = sum(one.traffic.visitors for one in slices)
    assert sum(one.rate.of for row in found.rows for one in row) == everybody == found.total.rate.of
    assert sum(one.rate.of for one in found.message_totals) == sum(one.rate.of for one in found.channel_totals) == everybody
    assert all(one.estimate or one.rate.of < 30 or one.rate.of * found.total.rate.n < 5 * everybody for row in found.rows for one in row)


# --- what works -----------------------------------------------------------------------------------------------------


def watched(
    site: Make,
    now: Mapping[str, int],
    before: Mapping[str, int],
    *,
    read: tuple[int, int] = (50, 50),
    visitors: int = 1_000,
    **report: Any,
) -> ChannelFindings:
    """Macro visitors by channel in October and September, of a thousand visitors each unless said."""

    def slices(values: Mapping[str, int]) -> dict[Dimension, tuple[Slice, ...]]:
        return {Dimension.CHANNEL: tuple(part(name, visitors, any_macro=n, ask=n) for name, n in values.items())}

    totals = [done(ask=sum(values.values()), any_macro=sum(values.values()), read=n) for values, n in ((now, read[0]), (before, read[1]))]
    everybody = Traffic(visitors * len(now), visitors * len(now))
    made = site(current=totals[0], previous=totals[1], year=None, by=slices(now), traffic=everybody, previous_traffic=everybody).counts()
    counts = replace(made, previous=replace(made.previous, by=slices(before)))
    return channels_of(counts, **report)


def test_the_alarm_names_what_fell_while_something_else_rose(site: Make) -> None:  # checklist 002-17
    found = watched(site, {"Email": 40, "Social": 20, "Search": 25}, {"Email": 90, "Social": 22, "Search": 25}, read=(300, 150)).protect
    assert found is not None
    assert not found.declared
    assert [(one.value, one.protection, one.count.before, one.count.after) for one in found.fallen] == [
        ("Email", Protection.FALLEN, 90, 40)
    ]
    assert [(one.kind, one.value) for one in found.gains] == [(Kind.RULE, "read")]


def test_what_has_not_halved_still_works(site: Make) -> None:
    found = watched(site, {"Email": 88, "Search": 20}, {"Email": 90, "Search": 25}).protect
    assert found is not None
    assert [(one.value, one.protection) for one in found.watched] == [("Email", Protection.HOLDS)]
    assert (found.fallen, found.gains) == ((), ())


def test_too_few_are_not_said_to_work(site: Make) -> None:
    found = watched(site, {"Email": 12}, {"Email": 14}).protect
    assert found is not None
    assert [one.protection for one in found.watched] == [Protection.TOO_FEW]


def test_a_day_less_is_no_fall(site: Make) -> None:
    """31 days after 30: 3 % more a day are no gain of 5 %, though 100,000 would show it."""
    found = watched(site, {"Email": 100_000}, {"Email": 96_500}, visitors=900_000, protect=Protect(channels=("Email",))).protect
    assert found is not None
    assert found.declared
    assert found.fallen == ()


def test_rules_and_patterns_can_be_named(site: Make) -> None:
    settings = Protect(channels=("E*",), rules=("read",))
    found = watched(site, {"Email": 40, "Events": 40}, {"Email": 90, "Events": 90}, read=(50, 60), protect=settings).protect
    assert found is not None
    assert [(one.value, one.protection) for one in found.watched] == [("E*", Protection.FALLEN), ("read", Protection.HOLDS)]


def test_under_twenty_macros_nothing_is_singled_out(site: Make) -> None:
    assert watched(site, {"Email": 8}, {"Email": 9}).protect is None


# --- ways to a macro ------------------------------------------------------------------------------------------------

SHORT = Windows(30, 30, 30)


def walked(site: Make, journey: MacroJourney, *, asked: int = 0, **report: Any) -> ChannelFindings:
    counts = site(current=done(ask=asked)).counts()
    return channels_of(replace(counts, journeys=Journeys(visitors=5_000, macros={"ask": journey})), **report)


def attributed(*paths: tuple[tuple[str, ...], int], **more: object) -> Attributed:
    found = tuple(TouchPath(channels, n) for channels, n in paths)
    return Attributed(found, tuple(TouchPath(channels, n * 10) for channels, n in paths), **more)  # type: ignore[arg-type]


def test_three_rules_add_up_and_what_has_no_channel_is_counted(site: Make) -> None:
    given_ = attributed((("Email", "Direct"), 12), (("Search", "Email"), 10), ((), 3), unnamed=2, touches=(Touches(2, 4, 22),))
    (one,) = walked(site, MacroJourney(SHORT, attributed=given_, attributed_ever=given_), asked=25).attributions
    assert (one.ever, one.total, one.attribution.pathless, one.unnamed) == (False, 25, 3, 2)
    for column in ("first", "last", "linear"):
        assert sum(getattr(credit, column) for credit in one.attribution.credits) == one.total - one.attribution.pathless
    assert one.assists == {"Direct": 12, "Email": 0, "Search": 10}
    assert (one.visits, one.days) == (Middle(2, 2, 2), Middle(4, 4, 4))
    assert one.value is not None
    assert one.value.total == 250


def test_too_few_of_the_period_are_told_of_all_data(site: Make) -> None:
    journey = MacroJourney(SHORT, attributed=attributed((("Email",), 19)), attributed_ever=attributed((("Email",), 190)))
    (one,) = walked(site, journey, asked=19).attributions
    assert (one.ever, one.total, one.since) == (True, 190, date(2025, 6, 1))
    assert walked(site, MacroJourney(SHORT)).attributions == ()


@effort(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=20))
def test_the_middle_is_that_of_the_numbers_themselves(counted: list[tuple[int, int]]) -> None:
    plain = sorted(number for number, n in counted for _ in range(n))
    expected = Middle(*(plain[(len(plain) * k + 3) // 4 - 1] for k in (1, 2, 3))) if plain else None
    assert middle(counted) == expected


def test_links_that_differ_between_channels_are_told(site: Make) -> None:
    """Odds ratios of about 4 and 1 with a thousand macros each (Cochran 1954)."""
    strata = {Place("Email", 0, 0): Stratum(40_000, 1_000, 10_000, 580), Place("Search", 0, 0): Stratum(40_000, 1_000, 10_000, 250)}
    same = {place: Stratum(40_000, 1_000, 10_000, 250) for place in strata}

    def pair(given_: Mapping[Place, Stratum]) -> Pair:
        return Pair(given_, 900, assisted=Rate(500, 2_000), assisted_seasoned=Rate(500, 2_000))

    journey = MacroJourney(SHORT, visitors=2_000, linked=2_000, pairs={Micro("read"): pair(strata), Micro("other"): pair(same)})
    found = walked(site, journey).links
    assert [(one.micro, one.differs) for one in found] == [("read", True), ("other", False)]
    assert {one.channel: round(one.link.odds_ratio or 0) for one in found[0].channels} == {"Email": 4, "Search": 1}


def test_who_comes_back_and_when(site: Make) -> None:  # checklist 003-11
    """Forty of a hundred buy again by day 10; of September's twenty nobody has had thirty days yet by mid October."""
    july = RepeatCohort("2026-07", 100, (Wait(5, True, 20), Wait(10, True, 20), Wait(95, False, 60)))
    october = RepeatCohort("2026-10", 20, (Wait(9, False, 20),))
    journey = MacroJourney(SHORT, repeats={1: 80, 2: 40}, repeat_cohorts=(july, october), orders=Orders(0, 0.0, 0.0))
    (one,) = walked(site, journey).repeats
    assert (one.so_far, one.window) == (Rate(40, 120), 30)
    assert [point.day for point in one.curve] == [30, 90]
    assert one.curve[0].share == pytest.approx(1 - (1 - 20 / 120) * (1 - 20 / 80))
    assert one.days is not None
    assert (one.days.early, one.days.late) == (5, 10)
    assert [month.within for month in one.cohorts] == [Rate(40, 100), None]
    assert [month.period for month in one.cohorts] == [periods.month("2026-07"), periods.month("2026-10")]


def test_repeats_are_told_of_firms_that_sell_and_where_several_come_back(site: Make) -> None:
    cohort = RepeatCohort("2026-07", 100, (Wait(5, True, 5), Wait(95, False, 95)))
    journey = MacroJourney(SHORT, repeats={1: 95, 2: 5}, repeat_cohorts=(cohort,))
    assert [one.curve for one in walked(site, journey).repeats] == [()]
    assert walked(site, journey, business_type=BusinessType.LEAD).repeats == ()
    assert walked(site, MacroJourney(SHORT, repeats={1: 95})).repeats == ()
