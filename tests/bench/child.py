"""One measured run in a process of its own: `python -m tests.bench.child METHOD FOLDER MONTH` prints what it took as JSON."""

import hashlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

METHODS = {"reportgen": "ours", "reportgen, parts kept": "ours", "DuckDB by hand": "by_hand", "pandas": "with_pandas"}


def main(method: str, folder: Path, month: str) -> None:
    """The clock starts when libraries are imported and the exports are in the file cache."""
    numbers: Callable[[Path, str], dict[str, int]] = import_module(f"tests.bench.{METHODS[method]}").numbers
    for file in (folder / "data").iterdir():
        file.read_bytes()
    if method == "reportgen":
        shutil.rmtree(folder / ".reportgen", ignore_errors=True)
    cpu, wall = time.process_time(), time.perf_counter()
    found = numbers(folder, month)
    taken = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
    text = json.dumps(found, sort_keys=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**taken, "rss": most, "numbers": len(found), "digest": hashlib.sha256(text.encode()).hexdigest()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
