"""A build killed at any moment leaves the last good site, and the next build makes it whole."""

import subprocess
import sys
from pathlib import Path

import pytest
from interrupted import publish

from reportgen import archive
from reportgen.archive import disk
from reportgen.archive.manifest import fingerprint, load
from reportgen.errors import OutputError


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by name."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def killed_sites(tmp_path: Path, way: str) -> list[Path]:
    """Copies of a site with one edition, each left by a second build that was killed one step later; the last came through."""
    site, copies = tmp_path / "site", tmp_path / "copies"
    publish(site, "zeroth")
    publish(site, "first")
    copies.mkdir()
    child = Path(__file__).with_name("interrupted.py")
    subprocess.run([sys.executable, str(child), str(site), str(copies), way], check=True)
    return sorted(copies.iterdir(), key=lambda copy: int(copy.name))


def edition_is_whole(folder: Path) -> bool:
    record = load(folder)
    return record is not None and all(fingerprint((folder / name).read_bytes()) == print_ for name, print_ in record.files.items())


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_a_whole_edition(tmp_path: Path) -> None:
    sites = killed_sites(tmp_path, "exchange")
    assert len(sites) > 15
    finished = tree(sites[-1])
    editions = []
    for site in sites:
        assert edition_is_whole(site / "2026-10"), site
        editions.append(archive.entries(site)[0].edition)
        publish(site, "second")
        assert tree(site) == finished, site
    assert set(editions) == {2, 3}
    assert editions == sorted(editions)


@pytest.mark.slow
def test_where_folders_change_places_in_two_steps_the_next_build_restores(tmp_path: Path) -> None:
    """A system without an exchange of folders has one moment without the period; whoever writes next puts it back."""
    sites = killed_sites(tmp_path, "rename")
    finished = tree(sites[-1])
    away = [site for site in sites if not (site / "2026-10").exists()]
    assert len(away) == 1
    about_waiting = archive.edition_for(away[0], "2026-10", b"third", {})
    assert (about_waiting.number, about_waiting.changed) == (3, True)
    for site in sites:
        with disk.writing(site):
            assert edition_is_whole(site / "2026-10"), site
        publish(site, "second")
        assert tree(site) == finished, site


@pytest.mark.parametrize("step", ["write", "take_over", "replace_folder"])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    publish(tmp_path, "first")
    before = tree(tmp_path)

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "2026-10"))

    monkeypatch.setattr(disk, step, fail)
    with pytest.raises(OutputError, match="2026-10: cannot write: the disk is full"):
        publish(tmp_path, "second")
    assert tree(tmp_path) == before
