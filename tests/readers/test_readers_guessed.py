"""Tables of totals and costs that no preset knows: the mapping proposed for them."""

import zipfile
from pathlib import Path

import pytest

from reportgen import readers
from reportgen.model.settings import CostTable, CounterKind, CounterTable
from reportgen.periods import Grain


def guessed(tmp_path: Path, text: str) -> CounterTable | CostTable | None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    return readers.guessed_totals(file)


def counters(tmp_path: Path, text: str) -> CounterTable:
    found = guessed(tmp_path, text)
    assert isinstance(found, CounterTable)
    return found


def test_numbers_of_a_day_become_measures_without_numbers_of_rows_and_weekdays(tmp_path: Path) -> None:
    """The header of a real counter's download: a weekday as word and as number, thousands in quotes."""
    found = counters(
        tmp_path, 'Row,Day,Day.Of.Week,Date,Page.Loads,Followers\n1,Sunday,1,9/14/2014,"2,146",9\n2,Monday,2,9/15/2014,"3,621",9\n'
    )
    assert found.day == ("Date",)
    assert [(each.key, each.column, each.kind, each.label) for each in found.measures] == [
        ("page_loads", ("Page.Loads",), CounterKind.FLOW, "Page loads"),
        ("followers", ("Followers",), CounterKind.STOCK, "Followers"),
    ]
    assert found.dimension == ()


def test_the_text_that_tells_rows_of_a_day_apart_is_the_dimension(tmp_path: Path) -> None:
    text = "date,weather,shop,people\n2026-10-01,dry,North,3\n2026-10-01,dry,South,4\n2026-10-02,wet,North,5\n"
    assert counters(tmp_path, text).dimension == (("shop",),)
    assert guessed(tmp_path, text.replace("South", "North")) is None


@pytest.mark.parametrize("others", [(), ("a_about.csv",), ("z_about.csv",)])
def test_an_archive_of_one_table(tmp_path: Path, others: tuple[str, ...]) -> None:
    with zipfile.ZipFile(tmp_path / "totals.zip", "w") as archive:
        archive.writestr("daily.csv", "date,calls\n2026-10-01,3\n")
        for name in others:
            archive.writestr(name, "written,by\nhand,me\n")
    assert (readers.guessed_totals(tmp_path / "totals.zip") is None) is bool(others)


def test_months(tmp_path: Path) -> None:
    assert counters(tmp_path, "month,calls\n2026-09,3\n2026-10,4\n").grain is Grain.MONTH


def test_money_spent_is_a_cost_with_its_channel(tmp_path: Path) -> None:
    found = guessed(tmp_path, "date,channel,spend\n2026-10-01,Google,374.78\n2026-10-01,Facebook,1995.09\n")
    assert isinstance(found, CostTable)
    assert (found.day, found.amount, found.channel, found.campaign) == (("date",), ("spend",), ("channel",), ())


@pytest.mark.parametrize(
    "text",
    ["page,views\n/a,3\n", "date,note\n2026-10-01,fine\n", "date,views\nsoon,3\n", "date,views\n", "date,id\n2026-10-01,3\n"],
    ids=["no day", "no number", "days that are none", "no rows", "an id"],
)
def test_other_tables_are_left_alone(tmp_path: Path, text: str) -> None:
    assert guessed(tmp_path, text) is None
