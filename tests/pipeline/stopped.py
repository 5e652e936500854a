"""Run by test_pipeline_killed: build in copies of a workspace, each copy's build killed before another change of the disk.

Arguments: an empty folder and a seed. Leaves, for each story, `STORY/start` (before the build), `STORY/finished` (what a build that lives
leaves) and, for ten steps chosen by the seed, `STORY/STEP/dead` (after the kill) and `STORY/STEP/next` (after the next build). What is
counted is found once, before; no pages are drawn but the archive's.
"""

import importlib
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import tiny

from reportgen import engine, pipeline
from reportgen.pipeline import Analysed, Ran, Request, Workspace
from reportgen.pipeline.gather import gather

KILLS = 10
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.truncate", "reportgen.step"}
CLIENTS = ("acme", "zeta")
FOREIGN = {"CNAME": "reports.firm.example", ".nojekyll": "", "press/index.html": "not of ours"}
BUILD = importlib.import_module("reportgen.pipeline.build")
Story = Callable[[Path], object]


def quiet(_text: str) -> None:
    """No progress is told."""


def build(made: Analysed, workspace: Path) -> None:
    """Build what was counted into the workspace's site."""
    BUILD.analysed = lambda *_args, **_options: made  # type: ignore[attr-defined]
    with tiny.undrawn():
        pipeline.build(Workspace(workspace), Request(), workspace / "site", quiet)


def cover(workspace: Path) -> None:
    """The agency's page after both clients were built, one of them with a gate before it."""
    with pipeline.alone(workspace, workspace / "site"):
        pipeline.cover(
            workspace, workspace / "site", "build", [Ran("acme", 0, "", ""), Ran("zeta", 5, "", "stopped: 3 days are missing.\n")]
        )


def keep(made: Analysed, workspace: Path) -> None:
    """Read every export that has no kept part."""
    with engine.connect() as connection:
        gather(connection, Workspace(workspace), made.settings, quiet)


def stories(folder: Path) -> dict[str, tuple[Path, Story]]:
    """A workspace before each, and what is done to it."""
    base = tiny.workspace(folder / "base")
    tiny.write(base / "site", FOREIGN)

    def found(month: str) -> Analysed:
        return pipeline.analysed(Workspace(base), Request(month=month), quiet)

    september, october = found("2026-09"), found("2026-10")
    tiny.write(base, {"data/crm.csv": tiny.DEALS + "2026-10-21,v9,300,D-3\n"})
    late = found("2026-10")
    shutil.rmtree(base / ".reportgen")

    def after(*made: Analysed) -> Path:
        place = Path(shutil.copytree(base, folder / "-".join(each.findings.period.begin.isoformat() for each in made)))
        for each in made:
            build(each, place)
        return place

    of_october = after(october)
    agency = Path(shutil.copytree(base, folder / "agency"))
    for client in CLIENTS:
        tiny.write(agency, {f"clients/{client}/config/report.yaml": f"site: {{name: {client}}}\n"})
        shutil.copytree(of_october / "site", agency / "site" / client)
    return {
        "first": (base, partial(build, september)),
        "month": (after(september), partial(build, october)),
        "edition": (after(september, october), partial(build, late)),
        "parts": (base, partial(keep, october)),
        "cover": (agency, cover),
    }


def with_steps() -> None:
    """Also what no audit hook sees is a step: each write to last, the exchange of two folders, and the engine's own files."""

    def before(owner: object, name: str) -> None:
        work = getattr(owner, name)

        def told(*args: object, **options: object) -> object:
            sys.audit("reportgen.step")
            done = work(*args, **options)
            sys.audit("reportgen.step")
            return done

        setattr(owner, name, told)

    before(os, "fsync")
    before(importlib.import_module("reportgen.archive.disk"), "exchange")
    before(engine.Embedded, "write")


def in_a_process(work: Story, place: Path, step: int) -> int:
    """Do the work and die before the step, if it comes; else how many steps there are. -1 for one that was killed."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        steps = count(1)
        seen = [0]

        def watch(event: str, args: tuple[object, ...]) -> None:
            if event in CHANGES or (event == "open" and args[1] not in ("r", "rb", None) and str(args[0]).startswith(str(place))):
                seen[0] = next(steps)
                if seen[0] == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        work(place)
        os.write(tell, str(seen[0]).encode())
        os._exit(0)
    os.close(tell)
    status = os.waitpid(child, 0)[1]
    with os.fdopen(told) as pipe:
        said = pipe.read()
    if not said and not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        raise SystemExit(f"step {step}: the build failed in {place}")
    return int(said) if said else -1


def main() -> None:
    folder, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    told = stories(folder / "before")
    with_steps()
    for name, (workspace, work) in told.items():
        place = folder / name
        shutil.copytree(workspace, place / "start")
        shutil.copytree(workspace, place / "finished")
        steps = in_a_process(work, place / "finished", 0)
        for step in sorted(rng.sample(range(1, steps + 1), KILLS)):
            dead, after = place / str(step) / "dead", place / str(step) / "next"
            shutil.copytree(workspace, dead)
            assert in_a_process(work, dead, step) == -1
            shutil.copytree(dead, after)
            in_a_process(work, after, 0)


if __name__ == "__main__":
    main()
