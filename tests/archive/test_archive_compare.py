"""Two editions side by side: what moved, and what changed beneath."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import archive
from reportgen.model.commentary import Remark
from reportgen.model.editions import InputMoved, Moved, Source, Told
from reportgen.model.findings import Findings, GoalStatus


@pytest.fixture(scope="module")
def found(october: Path) -> Findings:
    """The tiny workspace's October, read back from its report.json."""
    return archive.findings((october / "site/2026-10/report.json").read_bytes())


def recounted(found: Findings, **more: int) -> Findings:
    """With so many more contacts."""
    macros = tuple(
        replace(rule, converted=replace(rule.converted, conversions=rule.converted.conversions + more.get(rule.key, 0)))
        for rule in found.macros
    )
    return replace(found, macros=macros)


def test_what_report_json_holds_can_be_read_back_whole(october: Path, found: Findings) -> None:
    assert archive.report_json(found) == (october / "site/2026-10/report.json").read_bytes()


def test_equal_editions_have_nothing_to_tell(found: Findings) -> None:
    since = archive.compare(found, found, beneath=())
    assert (since.edition, since.moved, since.inputs, since.sources) == (1, (), (), ())


def test_what_moved_is_told_with_both_numbers(found: Findings) -> None:
    goal = replace(found.goals[0], status=GoalStatus.AHEAD, actual=9.0)
    since = archive.compare(found, replace(recounted(found, contact=3), goals=(goal, *found.goals[1:])), beneath=(Source.DATA,))
    before = found.macros[0].converted.conversions
    assert since.moved == (
        Moved(Told.CONVERSIONS, "contact", "Contact", before, before + 3),
        Moved(Told.STATUS, goal.key, goal.label, found.goals[0].status.value, "ahead"),
        Moved(Told.GOAL, goal.key, goal.label, found.goals[0].actual, 9.0),
    )


def test_data_and_settings_are_parted_by_the_old_settings_on_the_new_data(found: Findings) -> None:
    since = archive.compare(found, recounted(found, contact=5), beneath=(), between=recounted(found, contact=2))
    [moved] = since.moved
    before = found.macros[0].converted.conversions
    assert (since.split, moved.before, moved.between, moved.after) == (True, before, before + 2, before + 5)


def test_a_new_name_moves_nothing_and_a_new_rule_comes_from_nowhere(found: Findings) -> None:
    renamed = replace(found, macros=tuple(replace(rule, label=f"{rule.label}s") for rule in found.macros))
    assert archive.compare(found, renamed, beneath=()).moved == ()
    fewer = replace(found, micros=())
    gone = archive.compare(found, fewer, beneath=()).moved
    assert {(one.key, one.after) for one in gone} == {("download", None)}
    assert {(one.key, one.before) for one in archive.compare(fewer, found, beneath=()).moved} == {("download", None)}


def test_inputs_are_told_by_files_and_rows(found: Findings) -> None:
    first, second, crm = found.ledger.profile.files
    files = (
        first,
        replace(second, sha256="0" * 64, rows=second.rows + 4, accepted=second.accepted + 4),
        replace(second, file="data/web/2026-11.ndjson", accepted=10),
    )
    changed = replace(found, ledger=replace(found.ledger, profile=replace(found.ledger.profile, files=files)))
    since = archive.compare(found, changed, beneath=())
    assert since.inputs == (InputMoved("web", came=1, gone=0, changed=1, rows=14), InputMoved("crm", 0, 1, 0, -crm.accepted))
    assert archive.sources(found, changed, settings=False, version=False) == (Source.DATA,)


@pytest.mark.parametrize(
    ("settings", "version", "schema", "sources"),
    [
        (False, False, 0, ()),
        (True, False, 0, (Source.SETTINGS,)),
        (False, True, 0, (Source.PROGRAM,)),
        (True, False, 1, (Source.SETTINGS, Source.PROGRAM)),
    ],
)
def test_what_differs_beneath(found: Findings, settings: bool, version: bool, schema: int, sources: tuple[Source, ...]) -> None:
    newer = replace(found, schema=found.schema + schema)
    assert archive.sources(found, newer, settings=settings, version=version) == sources


def test_another_commentary_is_another_edition(found: Findings) -> None:
    told = replace(found, commentary=(Remark(None, 0, "The fair was in October."),))
    assert archive.sources(found, told, settings=False, version=False) == (Source.COMMENTARY,)
    assert archive.report_facts(told) != archive.report_facts(found)
    assert archive.findings(archive.report_json(told)) == told


def test_an_edition_keeps_its_settings_but_not_its_recipients(october: Path) -> None:
    kept = json.loads((october / "site/2026-10/settings.json").read_bytes())
    assert kept["report"]["site"]["name"] == "Northlight"
    assert "delivery" not in kept["report"]


def test_the_newest_edition_can_be_looked_at(october: Path, tmp_path: Path, found: Findings) -> None:
    kept = archive.newest(october / "site", "2026-10")
    assert kept is not None
    assert (kept.manifest.edition, kept.findings) == (1, found)
    assert archive.newest(tmp_path, "2026-10") is None
