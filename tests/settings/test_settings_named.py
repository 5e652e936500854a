"""Named metrics: what a formula becomes, its units, and what is refused at which line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from settings_workspace import Refused, Workspace

from reportgen.model.quantity import COUNT, MONEY, PEOPLE, RATIO, Base, Quantity
from reportgen.model.settings import MetricKind, Named

REPORT = """\
site: {name: N, zone: UTC}
inputs:
  web: data/*
  page:
    files: p/*
    platform: Facebook
    counters:
      date: Date
      measures:
        likes: {column: Likes, kind: stock}
        new: {column: New, kind: flow}
        sales: {column: Sales, kind: flow, unit: money}
  lists: {files: l/*, counters: {date: Month, grain: month, dimension: List, measures: {size: {column: Size, kind: stock}}}}
page_groups: {blog: /blog/*}
metrics:
"""
CONVERSIONS = """\
conversions:
  contact: {label: Contact, tier: macro, match: contact, outcome: We talk.}
  based: {label: Based, tier: micro, match: file_download, supports: contact, rate_base: contact}
"""


def report(**formulas: str) -> str:
    return REPORT + "".join(f"  {key}: {{label: {key}, formula: '{text}'}}\n" for key, text in formulas.items())


def named(workspace: Workspace, text: str) -> Named:
    return workspace.write(report=report(one=text), conversions=CONVERSIONS).load().named[0]


@pytest.mark.parametrize(
    ("text", "kind", "quantity"),
    [
        ("converters(contact) / visitors", MetricKind.RATE, RATIO),
        ("converters(based) / visitors", MetricKind.RATIO, RATIO),
        ("converters(contact)[channel: Email] / visitors", MetricKind.RATIO, RATIO),
        ("engaged_sessions[page: blog] / sessions[page: blog]", MetricKind.ENGAGEMENT_RATE, RATIO),
        ("cost / conversions(contact)", MetricKind.RATIO, MONEY.by(COUNT)),
        ("value(any_macro) / visitors", MetricKind.RATIO, MONEY.by(PEOPLE)),
        ("counter(page.sales) - cost", MetricKind.SUM, MONEY),
        ("counter(lists.size)[dimension: News]", MetricKind.COUNTER, COUNT),
        ("conversions(contact) * (value(contact) / conversions(contact))", MetricKind.SUM, MONEY),
        ("2 * conversions(contact) + conversions(based)", MetricKind.SUM, COUNT),
        ("cost[channel: Paid Search | Email, campaign: spring_*]", MetricKind.COST, MONEY),
    ],
)
def test_what_a_formula_becomes(workspace: Workspace, text: str, kind: MetricKind, quantity: Quantity) -> None:
    found = named(workspace, text)
    wanted = MetricKind.PRODUCT if text.startswith("conversions(contact) *") else kind
    assert (found.metric.kind, found.metric.quantity, found.formula) == (wanted, quantity, text)


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("1 - engaged_sessions / sessions", [("sessions", 1), ("engaged_sessions", -1)], "sessions"),
        ("cost * 1.19 / conversions(contact)", [("cost", 1.19)], "conversions"),
        ("(value(contact) - cost) / 2 / sessions", [("value", 0.5), ("cost", -0.5)], "sessions"),
        ("cost / sessions + 2 * value(contact) / sessions", [("cost", 1), ("value", 2)], "sessions"),
    ],
)
def test_a_quotient_of_sums_stays_one(workspace: Workspace, text: str, above: list[tuple[str, float]], below: str) -> None:
    """So that a goal can follow and forecast it as a sum by a sum."""
    metric = named(workspace, text).metric
    assert metric.kind is MetricKind.RATIO
    assert metric.numerator is not None
    assert metric.denominator is not None
    assert [(term.metric.kind.value, pytest.approx(term.weight)) for term in metric.numerator.terms] == above
    assert metric.denominator.kind.value == below


def test_metrics_are_made_of_metrics_whatever_their_order(workspace: Workspace) -> None:
    files = report(taxed="each * 1.19", each="cost / conversions(contact)")
    taxed, each = workspace.write(report=files, conversions=CONVERSIONS).load().named
    assert taxed.metric.kind is each.metric.kind is MetricKind.RATIO
    assert taxed.metric.quantity == each.metric.quantity == MONEY.by(COUNT)
    assert (taxed.formula, taxed.metric.named) == ("each * 1.19", "taxed")


LINE = REPORT.count("\n") + 1
START = len("  one: {label: one, formula: '") + 1


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("cost + visitors", 5, "`cost` is money and `visitors` is people, each counted once: they do not add up; divide one by the other"),
        ("cost + 500", 5, "`cost` is money and `500` is a plain number: they do not add up; multiply by a number instead"),
        ("cost * visitors", 5, "comes to money times people, which nobody can read"),
        ("1 / visitors", 2, "comes to one per people, which nobody can read"),
        ("2 * 3", 0, "measures nothing: it is a number alone"),
        ("cost / (2 - 2)", 10, "divides by zero"),
        ("vistors / sessions", 0, "`vistors` is not known here; did you mean `visitors`?"),
        ("cost / conversions(contct)", 7, "there is no conversion `contct`; did you mean `contact`?"),
        ("cost / conversions", 7, "`conversions` needs a conversion rule; write `conversions(KEY)`"),
        ("cost(contact)", 0, "`cost` takes no key in `( )`"),
        ("cost[device: mobile]", 0, "`device` is not a filter of `cost`; there are `channel`, `campaign`"),
        ("sessions[channel: A, channel: B]", 0, "the filter `channel` is there twice; write `channel: A | B`"),
        ("sessions[visit: old]", 0, "`old` is no kind of visit"),
        ("sessions[page: blgo]", 0, "there is no page group `blgo`; did you mean `blog`?"),
        ("counter(page.like)", 0, "there is no counter `page.like`; did you mean `page.likes`?"),
        (
            "counter(lists.size)",
            0,
            "a stock is told for each List and does not add up over them; write `counter(lists.size)[dimension: VALUE]`",
        ),
        ("counter(page.new)[dimension: x]", 0, "`page.new` has no dimension"),
        ("counter(page.likes) + counter(page.new)", 20, "`counter(page.likes)` is how many there are, the other how many came"),
        ("sessions / (one + 1)", 12, "leads back to `one` itself"),
    ],
)
def test_what_is_wrong_is_said_at_its_line_and_column(refused: Refused, text: str, at: int, said: str) -> None:
    problem = refused(report=report(one=text), conversions=CONVERSIONS)
    assert problem.startswith(f"config/report.yaml:{LINE}:{START + at}: metrics.one.formula: {said}")


def test_a_formula_over_several_lines_names_its_character(refused: Refused) -> None:
    folded = REPORT + "  one:\n    label: One\n    formula: >-\n      cost /\n      vistors\n"
    assert "metrics.one.formula: at character 8: `vistors` is not known here" in refused(report=folded)


def test_a_mistake_is_said_once_and_not_again_by_those_who_name_it(workspace: Workspace) -> None:
    files = report(one="cost / vistors", two="one * 2", three="two + one")
    assert len(workspace.write(report=files).problems()) == 1


def test_metrics_that_name_each_other_are_refused(workspace: Workspace) -> None:
    said = workspace.write(report=report(one="two", two="three / 2", three="one")).problems()
    assert len(said) == 3
    assert all("leads back to" in each for each in said)


def test_metrics_inside_metrics_do_not_grow_without_end(workspace: Workspace) -> None:
    """Each doubles the one before: the twentieth would have a million parts."""
    doubled = {f"m{n}": f"m{n - 1} + m{n - 1}" for n in range(1, 21)}
    said = workspace.write(report=report(m0="cost", **doubled)).problems()
    assert said[0].endswith("comes to more than 60 parts, with the metrics that it names; take some of them out")
    assert len(said) == 1


def test_a_name_that_stands_for_something_is_taken(refused: Refused) -> None:
    assert "metrics.visitors.formula: the name `visitors` is taken" in refused(report=report(visitors="sessions"))


def goal(metric: str, target: str) -> str:
    return f"goals:\n  g: {{label: G, metric: {metric}, target: {target}, from: 2026-01-01, by: 2026-12-31}}\n"


# checklist 001-19
def test_a_goal_measures_a_metric_by_its_name(workspace: Workspace) -> None:
    files = {"report": report(each="cost / conversions(contact)", share="converters(contact) / visitors"), "conversions": CONVERSIONS}
    loaded = workspace.write(**files, goals=goal("each", "{at_most: 40}")).load()
    assert loaded.goals[0].metric == loaded.named[0].metric
    assert workspace.write(**files, goals=goal("{named: share}", "3%")).load().goals[0].target.value == 0.03
    inner = workspace.write(**files, goals=goal("{ratio: {of: each, to: sessions}}", "3")).load().goals[0].metric.numerator
    assert inner is not None
    assert inner.named == "each"


@pytest.mark.parametrize(
    ("metric", "target", "said"),
    [
        ("eech", "3", "goals.g.metric: `eech` is not a metric; did you mean `each`?"),
        ("{named: x}", "3", "goals.g.metric: `x` is not a metric; there are `sessions`"),
        ("{named: {each: 1}}", "3", "`named` needs a name; write `named: KEY`"),
        ("each", "3%", "goals.g.target: `3%` is a share, and `each` is money per count; write +3% for that much more"),
        ("share", "3", "goals.g.target: `3` is more than a rate can be; write 3%"),
        ("stocked", "3", "a stock in a ratio or sum cannot be followed"),
    ],
)
def test_what_a_goal_cannot_measure(refused: Refused, metric: str, target: str, said: str) -> None:
    formulas = report(each="cost / conversions(contact)", share="converters(contact) / visitors", stocked="cost / counter(page.likes)")
    assert said in refused(report=formulas, conversions=CONVERSIONS, goals=goal(metric, target))


QUANTITIES = st.builds(
    lambda over, under: Quantity(tuple(over)).by(Quantity(tuple(under))), *[st.lists(st.sampled_from(Base), max_size=3)] * 2
)


@given(QUANTITIES, QUANTITIES, QUANTITIES)
def test_units_multiply_as_numbers_do(one: Quantity, two: Quantity, three: Quantity) -> None:
    assert one.times(two) == two.times(one)
    assert one.times(two).times(three) == one.times(two.times(three))
    assert one.by(one) == RATIO
    assert one.times(two).by(two) == one


def test_counters_of_files_that_nobody_looked_at_are_no_mistake(workspace: Workspace) -> None:
    """Whether `web` holds a vendor's totals is known once its files are read."""
    found = workspace.write(report=report(one="counter(web.visitors) / 2", two="one * 2", three="cost")).load()
    assert [one.key for one in found.named] == ["three"]
