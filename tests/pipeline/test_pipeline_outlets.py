"""What may leave a workspace, and what stays."""

from pathlib import Path

import pytest
import tiny

from reportgen import pipeline
from reportgen.errors import OutputError
from reportgen.pipeline import Workspace

PAGE = "a page"


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Four clients: one for everybody, one for the team, one that stays, and one without a report."""
    said = {"open": "publish: pages\npublic: true\n", "team": "", "silent": "publish: none\n", "new": ""}
    tiny.workspace(tmp_path)
    tiny.write(tmp_path, {f"clients/{name}/config/report.yaml": text or "currency: EUR\n" for name, text in said.items()})
    sites = {f"site/{name}/2026-10/index.html": PAGE for name in said if name != "new"}
    left = {
        "site/team/.2026-09.reportgen-new/index.html": "half",
        "site/index.html": "all clients",
        "site/assets/a.css": "",
        "site/clients.json": "{}",
    }
    return tiny.write(tmp_path, {**sites, **left})


def places(folder: Path, *names: str) -> list[Workspace]:
    return [Workspace(folder, name) for name in names]


def test_only_what_the_settings_let_out_is_copied(agency: Path) -> None:
    """The agency's page names every client: it does not go where one of them is missing, and never onto pages."""
    done = tiny.run("publish", agency / "out", "--all", within=agency)
    assert done.code == 0
    assert set(tiny.tree(agency / "out")) == {
        "artifact/open/2026-10/index.html",
        "artifact/team/2026-10/index.html",
        "pages/open/2026-10/index.html",
    }


def test_the_agencys_page_goes_to_the_team_with_all_its_clients(agency: Path) -> None:
    pipeline.publish(places(agency, "open", "team"), None, agency / "out")
    found = set(tiny.tree(agency / "out"))
    assert {"artifact/index.html", "artifact/assets/a.css"} <= found
    assert {name for name in found if not name.startswith(("artifact/", "pages/open/"))} == set()
    assert "artifact/clients.json" not in found


def test_a_client_alone_has_a_site_of_its_own(agency: Path) -> None:
    pipeline.publish(places(agency, "team"), None, agency / "out")
    assert set(tiny.tree(agency / "out")) == {"artifact/team/2026-10/index.html"}


def test_a_workspace_without_clients_is_one_site(tmp_path: Path) -> None:
    tiny.workspace(tmp_path, report=tiny.REPORT + "publish: pages\npublic: true\n")
    tiny.write(tmp_path, {"site/index.html": PAGE, "site/CNAME": "reports.firm.example"})
    (tmp_path / "site/link").symlink_to(tmp_path / "data")
    pipeline.publish([Workspace(tmp_path)], None, tmp_path / "out")
    assert set(tiny.tree(tmp_path / "out")) == {f"{way}/{name}" for way in ("artifact", "pages") for name in ("index.html", "CNAME")}


def test_nothing_is_mixed_into_a_folder_that_holds_something(agency: Path) -> None:
    tiny.write(agency, {"out/mine.txt": "mine"})
    silent = tiny.run("publish", agency / "none", "--client", "silent", within=agency)
    assert (silent.code, silent.out.startswith("published  nothing: "), (agency / "none").exists()) == (0, True, False)
    with pytest.raises(OutputError, match="not empty"):
        pipeline.publish(places(agency, "team"), None, agency / "out")
    assert set(tiny.tree(agency / "out")) == {"mine.txt"}


def test_ways_are_open_where_any_client_has_them(agency: Path) -> None:
    mail = "delivery: {mail: {from: a@b.example, to: [c@b.example], allowed_domains: b.example, host: localhost}}\n"
    tiny.write(agency, {"clients/silent/config/report.yaml": f"publish: none\n{mail}", "clients/new/config/report.yaml": "currency: [\n"})
    every = places(agency, "open", "silent", "team", "new")
    assert pipeline.outlets(every) == pipeline.Outlets(mail=True, artifact=True, pages=True)
    assert pipeline.outlets(every[1:2]) == pipeline.Outlets(mail=True, artifact=False, pages=False)
    assert [place.client for place in pipeline.mailed(every)] == ["silent", "new"]


def test_a_copy_never_lands_in_the_site_that_it_copies(tmp_path: Path) -> None:
    """It would go out with the next one, to whoever that one is for."""
    tiny.write(tiny.workspace(tmp_path), {"site/index.html": PAGE})
    with pytest.raises(OutputError, match="it is within the site"):
        pipeline.publish([Workspace(tmp_path)], None, tmp_path / "site/out")
    assert set(tiny.tree(tmp_path / "site")) == {"index.html"}
