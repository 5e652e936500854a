"""A build from exports to site: what is read, what is written, and when there is a new edition."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tiny
from tiny import OCTOBER, month_of_events

from reportgen import pipeline, readers, render, settings
from reportgen.activity import match
from reportgen.errors import OutputError, SchemaTooNewError
from reportgen.pipeline import Request, Workspace
from reportgen.pipeline.analyse import opened
from reportgen.pipeline.gather import gather


@pytest.fixture(autouse=True)
def _undrawn() -> Iterator[None]:
    with tiny.undrawn():
        yield


def silent(_text: str) -> None:
    """Nobody waits."""


def build(folder: Path, site: Path | None = None, **asked: str | date) -> pipeline.Built:
    return pipeline.build(Workspace(folder), Request(**asked), site or folder / "site", silent)


def times(folder: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*")}


def read_again(folder: Path) -> list[str]:
    """The exports that a build would read."""
    loaded = settings.load(folder)
    with opened(loaded, Workspace(folder)) as engine:
        return [each.export.name for each in gather(engine, Workspace(folder), loaded.settings, silent) if each.read]


def report(folder: Path) -> dict[str, Any]:
    """The published findings of October."""
    found: dict[str, Any] = json.loads((folder / "site" / "2026-10" / "report.json").read_text("utf-8"))
    return found


def test_what_a_build_leaves(october: Path) -> None:
    site = tiny.tree(october / "site")
    found = json.loads(site["2026-10/report.json"])
    assert (found["period"], found["edition"]) == ({"begin": "2026-10-01", "end": "2026-11-01"}, 1)
    assert {"index.html", "latest/index.html", "2026-10/index.html", "2026-10/report.pdf", "2026-10/manifest.json"} <= site.keys()
    assert [each["rows"] for each in json.loads(site["2026-10/manifest.json"])["about"]["inputs"]] == [76, 79, 2]
    assert found["ledger"]["profile"]["files"][2]["file"] == "data/crm.csv"


@pytest.fixture
def looked_at(copied: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy, after a look at its exports: none may be read or hashed any more."""

    def refuse(*_args: object) -> None:
        raise AssertionError("an export was read again")

    assert read_again(copied) == []
    monkeypatch.setattr(readers, "read", refuse)
    monkeypatch.setattr(readers, "content_hash", refuse)
    return copied


def test_the_same_exports_are_not_read_again(looked_at: Path) -> None:
    assert read_again(looked_at) == []


@pytest.mark.slow
def test_the_same_again_reads_no_export_and_touches_nothing(looked_at: Path) -> None:
    before = times(looked_at)
    again = build(looked_at)
    assert (again.changed, again.findings.edition) == (False, 1)
    (counts,) = (looked_at / ".reportgen" / "counts").iterdir()
    touched = {"files.json", ".reportgen", counts.name}
    assert {file.name for file, when in times(looked_at).items() if before.get(file) != when} <= touched


@pytest.mark.slow
def test_what_has_changed_is_read_again(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file: that file. A rule or the schema of tables: everything. A goal, a label, a file's date: nothing."""
    everything = ["data/web/2026-09.ndjson", "data/web/2026-10.ndjson", "data/crm.csv"]
    tiny.write(copied, {"data/crm.csv": tiny.DEALS + "2026-10-28,v9,500,D-3\n"})
    assert read_again(copied) == ["data/crm.csv"]
    tiny.write(copied, {"config/goals.yaml": tiny.GOALS.replace("target: 20", "target: 21")})
    tiny.write(copied, {"config/conversions.yaml": tiny.CONVERSIONS.replace("label: Contact", "label: Get in touch")})
    (copied / "data" / "crm.csv").touch()
    assert read_again(copied) == []
    tiny.write(copied, {"config/conversions.yaml": tiny.CONVERSIONS.replace("match: file_download", "match: download")})
    assert read_again(copied) == everything
    monkeypatch.setattr(match, "TABLE_SCHEMA", match.TABLE_SCHEMA + 1)
    assert read_again(copied) == everything


def test_damaged_parts_are_read_again(copied: Path) -> None:
    first = next(file for file in (copied / ".reportgen" / "parts").glob("*/part.json") if '"crm"' in file.read_text("utf-8"))
    first.write_text("{", "utf-8")
    (copied / ".reportgen" / "files.json").write_text("not json", "utf-8")
    assert read_again(copied) == ["data/crm.csv"]


def test_parts_of_a_newer_version_are_refused(copied: Path) -> None:
    for file in (copied / ".reportgen" / "parts").glob("*/part.json"):
        file.write_text(file.read_text("utf-8").replace(f'"schema": {match.TABLE_SCHEMA}', '"schema": 99'), "utf-8")
    with pytest.raises(SchemaTooNewError, match=r"schema 99 is newer than this reportgen knows \(\d+\); update reportgen"):
        read_again(copied)


@pytest.mark.slow
def test_a_late_offline_fact_dated_inside_makes_the_next_edition_and_keeps_the_first(copied: Path) -> None:
    """A deal of 28 October, known in November, counts in October; one of November does not."""
    # checklist 000-17
    first = tiny.tree(copied / "site" / "2026-10")
    tiny.write(copied, {"data/crm.csv": tiny.DEALS + "2026-10-28,v9,500,D-3\n2026-11-02,v9,500,D-4\n"})
    again = build(copied, month="2026-10", as_of=date(2026, 10, 31))
    deals = next(each for each in again.findings.macros if each.key == "deal")
    assert (again.changed, again.findings.edition) == (True, 2)
    assert (deals.converted.conversions, deals.converted.amount) == (3, 2_500_000_000)
    assert tiny.tree(copied / "site" / "2026-10" / "editions" / "1") == first
    assert "../index.html" in (copied / "site" / "2026-10" / "editions" / "index.html").read_text("utf-8")
    assert report(copied)["edition"] == 2


@pytest.mark.slow
def test_another_period_leaves_the_first_alone(copied: Path) -> None:
    before = times(copied / "site" / "2026-10")
    built = build(copied, begin=date(2026, 10, 5), last=date(2026, 10, 7))
    assert built.folder.name == "2026-10-05_2026-10-07"
    assert times(copied / "site" / "2026-10") == before
    assert "2026-10/index.html" in (copied / "site" / "latest" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_online_facts_after_as_of_are_invisible(october: Path) -> None:
    """As if the export had ended on that day, but for the files' own rows."""
    half = pipeline.analysed(Workspace(october), Request(month="2026-10", as_of=date(2026, 10, 15)), silent).findings
    contacts = next(each.converted.conversions for each in half.macros if each.key == "contact")
    whole = next(each["converted"]["conversions"] for each in report(october)["macros"] if each["key"] == "contact")
    assert (contacts, whole) == (3, 6)
    assert (half.as_of, half.context.traffic.sessions) == (date(2026, 10, 15), 30)
    seen = [period for period, missing in zip(half.days.periods, half.days.missing, strict=True) if not missing]
    assert seen[-1].last_day == date(2026, 10, 15)


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_anywhere(october: Path, tmp_path: Path) -> None:
    elsewhere = tiny.workspace(tmp_path / "else where" / "ünï")
    build(elsewhere, tmp_path / "out")
    assert tiny.tree(tmp_path / "out") == tiny.tree(october / "site")
    assert not (elsewhere / "site").exists()


@pytest.mark.slow
def test_a_workspace_named_from_within_is_the_same_workspace(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kept parts lie says nothing about the days they hold."""
    monkeypatch.chdir(copied)
    assert not build(Path(), Path("site")).changed


@pytest.mark.slow
def test_a_reason_for_passing_a_gate_is_printed_and_holds_for_the_same_report(copied: Path) -> None:
    """Given after a gate has stopped it, it makes an edition that says so; built again without one, nothing changes; other numbers need a
    reason of their own."""
    site = copied / "site"
    lines = (copied / "data/web/2026-10.ndjson").read_text("utf-8").splitlines(keepends=True)
    tiny.write(copied, {"data/web/2026-10.ndjson": "".join(lines[:-1]) + "{broken\n" * 30})
    stopped = pipeline.build(Workspace(copied), Request(), site, silent)
    assert (len(stopped.gates), stopped.findings.override) == (1, None)
    passed = pipeline.build(Workspace(copied), Request(), site, silent, override="outage, known")
    assert passed.findings.edition == stopped.findings.edition + 1
    assert report(copied)["override"] == "outage, known"
    assert json.loads((passed.folder / "manifest.json").read_text("utf-8"))["about"]["override"] == "outage, known"
    again = pipeline.build(Workspace(copied), Request(), site, silent)
    assert (again.changed, again.findings.override) == (False, "outage, known")
    tiny.write(copied, {"data/web/2026-10.ndjson": "".join(lines[:-2]) + "{broken\n" * 30})
    assert pipeline.build(Workspace(copied), Request(), site, silent).findings.override is None


@pytest.mark.usefixtures("counted")
def test_a_reason_is_not_printed_where_every_gate_is_passed(copied: Path) -> None:
    built = pipeline.build(Workspace(copied), Request(), copied / "site", silent, override="known")
    assert (built.changed, built.findings.override) == (False, None)


@pytest.mark.slow
def test_pages_alone_where_no_pdf_is_wanted(copied: Path) -> None:
    """A site that has a PDF keeps it while its report says the same; no edition after that has one."""
    shells: list[render.Shell] = []
    tiny.write(copied, {"config/report.yaml": f"pdf: none\n{tiny.REPORT}"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "html", lambda _document, _drawings, shell: shells.append(shell) or "a page")
        assert (build(copied).changed, build(copied).pdf is not None) == (False, True)
        alone = build(copied, copied / "alone")
        assert (alone.pdf, alone.why_no_pdf, build(copied, copied / "alone").changed) == (None, None, False)
    [shell] = shells
    assert [link.href for link in shell.links] == ["report.json", "../index.html"]
    tiny.write(copied, {"config/report.yaml": tiny.REPORT})
    assert build(copied, copied / "alone").pdf is not None


def test_a_client_lies_over_the_base(copied: Path) -> None:
    # checklist 001-19
    tiny.write(copied, {"clients/acme/config/report.yaml": "site: {name: Acme}\n"})
    built = pipeline.build(Workspace(copied, "acme"), Request(), copied / "out", silent)
    assert built.findings.site == "Acme"
    assert built.analysed.settings.report.site.zone == "Europe/Berlin"
    assert not any(each.read for each in built.analysed.gathered)


@pytest.mark.slow
def test_a_full_disk_while_parts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two parts does not fit: nothing of it is left, the first is whole and is not read again."""
    folder = tiny.workspace(tmp_path / "w", september=None)
    text = Path.write_text

    def full(file: Path, *args: str) -> int:
        if file.name == "part.json" and "crm" in args[0]:
            raise OSError(28, "No space left on device", str(file))
        return text(file, *args)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="cannot write: No space left on device; free space"):
        build(folder)
    assert not (folder / "site").exists()
    assert len(list((folder / ".reportgen" / "parts").iterdir())) == 1
    monkeypatch.undo()
    assert read_again(folder) == ["data/crm.csv"]


def test_nothing_of_the_workspace_lies_in_the_site(october: Path) -> None:
    """No machine path, no visitor's id, no clock."""
    for name, content in tiny.tree(october / "site").items():
        if name.endswith((".json", ".csv", ".html")):
            assert str(october).encode() not in content, name
            assert b'"v3"' not in content, name


def test_the_sites_zone_decides_the_month(october: Path) -> None:
    rows = list(month_of_events(OCTOBER))
    assert report(october)["context"]["traffic"]["page_views"] == sum(row["event_name"] == "page_view" for row in rows)


def contact(folder: Path, day: int) -> None:
    """One more contact on a day of October, in a file of its own."""
    moment = tiny.noon(OCTOBER.replace(day=day))
    tiny.write(folder, {f"data/web/late-{day}.ndjson": tiny.ndjson([tiny.event(moment, f"late{day}", day, "generate_lead")])})


@pytest.mark.slow
def test_a_new_edition_says_what_moved_and_why(copied: Path) -> None:
    """New data alone, then data and settings at once: the old settings on the new data part the two."""
    contact(copied, 9)
    second = build(copied).findings
    assert second.since is not None
    assert [(one.key, one.before, one.after) for one in second.since.moved if one.told == "conversions" and one.key == "contact"] == [
        ("contact", 6.0, 7.0)
    ]
    assert (second.since.sources, second.since.split) == (("data",), False)
    assert build(copied).findings.since == second.since
    contact(copied, 10)
    rules = tiny.CONVERSIONS.replace("match: generate_lead", "match: [generate_lead, {event: file_download}]")
    tiny.write(copied, {"config/conversions.yaml": rules})
    third = build(copied)
    assert third.findings.since is not None
    assert (third.findings.since.edition, third.findings.since.sources) == (2, ("data", "settings"))
    moved = {one.key: one for one in third.findings.since.moved if one.told == "conversions"}
    assert (moved["contact"].before, moved["contact"].between) == (7.0, 8.0)
    assert (moved["contact"].after or 0) > 8.0


@pytest.mark.slow
def test_a_change_can_be_looked_at_before_it_is_built(copied: Path) -> None:
    before = tiny.tree(copied / "site")
    same = pipeline.compare(Workspace(copied), Request(), copied / "site", silent)
    assert same.lines == ("Neither the exports nor the settings changed.", "No number and no status moved.")
    goals = tiny.GOALS.replace("target: 20", "target: 6")
    tiny.write(copied, {"config/goals.yaml": goals})
    found = pipeline.compare(Workspace(copied), Request(), copied / "site", silent)
    assert found.lines[0] == "The settings changed."
    assert any(line.startswith("Status of Contacts of the quarter ") for line in found.lines)
    assert tiny.tree(copied / "site") == before
    assert pipeline.compare(Workspace(copied), Request(), copied / "elsewhere", silent).edition is None
