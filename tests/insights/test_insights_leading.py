"""Which signal runs a week ahead: a planted one is found, told where it lands and made a goal; noise stays silent."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from leads_world import MICROS, counts, goal, leads, settings, way, weekly

from reportgen.insights.leading import full_weeks
from reportgen.model.lead_findings import LeadingFinding
from reportgen.model.settings import Metric, MetricKind, Settings, Target
from reportgen.periods import Period

WEEKS = 80


def planted() -> dict[str, list[int]]:
    """Quotes of a week follow the pricing views of the week before; the other signals are noise."""
    rng = np.random.default_rng(7)
    level = np.exp(rng.normal(0, 0.5, WEEKS))
    series = {key: rng.poisson(60, WEEKS).tolist() for key in MICROS}
    series["pricing"] = rng.poisson(60 * level).tolist()
    before = [1.0, *(level[:-1])]
    return series | {"quote": rng.poisson(12 * np.array(before)).tolist()}


PLANTED = planted()


def told(series: Mapping[str, Sequence[int]], chosen: Settings | None = None, goals: Mapping[str, float] | None = None) -> LeadingFinding:
    weeks = weekly(len(series["quote"]), series)
    (found,) = leads(counts(way({}), weeks, goals), chosen).leading
    return found


def test_a_planted_lead_is_found_and_its_goal_proposed() -> None:
    # checklist 001-21, 003-7
    found = told(PLANTED, settings(goal()), {"quotes": 500.0})
    assert found.best == "pricing"
    assert [one.leads for one in found.tested] == [True, False, False, False]
    assert found.proposal is not None
    assert (found.proposal.key, found.proposal.owner, found.proposal.change) == ("more_pricing", "Aylin", 0.1)
    assert found.proposal.baseline == Period(date(2026, 8, 1), date(2026, 11, 1))
    assert found.proposal.period == Period(date(2026, 11, 1), date(2027, 2, 1))


def test_its_pace_lands_at_the_goal_s_deadline_with_what_there_is() -> None:
    # checklist 001-16
    landing = told(PLANTED, settings(goal()), {"quotes": 500.0}).landing
    assert landing is not None
    assert (landing.goal, landing.so_far, landing.target, landing.until) == ("quotes", 500.0, 700.0, date(2026, 12, 31))
    mean = sum(PLANTED["quote"]) / WEEKS
    assert 0.4 * mean * 61 / 7 < landing.pace.macros < 2.5 * mean * 61 / 7
    assert landing.pace.likely.low < landing.pace.macros < landing.pace.likely.high


def test_without_a_goal_in_reach_it_lands_in_four_weeks() -> None:
    far = settings(goal(end=date(2028, 1, 1)))
    landing = told(PLANTED, far, {"quotes": 500.0}).landing
    assert landing is not None
    assert (landing.goal, landing.until, landing.pace.weeks) == (None, date(2026, 11, 28), 4)


def test_a_signal_with_a_goal_needs_no_other() -> None:
    own = goal("views", metric=Metric(kind=MetricKind.CONVERSIONS, rule="pricing"), target=Target(value=100.0))
    found = told(PLANTED, settings(own))
    assert (found.proposal, found.has_goal) == (None, True)


def test_noise_is_silent() -> None:
    rng = np.random.default_rng(3)
    noise = {key: rng.poisson(30, WEEKS).tolist() for key in (*MICROS, "quote")}
    found = told(noise, settings(goal()), {"quotes": 500.0})
    assert (found.best, found.landing, found.proposal) == (None, None, None)
    assert len(found.tested) == len(MICROS)


def test_under_a_year_nothing_is_tested() -> None:
    found = told({key: values[-51:] for key, values in PLANTED.items()})
    assert (found.tested, found.weeks, found.needed, found.best) == ((), 51, 52, None)


def test_a_signal_that_nobody_showed_is_not_tested() -> None:
    found = told({key: values for key, values in PLANTED.items() if key != "chat"})
    assert {one.key for one in found.tested} == {"pricing", "download", "follow"}


def test_weeks_with_few_days_missing_are_scaled_and_others_end_the_run() -> None:
    weeks = weekly(10, {"quote": [7] * 10}, short=(3, 7))
    first, second = weeks.periods[3].begin, weeks.periods[7].begin
    lost = [*(first + timedelta(days=n) for n in range(4)), second]
    found = full_weeks(counts(way({}), weeks, missing=lost))
    assert [at for at, _ in found] == [4, 5, 6, 7, 8, 9]
    assert found[3] == (7, 7 / 6)
    assert found[0] == (4, 1.0)
