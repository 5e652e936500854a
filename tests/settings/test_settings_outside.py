"""Inputs of totals and costs, and goals on them: what loads, and what is refused with what would be right."""

import pytest
from settings_workspace import Refused, Workspace

from reportgen.model.quantity import MONEY
from reportgen.model.settings import CounterKind, Direction, MetricKind
from reportgen.periods import Grain

INPUTS = """\
site: {name: N, zone: UTC}
inputs:
  web: data/*
  page:
    files: p/*
    platform: Facebook
    counters: {date: Date, measures: {likes: {column: Total likes, kind: stock, label: Page likes}, new: {column: New, kind: flow}}}
  lists: {files: l/*, counters: {date: Month, grain: month, dimension: List, measures: {size: {column: Size, kind: stock}}}}
  ads: {files: a/*, costs: {date: day, until: last, amount: cost, of_channel: Paid Search}}
"""


def goals(metric: str, more: str = "target: 5") -> str:
    return f"goals:\n  g: {{label: G, metric: {metric}, {more}, from: 2026-01-01, by: 2026-12-31}}\n"


def test_inputs_say_which_column_holds_what(workspace: Workspace) -> None:
    _, page, lists, ads = workspace.write(report=INPUTS).load().report.inputs
    assert [(each.key, each.kind, each.label) for _, each in page.measures] == [
        ("likes", CounterKind.STOCK, "Page likes"),
        ("new", CounterKind.FLOW, None),
    ]
    assert [(each.grain, each.dimension) for each in lists.counters] == [(Grain.MONTH, (("List",),))]
    assert [(each.until, each.of_channel, each.currency) for each in ads.costs] == [(("last",), "Paid Search", ())]


def test_a_goal_knows_what_its_counters_input_says(workspace: Workspace) -> None:
    likes = workspace.write(report=INPUTS, goals=goals("{counter: page.likes}")).load().goals[0].metric
    assert (likes.kind, likes.counter, likes.stock, likes.grain) == (MetricKind.COUNTER, "page.likes", True, Grain.DAY)
    size = workspace.write(report=INPUTS, goals=goals("{counter: {name: lists.size, dimension: News}}")).load().goals[0].metric
    assert (size.stock, size.grain, size.dimension) == (True, Grain.MONTH, ("News",))
    per = goals("{ratio: {of: {cost: {channel: Paid Search}}, to: {conversions: contact}}}", "target: {at_most: 40}")
    goal = workspace.write(report=INPUTS, goals=per).load().goals[0]
    assert goal.metric.numerator is not None
    assert (goal.metric.numerator.kind, goal.metric.numerator.scope.channel) == (MetricKind.COST, ("Paid Search",))
    assert goal.target.direction is Direction.AT_MOST
    assert workspace.write(report=INPUTS, goals=goals("cost")).load().goals[0].metric.kind is MetricKind.COST


def test_a_goal_on_money_that_a_counter_tells_is_money(workspace: Workspace) -> None:
    books = "  books: {files: b/*, counters: {date: Month, grain: month, measures: {revenue: {column: R, kind: flow, unit: money}}}}\n"
    metric = workspace.write(report=INPUTS + books, goals=goals("{counter: books.revenue}")).load().goals[0].metric
    assert metric.quantity == MONEY


@pytest.mark.parametrize(
    ("metric", "more", "said"),
    [
        ("{counter: page.like}", "target: 5", "there is no counter `page.like`; did you mean `page.likes`?"),
        ("{counter: {dimension: x}}", "target: 5", "`counter` needs the counter's name; write `counter: INPUT.MEASURE`"),
        ("{counter: {name: page.new, of: x}}", "target: 5", "is not an option of a counter"),
        ("{counter: {name: page.new, dimension: x}}", "target: 5", "`page.new` has no dimension; remove `dimension`"),
        ("{counter: lists.size}", "target: 5", "a stock is told for each List and does not add up over them; name one"),
        ("{counter: page.likes}", "target: 5, measure: last_month", "a stock is judged by its last number; remove it"),
        ("{counter: page.likes}", "targets: {2026-Q1: 5}", "only a total has a target for each month or quarter"),
        ("{sum: [{counter: page.likes}, {counter: page.new}]}", "target: 5", "a stock in a ratio or sum cannot be followed"),
        ("{cost: {page: /x}}", "target: 5", "is not a filter"),
    ],
)
def test_goals_that_cannot_be_measured_are_refused(refused: Refused, metric: str, more: str, said: str) -> None:
    problem = refused(report=INPUTS, goals=goals(metric, more))
    assert problem.startswith("config/goals.yaml:2:")
    assert said in problem


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("counters: {date: d}", "inputs.x.counters.measures: is missing; add it"),
        ("counters: {date: d, measures: {n: {column: N}}}", "inputs.x.counters.measures.n.kind: is missing; add it"),
        ("counters: {date: d, measures: {n: {column: N, kind: flow, per: m}, a: {column: A, kind: flow}}}", "n.per: `m` is no other flow"),
        ("counters: {date: d, measures: {n: {column: N, kind: flow, leaves: n}}}", "n.leaves: `n` is no other flow of the same table"),
        ("counters: {date: d, measures: {n: {column: N, kind: stock, per: a}, a: {column: A, kind: flow}}}", "n.per: belongs to a flow"),
        ("counters: {date: d, measures: {n: {column: N, kind: total}}}", "`total` is not one of its values; there are `flow`, `stock`"),
        ("costs: {date: d, amount: a}, event: won", "inputs.x.event: belongs to events, and the rows are costs"),
        ("costs: {date: d, amount: a, channel: c, of_channel: Email}", "a column names the channel already; keep one of them"),
        ("costs: {date: d, amount: a}, format: ga4", "inputs.x.format: costs come in tables; remove it"),
        ("counters: [{measures: {n: {column: N, kind: flow}}}, {measures: {n: {column: M, kind: flow}}}]", "`n` is there twice"),
        ("counters: {date: d, measures: {n: {column: N, kind: flow, divide_by: 7}}}", "7 does not divide a million"),
        ("counters: {date: d, added_over: x, measures: {n: {column: N, kind: stock}}}", "a stock does not add up over anything"),
        ("costs: {date: d, amout: a}", "inputs.x.costs.amout: is not a setting; did you mean `amount`?"),
    ],
)
def test_inputs_that_cannot_be_read_are_refused(refused: Refused, options: str, said: str) -> None:
    problem = refused(report=f"site: {{name: N, zone: UTC}}\ninputs:\n  x: {{files: x/*, {options}}}\n")
    assert problem.startswith("config/report.yaml:3:")
    assert said in problem
