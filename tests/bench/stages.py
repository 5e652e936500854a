"""One build of a workspace, timed by stage: `python -m tests.bench.stages FOLDER first|again|more [MONTH]` prints seconds as JSON.

The doors that `pipeline` calls are wrapped in clocks, so the build is the one that users run. `again` finds the parts of a build
before in a new site, and counts them; `more` adds to the site that is there.
"""

import functools
import json
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

STAGES = (
    "start",
    "read exports",
    "derive tables",
    "count",
    "find",
    "word",
    "draw charts",
    "print HTML",
    "print PDF",
    "pages over all",
    "rest",
)
DOORS = {
    "read exports": "pipeline.analyse.gather",
    "derive tables": "activity.view",
    "count": "metrics.count",
    "find": "pipeline.analyse.found",
    "word": "wording.document",
    "draw charts": "pipeline.build._drawn",
    "print HTML": "render.html",
    "print PDF": "render.pdf",
    "pages over all": "pipeline.build.over_all",
}


def main(folder: Path, kind: str, month: str | None = None) -> None:
    """Build once and print what each stage took."""
    if kind == "first":
        shutil.rmtree(folder / ".reportgen", ignore_errors=True)
    shutil.rmtree(folder / ".reportgen" / "counts", ignore_errors=True)
    if kind != "more":
        shutil.rmtree(folder / "site", ignore_errors=True)
    from reportgen import pipeline

    taken: Counter[str] = Counter({"start cpu": time.process_time(), "start wall": time.perf_counter() - BEGUN})
    for stage, door in DOORS.items():
        _clock(door, stage, taken)
    cpu, wall = time.process_time(), time.perf_counter()
    pipeline.build(pipeline.Workspace(folder), pipeline.Request(month=month), folder / "site", lambda _line: None)
    taken["all cpu"], taken["all wall"] = time.process_time(), time.perf_counter() - BEGUN
    for unit, since in (("cpu", cpu), ("wall", wall)):
        inside = sum(taken[f"{stage} {unit}"] for stage in DOORS)
        now = time.process_time() if unit == "cpu" else time.perf_counter()
        taken[f"rest {unit}"] = max(0.0, now - since - inside)
    taken["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(taken))


def _clock(door: str, stage: str, taken: Counter[str]) -> None:
    """Put a clock around a function that the pipeline calls by this name."""
    path, _, name = door.rpartition(".")
    module = import_module(f"reportgen.{path}")
    work: Callable[..., Any] = getattr(module, name)

    @functools.wraps(work)
    def timed(*arguments: Any, **options: Any) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            return work(*arguments, **options)
        finally:
            taken[f"{stage} cpu"] += time.process_time() - cpu
            taken[f"{stage} wall"] += time.perf_counter() - wall

    setattr(module, name, timed)


BEGUN = time.perf_counter()

if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:4])
