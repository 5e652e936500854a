"""A site's folder that is somebody else's is refused before anything is written to it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import tiny

from reportgen import archive, pipeline
from reportgen.errors import InTheWayError
from reportgen.pipeline import Ran, Request, Workspace, batch

THEIRS = {"index.html": "<h1>Northlight Studio</h1>", "CNAME": "northlight.example"}


def build(workspace: Path, site: Path) -> pipeline.Built:
    with tiny.undrawn():
        return pipeline.build(Workspace(workspace), Request(), site, lambda _text: None)


def texts(folder: Path) -> dict[str, str]:
    return {name: content.decode() for name, content in tiny.tree(folder).items()}


@pytest.mark.usefixtures("counted")
def test_a_build_into_a_website_is_refused_and_leaves_it_as_it_was(october: Path, tmp_path: Path) -> None:
    site = tiny.write(tmp_path / "www", THEIRS)
    with pytest.raises(InTheWayError, match=r"www/index\.html: reportgen did not write what is there.*--out"):
        build(october, site)
    assert texts(site) == THEIRS
    (site / "index.html").unlink()
    assert build(october, site).changed
    assert (site / "CNAME").read_text("utf-8") == THEIRS["CNAME"]
    assert not build(october, site).changed


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two clients, whose commands do nothing."""

    def run(client: str, command: Sequence[str]) -> Ran:
        return Ran(client, 0, f"{command[0]} {client}\n", "")

    monkeypatch.setattr(batch, "in_process", run)
    return tiny.write(tmp_path, {f"clients/{name}/config/report.yaml": "" for name in ("acme", "zeta")})


def test_a_website_in_the_place_of_all_clients_is_refused_before_one_is_built(agency: Path) -> None:
    tiny.write(agency / "site", THEIRS)
    done = tiny.run("build", "--all", within=agency)
    assert (done.code, done.out) == (2, "")
    assert "site/index.html: reportgen did not write what is there" in done.err
    assert texts(agency / "site") == THEIRS


def test_the_page_over_all_clients_is_known_as_our_own(agency: Path) -> None:
    assert [tiny.run("build", "--all", within=agency).code for _ in range(2)] == [0, 0]


def test_a_second_command_over_all_clients_is_refused_before_one_is_built(agency: Path) -> None:
    with archive.alone(agency / "clients", "reportgen ... --all"):
        done = tiny.run("build", "--all", within=agency)
    assert (done.code, done.out) == (2, "")
    assert "another `reportgen ... --all` is at work on" in done.err
