"""The simulation: time, rhythm, bots, and the effects that a report should find again."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.demo import channels, clock, firm, people, site, traffic
from reportgen.demo.actions import PAGE_MICROS
from reportgen.demo.events import Events, Param, Texts
from reportgen.demo.world import World, facts, simulate
from reportgen.periods import Period

DAYS = clock.clock(date(2025, 1, 1), date(2027, 1, 1), firm.ZONE)


@given(day=st.integers(0, DAYS.days - 1), share=st.floats(0, 1, exclude_max=True))
def test_a_moment_lies_in_its_own_day(day: int, share: float) -> None:
    moment = DAYS.moment(np.array([day]), np.array([share]))
    assert DAYS.day_of(moment).tolist() == [day]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)])
def test_days_with_a_change_of_the_clock_have_their_own_length(day: date, hours: int) -> None:
    index = DAYS.index(day)
    assert int(DAYS.midnights[index + 1] - DAYS.midnights[index]) == hours * 3600 * clock.MICROS
    local = datetime.fromtimestamp(int(DAYS.midnights[index]) / clock.MICROS, ZoneInfo(firm.ZONE))
    assert (local.date(), local.hour) == (day, 0)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30))
def test_within_counts_each_run_from_zero(runs: list[int]) -> None:
    groups = np.repeat(np.arange(len(runs)), runs)
    assert people.within(groups).tolist() == [place for run in runs for place in range(run)]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_events_taken_twice_keep_their_parameters(rows: list[int]) -> None:
    size = 5
    events = Events(
        Texts(np.zeros(size, dtype=np.int64), ["view"]),
        np.arange(size),
        np.arange(size) * 10,
        np.ones(size, dtype=np.int64),
        (Param("n", np.array([0, 2, 3]), np.array([100, 102, 103])),),
    )
    taken = events.take(np.array(rows, dtype=np.int64))
    (param,) = taken.params
    expected = sorted((place, 100 + row) for place, row in enumerate(rows) if row in (0, 2, 3))
    assert sorted(zip(param.rows.tolist(), np.asarray(param.values).tolist(), strict=True)) == expected


def test_working_days_are_busier_than_weekends_and_summer_is_quiet(year: World) -> None:
    days = year.recorded.clock.day_of(year.recorded.visits.start)
    per_day = np.bincount(days, minlength=year.recorded.clock.days)
    dates = year.recorded.clock.dates()
    work = np.mean([n for n, day in zip(per_day, dates, strict=True) if day.weekday() < 4])
    rest = np.mean([n for n, day in zip(per_day, dates, strict=True) if day.weekday() >= 5])
    august = np.mean([n for n, day in zip(per_day, dates, strict=True) if (day.year, day.month) == (2025, 8)])
    october = np.mean([n for n, day in zip(per_day, dates, strict=True) if (day.year, day.month) == (2025, 10)])
    assert work > 1.5 * rest
    assert october > 1.15 * august


def test_paid_search_is_cut_in_half_at_the_mix_shift() -> None:
    world = simulate(3, Period(date(2026, 4, 1), date(2026, 8, 1)))
    paid = [channel.name for channel in channels.CHANNELS].index("Paid Search")
    visitors = world.recorded.people
    shift = world.recorded.clock.index(firm.MIX_SHIFT)
    share_before = np.mean(visitors.channel[(visitors.first_day >= shift - 60) & (visitors.first_day < shift)] == paid)
    share_after = np.mean(visitors.channel[visitors.first_day >= shift] == paid)
    assert 0.4 < share_after / share_before < 0.7


def test_bots_are_recognisable_and_convert_never(year: World) -> None:
    """More than 300 events in a day, or 30 page views and more with a median gap under a second."""
    recorded, seen = year.recorded, year.recorded.seen
    busy, fast = (np.flatnonzero(recorded.people.kind == kind) for kind in (people.BUSY_BOT, people.FAST_BOT))
    assert len(busy) > 0
    assert len(fast) > 0
    views_of = seen.visitor[year.events.view]
    for visitor in busy.tolist():
        days = recorded.clock.day_of(year.events.time[views_of == visitor])
        assert np.bincount(days).max() > 300
    for visitor in fast.tolist():
        times = seen.time[seen.visitor == visitor]
        assert len(times) >= 30
        assert np.median(np.diff(times)) < clock.MICROS
    bots = np.isin(seen.visitor, [*busy, *fast])
    assert not any((happens & bots).any() for happens in (*year.actions.macros.values(), *year.actions.micros.values()))


def test_the_outage_is_the_difference_between_happened_and_recorded(year: World) -> None:
    true = facts(year, {})
    assert true.outage == firm.OUTAGE
    assert true.recorded["resource_download"] < true.happened["resource_download"]
    assert all(true.recorded[key] <= true.happened[key] for key in true.happened)


def test_proposals_come_after_their_quote_request_and_months_later(year: World) -> None:
    recorded = year.recorded
    asked = np.flatnonzero(year.actions.macros["quote_request"])
    first: dict[str, int] = {}
    for view in asked.tolist():
        first.setdefault(recorded.ids[recorded.seen.visitor[view]], int(recorded.seen.time[view]))
    lags = [(one.accepted.timestamp() - first[one.client_id] / clock.MICROS) / 86400 for one in year.proposals if one.client_id]
    assert min(lags) > 4
    assert 45 < float(np.median(lags)) < 130
    assert {one.currency for one in year.proposals} == {"EUR", "USD"}


def test_a_campaign_brings_visits_on_the_days_it_runs_and_on_no_others(year: World) -> None:
    """June 2025 to April 2026: the spring campaign from its first day on, the autumn campaign not yet."""
    came, days = year.recorded.came, year.recorded.clock.day_of(year.recorded.visits.start)
    spring, autumn = (traffic.CAMPAIGNS.index(name) for name in ("spring_relaunch_2026", "autumn_checklist_2026"))
    first = year.recorded.clock.index(date(2026, 3, 2))
    assert first <= days[came.campaign == spring].min() < first + 7
    assert not (came.campaign == autumn).any()
    assert facts(year, {}).campaigns == {"spring_relaunch_2026": date(2026, 3, 2)}


def test_webinars_have_months_without_a_registration(year: World) -> None:
    days = year.recorded.clock.day_of(year.recorded.seen.time[year.actions.micros["webinar_registration"]])
    months = {year.recorded.clock.dates()[day].month for day in days.tolist()}
    assert months == set(firm.WEBINAR_MONTHS)


# --- the planted effects ------------------------------------------------------------------------------------------


def earlier(happens: np.ndarray, visitor: np.ndarray) -> np.ndarray:
    """Whether it happened at an earlier page view of the visitor, by a plain loop."""
    found = np.zeros(len(happens), dtype=bool)
    last, done = -1, False
    for row, (who, now) in enumerate(zip(visitor.tolist(), happens.tolist(), strict=True)):
        done = done and who == last
        found[row] = done
        done, last = done or now, who
    return found


def risk_rows(world: World) -> tuple[np.ndarray, np.ndarray, Mapping[str, np.ndarray]]:
    """Page views of people who can convert, with their stratum and the micros done before (statistics.md 3.1)."""
    known, seen = world.recorded, world.recorded.seen
    able = people.Crowd(known.people, known.visits, seen).able()
    step = people.within(seen.visitor)
    steps = np.searchsorted((0, 1, 2, 3, 4, 6, 9, 14, 21, 40), step, side="right")
    stratum = (known.people.channel[seen.visitor] * 8 + np.minimum(known.visits.number[seen.session], 6)) * 16 + steps
    kinds = np.array([page.kind for page in site.PAGES])[seen.page]
    done = {key: earlier(happens, seen.visitor) for key, happens in world.actions.micros.items()}
    done |= {key: earlier(kinds == kind, seen.visitor) | (kinds == kind) for key, kind in PAGE_MICROS.items()}
    return able, stratum, done


def odds_ratio(tables: list[np.ndarray]) -> tuple[float, float]:
    """Mantel-Haenszel log odds ratio and its standard error (Robins, Breslow, Greenland 1986) over 4 x strata counts."""
    a, b, c, d = np.concatenate(tables, axis=1)
    n = a + b + c + d
    a, b, c, d, n = (part[n > 0] for part in (a, b, c, d, n))
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    total_r, total_s = r.sum(), s.sum()
    variance = (p * r).sum() / (2 * total_r**2) + (p * s + q * r).sum() / (2 * total_r * total_s) + (q * s).sum() / (2 * total_s**2)
    return float(np.log(total_r / total_s)), float(np.sqrt(variance))


def counts(stratum: np.ndarray, exposed: np.ndarray, converts: np.ndarray, risk: np.ndarray) -> np.ndarray:
    cells = (exposed & converts, exposed & ~converts, ~exposed & converts, ~exposed & ~converts)
    return np.array([np.bincount(stratum[risk & cell], minlength=1024).astype(float) for cell in cells])


@pytest.mark.slow
def test_the_planted_effects_are_found_at_their_size_and_nothing_else_is() -> None:
    """Three firms pooled; every odds ratio lies within 3.5 standard errors of the one planted (1 where none was)."""
    # checklist 000-19
    planted = {(effect.micro, effect.macro): effect.odds_ratio for effect in firm.EFFECTS}
    tables: dict[tuple[str, str], list[np.ndarray]] = {}
    for seed in (1, 2, 3):
        world = simulate(seed, Period(firm.FIRST_MONTH, firm.END))
        able, stratum, done = risk_rows(world)
        for macro, converts in world.actions.macros.items():
            risk = able & ~earlier(converts, world.recorded.seen.visitor)
            for micro, exposed in done.items():
                tables.setdefault((micro, macro), []).append(counts(stratum, exposed, converts, risk))
    assert len(tables) == 22
    for pair, found in tables.items():
        estimate, error = odds_ratio(found)
        assert abs(estimate - np.log(planted.get(pair, 1.0))) < 3.5 * error, pair
    for pair in (("resource_download", "quote_request"), ("pricing_view", "quote_request"), ("chat", "contact")):
        estimate, error = odds_ratio(tables[pair])
        assert estimate > 4 * error


@pytest.mark.slow
def test_webinar_registrants_look_better_than_they_are() -> None:
    """The confounded micro: a naive comparison of visitors finds a link that was never planted."""
    world = simulate(1, Period(firm.FIRST_MONTH, firm.END))
    visitor = world.recorded.seen.visitor
    registered = np.zeros(len(world.recorded.people), dtype=bool)
    registered[visitor[world.actions.micros["webinar_registration"]]] = True
    asked = np.zeros_like(registered)
    asked[visitor[world.actions.macros["quote_request"]]] = True
    assert asked[registered].mean() > 2 * asked[~registered].mean()
