"""Stated against tracked: rows and columns that add up to the conversions, and agreement only where there is enough of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reportgen.insights.stated import CHANNELS, stated
from reportgen.model.settings import InputSettings, ReportSettings, Settings, Site, Stated
from reportgen.model.stated import NO_ANSWER, OTHER, StatedCell, StatedCounts
from reportgen.model.stated_findings import StatedFinding
from reportgen.periods import Period

SPAN = Period(date(2025, 11, 1), date(2026, 11, 1))
SITE, INPUT = Site(name="S", zone="UTC"), InputSettings(key="web", files=("w",))


def asking(**more: object) -> Settings:
    asked = Stated.model_validate({"rules": ("quote", "order"), **more})
    return Settings(report=ReportSettings(site=SITE, inputs=(INPUT,), stated=asked), rules=())


def cell(heard: str, channel: str | None, n: int, convinced: str = "", *, named: bool = True, recent: bool = False) -> StatedCell:
    return StatedCell(heard, convinced, channel, named, recent, n)


def find(*cells: StatedCell, settings: Settings | None = None) -> StatedFinding:
    (found,) = stated(settings or asking(), {"quote": StatedCounts(SPAN, 30, cells), "order": StatedCounts(SPAN, 30, ())})
    return found


def test_the_matrix_and_what_agrees() -> None:  # checklist 000-21
    """Newsletter and search can be tracked, an event cannot. Of 9 + 4 with a first session, 6 + 4 agree; the two unseen are not judged."""
    found = find(
        cell("newsletter", "Email", 6, "price", recent=True),
        cell("newsletter", "Direct", 3),
        cell("newsletter", None, 1),
        cell("search", "Paid Search", 4, "price"),
        cell("search", None, 1, named=False),
        cell("event", "Direct", 5, OTHER),
        cell(OTHER, "Direct", 9),
        cell(NO_ANSWER, "Email", 20),
    )
    assert found.channels == ("Email", "Direct", "Paid Search")
    assert [(row.heard, row.n, row.recent, row.by_channel, row.unmatched) for row in found.rows] == [
        ("newsletter", 10, 6, (6, 3, 0), 1),
        ("event", 5, 0, (0, 5, 0), 0),
        ("search", 5, 0, (0, 0, 4), 1),
        (OTHER, 9, 0, (0, 9, 0), 0),
        (NO_ANSWER, 20, 0, (20, 0, 0), 0),
    ]
    assert (found.answered.n, found.answered.of, found.recent.n, found.unnamed) == (29, 49, 6, 1)
    assert (found.agreement.rate.n, found.agreement.rate.of, found.agreement_told, found.needed) == (10, 13, False, 17)
    assert [(one.reason, one.n) for one in found.reasons] == [("price", 10), (OTHER, 5)]
    assert (found.convinced.n, found.convinced.of) == (15, 49)


def test_a_share_is_told_from_thirty_judged_answers_on() -> None:
    few, enough = (find(cell("search", "Organic Search", n)) for n in (29, 30))
    assert (few.agreement_told, few.needed) == (False, 1)
    assert (enough.agreement_told, enough.needed) == (True, 0)


def test_own_categories_say_which_channels_agree() -> None:
    own = asking(categories={"Our mail": {"answers": ["mail"], "channels": ["Newsletter"]}, "Fair": {"answers": ["fair"]}})
    found = find(cell("Our mail", "Newsletter", 2), cell("Fair", "Newsletter", 3), settings=own)
    assert (found.agreement.rate.n, found.agreement.rate.of) == (2, 2)
    assert [row.same for row in found.rows] == [(), ("Newsletter",)]


def test_beyond_six_channels_the_rest_is_one_column() -> None:
    found = find(*(cell("event", f"Channel {n}", 10 - n) for n in range(CHANNELS + 2)))
    assert (len(found.channels), found.channels[-1]) == (CHANNELS, OTHER)
    assert found.rows[0].by_channel[-1] == 5 + 4 + 3


def test_a_rule_without_a_conversion_says_nothing() -> None:
    assert stated(asking(), {"quote": StatedCounts(SPAN, 30, ())}) == ()


CELLS = st.builds(
    cell,
    st.sampled_from(["newsletter", "search", "event", OTHER, NO_ANSWER]),
    st.sampled_from([None, *(f"C{n}" for n in range(9))]),
    st.integers(1, 99),
    recent=st.booleans(),
)


@given(st.lists(CELLS, min_size=1, max_size=40))
def test_rows_and_columns_add_up_to_the_conversions(cells: list[StatedCell]) -> None:
    found = find(*cells)
    whole = sum(one.n for one in cells)
    assert (found.total.n, found.answered.of, found.convinced.of) == (whole, whole, whole)
    assert sum(row.n for row in found.rows) == whole
    assert all(sum(row.by_channel) + row.unmatched == row.n for row in (*found.rows, found.total))
    columns = zip(*(row.by_channel for row in found.rows), strict=True)
    assert tuple(map(sum, columns)) == found.total.by_channel
    assert found.agreement.rate.n <= found.agreement.rate.of <= whole
