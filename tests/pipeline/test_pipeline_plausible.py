"""Plausible's CSV export beside a site's own events: recognised by its files, old and current ones, from the ZIP archive to the page."""

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny

from reportgen import pipeline, settings, wording
from reportgen.model.document import Section, Table
from reportgen.model.outside import CounterCounts, Flow
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
INPUT = "  plausible: data/plausible\n"
GOALS = """\
  readers:
    label: Visits as Plausible counts them
    owner: Megan
    strategy: Be found
    metric: {counter: plausible.visits}
    baseline: {from: 2026-09-01, to: 2026-09-30}
    attainable: As in September
    target: 400
    supports: contact
    from: 2026-10-01
    by: 2026-10-31
  leads_a_visit:
    label: Contacts by Plausible's visits
    owner: Megan
    strategy: Be found
    metric: {ratio: {of: {converters: contact}, to: {counter: plausible.visits}}}
    attainable: As in September
    target: 0.05
    supports: contact
    from: 2026-10-01
    by: 2026-10-31
"""


def days(begin: date, n: int) -> Iterator[date]:
    return (begin + timedelta(days=place) for place in range(n))


def table(header: str, rows: list[str]) -> str:
    return "\n".join([",".join(f'"{name}"' for name in header.split(",")), *rows]) + "\n"


CURRENT = {
    "imported_visitors_20261001_20261031.csv": table(
        "date,visitors,pageviews,bounces,visits,visit_duration", [f'"{day}",10,40,3,12,600' for day in days(OCTOBER, 31)]
    ),
    "imported_sources_20261001_20261031.csv": table(
        "date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,visitors,visits,visit_duration,bounces",
        [
            row
            for day in days(OCTOBER, 31)
            for row in (
                f'"{day}","Google","google.com","","","","","",30,7,8,400,2',
                f'"{day}","Google","google.de","","","","","",4,2,2,100,0',
                f'"{day}","","","","","","","",6,2,2,100,1',
            )
        ],
    ),
    "imported_devices_20261001_20261031.csv": table(
        "date,device,visitors,visits,visit_duration,bounces,pageviews", [f'"{day}","Mobile",10,12,600,3,40' for day in days(OCTOBER, 31)]
    ),
}
OLD = {
    "imported_visitors_20260901_20260930.csv": table(
        "date,visitors,pageviews,bounces,visits,visit_duration", [f'"{day}",8,30,3,10,500' for day in days(SEPTEMBER, 30)]
    ),
    "imported_sources_20260901_20260930.csv": table(
        "date,source,utm_medium,utm_campaign,utm_content,utm_term,visitors,visits,visit_duration,bounces",
        [f'"{day}","Google","","","","",8,10,500,3' for day in days(SEPTEMBER, 30)],
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October as the archive that people download, September as its files."""
    made = tiny.workspace(tmp_path_factory.mktemp("plausible"), report=tiny.REPORT + INPUT, goals=tiny.GOALS + GOALS)
    tiny.write(made, {f"data/plausible/september/{name}": text for name, text in OLD.items()})
    with zipfile.ZipFile(made / "data/plausible/northlight_20261001_20261031.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CURRENT.items():
            archive.writestr(name, text)
    return made


@pytest.fixture(scope="module")
def made(folder: Path) -> Analysed:
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda text: None)


@pytest.fixture(scope="module")
def counters(made: Analysed) -> dict[str, CounterCounts]:
    assert made.findings.outside is not None
    return {one.counts.key: one.counts for one in made.findings.outside.counters}


def total(part: object) -> float:
    assert isinstance(part, Flow)
    return part.total


def test_every_file_is_recognised(made: Analysed) -> None:
    source = next(each for each in made.settings.report.inputs if each.key == "plausible")
    assert (source.preset, source.platform) == ("plausible", "Plausible")
    files = {each.export.name.removeprefix("data/plausible/"): each.part for each in made.gathered if each.part.input == "plausible"}
    assert len(files) == 5
    assert files["northlight_20261001_20261031.zip/imported_sources_20261001_20261031.csv"].format == "imported_sources"
    assert all(part.accepted == part.rows for part in files.values())


def test_flows_add_up_over_days_and_files(counters: dict[str, CounterCounts]) -> None:
    visits = counters["visits"].whole
    assert visits is not None
    assert (total(visits.current), total(visits.previous)) == (31 * 12, 30 * 10)
    sources = {part.value: total(part.current) for part in counters["source_visits"].slices}
    assert sources == {"Google": 31 * 10, "(not set)": 31 * 2}


def test_people_are_never_added_over_a_dimension_and_called_daily_ones(made: Analysed, counters: dict[str, CounterCounts]) -> None:
    assert counters["visitors"].people
    assert "source_visitors" not in counters, "hidden: for goals alone"
    section = section_of(made)
    (flows,) = (block for block in section.blocks if isinstance(block, Table) and block.id == "counters-flows")
    (row,) = (row for row in flows.rows if row.cells[0].text == "Visitors, days added up")
    assert (row.cells[1].text, row.cells[0].note) == ("310", "Plausible, told by day: each day's people, added up")


def section_of(made: Analysed) -> Section:
    return next(section for section in wording.document(made.findings, made.settings).sections if section.id == "counters")


def test_nothing_of_the_files_alarms(made: Analysed) -> None:
    """Tables with other columns, and a new version of one, are no fault."""
    assert [
        entry.message for entry in made.findings.ledger.entries if entry.facts.get("input") == "plausible" and entry.severity != "note"
    ] == []


def test_goals_on_its_counters_say_whose_numbers_they_are(made: Analysed) -> None:
    goals = {goal.key: goal for goal in made.findings.goals}
    assert goals["readers"].actual == 31 * 12
    words = str(wording.document(made.findings, made.settings).sections)
    assert "(totals of Plausible beside people or totals of another source: not the same people)" in words


SHOP = "timestamp,event,client_id\n2026-10-01T10:00:00Z,purchase,a\n"
BROKEN = {
    "column": (
        '"date","device","visitors","visit_duration","bounces"\n"2026-10-01","Desktop",28,9,1\n',
        ":1: inputs.plausible: the file is none",
    ),
    "value": (
        CURRENT["imported_devices_20261001_20261031.csv"].replace('"2026-10-02","Mobile",10', '"2026-10-02","Mobile",ehhhh'),
        ":3: inputs",
    ),
    "cut": (CURRENT["imported_devices_20261001_20261031.csv"][:-9], ":32: inputs.plausible: a line that does not fit the header"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_and_nothing_is_written(tmp_path: Path, kind: str) -> None:
    content, said = BROKEN[kind]
    name = "data/plausible/imported_devices_20261001_20261031.csv"
    files = {f"data/plausible/{file}": text for file, text in CURRENT.items()} | {name: content}
    made = tiny.write(tiny.workspace(tmp_path, report=tiny.REPORT + INPUT), files)
    ran = tiny.run("build", "--month", "2026-10", within=made)
    assert (ran.code, ran.out) == (4, "")
    assert f"{name}{said}" in ran.err
    assert not (made / "site").exists()


def test_init_names_the_preset_that_the_exports_fit(tmp_path: Path) -> None:
    folder = tiny.write(
        tmp_path,
        {f"export/{name}": text for name, text in CURRENT.items()}
        | {"mixed/shop.csv": SHOP}
        | {f"mixed/{name}": text for name, text in OLD.items()},
    )
    ran = tiny.run("init", folder / "new", "--from", folder / "export", "--from", folder / "mixed")
    assert ran.code == 0
    written = (folder / "new/config/report.yaml").read_text("utf-8")
    web, plausible = settings.load(folder / "new").settings.report.inputs
    assert (web.columns is not None, web.preset, [Path(file).name for file in web.files]) == (True, None, ["shop.csv"])
    assert (plausible.preset, [Path(file).name for file in plausible.files]) == ("plausible", ["*", *sorted(OLD)])
    assert "preset: plausible" in written
