"""Many events under little memory, by hand: `python -m tests.bench.little FOLDER --events 10000000 --months 3 --memory 1.4`.

The exports are those of `tests.bench.exports.write_large`, made where they are not there. The build runs in a control group of its own,
which ends it where it takes more; that takes the rights of root.
"""

import argparse
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.bench import exports

GROUPS = Path("/sys/fs/cgroup")


class Group:
    """A control group with a limit in bytes, for one command; of version 1 or 2, whichever rules memory here."""

    def __init__(self, limit: int) -> None:
        first = (GROUPS / "memory").is_dir()
        self.folder = (GROUPS / "memory" if first else GROUPS) / f"reportgen-{os.getpid()}"
        self.folder.mkdir()
        self._write("memory.limit_in_bytes" if first else "memory.max", limit)
        with suppress(OSError):  # no swap, where the system lets that be said
            self._write("memory.memsw.limit_in_bytes" if first else "memory.swap.max", limit if first else 0)

    def enter(self) -> None:
        self._write("cgroup.procs", os.getpid())

    def close(self) -> None:
        self.folder.rmdir()

    def _write(self, name: str, value: int) -> None:
        (self.folder / name).write_text(str(value), encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.little", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=10_000_000, help="a month")
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--memory", type=float, default=1.4, help="GB that the build may take")
    given = parser.parse_args()
    if exports.exports(given.folder):
        sizes = [exports.rows(file) for file in exports.exports(given.folder)]
        if len(sizes) != given.months or any(round(size / given.events, 1) != 1 for size in sizes):
            parser.error(f"{given.folder} has exports of {', '.join(f'{size:,}' for size in sizes)} events; name another folder")
    else:
        exports.write_large(given.folder, given.events, given.months)
    group = Group(int(given.memory * 1e9))
    command = [sys.executable, "-m", "reportgen", "build", "--workspace", str(given.folder), "--month", f"{exports.LAST:%Y-%m}"]
    begun = time.monotonic()
    try:
        build = subprocess.Popen(command, preexec_fn=group.enter)  # noqa: PLW1509
        _, status, used = os.wait4(build.pid, 0)
        build.returncode = os.waitstatus_to_exitcode(status)
    finally:
        group.close()
    sizes = sum(file.stat().st_size for file in exports.exports(given.folder)) / 1e6
    print(f"{given.months} x {given.events:,} events ({sizes:,.0f} MB of Parquet) under {given.memory} GB: ended with {build.returncode}")
    print(f"{time.monotonic() - begun:,.0f} s, {used.ru_utime + used.ru_stime:,.0f} s of CPU, {used.ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main()
