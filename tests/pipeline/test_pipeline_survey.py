"""A first workspace from a folder of many kinds of exports: each is an input as what it is, and what is not understood is named."""

from pathlib import Path

import pytest

from reportgen import pipeline, settings
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings

EXPORTS = {
    "web/events.csv": "timestamp,event,client_id\n2026-10-01T10:00:00Z,generate_lead,a\n",
    "north/users.csv": "date,visits\n2026-10-02,5\n2026-10-01,3\n",
    "south/users.csv": "date,visits\n2026-10-02,7\n2026-10-01,4\n",
    "spend.csv": "date,channel,spend\n2026-10-01,Google,3.50\n",
    "owners.csv": "owner_id,email\n1,x\n",
}


def scaffolded(folder: Path, exports: dict[str, str]) -> tuple[pipeline.Scaffolded, dict[str, InputSettings]]:
    for name, text in exports.items():
        (folder / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "data" / name).write_text(text, encoding="utf-8")
    made = pipeline.scaffolded(folder, [folder / "data"], lambda _: None)
    return made, {each.key: each for each in settings.load(folder).settings.report.inputs}


def test_each_export_is_an_input_as_what_it_is(tmp_path: Path) -> None:
    made, inputs = scaffolded(tmp_path, EXPORTS)
    assert set(inputs) == {"web", "north_users", "south_users", "spend"}
    assert inputs["web"].columns is not None
    assert inputs["north_users"].files == ("data/north/users.csv",)
    assert inputs["north_users"].counters[0].measures[0].column == ("visits",)
    assert inputs["spend"].costs[0].amount == ("spend",)
    assert "generate_lead" in (tmp_path / "config" / "conversions.yaml").read_text("utf-8")
    assert [each.wrong for each in made.left_out] == ["no format is known by these columns: owner_id, email"]
    assert "#   owners.csv: no format is known" in (tmp_path / "config" / "report.yaml").read_text("utf-8")


def test_totals_alone_make_no_events_up(tmp_path: Path) -> None:
    _, inputs = scaffolded(tmp_path, {"north/users.csv": EXPORTS["north/users.csv"]})
    assert inputs["users"].files == ("data/*",)
    assert "Your exports hold totals and no events" in (tmp_path / "config" / "conversions.yaml").read_text("utf-8")


def test_months_of_one_table_are_one_input(tmp_path: Path) -> None:
    _, inputs = scaffolded(tmp_path, {"a_09.csv": "date,calls\n2026-09-01,3\n", "a_10.csv": "date,calls\n2026-10-01,3\n"})
    assert list(inputs) == ["a_09"]


def test_nothing_is_written_where_no_export_is_understood(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"owners\.csv: no format is known.*deals and totals have an input of their own"):
        scaffolded(tmp_path, {"owners.csv": EXPORTS["owners.csv"]})
    assert not (tmp_path / "config").exists()
