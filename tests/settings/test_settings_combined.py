"""Goals made of others, and the segments that goals ask about."""

import pytest
from settings_workspace import Refused, Workspace

from reportgen import settings
from reportgen.model.settings import Combine, CombinedGoal, CombinedPart, Scope, Visit

GOALS = (
    "goals:\n"
    "  a: {label: A, owner: O, metric: {conversions: contact}, target: 9, from: 2026-01-01, by: 2026-12-31}\n"
    "  b: {label: B, owner: O, metric: bounce_rate, target: 40%, from: 2026-01-01, by: 2026-12-31}\n"
    "combined:\n"
)
REPORT = "site: {name: N, zone: UTC}\ninputs: {web: data/*}\n"
A, B = CombinedPart(goal="a"), CombinedPart(goal="b")


@pytest.mark.parametrize(
    ("written", "combine", "parts", "target"),
    [
        ("all_of: [a, b]", Combine.ALL_OF, (A, B), 1.0),
        ("any_of: [a, b]", Combine.ANY_OF, (A, B), 1.0),
        (
            "weighted: {a: 2, b: 1.5}, target: 90%",
            Combine.WEIGHTED,
            (CombinedPart(goal="a", weight=2), CombinedPart(goal="b", weight=1.5)),
            0.9,
        ),
        ("goal: a, while: [b]", Combine.GUARDED, (A, B), 1.0),
        ("goal: a, while: b", Combine.GUARDED, (A, B), 1.0),
    ],
)
def test_each_way(workspace: Workspace, written: str, combine: Combine, parts: tuple[CombinedPart, ...], target: float) -> None:
    found = workspace.write(goals=f"{GOALS}  both: {{label: Both, owner: Aylin, note: Why, {written}}}\n").load().combined
    assert found == (CombinedGoal(key="both", label="Both", owner="Aylin", combine=combine, parts=parts, target=target, note="Why"),)


WAYS = "write `all_of: [a, b]`, `any_of: [a, b]`, `weighted: {a: 2, b: 1}` or `goal: a` with `while: [b]`"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("owner: O", f"both: does not say what it is made of; {WAYS}"),
        ("all_of: [a, b], any_of: [a, b]", f"both: says `all_of`, `any_of`: it can only be made in one way; {WAYS}"),
        ("all_of: [a]", f"both.all_of: needs at least two goals; {WAYS}"),
        ("any_of: a", f"both.any_of: needs at least two goals; {WAYS}"),
        ("weighted: {a: 1}", f"both.weighted: needs at least two goals; {WAYS}"),
        ("weighted: [a, b]", "both.weighted: is no mapping of goals to weights; write `weighted: {a: 2, b: 1}`"),
        ("weighted: {a: 0, b: 1}", "both.weighted.a: 0.0 is too small; it has to be more than 0"),
        ("weighted: {a: 2, c: 1}", "both.weighted.c: there is no goal `c`; there are `a`, `b`"),
        ("weighted: {a: 2, b: 1}, target: 110%", "both.target: 1.1 is too large; it has to be 1 or less"),
        ("all_of: [a, b], target: 90%", "both.target: is for weighted goals only; remove it, or write `weighted: {a: 2, b: 1}`"),
        ("goal: a", "both: says no goals that have to hold meanwhile; write `while: [KEY]`"),
        ("goal: a, while: []", "both.while: says no goals that have to hold meanwhile; write `while: [KEY]`"),
        ("goal: [a], while: b", "both.goal: is not a single goal; write the one goal that is the aim, and the others in `while`"),
        ("all_of: [a, b], while: b", "both.while: does not go together with `all_of`; write `goal: a` with `while: [b]`"),
        ("all_of: [a, B]", "both.all_of.1: `B` does not fit; a key is written in small letters, digits and `_`, beginning with a letter"),
        ("all_of: [a, a]", "both: `a` is there twice; keep one of them"),
        ("goal: a, while: [a]", "both: `a` is there twice; keep one of them"),
        ("all_of: [a, both]", "both.all_of.1: `both` is itself a combined goal; name the goals that it is made of"),
        ("all_off: [a, b]", f"both: does not say what it is made of; {WAYS}"),
        ("all_of: [a, b], ownr: O", "both.ownr: is not a setting; did you mean `owner`?"),
    ],
    ids=lambda value: value[:60],
)
def test_what_cannot_be(refused: Refused, written: str, said: str) -> None:
    problem = refused(goals=f"{GOALS}  both: {{label: Both, {written}}}\n")
    file, line, _, rest = problem.split(":", 3)
    assert (file, line, rest) == ("config/goals.yaml", "5", f" combined.{said}")


def test_a_part_that_is_not_there_is_guessed(refused: Refused) -> None:
    goals = GOALS.replace("  a:", "  quote_requests:")
    said = refused(goals=f"{goals}  both: {{label: Both, goal: b, while: [quote_request]}}\n")
    assert said == "config/goals.yaml:5:40: combined.both.while.0: there is no goal `quote_request`; did you mean `quote_requests`?"


def test_goals_and_combined_goals_share_their_keys(refused: Refused) -> None:
    said = refused(goals=f"{GOALS}  b: {{label: Both, all_of: [a, b]}}\n")
    assert said == "config/goals.yaml:5:3: combined.b: the key `b` is a goal's already (line 3); take another key"


def test_a_broken_part_is_not_called_unknown(refused: Refused) -> None:
    said = refused(goals=f"{GOALS}  both: {{label: Both, all_of: [a, b]}}\n".replace("40%", "400%"))
    assert "goals.b.target: `400%` is more than a rate can be" in said


def test_nothing_supports_a_combined_goal(refused: Refused) -> None:
    goals = f"{GOALS}  both: {{label: Both, all_of: [a, b]}}\n".replace("metric: bounce", "supports: both, metric: bounce")
    assert refused(goals=goals).endswith("goals.b.supports: `both` is a combined goal; name a goal that it is made of")


def test_a_combined_goal_without_an_owner_is_warned_of(workspace: Workspace) -> None:
    workspace.write(goals=f"{GOALS}  both: {{label: Both, all_of: [a, b]}}\n")
    assert "config/goals.yaml:5:3: combined.both: nobody owns this goal; write `owner:` with a name" in workspace.warnings()


def test_a_client_replaces_the_parts_whole(workspace: Workspace) -> None:
    workspace.write(goals=f"{GOALS}  both: {{label: Both, weighted: {{a: 2, b: 1}}}}\n  none: {{label: None, any_of: [a, b]}}\n")
    client = "goals:\n  c: {label: C, metric: sessions, target: 1, from: 2026-01-01, by: 2026-12-31}\n"
    workspace.write("clients/acme/config", goals=f"{client}combined:\n  both: {{weighted: {{c: 1, a: 1}}}}\n  none: null\n")
    (both,) = workspace.load("acme").combined
    assert both.parts == (CombinedPart(goal="c"), CombinedPart(goal="a"))


def test_the_digest_knows_combined_goals_and_segments(workspace: Workspace) -> None:
    def digest(goals: str, report: str = REPORT) -> str:
        return settings.digest(workspace.write(goals=goals, report=report).load())

    plain = digest(GOALS)
    every = digest(f"{GOALS}  both: {{label: Both, all_of: [a, b]}}\n")
    some = digest(f"{GOALS}  both: {{label: Both, any_of: [a, b]}}\n")
    assert len({plain, every, some, digest(GOALS, f"{REPORT}segments: {{loyal: {{visit: returning}}}}\n")}) == 4


def test_segments(workspace: Workspace) -> None:
    written = "segments:\n  loyal: {visit: returning, channel: Email, page: blog}\n  new: {visit: new}\n"
    report = f"{REPORT}page_groups: {{blog: /blog/*}}\n{written}"
    goals = GOALS.replace("combined:\n", "").replace("bounce_rate", "{bounce_rate: {segment: [loyal, new], device: mobile}}")
    loaded = workspace.write(report=report, goals=goals).load()
    assert loaded.report.segments == {
        "loyal": Scope(visit=(Visit.RETURNING,), channel=("Email",), page=("blog",)),
        "new": Scope(visit=(Visit.NEW,)),
    }
    assert loaded.goals[1].metric.scope == Scope(segment=("loyal", "new"), device=("mobile",))


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ("loyal: {visit: returnin}", "segments.loyal.visit: `returnin` is not one of its values; did you mean `returning`?"),
        ("loyal: {chanel: Email}", "segments.loyal.chanel: is not a setting; did you mean `channel`?"),
        ("loyal: {segment: loyal}", "segments.loyal.segment: a segment is not made of others; write their filters here"),
        ("loyal: {}", "segments.loyal: takes in every visit; write at least one filter"),
        ("loyal: Email", "segments.loyal: is a single value; write its options below it, such as `channel:`"),
        ("Loyal: {visit: new}", "segments.Loyal: `Loyal` does not fit; a key is written in small letters, digits and `_`,"),
        ("loyal: {page: blog}", "segments.loyal.page: there is no page group `blog`; `page_groups` in report.yaml has none"),
    ],
)
def test_segments_that_cannot_be(refused: Refused, segment: str, said: str) -> None:
    assert f": {said}" in refused(report=f"{REPORT}segments:\n  {segment}\n")


@pytest.mark.parametrize(
    ("segments", "said"),
    [
        ("segments: {loyal: {visit: returning}}\n", "there is no segment `loyl`; did you mean `loyal`?"),
        ("", "there is no segment `loyl`; `segments` in report.yaml has none"),
    ],
)
def test_a_goal_on_a_segment_that_is_not_there(refused: Refused, segments: str, said: str) -> None:
    goals = "goals:\n  a: {label: A, metric: {sessions: {segment: loyl}}, target: 9, from: 2026-01-01, by: 2026-12-31}\n"
    assert refused(report=REPORT + segments, goals=goals) == f"config/goals.yaml:2:37: goals.a.metric.sessions.segment: {said}"
