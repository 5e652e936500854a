"""A build killed at any moment leaves a whole site, and the next one leaves what an undisturbed one would have."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
import tiny

from reportgen import archive
from reportgen.archive.manifest import Manifest, fingerprint, load

SEED = 6
STORIES = ("first", "month", "edition", "parts", "cover")
ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What fifty kills left."""
    folder = tmp_path_factory.mktemp("killed")
    child = Path(__file__).with_name("stopped.py")
    subprocess.run([sys.executable, str(child), str(folder), str(SEED)], check=True, env=ENVIRONMENT)
    return folder


def kills(story: Path) -> list[Path]:
    """The folders of a story's kills, in the order of their steps."""
    return sorted((each for each in story.iterdir() if each.name.isdigit()), key=lambda each: int(each.name))


class Links(HTMLParser):
    """What a page leads to beside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value and not value.startswith(("#", "mailto:", "data:", "http:", "https:")):
                self.found.add(value.partition("#")[0])


def editions(period: Path) -> Iterator[Manifest]:
    """A period's editions from the first to the newest, each checked to be whole."""
    newest = load(period)
    assert newest is not None, period
    for number in range(1, newest.edition + 1):
        folder = period if number == newest.edition else period / "editions" / str(number)
        manifest = load(folder)
        assert manifest is not None, folder
        assert manifest.edition == number
        assert all(fingerprint((folder / name).read_bytes()) == print_ for name, print_ in manifest.files.items()), folder
        yield manifest


def look_at(site: Path) -> None:
    """A reader's look: every period whole, no edition missing, and no link of the pages over them that leads to nothing."""
    for entry in archive.entries(site):
        assert [one.edition for one in editions(site / entry.about.key)] == list(range(1, entry.edition + 1))
    for page in (site / "index.html", site / "latest/index.html"):
        if page.exists():
            lost = [link for link in Links(page.read_text("utf-8")).found if not (page.parent / link).exists()]
            assert lost == [], page


def shown(site: Path) -> dict[str, bytes]:
    """The files that a reader can come to: nothing that waits beside its place."""
    return {
        name: content for name, content in tiny.tree(site).items() if not any(".reportgen-" in part for part in PurePosixPath(name).parts)
    }


def test_there_are_fifty_kills(killed: Path) -> None:
    assert [len(kills(killed / story)) for story in STORIES] == [10] * 5


@pytest.mark.parametrize("story", STORIES)
def test_after_a_kill_the_site_is_whole(killed: Path, story: str) -> None:
    """Every file is as it was before or as it will be: no half page, and nothing that was there is gone."""
    before, after = tiny.tree(killed / story / "start/site"), tiny.tree(killed / story / "finished/site")
    for kill in kills(killed / story):
        site = kill / "dead/site"
        for each in (site, site / "acme", site / "zeta"):
            look_at(each)
        found = shown(site)
        assert before.keys() <= found.keys(), kill
        assert [name for name, content in found.items() if content not in (before.get(name), after.get(name))] == [], kill


@pytest.mark.parametrize("story", STORIES)
def test_the_next_build_leaves_what_an_undisturbed_one_leaves(killed: Path, story: str) -> None:
    """The same bytes, and nothing of the dead run beside them."""
    after = tiny.tree(killed / story / "finished/site")
    for kill in kills(killed / story):
        assert tiny.tree(kill / "next/site") == after, kill
        look_at(kill / "next/site")


def test_the_stories_are_what_they_say(killed: Path) -> None:
    """Seen from the end: a first edition, a second month, a second edition, and kept parts of every export."""
    found = {
        story: {entry.about.key: entry.edition for entry in archive.entries(killed / story / "finished/site")} for story in STORIES[:3]
    }
    assert found == {"first": {"2026-09": 1}, "month": {"2026-09": 1, "2026-10": 1}, "edition": {"2026-09": 1, "2026-10": 2}}
    assert "3 days are missing." in (killed / "cover/finished/site/index.html").read_text("utf-8")
    assert len(parts(killed / "parts/finished")) == 3


def parts(workspace: Path) -> dict[str, bytes]:
    """The kept parts by their names, with what each says of itself; every table of each is there."""
    store = workspace / ".reportgen/parts"
    assert all(len([*part.glob("*.parquet")]) == 5 for part in store.iterdir())
    return {part.name: (part / "part.json").read_bytes() for part in store.iterdir()}


def test_the_next_build_has_every_part_and_no_leftover(killed: Path) -> None:
    whole = parts(killed / "parts/finished")
    for kill in kills(killed / "parts"):
        assert parts(kill / "next") == whole, kill
        assert {file.name for file in (kill / "next/.reportgen").iterdir()} == {"parts", "files.json"}, kill


def build_all(workspace: Path) -> subprocess.Popen[str]:
    """`build --all` of two clients, with its children in a group of their own."""
    words = ["build", "--all", "--jobs", "2", "--month", "2026-10", "--workspace", str(workspace)]
    return subprocess.Popen(
        [sys.executable, "-m", "reportgen", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True,
    )  # fmt: skip


def agency(folder: Path) -> Path:
    tiny.workspace(folder)
    return tiny.write(folder, {f"clients/{name}/config/report.yaml": f"site: {{name: {name}}}\n" for name in ("acme", "zeta")})


def test_all_clients_at_once_killed_by_the_clock(tmp_path: Path) -> None:
    """The command and its clients' processes end at the same moment, twice; a second command beside a living one is refused."""
    undisturbed, disturbed = agency(tmp_path / "undisturbed"), agency(tmp_path / "disturbed")
    begun = time.monotonic()
    first, second = build_all(undisturbed), build_all(undisturbed)
    said = [each.communicate(timeout=300)[1] for each in (first, second)]
    assert sorted((first.returncode, second.returncode)) == [0, 2], said
    assert sum("another `reportgen ... --all` is at work on" in each for each in said) == 1
    took, rng = time.monotonic() - begun, random.Random(SEED)
    for share in (0.6, 0.9):
        run = build_all(disturbed)
        try:
            run.communicate(timeout=took * rng.uniform(share - 0.1, share))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
        for client in ("", "acme", "zeta"):
            look_at(disturbed / "site" / client)
    last = build_all(disturbed)
    assert (last.communicate(timeout=300)[1], last.returncode) == ("", 0)
    assert tiny.tree(disturbed / "site") == tiny.tree(undisturbed / "site")
    assert not [*(disturbed / ".reportgen").rglob(".unfinished-*")]
