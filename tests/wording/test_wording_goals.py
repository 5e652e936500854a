"""What a goal's card and the board say of forecasts, histories, steps, ramps, plans and goals made of others."""

from dataclasses import replace
from datetime import date

import pytest
from goal_fixture import projection, told_findings, told_settings, trend
from wording_draft import draft

from reportgen import wording
from reportgen.model.charts import PathChart
from reportgen.model.document import ActionList, Document, GoalBoard, GoalCard, Mark, Paragraph, Section
from reportgen.model.findings import (
    Basis,
    CombinedFinding,
    Findings,
    GoalFinding,
    GoalStatus,
    PartFinding,
    Ramping,
    SameAge,
    VersionChange,
)
from reportgen.model.reasons import CombinedReason, PathBasis
from reportgen.model.settings import Combine, Settings
from reportgen.stats import Interval
from reportgen.stats.attain import Attainable
from reportgen.stats.forecast import Method
from reportgen.stats.trend import TrendVerdict
from reportgen.wording import goals, numbers

FOUND = told_findings()
GOALS = {goal.key: goal for goal in FOUND.goals}
WHOLE = {goal.key: goal for goal in FOUND.combined}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return told_settings()


@pytest.fixture(scope="module")
def document(settings: Settings) -> Document:
    return wording.document(FOUND, settings)


def card_of(found: Findings, settings: Settings, key: str) -> GoalCard:
    return _card(goals.section(draft(found, settings)), key)


def card(document: Document, key: str) -> GoalCard:
    return _card(next(section for section in document.sections if section.id == "goals"), key)


def _card(section: Section, key: str) -> GoalCard:
    return next(block for block in section.blocks if isinstance(block, GoalCard) and block.id == f"goal-{key}")


def told(settings: Settings, goal: GoalFinding) -> GoalCard:
    """The card of one goal, told alone."""
    return card_of(replace(FOUND, goals=(goal,), combined=()), settings, goal.key)


def facts(found: GoalCard) -> dict[str, tuple[str, str | None]]:
    return {fact.label: (fact.text, fact.note) for fact in found.facts}


def remark(found: GoalCard, label: str) -> tuple[str, str]:
    return next((remark.word, remark.text) for remark in found.remarks if remark.label == label)


# --- where it lands ------------------------------------------------------------------------------------------------


def test_a_card_says_where_the_goal_lands_and_what_the_chance_is(document: Document) -> None:
    """checklist 000-6, 001-18"""
    assert card(document, "quotes").sentence == (
        "74 of 120 so far. As things go it ends at about 86 (80% range 80 to 94), with a chance of under 5% of reaching the target. "
        "To reach the target takes 5.3 a week from here; the last four weeks brought 2.5 a week."
    )
    assert card(document, "megan_blog").sentence.startswith(
        "+10% so far on the same days of the baseline; +15% is wanted. As things go it ends at about 11,300 (80% range 10,800 to 11,800), "
        "with a chance of 35% of reaching the target."
    )
    assert card(document, "spend").sentence == (
        "€15,200 so far, at most €24,000 is allowed; 83% of the time is gone. As things go it ends at about €18,300 "
        "(80% range €17,600 to €19,200), with a chance of over 95% of keeping to the limit. "
        "That leaves room for €1,010 a week; the last four weeks brought €365 a week."
    )


def test_the_facts_come_in_order_of_importance(document: Document) -> None:
    assert [fact.label for fact in card(document, "megan_blog").facts] == [
        "So far",
        "Target",
        "Chance to reach it",
        "Ends at about",
        "Target reached",
        "Needed from here",
        "Last four weeks",
        "Expected to date",
        "Pace",
        "Growth to date",
        "Baseline",
        "Deadline",
    ]
    known = facts(card(document, "megan_blog"))
    assert known["Ends at about"] == ("11,300", "80% range 10,800 to 11,800")
    assert known["Needed from here"] == ("251 a week", None)
    assert known["Last four weeks"] == ("217 a week", None)
    assert facts(card(document, "spend"))["Chance to keep to it"] == ("over 95%", None)


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.0, "under 5%"),
        (0.049, "under 5%"),
        (0.05, "5%"),
        (0.36, "35%"),
        (0.38, "40%"),
        (0.95, "95%"),
        (0.96, "over 95%"),
        (1.0, "over 95%"),
    ],
)
def test_a_chance_is_rounded_to_five_points_and_never_sure(settings: Settings, chance: float, text: str) -> None:
    goal = replace(GOALS["quotes"], projection=projection(86, 80, 94, chance))
    assert facts(told(settings, goal))["Chance to reach it"] == (text, None)


@pytest.mark.parametrize("status", [GoalStatus.ACHIEVED, GoalStatus.MISSED, GoalStatus.NOT_ENOUGH_DATA, GoalStatus.NOT_COMPARABLE])
def test_nothing_is_left_to_chance_once_it_is_over(settings: Settings, status: GoalStatus) -> None:
    known = facts(told(settings, replace(GOALS["quotes"], status=status)))
    assert not {"Chance to reach it", "Ends at about", "Target reached"} & known.keys()


@pytest.mark.parametrize(
    ("days", "fact"),
    [
        ((date(2026, 11, 12), date(2026, 11, 2), None), ("about Nov 12", "between Nov 2 and after the deadline")),
        ((date(2026, 11, 12), date(2026, 11, 2), date(2026, 12, 3)), ("about Nov 12", "between Nov 2 and Dec 3")),
        ((None, date(2026, 12, 14), None), ("after the deadline", "at the earliest about Dec 14")),
        ((None, None, None), ("after the deadline", None)),
    ],
)
def test_the_day_of_reaching_the_target(
    settings: Settings, days: tuple[date | None, date | None, date | None], fact: tuple[str, str | None]
) -> None:
    middle, early, late = days
    goal = replace(GOALS["quotes"], projection=projection(110, 90, 130, 0.3, reached=middle, reached_early=early, reached_late=late))
    assert facts(told(settings, goal))["Target reached"] == fact


def test_a_limit_is_passed_rather_than_reached(settings: Settings) -> None:
    assert facts(told(settings, GOALS["spend"]))["Limit passed"] == ("not before the deadline", None)
    passed = replace(GOALS["spend"], projection=projection(26_000, 23_000, 29_000, 0.2, reached=date(2026, 12, 5)))
    assert facts(told(settings, passed))["Limit passed"] == ("about Dec 5", None)


def test_a_rate_has_no_day(document: Document) -> None:
    known = facts(card(document, "contact_rate"))
    assert known["Ends at about"] == ("3.09%", "80% range 2.97% to 3.21%")
    assert "Target reached" not in known


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (84.0, 437.0, (84.0, 440.0)),
        (10_120.0, 10_880.0, (10_100.0, 10_900.0)),
        (89.2, 103.8, (89.0, 104.0)),
        (0.0, 7.4, (0.0, 7.4)),
        (0.0297, 0.0321, (0.0297, 0.0321)),
        (5.0, 5.0, (5.0, 5.0)),
    ],
)
def test_ends_have_two_figures_and_more_only_where_the_range_is_narrow(low: float, high: float, ends: tuple[float, float]) -> None:
    given = zip((low, high), numbers.steps(low, high), strict=True)
    assert tuple(numbers.to_step(value, step) for value, step in given) == pytest.approx(ends)


def test_a_total_never_ends_below_what_is_there(settings: Settings) -> None:
    goal = replace(GOALS["quotes"], actual=343.0, target=500.0, projection=projection(352.0, 344.1, 398.0, 0.01))
    assert facts(told(settings, goal))["Ends at about"] == ("350", "80% range 343 to 400")


def test_what_a_status_rests_on(document: Document) -> None:
    assert card(document, "quotes").basis == "by forecast"
    assert card(document, "bounce").basis == "by pace only"
    assert card(document, "proposals").basis is None


def test_how_the_forecast_was_made_is_a_footnote(document: Document, settings: Settings) -> None:
    assert card(document, "megan_blog").footnotes[-1] == (
        "Forecast from the weekly level of 95 weeks, which drifts by about ±11% a week, and the usual course of the year: "
        "4,000 possible futures."
    )
    assert card(document, "quotes").footnotes == (
        "The path to the target leads through its milestones or its months' and quarters' targets.",
        "Forecast from how often so rare a thing has happened of late (43 weeks of data): 4,000 possible futures.",
    )
    assert card(document, "contact_rate").footnotes[-1] == (
        "Weeks count a visitor anew, the goal counts everybody once: the forecast is scaled by 0.94 to match."
    )
    undrifted = replace(GOALS["quotes"], projection=projection(86, 80, 94, 0.1, drift=None, method=Method.SEASON))
    assert told(settings, undrifted).footnotes[-1] == (
        "Forecast from the weekly level of 43 weeks and the usual course of the year: 4,000 possible futures."
    )


def test_what_a_forecast_is_and_what_it_cannot_know_is_said_once(document: Document) -> None:
    goals = next(section for section in document.sections if section.id == "goals")
    notes = [block.text for block in goals.blocks if isinstance(block, Paragraph)]
    assert notes == [
        "A forecast takes the present weekly level (recent weeks count most), lets it drift as much as this series has drifted in the "
        "past, adds the usual course of the year where there is more than a year of data, and counts in how many of 4,000 possible "
        "futures the target is reached. It knows nothing of campaigns still to come.",
        "Attainability goes by past success, which is business as usual: with a plan behind it a goal can rightly be a stretch.",
        "By pace only, without a forecast: Bounce rate.",
    ]


# --- the path ------------------------------------------------------------------------------------------------------


def path(found: GoalCard) -> PathChart:
    assert found.figure is not None
    assert isinstance(found.figure.chart, PathChart)
    return found.figure.chart


def test_the_path_has_its_fan_from_today_to_the_deadline(document: Document) -> None:
    chart = path(card(document, "quotes"))
    assert (chart.fan[0].day, chart.fan[0].low, chart.fan[0].high) == (date(2026, 10, 31), 74.0, 74.0)
    assert (chart.fan[-1].day, chart.fan[-1].median) == (date(2026, 12, 31), 86.0)
    assert chart.words.title == "Quote requests: heading for about 86, target 120"
    assert chart.words.alt == (
        "Quote requests from Jan 1, 2026 to Dec 31, 2026: 74 by Oct 31, 2026, where the path to 120 expected 100. "
        "As things go it ends at about 86 (80% range 80 to 94)."
    )
    assert {name: chart.words.labels[name] for name in ("landing", "range", "band")} == {
        "landing": "about 86",
        "range": "80 to 94",
        "band": "80% range",
    }
    assert max(chart.words.ticks) >= 120


def test_goals_without_a_forecast_have_no_fan(document: Document) -> None:
    assert path(card(document, "proposals")).fan == ()
    assert path(card(document, "autumn")).fan == ()


def test_milestones_stand_on_the_path_and_targets_of_quarters_add_up(document: Document) -> None:
    quarters = path(card(document, "quotes")).waypoints
    assert [(one.label, one.value, one.reached) for one in quarters] == [
        ("Q1 30", 30.0, True),
        ("Q2 60", 60.0, False),
        ("Q3 90", 90.0, False),
    ]
    assert [(one.label, one.value) for one in path(card(document, "proposals")).waypoints] == [
        ("Spring fair €40K", 40_000.0),
        ("€75K", 75_000.0),
    ]


def test_the_table_behind_the_path_has_the_forecast(document: Document) -> None:
    figure = card(document, "quotes").figure
    assert figure is not None and figure.data is not None
    assert [column.label for column in figure.data.columns] == ["Day", "So far", "Expected", "Forecast"]
    last = figure.data.rows[-1].cells
    assert (last[0].text, last[1].mark, last[3].text, last[3].note) == ("Dec 31, 2026", Mark.NOT_YET, "86", "80 to 94")


def test_a_rates_path_fills_its_frame(document: Document) -> None:
    assert min(path(card(document, "contact_rate")).words.ticks) > 0.02
    assert min(path(card(document, "quotes")).words.ticks) == 0


# --- trend ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("quotes", ("Regressing", "The weekly level fell by about 46% in 13 weeks (95% range −68% to −12%).")),
        ("proposals", ("Progressing", "The weekly level rose by about 32% in 13 weeks (95% range +8% to +63%).")),
        ("contact_rate", ("Stagnating", "No real change in 13 weeks (95% range −5% to +17%).")),
        ("megan_blog", ("No clear trend", "The ups and downs are too large to tell; a change smaller than about 40% would not show.")),
        ("bounce", ("Progressing", "The weekly level fell by about 18% in 13 weeks (95% range −30% to −6%), as is wanted.")),
        ("spend", ("Regressing", "The weekly level rose by about 21% in 13 weeks (95% range +3% to +44%), where less is wanted.")),
        ("autumn", ("Not enough data", "A trend takes eight weeks with data and at least five events.")),
    ],
)
def test_trend_verdicts_bring_their_evidence(document: Document, key: str, said: tuple[str, str]) -> None:
    """Lower is better where a goal wants at most something. # checklist 000-6"""
    assert remark(card(document, key), "Trend") == said


def test_a_large_change_has_two_figures(settings: Settings) -> None:
    goal = replace(GOALS["quotes"], trend=trend(TrendVerdict.PROGRESSING, 1.172, 0.214, 3.48))
    assert remark(told(settings, goal), "Trend")[1] == "The weekly level rose by about 120% in 13 weeks (95% range +21% to +350%)."


# --- history and steps ---------------------------------------------------------------------------------------------


def test_the_history_is_a_row_of_looks_with_words(document: Document, settings: Settings) -> None:
    found = card(document, "megan_blog").history
    assert found is not None
    assert [(look.when, look.badge.text, look.chance) for look in found.looks][-3:] == [
        ("Aug", "On track", "70%"),
        ("Sep", "On track", "65%"),
        ("Oct", "At risk", "35%"),
    ]
    assert (found.looks[0].badge.text, found.looks[0].chance) == ("Not enough data", None)
    assert found.caption == "How it stood at each month's end, with its chance then"
    settled = tuple(replace(look, status=GoalStatus.ACHIEVED) for look in GOALS["megan_blog"].history)
    assert (
        getattr(told(settings, replace(GOALS["megan_blog"], history=settled)).history, "caption", "") == "How it stood at each month's end"
    )
    assert [[cell.text for cell in row.cells] for row in found.data.rows][-1] == ["Oct 31, 2026", "At risk", "35%", "9,310", "9,580"]


def test_status_shapes_differ_without_colour(document: Document) -> None:
    """Every word that can be judged has its own shape, so that a grey print tells them apart."""
    judged: dict[str, str] = {}
    for key in GOALS:
        found = card(document, key)
        looks = found.history.looks if found.history else ()
        judged |= {badge.text: badge.icon for badge in (found.badge, *(look.badge for look in looks))}
    ours = [judged[word] for word in ("Achieved", "Ahead", "On track", "At risk", "Off track")]
    assert len(set(ours)) == len(ours)


def test_one_look_is_no_history(settings: Settings) -> None:
    assert told(settings, replace(GOALS["megan_blog"], history=GOALS["megan_blog"].history[:1])).history is None


def test_no_more_looks_than_fit_in_a_row_and_years_where_there_are_two(settings: Settings) -> None:
    looks = GOALS["megan_blog"].history
    older = tuple(replace(look, day=look.day.replace(year=2025, day=28)) for look in looks)
    found = told(settings, replace(GOALS["megan_blog"], history=(*older, *looks))).history
    assert found is not None
    assert len(found.looks) == 12
    assert [look.when for look in found.looks][:4] == ["Sep 28", "Oct 28", "Jan 2026", "Feb"]
    assert len(found.data.rows) == 20


def test_changes_of_the_goal_are_marked_and_told(document: Document) -> None:
    found = card(document, "quotes").history
    assert found is not None
    assert [look.when for look in found.looks if look.change] == ["Jul"]
    assert found.looks[6].change == "new target"
    assert found.changes == ("Target raised from 110 to 120 on July 1, 2026: the board raised it.",)
    assert [row.cells[5].text for row in found.data.rows][5:7] == ["110", "120"]


@pytest.mark.parametrize(
    ("change", "sentence", "mark"),
    [
        (VersionChange(date(2026, 7, 1), 150.0, None), "Target lowered from 150 to 120 on July 1, 2026.", "new target"),
        (VersionChange(date(2026, 7, 1), 100.0, None), "Target raised from 100 to 120 on July 1, 2026.", "new target"),
        (
            VersionChange(date(2026, 7, 1), 150.0, "a smaller team."),
            "Target lowered from 150 to 120 on July 1, 2026: a smaller team.",
            "new target",
        ),
        (VersionChange(date(2026, 7, 1), 120.0, None), "The limits of the status words were changed on July 1, 2026.", "new limits"),
        (
            VersionChange(date(2026, 7, 1), None, "too strict"),
            "The limits of the status words were changed on July 1, 2026: too strict.",
            "new limits",
        ),
    ],
)
def test_kinds_of_changes(settings: Settings, change: VersionChange, sentence: str, mark: str) -> None:
    found = told(settings, replace(GOALS["quotes"], changes=(change,))).history
    assert found is not None
    assert found.changes == (sentence,)
    assert found.looks[6].change == mark


def test_steps_are_a_table(document: Document) -> None:
    (quarters,) = card(document, "quotes").tables
    assert quarters.caption == "Targets on the way"
    assert [[cell.text for cell in row.cells] for row in quarters.rows] == [
        ["Q1 2026", "30", "31", "Reached"],
        ["Q2 2026", "30", "27", "Missed"],
        ["Q3 2026", "30", "13", "Missed"],
        ["Q4 2026", "30", "3", "Open"],
    ]
    (milestones,) = card(document, "proposals").tables
    assert milestones.caption == "Milestones"
    assert [(row.cells[0].text, row.cells[0].note, row.cells[3].text) for row in milestones.rows] == [
        ("Spring fair", "by Mar 31, 2026", "Reached"),
        ("by Jul 31, 2026", None, "Missed"),
    ]


def test_a_step_that_has_not_begun_has_no_number(settings: Settings) -> None:
    late = replace(GOALS["quotes"].steps[3], actual=None, reached=None)
    goal = replace(GOALS["quotes"], steps=(late,), as_of=date(2026, 9, 30))
    cells = told(settings, goal).tables[0].rows[0].cells
    assert (cells[2].mark, cells[3].text) == (Mark.NOT_YET, "Not begun")


# --- ramp and plan -------------------------------------------------------------------------------------------------


def test_a_new_campaign_is_compared_at_its_age_and_not_called_behind(document: Document, settings: Settings) -> None:
    ramping = card(document, "autumn")
    assert ramping.badge.text == "Ramping"
    assert ramping.sentence == "9 of 120 so far. It is new and still coming up to speed. To reach the target takes 11 a week from here."
    assert "Pace" not in facts(ramping)
    assert remark(ramping, "Ramp") == ("Week 2 of 6", "At this age Spring had 14, this one has 9. Nothing is called behind yet.")
    begin = GOALS["autumn"].period.begin
    over = Ramping(begin, 7, 6, 61.0, (SameAge("Spring", 70.0), SameAge("Fair", 40.0)))
    done = told(settings, replace(GOALS["autumn"], status=GoalStatus.ON_TRACK, reason=None, ramp=over))
    assert remark(done, "Ramp") == ("Its 6 weeks are over", "At this age Spring had 70 and Fair had 40, this one has 61.")
    alone = told(settings, replace(GOALS["autumn"], ramp=Ramping(begin, 2, 6, 9.0, ())))
    assert remark(alone, "Ramp")[1] == "Since Oct 19, 2026 it has brought 9. Nothing is called behind yet."


def test_the_plan_says_how_attainable_the_target_was(document: Document) -> None:
    """checklist 000-5 (A)"""
    assert remark(card(document, "quotes"), "Attainability") == (
        "Realistic",
        "Judged from the time before it began, the chance was 45% and the 80% range 84 to 160, with the target in its middle. "
        "The same length before had 96, the best such stretch 118 (up to Jun 30, 2025); the target is +25% and +2% on these. "
        "Targets to consider: 110 (a chance of about 60%) or 140 (about 30%).",
    )
    assert remark(card(document, "proposals"), "Attainability") == (
        "Within reach without change; consider a higher target",
        "Judged from the time before it began, the chance was 85% and the 80% range €110,000 to €190,000, "
        "with the target in its lower part. "
        "The same length before had €124,000; the target is −3% on that.",
    )
    assert remark(card(document, "newsletter"), "Attainability") == ("No history to judge by", "")


def test_a_goal_not_begun_is_judged_by_what_goes_on_and_one_that_is_over_gets_no_other_target(settings: Settings) -> None:
    ahead = told(settings, replace(GOALS["quotes"], status=GoalStatus.NOT_STARTED))
    assert remark(ahead, "Attainability")[1].startswith("If all goes on as before, the chance is 45%")
    over = told(settings, replace(GOALS["quotes"], status=GoalStatus.MISSED))
    assert "Targets to consider" not in remark(over, "Attainability")[1]


@pytest.mark.parametrize(
    ("actual", "at_most", "said"), [(110.0, False, True), (111.0, False, False), (110.0, True, True), (109.0, True, False)]
)
def test_no_target_is_proposed_that_is_passed_already(settings: Settings, actual: float, at_most: bool, said: bool) -> None:
    """110 is the likelier of the two that the time before the goal lets expect."""
    reached = told(settings, replace(GOALS["quotes"], actual=actual, at_most=at_most))
    assert ("Targets to consider" in remark(reached, "Attainability")[1]) is said


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (Attainable.WITHIN_REACH, "Within reach without change; consider a higher target"),
        (Attainable.REALISTIC, "Realistic"),
        (Attainable.STRETCH, "A stretch"),
        (Attainable.VERY_AMBITIOUS, "Very ambitious"),
        (Attainable.IMPLAUSIBLE, "Beyond what this history makes plausible"),
        (Attainable.NO_HISTORY, "No history to judge by"),
    ],
)
def test_words_of_attainability(settings: Settings, label: Attainable, words: str) -> None:
    plan = GOALS["quotes"].plan
    assert plan is not None
    assert remark(told(settings, replace(GOALS["quotes"], plan=replace(plan, label=label))), "Attainability")[0] == words


@pytest.mark.parametrize(
    ("target", "place"),
    [(70.0, "; the target lies below it."), (90.0, "lower part."), (120.0, "middle."), (155.0, "upper part."), (170.0, "lies above it.")],
)
def test_the_targets_place_in_the_plausible_range(settings: Settings, target: float, place: str) -> None:
    assert place in remark(told(settings, replace(GOALS["quotes"], target=target)), "Attainability")[1]


def test_a_best_stretch_that_is_the_one_before_is_said_once_and_nothing_is_no_target(settings: Settings) -> None:
    plan = GOALS["quotes"].plan
    assert plan is not None
    same = replace(plan, best=plan.before, proposed=(0.0, 2.0))
    told_of = remark(told(settings, replace(GOALS["quotes"], plan=same)), "Attainability")[1]
    assert told_of.endswith("The same length before had 96, which is also the best such stretch; the target is +25% on that.")
    near = replace(plan, best=96.1, proposed=None)
    told_of = remark(told(settings, replace(GOALS["quotes"], plan=near)), "Attainability")[1]
    assert told_of.endswith("The same length before had 96; the target is +25% on that.")


def test_what_check_prints_of_the_plans() -> None:
    lines = wording.plans(FOUND).splitlines()
    assert lines[0] == "How attainable the targets are, from the history before them"
    assert lines[2].startswith("· Quote requests: Realistic. Judged from the time before it began, the chance was 45%")
    assert lines[3].startswith("! Accepted proposals: Within reach without change; consider a higher target. ")
    assert lines[4] == "· Newsletter list: No history to judge by."
    assert wording.plans(replace(FOUND, goals=FOUND.goals[2:3])) == ""


# --- goals made of others ------------------------------------------------------------------------------------------


def combined(settings: Settings, goal: CombinedFinding) -> GoalCard:
    return card_of(replace(FOUND, combined=(goal,)), settings, goal.key)


def test_a_combined_goal_has_a_card_with_its_parts(document: Document) -> None:
    found = card(document, "year")
    assert found.sentence == "As far as the part that is furthest behind: Quote requests (off track). The chance of it is under 5%."
    assert found.metric == "All of Organic blog traffic, Quote requests, and Accepted proposals"
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [
        ["Organic blog traffic", "At risk", "35%"],
        ["Quote requests", "Off track", "under 5%"],
        ["Accepted proposals", "Achieved", "–"],
    ]
    assert (found.letters, found.figure, found.note) == ((), None, "All three, or it was no good year.")
    guarded = card(document, "healthy")
    assert guarded.sentence.endswith("The chance of it is between 20% and 35%, depending on whether its parts go together.")
    assert [row.cells[1].text for row in guarded.tables[0].rows] == ["The aim", "Has to hold"]
    weighted = card(document, "score")
    assert weighted.sentence == "The weighted score is 77%, where 83% is due by now; 90% is wanted."


@pytest.mark.parametrize(
    ("bounds", "text"),
    [
        ((0.41, 0.69), "between 40% and 70%"),
        ((0.0, 0.4), "at most 40%"),
        ((0.61, 1.0), "at least 60%"),
        ((0.0, 1.0), "not known"),
        ((0.4, 0.41), "about 40%"),
        ((0.01, 0.03), "under 5%"),
        ((0.97, 0.99), "over 95%"),
    ],
)
def test_the_chance_of_a_combined_goal_is_a_range(settings: Settings, bounds: tuple[float, float], text: str) -> None:
    found = combined(settings, replace(WHOLE["healthy"], probability=bounds))
    assert facts(found)["Chance to reach it"][0] == text


@pytest.mark.parametrize(
    ("reason", "statuses", "sentence"),
    [
        (CombinedReason.ALL_REACHED, ("achieved", "achieved"), "All of them are reached: One and Two."),
        (CombinedReason.PART_MISSED, ("missed", "on_track"), "One is missed, so all of them cannot be reached any more."),
        (CombinedReason.PART_MISSED, ("missed", "missed"), "One and Two are missed, so all of them cannot be reached any more."),
        (CombinedReason.ONE_REACHED, ("on_track", "achieved"), "Two is reached, and one is enough."),
        (CombinedReason.ALL_MISSED, ("missed", "missed"), "All of them are missed: One and Two."),
        (CombinedReason.WEAKEST, ("at_risk", "ahead"), "As far as the part that is furthest behind: One (at risk)."),
        (CombinedReason.STRONGEST, ("at_risk", "off_track"), "As far as the part that is furthest ahead: One (at risk)."),
        (CombinedReason.PART_UNKNOWN, ("at_risk", "not_comparable"), "Two cannot be judged yet, so neither can the whole."),
    ],
)
def test_how_the_whole_follows_from_its_parts(settings: Settings, reason: CombinedReason, statuses: tuple[str, str], sentence: str) -> None:
    parts = tuple(
        PartFinding(key, label, GoalStatus(status), 1.0, False)
        for key, label, status in zip(("one", "two"), ("One", "Two"), statuses, strict=True)
    )
    whole = replace(WHOLE["year"], parts=parts, reason=reason, status=GoalStatus.AT_RISK, probability=None)
    assert combined(settings, whole).sentence == sentence


@pytest.mark.parametrize(
    ("reason", "status", "sentence"),
    [
        (CombinedReason.GUARD_BROKEN, GoalStatus.OFF_TRACK, "It does not count while Contact rate does not hold."),
        (
            CombinedReason.GUARD_UNKNOWN,
            GoalStatus.NOT_ENOUGH_DATA,
            "Whether Contact rate holds cannot be told yet, so neither can the whole be judged.",
        ),
    ],
)
def test_what_a_guard_says(settings: Settings, reason: CombinedReason, status: GoalStatus, sentence: str) -> None:
    aim, guard = WHOLE["healthy"].parts
    whole = replace(WHOLE["healthy"], parts=(aim, replace(guard, status=status)), reason=reason, probability=None)
    assert combined(settings, whole).sentence == sentence


# --- the front page and the board ----------------------------------------------------------------------------------


def test_the_first_sentence_names_the_goal_most_at_risk(document: Document) -> None:
    assert "Most at risk: Quote requests, with a chance of under 5%." in document.sentences[0]


def test_the_first_sentence_names_the_goals_made_of_others(document: Document, settings: Settings) -> None:
    """By name up to three; of more, those that are behind."""
    assert document.sentences[0].endswith(
        "Made of several goals: A good year (off track), Demand (at risk), and Growth that lasts (at risk)."
    )
    fine = replace(WHOLE["year"], label="Fine", status=GoalStatus.AHEAD)
    many = wording.document(replace(FOUND, combined=(fine, fine, fine, WHOLE["year"])), settings)
    assert many.sentences[0].endswith("Made of several goals: A good year (off track).")


def test_a_new_status_since_the_last_look_and_a_missed_step_are_said(settings: Settings) -> None:
    alone = wording.document(replace(FOUND, goals=FOUND.goals[:1], combined=()), settings).sentences[0]
    assert alone == "The one goal, Organic blog traffic: at risk, with a chance of 35%. It was on track at the end of September."
    october = replace(GOALS["quotes"].steps[2], period=FOUND.period, label="Trade fair")
    missed = replace(GOALS["quotes"], steps=(october,))
    both = wording.document(replace(FOUND, goals=(GOALS["megan_blog"], missed), combined=()), settings).sentences[0]
    assert both.endswith("Most at risk: Quote requests, with a chance of under 5%. Quote requests missed a step: Trade fair, 13 of 30.")


def test_actions_say_the_chance(document: Document) -> None:
    items = next(block for block in document.front if isinstance(block, ActionList)).items
    assert (items[1].text, items[1].number) == (
        "Change the plan or the target of Quote requests (Jonas) –",
        "120 by Dec 31, 2026 takes 5.3 a week, the last four weeks brought 2.5 a week; chance under 5%",
    )


def test_the_board_has_every_goal_and_words_for_any_that_a_page_leaves_out(settings: Settings) -> None:
    goals = tuple(replace(GOALS["quotes"], key=f"g{place}") for place in range(14))
    front = wording.document(replace(FOUND, goals=goals, combined=()), settings).front
    board = next(block for block in front if isinstance(block, GoalBoard))
    assert (len(board.lines), len(board.more)) == (14, 14)
    assert (board.more[0], board.more[6]) == ("One more goal: page", "7 more goals: page")


def test_the_board_has_chances_and_combined_goals(document: Document) -> None:
    board = next(block for block in document.front if isinstance(block, GoalBoard))
    lines = {line.label: line for line in board.lines}
    assert lines["Contact rate"].probability == "85%"
    assert lines["Accepted proposals"].probability is None
    assert [line.badge.text for line in board.lines][:7] == ["Off track", "Off track", *["At risk"] * 3, "Not comparable", "On track"]
    year, demand = lines["A good year"], lines["Demand"]
    assert (year.actual, year.target, year.probability) == ("1 of 3 reached", "all 3", "under 5%")
    assert year.parts == "All of Organic blog traffic, Quote requests, and Accepted proposals"
    assert (demand.actual, demand.target, demand.chart) == ("77%", "90%", "bullet-score")
    assert any(figure.id == "bullet-score" for figure in document.charts)
    assert board.notes == ("By pace only, without a forecast: Bounce rate.",)


def test_no_note_on_the_basis_where_every_goal_has_a_forecast(settings: Settings) -> None:
    sure = tuple(goal for goal in FOUND.goals if goal.basis is Basis.PROJECTION)
    front = wording.document(replace(FOUND, goals=sure), settings).front
    assert next(block for block in front if isinstance(block, GoalBoard)).notes == ()


def test_the_board_in_the_terminal_says_the_same() -> None:
    lines = wording.board(FOUND).splitlines()
    assert "Progress           Chance               Deadline" in lines[2]
    assert lines[3].split() == ["↓", "Off", "track", "Quote", "requests", "74", "120", "62%", "under", "5%", "Dec", "31,", "2026", "Jonas"]
    assert "A good year: All of Organic blog traffic, Quote requests, and Accepted proposals" in lines


def test_the_terminals_plan_has_attainability_and_rates() -> None:
    lines = wording.board(FOUND, plan=True).splitlines()
    heads = ("Attainability", "Plausible range", "Targets to consider", "Needed from here", "Last four weeks")
    places = [lines[2].index(head) for head in heads]
    quotes = [lines[3][start:end].strip() for start, end in zip(places, [*places[1:], None], strict=True)]
    assert quotes == ["Realistic", "84 to 160", "110 or 140", "5.3 a week", "2.5 a week"]


def test_any_of_wants_one(settings: Settings) -> None:
    one = replace(WHOLE["year"], combine=Combine.ANY_OF)
    front = wording.document(replace(FOUND, combined=(one,)), settings).front
    line = next(block for block in front if isinstance(block, GoalBoard)).lines[1]
    assert (line.target, line.parts) == ("one of 3", "One of Organic blog traffic, Quote requests, and Accepted proposals")


def test_the_method_says_what_the_forecast_rests_on_and_what_it_does_not_know(document: Document) -> None:
    method = next(section for section in document.sections if section.id == "method")
    texts = " ".join(block.text for block in method.blocks if isinstance(block, Paragraph))
    assert "4,000 futures" in texts
    assert "A forecast knows past drift only. Campaigns, relaunches and price changes that are planned are not in it" in texts
    assert "their middle 80% is the range that is printed" in texts


def test_a_forecast_in_another_locale_keeps_its_percent_sign(settings: Settings) -> None:
    known = facts(card_of(told_findings("da"), settings, "quotes"))
    assert known["Chance to reach it"][0] == "under 5\xa0%"


def test_a_level_that_is_projected_has_no_day(settings: Settings) -> None:
    level = replace(GOALS["quotes"], path_basis=PathBasis.LEVEL)
    assert "Target reached" not in facts(told(settings, level))


def test_a_certain_interval_is_written_once(settings: Settings) -> None:
    sure = replace(projection(86, 86, 86, 0.5), interval=Interval(86.0, 86.0, 0.80))
    assert facts(told(settings, replace(GOALS["quotes"], projection=sure)))["Ends at about"] == ("86", "80% range 86 to 86")
