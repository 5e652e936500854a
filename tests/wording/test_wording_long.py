"""What tables leave out: signals of which nothing can be told yet, and columns against periods that the data do not reach."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_draft import draft

from reportgen.model.channel_findings import Middle
from reportgen.model.document import Paragraph, Table
from reportgen.model.findings import Findings
from reportgen.model.journeys_findings import LinkFinding
from reportgen.model.settings import About, InputSettings, Settings
from reportgen.stats import Assist, Candidate, CountChange, Rate, RateChange, Stratum, Verdict, bridges
from reportgen.wording import attribution, change_splits, changes, earlier, journeys_links, long_lists, macro, micro, pages, widths


def link(micro: str, *, visitors: int) -> LinkFinding:
    """A signal of so many visitors; under a thousand of them are too few to tell anything."""
    (judged,) = bridges([Candidate((Stratum(4_000, 200, visitors, visitors // 10),))])
    return LinkFinding(
        micro=micro, visitors=visitors, link=judged, assist=Assist(Rate(1, 200), None, None), item=None, vanity=judged.vanity,
        fewer=judged.fewer, needed=judged.more_needed,
    )  # fmt: skip


@given(st.lists(st.sampled_from([4, 5, 6, 1_000, None]), max_size=40))
def test_only_a_long_list_leaves_out_and_only_what_has_too_little_data(visitors: list[int | None]) -> None:
    links = [None if count is None else link(f"signal_{place}", visitors=count) for place, count in enumerate(visitors)]
    left = long_lists.too_little(links)
    lacking = [place for place, count in enumerate(visitors) if count is not None and count < 1_000]
    assert left <= set(lacking)
    assert len(left) == (max(0, len(lacking) - long_lists.FEW) if len(visitors) > long_lists.LONG else 0)


def test_those_that_lack_least_stay() -> None:
    links = [link(f"signal_{place}", visitors=2 + place % 7) for place in range(30)]
    left = long_lists.too_little(links)
    kept = [links[place].needed or 0 for place in range(30) if place not in left]
    assert max(kept) <= min(links[place].needed or 0 for place in left)


@pytest.mark.parametrize(("previous", "year", "columns"), [(True, True, 2), (True, False, 1), (False, False, 0)])
def test_there_are_columns_only_for_periods_that_exist(
    healthy: Findings, settings: Settings, *, previous: bool, year: bool, columns: int
) -> None:
    found = replace(healthy, previous=healthy.previous if previous else None, year_before=healthy.year_before if year else None)
    told = draft(found, settings)
    for section in (macro.section, micro.section, pages.context):
        table = next(block for block in section(told).blocks if isinstance(block, Table) and block.id in ("macros", "micros", "traffic"))
        against = [column for column in table.columns if column.label.startswith("Against")]
        assert len(against) == columns
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    lacking = {2: (), 1: ("The data do not reach back to the year before.",), 0: ("There is no earlier period to compare with.",)}
    assert earlier.notes(told, ["As ever."]) == ("As ever.", *lacking[columns])


def test_nothing_falls_by_more_than_all(healthy: Findings, settings: Settings) -> None:
    """Where only a threefold rate could be told from chance, a fall could not: it ends at nothing."""
    told = draft(healthy, settings)
    few = RateChange(Rate(10, 2_346), Rate(6, 2_407), Verdict.NOT_ENOUGH_DATA, detectable=3.7629)
    counts = CountChange(6, 10, Verdict.NOT_ENOUGH_DATA)
    said = changes.sentence(told, few, counts, healthy.previous)
    assert said.endswith("with 2,407 visitors only a rise by more than 380% would show.")
    assert changes.cell(told, few, counts, healthy.previous).note == "visible from +380%"
    enough = replace(few, detectable=0.4671)
    assert changes.sentence(told, enough, counts, healthy.previous).endswith("a change smaller than ±47% would not show.")
    assert changes.cell(told, enough, counts, healthy.previous).note == "visible from ±47%"


def test_calls_that_are_counted_are_not_said_to_be_missing(healthy: Findings, settings: Settings) -> None:
    """A firm that hands in its telephone calls as totals does bring such facts, if not by visitor."""

    def untracked(*inputs: InputSettings) -> str:
        report = settings.report.model_copy(update={"inputs": (*settings.report.inputs, *inputs)})
        blocks = macro.section(draft(healthy, settings.model_copy(update={"report": report}))).blocks
        return next(block.text for block in blocks if isinstance(block, Paragraph) and block.style == "note")

    calls = settings.report.inputs[0].model_copy(update={"key": "calls", "about": About.CALLS})
    assert untracked().endswith("No export brings such facts yet.")
    assert untracked(calls).endswith("Totals of some of it come from calls; no export says yet which visitors they belong to.")


@given(st.lists(st.floats(-1_000, 1_000), min_size=3, max_size=3))
def test_whole_parts_add_up_to_the_whole_change(parts: list[float]) -> None:
    whole = change_splits._whole(parts)
    assert sum(whole) == round(sum(parts))
    assert all(abs(told - exact) < 1.001 for told, exact in zip(whole, parts, strict=True))


def test_a_very_long_name_heads_a_column_cut_after_a_word() -> None:
    assert widths.head("Quote request") == "Quote request"
    assert widths.head("A whole evening for a company, a family or a choir, with music") == "A whole evening for a company, a family\u2026"
    assert widths.head("\u304a\u554f\u3044\u5408\u308f\u305b" * 10).endswith("\u2026")


def test_a_heading_names_as_many_signals_as_it_has_room_for(healthy: Findings, settings: Settings) -> None:
    told = draft(healthy, settings)
    assert journeys_links.headed(told, ["Brochure", "Calculator", "Price list"]) == "Brochure, Calculator, and Price list"
    names = [
        "Map of the terraces looked at for longer than a minute",
        "Recipe card saved by somebody",
        "Newsletter",
        "Video on the harvest",
    ]
    assert journeys_links.headed(told, names) == f"{names[0]}, {names[1]}, {names[2]}, and one more"
    assert journeys_links.headed(told, ["x" * 200, "y", "z"]) == f"{'x' * 200} and 2 more"


def test_one_session_is_not_said_to_be_one_or_more(healthy: Findings, settings: Settings) -> None:
    told = draft(healthy, settings)
    once = attribution._typical(told, Middle(1, 1, 2), Middle(0, 0, 5))
    assert once == "At least half of them came in their first session (middle half: 1 to 2 sessions, 0 to 5 days)."
    assert attribution._typical(told, Middle(1, 1, 1), Middle(0, 0, 0)) == "At least half of them came in their first session."
    assert "2 sessions or more" in attribution._typical(told, Middle(1, 2, 3), Middle(0, 0, 5))
