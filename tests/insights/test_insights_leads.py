"""Hot leads, signals together, chances and lags, from counts by hand."""

import pytest
from leads_world import NOTHING, STRONG, counts, group, leads, pair, settings, way

from reportgen.insights import find
from reportgen.insights.leads import FOLLOWED
from reportgen.model.journeys import HOT, MacroJourney, Micro, Windows
from reportgen.model.lead_findings import HotLeads, MacroLeads
from reportgen.stats import Rate, Stratum, Wait

PAST = {0: {0: Rate(0, 9_000), 1: Rate(0, 60), 2: Rate(0, 20), 3: Rate(0, 4)}} | {
    30 * at: {0: Rate(10, 8_000), 1: Rate(6, 300), 2: Rate(5, 90), 3: Rate(1, 10)} for at in range(1, 5)
}
LEVELS = {Micro("", HOT, 1): pair(NOTHING), Micro("", HOT, 2): pair(STRONG), Micro("", HOT, 3): pair(Stratum(4_000, 200, 40, 2))}


def told(journey: MacroJourney, **report: object) -> MacroLeads:
    (found,) = leads(counts(journey), settings(**report)).macros
    return found


def hot(journey: MacroJourney, **report: object) -> HotLeads:
    found = told(journey, **report).hot
    assert found is not None
    return found


def test_hot_leads_are_counted_over_all_stretches_and_held_against_comparable_visits() -> None:
    # checklist 003-6
    found = hot(way(LEVELS, standing=PAST))
    assert (found.at_least, found.within, found.declared, found.micros) == (2, 30, False, ("pricing", "download", "chat"))
    assert found.hot.rate == Rate(24, 400)
    assert found.others.rate == Rate(64, 33_200)
    assert found.hot.interval is not None and found.hot.interval.low > 64 / 33_200
    assert (found.standing, found.visitors, found.stretches, found.days) == (24, 900, 4, FOLLOWED)
    assert found.link.interval is not None and found.link.interval.low > 1
    assert found.clearest == 2


def test_the_settings_rule_is_the_one_counted() -> None:
    chosen = {"hot_leads": {"any_of": ("pricing", "follow"), "within": 14}}
    found = hot(way({Micro("", HOT, 1): pair(), Micro("", HOT, 2): pair(STRONG)}, standing=PAST), **chosen)
    assert (found.at_least, found.within, found.declared, found.all_of) == (1, 14, True, False)
    assert found.hot.rate == Rate(44, 1_560)
    every = hot(way({Micro("", HOT, 2): pair(STRONG)}, standing=PAST), hot_leads={"all_of": ("pricing", "follow")})
    assert (every.at_least, every.all_of) == (2, True)


def test_signals_together_have_a_rate_for_each_half_of_the_year() -> None:
    # checklist 004-14
    levels = hot(way(LEVELS, standing=PAST)).levels
    assert [level.micros for level in levels] == [0, 1, 2, 3]
    assert levels[2].said.rate == levels[2].happened.rate == Rate(10, 180)
    assert levels[0].link is None
    assert [level.standing for level in levels] == [9_000, 60, 20, 4]
    assert not levels[3].more
    four = settings(hot_leads={"any_of": ("pricing", "download", "chat", "follow"), "at_least": 2})
    more = leads(counts(way(LEVELS, standing=PAST)), four).macros[0].hot
    assert more is not None and [level.more for level in more.levels] == [False] * 5


def test_without_a_past_stretch_nothing_is_said_of_hot_leads() -> None:
    assert told(way(LEVELS, standing={0: PAST[0]})).hot is None
    assert told(way(LEVELS)).hot is None


def test_a_score_is_learnt_on_one_landmark_and_judged_on_the_next() -> None:
    past = (group("x---", 400, 60), group("----", 4_000, 20))
    score = told(way({}, leads={60: past, 30: past, 0: (group("x---", 50), group("----", 900))})).score
    assert score is not None and score.quality is not None
    assert score.macros == 80
    assert score.quality.auc == pytest.approx((60 * 3_980 + (60 * 340 + 20 * 3_980) / 2) / (80 * 4_320))  # ties count half
    assert [one.happened for one in score.quality.bins] == [Rate(60, 400), Rate(20, 4_000)]
    assert score.quality.bins[0].said == pytest.approx(0.15, abs=0.01)
    assert sum(one.visitors for one in score.now) == 950
    assert score.ranked == ()


def test_under_forty_macros_people_are_ranked_and_no_chance_is_given() -> None:
    links = {Micro("pricing"): pair(STRONG)}
    now = (group("----", 40, recency=1), group("x---", 5, recency=1), group("xx--", 2), group("-x--", 3))
    score = told(way(links, leads={60: (group("x---", 100, 39),), 30: (group("x---", 100, 9),), 0: now})).score
    assert score is not None
    assert (score.quality, score.now, score.macros, score.needed) == (None, (), 39, 40)
    assert [(one.recency, one.marked, one.visitors) for one in score.ranked] == [(0, 1, 2), (0, 0, 3), (1, 1, 5), (1, 0, 40)]


def test_a_way_of_more_than_six_months_is_followed_to_its_end() -> None:
    """Forty macros, 5 days apart, from day 200 on; as many people have been known for 100 days only. # checklist 000-9"""
    lags = (*(Wait(200 + 5 * at, happened=True) for at in range(40)), Wait(100, happened=False, count=40))
    found = told(way({Micro("pricing"): pair(STRONG, lags)}, Windows(400, 180, 180), lags))
    first, pricing = found.curves
    assert (first.micro, pricing.micro) == (None, "pricing")
    assert (pricing.half, pricing.horizon, pricing.events) == (295, 395, 40)
    assert pricing.early == 245 and pricing.late == 345
    assert pricing.points[0] == (200, pytest.approx(1 / 40))
    assert pricing.points[-1] == (395, pytest.approx(1.0))


def test_those_who_may_still_go_on_pull_the_half_to_later_days() -> None:
    """Twenty go on by day 20 of the young, twenty by day 60 of the old: without the censored ones the half would be day 20."""
    early = tuple(Wait(day, happened=True) for day in range(1, 21))
    late = tuple(Wait(day, happened=True) for day in range(41, 61))
    waiting = Wait(30, happened=False, count=300), Wait(90, happened=False, count=60)
    found = told(way({Micro("pricing"): pair(STRONG, (*early, *late, *waiting))}, Windows(90, 90, 90)))
    (curve,) = found.curves
    assert curve.half > 40


def test_links_that_do_not_stand_out_have_no_curve() -> None:
    # checklist 002-1
    lags = tuple(Wait(day, happened=True) for day in range(25))
    found = told(way({Micro("pricing"): pair(STRONG, lags), Micro("download"): pair(NOTHING, lags)}))
    assert [curve.micro for curve in found.curves] == ["pricing"]
    few = tuple(Wait(day, happened=True) for day in range(19))
    assert told(way({Micro("pricing"): pair(STRONG, few)})).curves == ()


def test_three_clear_links_have_a_curve_without_first_visits_and_two_with_them() -> None:
    lags = tuple(Wait(day, happened=True) for day in range(25))
    links = {Micro(key): pair(STRONG, lags) for key in ("pricing", "download", "chat", "follow")}
    assert len(told(way(links)).curves) == 3
    assert [curve.micro is None for curve in told(way(links, lags=lags)).curves] == [True, False, False]


def test_nothing_linked_nothing_said() -> None:
    none = counts(way({}))
    assert find(settings(rules=settings().micros), none).leads is None
