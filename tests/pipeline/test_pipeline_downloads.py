"""Web downloads beside an export of events, one input each: recognised without a word in the settings, every number in the report, every
remark in the ledger."""

import pytest
import tiny
from web_files import DOWNLOADS

from reportgen import pipeline, wording
from reportgen.model.document import Table
from reportgen.model.outside import Flow
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow
INPUTS = {name.replace(" ", "_"): download for name, download in DOWNLOADS.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    added = "".join(f"  {key}: data/{key}\n" for key in INPUTS)
    folder = tiny.workspace(tmp_path_factory.mktemp("downloads"), report=tiny.REPORT.replace("inputs:\n", f"inputs:\n{added}"))
    tiny.write(folder, {f"data/{key}/{name}": content for key, each in INPUTS.items() for name, content in each.files.items()})
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda text: None)


def told(made: Analysed, key: str) -> dict[tuple[str, str | None], float]:
    """The flows of the period of one input, by measure and value of the dimension; those of nothing left out."""
    assert made.findings.outside is not None
    counters = [each.counts for each in made.findings.outside.counters if each.counts.input == key]
    parts = [(counts, part) for counts in counters for part in (counts.slices if counts.dimension else (counts.whole,)) if part]
    found = {(counts.key, part.value): part.current.total for counts, part in parts if isinstance(part.current, Flow)}
    return {name: total for name, total in found.items() if total}


@pytest.mark.parametrize("key", INPUTS)
def test_every_number_of_a_download_is_in_the_report(made: Analysed, key: str) -> None:
    """But for those that the preset keeps for goals alone."""
    (source,) = (each for each in made.settings.report.inputs if each.key == key)
    hidden = {measure.key for _, measure in source.measures if measure.hidden}
    listed = {name: total for name, total in INPUTS[key].told.items() if total and name[0] not in hidden}
    assert told(made, key) == pytest.approx(listed)


@pytest.mark.parametrize("key", INPUTS)
def test_what_is_remarkable_about_a_download_stands_in_the_ledger(made: Analysed, key: str) -> None:
    said = [entry.message for entry in made.findings.ledger.entries if entry.kind == "remarks" and entry.facts["input"] == key]
    assert sorted(said) == sorted(set(INPUTS[key].remarks))


def test_the_page_lists_what_came_with_its_platform(made: Analysed) -> None:
    document = wording.document(made.findings, made.settings)
    (section,) = (section for section in document.sections if section.id == "counters")
    cells = [cell for block in section.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells]
    texts = {cell.text for cell in cells}
    assert {"Clicks from Google Search", "Sessions by landing page", "Revenue of orders", "Visits with a goal", "Users a day"} <= texts
    notes = " ".join(cell.note or "" for cell in cells)
    assert all(platform in notes for platform in ("Google Search", "Google Analytics", "Universal Analytics", "Matomo"))
