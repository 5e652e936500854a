"""What tables leave out: signals of which nothing can be told yet, and columns against periods that the data do not reach."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wording_draft import draft

from reportgen.model.document import Table
from reportgen.model.findings import Findings
from reportgen.model.journeys_findings import LinkFinding
from reportgen.model.settings import Settings
from reportgen.stats import Assist, Candidate, Rate, Stratum, bridges
from reportgen.wording import earlier, long_lists, macro, micro, pages


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
