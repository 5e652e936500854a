"""Other people's files in a site: never deleted, never followed out of the site, refused by name where they are in the way."""

from pathlib import Path

import pytest
from interrupted import publish, report

from reportgen import archive
from reportgen.errors import InTheWayError

FOREIGN = {"CNAME": "reports.firm.example", ".nojekyll": "", "press/2026-10.html": "a page", "2026-10.html": "another", ".git/HEAD": "ref"}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def read(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder outside the site with something in it."""
    write(tmp_path / "elsewhere", {"index.html": "theirs", "data/days.csv": "theirs"})
    return tmp_path / "elsewhere"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


def test_other_files_stay_as_they_are(site: Path) -> None:
    write(site, FOREIGN)
    for word in ("first", "second", "third"):
        publish(site, word)
        archive.place(site, {"index.html": word.encode(), "latest/index.html": b"to 2026-10"})
    assert {name: content for name, content in read(site).items() if name in FOREIGN} == FOREIGN


@pytest.mark.parametrize("files", [{"index.html": "theirs"}, {"manifest.txt": "theirs", "editions/1/manifest.json": "{}"}, {}])
def test_a_folder_of_that_name_that_is_no_report_is_refused_and_kept(site: Path, files: dict[str, str]) -> None:
    (site / "2026-10").mkdir()
    write(site / "2026-10", files)
    with pytest.raises(InTheWayError, match="2026-10: it holds no report, and it is in the report's way; move it") as caught:
        publish(site, "first")
    about, _facts, pages = report("first")
    with pytest.raises(InTheWayError):
        archive.publish(site, about, archive.Edition(1, changed=True, digest="", kept=frozenset()), pages)
    assert caught.value.exit_code == 2
    assert read(site / "2026-10") == files
    assert [path.name for path in site.iterdir()] == ["2026-10"]


def test_a_file_of_that_name_is_refused_and_kept(site: Path) -> None:
    write(site, {"2026-10": "notes on October"})
    with pytest.raises(InTheWayError, match="2026-10: it is no folder"):
        publish(site, "first")
    assert read(site) == {"2026-10": "notes on October"}


@pytest.mark.parametrize("there", [True, False])
def test_a_link_in_a_periods_place_is_not_followed(site: Path, elsewhere: Path, there: bool) -> None:
    publish(elsewhere.parent / "other", "first")
    (site / "2026-10").symlink_to(elsewhere.parent / "other" / "2026-10" if there else elsewhere / "nothing")
    before = read(elsewhere.parent / "other")
    with pytest.raises(InTheWayError, match="2026-10: it is a symbolic link"):
        publish(site, "second")
    with pytest.raises(InTheWayError, match="symbolic link"):
        archive.entries(site)
    assert (site / "2026-10").is_symlink()
    assert read(elsewhere.parent / "other") == before


@pytest.mark.parametrize(("link", "page"), [("latest", "latest/index.html"), ("assets", "assets/font.woff2"), ("index.html", "index.html")])
def test_no_page_is_written_over_a_link(site: Path, elsewhere: Path, link: str, page: str) -> None:
    publish(site, "first")
    (site / link).symlink_to(elsewhere / "index.html" if link == "index.html" else elsewhere)
    before = read(elsewhere)
    with pytest.raises(InTheWayError, match=f"{link}: it is a symbolic link"):
        archive.place(site, {"feed.xml": b"new", page: b"ours"})
    assert (site / link).is_symlink()
    assert read(elsewhere) == before
    assert not (site / "feed.xml").exists()


def test_a_site_that_is_a_link_itself_is_its_owners_choice(tmp_path: Path, elsewhere: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "www")
    publish(tmp_path / "linked", "first")
    archive.place(tmp_path / "linked", {"index.html": b"ours"})
    assert archive.entries(tmp_path / "www")[0].edition == 1


def test_what_lies_in_a_periods_folder_goes_along_with_its_edition(site: Path, elsewhere: Path) -> None:
    """A note that somebody put there stays with the edition that it was put to; a link stays a link."""
    publish(site, "first")
    write(site / "2026-10", {"note.txt": "seen by Anna", "editions/readme.txt": "of earlier ones"})
    (site / "2026-10/theirs").symlink_to(elsewhere)
    publish(site, "second")
    publish(site, "third")
    editions = site / "2026-10/editions"
    assert (editions / "1/note.txt").read_text("utf-8") == "seen by Anna"
    assert (editions / "readme.txt").read_text("utf-8") == "of earlier ones"
    assert (editions / "1/theirs").readlink() == elsewhere
    assert read(elsewhere) == {"index.html": "theirs", "data/days.csv": "theirs"}


@pytest.mark.parametrize("name", [".2026-10.reportgen-new", ".2026-10.reportgen-old"])
def test_of_a_link_among_leftovers_only_the_link_goes(site: Path, elsewhere: Path, name: str) -> None:
    publish(site, "first")
    (site / name).symlink_to(elsewhere)
    publish(site, "second")
    assert [path.name for path in site.iterdir()] == ["2026-10"]
    assert read(elsewhere) == {"index.html": "theirs", "data/days.csv": "theirs"}


CLAIMED = {"index.html": b"", "latest/index.html": b"", "assets/font.woff2": b"a font"}


@pytest.mark.parametrize("name", ["index.html", "latest/index.html", "assets/font.woff2"])
def test_a_site_that_somebody_else_made_is_refused_before_its_first_report(site: Path, name: str) -> None:
    write(site, {name: "theirs"})
    with pytest.raises(InTheWayError, match=f"{name}: reportgen did not write what is there"):
        archive.check_own(site, CLAIMED)
    assert read(site) == {name: "theirs"}


def test_a_folder_under_a_pages_name_is_refused(site: Path) -> None:
    (site / "index.html").mkdir()
    with pytest.raises(InTheWayError):
        archive.check_own(site, CLAIMED)


def test_a_site_of_our_own_is_known_by_its_reports(site: Path) -> None:
    write(site, {**FOREIGN, "assets/font.woff2": "a font"})
    archive.check_own(site, CLAIMED)
    write(site, {"index.html": "the page over all periods"})
    publish(site, "first")
    archive.check_own(site, CLAIMED)
    (site / "2026-10").rename(site / ".2026-10.reportgen-old")
    archive.check_own(site, CLAIMED)


def test_a_site_of_our_own_is_known_by_its_mark(site: Path) -> None:
    write(site, {"index.html": "the page over all clients", "acme/2026-10/manifest.json": "{}"})
    with pytest.raises(InTheWayError):
        archive.check_own(site, CLAIMED, mark="clients.json")
    write(site, {"clients.json": "{}"})
    archive.check_own(site, CLAIMED, mark="clients.json")


def test_a_copy_for_readers_has_no_links(site: Path, elsewhere: Path, tmp_path: Path) -> None:
    publish(site, "first")
    write(site, {"CNAME": "reports.firm.example", ".2026-11.reportgen-new/index.html": "half a pa"})
    (site / "private").symlink_to(elsewhere)
    archive.copy(site, tmp_path / "copy")
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {"2026-10", "CNAME"}
