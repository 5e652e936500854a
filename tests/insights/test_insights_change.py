"""What changed and why: exact splits, days that stand out, dated notes, what ages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reportgen import periods
from reportgen.insights import find
from reportgen.model.change_counts import ACTED, MAIN, Aged, ChangeCounts, Cut, FreshKind, Freshness, NoteCounts, Seen, Subject
from reportgen.model.change_findings import Against, Age, ChangeFindings, FreshFinding
from reportgen.model.counts import Converted, Counts, Dimension, PeriodCounts, Series, Slice, Traffic
from reportgen.model.outside import CostCounts, CostSlice, OutsideCounts
from reportgen.model.settings import ConversionRule, InputSettings, Match, Note, ReportSettings, Settings, Site, Tier
from reportgen.periods import Grain, Period
from reportgen.stats import Rate, Verdict

OCTOBER, SEPTEMBER, LAST_YEAR = (periods.month(text) for text in ("2026-10", "2026-09", "2025-10"))
QUOTE = ConversionRule(key="quote", label="Quote", tier=Tier.MACRO, match=(Match(event=("quote",)),))
NEXT = ConversionRule(key="next", label="Next", tier=Tier.MACRO, match=(Match(event=("next",)),), rate_base="quote", primary=True)
FULL = date(2026, 10, 11)
GOLDEN = {
    "organic": ((4_000, 80), (4_200, 88)),
    "paid": ((2_000, 50), (3_600, 72)),
    "email": ((500, 30), (450, 29)),
    "social": ((1_500, 15), (1_500, 12)),
}
"""Statistics, section 5: visitors and macros by channel, before and after."""


def slices(side: int, channels: dict[str, tuple[tuple[int, int], tuple[int, int]]]) -> dict[Dimension, tuple[Slice, ...]]:
    found = {name: sides[side] for name, sides in channels.items() if sides[side][0]}
    return {Dimension.CHANNEL: tuple(Slice(name, Traffic(of, of), {"quote": Converted(n, n)}) for name, (of, n) in found.items())}


def change(counts: Counts, *rules: ConversionRule, notes: Sequence[Note] = ()) -> ChangeFindings:
    report = ReportSettings(site=Site(name="Site", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    found = find(Settings(report=report, rules=rules or (QUOTE,), notes=tuple(notes)), counts).change
    assert found is not None
    return found


def by_channel(site: Callable[..., "Counts"], channels: dict[str, tuple[tuple[int, int], tuple[int, int]]]) -> Counts:
    """The same two sides against September and against the year before."""

    def part(period: Period, side: int) -> PeriodCounts:
        visitors, macros = (sum(sides[side][at] for sides in channels.values()) for at in (0, 1))
        return PeriodCounts(period, Traffic(visitors, visitors), {"quote": Converted(macros, macros)}, {}, slices(side, channels), {})

    made = site().counts()  # type: ignore[attr-defined]
    return replace(made, current=part(OCTOBER, 1), previous=part(SEPTEMBER, 0), year_before=part(LAST_YEAR, 0))


def test_the_split_is_exact(site: Callable[..., Counts]) -> None:
    """Golden values of statistics 5, in basis points; the count is +26 = volume +37.3738, mix -.5843, rate -10.7895."""
    found = change(by_channel(site, GOLDEN)).splits
    assert [one.against for one in found] == [Against.PREVIOUS, Against.YEAR]
    one = found[0]
    parts = {part.channel: part for part in one.parts}
    wanted = {"organic": (0.5324, 4.4322), "paid": (1.4961, -15.4808), "email": (-6.6982, 2.4145), "social": (4.1210, -3.4135)}
    for name, (mix, rate) in wanted.items():
        assert (parts[name].mix * 1e4, parts[name].rate * 1e4) == pytest.approx((mix, rate), abs=5e-4), name
    assert one.mixed + one.rated == pytest.approx(201 / 9_750 - 175 / 8_000)
    assert (one.visitors, one.mix, one.rate) == pytest.approx((37.3738, -0.5843, -10.7895), abs=1e-4)
    assert one.visitors + one.mix + one.rate == pytest.approx(26)
    # checklist 001-26
    assert [part.channel for part in one.parts if part.shifted] == ["paid", "organic"]  # from 25 to 37 %, from 50 to 43 %


def test_only_what_beats_noise_is_shown(site: Callable[..., Counts]) -> None:
    """A rate of 4 % on 2,000 visitors doubles; the others stand still."""
    channels = {"paid": ((2_000, 80), (2_000, 160)), "organic": ((4_000, 80), (4_000, 82)), "email": ((300, 3), (300, 6))}
    parts = change(by_channel(site, channels)).splits[0].parts
    assert [(part.channel, part.shown) for part in parts] == [("paid", True), ("email", False), ("organic", False)]


def test_a_new_channel_is_all_mix(site: Callable[..., Counts]) -> None:
    channels = {"organic": ((1_000, 20), (1_000, 20)), "display": ((0, 0), (500, 1))}
    parts = {part.channel: part for part in change(by_channel(site, channels)).splits[0].parts}
    assert parts["display"].rate == 0
    assert parts["display"].shifted


def test_what_cannot_be_split_is_left_out(site: Callable[..., Counts]) -> None:
    """A rate on another base, periods that cannot be compared, nobody who converted."""
    whole = by_channel(site, GOLDEN)
    assert {one.macro for one in change(whole, QUOTE, NEXT).splits} == {"quote"}
    assert change(whole, NEXT).splits == ()
    assert change(replace(whole, previous=None, year_before=None)).splits == ()
    assert change(replace(whole, as_of=date(2026, 10, 12))).splits == ()
    assert change(by_channel(site, {"organic": ((100, 0), (100, 0))})).splits == ()


# --- days -----------------------------------------------------------------------------------------------------------


def with_days(counts: Counts, sessions: Callable[[date], int], quotes: int = 0, missing: frozenset[date] = frozenset()) -> Counts:
    each = periods.split(Period(date(2025, 9, 1), OCTOBER.end), Grain.DAY)
    gone = tuple(day.begin in missing for day in each)
    traffic = tuple(Traffic(0, 0) if away else Traffic(1, sessions(day.begin)) for day, away in zip(each, gone, strict=True))
    return replace(counts, days=Series(each, (False,) * len(each), gone, traffic, {"quote": (Converted(quotes, quotes),) * len(each)}))


def steady(day: date) -> int:
    return 100 + day.toordinal() % 7


def test_a_day_far_from_usual_stands_out_with_its_note(site: Callable[..., Counts]) -> None:
    high, low, old = date(2026, 10, 8), date(2026, 10, 21), date(2026, 5, 5)
    odd = {high: 400, low: 20, old: 500}
    counts = with_days(by_channel(site, GOLDEN), lambda day: odd.get(day, steady(day)), quotes=3)
    notes = [Note.model_validate({"date": date(2026, 10, 7), "until": high, "text": "Trade fair"})]
    found = change(counts, notes=notes).unusual
    assert found is not None
    assert [(one.day, one.high, one.notes) for one in found.days] == [(high, True, ("Trade fair",)), (low, False, ())]
    assert found.days[0].usual == pytest.approx(103, abs=6)
    assert [one.day for one in found.odd] == [old, high, low]
    assert (found.watched, found.lowest, found.highest, len(found.year)) == (("sessions",), 20, 400, 371)


def test_a_missing_day_is_not_a_low_one(site: Callable[..., Counts]) -> None:
    gone = date(2026, 10, 14)
    found = change(with_days(by_channel(site, GOLDEN), steady, missing=frozenset({gone}))).unusual
    assert found is not None
    assert (found.days, found.year[(gone - found.begin).days]) == ((), None)


def test_few_a_day_are_not_looked_at(site: Callable[..., Counts]) -> None:
    found = change(with_days(by_channel(site, GOLDEN), lambda day: 30 if day == date(2026, 10, 8) else 2)).unusual
    assert found is not None
    assert (found.watched, found.days) == ((), ())


# --- notes and age --------------------------------------------------------------------------------------------------


def test_a_note_has_its_change_with_a_range(site: Callable[..., Counts]) -> None:
    # checklist 003-20
    window = Period(date(2026, 8, 17), date(2026, 9, 14)), Period(date(2026, 9, 14), date(2026, 10, 12))
    sides = (Seen(2_000, 2_400, {MAIN: 40, ACTED: 0}), Seen(2_000, 2_500, {MAIN: 90, ACTED: 0}))
    done = NoteCounts(0, Subject.SITE, "quote", *window, 28, None, date(2026, 10, 11), *sides)
    early = NoteCounts(1, Subject.PAGE, "quote", None, None, 0, Cut.AS_OF, date(2026, 11, 20))
    counts = replace(by_channel(site, GOLDEN), change=ChangeCounts((done, early), 3))
    notes = [Note.model_validate({"date": date(2026, 9, 14), "text": "Shorter forms"})]
    notes += [Note.model_validate({"date": date(2026, 10, 28), "text": "New page", "page": "/new"})]
    found = change(counts, notes=notes)
    first, second = found.notes
    assert (first.text, first.early, found.more_notes) == ("Shorter forms", False, 3)
    assert first.rate is not None and first.rate.interval is not None
    assert (first.rate.verdict, first.rate.before, first.rate.after) == (Verdict.UP, Rate(40, 2_000), Rate(90, 2_000))
    assert 0 < first.rate.interval.low < 0.025 < first.rate.interval.high
    assert first.count is not None and (first.count.before, first.count.after) == (2_400, 2_500)
    assert first.acted is None  # the site's visitors are no page's
    assert (second.early, second.about, second.count, second.rate) == (True, "/new", None, None)


def thing(name: str, was: tuple[int, int] | None, now: tuple[int, int], kind: FreshKind = FreshKind.PAGE) -> Aged:
    name_of = MAIN if kind is FreshKind.ITEM else ACTED
    sides = [Seen() if side is None else Seen(side[1], 0, {name_of: side[0]}) for side in (was, now)]
    first = Period(date(2026, 1, 1), date(2026, 1, 31)) if was else None
    return Aged(kind, name, "quote" if kind is FreshKind.ITEM else None, date(2026, 1, 1), False, first, OCTOBER, *sides)


def fresh(site: Callable[..., Counts], *things: Aged) -> dict[str, FreshFinding]:
    counts = replace(by_channel(site, GOLDEN), change=ChangeCounts((), 0, Freshness(things, {FreshKind.PAGE: 2}, date(2025, 1, 1))))
    found = change(counts).freshness
    assert found is not None
    assert found.more == {FreshKind.PAGE: 2}
    return {one.name: one for one in found.aged}


def test_age_is_told_from_first_days_and_last_ones(site: Callable[..., Counts]) -> None:
    # checklist 002-16
    found = fresh(
        site,
        thing("falls", (120, 400), (40, 400)),
        thing("stays", (120, 400), (118, 400)),
        thing("young", None, (30, 90)),
        thing("few", (2, 20), (1, 15)),
        thing("forgotten", (50, 200), (0, 0)),
        thing("asset", (30, 2_000), (80, 2_000), FreshKind.ITEM),
        thing("untaken", (30, 2_000), (0, 2_000), FreshKind.ITEM),
    )
    assert {name: one.age for name, one in found.items()} == {
        "falls": Age.AGEING,
        "stays": Age.HOLDING,
        "young": Age.FRESH,
        "few": Age.NOT_ENOUGH_DATA,
        "forgotten": Age.GONE,
        "asset": Age.RISING,
        "untaken": Age.GONE,
    }
    assert (found["asset"].visitors, found["falls"].visitors, found["falls"].days) == (80, 400, 304)


def test_one_of_many_must_stand_out_among_all(site: Callable[..., Counts]) -> None:
    """p = .03 alone is called a change; beside eleven others that stand still it is not."""
    one = thing("one", (60, 400), (40, 400))
    others = [thing(f"other {n}", (60, 400), (60 + n % 3, 400)) for n in range(11)]
    alone, among = fresh(site, one), fresh(site, one, *others)
    assert (alone["one"].age, among["one"].age) == (Age.AGEING, Age.HOLDING)


def test_a_campaign_stands_beside_what_it_cost(site: Callable[..., Counts]) -> None:
    """Names meet without regard to case; a campaign that nobody came by has no visitors, one that cost nothing no row."""

    def campaigns(*found: tuple[str, int, int]) -> dict[Dimension, tuple[Slice, ...]]:
        return {Dimension.CAMPAIGN: tuple(Slice(name, Traffic(of, of), {"any_macro": Converted(n, n)}) for name, of, n in found)}

    whole = by_channel(site, GOLDEN)
    assert whole.previous is not None
    costs = (CostSlice("Spring", 40, 30, None), CostSlice("late", 50, 0, None), CostSlice("gone", 0, 9, None))
    counts = replace(
        whole,
        current=replace(whole.current, by=campaigns(("spring", 200, 8))),
        previous=replace(whole.previous, by=campaigns(("spring", 100, 5))),
        outside=OutsideCounts(costs=CostCounts(90, 39, None, 31, channels=(), campaigns=costs)),
    )
    first, second = change(counts).spent
    assert (first.campaign, first.spent, first.spent_before, first.now, first.before) == ("late", 50, 0, Rate(0, 0), Rate(0, 0))
    assert (second.campaign, second.now, second.before) == ("Spring", Rate(8, 200), Rate(5, 100))
    alone = change(replace(counts, previous=None)).spent
    assert [(one.spent_before, one.before) for one in alone] == [(None, None), (None, None)]
    assert change(whole).spent == ()


def test_one_number_of_many_notes_must_stand_out_among_all(site: Callable[..., Counts]) -> None:
    """p = .02 alone is called a change; beside nine notes after which nothing moved it is not."""
    window = Period(date(2026, 8, 17), date(2026, 9, 14)), Period(date(2026, 9, 14), date(2026, 10, 12))

    def counted(now: int, *, among: int) -> Verdict:
        sides = [(Seen(1_500, 1_500, {MAIN: 60}), Seen(1_500, 1_500, {MAIN: n})) for n in (now, *[60 + at for at in range(among)])]
        each = tuple(NoteCounts(at, Subject.RULE, "quote", *window, 28, None, FULL, *one) for at, one in enumerate(sides))
        notes = [Note.model_validate({"date": date(2026, 9, 14), "text": "x", "rule": "quote"})] * len(each)
        first = change(replace(by_channel(site, GOLDEN), change=ChangeCounts(each)), notes=notes).notes[0].rate
        assert first is not None
        return first.verdict

    assert (counted(102, among=0), counted(102, among=9)) == (Verdict.UP, Verdict.NOT_ENOUGH_DATA)


def test_days_of_a_finding_are_told_from_as_of(site: Callable[..., Counts]) -> None:
    found = fresh(site, thing("young", None, (30, 90)))
    assert found["young"].days == (date(2026, 10, 31) - date(2026, 1, 1) + timedelta(days=1)).days
