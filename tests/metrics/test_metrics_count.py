"""What a report counts, on worlds small enough to count by hand."""

from datetime import date, timedelta

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, uncharted, view, visit

from reportgen import metrics, periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import comparisons, recorded
from reportgen.model.counts import Converted, Counts, Dimension, PageCounts, Profile, Slice, TierCounts, Traffic
from reportgen.model.settings import Settings
from reportgen.stats.measures import Rate

pytestmark = pytest.mark.usefixtures("people_only")

OCTOBER = periods.month("2026-10")


def day(number: int, month: int = 10) -> date:
    return date(2026, month, number)


ALL_YEAR = profile(*(date(2025, 9, 1) + timedelta(days=offset) for offset in range(426)))
FIRM = settings(
    rule("quote"),
    rule("purchase"),
    rule("registration", rate_base="purchase"),
    rule("download", "micro", by=["asset"]),
    rule("secret", "micro", hidden=True),
)


def counted(
    engine: Engine, tables: Loader, world: World, firm: Settings = FIRM, known: Profile = ALL_YEAR, as_of: date | None = None
) -> Counts:
    """What October counts, without its series."""
    with uncharted():
        return charted(engine, tables, world, firm, known, as_of)


def charted(
    engine: Engine, tables: Loader, world: World, firm: Settings = FIRM, known: Profile = ALL_YEAR, as_of: date | None = None
) -> Counts:
    return metrics.count(engine, tables(world), firm, Ask(OCTOBER, as_of or OCTOBER.last_day), known)


def slices(counts: Counts, dimension: Dimension) -> dict[str, Slice]:
    return {part.value: part for part in counts.current.by[dimension]}


def test_rate_is_unique_people_who_did_it_over_all_unique_visitors(engine: Engine, tables: Loader) -> None:
    """Ann comes three times and asks twice, Bob asks once, Cem and Dee only look: 2 of 4, not 3 of 6."""  # checklist 003-8
    world = World(
        [
            visit("ann", day(1)),
            visit("ann", day(2)),
            visit("ann", day(9)),
            visit("bob", day(3)),
            visit("cem", day(4)),
            visit("dee", day(5)),
        ],
        conversions=[conversion("ann", day(2), "quote"), conversion("ann", day(9), "quote"), conversion("bob", day(3), "quote")],
    )
    current = counted(engine, tables, world).current
    assert current.traffic == Traffic(visitors=4, sessions=6, page_views=6)
    assert current.converted["quote"] == Converted(conversions=3, converters=2)
    assert Rate(current.converted["quote"].converters, current.traffic.visitors).value == 0.5


@pytest.fixture(scope="module")
def mixed(engine: Engine, tables: Loader) -> Counts:
    """Ann asks and buys, Bob buys, and downloads say what was downloaded or do not."""
    world = World(
        [visit(name, day(1)) for name in ("ann", "bob", "cem")],
        conversions=[
            conversion("ann", day(1), "quote", amount=2_000_000),
            conversion("ann", day(1), "purchase", amount=5_000_000),
            conversion("bob", day(1), "purchase", by_1="not asked for"),
            conversion("cem", day(1), "secret"),
            conversion("ann", day(1), "download", by_1="guide.pdf"),
            conversion("ann", day(2), "download", by_1="guide.pdf"),
            conversion("bob", day(1), "download", by_1="price.pdf"),
            conversion("bob", day(1), "download"),
        ],
    )
    return counted(engine, tables, world)


def test_any_macro_counts_people_once_over_all_macros(mixed: Counts) -> None:  # checklist 001-11
    found = mixed.current.converted
    assert found["any_macro"] == Converted(conversions=3, converters=2, amount=7_000_000)
    assert found["quote"].converters + found["purchase"].converters == 3
    assert list(found) == ["quote", "purchase", "registration", "download", "any_macro"]


def test_items_break_a_rule_down_by_its_parameter(mixed: Counts) -> None:
    assert mixed.current.items == {
        ("download", "asset"): {"guide.pdf": Converted(2, 1), "(none)": Converted(1, 1), "price.pdf": Converted(1, 1)}
    }


def test_both_tiers_count_each_visitor_once(engine: Engine, tables: Loader) -> None:
    """Ann signals and asks, Bob only signals, Cem only asks, Dee stays for long; Eve's order is taken back, Fay's rule is hidden, and the
    form without an id is nobody's."""  # checklist 003-1
    world = World(
        [visit("ann", day(1)), visit("ann", day(2), engaged=True), visit("dee", day(3), engaged=True)]
        + [visit(name, day(1)) for name in ("bob", "cem", "eve", "fay")],
        conversions=[
            *(conversion(name, day(1), "download") for name in ("ann", "ann", "bob")),
            *(conversion(name, day(1), "quote") for name in ("ann", "cem", None)),
            conversion("ann", day(2), "purchase"),
            conversion("eve", day(1), "purchase", amount=-5_000_000),
            conversion("fay", day(1), "secret"),
        ],
    )
    assert counted(engine, tables, world).current.tiers == TierCounts(engaged=2, micro=2, macro=2, both=1)


@pytest.fixture(scope="module")
def shop(engine: Engine, tables: Loader) -> Counts:
    """Three of four people buy, two register, one of whom bought nothing; no amounts but a quote of 5 that is taken back."""
    world = World(
        [visit(name, day(1)) for name in ("ann", "bob", "cem", "dee")],
        conversions=[
            *(conversion(name, day(1), "purchase") for name in ("ann", "bob", "bob", "cem")),
            *(conversion(name, day(2), "registration") for name in ("ann", "dee")),
            conversion("ann", day(1), "quote", amount=5_000_000),
            conversion("ann", day(1), "quote", amount=-5_000_000),
        ],
    )
    return counted(engine, tables, world)


def test_registration_rate_is_on_purchasers(shop: Counts) -> None:  # checklist 003-9
    assert shop.current.bases == {"registration": Rate(1, 3)}


def test_amount_is_unknown_only_when_no_conversion_says_one(shop: Counts) -> None:
    found = shop.current.converted
    assert (found["purchase"].amount, found["quote"].amount, found["download"].amount) == (None, 0, None)


def test_conversions_of_people_not_seen_stand_beside(engine: Engine, tables: Loader) -> None:
    """A proposal accepted by someone last seen in March, and one without any id: counted, in nobody's rate."""
    world = World(
        [visit("ann", day(1)), visit("bob", date(2026, 3, 3))],
        conversions=[
            conversion("bob", day(7), "quote", session=None, offline=True, amount=9_000_000),
            conversion(None, day(8), "quote", session=None, offline=True),
            conversion("ann", day(8), "quote"),
        ],
    )
    counts = counted(engine, tables, world)
    assert counts.current.converted["quote"] == Converted(conversions=3, converters=1, unmatched=2, amount=9_000_000)
    assert slices(counts, Dimension.CHANNEL)["(none)"].converted["quote"] == Converted(3, 1, 2, 9_000_000)


@pytest.fixture(scope="module")
def came(engine: Engine, tables: Loader) -> Counts:
    """Ann came by Email in September, in October first by Organic Search and then by Direct, where she asked; others by Display."""
    world = World(
        [
            visit("ann", day(30, 9), channel="Email"),
            visit("ann", day(2), channel="Organic Search", second=5, engaged=True),
            visit("ann", day(3), channel="Direct", page_views=4),
            visit("bob", day(2), channel="Direct"),
            visit("cem", day(1), channel="Display", landing_page="/offer"),
            visit("dee", day(1), channel="Display", landing_page="/offer"),
            visit("dee", day(2), channel="Display", landing_page="/blog/a"),
            visit("eva", day(2), channel="Display", landing_page="/blog/a"),
        ],
        conversions=[
            conversion("ann", day(3), "quote"),
            conversion("bob", day(2), "quote"),
            conversion("dee", day(2), "download"),
            conversion("eva", day(2), "quote"),
        ],
    )
    return counted(engine, tables, world)


def test_a_visitor_stands_in_the_slice_of_the_first_session_of_the_period(came: Counts) -> None:  # checklist 004-22
    by = slices(came, Dimension.CHANNEL)
    assert list(by) == ["Display", "Organic Search", "Direct"]
    assert by["Organic Search"].traffic == Traffic(visitors=1, sessions=2, engaged_sessions=1, page_views=5)
    assert by["Direct"].traffic == Traffic(visitors=1, sessions=1, page_views=1)
    assert by["Direct"].converted["quote"] == by["Organic Search"].converted["quote"] == Converted(1, 1)


def test_landing_pages_have_visits_visitors_and_conversions(came: Counts) -> None:  # checklist 001-14
    by = slices(came, Dimension.LANDING_PAGE)
    assert (by["/offer"].traffic.visitors, by["/offer"].traffic.sessions) == (2, 3)
    assert by["/offer"].converted["download"].converters == 1
    assert (by["/blog/a"].traffic.visitors, by["/blog/a"].converted["quote"].converters) == (1, 1)


@pytest.mark.slow
def test_first_session_ties_break_by_session_id(engine: Engine, tables: Loader) -> None:
    """Whichever of the rows comes first."""
    rows = [
        visit(name, day(2), session, channel=channel) for name in ("ann", "bob") for session, channel in (("s2", "Late"), ("s1", "Early"))
    ]
    by = slices(counted(engine, tables, World([*rows[:2], *rows[:1:-1]])), Dimension.CHANNEL)
    assert list(by) == ["Early"]
    assert by["Early"].traffic.visitors == 2


@pytest.mark.slow
def test_a_session_over_midnight_counts_once_on_the_day_it_began(engine: Engine, tables: Loader) -> None:
    """It began on 30 September at night and went on in October: a September session, an October visitor."""
    world = World([visit("ann", day(30, 9), "s"), visit("ann", day(1), "s", engaged=True, page_views=2), visit("bob", day(1))])
    counts = charted(engine, tables, world)
    assert counts.current.traffic == Traffic(visitors=2, sessions=1, page_views=3)
    assert counts.previous is not None
    assert counts.previous.traffic == Traffic(visitors=1, sessions=1, engaged_sessions=1, page_views=1)
    by_day = dict(zip(counts.days.periods, counts.days.traffic, strict=True))
    assert by_day[periods.of(day(1), day(1))] == Traffic(visitors=2, sessions=1, page_views=3)


def test_sessions_without_a_visitor_stand_beside_people(engine: Engine, tables: Loader) -> None:
    world = World(
        [visit(None, day(1), "x", channel="Direct"), visit(None, day(1), "y", channel="Email"), visit("ann", day(1), channel="Email")]
    )
    counts = counted(engine, tables, world)
    assert counts.current.traffic == Traffic(visitors=1, sessions=3, page_views=3, unnamed_sessions=2)
    assert slices(counts, Dimension.CHANNEL)["Email"].traffic == Traffic(1, 2, 0, 2, 1)


def test_same_numbers_by_day_week_and_month_with_partial_pieces_marked(engine: Engine, tables: Loader) -> None:  # checklist 001-23
    """Data from Tuesday 15 September; Ann comes on Monday and Tuesday of one week and asks on both."""
    world = World(
        [visit("ann", day(5)), visit("ann", day(6)), visit("bob", day(6)), visit("ann", day(12))],
        conversions=[conversion("ann", day(5), "quote"), conversion("ann", day(6), "quote")],
    )
    known = profile(*(day(15, 9) + timedelta(days=offset) for offset in range(47) if offset != 40))
    counts = charted(engine, tables, world, known=known)
    assert counts.days.periods[0].begin == day(15, 9)
    assert sum(part.sessions for part in counts.days.traffic) == sum(part.sessions for part in counts.weeks.traffic) == 4
    weeks = dict(zip((week.begin for week in counts.weeks.periods), counts.weeks.traffic, strict=True))
    assert (weeks[day(5)].visitors, weeks[day(12)].visitors) == (2, 1)
    assert dict(zip((month.begin for month in counts.months.periods), counts.months.traffic, strict=True))[day(1)].visitors == 2
    assert counts.months.partial == (True, False)
    assert counts.weeks.partial == (True, False, False, False, False, False, True)
    assert [piece.begin for piece, gone in zip(counts.days.periods, counts.days.missing, strict=True) if gone] == [day(25)]
    assert [piece.begin for piece, gone in zip(counts.weeks.periods, counts.weeks.missing, strict=True) if gone] == [day(19)]
    assert counts.months.missing == (False, True)
    assert [(found.conversions, found.converters) for found in counts.months.converted["quote"]] == [(0, 0), (2, 1)]
    assert sum(found.converters for found in counts.days.converted["quote"]) == 2


@pytest.fixture(scope="module")
def long_known(engine: Engine, tables: Loader) -> Counts:
    """A site with data since January 2023."""
    world = World([visit("ann", day(2, 9)), visit("ann", day(2)), visit("bob", date(2025, 10, 3))])
    return charted(engine, tables, world, known=profile(*(date(2023, 1, 1) + timedelta(days=offset) for offset in range(1400))))


def test_series_reach_back_thirteen_months_sixty_weeks_and_two_years(long_known: Counts) -> None:
    assert long_known.days.periods[0].begin == day(1) - timedelta(days=400)
    assert len([week for week, part in zip(long_known.weeks.periods, long_known.weeks.partial, strict=True) if not part]) >= 60
    assert (long_known.months.periods[0], len(long_known.months.periods)) == (periods.month("2024-10"), 25)


def test_a_period_is_compared_with_the_one_before_and_a_year_before(long_known: Counts) -> None:
    assert long_known.previous is not None and long_known.year_before is not None
    assert (long_known.previous.period, long_known.previous.traffic.visitors) == (periods.month("2026-09"), 1)
    assert (long_known.year_before.period, long_known.year_before.traffic.visitors) == (periods.month("2025-10"), 1)


def test_comparisons_before_the_data_begin_are_left_out() -> None:
    """Data from 1 September 2026 on, and from the 2nd."""
    ask = Ask(OCTOBER, OCTOBER.last_day)
    whole, short = (recorded(profile(*(day(first, 9) + timedelta(days=offset) for offset in range(60)))) for first in (1, 2))
    assert comparisons(ask, FIRM, whole) == (periods.month("2026-09"), None)
    assert comparisons(ask, FIRM, short) == (None, None)


@pytest.fixture(scope="module")
def habits(engine: Engine, tables: Loader) -> Counts:
    """A firm whose weeks begin on Sunday and whose year before is 364 days back."""
    firm = settings(rule("quote"), week_start="sunday", year_comparison="weekdays")
    return charted(engine, tables, World([visit("ann", date(2025, 10, 2)), visit("ann", day(4))]), firm)


@pytest.mark.slow
def test_sunday_weeks_where_the_settings_say_so(habits: Counts) -> None:
    assert {week.begin.isoweekday() for week in habits.weeks.periods[1:]} == {7}


@pytest.mark.slow
def test_year_comparison_by_weekdays_is_364_days_back(habits: Counts) -> None:
    assert habits.year_before is not None
    assert habits.year_before.period.begin == date(2025, 10, 2)
    assert habits.year_before.traffic.visitors == 1


def test_counts_stop_at_as_of(engine: Engine, tables: Loader) -> None:
    """The tables may hold a late offline fact of a later day; a report as of the 10th shows days to the 10th."""
    world = World(
        [visit("ann", day(9))], conversions=[conversion("ann", day(9), "quote"), conversion("ann", day(20), "quote", offline=True)]
    )
    counts = charted(engine, tables, world, as_of=day(10))
    assert counts.current.period == OCTOBER
    assert counts.current.converted["quote"].conversions == 1
    assert counts.days.periods[-1].last_day == day(10)
    assert counts.months.partial[-1]
    assert counts.current.recorded == pytest.approx(1.0)


def test_empty_tables_give_zeros(engine: Engine, tables: Loader) -> None:
    counts = charted(engine, tables, World(), known=profile())
    assert counts.current.traffic == Traffic()
    assert set(counts.current.converted.values()) == {Converted()}
    assert counts.current.recorded == 0.0
    assert (counts.previous, counts.pages) == (None, ())
    assert counts.months.missing == (True,)


@pytest.mark.slow
def test_a_report_as_of_a_day_before_its_period_sees_nothing(engine: Engine, tables: Loader) -> None:
    counts = counted(engine, tables, World([visit("ann", day(9))]), as_of=day(30, 9))
    assert (counts.current.traffic, counts.pages) == (Traffic(), ())


def test_pages_say_what_they_led_to(engine: Engine, tables: Loader) -> None:
    """Ann read the post and asked later; Bob asked first and read then; Cem's view and request share an instant."""
    firm = settings(rule("quote"), rule("download", "micro"), page_groups={"blog": ["/blog/*"], "all": ["*"]})
    world = World(
        [visit(name, day(1)) for name in ("ann", "bob", "cem")],
        [
            view("ann", day(1), "/blog/a", second=10, views=2, engagement_ms=900, is_landing=True),
            view("ann", day(5), "/blog/a", is_exit=True),
            view("bob", day(1), "/blog/a", second=50),
            view("cem", day(1), "/pricing", second=30),
            view(None, day(1), "/pricing"),
            view("ann", day(9, 9), "/pricing"),
        ],
        [
            conversion("ann", day(1), "quote", second=20),
            conversion("bob", day(1), "quote", second=40),
            conversion("cem", day(1), "quote", second=30),
            conversion("cem", day(2), "download"),
        ],
    )
    assert counted(engine, tables, world, firm).pages == (
        PageCounts("/blog/a", "blog", 4, 2, 900, 1, 1, {"quote": 1}),
        PageCounts("/pricing", "all", 2, 1, 0, 0, 0, {"quote": 1}),
    )


@pytest.fixture(scope="module")
def crowded(engine: Engine, tables: Loader) -> Counts:
    """203 pages and 204 campaigns, nearly all of them seen twice."""
    often = [view("ann", day(1), f"/p{number}", views=2) for number in range(200)]
    rest = [view(name, day(1), f"/rare{number}") for number in range(3) for name in ("bob", "cem")]
    now = [visit(f"v{number}-{turn}", day(1), campaign=f"c{number}") for number in range(199) for turn in range(2)]
    rare = [visit(f"r{number}", day(1), campaign=f"r{number:03}") for number in range(5)]
    others = [visit("old", day(1, 9), campaign="r004"), visit("bob", day(1), campaign="c0")]
    quotes = [conversion("bob", day(2), "quote"), conversion("r3", day(1), "quote")]
    return counted(engine, tables, World(now + rare + others, often + rest, quotes))


@pytest.mark.slow
def test_beyond_two_hundred_pages_the_rest_is_one_line(crowded: Counts) -> None:
    assert len(crowded.pages) == 201
    assert (crowded.pages[-1].page, crowded.pages[-1].views, crowded.pages[-1].visitors) == ("(other)", 6, 2)
    assert crowded.pages[-1].led_to["quote"] == 1


@pytest.mark.slow
def test_beyond_two_hundred_values_a_dimension_ends_in_other(crowded: Counts) -> None:
    """Both periods keep the same values by name, and the rest still adds up."""
    last = crowded.current.by[Dimension.CAMPAIGN][-1]
    assert (len(crowded.current.by[Dimension.CAMPAIGN]), last.value, last.traffic.visitors) == (201, "(other)", 4)
    assert last.converted["quote"] == Converted(1, 1)
    assert crowded.previous is not None
    assert [part.value for part in crowded.previous.by[Dimension.CAMPAIGN]] == ["r004"]
