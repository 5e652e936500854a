"""Run by test_archive_interrupted: publish a second edition in copies of a site, each time killed one step later.

Arguments: the site, a folder for the copies, and `exchange` or `rename` (how folders change places). The copy `N` is what a kill before
the N-th change of the disk leaves. Ends with the first run that comes through.
"""

import os
import shutil
import signal
import sys
from datetime import date
from itertools import count
from pathlib import Path

from reportgen import archive
from reportgen.archive import disk
from reportgen.model.document import Badge, Tone
from reportgen.periods import Period

STEPS = {"open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir"}
BADGE = Badge("Complete", Tone.GOOD, "check")
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def report(word: str) -> tuple[archive.About, bytes, dict[str, bytes]]:
    """A small report about October whose every file says `word`."""
    about = archive.About("2026-10", f"October {word}", OCTOBER, date(2026, 10, 31), BADGE, (), (), "settings", "0.1.0")
    names = ("index.html", "report.json", "report.pdf", "data/days.csv")
    return about, word.encode(), {name: f"{name} {word}".encode() for name in names}


def publish(site: Path, word: str) -> archive.Published:
    """Publish the small report that says `word`."""
    about, facts, files = report(word)
    data = {name: content for name, content in files.items() if name.startswith("data/")}
    return archive.publish(site, about, archive.edition_for(site, about.key, facts, data), files)


def publish_until(site: Path, step: int) -> None:
    """Publish `second`, and die before the disk changes for the `step`-th time."""
    steps = count(1)

    def watch(event: str, args: tuple[object, ...]) -> None:
        changes = event in STEPS and not (event == "open" and args[1] in ("r", "rb", None))
        if changes and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    publish(site, "second")


def main() -> None:
    site, copies, way = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if way == "rename":
        disk.exchange = lambda one, other: False
    for step in count(1):
        copy = copies / str(step)
        shutil.copytree(site, copy)
        child = os.fork()
        if not child:
            publish_until(copy, step)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    main()
