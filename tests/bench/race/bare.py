"""What importing alone costs: the modules that a command has loaded when it ends, and nothing else done."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.race.measure import Taken, run

LISTED = """
import atexit, json, runpy, sys
from pathlib import Path
_, kind, name, *words, listed = sys.argv
sys.argv = [name, *words]
atexit.register(lambda: Path(listed).write_text(json.dumps(list(sys.modules))))
runpy.run_module(name, run_name="__main__", alter_sys=True) if kind == "-m" else runpy.run_path(name, run_name="__main__")
"""
IMPORTED = """
import importlib, json, sys
from pathlib import Path
for name in json.loads(Path(sys.argv[1]).read_text()):
    try:
        importlib.import_module(name)
    except Exception:
        pass
"""


def imports(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Taken:
    """A process that imports what the Python command would, and ends."""
    python, *rest = command
    listed = folder.parent / f"{folder.name}-modules.json"
    kind, words = ("-m", rest[1:]) if rest[0] == "-m" else ("-f", rest)
    if not listed.exists():
        run([python, "-c", LISTED, kind, *words, str(listed)], folder, environment)
    return run([python, "-c", IMPORTED, str(listed)], folder, environment)
